/* Memory: an allocator with a running account, arenas, and growing arrays.
 *
 * Every object of the library has one eir_i_memory. It counts what is held, remembers
 * the peak, and can refuse to go above a limit. None of this is shared between threads:
 * worker threads are given their scratch space before they start. */
#ifndef EIR_BASE_MEMORY_H
#define EIR_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "eirene/eirene.h"

typedef struct eir_i_memory {
  eir_allocator allocator;
  size_t held;        /* bytes now */
  size_t peak;        /* most bytes ever held */
  size_t limit;       /* 0: none */
  bool limit_reached; /* an allocation was refused because of `limit` */
} eir_i_memory;

struct eir_context {
  eir_allocator allocator;
};

void eir_i_memory_init(eir_i_memory *memory, const eir_allocator *allocator);

/* size bytes, or NULL; not cleared. */
void *eir_i_allocate(eir_i_memory *memory, size_t size);
/* count * size bytes, cleared; NULL also when the product overflows. */
void *eir_i_allocate_array(eir_i_memory *memory, size_t count, size_t size);
/* `size` as allocated; NULL is fine. */
void eir_i_release(eir_i_memory *memory, void *block, size_t size);

/* ---- arena: many small things freed in one call ---- */

typedef struct eir_i_arena_chunk eir_i_arena_chunk;

typedef struct eir_i_arena {
  eir_i_memory *memory;
  eir_i_arena_chunk *chunks; /* newest first */
} eir_i_arena;

void eir_i_arena_init(eir_i_arena *arena, eir_i_memory *memory);
/* Frees everything taken from it; the arena can be used again. */
void eir_i_arena_free(eir_i_arena *arena);
/* The same, but it keeps its largest chunk for what is taken next. */
void eir_i_arena_clear(eir_i_arena *arena);
/* size bytes aligned for any type, cleared; NULL when there is no memory. */
void *eir_i_arena_take(eir_i_arena *arena, size_t size);
/* The same, not cleared: for large arrays that are filled at once. */
void *eir_i_arena_take_raw(eir_i_arena *arena, size_t count, size_t size);
/* count * size bytes, cleared; NULL also when the product overflows. */
void *eir_i_arena_take_array(eir_i_arena *arena, size_t count, size_t size);
/* A NUL-terminated copy of text[length]. */
char *eir_i_arena_copy_text(eir_i_arena *arena, const char *text, size_t length);

/* ---- array: the one growing array ---- */

typedef struct eir_i_array {
  eir_i_memory *memory;
  void *items;
  size_t count;
  size_t capacity;
  size_t item_size;
} eir_i_array;

void eir_i_array_init(eir_i_array *array, eir_i_memory *memory, size_t item_size);
void eir_i_array_free(eir_i_array *array);
/* Room for `extra` more items; false when there is no memory, and nothing is
 * changed. */
bool eir_i_array_reserve(eir_i_array *array, size_t extra) EIR_NO_RESULT_IGNORED;
/* Appends a copy of the item; false when there is no memory. */
bool eir_i_array_push(eir_i_array *array, const void *item) EIR_NO_RESULT_IGNORED;
/* Item `index`; asserts that it exists. */
void *eir_i_array_at(const eir_i_array *array, size_t index);

/* True when a * b overflows; otherwise *out_product is it. */
bool eir_i_size_multiply(size_t a, size_t b, size_t *out_product);

#endif
