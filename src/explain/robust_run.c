/* Robust run: blocks of draws in waves.
 *
 * What is found in a draw is written where nothing else is, and sums are made of it
 * afterwards, so threads cannot change them. A limit on steps is checked after each
 * wave, over its blocks in order: which blocks count does not depend on threads
 * either. Threads take no memory; a block that needs more than its hand holds is left
 * to the calling thread. */
#include "explain/robust_run.h"

#include <stdatomic.h>

#include "base/threads.h"

#include "base/banned.h"

enum {
  BLOCK = 16,        /* draws */
  WAVE = 64,         /* blocks */
  MOST_HANDS = 64,   /* as many as there are threads at most */
  WATCH_STEPS = 4096 /* between two calls of goes_on(), as the search has it */
};

typedef struct block {
  uint64_t steps;
  bool done;
  bool no_memory;
} block;

typedef struct wave {
  eir_i_robust_run *run;
  eir_i_hand *hands; /* [n_hands] */
  size_t n_hands;
  size_t first; /* sample */
  size_t n_blocks;
  uint64_t max_steps; /* of a block; 0: no limit */
  block blocks[WAVE];
  eir_i_effort watch; /* for the stop callback, by the calling thread */
  atomic_bool stopped;
} wave;

/* Who asks whether to go on. */
typedef struct asker {
  wave *of;
  bool is_caller;
} asker;

static bool goes_on(void *user) {
  asker *a = user;
  if (a->is_caller && !eir_i_effort_spend(&a->of->watch, WATCH_STEPS))
    atomic_store_explicit(&a->of->stopped, true, memory_order_relaxed);
  return !atomic_load_explicit(&a->of->stopped, memory_order_relaxed);
}

/* ---- one draw ---- */

static void note_regrets(eir_i_robust_run *run, size_t sample, bool deal,
                         int64_t best) {
  for (size_t i = 0; i < run->n_looked_at; i++) {
    int64_t *regret = &run->regrets[i * run->stride + sample];
    *regret = deal ? best - *regret : 0;
  }
}

/* False when it was ended. */
static bool draw(eir_i_robust_run *run, eir_i_hand *hand, size_t sample,
                 eir_i_best_deal *best) {
  best->any = run->n_looked_at == 0; /* there is no regret to tell */
  best->found = false;
  best->surplus = -EIR_I_MOST_SURPLUS;
  for (size_t i = 0; i < run->n_looked_at; i++) {
    int64_t surplus;
    bool deal = eir_i_hand_judge(hand, &run->looked_at[i], &surplus);
    run->accepted[i * run->stride + sample] = deal;
    run->regrets[i * run->stride + sample] = surplus;
    if (deal && (!best->found || surplus > best->surplus))
      best->surplus = surplus;
    best->found |= deal;
  }
  best->steps += run->n_looked_at + 1;
  if (!eir_i_hand_best(hand, best))
    return false;
  run->states[sample] = best->found ? EIR_I_DRAW_DEAL : EIR_I_DRAW_NO_DEAL;
  note_regrets(run, sample, best->found, best->surplus);
  return true;
}

static void run_block(wave *w, eir_i_hand *hand, size_t index, bool is_caller) {
  eir_i_robust_run *run = w->run;
  asker a = {w, is_caller};
  eir_i_best_deal best = {.max_steps = w->max_steps, .goes_on = goes_on, .user = &a};
  block result = {.done = true};
  size_t first = w->first + index * BLOCK;
  size_t end = first + BLOCK < run->n_samples ? first + BLOCK : run->n_samples;
  for (size_t s = first; s < end && result.done; s++) {
    run->states[s] = EIR_I_DRAW_NOT_MADE;
    eir_i_made made = eir_i_hand_deal(hand, s);
    if (made == EIR_I_MADE)
      result.done = draw(run, hand, s, &best);
    else if (made == EIR_I_MADE_NO_MEMORY)
      result.no_memory = true;
    result.done = result.done && !result.no_memory && goes_on(&a);
  }
  result.steps = best.steps;
  w->blocks[index] = result;
}

/* ---- waves ---- */

static void run_lane(void *context, size_t lane, bool is_caller) {
  wave *w = context;
  for (size_t i = lane; i < w->n_blocks; i += w->n_hands)
    run_block(w, &w->hands[lane], i, is_caller);
}

/* Blocks for which the hand had no room, by the calling thread, with memory. */
static bool run_again(wave *w) {
  for (size_t i = 0; i < w->n_blocks; i++) {
    if (!w->blocks[i].no_memory)
      continue;
    eir_i_hand *hand = &w->hands[0];
    hand->memory.limit = 0;
    run_block(w, hand, i, true);
    eir_i_arena_clear(&hand->scratch);
    hand->memory.limit = hand->memory.held;
    if (w->blocks[i].no_memory)
      return false;
  }
  return true;
}

