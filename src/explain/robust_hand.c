/* Robust hand: drawing inputs, and what they make of every cell. */
#include "explain/robust_hand.h"

#include <assert.h>

#include "base/banned.h"

#define PICO INT64_C(1000000000000)

/* ---- memory ---- */

static bool take_tables(eir_i_hand *h) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions, row = (n + 1) * sizeof(int64_t);
  eir_i_arena *arena = &h->arena;
  h->drawn = eir_i_arena_take_array(arena, plan->inputs->count, sizeof *h->drawn);
  h->gain = eir_i_arena_take_array(arena, plan->n_cells, row);
  h->add = eir_i_arena_take_array(arena, plan->n_clauses, sizeof *h->add);
  h->reservation = eir_i_arena_take_array(arena, 1, row);
  h->scale = eir_i_arena_take_array(arena, 1, row);
  h->cap = eir_i_arena_take_array(arena, 1, row);
  h->floor = eir_i_arena_take_array(arena, 1, row);
  h->active = eir_i_arena_take_array(arena, plan->n_words, sizeof *h->active);
  h->refused = eir_i_arena_take_array(arena, plan->n_cells, sizeof *h->refused);
  h->banned = eir_i_arena_take_array(arena, plan->n_cells, sizeof *h->banned);
  return h->drawn != NULL && h->gain != NULL && h->add != NULL &&
         h->reservation != NULL && h->scale != NULL && h->cap != NULL &&
         h->floor != NULL && h->active != NULL && h->refused != NULL &&
         h->banned != NULL;
}

static bool take_search(eir_i_hand *h) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions, row = (n + 1) * sizeof(int64_t);
  size_t places = plan->n_issues;
  eir_i_arena *arena = &h->arena;
  h->sorted = eir_i_arena_take_array(arena, plan->n_cells, sizeof *h->sorted);
  h->n_sorted = eir_i_arena_take_array(arena, places, sizeof *h->n_sorted);
  h->rest = eir_i_arena_take_array(arena, places + 1, row);
  h->slack = eir_i_arena_take_array(arena, places, row);
  h->need = eir_i_arena_take_array(arena, 1, row);
  h->multiplier = eir_i_arena_take_array(arena, 1, row);
  h->utility = eir_i_arena_take_array(arena, plan->n_cells, (n + 1) * sizeof(double));
  h->weight = eir_i_arena_take_array(arena, n + 1, sizeof *h->weight);
  h->surplus = eir_i_arena_take_array(arena, n + 1, sizeof *h->surplus);
  h->score = eir_i_arena_take_array(arena, places + 1, row);
  h->met = eir_i_arena_take_array(arena, places + 1, plan->n_words * sizeof *h->met);
  h->alive = eir_i_arena_take_array(arena, places + 1, sizeof *h->alive);
  h->next = eir_i_arena_take_array(arena, places, sizeof *h->next);
  h->options = eir_i_arena_take_array(arena, places, sizeof *h->options);
  return h->sorted != NULL && h->n_sorted != NULL && h->rest != NULL &&
         h->slack != NULL && h->need != NULL && h->multiplier != NULL &&
         h->utility != NULL && h->weight != NULL && h->surplus != NULL &&
         h->score != NULL && h->met != NULL && h->alive != NULL && h->next != NULL &&
         h->options != NULL;
}

eir_status eir_i_hand_init(eir_i_hand *hand, const eir_i_plan *plan,
                           const eir_i_memory *memory) {
  *hand = (eir_i_hand){.plan = plan};
  eir_i_memory_init(&hand->memory, &memory->allocator);
  eir_i_arena_init(&hand->arena, &hand->memory);
  eir_i_arena_init(&hand->scratch, &hand->memory);
  return take_tables(hand) && take_search(hand) ? EIR_OK : EIR_NO_MEMORY;
}

void eir_i_hand_free(eir_i_hand *hand) {
  if (hand->plan == NULL)
    return;
  eir_i_arena_free(&hand->arena);
  eir_i_arena_free(&hand->scratch);
}

