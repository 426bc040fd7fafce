/* State of play, red lines over several issues. What they rule out of one issue depends
 * on the others, so they stand with no single one: each is told once, by itself. */
#include "explain/partial.h"
#include "explain/state_of_play.h"

#include "base/banned.h"

static const char *or_empty(const char *text) {
  return text == NULL ? "" : text;
}

static bool is_over_several(const eir_case *the_case, const eir_i_rule *rule) {
  size_t n = 0;
  for (size_t i = 0; n < 2 && i < the_case->n_issues; i++)
    n += eir_i_partial_mentions(rule->expression, (uint32_t)i);
  return n == 2;
}

static eir_shown_rule shown(size_t party, const eir_i_rule *rule) {
  return (eir_shown_rule){.party = party,
                          .id = or_empty(rule->id),
                          .text = or_empty(rule->text),
                          .uncertain = rule->unknown != EIR_I_NONE,
                          .source = or_empty(rule->notes.source),
                          .basis = or_empty(rule->notes.basis)};
}

bool eir_i_state_make_rules(eir_state_of_play *state) {
  const eir_case *the_case = state->the_case;
  size_t n = 0;
  for (size_t p = 0; p < the_case->n_parties; p++)
    n += the_case->parties[p].position.n_red_lines;
  eir_shown_rule *rules = eir_i_arena_take_array(&state->arena, n, sizeof *rules);
  if (rules == NULL)
    return false;
  for (size_t p = 0; p < the_case->n_parties; p++) {
    const eir_i_position *position = &the_case->parties[p].position;
    for (size_t r = 0; r < position->n_red_lines; r++)
      if (is_over_several(the_case, &position->red_lines[r]))
        rules[state->n_rules++] = shown(p, &position->red_lines[r]);
  }
  state->rules = rules;
  return true;
}
