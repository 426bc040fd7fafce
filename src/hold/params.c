/* Params: one party described by bare parameters, "comply=3,violate=4,...".
 *
 * One table says which names there are and what each may be. Reading goes on after a
 * mistake, so that all are reported. */
#include <assert.h>
#include <string.h>

#include "base/diagnostics.h"
#include "case/quote.h"
#include "hold/holding.h"

#include "base/banned.h"

typedef enum name_id {
  COMPLY = 0,
  VIOLATE,
  REVERSION,
  DETECTION,
  FALSE_ALARM,
  GUARANTEE,
  REACTS,
  PATIENCE,
  SNAP_BACK,
  OWN_COST,
  BENEFIT,
  WINS,
  WINS_NEXT,
  WAR_COST,
  WAR_COST_PER_PERIOD,
  N_NAMES
} name_id;

typedef enum allowed { ANY, NOT_NEGATIVE, CHANCE, BELOW_ONE, PERIODS } allowed;

static const struct {
  const char *name;
  allowed allowed;
  const char *meaning;
} names[N_NAMES] = {
    [COMPLY] = {"comply", ANY, "a number"},
    [VIOLATE] = {"violate", ANY, "a number"},
    [REVERSION] = {"reversion", ANY, "a number"},
    [DETECTION] = {"detection", CHANCE, "a chance from 0 to 1"},
    [FALSE_ALARM] = {"false_alarm", CHANCE, "a chance from 0 to 1"},
    [GUARANTEE] = {"guarantee", NOT_NEGATIVE, "a number that is not below 0"},
    [REACTS] = {"reacts", CHANCE, "a chance from 0 to 1"},
    [PATIENCE] = {"patience", BELOW_ONE, "a number from 0 to below 1"},
    [SNAP_BACK] = {"snap_back", PERIODS, "a whole number of periods from 1 to 1000000"},
    [OWN_COST] = {"own_cost", NOT_NEGATIVE, "a number that is not below 0"},
    [BENEFIT] = {"benefit", NOT_NEGATIVE, "a number that is not below 0"},
    [WINS] = {"wins", CHANCE, "a chance from 0 to 1"},
    [WINS_NEXT] = {"wins_next", CHANCE, "a chance from 0 to 1"},
    [WAR_COST] = {"war_cost", NOT_NEGATIVE, "a number that is not below 0"},
    [WAR_COST_PER_PERIOD] = {"war_cost_per_period", NOT_NEGATIVE,
                             "a number that is not below 0"},
};

typedef struct reading {
  const char *text;
  eir_diagnostics *diagnostics;
  eir_i_memory *memory;
  uint32_t file;
  eir_i_rational values[N_NAMES];
  bool given[N_NAMES];
  bool no_memory;
} reading;

/* Says that something is wrong at `at`: prefix, a quoted piece of the text, suffix. */
static void fault(reading *now, const char *at, const char *before, const char *piece,
                  const char *after) {
  const eir_i_place place = {now->file, 1, (uint32_t)(at - now->text) + 1};
  eir_i_diagnostics_add(now->diagnostics, EIR_ERROR, place, NULL, "%s%s%s", before,
                        eir_i_quote(piece).text, after);
}

/* ---- one name=value ---- */

static bool is_allowed(eir_i_rational value, allowed which) {
  enum { MOST_PERIODS = 1000000 };
  const bool below_one = value.n < value.d;
  switch (which) {
  case ANY:
    return true;
  case NOT_NEGATIVE:
    return value.n >= 0;
  case CHANCE:
    return value.n >= 0 && (below_one || value.n == value.d);
  case BELOW_ONE:
    return value.n >= 0 && below_one;
  case PERIODS:
    break;
  }
  return value.d == 1 && value.n >= 1 && value.n <= MOST_PERIODS;
}

/* Numbers that keeping.h takes: below 2^62, so that a difference fits too. */
static bool is_short(eir_i_rational value) {
  const eir_i_i128 most = (eir_i_i128)1 << 62;
  return value.n < most && value.n > -most && value.d < most;
}

