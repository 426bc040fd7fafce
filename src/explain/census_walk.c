/* Census by walking: one pass through all outcomes answers every question at once.
 *
 * From an outcome to the next only the last few issues change, and with them each
 * party's score, how many of its stances withhold consent, and how many options need
 * it. Then an outcome is a new deal without demand d exactly when d is the only demand
 * that its owner has broken there, or the only red line of a guarantor, and that one
 * owner is all that is lacking. */
#include <assert.h>

#include "explain/census.h"
#include "explain/demands.h"
#include "explain/judge.h"
#include "solve/problem.h"

#include "base/banned.h"

/* A party at the outcome stood on. */
typedef struct member {
  const eir_i_party *party;
  bool signs;
  bool scored;
  size_t first_line;                /* the demand of its first red line */
  size_t reservation;               /* the demand, where it is scored */
  size_t first_stance, end_stances; /* demands */
  int64_t sum;                      /* what the options give it */
  size_t withheld;                  /* issues at which its stance is no consent */
  size_t needed;                    /* options taken that need it as a guarantor */
  size_t broken_lines;              /* of its red lines */
  size_t line;                      /* one of them, if any: its demand */
  int64_t score;
  bool short_of; /* its reservation */
} member;

typedef struct surveyor {
  const eir_explanation *explanation;
  const eir_case *the_case;
  eir_i_census *census;
  member *members;   /* [n_parties] */
  uint32_t *options; /* [n_issues] */
  /* At the outcome stood on. */
  size_t broken_constraints, constraint; /* how many, and one of them */
  size_t refusers, vetoes;               /* signatories that refuse; with a veto */
  size_t guards;                         /* guarantors needed that refuse */
} surveyor;

/* ---- making ---- */

static void note_demand(surveyor *s, size_t d) {
  const eir_demand *demand = &s->explanation->demands[d];
  if (demand->kind == EIR_DEMAND_CONSTRAINT) {
    assert(s->explanation->origins[d].rule == d);
    return;
  }
  member *of = &s->members[demand->party];
  switch (demand->kind) {
  case EIR_DEMAND_RED_LINE:
    if (s->explanation->origins[d].rule == 0)
      of->first_line = d;
    break;
  case EIR_DEMAND_RESERVATION:
    of->reservation = d;
    break;
  case EIR_DEMAND_REFUSAL:
  case EIR_DEMAND_UNKNOWN:
    if (of->end_stances == 0)
      of->first_stance = d;
    of->end_stances = d + 1;
    break;
  case EIR_DEMAND_CONSTRAINT:
    break;
  }
}

static bool make_members(surveyor *s, eir_i_arena *arena) {
  const eir_case *the_case = s->the_case;
  s->members = eir_i_arena_take_array(arena, the_case->n_parties, sizeof *s->members);
  s->options = eir_i_arena_take_array(arena, the_case->n_issues, sizeof *s->options);
  if (s->members == NULL || s->options == NULL)
    return false;
  for (size_t p = 0; p < the_case->n_parties; p++)
    s->members[p].party = &the_case->parties[p];
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    member *of = &s->members[the_case->signatories[k]];
    of->signs = true;
    of->scored = eir_i_party_has_scores(of->party);
  }
  for (size_t d = 0; d < s->explanation->n_demands; d++)
    note_demand(s, d);
  return true;
}

/* ---- from outcome to outcome ---- */

static bool withholds(const member *of, size_t issue, uint32_t option) {
  const uint8_t *stances = of->party->position.stances[issue];
  return !eir_i_stance_consents(
      stances == NULL ? EIR_I_STANCE_MISSING : (eir_i_stance)stances[option], false);
}

/* The outcome's issue takes the option, or lets go of it. */
static void turn(surveyor *s, size_t issue, uint32_t option, bool take) {
  const eir_case *the_case = s->the_case;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    member *of = &s->members[the_case->signatories[k]];
    if (!of->scored) {
      size_t change = withholds(of, issue, option);
      of->withheld = take ? of->withheld + change : of->withheld - change;
      continue;
    }
    const int64_t *scores = of->party->position.scores[issue];
    int64_t score = scores == NULL ? 0 : scores[option];
    of->sum += take ? score : -score;
  }
  const eir_i_option *of = &the_case->issues[issue].options[option];
  for (size_t n = 0; n < of->n_needs; n++) {
    member *guarantor = &s->members[of->needs[n]];
    guarantor->needed = take ? guarantor->needed + 1 : guarantor->needed - 1;
  }
  if (take)
    s->options[issue] = option;
}

