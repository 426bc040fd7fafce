/* Explain notes: sentences that a reader of an explanation needs to know. */
#include <string.h>

#include "explain/explaining.h"

#include "base/banned.h"

enum { MOST_NOTES = 16 };

typedef struct notes {
  eir_explanation *e;
  const char **sentences; /* [room] */
  size_t n;
  size_t room;
} notes;

static void note(notes *all, const char *sentence) {
  if (all->n < all->room)
    all->sentences[all->n++] = sentence;
}

static bool lacks_falls(const eir_explanation *e) {
  for (size_t i = 0; i < e->n_unlocks; i++) {
    if (e->unlocks[i].n_falls > 0 && !e->unlocks[i].has_falls)
      return true;
  }
  return false;
}

static void note_answer(notes *all) {
  const eir_explanation *e = all->e;
  if (e->has[EIR_EXPLAINED_OUTCOME])
    return;
  if (e->solution->effort.end != EIR_END_COMPLETE)
    note(all, "The frontier is too large to be made here; what needs all of it is left "
              "out.");
  if (e->solution->exist == EIR_UNKNOWN)
    note(all, "Whether there is a deal is not known, so it cannot be said what stands "
              "in the way.");
  if (e->has[EIR_EXPLAINED_CONFLICTS] && !e->conflicts_complete)
    note(all, "Not all conflicts and unlocks were found: the search was ended before "
              "it was done.");
  if (e->has[EIR_EXPLAINED_CONFLICTS] && lacks_falls(e))
    note(all, "How far some reservation values must fall was not found: the search was "
              "ended before it was done.");
}

static void note_packages(notes *all) {
  const eir_explanation *e = all->e;
  if (!e->has[EIR_EXPLAINED_PACKAGES])
    return;
  note(all, "Counts are of packages as this case encodes them. They change when an "
            "option is split in two, so they measure no one's influence.");
  if (e->n_deals == NULL)
    note(all, "There are too many outcomes to count deals unless --count asks for it; "
              "what was not counted is left out.");
  if (!e->idle_known)
    note(all, "It was not found out which demands exclude nothing.");
}

static void note_assumptions(notes *all) {
  const eir_explanation *e = all->e;
  if (e->has[EIR_EXPLAINED_ROBUST])
    note(all, "Shares are of the assumptions tried: a property of the ranges in this "
              "case, not a probability.");
  if (e->robust_cut_short)
    note(all, "Fewer sets of values were tried than asked for: the rest would take too "
              "long, or cannot be given scores.");
  if (e->robust_unlisted)
    note(all, "Not all deals of the frontier at middle values were looked at in the "
              "draws: there are too many.");
  if (e->has[EIR_EXPLAINED_GROUNDS] && !e->grounds.complete)
    note(all, "Not every assumption was withdrawn on its own: there are too many to "
              "try.");
}

eir_status eir_i_explain_notes(eir_explanation *e) {
  const eir_solution *solution = e->solution;
  notes all = {.e = e, .room = solution->n_notes + MOST_NOTES};
  all.sentences = eir_i_arena_take_array(&e->arena, all.room, sizeof *all.sentences);
  if (all.sentences == NULL)
    return EIR_NO_MEMORY;
  for (size_t i = 0; i < solution->n_notes; i++)
    note(&all, solution->notes[i]);
  note_answer(&all);
  note_packages(&all);
  note_assumptions(&all);
  e->notes = all.sentences;
  e->n_notes = all.n;
  return EIR_OK;
}
