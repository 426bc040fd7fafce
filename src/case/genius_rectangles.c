/* GENIUS rectangles: profiles that pay for regions of the outcomes.
 *
 * A hyper-rectangle of INCLUDES pays when all its bounds hold, one of EXCLUDES when not
 * all hold, one without bounds always. The sum of all is divided by maxutility. Each
 * becomes an interaction: a rule, and what it adds. */
#include <string.h>

#include "case/genius.h"
#include "case/genius_number.h"
#include "case/quote.h"

#include "base/banned.h"

typedef struct payer {
  eir_i_genius *g;
  eir_i_genius_profile *profile;
  eir_i_rational most; /* maxutility */
  eir_i_i128 sum;      /* of what is paid above 0, in 10^-12 */
} payer;

/* Adds "issue >= min and issue <= max", without what holds anyway. */
static void add_bounds(eir_i_text *rule, const eir_i_genius_issue *issue, int64_t least,
                       int64_t most) {
  int64_t from = (int64_t)issue->from.n, to = (int64_t)issue->to.n;
  const char *between = rule->length > 0 ? " and " : "";
  if (least > to || most < from || least > most) {
    eir_i_text_add_format(rule, "%sfalse", between);
  } else if (least > from && least == most) {
    eir_i_text_add_format(rule, "%s%s = %lld", between, issue->id, (long long)least);
  } else {
    if (least > from)
      eir_i_text_add_format(rule, "%s%s >= %lld", between, issue->id, (long long)least);
    between = rule->length > 0 ? " and " : "";
    if (most < to)
      eir_i_text_add_format(rule, "%s%s <= %lld", between, issue->id, (long long)most);
  }
}

static bool read_bound(eir_i_genius *g, eir_i_xml_element *bound, eir_i_text *rule) {
  int64_t index, least, most;
  bool good = eir_i_genius_read_whole(g, bound, "index", &index);
  good = eir_i_genius_read_whole(g, bound, "min", &least) && good;
  good = eir_i_genius_read_whole(g, bound, "max", &most) && good;
  const eir_i_genius_issue *issue = good ? eir_i_genius_issue_at(g, index) : NULL;
  if (good && issue == NULL)
    eir_i_genius_say(g, EIR_ERROR, bound, "the domain has no issue with the index %lld",
                     (long long)index);
  else if (good && issue->kind != EIR_I_GENIUS_INTEGER)
    eir_i_genius_say(g, EIR_ERROR, bound,
                     "a hyper-rectangle bounds integer issues only, and '%s' is none",
                     eir_i_quote(issue->name).text);
  else if (good)
    add_bounds(rule, issue, least, most);
  return good && issue != NULL && issue->kind == EIR_I_GENIUS_INTEGER;
}

/* The rule under which a rectangle pays; NULL after an error. */
static const char *read_rule(eir_i_genius *g, eir_i_xml_element *rectangle) {
  eir_i_xml_element *includes = eir_i_xml_child(rectangle, "INCLUDES");
  eir_i_xml_element *bound = eir_i_xml_child(rectangle, "EXCLUDES");
  bool excludes = bound != NULL, good = true;
  if (excludes && includes != NULL)
    eir_i_genius_say(g, EIR_WARNING, rectangle,
                     "this hyperRectangle has INCLUDES and EXCLUDES; only the EXCLUDES "
                     "count, as in GENIUS");
  if (!excludes)
    bound = includes;
  eir_i_text rule;
  eir_i_text_init(&rule, g->memory);
  for (; bound != NULL; bound = eir_i_xml_next(bound))
    good = read_bound(g, bound, &rule) && good;
  if (rule.length == 0)
    eir_i_text_add(&rule, "true");
  const char *kept = NULL;
  if (!rule.failed && excludes) {
    eir_i_text negated;
    eir_i_text_init(&negated, g->memory);
    eir_i_text_add_format(&negated, "not (%s)", rule.data);
    if (!negated.failed)
      kept = eir_i_arena_copy_text(g->arena, negated.data, negated.length);
    eir_i_text_free(&negated);
  } else if (!rule.failed) {
    kept = eir_i_arena_copy_text(g->arena, rule.data, rule.length);
  }
  eir_i_text_free(&rule);
  if (kept == NULL)
    g->no_memory = true;
  return good ? kept : NULL;
}

