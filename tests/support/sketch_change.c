/* Job: new sketches from old ones. Rules name issues and options by number, so each
 * change renumbers them: an atom is first turned into the set of options it is true
 * for. */
#include "sketch_change.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* ---- every rule of a case ---- */

typedef void (*rule_change)(const sketch *before, sketch_rule *rule, const void *user);

static void change_rules(const sketch *before, sketch *s, rule_change change,
                         const void *user) {
  for (size_t c = 0; c < s->n_constraints; c++)
    change(before, &s->constraints[c], user);
  for (size_t p = 0; p < s->n_parties; p++) {
    sketch_party *party = &s->parties[p];
    for (size_t r = 0; r < party->n_red_lines; r++) {
      change(before, &party->red_lines[r], user);
    }
    for (size_t i = 0; i < party->n_interactions; i++) {
      change(before, &party->interactions[i].when, user);
    }
  }
}

static bool is_atom(const sketch_node *node) {
  return node->kind >= SKETCH_EQUAL;
}

/* The options of the issue that the atom is true for. */
static uint32_t atom_set(const sketch *before, const sketch_node *node) {
  uint32_t set = 0;
  sketch_rule rule = {.n_nodes = 1, .nodes = {*node}};
  for (size_t o = 0; o < before->issues[node->issue].n_options; o++) {
    sketch_outcome outcome = {0};
    outcome[node->issue] = (uint8_t)o;
    if (sketch_holds(&rule, outcome))
      set |= 1U << o;
  }
  return set;
}

static void set_to(sketch_node *node, uint32_t set) {
  node->kind = set == 0 ? SKETCH_FALSE : SKETCH_IN;
  node->set = set;
}

/* ---- parties ---- */

static void drop_party_bits(sketch *s, size_t party) {
  const uint32_t low = (1U << party) - 1;
  for (size_t i = 0; i < s->n_issues; i++) {
    for (size_t o = 0; o < SKETCH_MAX_OPTIONS; o++) {
      const uint32_t needs = s->issues[i].needs[o];
      s->issues[i].needs[o] = (needs & low) | (needs >> (party + 1) << party);
    }
    for (size_t b = 0; b < 2; b++) {
      if (s->issues[i].between[b] > party)
        s->issues[i].between[b]--;
    }
  }
}

sketch *sketch_without_party(const sketch *s, size_t party) {
  if (s->n_parties <= 1 || party >= s->n_parties)
    return NULL;
  sketch *out = sketch_copy(s);
  for (size_t i = out->n_issues; i-- > 0;) {
    const sketch_issue *issue = &out->issues[i];
    if (issue->kind < SKETCH_DIVISIBLE || sketch_award_option(issue, party) < 0)
      continue;
    sketch *less = sketch_without_issue(out, i);
    sketch_free(out);
    if (less == NULL)
      return NULL;
    out = less;
  }
  drop_party_bits(out, party);
  memmove(&out->parties[party], &out->parties[party + 1],
          (out->n_parties - party - 1U) * sizeof out->parties[0]);
  memset(&out->parties[--out->n_parties], 0, sizeof out->parties[0]);
  const size_t n = sketch_signatories(out);
  if (n == 0) {
    sketch_free(out);
    return NULL;
  }
  if (out->quota > n)
    out->quota = (uint8_t)n;
  for (size_t i = 0; i < out->n_issues; i++)
    out->issues[i].says_between = true;
  return out;
}

sketch *sketch_permute_parties(const sketch *s, const uint32_t *order) {
  sketch *out = sketch_copy(s);
  uint8_t place[SKETCH_MAX_PARTIES] = {0}; /* where each party went */
  for (size_t p = 0; p < s->n_parties; p++) {
    out->parties[p] = s->parties[order[p]];
    place[order[p]] = (uint8_t)p;
  }
  for (size_t i = 0; i < s->n_issues; i++) {
    sketch_issue *issue = &out->issues[i];
    issue->says_between = true;
    for (size_t b = 0; b < 2; b++)
      issue->between[b] = place[s->issues[i].between[b]];
    for (size_t o = 0; o < s->issues[i].n_options; o++) {
      issue->needs[o] = 0;
      for (size_t p = 0; p < s->n_parties; p++) {
        if ((s->issues[i].needs[o] >> p & 1) != 0)
          issue->needs[o] |= 1U << place[p];
      }
    }
  }
  return out;
}

