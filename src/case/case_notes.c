/* Case notes: whose view an answer is, what it leaves out, and whose private positions
 * are inside when nothing is left out. */
#include "case/case_notes.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_NOTES = 3 };

/* Adds a note to the case's, which have room; frees the text. */
static void add_note(eir_i_reader *reader, eir_case_note_kind kind, eir_i_text *text) {
  eir_case *the_case = reader->the_case;
  assert(the_case->n_notes < MOST_NOTES);
  eir_case_note *notes = (eir_case_note *)(uintptr_t)the_case->notes;
  const char *copy =
      text->failed ? NULL
                   : eir_i_arena_copy_text(reader->arena, text->data, text->length);
  if (copy == NULL)
    reader->no_memory = true;
  else
    notes[the_case->n_notes++] = (eir_case_note){.kind = kind, .text = copy};
  eir_i_text_free(text);
}

static const char *name_of(const eir_i_party *party) {
  return party->name.n > 0 ? party->name.text[0] : party->id;
}

/* ---- a view ---- */

static void note_view(eir_i_reader *reader) {
  const eir_i_prune *prune = reader->prune;
  uint32_t party = prune->reader == NULL
                       ? EIR_I_NO_NAME
                       : eir_i_names_find(&reader->party_names, prune->reader);
  eir_i_text text;
  eir_i_message_init(reader, &text);
  if (party == EIR_I_NO_NAME)
    eir_i_text_add(&text, "This is what everyone may see");
  else
    eir_i_text_add_format(&text, "This is what %s may see",
                          name_of(&reader->the_case->parties[party]));
  eir_i_text_add(&text, "; the rest of the case is left out.");
  add_note(reader, EIR_CASE_NOTE_VIEW, &text);
}

/* ---- sources that are left out ---- */

static void note_without(eir_i_reader *reader) {
  const eir_i_prune *prune = reader->prune;
  const char *them = prune->n_without == 1 ? "it" : "them";
  bool one = prune->n_went == 1;
  eir_i_text text;
  eir_i_message_init(reader, &text);
  eir_i_text_add(&text, "Read without ");
  for (size_t i = 0; i < prune->n_without; i++)
    eir_i_text_add_format(&text, "%s%s",
                          i == 0                      ? ""
                          : i + 1 == prune->n_without ? " and "
                                                      : ", ",
                          prune->without[i]);
  if (prune->n_went == 0)
    eir_i_text_add_format(&text, ": no value rests on %s alone", them);
  else
    eir_i_text_add_format(&text, ": %zu %s on %s alone and %s left out: %s",
                          prune->n_went, one ? "value rests" : "values rest", them,
                          one ? "is" : "are", prune->went.data);
  if (prune->n_followed > 0)
    eir_i_text_add_format(&text, "; with them went %zu %s that name%s them",
                          prune->n_followed,
                          prune->n_followed == 1 ? "rule or issue" : "rules or issues",
                          prune->n_followed == 1 ? "s" : "");
  eir_i_text_add(&text, ".");
  add_note(reader, EIR_CASE_NOTE_WITHOUT, &text);
}

/* ---- private positions ---- */

/* May not everyone see this position? Its node in the case tells by itself, or by what
 * stands beside `include`; an included file may narrow it. */
static bool is_private(const eir_i_node *node, const eir_i_position *position) {
  const eir_i_prune everyone = {.view = "public"};
  if (!position->given || node->kind != EIR_I_NODE_MAPPING || node->line == 0)
    return false; /* it stands for one that went */
  if (eir_i_prune_hides(&everyone, node, false))
    return true;
  const eir_i_attribution *inside = position->notes.attribution;
  return inside != NULL && inside->visible_given && !inside->visible_to_all;
}

/* Marks the parties whose positions are private; how many there are. */
static size_t mark_private(eir_i_reader *reader, const eir_i_node *root, bool *marks) {
  const eir_i_node *positions = eir_i_node_get(root, "positions");
  size_t n = 0;
  for (size_t i = 0; positions != NULL && i < positions->count; i++) {
    uint32_t party =
        eir_i_names_find(&reader->party_names, eir_i_node_key(positions, i)->as.text);
    if (party == EIR_I_NO_NAME)
      continue;
    const eir_i_position *position = &reader->the_case->parties[party].position;
    marks[party] = is_private(eir_i_node_value(positions, i), position);
    n += marks[party];
  }
  return n;
}

static void note_private(eir_i_reader *reader, const eir_i_node *root) {
  const eir_case *the_case = reader->the_case;
  bool *marks = eir_i_take_scratch(reader, the_case->n_parties, sizeof *marks);
  if (marks == NULL)
    return;
  size_t n = mark_private(reader, root, marks), named = 0;
  if (n == 0)
    return;
  eir_i_text text;
  eir_i_message_init(reader, &text);
  eir_i_text_add_format(&text, "This answer contains the private position%s of ",
                        n == 1 ? "" : "s");
  for (size_t i = 0; i < the_case->n_parties; i++) {
    if (!marks[i])
      continue;
    eir_i_text_add_format(&text, "%s%s",
                          named == 0       ? ""
                          : named + 1 == n ? " and "
                                           : ", ",
                          name_of(&the_case->parties[i]));
    named++;
  }
  eir_i_text_add(&text, ".");
  add_note(reader, EIR_CASE_NOTE_PRIVATE, &text);
}

void eir_i_case_notes_make(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_prune *prune = reader->prune;
  eir_case *the_case = reader->the_case;
  eir_case_note *notes = eir_i_take(reader, MOST_NOTES, sizeof *notes);
  the_case->notes = notes;
  if (notes == NULL)
    return;
  if (prune != NULL && prune->view != NULL) {
    const char *whose = prune->reader == NULL ? "public" : prune->reader;
    the_case->view = eir_i_arena_copy_text(reader->arena, whose, strlen(whose));
    if (the_case->view == NULL)
      reader->no_memory = true;
    note_view(reader);
  }
  if (prune != NULL && prune->n_without > 0 && !reader->no_memory)
    note_without(reader);
  if ((prune == NULL || prune->view == NULL) && !reader->no_memory)
    note_private(reader, root);
}