/* How many samples of the wave count. */
static size_t count_done(const wave *w, uint64_t *io_left, uint64_t *out_steps) {
  size_t done = 0;
  *out_steps = 0;
  while (done < w->n_blocks && w->blocks[done].done &&
         (*io_left == 0 || w->blocks[done].steps < *io_left)) {
    *out_steps += w->blocks[done].steps;
    if (*io_left != 0)
      *io_left -= w->blocks[done].steps;
    done++;
  }
  return done;
}

static uint64_t least_limit(uint64_t a, uint64_t b) {
  if (a == 0 || b == 0)
    return a + b;
  return a < b ? a : b;
}

static eir_status run_waves(wave *w, eir_i_effort *effort) {
  eir_i_robust_run *run = w->run;
  if (effort->max_steps != 0 && effort->steps >= effort->max_steps) {
    eir_i_effort_end(effort, EIR_END_LIMIT_STEPS);
    run->n_samples = 0;
  }
  uint64_t of_effort = effort->max_steps == 0 ? 0 : effort->max_steps - effort->steps;
  uint64_t left = least_limit(run->most_steps, of_effort);
  bool own_limit = left != of_effort;
  w->watch = (eir_i_effort){.callbacks = effort->callbacks, .width = 1};
  w->watch.progress.total = run->n_samples;
  for (w->first = 0; w->first < run->n_samples;) {
    size_t samples = run->n_samples - w->first;
    w->n_blocks = samples / BLOCK + (samples % BLOCK != 0);
    w->n_blocks = w->n_blocks < WAVE ? w->n_blocks : WAVE;
    w->max_steps = left;
    w->watch.progress.done = w->first;
    eir_i_parallel(w->n_hands, w->n_hands, run_lane, w);
    if (!run_again(w))
      return EIR_NO_MEMORY;
    uint64_t steps;
    size_t done = count_done(w, &left, &steps);
    effort->steps += steps;
    w->first += done * BLOCK;
    if (done == w->n_blocks)
      continue;
    run->n_samples = w->first;
    if (w->watch.end == EIR_END_STOPPED)
      eir_i_effort_end(effort, EIR_END_STOPPED);
    else if (!own_limit)
      eir_i_effort_end(effort, EIR_END_LIMIT_STEPS);
  }
  return EIR_OK;
}

/* ---- memory ---- */

static bool take_arrays(eir_i_robust_run *run, eir_i_arena *arena) {
  size_t cells;
  if (eir_i_size_multiply(run->n_looked_at, run->n_samples, &cells))
    return false;
  run->states = eir_i_arena_take_raw(arena, run->n_samples, sizeof *run->states);
  run->accepted = eir_i_arena_take_raw(arena, cells, sizeof *run->accepted);
  run->regrets = eir_i_arena_take_raw(arena, cells, sizeof *run->regrets);
  return run->states != NULL && run->accepted != NULL && run->regrets != NULL;
}

/* Room for one draw, as the first one shows. */
static bool settle_hands(wave *w) {
  size_t before = w->hands[0].memory.held;
  if (eir_i_hand_deal(&w->hands[0], 0) == EIR_I_MADE_NO_MEMORY)
    return false;
  size_t bytes = w->hands[0].memory.held - before;
  for (size_t i = 0; i < w->n_hands; i++) {
    if (!eir_i_hand_settle(&w->hands[i], bytes + 1))
      return false;
  }
  return true;
}

eir_status eir_i_robust_draw(eir_i_robust_run *run, size_t n_threads,
                             eir_i_effort *effort, eir_i_arena *arena) {
  wave w = {.run = run, .n_hands = n_threads < 1 ? 1 : n_threads};
  if (!eir_i_effort_spend(effort, 1)) {
    run->n_samples = 0;
    return EIR_OK;
  }
  run->stride = run->n_samples;
  size_t asked = run->n_samples, blocks = asked / BLOCK + 1;
  w.n_hands = w.n_hands < MOST_HANDS ? w.n_hands : MOST_HANDS;
  w.n_hands = w.n_hands < blocks ? w.n_hands : blocks;
  atomic_init(&w.stopped, false);
  if (!take_arrays(run, arena))
    return EIR_NO_MEMORY;
  w.hands = eir_i_arena_take_array(arena, w.n_hands, sizeof *w.hands);
  eir_status status = w.hands == NULL ? EIR_NO_MEMORY : EIR_OK;
  for (size_t i = 0; status == EIR_OK && i < w.n_hands; i++)
    status = eir_i_hand_init(&w.hands[i], run->plan, arena->memory);
  if (status == EIR_OK && !settle_hands(&w))
    status = EIR_NO_MEMORY;
  if (status == EIR_OK)
    status = run_waves(&w, effort);
  for (size_t i = 0; w.hands != NULL && i < w.n_hands; i++)
    eir_i_hand_free(&w.hands[i]);
  return status;
}