static void read_rectangle(payer *p, eir_i_xml_element *rectangle,
                           eir_i_rational weight) {
  eir_i_genius *g = p->g;
  eir_i_rational utility, own = eir_i_rational_whole(1), add;
  const char *rule = read_rule(g, rectangle);
  bool good = eir_i_genius_read_number(g, rectangle, "utility", &utility);
  for (size_t i = 0; i < rectangle->n_attributes; i++) {
    if (strcmp(rectangle->attributes[i].name, "weight") == 0)
      good = eir_i_genius_read_number(g, rectangle, "weight", &own) && good;
  }
  if (rule == NULL || !good || g->no_memory)
    return;
  if (eir_i_rational_multiply(utility, own, &add) ||
      eir_i_rational_multiply(add, weight, &add) ||
      eir_i_rational_divide(add, p->most, &add)) {
    eir_i_genius_say(
        g, EIR_ERROR, rectangle,
        "these numbers have more digits together than can be held exactly; "
        "write fewer digits");
    return;
  }
  if (add.n > 0)
    eir_i_genius_add_to(&p->sum, eir_i_rational_whole(1), add);
  const eir_i_genius_pay pay = {.rule = rule, .add = add};
  if (add.n != 0 && !eir_i_array_push(&p->profile->pays, &pay))
    g->no_memory = true;
}

static bool is_sum(const char *aggregation) {
  return aggregation == NULL || strcmp(aggregation, "sum") == 0 ||
         strcmp(aggregation, "SUM") == 0;
}

/* Reads a function and those within it; elements are at most 64 deep. */
static void read_function(payer *p, eir_i_xml_element *function,
                          eir_i_rational weight) {
  eir_i_genius *g = p->g;
  const char *aggregation = eir_i_xml_get(function, "aggregation");
  (void)eir_i_xml_get(function, "type");
  if (!is_sum(aggregation)) {
    eir_i_genius_say(g, EIR_ERROR, function,
                     "aggregation=\"%s\" is not supported; only sums are",
                     eir_i_quote(aggregation).text);
    return;
  }
  eir_i_xml_element *child = eir_i_xml_child(function, "hyperRectangle");
  for (; child != NULL && !g->no_memory; child = eir_i_xml_next(child))
    read_rectangle(p, child, weight);
  child = eir_i_xml_child(function, "ufun");
  for (; child != NULL && !g->no_memory; child = eir_i_xml_next(child)) {
    eir_i_rational own = eir_i_rational_whole(1), product;
    if (eir_i_xml_get(child, "weight") != NULL &&
        !eir_i_genius_read_number(g, child, "weight", &own))
      continue;
    if (eir_i_rational_multiply(weight, own, &product))
      eir_i_genius_say(g, EIR_ERROR, child, "this weight has too many digits");
    else
      read_function(p, child, product);
  }
}

void eir_i_genius_read_rectangles(eir_i_genius *g, eir_i_xml_element *utility,
                                  eir_i_genius_profile *profile) {
  payer p = {.g = g, .profile = profile};
  if (!eir_i_genius_read_number(g, utility, "maxutility", &p.most))
    return;
  if (p.most.n <= 0) {
    eir_i_genius_say(g, EIR_ERROR, utility, "maxutility has to be above 0");
    return;
  }
  eir_i_xml_element *function = eir_i_xml_child(utility, "ufun");
  if (function == NULL) {
    eir_i_genius_say(g, EIR_ERROR, utility, "this utility has no 'ufun'");
    return;
  }
  const char *weight = eir_i_xml_get(function, "weight");
  eir_i_rational number;
  if (weight != NULL && (!eir_i_genius_number(weight, &number) || number.n != number.d))
    eir_i_genius_say(
        g, EIR_WARNING, function,
        "the weight of the outermost ufun has no part in the utility, as in "
        "GENIUS");
  read_function(&p, function, eir_i_rational_whole(1));
  profile->capped = eir_i_genius_passes_one(p.sum);
}
