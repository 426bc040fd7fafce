/* Demands: the list of all that must be met before an outcome can be a deal.
 *
 * Each demand can be switched off alone, and with all of them off every outcome is a
 * deal: so "which demands conflict" and "which must give way" are questions about
 * subsets of this list. A reservation that the case does not give asks for a score of
 * at least 0 and is a demand like any other. */
#include "explain/demands.h"

#include <assert.h>
#include <string.h>

#include "case/vary.h"
#include "solve/problem.h"

#include "base/banned.h"

enum { COST_DECIMALS = 6, SCORE_DECIMALS = 12, NUMBER_SIZE = 64 };

typedef struct lister {
  eir_explanation *explanation;
  const eir_case *the_case;
  eir_demand *demands;
  eir_i_origin *origins;
  size_t count;
  size_t party; /* whose demands are listed; SIZE_MAX: constraints */
  size_t signatory;
  eir_i_text text;
  bool failed;
} lister;

/* What was written to the text, kept; NULL without memory. */
static const char *keep_text(lister *l) {
  const char *kept = NULL;
  if (!l->text.failed)
    kept = eir_i_arena_copy_text(&l->explanation->arena, l->text.data, l->text.length);
  if (kept == NULL)
    l->failed = true;
  return kept;
}

static const char *or_empty(const char *text) {
  return text == NULL ? "" : text;
}

static const char *cost_text(lister *l, int64_t cost) {
  char number[NUMBER_SIZE];
  eir_i_format_ratio(cost, EIR_I_COST_ONE, COST_DECIMALS, number, sizeof number);
  eir_i_text_clear(&l->text);
  eir_i_text_add(&l->text, number);
  return keep_text(l);
}

/* Adds a demand whose id, text and place are set. */
static void add(lister *l, eir_demand demand, eir_i_origin origin,
                const eir_i_notes *notes) {
  demand.party = l->party;
  demand.because = or_empty(notes->because);
  demand.source = or_empty(notes->source);
  demand.basis = notes->basis == NULL ? "assumption" : notes->basis;
  demand.cost = cost_text(l, origin.cost);
  origin.signatory = l->signatory;
  l->demands[l->count] = demand;
  l->origins[l->count++] = origin;
}

static void begin_id(lister *l) {
  eir_i_text_clear(&l->text);
  if (l->party != SIZE_MAX)
    eir_i_text_add_format(&l->text, "positions.%s.", l->the_case->parties[l->party].id);
}

/* The path of a rule: by its id, or by its number from 1. */
static const char *rule_id(lister *l, const char *list, const eir_i_rule *rule,
                           size_t index) {
  begin_id(l);
  if (rule->id != NULL)
    eir_i_text_add_format(&l->text, "%s.%s", list, rule->id);
  else
    eir_i_text_add_format(&l->text, "%s[%zu]", list, index + 1);
  return keep_text(l);
}

static void add_rational(lister *l, eir_i_rational number) {
  char text[NUMBER_SIZE];
  eir_i_format_ratio(number.n, number.d, COST_DECIMALS, text, sizeof text);
  eir_i_text_add(&l->text, text);
}

/* "" for a rule that holds for sure, else the chance with which it does. */
static const char *holds_text(lister *l, const eir_i_rule *rule) {
  if (rule->unknown == EIR_I_NONE)
    return "";
  assert(rule->unknown < l->the_case->n_unknowns);
  const eir_i_unknown *unknown = &l->the_case->unknowns[rule->unknown];
  if (eir_i_rational_compare(unknown->low, eir_i_rational_whole(0)) == 0 &&
      eir_i_rational_compare(unknown->high, eir_i_rational_whole(1)) == 0)
    return "unknown";
  eir_i_text_clear(&l->text);
  add_rational(l, unknown->low);
  eir_i_text_add(&l->text, " to ");
  add_rational(l, unknown->high);
  return keep_text(l);
}