bool eir_i_hand_settle(eir_i_hand *hand, size_t bytes) {
  eir_i_arena_clear(&hand->scratch);
  if (eir_i_arena_take_raw(&hand->scratch, bytes, 1) == NULL)
    return false;
  eir_i_arena_clear(&hand->scratch);
  hand->memory.limit = hand->memory.held;
  return true;
}

/* ---- rules ---- */

static bool counts(const eir_i_hand *h, uint32_t input) {
  return input == EIR_I_NONE || h->drawn[input].value != 0;
}

static void set_rules(eir_i_hand *h) {
  const eir_i_plan *plan = h->plan;
  for (size_t c = 0; c < plan->n_cells; c++) {
    h->refused[c] = 0;
    h->banned[c] = 0;
  }
  for (size_t i = 0; i < plan->n_bans; i++) {
    const eir_i_plan_ban *ban = &plan->bans[i];
    if (!counts(h, ban->input))
      continue;
    h->refused[ban->cell] |= ban->owner;
    h->banned[ban->cell] |= ban->owner == 0;
  }
  for (size_t w = 0; w < plan->n_words; w++)
    h->active[w] = 0;
  for (size_t c = 0; c < plan->n_clauses; c++) {
    if (counts(h, plan->clauses[c].input))
      h->active[c / 64] |= UINT64_C(1) << c % 64;
  }
}

/* ---- scores ---- */

static void set_gains(eir_i_hand *h, size_t d, const eir_i_position *position) {
  const eir_i_plan *plan = h->plan;
  size_t width = plan->n_dimensions + 1;
  for (size_t place = 0; place < plan->n_issues; place++) {
    const int64_t *scores = position->scores[plan->issue_at[place]];
    size_t first = plan->first_cell[place], end = plan->first_cell[place + 1];
    for (size_t c = first; c < end; c++)
      h->gain[c * width + d] = scores == NULL ? 0 : scores[c - first];
  }
  for (size_t i = 0; i < plan->n_adds; i++) {
    const eir_i_plan_add *add = &plan->adds[i];
    if (add->dimension == d)
      h->gain[add->cell * width + d] += position->interactions[add->interaction].add;
  }
  for (size_t c = 0; c < plan->n_clauses; c++) {
    if (plan->clauses[c].dimension == d)
      h->add[c] = position->interactions[plan->clauses[c].interaction].add;
  }
}

/* Utilities of all draws are measured alike: where the case gives points no scale, by
 * that at the middle, which is brought to the unit of the draw. */
static int64_t scale_of(const eir_i_plan *plan, size_t d,
                        const eir_i_position *position) {
  if (position->scale > 0)
    return position->scale;
  const eir_i_position *middle = &plan->the_case->parties[plan->party[d]].position;
  eir_i_i128 scale = (eir_i_i128)plan->yardstick[d] * position->unit / middle->unit;
  if (scale < 1)
    return 1;
  return scale < EIR_I_MOST_SURPLUS ? (int64_t)scale : EIR_I_MOST_SURPLUS;
}

static void set_levels(eir_i_hand *h, size_t d, const eir_i_position *position) {
  h->reservation[d] = position->reservation;
  h->scale[d] = scale_of(h->plan, d, position);
  h->cap[d] = position->has_cap ? position->cap : INT64_MAX;
  h->floor[d] = h->cap[d] < position->reservation ? INT64_MAX : position->reservation;
}

eir_i_made eir_i_hand_deal(eir_i_hand *hand, uint64_t index) {
  const eir_i_plan *plan = hand->plan;
  eir_i_arena_clear(&hand->scratch);
  eir_i_draw(plan->inputs, index, hand->drawn);
  for (size_t d = 0; d < plan->n_dimensions; d++) {
    eir_i_position position = plan->the_case->parties[plan->party[d]].position;
    if (position.recipe != NULL) {
      eir_i_made made = eir_i_draw_position(plan->inputs, plan->party[d], hand->drawn,
                                            &hand->scratch, &position);
      if (made != EIR_I_MADE)
        return made;
    }
    set_gains(hand, d, &position);
    set_levels(hand, d, &position);
  }
  set_rules(hand);
  return EIR_I_MADE;
}

