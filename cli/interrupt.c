/* Signals. The flag is the one mutable global of the program: a signal handler can
 * reach nothing else. */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t interrupted;

static const int caught[] = {SIGINT, SIGTERM};
enum { N_CAUGHT = sizeof caught / sizeof caught[0] };

static void note(int number) {
  (void)number;
  interrupted = 1;
}

void cli_interrupt_catch(void) {
  for (size_t i = 0; i < N_CAUGHT; i++) {
    struct sigaction now;
    if (sigaction(caught[i], NULL, &now) != 0 || now.sa_handler == SIG_IGN)
      continue;
    now.sa_handler = note;
    /* A write goes on, the work looks at the flag; a second signal acts as usual. */
    now.sa_flags = SA_RESTART | (int)SA_RESETHAND;
    (void)sigemptyset(&now.sa_mask);
    (void)sigaction(caught[i], &now, NULL);
  }
}

bool cli_interrupted(void) {
  return interrupted != 0;
}
