/* Walk: depth-first over the issues in their own order.
 *
 * Going down an issue settles the rules and interactions whose last issue it is.
 * `alive` holds the signatories who may still accept: not stopped by a stance or red
 * line, and able to reach their reservation with the best of the rest. */
#include "solve/walk.h"

#include "solve/issue_set.h"

#include "base/banned.h"

/* A rule that is checked once its last issue is decided. */
typedef struct check {
  const eir_i_expression *expression;
  uint64_t owner; /* the signatory's bit; 0: without it no outcome counts */
  size_t
      guarantor; /* party: the rule binds where one of its options is taken; SIZE_MAX:
                       everywhere */
} check;

typedef struct gain {
  const eir_i_expression *when;
  uint32_t signatory;
  int64_t add;
} gain;

typedef struct level {
  uint32_t option;     /* taken now */
  uint32_t first, end; /* options that are tried */
  uint64_t alive;      /* after this issue */
  int64_t *score;      /* [n_signatories] after this issue */
  int64_t *rest;       /* [n_signatories] most that the later issues can add */
  uint64_t *willing;   /* [n_options] signatories whose stance allows it; NULL: all */
  const check *checks;
  size_t n_checks;
  const gain *gains;
  size_t n_gains;
} level;

struct eir_i_walk {
  const eir_case *the_case;
  eir_i_consent consent;
  size_t n_signatories;
  level *levels;        /* [n_issues] */
  uint32_t *options;    /* [n_issues] of the branch */
  int64_t *floor;       /* [n_signatories] to accept; INT64_MIN: any; INT64_MAX: none */
  const int64_t *least; /* [n_signatories] to count, or NULL */
  int64_t *capped;      /* [n_signatories] scores of the outcome stood on */
  int64_t *zero;        /* [n_signatories] */
  uint64_t vetoes;
  bool started;
};

typedef struct maker {
  eir_i_walk *walk;
  eir_i_arena *arena;
  eir_i_issue_set named;
  eir_i_array *checks; /* [n_issues] of check */
  eir_i_array *gains;  /* [n_issues] of gain */
} maker;

static const eir_i_party *signatory(const eir_i_walk *walk, size_t i) {
  return &walk->the_case->parties[walk->the_case->signatories[i]];
}

static bool asks_consent(const eir_i_walk *walk) {
  return walk->consent == EIR_I_CONSENT_CERTAIN ||
         walk->consent == EIR_I_CONSENT_POSSIBLE;
}

/* ---- making ---- */

static bool needs_party(const eir_i_option *option, size_t party) {
  for (size_t i = 0; i < option->n_needs; i++) {
    if (option->needs[i] == party)
      return true;
  }
  return false;
}

static bool issue_needs(const eir_i_issue *issue, size_t party) {
  for (size_t o = 0; o < issue->n_options; o++) {
    if (needs_party(&issue->options[o], party))
      return true;
  }
  return false;
}

static size_t last_issue(const eir_i_issue_set *named) {
  size_t last = 0;
  for (size_t i = 0; i < named->count; i++) {
    if (named->issues[i] > last)
      last = named->issues[i];
  }
  return last;
}

static bool add_check(maker *m, check made) {
  const eir_case *the_case = m->walk->the_case;
  eir_i_issue_set_clear(&m->named);
  eir_i_issue_set_add_expression(&m->named, made.expression);
  for (uint32_t i = 0; made.guarantor != SIZE_MAX && i < the_case->n_issues; i++) {
    if (issue_needs(&the_case->issues[i], made.guarantor))
      eir_i_issue_set_add(&m->named, i);
  }
  return eir_i_array_push(&m->checks[last_issue(&m->named)], &made);
}

/* Rules that may not hold are left out where only the possible is asked. */
static bool add_rule(maker *m, const eir_i_rule *rule, uint64_t owner,
                     size_t guarantor) {
  return !eir_i_rule_binds(rule, m->walk->consent) ||
         add_check(m, (check){rule->expression, owner, guarantor});
}

static bool add_red_lines(maker *m, const eir_i_party *party, uint64_t owner,
                          size_t guarantor) {
  for (size_t i = 0; i < party->position.n_red_lines; i++) {
    if (!add_rule(m, &party->position.red_lines[i], owner, guarantor))
      return false;
  }
  return true;
}

