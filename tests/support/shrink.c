/* Job: makes a failing case small, by hill climbing: each step is one simplification
 * that keeps the failure; it ends when none does. */
#include "shrink.h"

#include <string.h>

#include "sketch_change.h"

#include "base/banned.h"

enum { MAX_TRIALS = 20000 };

typedef struct search {
  sketch *best;
  shrink_fails fails;
  void *user;
  size_t trials;
} search;

/* Takes `candidate` (may be NULL) if it fails too. Gives it up otherwise. */
static bool take(search *run, sketch *candidate) {
  if (candidate == NULL)
    return false;
  /* Padding that differs costs a trial, no more. NOLINTNEXTLINE(*-comparison,cert-*) */
  const bool same = memcmp(candidate, run->best, sizeof *candidate) == 0;
  if (!same && run->trials++ < MAX_TRIALS && run->fails(candidate, run->user)) {
    sketch_free(run->best);
    run->best = candidate;
    return true;
  }
  sketch_free(candidate);
  return false;
}

static bool drop_parts(search *run) {
  bool changed = false;
  for (size_t p = run->best->n_parties; p-- > 0;) {
    changed |= take(run, sketch_without_party(run->best, p));
  }
  for (size_t i = run->best->n_issues; i-- > 0;) {
    changed |= take(run, sketch_without_issue(run->best, i));
  }
  for (size_t i = run->best->n_issues; i-- > 0;) {
    for (size_t o = run->best->issues[i].n_options; o-- > 0;) {
      changed |= take(run, sketch_without_option(run->best, i, o));
    }
  }
  return changed;
}

/* ---- rules ---- */

/* One way to reach a list of rules in a sketch, so that the same steps serve all. */
typedef struct rule_list {
  sketch_rule *rules; /* of constraints and red lines */
  sketch_interaction *interactions;
  uint8_t *count;
} rule_list;

/* List number `which` of s: 0 the constraints, then two of each party. */
static bool rules_of(sketch *s, size_t which, rule_list *out) {
  *out = (rule_list){.rules = s->constraints, .count = &s->n_constraints};
  if (which == 0)
    return true;
  const size_t p = (which - 1) / 2;
  if (p >= s->n_parties)
    return false;
  sketch_party *party = &s->parties[p];
  if (which % 2 == 1) {
    *out = (rule_list){.rules = party->red_lines, .count = &party->n_red_lines};
  } else {
    *out = (rule_list){.interactions = party->interactions,
                       .count = &party->n_interactions};
  }
  return true;
}

static sketch_rule *rule_at(const rule_list *list, size_t r) {
  return list->rules != NULL ? &list->rules[r] : &list->interactions[r].when;
}

static void drop_rule(const rule_list *list, size_t r) {
  const size_t after = *list->count - r - 1U;
  if (list->rules != NULL) {
    memmove(&list->rules[r], &list->rules[r + 1], after * sizeof list->rules[0]);
  } else {
    memmove(&list->interactions[r], &list->interactions[r + 1],
            after * sizeof list->interactions[0]);
  }
  --*list->count;
}

/* Copies the tree under node `from` to the end of `out`. Recursion: as deep as the
 * tree. */
static uint8_t graft(sketch_rule *out, const sketch_rule *rule, size_t from) {
  const uint8_t n = out->n_nodes++;
  out->nodes[n] = rule->nodes[from];
  const uint8_t kind = rule->nodes[from].kind;
  const bool two = kind == SKETCH_AND || kind == SKETCH_OR || kind == SKETCH_IMPLIES;
  if (two || kind == SKETCH_NOT) {
    out->nodes[n].left = graft(out, rule, rule->nodes[from].left);
  }
  if (two)
    out->nodes[n].right = graft(out, rule, rule->nodes[from].right);
  return n;
}

/* The rule is replaced by the part under one of its nodes. */
static bool shorten_rule(search *run, size_t which, size_t r) {
  rule_list list;
  rules_of(run->best, which, &list);
  const size_t n_nodes = rule_at(&list, r)->n_nodes;
  for (size_t n = 1; n < n_nodes; n++) {
    sketch *candidate = sketch_copy(run->best);
    rules_of(candidate, which, &list);
    sketch_rule shorter;
    memset(&shorter, 0, sizeof shorter);
    graft(&shorter, rule_at(&list, r), n);
    *rule_at(&list, r) = shorter;
    if (take(run, candidate))
      return true;
  }
  return false;
}

