/* GENIUS domain: the issues, in the order in which GENIUS counts them: of each
 * objective first the objectives within it, then its issues. */
#include <stdlib.h>
#include <string.h>

#include "case/genius.h"
#include "case/genius_ids.h"
#include "case/genius_number.h"
#include "case/model.h"
#include "case/quote.h"

#include "base/banned.h"

enum { REAL_STEPS = 20 };

/* ---- attributes ---- */

bool eir_i_genius_read_number(eir_i_genius *g, eir_i_xml_element *element,
                              const char *attribute, eir_i_rational *out) {
  const char *text = eir_i_xml_get(element, attribute);
  if (text != NULL && eir_i_genius_number(text, out))
    return true;
  if (text == NULL)
    eir_i_genius_say(g, EIR_ERROR, element, "this %s has no attribute '%s', a number",
                     eir_i_quote(element->name).text, attribute);
  else
    eir_i_genius_say(g, EIR_ERROR, element,
                     "%s=\"%s\" is not a number that can be used", attribute,
                     eir_i_quote(text).text);
  return false;
}

bool eir_i_genius_read_whole(eir_i_genius *g, eir_i_xml_element *element,
                             const char *attribute, int64_t *out) {
  const char *text = eir_i_xml_get(element, attribute);
  if (text != NULL && eir_i_genius_whole(text, out))
    return true;
  if (text == NULL)
    eir_i_genius_say(g, EIR_ERROR, element,
                     "this %s has no attribute '%s', a whole number",
                     eir_i_quote(element->name).text, attribute);
  else
    eir_i_genius_say(g, EIR_ERROR, element,
                     "%s=\"%s\" is not a whole number of at most nine digits",
                     attribute, eir_i_quote(text).text);
  return false;
}

bool eir_i_genius_read_kind(eir_i_genius *g, eir_i_xml_element *element,
                            eir_i_genius_kind *out) {
  static const char *const names[] = {"discrete", "integer", "real"};
  /* GENIUS goes by 'type'; the others repeat it, or stand alone in old files. */
  const char *type = eir_i_xml_get(element, "type");
  const char *second = eir_i_xml_get(element, "vtype");
  const char *third = eir_i_xml_get(element, "etype");
  type = type != NULL ? type : second != NULL ? second : third;
  *out = EIR_I_GENIUS_DISCRETE;
  for (size_t i = 0; type != NULL && i < sizeof names / sizeof names[0]; i++) {
    if (strcmp(type, names[i]) != 0)
      continue;
    *out = (eir_i_genius_kind)i;
    return true;
  }
  if (type == NULL)
    return true;
  if (element->first != NULL && strcmp(element->first->name, "item") == 0) {
    eir_i_genius_say(g, EIR_WARNING, element,
                     "the type '%s' is not known; the issue has items and is read as "
                     "discrete",
                     eir_i_quote(type).text);
    return true;
  }
  const char *name = eir_i_xml_get(element, "name");
  eir_i_genius_say(
      g, EIR_ERROR, element,
      "issue '%s' has the type '%s', which is not read here (there are "
      "discrete, integer and real), so none of its values has an evaluation",
      eir_i_quote(name == NULL ? "" : name).text, eir_i_quote(type).text);
  return false;
}

bool eir_i_genius_read_bounds(eir_i_genius *g, eir_i_xml_element *element,
                              bool required, eir_i_rational *out_from,
                              eir_i_rational *out_to) {
  eir_i_xml_element *range = eir_i_xml_child(element, "range");
  if (eir_i_xml_get(element, "lowerbound") == NULL && range != NULL)
    element = range;
  if (!required && eir_i_xml_get(element, "lowerbound") == NULL)
    return false;
  bool good = eir_i_genius_read_number(g, element, "lowerbound", out_from);
  return eir_i_genius_read_number(g, element, "upperbound", out_to) && good;
}

/* ---- finding ---- */

