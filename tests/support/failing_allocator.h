/* An allocator that fails on purpose, counts what is held, and can be used from several
 * threads. For allocation sweeps: fail the 1st, 2nd, 3rd ... allocation. */
#ifndef EIR_TESTS_FAILING_ALLOCATOR_H
#define EIR_TESTS_FAILING_ALLOCATOR_H

#include <stdatomic.h>

#include "eirene/eirene.h"

typedef struct failing_allocator {
  atomic_size_t calls; /* allocations asked for */
  size_t fail_at;      /* this one fails (from 1), and with `stay` all after it */
  bool stay;
  atomic_size_t failures;    /* how many were refused */
  atomic_size_t blocks_held; /* leaks, when all is freed */
  atomic_size_t bytes_held;
  atomic_bool corrupted; /* a block came back with another size, or twice */
} failing_allocator;

/* `fail_at` 0: never fail. */
void failing_allocator_init(failing_allocator *failing, size_t fail_at, bool stay);
/* What to give to eir_context_new(). */
eir_allocator failing_allocator_face(failing_allocator *failing);

#endif