static void times(sketch_number *number, int64_t factor, int64_t divisor) {
  number->num *= factor;
  number->den *= divisor;
}

sketch *sketch_scale_party(const sketch *s, size_t party, int64_t factor,
                           int64_t divisor) {
  if (!sketch_has_scores(&s->parties[party]))
    return NULL;
  sketch *out = sketch_copy(s);
  sketch_party *changed = &out->parties[party];
  for (size_t i = 0; i < s->n_issues; i++) {
    for (size_t o = 0; o < SKETCH_MAX_OPTIONS; o++) {
      sketch_number *value = &changed->entries[i].value[o];
      if (value->den > 0)
        times(value, factor, divisor);
    }
  }
  for (size_t i = 0; i < changed->n_interactions; i++) {
    times(&changed->interactions[i].add, factor, divisor);
  }
  if (changed->has_reservation)
    times(&changed->reservation, factor, divisor);
  if (changed->has_cap)
    times(&changed->cap, factor, divisor);
  if (changed->has_scale) {
    times(&changed->scale, factor, divisor);
  } else if (changed->position == SKETCH_WEIGHTS) {
    changed->has_scale = true; /* the default does not scale along */
    changed->scale = (sketch_number){factor, divisor};
  }
  return out;
}

/* ---- issues ---- */

/* Node numbers of issues after one is gone. */
static void forget_issue(const sketch *before, sketch_rule *rule, const void *user) {
  const size_t gone = *(const size_t *)user;
  (void)before;
  for (size_t n = 0; n < rule->n_nodes; n++) {
    sketch_node *node = &rule->nodes[n];
    if (!is_atom(node))
      continue;
    if (node->issue == gone)
      *node = (sketch_node){.kind = SKETCH_TRUE};
    if (is_atom(node) && node->issue > gone)
      node->issue--;
  }
}

sketch *sketch_without_issue(const sketch *s, size_t issue) {
  if (s->n_issues <= 1 || issue >= s->n_issues)
    return NULL;
  sketch *out = sketch_copy(s);
  change_rules(s, out, forget_issue, &issue);
  const size_t after = s->n_issues - issue - 1U;
  memmove(&out->issues[issue], &out->issues[issue + 1], after * sizeof out->issues[0]);
  for (size_t p = 0; p < s->n_parties; p++) {
    sketch_entry *entries = out->parties[p].entries;
    memmove(&entries[issue], &entries[issue + 1], after * sizeof entries[0]);
    memset(&entries[s->n_issues - 1], 0, sizeof entries[0]);
  }
  out->n_issues--;
  memset(&out->issues[out->n_issues], 0, sizeof out->issues[0]);
  return out;
}

static void move_issues(const sketch *before, sketch_rule *rule, const void *user) {
  const uint8_t *place = user;
  (void)before;
  for (size_t n = 0; n < rule->n_nodes; n++) {
    if (is_atom(&rule->nodes[n]))
      rule->nodes[n].issue = place[rule->nodes[n].issue];
  }
}

sketch *sketch_permute_issues(const sketch *s, const uint32_t *order) {
  sketch *out = sketch_copy(s);
  uint8_t place[SKETCH_MAX_ISSUES] = {0};
  for (size_t i = 0; i < s->n_issues; i++) {
    out->issues[i] = s->issues[order[i]];
    place[order[i]] = (uint8_t)i;
    for (size_t p = 0; p < s->n_parties; p++) {
      out->parties[p].entries[i] = s->parties[p].entries[order[i]];
    }
  }
  change_rules(s, out, move_issues, place);
  return out;
}

/* ---- options ---- */