/* An issue's index and where it is, or an option's name, for sorting. */
typedef struct numbered {
  int64_t index;
  uint32_t issue;
} numbered;

typedef struct named {
  const char *name;
  uint32_t option;
} named;

static int compare_numbered(const void *left, const void *right) {
  const numbered *a = left, *b = right;
  int by = (a->index > b->index) - (a->index < b->index);
  return by != 0 ? by : (a->issue > b->issue) - (a->issue < b->issue);
}

static void sort_issues(eir_i_genius *g, const eir_i_xml_element *domain) {
  numbered *all = eir_i_genius_take(g, g->n_issues, sizeof *all);
  uint32_t *order = eir_i_genius_take(g, g->n_issues, sizeof *order);
  if (all == NULL || order == NULL)
    return;
  for (uint32_t i = 0; i < g->n_issues; i++)
    all[i] = (numbered){g->issues[i].index, i};
  qsort(all, g->n_issues, sizeof *all, compare_numbered);
  for (size_t i = 0; i < g->n_issues; i++) {
    order[i] = all[i].issue;
    if (i > 0 && all[i - 1].index == all[i].index)
      eir_i_genius_say(
          g, EIR_ERROR, domain,
          "two issues have the index %lld; profiles cannot tell them apart",
          (long long)all[i].index);
  }
  g->by_index = order;
}

eir_i_genius_issue *eir_i_genius_issue_at(const eir_i_genius *g, int64_t index) {
  size_t first = 0, end = g->n_issues;
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    if (g->issues[g->by_index[middle]].index < index)
      first = middle + 1;
    else
      end = middle;
  }
  if (first == g->n_issues || g->issues[g->by_index[first]].index != index)
    return NULL;
  return &g->issues[g->by_index[first]];
}

static int compare_named(const void *left, const void *right) {
  const named *a = left, *b = right;
  int by = strcmp(a->name, b->name);
  return by != 0 ? by : (a->option > b->option) - (a->option < b->option);
}

static void sort_options(eir_i_genius *g, eir_i_genius_issue *issue,
                         const eir_i_xml_element *element) {
  named *all = eir_i_genius_take(g, issue->n_options, sizeof *all);
  uint32_t *order = eir_i_genius_take(g, issue->n_options, sizeof *order);
  if (all == NULL || order == NULL)
    return;
  for (uint32_t i = 0; i < issue->n_options; i++)
    all[i] = (named){issue->options[i].name, i};
  qsort(all, issue->n_options, sizeof *all, compare_named);
  for (size_t i = 0; i < issue->n_options; i++) {
    order[i] = all[i].option;
    if (i > 0 && strcmp(all[i - 1].name, all[i].name) == 0)
      eir_i_genius_say(
          g, EIR_WARNING, element,
          "issue '%s' has the value '%s' more than once; each is an option "
          "of its own, as in GENIUS",
          eir_i_quote(issue->name).text, eir_i_quote(all[i].name).text);
  }
  issue->by_name = order;
}

size_t eir_i_genius_find_option(const eir_i_genius_issue *issue, const char *name) {
  size_t first = 0, end = issue->n_options;
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    if (strcmp(issue->options[issue->by_name[middle]].name, name) < 0)
      first = middle + 1;
    else
      end = middle;
  }
  if (first == issue->n_options)
    return SIZE_MAX;
  size_t option = issue->by_name[first];
  return strcmp(issue->options[option].name, name) == 0 ? option : SIZE_MAX;
}

/* ---- what profiles repeat ---- */

static const char *description_of(eir_i_xml_element *element, const char *name) {
  const char *says = eir_i_xml_get(element, "description");
  return says == NULL || strcmp(says, name) == 0 ? "" : says;
}

static bool same_number(eir_i_rational a, eir_i_rational b) {
  return eir_i_rational_compare(a, b) == 0;
}

