/* Draws: inputs, and their values by the inverse of their distribution.
 *
 * Uniform values and chances come from integers alone. The triangular distribution
 * needs a square root, which IEEE 754 rounds correctly: with no other function and no
 * fused operations, every machine gives the same value. */
#include "sample/draws.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"

#include "base/banned.h"

static const int64_t largest_value = INT64_C(1) << 62;

/* ---- the list of inputs ---- */

/* value * unit, rounded down, or up; clamped to what is held. */
static int64_t in_parts(eir_i_rational value, int64_t unit, bool up) {
  const eir_i_i128 limit = largest_value;
  if (value.n / value.d >= limit / unit)
    return largest_value;
  if (value.n / value.d <= -(limit / unit))
    return -largest_value;
  eir_i_i128 whole = value.n / value.d, rest = value.n % value.d;
  if (value.d > limit) { /* so that rest * unit fits; 2^-62 is far below 10^-6 */
    eir_i_i128 coarser = value.d / limit;
    rest /= coarser;
    value.d /= coarser;
  }
  eir_i_i128 parts = rest * unit / value.d, left = rest * unit % value.d;
  if (up && left > 0)
    parts++;
  if (!up && left < 0)
    parts--;
  return (int64_t)(whole * unit + parts);
}

static bool fits(eir_i_rational value, int64_t unit) {
  eir_i_i128 whole = value.n / value.d;
  return whole < largest_value / unit && whole > -(largest_value / unit);
}

/* The nearest inside the range; where none is inside, the one below the mode. */
static void set_range(eir_i_input *input, const eir_i_unknown *unknown) {
  input->unit = EIR_I_DRAW_UNIT;
  if (!fits(unknown->low, input->unit) || !fits(unknown->high, input->unit))
    input->unit = 1;
  input->low = in_parts(unknown->low, input->unit, true);
  input->high = in_parts(unknown->high, input->unit, false);
  input->mode = in_parts(unknown->mode, input->unit, false);
  if (input->low > input->high)
    input->low = input->high = input->mode;
  if (input->mode < input->low)
    input->mode = input->low;
  assert(input->mode <= input->high || unknown->kind != EIR_I_UNKNOWN_TRIANGULAR);
}

static eir_i_input_kind kind_of(const eir_i_unknown *unknown) {
  switch (unknown->kind) {
  case EIR_I_UNKNOWN_UNIFORM:
    return EIR_I_INPUT_UNIFORM;
  case EIR_I_UNKNOWN_TRIANGULAR:
    return EIR_I_INPUT_TRIANGULAR;
  case EIR_I_UNKNOWN_RULE:
    break;
  }
  return EIR_I_INPUT_RULE;
}

static bool list_unknowns(const eir_case *the_case, uint64_t seed, eir_i_arena *arena,
                          eir_i_inputs *inputs) {
  const char **first = eir_i_arena_take_array(arena, the_case->n_groups, sizeof *first);
  if (first == NULL)
    return false;
  for (size_t i = 0; i < the_case->n_unknowns; i++) {
    const eir_i_unknown *unknown = &the_case->unknowns[i];
    if (unknown->group == EIR_I_NONE)
      continue;
    const char **of = &first[unknown->group];
    if (*of == NULL || strcmp(unknown->path, *of) < 0)
      *of = unknown->path;
  }
  for (size_t i = 0; i < the_case->n_unknowns; i++) {
    const eir_i_unknown *unknown = &the_case->unknowns[i];
    const char *path =
        unknown->group == EIR_I_NONE ? unknown->path : first[unknown->group];
    eir_i_input *input = &inputs->items[inputs->count++];
    *input = (eir_i_input){.path = unknown->path,
                           .kind = kind_of(unknown),
                           .key = eir_i_random_key(seed, eir_i_random_stream(path)),
                           .notes = &unknown->notes};
    /* A stream of its own: a rule takes two numbers, and only one is its group's. */
    input->chance_key = eir_i_random_key(seed, ~eir_i_random_stream(unknown->path));
    set_range(input, unknown);
  }
  return true;
}

static bool is_open(const eir_i_position *position, size_t issue, size_t option) {
  const uint8_t *table = position->stances[issue];
  return table == NULL || table[option] == EIR_I_STANCE_MISSING ||
         table[option] == EIR_I_STANCE_UNKNOWN;
}

static size_t count_open(const eir_case *the_case, const eir_i_position *position) {
  size_t n = 0;
  for (size_t i = 0; i < the_case->n_issues; i++)
    for (size_t o = 0; o < the_case->issues[i].n_options; o++)
      n += is_open(position, i, o);
  return n;
}

static const char *stance_path(const eir_i_party *party, const eir_i_issue *issue,
                               size_t option, eir_i_arena *arena, eir_i_text *text) {
  eir_i_text_clear(text);
  eir_i_text_add_format(text, "positions.%s.stance.%s.%s", party->id, issue->id,
                        issue->options[option].id);
  return text->failed ? NULL : eir_i_arena_copy_text(arena, text->data, text->length);
}