static void say_no_number(reading *now, const char *at, eir_i_number_fault number,
                          const char *text) {
  eir_i_text message;
  eir_i_text_init(&message, now->memory);
  eir_i_number_explain(&message, number, text);
  const eir_i_place place = {now->file, 1, (uint32_t)(at - now->text) + 1};
  if (!message.failed)
    eir_i_diagnostics_add(now->diagnostics, EIR_ERROR, place, NULL, "%s", message.data);
  now->no_memory |= message.failed;
  eir_i_text_free(&message);
}

static void read_value(reading *now, name_id id, const char *at, const char *text) {
  eir_i_rational value;
  const eir_i_number_fault number = eir_i_rational_parse(text, &value);
  if (number != EIR_I_NUMBER_OK) {
    say_no_number(now, at, number, text);
    return;
  }
  const eir_i_place place = {now->file, 1, (uint32_t)(at - now->text) + 1};
  if (!is_short(value))
    fault(now, at, "", names[id].name,
          " has more digits than can be held exactly; write fewer digits");
  else if (!is_allowed(value, names[id].allowed))
    eir_i_diagnostics_add(now->diagnostics, EIR_ERROR, place, NULL, "%s is %s, not %s",
                          names[id].name, names[id].meaning, eir_i_quote(text).text);
  now->values[id] = value;
}

static name_id find_name(const char *word) {
  for (name_id id = 0; id < N_NAMES; id++)
    if (strcmp(word, names[id].name) == 0)
      return id;
  return N_NAMES;
}

static void say_unknown(reading *now, const char *at, const char *word) {
  const char *known[N_NAMES];
  for (name_id id = 0; id < N_NAMES; id++)
    known[id] = names[id].name;
  const char *near = eir_i_text_nearest(word, known, N_NAMES);
  const eir_i_place place = {now->file, 1, (uint32_t)(at - now->text) + 1};
  if (near != NULL)
    eir_i_diagnostics_add(now->diagnostics, EIR_ERROR, place, NULL,
                          "unknown parameter '%s'; did you mean '%s'?",
                          eir_i_quote(word).text, near);
  else
    fault(now, at, "unknown parameter '", word,
          "'; 'eirene help hold' lists the parameters");
}

/* `part` is name=value, at now->text + (at - now->text). */
static void read_part(reading *now, const char *at, char *part) {
  char *equals = strchr(part, '=');
  if (equals == NULL || equals == part) {
    fault(now, at, "expected name=value, found '", part, "'");
    return;
  }
  *equals = '\0';
  const name_id id = find_name(part);
  if (id == N_NAMES) {
    say_unknown(now, at, part);
    return;
  }
  if (now->given[id])
    fault(now, at, "'", names[id].name, "' is given twice");
  now->given[id] = true;
  read_value(now, id, at + (equals + 1 - part), equals + 1);
}

static char *without_spaces(char *from, char *to) {
  while (from < to && *from == ' ')
    from++;
  while (to > from && to[-1] == ' ')
    to--;
  *to = '\0';
  return from;
}

/* `copy` is the text, and is taken apart. */
static void read_all(reading *now, char *copy) {
  for (char *at = copy;;) {
    const size_t length = strcspn(at, ",");
    const bool last = at[length] == '\0';
    char *part = without_spaces(at, at + length);
    read_part(now, now->text + (part - copy), part);
    if (last)
      break;
    at += length + 1;
  }
}

/* What only goes together. */
static void check_together(reading *now) {
  const bool costs = now->given[WAR_COST] || now->given[WAR_COST_PER_PERIOD];
  if (now->given[WINS] != now->given[WINS_NEXT])
    fault(now, now->text, "a shift of power needs wins and wins_next; add ",
          now->given[WINS] ? "wins_next" : "wins", "");
  if (now->given[WAR_COST] && now->given[WAR_COST_PER_PERIOD])
    fault(now, now->text, "a war costs once (war_cost) or in every period (",
          "war_cost_per_period", "); give one of them");
  if (costs && !now->given[WINS] && !now->given[WINS_NEXT])
    fault(now, now->text, "the cost of a war goes with a shift of power; add ", "wins",
          " and wins_next");
}

/* ---- the answer ---- */

