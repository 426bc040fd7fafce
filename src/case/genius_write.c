/* GENIUS write: the scenario as the text of a case file. */
#include <assert.h>
#include <string.h>

#include "case/genius.h"
#include "case/genius_number.h"

#include "base/banned.h"

static void put(eir_i_text *out, const char *text) {
  eir_i_text_add(out, text);
}

static void put_indented(eir_i_text *out, unsigned depth, const char *key) {
  for (unsigned i = 0; i < depth; i++)
    put(out, "  ");
  put(out, key);
}

/* "  id: " at a depth of so many steps. */
static void put_key(eir_i_text *out, unsigned depth, const char *key) {
  put_indented(out, depth, key);
  put(out, ": ");
}

/* The line above what is within it. */
static void put_head(eir_i_text *out, unsigned depth, const char *key) {
  put_indented(out, depth, key);
  put(out, ":\n");
}

/* name and says of something, as a mapping; "" where both can be left out. */
static void put_texts(eir_i_text *out, const char *id, const char *name,
                      const char *says) {
  bool named = strcmp(id, name) != 0 && name[0] != '\0', told = says[0] != '\0';
  put(out, "{");
  if (named) {
    put(out, "name: ");
    eir_i_text_add_json(out, name);
  }
  if (told) {
    put(out, named ? ", says: " : "says: ");
    eir_i_text_add_json(out, says);
  }
  put(out, "}\n");
}

/* ---- issues ---- */

static void put_range(eir_i_text *out, const eir_i_genius_issue *issue) {
  put_key(out, 2, "range");
  put(out, "{from: ");
  eir_i_text_add_rational(out, issue->from);
  put(out, ", to: ");
  eir_i_text_add_rational(out, issue->to);
  put(out, ", step: ");
  eir_i_text_add_rational(out, issue->step);
  put(out, "}\n");
}

static void put_issue(eir_i_text *out, const eir_i_genius_issue *issue) {
  put_head(out, 1, issue->id);
  if (strcmp(issue->id, issue->name) != 0 && issue->name[0] != '\0') {
    put_key(out, 2, "name");
    eir_i_text_add_json(out, issue->name);
    put(out, "\n");
  }
  if (issue->says[0] != '\0') {
    put_key(out, 2, "says");
    eir_i_text_add_json(out, issue->says);
    put(out, "\n");
  }
  if (issue->kind != EIR_I_GENIUS_DISCRETE) {
    put_range(out, issue);
    return;
  }
  put_head(out, 2, "options");
  for (size_t i = 0; i < issue->n_options; i++) {
    const eir_i_genius_option *option = &issue->options[i];
    put_key(out, 3, option->id);
    put_texts(out, option->id, option->name, option->says);
  }
}

/* ---- positions ---- */

static void put_number(eir_i_text *out, unsigned depth, const char *key,
                       eir_i_rational value) {
  put_key(out, depth, key);
  eir_i_text_add_rational(out, value);
  put(out, "\n");
}

/* The case format has no weights below 0: the sign goes to the values. */
static eir_i_rational signed_value(const eir_i_genius_values *values,
                                   eir_i_rational value) {
  if (values->weight.n < 0)
    value.n = -value.n;
  return value;
}

static void put_option_key(eir_i_text *out, const eir_i_genius_issue *issue, size_t i) {
  if (issue->kind == EIR_I_GENIUS_DISCRETE) {
    put_key(out, 4, issue->options[i].id);
    return;
  }
  eir_i_rational x;
  bool too_long =
      eir_i_rational_multiply(issue->step, eir_i_rational_whole((int64_t)i), &x) ||
      eir_i_rational_add(issue->from, x, &x);
  assert(!too_long); /* the profile was read at this number */
  (void)too_long;
  put(out, "        ");
  eir_i_text_add_rational(out, x);
  put(out, ": ");
}

static void put_values(eir_i_text *out, const eir_i_genius_issue *issue,
                       const eir_i_genius_values *values) {
  if (values->values == NULL && issue->n_options > 1) {
    put_key(out, 3, issue->id);
    put(out, "[[");
    eir_i_text_add_rational(out, issue->from);
    put(out, ", ");
    eir_i_text_add_rational(out, signed_value(values, values->first));
    put(out, "], [");
    eir_i_text_add_rational(out, issue->to);
    put(out, ", ");
    eir_i_text_add_rational(out, signed_value(values, values->last));
    put(out, "]]\n");
    return;
  }
  put_head(out, 3, issue->id);
  for (size_t i = 0; i < issue->n_options; i++) {
    put_option_key(out, issue, i);
    eir_i_text_add_rational(out, signed_value(values, values->values == NULL
                                                          ? values->first
                                                          : values->values[i]));
    put(out, "\n");
  }
}

static void put_weighted(const eir_i_genius *g, const eir_i_genius_profile *profile,
                         eir_i_text *out) {
  put(out, "    weights:\n");
  for (size_t i = 0; i < g->n_issues; i++) {
    eir_i_rational weight = profile->values[i].weight;
    if (weight.n < 0)
      weight.n = -weight.n;
    put_number(out, 3, g->issues[i].id, weight);
  }
  put(out, "    values:\n");
  for (size_t i = 0; i < g->n_issues; i++)
    put_values(out, &g->issues[i], &profile->values[i]);
}

static void put_rectangles(const eir_i_genius_profile *profile, eir_i_text *out) {
  put(out, "    points: {}\n    scale: 1\n");
  if (profile->pays.count > 0)
    put(out, "    interactions:\n");
  for (size_t i = 0; i < profile->pays.count; i++) {
    const eir_i_genius_pay *pay = eir_i_array_at(&profile->pays, i);
    put(out, "      - {when: ");
    eir_i_text_add_json(out, pay->rule);
    put(out, ", add: ");
    eir_i_text_add_rational(out, pay->add);
    put(out, "}\n");
  }
}

static void put_position(const eir_i_genius *g, const eir_i_genius_profile *profile,
                         eir_i_text *out) {
  put_head(out, 1, profile->id);
  if (profile->has_reservation)
    put_number(out, 2, "reservation", profile->reservation);
  if (profile->has_discount)
    put_number(out, 2, "discount", profile->discount);
  if (profile->capped)
    put(out, "    cap: 1\n");
  if (profile->rectangles)
    put_rectangles(profile, out);
  else
    put_weighted(g, profile, out);
}

void eir_i_genius_write(const eir_i_genius *g, eir_i_text *out) {
  put(out, "# A GENIUS scenario as a case file. The domain and the profiles:\n#   ");
  eir_i_text_add_json(out, g->path);
  for (size_t i = 0; i < g->n_profiles; i++) {
    put(out, "\n#   ");
    eir_i_text_add_json(out, g->profiles[i].path);
  }
  put(out, "\neirene: 1\ntitle: ");
  eir_i_text_add_json(out, g->title);
  put(out, "\nparties:\n");
  for (size_t i = 0; i < g->n_profiles; i++) {
    put_key(out, 1, g->profiles[i].id);
    put_texts(out, g->profiles[i].id, g->profiles[i].name, "");
  }
  put(out, "issues:\n");
  for (size_t i = 0; i < g->n_issues; i++)
    put_issue(out, &g->issues[i]);
  put(out, "positions:\n");
  for (size_t i = 0; i < g->n_profiles; i++)
    put_position(g, &g->profiles[i], out);
}