/* ---- outcomes ---- */

int64_t eir_i_hand_surplus(const eir_i_hand *hand, const int64_t *scores) {
  eir_i_i128 least = EIR_I_MOST_SURPLUS;
  for (size_t d = 0; d < hand->plan->n_dimensions; d++) {
    int64_t score = scores[d] < hand->cap[d] ? scores[d] : hand->cap[d];
    eir_i_i128 above = ((eir_i_i128)score - hand->reservation[d]) * PICO;
    eir_i_i128 surplus = above / hand->scale[d];
    if (above % hand->scale[d] < 0)
      surplus--;
    least = surplus < least ? surplus : least;
  }
  return least < -EIR_I_MOST_SURPLUS ? -EIR_I_MOST_SURPLUS : (int64_t)least;
}

static size_t count_bits(uint64_t bits) {
  size_t count = 0;
  for (; bits != 0; bits &= bits - 1)
    count++;
  return count;
}

/* The rules that the outcome breaks in this draw: false if no consent can mend it, else
 * *io_alive loses those who refuse. */
static bool meets_rules(const eir_i_hand *h, const eir_i_looked_at *outcome,
                        uint64_t *io_alive) {
  const eir_i_plan *plan = h->plan;
  for (size_t i = 0; i < plan->n_issues; i++) {
    if (h->banned[outcome->cells[i]])
      return false;
    *io_alive &= ~h->refused[outcome->cells[i]];
  }
  for (size_t w = 0; w < plan->n_words; w++) {
    uint64_t broken = outcome->violated[w] & h->active[w] & ~plan->bonus[w];
    for (; broken != 0; broken &= broken - 1) {
      size_t c = w * 64 + (size_t)eir_i_bits64(broken & (0 - broken)) - 1;
      if (plan->clauses[c].owner == 0)
        return false;
      *io_alive &= ~plan->clauses[c].owner;
    }
  }
  return true;
}

static void add_scores(const eir_i_hand *h, const eir_i_looked_at *outcome,
                       int64_t *scores) {
  const eir_i_plan *plan = h->plan;
  size_t n = plan->n_dimensions;
  for (size_t d = 0; d < n; d++)
    scores[d] = 0;
  for (size_t i = 0; i < plan->n_issues; i++) {
    for (size_t d = 0; d < n; d++)
      scores[d] += h->gain[outcome->cells[i] * (n + 1) + d];
  }
  for (size_t w = 0; w < plan->n_words; w++) {
    uint64_t true_ones = outcome->violated[w] & plan->bonus[w];
    for (; true_ones != 0; true_ones &= true_ones - 1) {
      size_t c = w * 64 + (size_t)eir_i_bits64(true_ones & (0 - true_ones)) - 1;
      scores[plan->clauses[c].dimension] += h->add[c];
    }
  }
}

bool eir_i_hand_judge(const eir_i_hand *hand, const eir_i_looked_at *outcome,
                      int64_t *out_surplus) {
  const eir_i_plan *plan = hand->plan;
  uint64_t alive = plan->everyone;
  int64_t scores[EIR_I_MAX_SIGNATORIES];
  assert(plan->n_dimensions <= EIR_I_MAX_SIGNATORIES);
  bool legal = meets_rules(hand, outcome, &alive);
  add_scores(hand, outcome, scores);
  *out_surplus = plan->rated ? eir_i_hand_surplus(hand, scores) : 0;
  for (size_t d = 0; d < plan->n_dimensions; d++) {
    if (scores[d] < hand->floor[d])
      alive &= ~plan->signatory[d];
  }
  return legal && (plan->vetoes & ~alive) == 0 &&
         count_bits(alive) >= plan->the_case->quota;
}
