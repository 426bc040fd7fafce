/* Ctrl-C and SIGTERM: the first asks for an end, the second ends the program. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on the first SIGINT or SIGTERM only sets a flag, and the
 * second ends the program. A signal that was ignored
 * when the program started stays ignored. */
void cli_interrupt_catch(void);
/* Was there one? */
bool cli_interrupted(void);

#endif
