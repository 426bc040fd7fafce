/* Draws: values for what a case leaves open.
 *
 * The inputs of a case are its unknowns, in their order, and after them the options
 * that a signatory with stances has not answered, each of which counts as a red line
 * that holds with a chance from 0 to 1. A draw gives each input a value:
 *
 * - [low, high]: every value is as likely as any other;
 * - {low, mode, high}: the triangular distribution;
 * - a rule: a chance is drawn uniformly from its range, and the rule holds with it.
 *
 * Values are rounded to 6 decimals and stay inside their range. They depend on the
 * seed, the number of the sample and the path of the input, and on nothing else. Inputs
 * of a group are drawn with one number, that of the path that comes first in the
 * alphabet: all of them are low, or high, together (a rule holds where the number is
 * low). Orders are kept where a position is made of the values (case/recipe.h). */
#ifndef EIR_SAMPLE_DRAWS_H
#define EIR_SAMPLE_DRAWS_H

#include "case/model.h"

enum { EIR_I_DRAW_UNIT = 1000000 };

typedef enum eir_i_input_kind {
  EIR_I_INPUT_UNIFORM = 0,
  EIR_I_INPUT_TRIANGULAR,
  EIR_I_INPUT_RULE,
  EIR_I_INPUT_STANCE
} eir_i_input_kind;

typedef struct eir_i_input {
  const char *path;
  eir_i_input_kind kind;
  /* Numbers: the range in parts of 1 / unit. Rules and stances: that of the chance, in
   * parts of 10^-6. */
  int64_t low, mode, high;
  int64_t unit; /* 10^6; 1 where numbers are too large for that */
  uint64_t key; /* of its number, or of its group's */
  uint64_t chance_key;
  uint32_t party; /* of a STANCE, like the next two */
  uint32_t issue;
  uint32_t option;
  const eir_i_notes *notes;
} eir_i_input;

typedef struct eir_i_inputs {
  const eir_case *the_case;
  eir_i_input *items; /* [count] */
  size_t count;
  size_t n_unknowns; /* the first are the unknowns of the case */
} eir_i_inputs;

/* A draw of one input. */
typedef struct eir_i_drawn {
  uint64_t at;   /* its uniform number, of 2^64 */
  int64_t value; /* in parts of 1 / unit; a rule or stance: 1 holds (refuses), 0 not */
} eir_i_drawn;

/* Lists the inputs, in `arena`. Returns EIR_OK or EIR_NO_MEMORY. */
eir_status eir_i_inputs_list(const eir_case *the_case, uint64_t seed,
                             eir_i_arena *arena, eir_i_inputs *out_inputs);

/* out_drawn[count] of sample `index`. Some ten nanoseconds an input. */
void eir_i_draw(const eir_i_inputs *inputs, uint64_t index, eir_i_drawn *out_drawn);

/* The value where the uniform number of the input is `at` of 2^64. */
int64_t eir_i_draw_value(const eir_i_input *input, uint64_t at);

#endif
