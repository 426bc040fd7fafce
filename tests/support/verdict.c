/* Job: keeps the first fault found. */
#include "verdict.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/banned.h"

bool fault(verdict *v, verdict_kind kind, const char *format, ...) {
  if (v->kind != VERDICT_RIGHT)
    return false;
  v->kind = kind;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(v->text, sizeof v->text, format, arguments);
  va_end(arguments);
  return false;
}