static bool set_keeping(reading *now, eir_i_keeping *keeping) {
  const eir_i_rational *v = now->values;
  *keeping = (eir_i_keeping){.comply = v[COMPLY],
                             .reversion = v[REVERSION],
                             .detection = v[DETECTION],
                             .false_alarm = v[FALSE_ALARM],
                             .guarantee = v[GUARANTEE],
                             .reacts = v[REACTS],
                             .patience = v[PATIENCE],
                             .severity = eir_i_rational_whole(1)};
  if (now->given[SNAP_BACK])
    keeping->severity = eir_i_keeping_severity(v[PATIENCE], (uint64_t)v[SNAP_BACK].n);
  if (eir_i_rational_compare(v[OWN_COST], v[BENEFIT]) > 0)
    keeping->reacts = eir_i_rational_whole(0);
  if (!eir_i_rational_subtract(v[VIOLATE], v[COMPLY], &keeping->temptation) &&
      is_short(keeping->temptation))
    return true;
  fault(now, now->text, "violate less comply", "",
        " has more digits than can be held exactly; write fewer digits");
  return false;
}

static void set_shift(const reading *now, eir_holding *holding) {
  const bool flow = now->given[WAR_COST_PER_PERIOD];
  holding->has_shift = now->given[WINS];
  if (!holding->has_shift)
    return;
  holding->shift =
      (eir_i_shift){.now = now->values[WINS],
                    .next = now->values[WINS_NEXT],
                    .patience = now->values[PATIENCE],
                    .war_cost = now->values[flow ? WAR_COST_PER_PERIOD : WAR_COST],
                    .flow = flow};
  eir_i_holding_judge_shift(holding);
}

static eir_status answer(reading *now, eir_holding *holding) {
  eir_i_held *held = eir_i_arena_take(&holding->arena, sizeof *held);
  if (held == NULL)
    return EIR_NO_MEMORY;
  if (!set_keeping(now, &held->keeping))
    return EIR_BAD_INPUT;
  held->party.id = "party";
  held->party.guarantor_counts =
      eir_i_rational_compare(now->values[OWN_COST], now->values[BENEFIT]) <= 0;
  if (now->given[SNAP_BACK])
    held->party.snap_back = (uint64_t)now->values[SNAP_BACK].n;
  if (!eir_i_holding_judge(holding, held))
    return EIR_NO_MEMORY;
  holding->bare = true;
  holding->parties = held;
  holding->n_parties = 1;
  set_shift(now, holding);
  eir_i_holding_conclude(holding);
  return EIR_OK;
}

static eir_status read_and_answer(reading *now, eir_holding *holding) {
  char *copy = eir_i_arena_copy_text(&holding->arena, now->text, strlen(now->text));
  if (copy == NULL)
    return EIR_NO_MEMORY;
  for (name_id id = 0; id < N_NAMES; id++)
    now->values[id] = eir_i_rational_whole(id == DETECTION);
  read_all(now, copy);
  check_together(now);
  if (now->no_memory || eir_i_diagnostics_failed(now->diagnostics))
    return EIR_NO_MEMORY;
  if (eir_i_diagnostics_errors(now->diagnostics) > 0)
    return EIR_BAD_INPUT;
  eir_status status = answer(now, holding);
  return eir_i_diagnostics_failed(now->diagnostics) ? EIR_NO_MEMORY : status;
}

eir_status eir_hold_params(eir_context *context, const char *text,
                           eir_holding **out_holding,
                           eir_diagnostics **out_diagnostics) {
  if (out_holding != NULL)
    *out_holding = NULL;
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (context == NULL || text == NULL || out_holding == NULL)
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_holding *holding = eir_i_holding_new(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL && holding != NULL) {
    reading now = {
        .text = text, .diagnostics = diagnostics, .memory = &holding->memory};
    now.file = eir_i_diagnostics_file(diagnostics, "--params");
    status = read_and_answer(&now, holding);
  }
  if (status == EIR_OK) {
    *out_holding = holding;
    holding = NULL;
  }
  eir_holding_free(holding);
  if (out_diagnostics != NULL && status != EIR_NO_MEMORY) {
    *out_diagnostics = diagnostics;
    diagnostics = NULL;
  }
  eir_diagnostics_free(diagnostics);
  return status;
}
