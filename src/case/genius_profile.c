/* GENIUS profile: what a party makes of each issue.
 *
 * As GENIUS does it: a discrete value counts evaluation / the largest evaluation of its
 * issue, an integer offset + slope x (value - lower bound), a real p0 + p1 x value or a
 * triangle; what is linear is cut at 0 and 1. Weights are taken as they are. The sum is
 * cut at 1. */
#include <string.h>

#include "case/genius.h"
#include "case/genius_number.h"
#include "case/quote.h"

#include "base/banned.h"

/* The weight that the level being read gives to an issue. */
typedef struct weighing {
  eir_i_xml_element *element;
  size_t level;
} weighing;

typedef struct profiler {
  eir_i_genius *g;
  eir_i_genius_profile *profile;
  weighing *weights; /* [n_issues] */
  size_t level;
} profiler;

static size_t position_of(const eir_i_genius *g, const eir_i_genius_issue *issue) {
  return (size_t)(issue - g->issues);
}

/* ---- arithmetic ---- */

static bool in_unit(eir_i_rational value) {
  return value.n >= 0 && value.n <= value.d;
}

static eir_i_rational cut(eir_i_rational value) {
  if (in_unit(value))
    return value;
  return eir_i_rational_whole(value.n < 0 ? 0 : 1);
}

/* a + b * x; true when it does not fit. */
static bool linear(eir_i_rational a, eir_i_rational b, eir_i_rational x,
                   eir_i_rational *out) {
  return eir_i_rational_multiply(b, x, out) || eir_i_rational_add(a, *out, out);
}

/* The number of option `i` of a range; true when it does not fit. */
static bool number_at(const eir_i_genius_issue *issue, size_t i, eir_i_rational *out) {
  return linear(issue->from, issue->step, eir_i_rational_whole((int64_t)i), out);
}

static void say_too_long(eir_i_genius *g, const eir_i_xml_element *element) {
  eir_i_genius_say(g, EIR_ERROR, element,
                   "these numbers have more digits together than can be held exactly; "
                   "write fewer digits");
}

void eir_i_genius_add_to(eir_i_i128 *sum, eir_i_rational weight, eir_i_rational value) {
  const eir_i_i128 most = (eir_i_i128)1 << 120;
  eir_i_rational product;
  if (eir_i_rational_multiply(weight, value, &product))
    product = eir_i_rational_whole(2); /* rather one cap too many */
  eir_i_i128 term = eir_i_rational_scaled(product, 12);
  if (term > 0 && *sum > most - term)
    *sum = most;
  else
    *sum += term;
}

bool eir_i_genius_passes_one(eir_i_i128 sum) {
  return sum > 1000000000000;
}

/* ---- discrete ---- */

typedef struct evaluations {
  eir_i_rational *values; /* [n_options] */
  bool *given;            /* [n_options] */
  eir_i_rational largest;
  bool any;
} evaluations;

static void raise(evaluations *all, eir_i_rational value) {
  if (!all->any || eir_i_rational_compare(value, all->largest) > 0)
    all->largest = value;
  all->any = true;
}

static void read_item(eir_i_genius *g, eir_i_xml_element *item,
                      const eir_i_genius_issue *issue, evaluations *all) {
  const char *name = eir_i_xml_get(item, "value");
  const char *text = eir_i_xml_get(item, "evaluation");
  const char *says = eir_i_xml_get(item, "description");
  (void)eir_i_xml_get(item, "index");
  eir_i_rational value;
  if (name == NULL) {
    eir_i_genius_say(g, EIR_WARNING, item,
                     "this item has no attribute 'value' and is left out");
    return;
  }
  size_t option = eir_i_genius_find_option(issue, name);
  if (option != SIZE_MAX && says != NULL && issue->options[option].says[0] == '\0' &&
      strcmp(says, name) != 0)
    issue->options[option].says = says;
  if (text == NULL || strcmp(text, "null") == 0)
    return; /* said below, if the domain has the value */
  if (!eir_i_genius_number(text, &value)) {
    eir_i_genius_say(g, EIR_WARNING, item,
                     "evaluation=\"%s\" is not a number that can be used; the item "
                     "counts as not evaluated, as in GENIUS",
                     eir_i_quote(text).text);
    return;
  }
  if (option == SIZE_MAX) {
    eir_i_genius_say(g, EIR_WARNING, item,
                     "the domain has no value '%s' in issue '%s'; its evaluation only "
                     "counts for the largest of the issue, as in GENIUS",
                     eir_i_quote(name).text, eir_i_quote(issue->name).text);
    raise(all, value);
    return;
  }
  if (all->given[option])
    eir_i_genius_say(g, EIR_WARNING, item,
                     "'%s' is evaluated twice; the last counts, as in GENIUS",
                     eir_i_quote(name).text);
  all->given[option] = true;
  all->values[option] = value;
}

