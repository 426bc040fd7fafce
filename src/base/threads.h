/* Threads: running the same task over many pieces. */
#ifndef EIR_BASE_THREADS_H
#define EIR_BASE_THREADS_H

#include <stdbool.h>
#include <stddef.h>

/* Does piece `piece` of the work. `is_caller`: on the calling thread. */
typedef void eir_i_task(void *context, size_t piece, bool is_caller);

/* Runs the task for every piece 0..n_pieces-1 on at most n_threads threads, the calling
 * one among them, and returns when all are done. Which thread takes which piece is
 * open: a task must not depend on it. Where threads cannot be had, fewer do the
 * work. */
void eir_i_parallel(size_t n_threads, size_t n_pieces, eir_i_task *task, void *context);

#endif