/* Option number o of the new issue was number from[o] of the old one. */
typedef struct new_options {
  size_t issue;
  size_t n;
  uint32_t from[SKETCH_MAX_OPTIONS];
} new_options;

static void move_options(const sketch *before, sketch_rule *rule, const void *user) {
  const new_options *change = user;
  for (size_t n = 0; n < rule->n_nodes; n++) {
    sketch_node *node = &rule->nodes[n];
    if (!is_atom(node) || node->issue != change->issue)
      continue;
    const uint32_t old = atom_set(before, node);
    uint32_t set = 0;
    for (size_t o = 0; o < change->n; o++) {
      if ((old >> change->from[o] & 1) != 0)
        set |= 1U << o;
    }
    set_to(node, set);
  }
}

static sketch *with_options(const sketch *s, const new_options *change) {
  sketch *out = sketch_copy(s);
  const sketch_issue *old = &s->issues[change->issue];
  sketch_issue *issue = &out->issues[change->issue];
  const bool award = old->kind >= SKETCH_DIVISIBLE;
  issue->n_options = (uint8_t)change->n;
  change_rules(s, out, move_options, change);
  for (size_t o = 0; o < change->n; o++) {
    const size_t from = change->from[o];
    issue->option_tag[o] = old->option_tag[from];
    issue->needs[o] = old->needs[from];
    if (award)
      issue->between[o] = old->between[from];
    for (size_t p = 0; p < s->n_parties; p++) {
      const sketch_entry *before = &s->parties[p].entries[change->issue];
      sketch_entry *entry = &out->parties[p].entries[change->issue];
      if (!award)
        entry->value[o] = before->value[from];
      entry->stance[o] = before->stance[from];
      if (o == 0)
        entry->breakpoints = 0;
      if ((before->breakpoints >> from & 1) != 0)
        entry->breakpoints |= 1U << o;
    }
  }
  return out;
}

sketch *sketch_permute_options(const sketch *s, size_t issue, const uint32_t *order) {
  if (s->issues[issue].kind == SKETCH_RANGE)
    return NULL;
  new_options change = {.issue = issue, .n = s->issues[issue].n_options};
  memcpy(change.from, order, change.n * sizeof order[0]);
  sketch *out = with_options(s, &change);
  out->issues[issue].says_between = true;
  return out;
}

sketch *sketch_without_option(const sketch *s, size_t issue, size_t option) {
  const sketch_issue *old = &s->issues[issue];
  const size_t last = old->n_options - 1U;
  if (old->kind >= SKETCH_DIVISIBLE || last == 0 || option > last)
    return NULL;
  if (old->kind == SKETCH_RANGE && option != 0 && option != last)
    return NULL;
  new_options change = {.issue = issue, .n = last};
  for (uint32_t o = 0; o < last; o++)
    change.from[o] = o + (o >= option);
  sketch *out = with_options(s, &change);
  if (old->kind == SKETCH_RANGE && option == 0) {
    sketch_issue *range = &out->issues[issue];
    assert(range->from.den == range->step.den);
    range->from.num += range->step.num;
  }
  for (size_t p = 0; p < s->n_parties; p++) { /* breakpoints cover the range */
    sketch_entry *entry = &out->parties[p].entries[issue];
    if (s->parties[p].entries[issue].breakpoints == 0)
      continue;
    entry->breakpoints |= 1U | 1U << (last - 1);
  }
  return out;
}

sketch *sketch_split_option(const sketch *s, size_t issue, size_t option) {
  const sketch_issue *old = &s->issues[issue];
  if (old->kind != SKETCH_LIST || old->n_options == SKETCH_MAX_OPTIONS)
    return NULL;
  new_options change = {.issue = issue, .n = old->n_options + 1U};
  for (uint32_t o = 0; o < old->n_options; o++)
    change.from[o] = o;
  change.from[old->n_options] = (uint32_t)option;
  sketch *out = with_options(s, &change);
  out->issues[issue].option_tag[old->n_options] = SKETCH_MAX_OPTIONS + 1;
  return out;
}