/* The next outcome; false after the last. */
static bool advance(surveyor *s) {
  for (size_t i = s->the_case->n_issues; i-- > 0;) {
    uint32_t option = s->options[i];
    bool last = option + 1 == s->the_case->issues[i].n_options;
    turn(s, i, option, false);
    turn(s, i, last ? 0 : option + 1, true);
    if (!last)
      return true;
  }
  return false;
}

/* ---- what an outcome breaks ---- */

static size_t broken_by(const member *of) {
  return of->broken_lines + of->withheld + of->short_of;
}

static void judge_member(surveyor *s, member *of) {
  const eir_i_position *position = &of->party->position;
  of->broken_lines = 0;
  for (size_t i = 0; i < position->n_red_lines; i++) {
    if (eir_i_judge_rule(&position->red_lines[i], s->options, false))
      continue;
    of->broken_lines++;
    of->line = of->first_line + i;
  }
  if (of->scored)
    of->score = eir_i_judge_total(position, of->sum, s->options);
  of->short_of = of->scored && of->score < position->reservation;
  bool refuses = of->signs && broken_by(of) > 0;
  s->refusers += refuses;
  s->vetoes += refuses && of->party->veto;
  s->guards += of->needed > 0 && of->broken_lines > 0;
}

static void judge(surveyor *s) {
  s->broken_constraints = s->refusers = s->vetoes = s->guards = 0;
  for (size_t i = 0; i < s->the_case->n_constraints; i++) {
    if (eir_i_judge_rule(&s->the_case->constraints[i], s->options, false))
      continue;
    s->broken_constraints++;
    s->constraint = i;
  }
  for (size_t p = 0; p < s->the_case->n_parties; p++)
    judge_member(s, &s->members[p]);
}

/* Would it be a deal, constraints apart, if these were all that refuse? */
static bool consented(const surveyor *s, size_t refusers, size_t vetoes,
                      size_t guards) {
  return vetoes == 0 && guards == 0 &&
         s->the_case->n_signatories - refusers >= s->the_case->quota;
}

/* ---- idle demands ---- */

/* The demand behind the one stance that withholds consent: they are listed by issue and
 * option. */
static size_t stance_withheld(const surveyor *s, const member *of) {
  size_t issue = 0;
  while (!withholds(of, issue, s->options[issue]))
    issue++;
  assert(of->withheld == 1 && issue < s->the_case->n_issues);
  size_t first = of->first_stance, end = of->end_stances;
  while (end - first > 1) {
    size_t middle = first + (end - first) / 2;
    const eir_demand *demand = &s->explanation->demands[middle];
    bool after = demand->issue > issue ||
                 (demand->issue == issue && demand->option != EIR_ANY_OPTION &&
                  demand->option > s->options[issue]);
    *(after ? &end : &first) = middle;
  }
  assert(eir_i_demand_names(&s->explanation->demands[first], s->options));
  return first;
}

/* The one demand that its owner breaks. */
static size_t only_broken(const surveyor *s, const member *of) {
  assert(broken_by(of) == 1);
  if (of->broken_lines == 1)
    return of->line;
  return of->short_of ? of->reservation : stance_withheld(s, of);
}

/* Is the outcome a deal without one demand of this party? */
static void try_member(surveyor *s, const member *of) {
  size_t broken = broken_by(of);
  bool refuses = of->signs && broken > 0;
  bool guards = of->needed > 0 && of->broken_lines > 0;
  if (broken == 1 && (refuses || guards)) {
    bool deal = consented(s, s->refusers - refuses,
                          s->vetoes - (refuses && of->party->veto), s->guards - guards);
    if (deal)
      s->census->idle[only_broken(s, of)] = false;
  } else if (guards && of->broken_lines == 1) {
    /* It would still refuse to sign, but no longer to guarantee. */
    if (consented(s, s->refusers, s->vetoes, s->guards - 1))
      s->census->idle[of->line] = false;
  }
}