static bool list_stances(const eir_case *the_case, uint32_t party, uint64_t seed,
                         eir_i_arena *arena, eir_i_inputs *inputs) {
  const eir_i_party *of = &the_case->parties[party];
  eir_i_text text;
  eir_i_text_init(&text, arena->memory);
  bool done = true;
  for (uint32_t i = 0; i < the_case->n_issues && done; i++) {
    for (uint32_t o = 0; o < the_case->issues[i].n_options && done; o++) {
      if (!is_open(&of->position, i, o))
        continue;
      eir_i_input *input = &inputs->items[inputs->count++];
      *input = (eir_i_input){.kind = EIR_I_INPUT_STANCE,
                             .mode = EIR_I_DRAW_UNIT / 2,
                             .high = EIR_I_DRAW_UNIT,
                             .unit = EIR_I_DRAW_UNIT,
                             .party = party,
                             .issue = i,
                             .option = o,
                             .notes = &of->position.notes};
      input->path = stance_path(of, &the_case->issues[i], o, arena, &text);
      done = input->path != NULL;
      if (!done)
        break;
      uint64_t stream = eir_i_random_stream(input->path);
      input->key = eir_i_random_key(seed, stream);
      input->chance_key = eir_i_random_key(seed, ~stream);
    }
  }
  eir_i_text_free(&text);
  return done;
}

eir_status eir_i_inputs_list(const eir_case *the_case, uint64_t seed,
                             eir_i_arena *arena, eir_i_inputs *out_inputs) {
  size_t most = the_case->n_unknowns;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    const eir_i_party *party = &the_case->parties[the_case->signatories[k]];
    if (party->position.kind == EIR_POSITION_STANCE)
      most += count_open(the_case, &party->position);
  }
  *out_inputs =
      (eir_i_inputs){.the_case = the_case, .n_unknowns = the_case->n_unknowns};
  out_inputs->items = eir_i_arena_take_array(arena, most, sizeof *out_inputs->items);
  if (out_inputs->items == NULL || !list_unknowns(the_case, seed, arena, out_inputs))
    return EIR_NO_MEMORY;
  for (size_t k = 0; k < the_case->n_signatories; k++) {
    uint32_t party = the_case->signatories[k];
    if (the_case->parties[party].position.kind == EIR_POSITION_STANCE &&
        !list_stances(the_case, party, seed, arena, out_inputs))
      return EIR_NO_MEMORY;
  }
  assert(out_inputs->count == most);
  return EIR_OK;
}

/* ---- values ---- */

/* low + (high - low) * at / 2^64, rounded to the nearest. */
static int64_t uniform(int64_t low, int64_t high, uint64_t at) {
  uint64_t width = (uint64_t)high - (uint64_t)low;
  eir_i_u128 product = (eir_i_u128)width * at + (UINT64_C(1) << 63);
  return (int64_t)((uint64_t)low + (uint64_t)(product >> 64));
}

static int64_t clamp(int64_t value, int64_t low, int64_t high) {
  if (value < low)
    return low;
  return value > high ? high : value;
}

/* The inverse of the distribution function: a square root from either end (Kotz and van
 * Dorp 2004, "Beyond Beta", chapter 1). */
static int64_t triangular(const eir_i_input *input, uint64_t at) {
  double width = (double)(input->high - input->low);
  double left = (double)(input->mode - input->low);
  double right = (double)(input->high - input->mode);
  double u = ((double)(at >> 11) + 0.5) * 0x1p-53;
  double offset =
      u * width < left ? sqrt(u * width * left) : width - sqrt((1 - u) * width * right);
  return clamp(input->low + (int64_t)(offset + 0.5), input->low, input->high);
}

int64_t eir_i_draw_value(const eir_i_input *input, uint64_t at) {
  if (input->kind == EIR_I_INPUT_TRIANGULAR && input->low < input->high)
    return triangular(input, at);
  return uniform(input->low, input->high, at);
}

/* Is at / 2^64 below the chance? */
static bool holds(const eir_i_input *input, uint64_t at, uint64_t index) {
  uint64_t chance_at = eir_i_random_at(input->chance_key, index);
  int64_t chance = uniform(input->low, input->high, chance_at);
  uint64_t parts = (uint64_t)(((eir_i_u128)at * EIR_I_DRAW_UNIT) >> 64);
  return (int64_t)parts < chance;
}

void eir_i_draw(const eir_i_inputs *inputs, uint64_t index, eir_i_drawn *out_drawn) {
  for (size_t i = 0; i < inputs->count; i++) {
    const eir_i_input *input = &inputs->items[i];
    uint64_t at = eir_i_random_at(input->key, index);
    out_drawn[i].at = at;
    if (input->kind <= EIR_I_INPUT_TRIANGULAR)
      out_drawn[i].value = eir_i_draw_value(input, at);
    else
      out_drawn[i].value = holds(input, at, index);
  }
}