static bool add_checks(maker *m) {
  const eir_case *the_case = m->walk->the_case;
  for (size_t i = 0; i < the_case->n_constraints; i++) {
    if (!add_rule(m, &the_case->constraints[i], 0, SIZE_MAX))
      return false;
  }
  if (!asks_consent(m->walk))
    return true;
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    if (!add_red_lines(m, signatory(m->walk, i), UINT64_C(1) << i, SIZE_MAX))
      return false;
  }
  for (size_t i = 0; i < the_case->n_parties; i++) {
    if ((the_case->parties[i].roles & EIR_ROLE_GUARANTOR) != 0 &&
        !add_red_lines(m, &the_case->parties[i], 0, i))
      return false;
  }
  return true;
}

static bool add_gains(maker *m) {
  for (uint32_t i = 0; i < m->walk->n_signatories; i++) {
    const eir_i_position *position = &signatory(m->walk, i)->position;
    for (size_t j = 0; j < position->n_interactions; j++) {
      gain made = {position->interactions[j].when, i, position->interactions[j].add};
      eir_i_issue_set_clear(&m->named);
      eir_i_issue_set_add_expression(&m->named, made.when);
      if (!eir_i_array_push(&m->gains[last_issue(&m->named)], &made))
        return false;
    }
  }
  return true;
}

static bool make_willing(maker *m, size_t issue) {
  eir_i_walk *walk = m->walk;
  size_t n = walk->the_case->issues[issue].n_options;
  bool possible = walk->consent == EIR_I_CONSENT_POSSIBLE;
  for (size_t i = 0; i < walk->n_signatories && asks_consent(walk); i++) {
    const eir_i_position *position = &signatory(walk, i)->position;
    if (position->kind != EIR_POSITION_STANCE)
      continue;
    uint64_t *willing = walk->levels[issue].willing;
    if (willing == NULL) {
      willing = eir_i_arena_take_array(m->arena, n, sizeof *willing);
      if (willing == NULL)
        return false;
      for (size_t o = 0; o < n; o++)
        willing[o] = UINT64_MAX;
      walk->levels[issue].willing = willing;
    }
    const uint8_t *stances = position->stances[issue];
    for (size_t o = 0; o < n; o++) {
      eir_i_stance stance =
          stances == NULL ? EIR_I_STANCE_MISSING : (eir_i_stance)stances[o];
      if (!eir_i_stance_consents(stance, possible))
        willing[o] &= ~(UINT64_C(1) << i);
    }
  }
  return true;
}

static int64_t option_score(const eir_i_walk *walk, size_t i, size_t issue,
                            size_t option) {
  const eir_i_party *party = signatory(walk, i);
  if (!eir_i_party_has_scores(party))
    return 0;
  const int64_t *scores = party->position.scores[issue];
  return scores == NULL ? 0 : scores[option];
}

/* rest[i] of every level, from the last issue backwards. */
static void make_rests(eir_i_walk *walk) {
  size_t n_issues = walk->the_case->n_issues;
  for (size_t issue = n_issues; issue-- > 1;) {
    const level *from = &walk->levels[issue];
    int64_t *rest = walk->levels[issue - 1].rest;
    for (size_t i = 0; i < walk->n_signatories; i++) {
      int64_t most = INT64_MIN;
      for (size_t o = 0; o < walk->the_case->issues[issue].n_options; o++) {
        int64_t score = option_score(walk, i, issue, o);
        if (score > most)
          most = score;
      }
      rest[i] = from->rest[i] + most;
    }
    for (size_t g = 0; g < from->n_gains; g++) {
      if (from->gains[g].add > 0)
        rest[from->gains[g].signatory] += from->gains[g].add;
    }
  }
}

static bool make_levels(maker *m) {
  eir_i_walk *walk = m->walk;
  size_t n = walk->n_signatories;
  for (size_t issue = 0; issue < walk->the_case->n_issues; issue++) {
    level *made = &walk->levels[issue];
    eir_i_array *lists[2] = {&m->checks[issue], &m->gains[issue]};
    const void *settled[2];
    for (int k = 0; k < 2; k++) {
      size_t bytes = lists[k]->count * lists[k]->item_size;
      char *copy = eir_i_arena_take(m->arena, bytes);
      if (copy == NULL)
        return false;
      const char *from = lists[k]->items;
      for (size_t b = 0; b < bytes; b++)
        copy[b] = from[b];
      settled[k] = copy;
    }
    made->checks = settled[0];
    made->n_checks = lists[0]->count;
    made->gains = settled[1];
    made->n_gains = lists[1]->count;
    made->score = eir_i_arena_take_array(m->arena, n, sizeof *made->score);
    made->rest = eir_i_arena_take_array(m->arena, n, sizeof *made->rest);
    made->end = (uint32_t)walk->the_case->issues[issue].n_options;
    if (made->score == NULL || made->rest == NULL || !make_willing(m, issue))
      return false;
  }
  make_rests(walk);
  return true;
}

