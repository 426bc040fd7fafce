/* Record order: what is known of the order in time.
 *
 * An entry follows those that it names: the proposal it answers, the version it
 * replaces, the entry it comes `after`. Together with the dates that is a partial
 * order. Nothing is guessed from the order of the file, except between entries of one
 * day. */
#include <assert.h>
#include <string.h>

#include "case/record.h"

#include "base/banned.h"

enum { WORD_BITS = 64 };

void eir_i_entry_links(const eir_i_entry *entry, uint32_t links[EIR_I_ENTRY_LINKS]) {
  links[0] = entry->after;
  links[1] = entry->to;
  links[2] = entry->replaces;
}

/* ---- a sequence ---- */

typedef enum mark { NEW = 0, OPEN, DONE } mark;

/* Depth-first without recursion: a chain may be as long as the record. */
typedef struct search {
  const eir_i_record *record;
  uint8_t *marks;     /* [n] */
  uint32_t *stack;    /* [n] */
  uint32_t *sequence; /* [n] */
  size_t n_done;
  uint32_t cycle;
} search;

/* An entry that this one follows and that is not done; EIR_I_NONE if all are. */
static uint32_t next_link(search *s, uint32_t entry) {
  uint32_t links[EIR_I_ENTRY_LINKS];
  eir_i_entry_links(&s->record->entries[entry], links);
  for (size_t i = 0; i < EIR_I_ENTRY_LINKS; i++) {
    if (links[i] == EIR_I_NONE || s->marks[links[i]] == DONE)
      continue;
    if (s->marks[links[i]] == OPEN && s->cycle == EIR_I_NONE)
      s->cycle = entry;
    return links[i];
  }
  return EIR_I_NONE;
}

/* Puts what `entry` follows into the sequence, and then itself. */
static void visit(search *s, uint32_t entry) {
  size_t depth = 0;
  if (s->marks[entry] == DONE)
    return;
  s->marks[entry] = OPEN;
  s->stack[depth++] = entry;
  while (depth > 0) {
    uint32_t top = s->stack[depth - 1], link = next_link(s, top);
    if (s->cycle != EIR_I_NONE)
      return;
    if (link == EIR_I_NONE) {
      s->marks[top] = DONE;
      s->sequence[s->n_done++] = top;
      depth--;
    } else {
      assert(depth < s->record->n);
      s->marks[link] = OPEN;
      s->stack[depth++] = link;
    }
  }
}

static bool make_sequence(const eir_i_record *record, eir_i_arena *arena,
                          eir_i_record_order *out) {
  search s = {.record = record, .cycle = EIR_I_NONE};
  s.marks = eir_i_arena_take_array(arena, record->n, sizeof *s.marks);
  s.stack = eir_i_arena_take_array(arena, record->n, sizeof *s.stack);
  s.sequence = eir_i_arena_take_array(arena, record->n, sizeof *s.sequence);
  if (s.marks == NULL || s.stack == NULL || s.sequence == NULL)
    return false;
  for (size_t i = 0; i < record->n && s.cycle == EIR_I_NONE; i++)
    visit(&s, (uint32_t)i);
  out->sequence = s.sequence;
  out->cycle = s.cycle;
  assert(s.cycle != EIR_I_NONE || s.n_done == record->n);
  return true;
}

/* ---- what is before, and bounds of dates ---- */

/* `entry` follows `link` and all that `link` follows. */
static void add_before(uint64_t *all, size_t n_words, uint32_t entry, uint32_t link) {
  uint64_t *mine = all + entry * n_words;
  const uint64_t *theirs = all + link * n_words;
  for (size_t w = 0; w < n_words; w++)
    mine[w] |= theirs[w];
  mine[link / WORD_BITS] |= UINT64_C(1) << link % WORD_BITS;
}

/* Is dated entry `a` before `b`? Entries of one day keep the order of the sequence, so
 * that this never contradicts what follows what. */
static bool is_sooner(const eir_i_record_order *order, uint32_t a, uint32_t b) {
  int compared = strcmp(order->record->entries[a].date, order->record->entries[b].date);
  return compared < 0 || (compared == 0 && order->position[a] < order->position[b]);
}

static uint32_t later(const eir_i_record_order *order, uint32_t a, uint32_t b) {
  if (a == EIR_I_NONE || b == EIR_I_NONE)
    return a == EIR_I_NONE ? b : a;
  return is_sooner(order, a, b) ? b : a;
}

