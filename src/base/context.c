/* Context, status texts and the version. */
#include "base/memory.h"

#include "base/banned.h"

const char *eir_status_text(eir_status status) {
  switch (status) {
#define STATUS_TEXT(code, number, text)                                                \
  case code:                                                                           \
    return text;
    EIR_STATUS_LIST(STATUS_TEXT)
#undef STATUS_TEXT
  }
  return "unknown status";
}

const char *eir_version(void) {
  return EIR_VERSION;
}

eir_status eir_context_new(const eir_allocator *allocator, eir_context **out_context) {
  if (out_context == NULL)
    return EIR_MISUSE;
  *out_context = NULL;
  if (allocator != NULL && (allocator->allocate == NULL || allocator->release == NULL))
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, allocator);
  eir_context *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return EIR_NO_MEMORY;
  made->allocator = memory.allocator;
  *out_context = made;
  return EIR_OK;
}

void eir_context_free(eir_context *context) {
  if (context == NULL)
    return;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &context->allocator);
  memory.held = sizeof *context;
  eir_i_release(&memory, context, sizeof *context);
}