/* Options of one name share an evaluation; every option needs one. */
static void complete(eir_i_genius *g, const eir_i_xml_element *element,
                     const eir_i_genius_issue *issue, evaluations *all) {
  for (size_t i = 0; i < issue->n_options; i++) {
    size_t option = issue->by_name[i];
    size_t before = i > 0 ? issue->by_name[i - 1] : option;
    if (!all->given[option] && i > 0 && all->given[before] &&
        strcmp(issue->options[before].name, issue->options[option].name) == 0) {
      all->given[option] = true;
      all->values[option] = all->values[before];
    }
  }
  for (size_t i = 0; i < issue->n_options; i++) {
    if (all->given[i]) {
      raise(all, all->values[i]);
      continue;
    }
    all->values[i] = eir_i_rational_whole(0);
    eir_i_genius_say(g, EIR_ERROR, element,
                     "the value '%s' of issue '%s' has no evaluation in this profile; "
                     "GENIUS cannot evaluate it either",
                     eir_i_quote(issue->options[i].name).text,
                     eir_i_quote(issue->name).text);
  }
}

static void read_discrete(eir_i_genius *g, eir_i_xml_element *element,
                          const eir_i_genius_issue *issue, eir_i_genius_values *out) {
  const eir_i_rational least = {.n = 1, .d = 100000};
  evaluations all = {
      .values = eir_i_genius_take(g, issue->n_options, sizeof *all.values),
      .given = eir_i_genius_take(g, issue->n_options, sizeof *all.given)};
  if (g->no_memory)
    return;
  eir_i_xml_element *item = eir_i_xml_child(element, "item");
  for (; item != NULL; item = eir_i_xml_next(item))
    read_item(g, item, issue, &all);
  complete(g, element, issue, &all);
  out->values = all.values;
  bool none = !all.any || eir_i_rational_compare(all.largest, least) < 0;
  if (all.any && none)
    eir_i_genius_say(g, EIR_WARNING, element,
                     "no evaluation of issue '%s' is above 0.00001, so all count 0, as "
                     "in GENIUS",
                     eir_i_quote(issue->name).text);
  for (size_t i = 0; i < issue->n_options; i++) {
    if (none)
      out->values[i] = eir_i_rational_whole(0);
    else if (eir_i_rational_divide(out->values[i], all.largest, &out->values[i]))
      say_too_long(g, element);
  }
}

/* ---- integer and real ---- */

/* a + b * x over the range, cut at 0 and 1 where `cuts`. */
static void fill_linear(eir_i_genius *g, const eir_i_xml_element *element,
                        const eir_i_genius_issue *issue, eir_i_rational a,
                        eir_i_rational b, bool cuts, eir_i_genius_values *out) {
  if (linear(a, b, issue->from, &out->first) || linear(a, b, issue->to, &out->last)) {
    say_too_long(g, element);
    return;
  }
  if (!cuts || (in_unit(out->first) && in_unit(out->last)))
    return;
  out->values = eir_i_genius_take(g, issue->n_options, sizeof *out->values);
  for (size_t i = 0; out->values != NULL && i < issue->n_options; i++) {
    eir_i_rational x;
    if (number_at(issue, i, &x) || linear(a, b, x, &out->values[i])) {
      say_too_long(g, element);
      return;
    }
    out->values[i] = cut(out->values[i]);
  }
}

static void read_integer(eir_i_genius *g, eir_i_xml_element *element,
                         const eir_i_genius_issue *issue, eir_i_genius_values *out) {
  eir_i_xml_element *evaluator = eir_i_xml_child(element, "evaluator");
  eir_i_rational slope, offset, lower = issue->from, upper;
  if (evaluator == NULL) {
    eir_i_genius_say(g, EIR_WARNING, element,
                     "issue '%s' has no evaluator, so it counts 0, as in GENIUS",
                     eir_i_quote(issue->name).text);
    return;
  }
  const char *type = eir_i_xml_get(evaluator, "ftype");
  if (type != NULL && strcmp(type, "linear") != 0)
    eir_i_genius_say(
        g, EIR_WARNING, evaluator,
        "an integer issue is always linear in GENIUS; '%s' is not looked at",
        eir_i_quote(type).text);
  (void)eir_i_xml_get(evaluator, "etype");
  (void)eir_i_genius_read_bounds(g, element, false, &lower, &upper);
  bool good = eir_i_genius_read_number(g, evaluator, "slope", &slope);
  if (!eir_i_genius_read_number(g, evaluator, "offset", &offset) || !good)
    return;
  /* offset + slope * (x - lower) = (offset - slope * lower) + slope * x */
  eir_i_rational start;
  if (eir_i_rational_multiply(slope, lower, &start) ||
      eir_i_rational_subtract(offset, start, &start))
    say_too_long(g, evaluator);
  else
    fill_linear(g, evaluator, issue, start, slope, true, out);
}