static void add_rules(lister *l, const char *list, const eir_i_rule *rules, size_t n) {
  bool constraint = l->party == SIZE_MAX;
  for (size_t i = 0; i < n; i++) {
    eir_demand demand = {
        .kind = constraint ? EIR_DEMAND_CONSTRAINT : EIR_DEMAND_RED_LINE,
        .id = rule_id(l, list, &rules[i], i),
        .text = rules[i].text == NULL ? "a condition that nobody has stated"
                                      : rules[i].text,
        .holds = holds_text(l, &rules[i]),
        .issue = SIZE_MAX};
    bool guards =
        !constraint && (l->the_case->parties[l->party].roles & EIR_ROLE_GUARANTOR) != 0;
    eir_i_origin origin = {.rule = i, .guards = guards, .cost = rules[i].cost};
    add(l, demand, origin, &rules[i].notes);
  }
}

/* Those of the reservation itself, else of the position. */
static eir_i_notes reservation_notes(const eir_i_position *position) {
  eir_i_notes notes = position->reservation_notes;
  if (notes.source == NULL && notes.basis == NULL)
    notes.source = position->notes.source;
  if (notes.basis == NULL)
    notes.basis = position->notes.basis;
  if (notes.because == NULL)
    notes.because = position->notes.because;
  return notes;
}

static void add_reservation(lister *l) {
  const eir_i_position *position = &l->the_case->parties[l->party].position;
  eir_demand demand = {.kind = EIR_DEMAND_RESERVATION, .holds = "", .issue = SIZE_MAX};
  begin_id(l);
  eir_i_text_add(&l->text, "reservation");
  demand.id = keep_text(l);
  char number[NUMBER_SIZE];
  eir_i_format_ratio(position->reservation, position->unit, SCORE_DECIMALS, number,
                     sizeof number);
  eir_i_text_clear(&l->text);
  eir_i_text_add_format(&l->text, "score at least %s", number);
  demand.text = keep_text(l);
  eir_i_origin origin = {.rule = SIZE_MAX, .cost = position->reservation_cost};
  eir_i_notes notes = reservation_notes(position);
  add(l, demand, origin, &notes);
}

static void add_stance(lister *l, size_t issue, uint32_t option, bool refuses) {
  const eir_i_issue *of = &l->the_case->issues[issue];
  eir_demand demand = {.kind = refuses ? EIR_DEMAND_REFUSAL : EIR_DEMAND_UNKNOWN,
                       .holds = refuses ? "" : "unknown",
                       .issue = issue,
                       .option = option};
  begin_id(l);
  eir_i_text_add_format(&l->text, "stance.%s.%s", of->id, of->options[option].id);
  demand.id = keep_text(l);
  eir_i_text_clear(&l->text);
  eir_i_text_add_format(&l->text, refuses ? "not %s = %s" : "no answer to %s = %s",
                        of->id, of->options[option].id);
  demand.text = keep_text(l);
  eir_i_origin origin = {.rule = SIZE_MAX, .cost = EIR_I_COST_ONE};
  add(l, demand, origin, &l->the_case->parties[l->party].position.notes);
}

/* Is this stance a demand? *out_refuses: of which kind. */
static bool is_demand(const eir_i_position *position, size_t issue, size_t option,
                      bool *out_refuses) {
  const uint8_t *table = position->stances[issue];
  eir_i_stance stance =
      table == NULL ? EIR_I_STANCE_MISSING : (eir_i_stance)table[option];
  *out_refuses = stance == EIR_I_STANCE_REFUSES;
  return !eir_i_stance_consents(stance, false);
}

/* Is nothing said of any option of the issue? */
static bool is_silent(const lister *l, const eir_i_position *position, size_t issue) {
  const uint8_t *table = position->stances[issue];
  for (size_t o = 0; table != NULL && o < l->the_case->issues[issue].n_options; o++)
    if (table[o] != EIR_I_STANCE_MISSING)
      return false;
  return true;
}

/* One demand for all options of the issue: each by itself would be in as many conflicts
 * as there are ways to pick one silence of every option. */