static bool make_parts(maker *m) {
  eir_i_walk *walk = m->walk;
  size_t n_issues = walk->the_case->n_issues, n = walk->n_signatories;
  walk->levels = eir_i_arena_take_array(m->arena, n_issues, sizeof(level));
  walk->options = eir_i_arena_take_array(m->arena, n_issues, sizeof(uint32_t));
  walk->floor = eir_i_arena_take_array(m->arena, n, sizeof(int64_t));
  walk->capped = eir_i_arena_take_array(m->arena, n, sizeof(int64_t));
  walk->zero = eir_i_arena_take_array(m->arena, n, sizeof(int64_t));
  m->checks = eir_i_arena_take_array(m->arena, n_issues, sizeof(eir_i_array));
  m->gains = eir_i_arena_take_array(m->arena, n_issues, sizeof(eir_i_array));
  if (walk->levels == NULL || walk->options == NULL || walk->floor == NULL ||
      walk->capped == NULL || walk->zero == NULL || m->checks == NULL ||
      m->gains == NULL || !eir_i_issue_set_make(&m->named, n_issues, m->arena))
    return false;
  for (size_t i = 0; i < n; i++) {
    const eir_i_party *party = signatory(walk, i);
    bool asked = asks_consent(walk) && eir_i_party_has_scores(party);
    walk->floor[i] = asked ? eir_i_party_floor(party) : INT64_MIN;
    if (party->veto)
      walk->vetoes |= UINT64_C(1) << i;
  }
  for (size_t i = 0; i < n_issues; i++) {
    eir_i_array_init(&m->checks[i], m->arena->memory, sizeof(check));
    eir_i_array_init(&m->gains[i], m->arena->memory, sizeof(gain));
  }
  bool done = add_checks(m) && add_gains(m) && make_levels(m);
  for (size_t i = 0; i < n_issues; i++) {
    eir_i_array_free(&m->checks[i]);
    eir_i_array_free(&m->gains[i]);
  }
  return done;
}

eir_status eir_i_walk_new(const eir_case *the_case, eir_i_consent consent,
                          const int64_t *least, eir_i_arena *arena,
                          eir_i_walk **out_walk) {
  *out_walk = NULL;
  eir_i_walk *walk = eir_i_arena_take(arena, sizeof *walk);
  if (walk == NULL)
    return EIR_NO_MEMORY;
  *walk = (eir_i_walk){.the_case = the_case,
                       .consent = consent,
                       .n_signatories = the_case->n_signatories,
                       .least = least};
  maker m = {.walk = walk, .arena = arena};
  if (!make_parts(&m))
    return EIR_NO_MEMORY;
  *out_walk = walk;
  return EIR_OK;
}

void eir_i_walk_restart(eir_i_walk *walk, size_t issue, uint32_t option) {
  for (size_t i = 0; i < walk->the_case->n_issues; i++) {
    bool fixed = i == issue;
    walk->levels[i].first = fixed ? option : 0;
    walk->levels[i].end =
        fixed ? option + 1 : (uint32_t)walk->the_case->issues[i].n_options;
  }
  walk->started = false;
}

void eir_i_walk_restart_at(eir_i_walk *walk, const uint32_t *options) {
  for (size_t i = 0; i < walk->the_case->n_issues; i++) {
    walk->levels[i].first = options[i];
    walk->levels[i].end = options[i] + 1;
  }
  walk->started = false;
}

/* ---- walking ---- */

static bool holds(const eir_i_walk *walk, const eir_i_expression *expression) {
  const eir_i_expression *const *child = expression->children;
  switch (expression->kind) {
  case EIR_I_EXPRESSION_FALSE:
    return false;
  case EIR_I_EXPRESSION_TRUE:
    return true;
  case EIR_I_EXPRESSION_ATOM:
    return eir_i_atom_holds(expression, walk->options[expression->issue]);
  case EIR_I_EXPRESSION_NOT:
    return !holds(walk, child[0]);
  case EIR_I_EXPRESSION_IMPLIES:
    return !holds(walk, child[0]) || holds(walk, child[1]);
  case EIR_I_EXPRESSION_AND:
    for (size_t i = 0; i < expression->n_children; i++) {
      if (!holds(walk, child[i]))
        return false;
    }
    return true;
  case EIR_I_EXPRESSION_OR:
    for (size_t i = 0; i < expression->n_children; i++) {
      if (holds(walk, child[i]))
        return true;
    }
    return false;
  }
  return false;
}

