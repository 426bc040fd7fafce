/* Draw: positions by their recipes, rules and stances as drawn. */
#include "sample/draw.h"

#include <assert.h>
#include <string.h>

#include "case/recipe.h"
#include "case/vary.h"

#include "base/banned.h"

eir_i_made eir_i_draw_position(const eir_i_inputs *inputs, size_t party,
                               const eir_i_drawn *drawn, eir_i_arena *arena,
                               eir_i_position *out_position) {
  const eir_i_recipe *recipe = inputs->the_case->parties[party].position.recipe;
  assert(recipe != NULL);
  eir_i_rational *numbers =
      eir_i_arena_take_raw(arena, recipe->n_numbers, sizeof *numbers);
  if (numbers == NULL)
    return EIR_I_MADE_NO_MEMORY;
  for (size_t i = 0; i < recipe->n_numbers; i++) {
    uint32_t input = recipe->numbers[i].unknown;
    numbers[i] = recipe->numbers[i].value;
    if (input == EIR_I_NONE)
      continue;
    assert(input < inputs->n_unknowns);
    numbers[i] = (eir_i_rational){drawn[input].value, inputs->items[input].unit};
  }
  eir_i_score_result result =
      eir_i_recipe_apply(inputs->the_case, party, numbers, arena, out_position);
  if (result == EIR_I_SCORE_NO_MEMORY)
    return EIR_I_MADE_NO_MEMORY;
  return result == EIR_I_SCORE_OK ? EIR_I_MADE : EIR_I_NOT_MADE;
}

/* Leaves out the rules that do not hold; the others hold for sure. */
static bool settle_rules(const eir_i_rule **io_rules, size_t *io_n,
                         const eir_i_drawn *drawn, eir_i_arena *arena) {
  eir_i_rule *kept = eir_i_arena_take_raw(arena, *io_n, sizeof *kept);
  if (kept == NULL)
    return false;
  size_t n = 0;
  for (size_t i = 0; i < *io_n; i++) {
    const eir_i_rule *rule = &(*io_rules)[i];
    if (rule->unknown != EIR_I_NONE && drawn[rule->unknown].value == 0)
      continue;
    kept[n] = *rule;
    kept[n++].unknown = EIR_I_NONE;
  }
  *io_rules = kept;
  *io_n = n;
  return true;
}

/* Tables of the party's own, so that what was open can be set in them. */
static bool copy_stances(const eir_case *the_case, eir_i_position *position,
                         eir_i_arena *arena) {
  const uint8_t **tables =
      eir_i_arena_take_array(arena, the_case->n_issues, sizeof *tables);
  if (tables == NULL)
    return false;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    size_t n = the_case->issues[i].n_options;
    uint8_t *table = eir_i_arena_take_array(arena, n, sizeof *table);
    if (table == NULL)
      return false;
    if (position->stances[i] != NULL)
      memcpy(table, position->stances[i], n * sizeof *table);
    tables[i] = table;
  }
  position->stances = tables;
  return true;
}

static bool settle_stances(const eir_i_inputs *inputs, const eir_i_drawn *drawn,
                           eir_case *copy, eir_i_arena *arena) {
  uint32_t party = EIR_I_NONE;
  for (size_t i = inputs->n_unknowns; i < inputs->count; i++) {
    const eir_i_input *input = &inputs->items[i];
    eir_i_position *position = &copy->parties[input->party].position;
    if (input->party != party && !copy_stances(copy, position, arena))
      return false;
    party = input->party;
    /* The copy's own table. */
    uint8_t *table = (uint8_t *)(uintptr_t)position->stances[input->issue];
    table[input->option] =
        drawn[i].value != 0 ? EIR_I_STANCE_REFUSES : EIR_I_STANCE_ACCEPTS;
  }
  return true;
}

static eir_i_made settle_party(const eir_i_inputs *inputs, const eir_i_drawn *drawn,
                               size_t party, eir_case *copy, eir_i_arena *arena) {
  eir_i_position *position = &copy->parties[party].position;
  if (position->recipe != NULL) {
    eir_i_made made = eir_i_draw_position(inputs, party, drawn, arena, position);
    if (made != EIR_I_MADE)
      return made;
  }
  position->recipe = NULL;
  return settle_rules(&position->red_lines, &position->n_red_lines, drawn, arena)
             ? EIR_I_MADE
             : EIR_I_MADE_NO_MEMORY;
}

eir_i_made eir_i_draw_case(const eir_i_inputs *inputs, const eir_i_drawn *drawn,
                           eir_i_arena *arena, const eir_case **out_case) {
  *out_case = NULL;
  eir_case *copy = eir_i_vary_copy(inputs->the_case, arena);
  if (copy == NULL ||
      !settle_rules(&copy->constraints, &copy->n_constraints, drawn, arena))
    return EIR_I_MADE_NO_MEMORY;
  for (size_t p = 0; p < copy->n_parties; p++) {
    eir_i_made made = settle_party(inputs, drawn, p, copy, arena);
    if (made != EIR_I_MADE)
      return made;
  }
  if (!settle_stances(inputs, drawn, copy, arena))
    return EIR_I_MADE_NO_MEMORY;
  copy->n_unknowns = 0;
  *out_case = copy;
  return EIR_I_MADE;
}