static bool triangle(const eir_i_rational *p, eir_i_rational x, eir_i_rational *out) {
  const eir_i_rational foot = p[0], other_foot = p[1], top = p[2];
  eir_i_rational above, below;
  *out = eir_i_rational_whole(0);
  if (eir_i_rational_compare(x, foot) < 0)
    return false;
  if (eir_i_rational_compare(x, top) < 0)
    return eir_i_rational_subtract(x, foot, &above) ||
           eir_i_rational_subtract(top, foot, &below) ||
           eir_i_rational_divide(above, below, out);
  if (eir_i_rational_compare(x, other_foot) >= 0)
    return false;
  return eir_i_rational_subtract(other_foot, x, &above) ||
         eir_i_rational_subtract(other_foot, top, &below) ||
         eir_i_rational_divide(above, below, out);
}

static void fill_triangle(eir_i_genius *g, eir_i_xml_element *evaluator,
                          const eir_i_genius_issue *issue, eir_i_genius_values *out) {
  static const char *const names[] = {"parameter0", "parameter1", "parameter2"};
  eir_i_rational p[3];
  for (size_t i = 0; i < 3; i++) {
    if (!eir_i_genius_read_number(g, evaluator, names[i], &p[i]))
      return;
  }
  out->values = eir_i_genius_take(g, issue->n_options, sizeof *out->values);
  for (size_t i = 0; out->values != NULL && i < issue->n_options; i++) {
    eir_i_rational x;
    if (number_at(issue, i, &x) || triangle(p, x, &out->values[i])) {
      say_too_long(g, evaluator);
      return;
    }
  }
}

static void read_real(eir_i_genius *g, eir_i_xml_element *element,
                      const eir_i_genius_issue *issue, eir_i_genius_values *out) {
  eir_i_xml_element *evaluator = eir_i_xml_child(element, "evaluator");
  eir_i_rational start, slope = eir_i_rational_whole(0);
  const char *type = evaluator == NULL ? NULL : eir_i_xml_get(evaluator, "ftype");
  if (type == NULL) {
    eir_i_genius_say(g, EIR_ERROR, evaluator == NULL ? element : evaluator,
                     "issue '%s' has no evaluator with an 'ftype'",
                     eir_i_quote(issue->name).text);
    return;
  }
  (void)eir_i_xml_get(evaluator, "etype");
  bool is_linear = strcmp(type, "linear") == 0;
  if (strcmp(type, "triangular") == 0) {
    fill_triangle(g, evaluator, issue, out);
  } else if (!is_linear && strcmp(type, "constant") != 0) {
    eir_i_genius_say(g, EIR_ERROR, evaluator,
                     "the function '%s' is not read here; there are linear, triangular "
                     "and constant",
                     eir_i_quote(type).text);
  } else if (eir_i_genius_read_number(g, evaluator, "parameter0", &start) &&
             (!is_linear ||
              eir_i_genius_read_number(g, evaluator, "parameter1", &slope))) {
    fill_linear(g, evaluator, issue, start, slope, is_linear, out);
  }
}

/* ---- an issue of a profile ---- */

/* Weight and values are multiplied by the reader of cases: sees that they can be. */
static void shorten(eir_i_genius *g, const eir_i_xml_element *element,
                    const eir_i_genius_issue *issue, eir_i_genius_values *out) {
  eir_i_rational product;
  size_t n = out->values == NULL ? 2 : issue->n_options;
  bool shortened = false;
  for (size_t i = 0; i < n; i++) {
    eir_i_rational *value = out->values != NULL ? &out->values[i]
                            : i == 0            ? &out->first
                                                : &out->last;
    if (!eir_i_rational_multiply(out->weight, *value, &product))
      continue;
    shortened = true;
    *value = eir_i_rational_shortened(*value);
    if (eir_i_rational_multiply(out->weight, *value, &product))
      out->weight = eir_i_rational_shortened(out->weight);
  }
  if (shortened)
    eir_i_genius_say(g, EIR_WARNING, element,
                     "the values of issue '%s' have too many digits and are rounded to "
                     "15 decimals",
                     eir_i_quote(issue->name).text);
}