static bool calls_on(const eir_i_walk *walk, size_t party) {
  for (size_t i = 0; i < walk->the_case->n_issues; i++) {
    if (needs_party(&walk->the_case->issues[i].options[walk->options[i]], party))
      return true;
  }
  return false;
}

/* Settles the rules that end at this issue; false when nothing below can count. */
static bool settle_checks(const eir_i_walk *walk, level *at) {
  for (size_t i = 0; i < at->n_checks; i++) {
    const check *rule = &at->checks[i];
    if ((rule->owner & at->alive) == 0 && rule->owner != 0)
      continue;
    if (rule->guarantor != SIZE_MAX && !calls_on(walk, rule->guarantor))
      continue;
    if (holds(walk, rule->expression))
      continue;
    if (rule->owner == 0)
      return false;
    at->alive &= ~rule->owner;
  }
  return true;
}

static bool settle_scores(const eir_i_walk *walk, size_t issue) {
  level *at = &walk->levels[issue];
  const int64_t *before = issue == 0 ? walk->zero : walk->levels[issue - 1].score;
  for (size_t i = 0; i < walk->n_signatories; i++)
    at->score[i] = before[i] + option_score(walk, i, issue, at->option);
  for (size_t g = 0; g < at->n_gains; g++) {
    if (holds(walk, at->gains[g].when))
      at->score[at->gains[g].signatory] += at->gains[g].add;
  }
  for (size_t i = 0; i < walk->n_signatories; i++) {
    int64_t reach = at->score[i] + at->rest[i];
    if (walk->floor[i] != INT64_MIN && reach < walk->floor[i])
      at->alive &= ~(UINT64_C(1) << i);
    if (walk->least != NULL && reach < walk->least[i])
      return false;
  }
  return true;
}

static size_t count_bits(uint64_t bits) {
  size_t count = 0;
  for (; bits != 0; bits &= bits - 1)
    count++;
  return count;
}

/* Takes the option that levels[depth] stands on; false when nothing below can count. */
static bool enter(eir_i_walk *walk, size_t depth) {
  level *at = &walk->levels[depth];
  uint64_t everyone =
      walk->n_signatories == 64 ? UINT64_MAX : (UINT64_C(1) << walk->n_signatories) - 1;
  walk->options[depth] = at->option;
  at->alive = depth == 0 ? everyone : walk->levels[depth - 1].alive;
  if (at->willing != NULL)
    at->alive &= at->willing[at->option];
  if (!settle_scores(walk, depth) || !settle_checks(walk, at))
    return false;
  if (!asks_consent(walk))
    return true;
  return (walk->vetoes & ~at->alive) == 0 &&
         count_bits(at->alive) >= walk->the_case->quota;
}

static void cap_scores(eir_i_walk *walk) {
  const level *last = &walk->levels[walk->the_case->n_issues - 1];
  for (size_t i = 0; i < walk->n_signatories; i++) {
    const eir_i_position *position = &signatory(walk, i)->position;
    int64_t score = last->score[i];
    walk->capped[i] =
        position->has_cap && score > position->cap ? position->cap : score;
  }
}

bool eir_i_walk_next(eir_i_walk *walk, eir_i_effort *effort) {
  size_t n_issues = walk->the_case->n_issues;
  size_t depth = n_issues - 1;
  if (walk->started) {
    walk->levels[depth].option++;
  } else {
    walk->started = true;
    depth = 0;
    walk->levels[0].option = walk->levels[0].first;
  }
  for (;;) {
    level *at = &walk->levels[depth];
    if (at->option == at->end) {
      if (depth == 0)
        return false;
      walk->levels[--depth].option++;
      continue;
    }
    if (!eir_i_effort_spend(effort, 1))
      return false;
    if (!enter(walk, depth)) {
      at->option++;
    } else if (depth + 1 == n_issues) {
      cap_scores(walk);
      return true;
    } else {
      depth++;
      walk->levels[depth].option = walk->levels[depth].first;
    }
  }
}

const uint32_t *eir_i_walk_options(const eir_i_walk *walk) {
  return walk->options;
}

const int64_t *eir_i_walk_scores(const eir_i_walk *walk) {
  return walk->capped;
}