void eir_i_genius_compare_issue(eir_i_genius *g, eir_i_xml_element *element,
                                const eir_i_genius_issue *issue) {
  const char *name = eir_i_xml_get(element, "name");
  if (name != NULL && strcmp(name, issue->name) != 0)
    eir_i_genius_say(
        g, EIR_WARNING, element,
        "issue %lld is called '%s' here and '%s' in the domain; GENIUS goes "
        "by the number",
        (long long)issue->index, eir_i_quote(name).text, eir_i_quote(issue->name).text);
  (void)description_of(element, issue->name);
  eir_i_rational from, to;
  if (issue->kind == EIR_I_GENIUS_DISCRETE ||
      !eir_i_genius_read_bounds(g, element, false, &from, &to))
    return;
  if (!same_number(from, issue->from) || !same_number(to, issue->to))
    eir_i_genius_say(
        g, EIR_WARNING, element,
        "the bounds of issue '%s' are not those of the domain; its options "
        "are the domain's",
        eir_i_quote(issue->name).text);
}

/* ---- issues ---- */

static void read_items(eir_i_genius *g, eir_i_xml_element *element,
                       eir_i_genius_issue *issue) {
  size_t n = 0;
  eir_i_xml_element *item = eir_i_xml_child(element, "item");
  for (; item != NULL; item = eir_i_xml_next(item))
    n++;
  if (n == 0) {
    eir_i_genius_say(g, EIR_ERROR, element, "issue '%s' has no items",
                     eir_i_quote(issue->name).text);
    return;
  }
  eir_i_ids ids;
  issue->options = eir_i_genius_take(g, n, sizeof *issue->options);
  if (issue->options == NULL || !eir_i_ids_init(&ids, g->arena, n)) {
    g->no_memory = true;
    return;
  }
  for (item = eir_i_xml_child(element, "item"); item != NULL;
       item = eir_i_xml_next(item)) {
    const char *value = eir_i_xml_get(item, "value");
    (void)eir_i_xml_get(item, "index"); /* GENIUS goes by the order */
    if (value == NULL) {
      eir_i_genius_say(g, EIR_ERROR, item, "this item has no attribute 'value'");
      value = "";
    }
    eir_i_genius_option *option = &issue->options[issue->n_options++];
    option->name = value;
    option->says = description_of(item, value);
    option->id = eir_i_ids_make(&ids, value, "option", true);
    if (option->id == NULL) {
      g->no_memory = true;
      return;
    }
  }
  sort_options(g, issue, element);
}

static void read_range(eir_i_genius *g, eir_i_xml_element *element,
                       eir_i_genius_issue *issue) {
  if (!eir_i_genius_read_bounds(g, element, true, &issue->from, &issue->to))
    return;
  const eir_i_rational steps = eir_i_rational_whole(REAL_STEPS);
  eir_i_rational length;
  bool integer = issue->kind == EIR_I_GENIUS_INTEGER;
  if (integer && (issue->from.d != 1 || issue->to.d != 1)) {
    eir_i_genius_say(g, EIR_ERROR, element,
                     "the bounds of an integer issue have to be whole numbers");
  } else if (eir_i_rational_compare(issue->from, issue->to) > 0) {
    eir_i_genius_say(g, EIR_ERROR, element,
                     "the upper bound of issue '%s' is below its lower bound",
                     eir_i_quote(issue->name).text);
  } else if (eir_i_rational_subtract(issue->to, issue->from, &length) ||
             (integer && length.n >= EIR_I_MAX_OPTIONS) ||
             eir_i_rational_divide(length, steps, &issue->step)) {
    eir_i_genius_say(g, EIR_ERROR, element, "issue '%s' has too many values",
                     eir_i_quote(issue->name).text);
  } else {
    issue->n_options = integer ? (size_t)length.n + 1 : REAL_STEPS + 1;
    if (length.n == 0)
      issue->n_options = 1; /* the same point over and over */
    if (integer || length.n == 0)
      issue->step = eir_i_rational_whole(1);
  }
}

