/* Job: malloc with a count, a failure to order, and a header before each block that
 * tells whether it is freed with the size it was allocated with. */
#include "failing_allocator.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

typedef struct header {
  alignas(max_align_t) size_t size;
  uint64_t mark;
} header;

static const uint64_t alive = UINT64_C(0x616c6c6f63617465);

static void *allocate(void *user, size_t size) {
  failing_allocator *failing = user;
  const size_t call = atomic_fetch_add(&failing->calls, 1) + 1;
  const bool reached = failing->fail_at != 0 && call >= failing->fail_at;
  if (reached && (failing->stay || call == failing->fail_at)) {
    atomic_fetch_add(&failing->failures, 1);
    return NULL;
  }
  header *block = size > SIZE_MAX - sizeof *block ? NULL : malloc(sizeof *block + size);
  if (block == NULL)
    return NULL;
  *block = (header){.size = size, .mark = alive};
  atomic_fetch_add(&failing->blocks_held, 1);
  atomic_fetch_add(&failing->bytes_held, size);
  memset(block + 1, 0xa5, size); /* so that nobody relies on cleared memory */
  return block + 1;
}

static void release(void *user, void *memory, size_t size) {
  failing_allocator *failing = user;
  if (memory == NULL)
    return;
  header *block = (header *)memory - 1;
  if (block->mark != alive || block->size != size) {
    atomic_store(&failing->corrupted, true);
    return;
  }
  block->mark = 0;
  atomic_fetch_sub(&failing->blocks_held, 1);
  atomic_fetch_sub(&failing->bytes_held, size);
  free(block);
}

void failing_allocator_init(failing_allocator *failing, size_t fail_at, bool stay) {
  memset(failing, 0, sizeof *failing);
  failing->fail_at = fail_at;
  failing->stay = stay;
}

eir_allocator failing_allocator_face(failing_allocator *failing) {
  return (eir_allocator){.allocate = allocate, .release = release, .user = failing};
}