/* The demands without which this outcome, no deal, would be one. */
static void find_lacking(surveyor *s) {
  if (s->broken_constraints == 1 && consented(s, s->refusers, s->vetoes, s->guards))
    s->census->idle[s->constraint] = false;
  if (s->broken_constraints > 0 || s->vetoes > 1 || s->guards > 1)
    return;
  for (size_t p = 0; p < s->the_case->n_parties; p++)
    try_member(s, &s->members[p]);
}

/* ---- numbers ---- */

static void count_for_parties(surveyor *s) {
  for (size_t k = 0; k < s->the_case->n_signatories; k++) {
    const member *of = &s->members[s->the_case->signatories[k]];
    bool refuses = broken_by(of) > 0;
    bool guards = of->needed > 0 && of->broken_lines > 0;
    s->census->alone[k].count += !refuses;
    s->census->without[k].count += s->refusers - refuses == 0 && s->guards == guards;
  }
}

/* Could signatory k ask for more and have this outcome as a deal; or would it be one
 * whatever k asks for? Guarantors and constraints are content. */
static void raise_headroom(surveyor *s, size_t k) {
  const member *of = &s->members[s->the_case->signatories[k]];
  eir_i_headroom *headroom = &s->census->headroom[k];
  bool refuses = broken_by(of) > 0;
  size_t refusers = s->refusers - refuses; /* without k */
  if (!of->scored || s->vetoes - (refuses && of->party->veto) > 0)
    return;
  if (!of->party->veto && consented(s, refusers + 1, 0, 0))
    headroom->unlimited = headroom->known = true;
  if (of->broken_lines > 0 || !consented(s, refusers, 0, 0))
    return;
  if (!headroom->known || of->score > headroom->most)
    headroom->most = of->score;
  headroom->known = true;
}

static void look(surveyor *s) {
  judge(s);
  bool legal = s->broken_constraints == 0;
  bool deal = legal && consented(s, s->refusers, s->vetoes, s->guards);
  s->census->deals.count += deal;
  s->census->unanimous.count += legal && s->refusers == 0 && s->guards == 0;
  if (legal)
    count_for_parties(s);
  for (size_t k = 0; legal && s->guards == 0 && k < s->the_case->n_signatories; k++)
    raise_headroom(s, k);
  if (!deal)
    find_lacking(s);
}

static void start(surveyor *s) {
  eir_i_census *census = s->census;
  census->deals = census->unanimous = (eir_i_tally){.known = true};
  for (size_t k = 0; k < s->the_case->n_signatories; k++) {
    census->alone[k] = census->without[k] = (eir_i_tally){.known = true};
    census->headroom[k] = (eir_i_headroom){.known = false};
  }
  for (size_t d = 0; d < s->explanation->n_demands; d++)
    census->idle[d] = true;
  census->idle_known = true;
  for (size_t i = 0; i < s->the_case->n_issues; i++)
    turn(s, i, 0, true);
}

/* What a walk that was cut short has counted is not known. */
static void forget(surveyor *s) {
  eir_i_census *census = s->census;
  census->deals = census->unanimous = (eir_i_tally){.known = false};
  for (size_t k = 0; k < s->the_case->n_signatories; k++) {
    census->alone[k] = census->without[k] = (eir_i_tally){.known = false};
    census->headroom[k] = (eir_i_headroom){.known = false};
  }
  census->idle_known = false;
}

eir_status eir_i_census_walk(const eir_explanation *explanation, eir_i_effort *effort,
                             eir_i_census *census) {
  surveyor s = {
      .explanation = explanation, .the_case = explanation->the_case, .census = census};
  eir_i_arena arena;
  eir_i_arena_init(&arena, explanation->arena.memory);
  if (!make_members(&s, &arena)) {
    eir_i_arena_free(&arena);
    return EIR_NO_MEMORY;
  }
  start(&s);
  bool going;
  do {
    going = eir_i_effort_spend(effort, 1);
    if (going)
      look(&s);
  } while (going && advance(&s));
  if (!going)
    forget(&s);
  eir_i_arena_free(&arena);
  return EIR_OK;
}