static void read_issue(eir_i_genius *g, eir_i_xml_element *element, eir_i_ids *ids,
                       eir_i_genius_issue *issue) {
  int64_t index = 0;
  const char *name = eir_i_xml_get(element, "name");
  issue->name = name == NULL ? "" : name;
  issue->says = description_of(element, issue->name);
  issue->id = eir_i_ids_make(ids, issue->name, "issue", false);
  if (issue->id == NULL)
    g->no_memory = true;
  (void)eir_i_genius_read_whole(g, element, "index", &index);
  issue->index = index;
  g->n_issues++;
  if (g->no_memory || !eir_i_genius_read_kind(g, element, &issue->kind))
    return;
  if (issue->kind == EIR_I_GENIUS_DISCRETE)
    read_items(g, element, issue);
  else
    read_range(g, element, issue);
}

/* Reads the issues of an objective and of those within it; elements are at most 64
 * deep. */
static void read_objective(eir_i_genius *g, eir_i_xml_element *objective,
                           eir_i_ids *ids, size_t most) {
  static const char *const known[] = {"index", "type", "etype", "name", "description"};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    (void)eir_i_xml_get(objective, known[i]);
  eir_i_xml_element *child = eir_i_xml_child(objective, "objective");
  for (; child != NULL && !g->no_memory; child = eir_i_xml_next(child))
    read_objective(g, child, ids, most);
  child = eir_i_xml_child(objective, "issue");
  for (; child != NULL && !g->no_memory && g->n_issues < most;
       child = eir_i_xml_next(child))
    read_issue(g, child, ids, &g->issues[g->n_issues]);
}

static size_t count_issues(eir_i_xml_element *objective) {
  size_t n = 0;
  eir_i_xml_element *child = eir_i_xml_child(objective, "objective");
  for (; child != NULL; child = eir_i_xml_next(child))
    n += count_issues(child);
  child = eir_i_xml_child(objective, "issue");
  for (; child != NULL; child = eir_i_xml_next(child))
    n++;
  return n;
}

static void check_count(eir_i_genius *g, eir_i_xml_element *space) {
  int64_t said;
  const char *text = eir_i_xml_get(space, "number_of_issues");
  if (text != NULL &&
      (!eir_i_genius_whole(text, &said) || said != (int64_t)g->n_issues))
    eir_i_genius_say(
        g, EIR_WARNING, space,
        "number_of_issues is '%s', but there are %zu issues; what is there "
        "counts",
        eir_i_quote(text).text, g->n_issues);
}

void eir_i_genius_read_domain(eir_i_genius *g, eir_i_xml_element *root) {
  root->used = true;
  g->domain = root;
  if (strcmp(root->name, "negotiation_template") != 0) {
    eir_i_genius_say(g, EIR_ERROR, root,
                     "the first file has to be the domain, whose root is "
                     "negotiation_template; the root of this one is %s",
                     eir_i_quote(root->name).text);
    return;
  }
  eir_i_xml_element *space = eir_i_xml_child(root, "utility_space");
  eir_i_xml_element *objective =
      space == NULL ? NULL : eir_i_xml_child(space, "objective");
  size_t most = objective == NULL ? 0 : count_issues(objective);
  if (most == 0) {
    eir_i_genius_say(g, EIR_ERROR, root,
                     "this domain has no issues: an 'issue' in an 'objective' in a "
                     "'utility_space' is expected");
    return;
  }
  eir_i_ids ids;
  g->issues = eir_i_genius_take(g, most, sizeof *g->issues);
  if (g->issues == NULL || !eir_i_ids_init(&ids, g->arena, most)) {
    g->no_memory = true;
    return;
  }
  read_objective(g, objective, &ids, most);
  check_count(g, space);
  sort_issues(g, objective);
}
