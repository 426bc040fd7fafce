/* The order of a record in time, against the transitive closure of what is given: what
 * follows what, and dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "case/record.h"
#include "seeded.h"

#include "base/banned.h"

enum { MOST = 70, TRIES = 3000, DAYS = 6 };

typedef struct sample {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_entry entries[MOST];
  eir_i_record record;
  eir_i_record_order order;
  int low[MOST]; /* the day before which it cannot be */
  bool before[MOST][MOST];
} sample;

static const char *const days[DAYS] = {"1999-12-31", "2024-02-28", "2024-02-29",
                                       "2024-03-01", "2025-01-01", "2025-10-02"};

/* A link to one of those in `old`, or none. */
static uint32_t some_link(seeded *random, const uint32_t *old, size_t n) {
  if (n == 0 || seeded_chance(random, 60))
    return EIR_I_NONE;
  return old[seeded_below(random, (uint32_t)n)];
}

/* Entries are made in a random order, each linked to earlier ones, so that nothing
 * follows itself and no date contradicts a link. */
static void make(sample *s, uint64_t seed) {
  seeded random = seeded_from(seed);
  uint32_t made[MOST];
  size_t n = 1 + seeded_below(&random, seeded_chance(&random, 3) ? MOST : 8);
  memset(s, 0, sizeof *s);
  for (size_t i = 0; i < n; i++)
    made[i] = (uint32_t)i;
  seeded_shuffle(&random, made, n);
  for (size_t k = 0; k < n; k++) {
    eir_i_entry *entry = &s->entries[made[k]];
    entry->after = some_link(&random, made, k);
    entry->to = some_link(&random, made, k);
    entry->replaces = some_link(&random, made, k);
    uint32_t links[EIR_I_ENTRY_LINKS];
    int low = 0;
    eir_i_entry_links(entry, links);
    for (size_t i = 0; i < EIR_I_ENTRY_LINKS; i++)
      if (links[i] != EIR_I_NONE && s->low[links[i]] > low)
        low = s->low[links[i]];
    if (seeded_chance(&random, 50)) {
      low += (int)seeded_below(&random, (uint32_t)(DAYS - low));
      entry->date = days[low];
    }
    s->low[made[k]] = low;
  }
  s->record = (eir_i_record){.entries = s->entries, .n = n};
  eir_i_memory_init(&s->memory, NULL);
  eir_i_arena_init(&s->arena, &s->memory);
  assert_true(eir_i_record_order_make(&s->record, &s->arena, &s->order));
  assert_int_equal(s->order.cycle, EIR_I_NONE);
}

/* Links, and the order of dated entries; then all that follows from them. */
static void close_over(sample *s) {
  size_t n = s->record.n;
  uint32_t links[EIR_I_ENTRY_LINKS];
  for (size_t b = 0; b < n; b++) {
    eir_i_entry_links(&s->entries[b], links);
    for (size_t i = 0; i < EIR_I_ENTRY_LINKS; i++)
      if (links[i] != EIR_I_NONE)
        s->before[links[i]][b] = true;
    for (size_t a = 0; a < n && s->entries[b].date != NULL; a++) {
      if (a == b || s->entries[a].date == NULL)
        continue;
      int compared = strcmp(s->entries[a].date, s->entries[b].date);
      s->before[a][b] |= compared < 0 ||
                         (compared == 0 && s->order.position[a] < s->order.position[b]);
    }
  }
  for (size_t m = 0; m < n; m++)
    for (size_t a = 0; a < n; a++)
      for (size_t b = 0; b < n && s->before[a][m]; b++)
        s->before[a][b] |= s->before[m][b];
}

static void the_order_is_the_closure(void **state) {
  (void)state;
  static sample s;
  size_t known = 0, unknown = 0;
  for (uint64_t seed = 1; seed <= TRIES; seed++) {
    make(&s, seed);
    close_over(&s);
    for (uint32_t a = 0; a < s.record.n; a++) {
      assert_int_equal(s.order.sequence[s.order.position[a]], a);
      assert_false(s.before[a][a]); /* what is given does not contradict itself */
      for (uint32_t b = 0; b < s.record.n; b++) {
        assert_int_equal(eir_i_record_before(&s.order, a, b), s.before[a][b]);
        known += s.before[a][b];
        unknown += !s.before[a][b] && !s.before[b][a] && a != b;
      }
    }
    eir_i_arena_free(&s.arena);
  }
  assert_true(known > TRIES && unknown > TRIES);
}

/* The file's order stays wherever nothing speaks against it. */
static void the_sequence_keeps_the_file(void **state) {
  (void)state;
  static sample s;
  for (uint64_t seed = 1; seed <= TRIES; seed++) {
    make(&s, seed);
    uint32_t links[EIR_I_ENTRY_LINKS];
    bool any = false;
    for (size_t b = 0; b < s.record.n; b++) {
      eir_i_entry_links(&s.entries[b], links);
      for (size_t i = 0; i < EIR_I_ENTRY_LINKS; i++) {
        if (links[i] == EIR_I_NONE)
          continue;
        assert_true(s.order.position[links[i]] < s.order.position[b]);
        any |= links[i] > b;
      }
    }
    for (uint32_t i = 0; i < s.record.n && !any; i++)
      assert_int_equal(s.order.sequence[i], i);
    eir_i_arena_free(&s.arena);
  }
}

static void circles_are_found(void **state) {
  (void)state;
  static sample s;
  size_t found = 0;
  for (uint64_t seed = 1; seed <= TRIES; seed++) {
    make(&s, seed);
    close_over(&s);
    seeded random = seeded_from(seed);
    uint32_t n = (uint32_t)s.record.n, from = seeded_below(&random, n),
             to = seeded_below(&random, n);
    s.entries[from].replaces = to;
    eir_i_record_order order;
    assert_true(eir_i_record_order_make(&s.record, &s.arena, &order));
    /* Dates alone make no circle, and neither do links that were there before. */
    bool circle = from == to;
    memset(s.before, 0, sizeof s.before);
    for (size_t i = 0; i < n; i++)
      s.entries[i].date = NULL;
    close_over(&s);
    for (size_t i = 0; i < n; i++)
      circle |= s.before[i][i];
    assert_int_equal(order.cycle != EIR_I_NONE, circle);
    if (circle)
      assert_true(s.before[order.cycle][order.cycle]);
    found += circle;
    eir_i_arena_free(&s.arena);
  }
  assert_true(found > TRIES / 20);
}

static void an_empty_record(void **state) {
  (void)state;
  const eir_i_record record = {.n = 0};
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_record_order order;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena_init(&arena, &memory);
  assert_true(eir_i_record_order_make(&record, &arena, &order));
  assert_int_equal(order.cycle, EIR_I_NONE);
  eir_i_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_order_is_the_closure),
      cmocka_unit_test(the_sequence_keeps_the_file),
      cmocka_unit_test(circles_are_found),
      cmocka_unit_test(an_empty_record),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