static void read_values(eir_i_genius *g, eir_i_xml_element *element,
                        const eir_i_genius_issue *issue, eir_i_genius_values *out) {
  eir_i_genius_kind kind;
  if (!eir_i_genius_read_kind(g, element, &kind))
    return;
  if (kind != issue->kind) {
    eir_i_genius_say(g, EIR_ERROR, element,
                     "issue '%s' is of another type here than in the domain",
                     eir_i_quote(issue->name).text);
    return;
  }
  switch (kind) {
  case EIR_I_GENIUS_DISCRETE:
    read_discrete(g, element, issue, out);
    break;
  case EIR_I_GENIUS_INTEGER:
    read_integer(g, element, issue, out);
    break;
  case EIR_I_GENIUS_REAL:
    read_real(g, element, issue, out);
    break;
  }
  if (!g->no_memory)
    shorten(g, element, issue, out);
}

static void read_issue(profiler *p, eir_i_xml_element *element) {
  eir_i_genius *g = p->g;
  int64_t index;
  if (!eir_i_genius_read_whole(g, element, "index", &index))
    return;
  const eir_i_genius_issue *issue = eir_i_genius_issue_at(g, index);
  if (issue == NULL) {
    eir_i_genius_say(g, EIR_ERROR, element,
                     "the domain has no issue with the index %lld", (long long)index);
    return;
  }
  eir_i_genius_compare_issue(g, element, issue);
  size_t at = position_of(g, issue);
  if (p->profile->rectangles) {
    eir_i_genius_kind kind; /* only repeated here */
    (void)eir_i_genius_read_kind(g, element, &kind);
    return;
  }
  eir_i_genius_values *out = &p->profile->values[at];
  if (out->given)
    eir_i_genius_say(g, EIR_WARNING, element,
                     "issue '%s' is evaluated twice; the last counts, as in GENIUS",
                     eir_i_quote(issue->name).text);
  const weighing *weight = &p->weights[at];
  if (weight->element == NULL || weight->level != p->level) {
    eir_i_genius_say(
        g, EIR_ERROR, element,
        "issue '%s' has no weight in this profile; GENIUS cannot evaluate it "
        "either",
        eir_i_quote(issue->name).text);
    return;
  }
  *out = (eir_i_genius_values){.given = true,
                               .weight = eir_i_rational_whole(0),
                               .first = eir_i_rational_whole(0),
                               .last = eir_i_rational_whole(0)};
  weight->element->used = true;
  if (eir_i_genius_read_number(g, weight->element, "value", &out->weight))
    read_values(g, element, issue, out);
}

static void read_weights(profiler *p, eir_i_xml_element *level) {
  eir_i_xml_element *weight = eir_i_xml_child(level, "weight");
  for (; weight != NULL; weight = eir_i_xml_next(weight)) {
    int64_t index;
    weight->used = false; /* until an issue takes it */
    if (!eir_i_genius_read_whole(p->g, weight, "index", &index))
      continue;
    const eir_i_genius_issue *issue = eir_i_genius_issue_at(p->g, index);
    if (issue != NULL) /* a later one counts, as in GENIUS */
      p->weights[position_of(p->g, issue)] = (weighing){weight, p->level};
  }
}

/* A single number, such as the reservation value; false if it is not there. GENIUS goes
 * on without what it cannot read. */
static bool read_single(profiler *p, eir_i_xml_element *level, const char *name,
                        eir_i_rational *out) {
  eir_i_xml_element *element = eir_i_xml_child(level, name);
  if (element == NULL)
    return false;
  const char *text = eir_i_xml_get(element, "value");
  if (text != NULL && eir_i_genius_number(text, out))
    return true;
  eir_i_genius_say(p->g, EIR_WARNING, element,
                   "this %s has no 'value' that is a number, and is left out", name);
  return false;
}

static void read_singles(profiler *p, eir_i_xml_element *level) {
  eir_i_genius_profile *profile = p->profile;
  if (read_single(p, level, "reservation", &profile->reservation))
    profile->has_reservation = true;
  eir_i_rational discount;
  if (!read_single(p, level, "discount_factor", &discount))
    return;
  bool usual = discount.n > 0 && discount.n <= discount.d;
  if (!usual && discount.n != 0)
    eir_i_genius_say(p->g, EIR_WARNING, eir_i_xml_child(level, "discount_factor"),
                     "a discount factor that is not between 0 and 1 counts as 1, which "
                     "is none, as in GENIUS");
  profile->has_discount = usual && discount.n < discount.d;
  profile->discount = discount;
}

