/* Memory: the accounting allocator, the arena and the growing array.
 *
 * The account is kept by size, so callers say on release what they asked for. That
 * costs a number here and there and saves a header on every block. */
#include "base/memory.h"

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* ---- the allocator ---- */

static void *allocate_by_malloc(void *user, size_t size) {
  (void)user;
  return malloc(size);
}

static void release_by_free(void *user, void *block, size_t size) {
  (void)user;
  (void)size;
  free(block);
}

void eir_i_memory_init(eir_i_memory *memory, const eir_allocator *allocator) {
  static const eir_allocator standard = {allocate_by_malloc, release_by_free, NULL};
  *memory = (eir_i_memory){.allocator = allocator != NULL ? *allocator : standard};
}

void *eir_i_allocate(eir_i_memory *memory, size_t size) {
  if (memory->limit != 0 &&
      (size > memory->limit || memory->held > memory->limit - size)) {
    memory->limit_reached = true;
    return NULL;
  }
  void *block =
      memory->allocator.allocate(memory->allocator.user, size == 0 ? 1 : size);
  if (block == NULL)
    return NULL;
  memory->held += size;
  if (memory->held > memory->peak)
    memory->peak = memory->held;
  return block;
}

void eir_i_release(eir_i_memory *memory, void *block, size_t size) {
  if (block == NULL)
    return;
  assert(memory->held >= size);
  memory->held -= size;
  memory->allocator.release(memory->allocator.user, block, size == 0 ? 1 : size);
}

bool eir_i_size_multiply(size_t a, size_t b, size_t *out_product) {
  return EIR_MUL_OVERFLOWS(a, b, out_product);
}

void *eir_i_allocate_array(eir_i_memory *memory, size_t count, size_t size) {
  size_t total;
  if (eir_i_size_multiply(count, size, &total))
    return NULL;
  void *block = eir_i_allocate(memory, total);
  if (block != NULL)
    memset(block, 0, total);
  return block;
}

/* ---- the arena ---- */

struct eir_i_arena_chunk {
  eir_i_arena_chunk *next;
  size_t size; /* of the whole block */
  size_t used; /* from the block's start */
};

enum { ARENA_ALIGNMENT = alignof(max_align_t), ARENA_FIRST_CHUNK = 4096 };
enum { ARENA_LARGEST_CHUNK = 1 << 20 };

static size_t round_up(size_t size) {
  return (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
}

void eir_i_arena_init(eir_i_arena *arena, eir_i_memory *memory) {
  *arena = (eir_i_arena){.memory = memory};
}

void eir_i_arena_free(eir_i_arena *arena) {
  while (arena->chunks != NULL) {
    eir_i_arena_chunk *chunk = arena->chunks;
    arena->chunks = chunk->next;
    eir_i_release(arena->memory, chunk, chunk->size);
  }
}

void eir_i_arena_clear(eir_i_arena *arena) {
  eir_i_arena_chunk *largest = arena->chunks;
  for (eir_i_arena_chunk *chunk = largest; chunk != NULL; chunk = chunk->next)
    largest = chunk->size > largest->size ? chunk : largest;
  while (arena->chunks != NULL) {
    eir_i_arena_chunk *chunk = arena->chunks;
    arena->chunks = chunk->next;
    if (chunk != largest)
      eir_i_release(arena->memory, chunk, chunk->size);
  }
  if (largest == NULL)
    return;
  largest->next = NULL;
  largest->used = round_up(sizeof *largest);
  arena->chunks = largest;
}

/* Chunks double, so that a large arena has few and a small one wastes little. */
static eir_i_arena_chunk *new_chunk(eir_i_arena *arena, size_t needed) {
  size_t size = ARENA_FIRST_CHUNK;
  if (arena->chunks != NULL)
    size = arena->chunks->size * 2;
  if (size > ARENA_LARGEST_CHUNK)
    size = ARENA_LARGEST_CHUNK;
  size_t header = round_up(sizeof(eir_i_arena_chunk));
  if (needed > SIZE_MAX - header)
    return NULL;
  if (size < needed + header)
    size = needed + header;
  eir_i_arena_chunk *chunk = eir_i_allocate(arena->memory, size);
  if (chunk == NULL)
    return NULL;
  *chunk = (eir_i_arena_chunk){.next = arena->chunks, .size = size, .used = header};
  arena->chunks = chunk;
  return chunk;
}

static void *take_raw(eir_i_arena *arena, size_t size) {
  if (size > SIZE_MAX - ARENA_ALIGNMENT)
    return NULL;
  size = round_up(size == 0 ? 1 : size);
  eir_i_arena_chunk *chunk = arena->chunks;
  if (chunk == NULL || chunk->size - chunk->used < size) {
    chunk = new_chunk(arena, size);
    if (chunk == NULL)
      return NULL;
  }
  void *taken = (char *)chunk + chunk->used;
  chunk->used += size;
  return taken;
}

void *eir_i_arena_take(eir_i_arena *arena, size_t size) {
  void *taken = take_raw(arena, size);
  if (taken != NULL)
    memset(taken, 0, size);
  return taken;
}

void *eir_i_arena_take_raw(eir_i_arena *arena, size_t count, size_t size) {
  size_t total;
  if (eir_i_size_multiply(count, size, &total))
    return NULL;
  return take_raw(arena, total);
}

void *eir_i_arena_take_array(eir_i_arena *arena, size_t count, size_t size) {
  size_t total;
  if (eir_i_size_multiply(count, size, &total))
    return NULL;
  return eir_i_arena_take(arena, total);
}

char *eir_i_arena_copy_text(eir_i_arena *arena, const char *text, size_t length) {
  if (length == SIZE_MAX)
    return NULL;
  char *copy = eir_i_arena_take(arena, length + 1);
  if (copy != NULL && length > 0)
    memcpy(copy, text, length);
  return copy;
}

/* ---- the array ---- */

void eir_i_array_init(eir_i_array *array, eir_i_memory *memory, size_t item_size) {
  assert(item_size > 0);
  *array = (eir_i_array){.memory = memory, .item_size = item_size};
}

void eir_i_array_free(eir_i_array *array) {
  if (array->items != NULL)
    eir_i_release(array->memory, array->items, array->capacity * array->item_size);
  array->items = NULL;
  array->count = array->capacity = 0;
}

bool eir_i_array_reserve(eir_i_array *array, size_t extra) {
  if (extra <= array->capacity - array->count)
    return true;
  if (extra > SIZE_MAX - array->count)
    return false;
  size_t needed = array->count + extra;
  size_t capacity = array->capacity < 8 ? 8 : array->capacity;
  while (capacity < needed)
    capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
  size_t bytes;
  if (eir_i_size_multiply(capacity, array->item_size, &bytes))
    return false;
  void *items = eir_i_allocate(array->memory, bytes);
  if (items == NULL)
    return false;
  if (array->items != NULL) {
    memcpy(items, array->items, array->count * array->item_size);
    eir_i_release(array->memory, array->items, array->capacity * array->item_size);
  }
  array->items = items;
  array->capacity = capacity;
  return true;
}

bool eir_i_array_push(eir_i_array *array, const void *item) {
  if (!eir_i_array_reserve(array, 1))
    return false;
  memcpy((char *)array->items + array->count * array->item_size, item,
         array->item_size);
  array->count++;
  return true;
}

void *eir_i_array_at(const eir_i_array *array, size_t index) {
  assert(index < array->count);
  return (char *)array->items + index * array->item_size;
}
