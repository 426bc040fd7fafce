/* Threads: pieces are handed out by one counter. */
#include "base/threads.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/banned.h"

enum { MOST_THREADS = 64 };

typedef struct work {
  eir_i_task *task;
  void *context;
  size_t n_pieces;
  atomic_size_t next;
} work;

static void take_pieces(work *shared, bool is_caller) {
  for (;;) {
    size_t piece = atomic_fetch_add_explicit(&shared->next, 1, memory_order_relaxed);
    if (piece >= shared->n_pieces)
      return;
    shared->task(shared->context, piece, is_caller);
  }
}

static void *run(void *shared) {
  take_pieces(shared, false);
  return NULL;
}

void eir_i_parallel(size_t n_threads, size_t n_pieces, eir_i_task *task,
                    void *context) {
  work shared = {.task = task, .context = context, .n_pieces = n_pieces};
  atomic_init(&shared.next, 0);
  pthread_t threads[MOST_THREADS];
  size_t started = 0;
  if (n_threads > MOST_THREADS)
    n_threads = MOST_THREADS;
  while (started + 1 < n_threads && started + 1 < n_pieces &&
         pthread_create(&threads[started], NULL, run, &shared) == 0)
    started++;
  take_pieces(&shared, true);
  for (size_t i = 0; i < started; i++)
    pthread_join(threads[i], NULL);
}
