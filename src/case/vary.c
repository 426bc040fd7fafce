/* Vary: shallow copies of a case.
 *
 * Only the arrays that change are copied. Everything a copy shares with the case is
 * const there, so a change of one can never reach the other. */
#include "case/vary.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

/* Scores are above -2^62, so every one reaches it; and the difference of a score and it
 * still fits 64 bits. */
static const int64_t lowest_reservation = -(INT64_C(1) << 62) + 1;

static void *copy_array(eir_i_arena *arena, const void *from, size_t n, size_t size) {
  void *copy = eir_i_arena_take_array(arena, n, size);
  if (copy != NULL && n > 0)
    memcpy(copy, from, n * size);
  return copy;
}

eir_case *eir_i_vary_copy(const eir_case *the_case, eir_i_arena *arena) {
  eir_case *copy = eir_i_arena_take_array(arena, 1, sizeof *copy);
  eir_i_party *parties =
      copy_array(arena, the_case->parties, the_case->n_parties, sizeof *parties);
  if (copy == NULL || parties == NULL)
    return NULL;
  *copy = *the_case;
  copy->parties = parties;
  /* Its contents stay with the case. */
  memset(&copy->arena, 0, sizeof copy->arena);
  return copy;
}

void eir_i_vary_free_reservation(eir_case *copy, size_t party) {
  assert(party < copy->n_parties);
  eir_i_position *position = &copy->parties[party].position;
  position->reservation = lowest_reservation;
  position->has_reservation = true;
}

/* The rules with keep[i], in order. */
static bool keep_rules(const eir_i_rule **rules, size_t *n, const bool *keep,
                       eir_i_arena *arena) {
  eir_i_rule *kept = eir_i_arena_take_array(arena, *n, sizeof *kept);
  if (kept == NULL)
    return false;
  size_t n_kept = 0;
  for (size_t i = 0; i < *n; i++)
    if (keep[i])
      kept[n_kept++] = (*rules)[i];
  *rules = kept;
  *n = n_kept;
  return true;
}

bool eir_i_vary_constraints(eir_case *copy, const bool *keep, eir_i_arena *arena) {
  return keep_rules(&copy->constraints, &copy->n_constraints, keep, arena);
}

bool eir_i_vary_red_lines(eir_case *copy, size_t party, const bool *keep,
                          eir_i_arena *arena) {
  assert(party < copy->n_parties);
  eir_i_position *position = &copy->parties[party].position;
  return keep_rules(&position->red_lines, &position->n_red_lines, keep, arena);
}

/* A table of stances of the copy's own for the issue, all of it MISSING where the case
 * says nothing. */
static uint8_t *own_stances(eir_case *copy, size_t party, size_t issue,
                            eir_i_arena *arena) {
  eir_i_position *position = &copy->parties[party].position;
  assert(position->kind == EIR_POSITION_STANCE && issue < copy->n_issues);
  size_t n_options = copy->issues[issue].n_options;
  const uint8_t **tables =
      copy_array(arena, position->stances, copy->n_issues, sizeof *tables);
  uint8_t *table = eir_i_arena_take_array(arena, n_options, sizeof *table);
  if (tables == NULL || table == NULL)
    return NULL;
  if (tables[issue] != NULL)
    memcpy(table, tables[issue], n_options * sizeof *table);
  tables[issue] = table;
  position->stances = tables;
  return table;
}

bool eir_i_vary_stance(eir_case *copy, size_t party, size_t issue, uint32_t option,
                       eir_i_arena *arena) {
  uint8_t *table = own_stances(copy, party, issue, arena);
  if (table == NULL)
    return false;
  assert(option < copy->issues[issue].n_options);
  table[option] = EIR_I_STANCE_ACCEPTS;
  return true;
}

bool eir_i_vary_accept_all(eir_case *copy, size_t party, eir_i_arena *arena) {
  eir_i_position *position = &copy->parties[party].position;
  position->red_lines = NULL;
  position->n_red_lines = 0;
  if (position->kind != EIR_POSITION_STANCE) {
    eir_i_vary_free_reservation(copy, party);
    return true;
  }
  for (size_t i = 0; i < copy->n_issues; i++) {
    uint8_t *table = own_stances(copy, party, i, arena);
    if (table == NULL)
      return false;
    memset(table, EIR_I_STANCE_ACCEPTS, copy->issues[i].n_options);
  }
  return true;
}
