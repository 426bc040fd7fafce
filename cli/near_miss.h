/* "Did you mean": the known word nearest to a mistyped one. */
#ifndef CLI_NEAR_MISS_H
#define CLI_NEAR_MISS_H

#include <stddef.h>

/* The word nearest to `typed` if it is near enough to be a slip, else NULL. The first
 * of equally near ones wins. words[count]. */
const char *cli_near_miss(const char *typed, const char *const *words, size_t count);

#endif
