/* Draw: the case as it would be if the inputs had the values drawn. */
#ifndef EIR_SAMPLE_DRAW_H
#define EIR_SAMPLE_DRAW_H

#include "sample/draws.h"

/* Draws that can be given scores are made; a very few cannot: weights that are all 0
 * and are to be divided by their sum, a scale of 0, scores that do not fit. */
typedef enum eir_i_made {
  EIR_I_MADE = 0,
  EIR_I_NOT_MADE,
  EIR_I_MADE_NO_MEMORY
} eir_i_made;

/* The position of `party`, which has a recipe, with the values drawn[inputs->count].
 * Memory comes from `arena`. */
eir_i_made eir_i_draw_position(const eir_i_inputs *inputs, size_t party,
                               const eir_i_drawn *drawn, eir_i_arena *arena,
                               eir_i_position *out_position);

/* A variation of the case (case/vary.h) in which nothing is unknown: positions with the
 * values drawn, rules that do not hold left out, open stances accepted or refused. */
eir_i_made eir_i_draw_case(const eir_i_inputs *inputs, const eir_i_drawn *drawn,
                           eir_i_arena *arena, const eir_case **out_case);

#endif