/* Reads a utility_space or objective, then the objectives within it. */
static void read_level(profiler *p, eir_i_xml_element *level) {
  static const char *const known[] = {"index", "type",        "etype",
                                      "name",  "description", "number_of_issues"};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    (void)eir_i_xml_get(level, known[i]);
  p->level++;
  read_singles(p, level);
  if (!p->profile->rectangles)
    read_weights(p, level);
  eir_i_xml_element *child = eir_i_xml_child(level, "issue");
  for (; child != NULL && !p->g->no_memory; child = eir_i_xml_next(child))
    read_issue(p, child);
  child = eir_i_xml_child(level, "objective");
  for (; child != NULL && !p->g->no_memory; child = eir_i_xml_next(child))
    read_level(p, child);
}

/* ---- a profile ---- */

static void check_complete(profiler *p, const eir_i_xml_element *root) {
  eir_i_genius *g = p->g;
  eir_i_i128 most = 0;
  size_t missing = 0;
  for (size_t i = 0; i < g->n_issues; i++) {
    const eir_i_genius_values *v = &p->profile->values[i];
    missing += !v->given;
    eir_i_i128 largest = 0;
    size_t n = v->values == NULL ? 2 : g->issues[i].n_options;
    for (size_t o = 0; v->given && o < n; o++) {
      eir_i_i128 sum = 0;
      eir_i_genius_add_to(&sum, v->weight,
                          v->values != NULL ? v->values[o]
                          : o == 0          ? v->first
                                            : v->last);
      if (o == 0 || sum > largest)
        largest = sum;
    }
    most = largest > 0 && most > ((eir_i_i128)1 << 100) ? most : most + largest;
  }
  p->profile->capped = eir_i_genius_passes_one(most);
  for (size_t i = 0; i < g->n_issues && missing > 0; i++) {
    if (!p->profile->values[i].given)
      eir_i_genius_say(g, EIR_ERROR, root,
                       "this profile does not evaluate issue '%s' of the domain",
                       eir_i_quote(g->issues[i].name).text);
  }
}

/* False after an error: a profile that is not read here. */
static bool read_type(eir_i_genius *g, eir_i_xml_element *root,
                      eir_i_xml_element *utility, eir_i_genius_profile *profile) {
  const char *type = eir_i_xml_get(root, "type");
  if (strcmp(root->name, "utility_space") != 0) {
    eir_i_genius_say(g, EIR_ERROR, root,
                     "a profile is expected, whose root is utility_space; the root of "
                     "this file is %s",
                     eir_i_quote(root->name).text);
    return false;
  }
  if (type != NULL && strcmp(type, "constraint") == 0) {
    eir_i_genius_say(
        g, EIR_ERROR, root,
        "profiles of type=\"constraint\" (ranks and zero-outcome rules) are "
        "not supported; linear additive and hyper-rectangle profiles are");
    return false;
  }
  profile->rectangles = utility != NULL;
  if (type == NULL || strcmp(type, "nonlinear") == 0)
    return true;
  eir_i_genius_say(g, EIR_WARNING, root,
                   "a profile of type=\"%s\" is read for its true utilities; what else "
                   "the type means is left out",
                   eir_i_quote(type).text);
  return true;
}

void eir_i_genius_read_profile(eir_i_genius *g, eir_i_xml_element *root,
                               eir_i_genius_profile *profile) {
  root->used = true;
  eir_i_xml_element *objective = eir_i_xml_child(root, "objective");
  eir_i_xml_element *utility =
      objective == NULL ? NULL : eir_i_xml_child(objective, "utility");
  eir_i_array_init(&profile->pays, g->memory, sizeof(eir_i_genius_pay));
  if (!read_type(g, root, utility, profile))
    return;
  profiler p = {.g = g, .profile = profile};
  p.weights = eir_i_genius_take(g, g->n_issues, sizeof *p.weights);
  profile->values = eir_i_genius_take(g, g->n_issues, sizeof *profile->values);
  if (g->no_memory)
    return;
  read_level(&p, root);
  if (g->no_memory)
    return;
  if (profile->rectangles)
    eir_i_genius_read_rectangles(g, utility, profile);
  else
    check_complete(&p, root);
}