static uint32_t sooner(const eir_i_record_order *order, uint32_t a, uint32_t b) {
  if (a == EIR_I_NONE || b == EIR_I_NONE)
    return a == EIR_I_NONE ? b : a;
  return is_sooner(order, a, b) ? a : b;
}

/* Along the sequence what came before is known; against it, what comes after. */
static void fill_bounds(const eir_i_record_order *order, uint64_t *before,
                        uint32_t *earliest, uint32_t *latest) {
  const eir_i_record *record = order->record;
  uint32_t links[EIR_I_ENTRY_LINKS];
  for (size_t i = 0; i < record->n; i++)
    earliest[i] = latest[i] =
        record->entries[i].date == NULL ? EIR_I_NONE : (uint32_t)i;
  for (size_t k = 0; k < record->n; k++) {
    uint32_t entry = order->sequence[k];
    eir_i_entry_links(&record->entries[entry], links);
    for (size_t i = 0; i < EIR_I_ENTRY_LINKS; i++) {
      if (links[i] == EIR_I_NONE)
        continue;
      add_before(before, order->n_words, entry, links[i]);
      if (record->entries[entry].date == NULL)
        earliest[entry] = later(order, earliest[entry], earliest[links[i]]);
    }
  }
  for (size_t k = record->n; k-- > 0;) {
    uint32_t entry = order->sequence[k];
    eir_i_entry_links(&record->entries[entry], links);
    for (size_t i = 0; i < EIR_I_ENTRY_LINKS; i++) {
      if (links[i] != EIR_I_NONE && record->entries[links[i]].date == NULL)
        latest[links[i]] = sooner(order, latest[links[i]], latest[entry]);
    }
  }
}

bool eir_i_record_order_make(const eir_i_record *record, eir_i_arena *arena,
                             eir_i_record_order *out_order) {
  size_t n = record->n, n_words = (n + WORD_BITS - 1) / WORD_BITS, n_bits;
  *out_order = (eir_i_record_order){.record = record, .n_words = n_words};
  if (!make_sequence(record, arena, out_order))
    return false;
  if (out_order->cycle != EIR_I_NONE)
    return true;
  if (eir_i_size_multiply(n, n_words, &n_bits))
    return false;
  uint64_t *before = eir_i_arena_take_array(arena, n_bits, sizeof *before);
  uint32_t *position = eir_i_arena_take_array(arena, n, sizeof *position);
  uint32_t *earliest = eir_i_arena_take_array(arena, n, sizeof *earliest);
  uint32_t *latest = eir_i_arena_take_array(arena, n, sizeof *latest);
  if (before == NULL || position == NULL || earliest == NULL || latest == NULL)
    return false;
  for (size_t k = 0; k < n; k++)
    position[out_order->sequence[k]] = (uint32_t)k;
  out_order->position = position;
  fill_bounds(out_order, before, earliest, latest);
  out_order->before = before;
  out_order->earliest = earliest;
  out_order->latest = latest;
  return true;
}

/* ---- questions ---- */

static const char *date_of(const eir_i_record_order *order, uint32_t entry) {
  return entry == EIR_I_NONE ? NULL : order->record->entries[entry].date;
}

const char *eir_i_record_earliest(const eir_i_record_order *order, uint32_t entry) {
  assert(order->cycle == EIR_I_NONE && entry < order->record->n);
  return date_of(order, order->earliest[entry]);
}

const char *eir_i_record_latest(const eir_i_record_order *order, uint32_t entry) {
  assert(order->cycle == EIR_I_NONE && entry < order->record->n);
  return date_of(order, order->latest[entry]);
}

static bool follows(const eir_i_record_order *order, uint32_t entry, uint32_t what) {
  const uint64_t *before = order->before + entry * order->n_words;
  return (before[what / WORD_BITS] >> what % WORD_BITS & 1) != 0;
}

/* By what follows what; or as something dated that `a` is not after comes before
 * something dated that `b` is not before. */
bool eir_i_record_before(const eir_i_record_order *order, uint32_t a, uint32_t b) {
  assert(order->cycle == EIR_I_NONE && a < order->record->n && b < order->record->n);
  if (follows(order, b, a))
    return true;
  uint32_t end = order->latest[a], start = order->earliest[b];
  return end != EIR_I_NONE && start != EIR_I_NONE && is_sooner(order, end, start);
}