static bool drop_rules(search *run) {
  bool changed = false;
  rule_list list;
  for (size_t which = 0; rules_of(run->best, which, &list); which++) {
    for (size_t r = *list.count; r-- > 0;) {
      sketch *candidate = sketch_copy(run->best);
      rules_of(candidate, which, &list);
      drop_rule(&list, r);
      if (take(run, candidate)) {
        changed = true;
      } else {
        changed |= shorten_rule(run, which, r);
      }
    }
    rules_of(run->best, which, &list);
  }
  return changed;
}

/* ---- settings and numbers ---- */

/* Switches one setting off; false when there are no more. */
static bool switch_off(sketch *s, size_t which) {
  if (which == 0) {
    s->quota = 0;
    return true;
  }
  if (which == 1) {
    for (size_t i = 0; i < SKETCH_MAX_ISSUES; i++) {
      memset(s->issues[i].needs, 0, sizeof s->issues[i].needs);
    }
    return true;
  }
  if (which == 2) {
    s->style = 0;
    return true;
  }
  const size_t p = (which - 3) / 7;
  if (p >= s->n_parties)
    return false;
  sketch_party *party = &s->parties[p];
  switch ((which - 3) % 7) {
  case 0:
    party->veto = false;
    break;
  case 1:
    party->power = 0;
    break;
  case 2:
    party->has_cap = false;
    break;
  case 3:
    party->has_scale = false;
    break;
  case 4:
    party->has_reservation = false;
    break;
  case 5:
    for (size_t i = 0; i < SKETCH_MAX_ISSUES; i++)
      party->entries[i].breakpoints = 0;
    break;
  default:
    if (party->position == SKETCH_WEIGHTS)
      party->position = SKETCH_POINTS;
    break;
  }
  return true;
}

static bool simplify_settings(search *run) {
  bool changed = false;
  for (size_t which = 0;; which++) {
    sketch *candidate = sketch_copy(run->best);
    if (!switch_off(candidate, which)) {
      sketch_free(candidate);
      return changed;
    }
    changed |= take(run, candidate);
  }
}

/* Number `which` of the case, or NULL when there are no more. */
static sketch_number *number_at(sketch *s, size_t which) {
  for (size_t p = 0; p < s->n_parties; p++) {
    sketch_party *party = &s->parties[p];
    sketch_number *settings[3] = {&party->reservation, &party->scale, &party->cap};
    if (which < 3)
      return settings[which];
    which -= 3;
    if (which < party->n_interactions)
      return &party->interactions[which].add;
    which -= party->n_interactions;
    for (size_t i = 0; i < s->n_issues; i++) {
      const size_t n = s->issues[i].n_options;
      if (which == 0)
        return &party->entries[i].weight;
      if (which <= n)
        return &party->entries[i].value[which - 1];
      which -= n + 1;
    }
  }
  return NULL;
}

/* A scale of 0 or a weight below it would only be another kind of wrong case. */
static bool is_plausible(const sketch *s) {
  for (size_t p = 0; p < s->n_parties; p++) {
    if (s->parties[p].has_scale && s->parties[p].scale.num <= 0)
      return false;
    for (size_t i = 0; i < s->n_issues; i++) {
      if (s->parties[p].entries[i].weight.num < 0)
        return false;
    }
  }
  return true;
}

static bool simplify_number(search *run, size_t which) {
  const sketch_number old = *number_at(run->best, which);
  if (old.den == 0)
    return false;
  const sketch_number simpler[] = {{0, 1},
                                   {1, 1},
                                   {old.num / old.den, 1},
                                   {old.num / 2, old.den},
                                   {old.num - 1, old.den}};
  for (size_t i = 0; i < sizeof simpler / sizeof simpler[0]; i++) {
    const bool smaller = simpler[i].den < old.den || simpler[i].num < old.num;
    if (!smaller || (i > 0 && old.num <= 1 && old.den == 1))
      continue;
    if (i > 2 && old.num <= 0)
      continue;
    sketch *candidate = sketch_copy(run->best);
    *number_at(candidate, which) = simpler[i];
    if (!is_plausible(candidate)) {
      sketch_free(candidate);
      continue;
    }
    if (take(run, candidate))
      return true;
  }
  return false;
}

static bool simplify_numbers(search *run) {
  bool changed = false;
  for (size_t which = 0; number_at(run->best, which) != NULL; which++) {
    changed |= simplify_number(run, which);
  }
  return changed;
}

sketch *shrink_sketch(const sketch *failing, shrink_fails fails, void *user) {
  search run = {.best = sketch_copy(failing), .fails = fails, .user = user};
  for (bool changed = true; changed && run.trials < MAX_TRIALS;) {
    changed = drop_parts(&run);
    changed |= drop_rules(&run);
    changed |= simplify_settings(&run);
    changed |= simplify_numbers(&run);
  }
  return run.best;
}