static void add_silence(lister *l, size_t issue) {
  eir_demand demand = {.kind = EIR_DEMAND_UNKNOWN,
                       .holds = "unknown",
                       .issue = issue,
                       .option = EIR_ANY_OPTION};
  begin_id(l);
  eir_i_text_add_format(&l->text, "stance.%s", l->the_case->issues[issue].id);
  demand.id = keep_text(l);
  eir_i_text_clear(&l->text);
  eir_i_text_add_format(&l->text, "no answer on %s", l->the_case->issues[issue].id);
  demand.text = keep_text(l);
  eir_i_origin origin = {.rule = SIZE_MAX, .cost = EIR_I_COST_ONE};
  add(l, demand, origin, &l->the_case->parties[l->party].position.notes);
}

static void add_stances(lister *l) {
  const eir_i_position *position = &l->the_case->parties[l->party].position;
  for (size_t i = 0; i < l->the_case->n_issues; i++) {
    if (is_silent(l, position, i)) {
      add_silence(l, i);
      continue;
    }
    for (uint32_t o = 0; o < l->the_case->issues[i].n_options; o++) {
      bool refuses;
      if (is_demand(position, i, o, &refuses))
        add_stance(l, i, o, refuses);
    }
  }
}

/* An upper bound of the number of demands. */
static size_t count_most(const eir_case *the_case) {
  size_t n = the_case->n_constraints, n_options = 0;
  for (size_t i = 0; i < the_case->n_issues; i++)
    n_options += the_case->issues[i].n_options;
  for (size_t p = 0; p < the_case->n_parties; p++) {
    const eir_i_position *position = &the_case->parties[p].position;
    n += position->n_red_lines;
    n += position->kind == EIR_POSITION_STANCE ? n_options : 1;
  }
  return n;
}

static void add_party(lister *l, size_t party) {
  const eir_i_party *of = &l->the_case->parties[party];
  l->party = party;
  l->signatory = SIZE_MAX;
  for (size_t i = 0; i < l->the_case->n_signatories; i++) {
    if (l->the_case->signatories[i] == party)
      l->signatory = i;
  }
  add_rules(l, "red_lines", of->position.red_lines, of->position.n_red_lines);
  if (l->signatory == SIZE_MAX)
    return;
  if (eir_i_party_has_scores(of))
    add_reservation(l);
  else if (of->position.kind == EIR_POSITION_STANCE)
    add_stances(l);
}

eir_status eir_i_explain_demands(eir_explanation *explanation) {
  const eir_case *the_case = explanation->the_case;
  size_t most = count_most(the_case);
  lister l = {.explanation = explanation,
              .the_case = the_case,
              .party = SIZE_MAX,
              .signatory = SIZE_MAX};
  l.demands = eir_i_arena_take_array(&explanation->arena, most, sizeof *l.demands);
  l.origins = eir_i_arena_take_array(&explanation->arena, most, sizeof *l.origins);
  if (l.demands == NULL || l.origins == NULL)
    return EIR_NO_MEMORY;
  eir_i_text_init(&l.text, &explanation->memory);
  add_rules(&l, "constraints", the_case->constraints, the_case->n_constraints);
  for (size_t p = 0; p < the_case->n_parties && !l.failed; p++)
    add_party(&l, p);
  eir_i_text_free(&l.text);
  if (l.failed)
    return EIR_NO_MEMORY;
  assert(l.count <= most);
  explanation->demands = l.demands;
  explanation->origins = l.origins;
  explanation->n_demands = l.count;
  return EIR_OK;
}

bool eir_i_demand_names(const eir_demand *demand, const uint32_t *options) {
  assert(demand->kind == EIR_DEMAND_REFUSAL || demand->kind == EIR_DEMAND_UNKNOWN);
  return demand->option == EIR_ANY_OPTION || options[demand->issue] == demand->option;
}

/* ---- some of them switched off ---- */

