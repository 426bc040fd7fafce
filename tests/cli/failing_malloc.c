/* A malloc that fails once: the allocation whose number FAIL_AT gives, counted from 1
 * in the order of the calls. With REPORT the number of calls goes to that file at the
 * end. What the YAML parser allocates for itself is left out: it can lose text, or
 * fault, when that fails, and the project cannot mend it. Preloaded into the program by
 * test_allocations.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_long calls;

/* Reading the environment allocates nothing. */
static long fail_at(void) {
  const char *text = getenv("FAIL_AT");
  return text == NULL ? 0 : strtol(text, NULL, 10);
}

/* Is the parser among the callers, if only through the C library? */
static int is_foreign(void) {
  enum { DEPTH = 6 };
  static _Thread_local int busy; /* backtrace() allocates when it is first called */
  if (busy)
    return 1;
  busy = 1;
  void *callers[DEPTH];
  int count = backtrace(callers, DEPTH), found = 0;
  for (int i = 0; i < count && !found; i++) {
    Dl_info info;
    found = dladdr(callers[i], &info) != 0 && info.dli_fname != NULL &&
            strstr(info.dli_fname, "libfyaml") != NULL;
  }
  busy = 0;
  return found;
}

static int fails(void) {
  if (is_foreign())
    return 0;
  return atomic_fetch_add(&calls, 1) + 1 == fail_at();
}

void *malloc(size_t size) {
  static void *(*real)(size_t);
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "malloc");
  return fails() ? NULL : real(size);
}

void *realloc(void *block, size_t size) {
  static void *(*real)(void *, size_t);
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "realloc");
  return fails() ? NULL : real(block, size);
}

void *calloc(size_t count, size_t size) {
  extern void *__libc_calloc(size_t, size_t); /* dlsym() itself calls calloc() */
  return fails() ? NULL : __libc_calloc(count, size);
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("REPORT");
  if (path == NULL)
    return;
  FILE *file = fopen(path, "w");
  if (file == NULL)
    return;
  (void)fprintf(file, "%ld\n", atomic_load(&calls));
  (void)fclose(file);
}