static bool is_stance(const eir_demand *demand, size_t party) {
  return demand->party == party &&
         (demand->kind == EIR_DEMAND_REFUSAL || demand->kind == EIR_DEMAND_UNKNOWN);
}

/* Gathers on[] of the rules of one party, or of the constraints, which stand together
 * in the list from `first` on. */
static bool vary_rules(const eir_explanation *explanation, const bool *on, size_t first,
                       eir_case *copy, eir_i_arena *arena) {
  size_t party = explanation->demands[first].party;
  bool constraint = explanation->demands[first].kind == EIR_DEMAND_CONSTRAINT;
  size_t n =
      constraint ? copy->n_constraints : copy->parties[party].position.n_red_lines;
  assert(explanation->origins[first].rule == 0);
  assert(n > 0 && explanation->origins[first + n - 1].rule == n - 1);
  bool all = true;
  for (size_t i = 0; i < n; i++)
    all = all && on[first + i];
  if (all)
    return true;
  return constraint ? eir_i_vary_constraints(copy, on + first, arena)
                    : eir_i_vary_red_lines(copy, party, on + first, arena);
}

static void accept(uint8_t *table, size_t n_options, uint32_t option) {
  assert(table != NULL);
  if (option == EIR_ANY_OPTION) {
    memset(table, EIR_I_STANCE_ACCEPTS, n_options * sizeof *table);
    return;
  }
  assert(option < n_options);
  table[option] = EIR_I_STANCE_ACCEPTS;
}

/* The stances of one party, which stand together from `first` on: those that are off
 * become acceptance. Each table that changes is copied once. */
static bool vary_stances(const eir_explanation *explanation, const bool *on,
                         size_t first, eir_case *copy, eir_i_arena *arena) {
  const eir_demand *demands = explanation->demands;
  size_t n_issues = copy->n_issues, party = demands[first].party;
  eir_i_position *position = &copy->parties[party].position;
  const uint8_t **tables = eir_i_arena_take_array(arena, n_issues, sizeof *tables);
  if (tables == NULL)
    return false;
  memcpy(tables, position->stances, n_issues * sizeof *tables);
  uint8_t *table = NULL; /* of issue `at` */
  size_t at = SIZE_MAX;
  for (size_t d = first; d < explanation->n_demands && is_stance(&demands[d], party);
       d++) {
    if (on[d])
      continue;
    if (demands[d].issue != at) {
      at = demands[d].issue;
      size_t n = copy->issues[at].n_options;
      table = eir_i_arena_take_array(arena, n, sizeof *table);
      if (table == NULL)
        return false;
      if (tables[at] != NULL)
        memcpy(table, tables[at], n * sizeof *table);
      tables[at] = table;
    }
    accept(table, copy->issues[at].n_options, demands[d].option);
  }
  position->stances = tables;
  return true;
}

eir_status eir_i_demands_vary(const eir_explanation *explanation, const bool *on,
                              eir_i_arena *arena, const eir_case **out_case) {
  *out_case = NULL;
  eir_case *copy = eir_i_vary_copy(explanation->the_case, arena);
  if (copy == NULL)
    return EIR_NO_MEMORY;
  for (size_t d = 0; d < explanation->n_demands; d++) {
    const eir_demand *demand = &explanation->demands[d];
    bool done = true;
    switch (demand->kind) {
    case EIR_DEMAND_CONSTRAINT:
    case EIR_DEMAND_RED_LINE:
      if (explanation->origins[d].rule == 0)
        done = vary_rules(explanation, on, d, copy, arena);
      break;
    case EIR_DEMAND_RESERVATION:
      if (!on[d])
        eir_i_vary_free_reservation(copy, demand->party);
      break;
    case EIR_DEMAND_REFUSAL:
    case EIR_DEMAND_UNKNOWN:
      if (d == 0 || !is_stance(&explanation->demands[d - 1], demand->party))
        done = vary_stances(explanation, on, d, copy, arena);
      break;
    }
    if (!done)
      return EIR_NO_MEMORY;
  }
  *out_case = copy;
  return EIR_OK;
}
