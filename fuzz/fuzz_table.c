/* Fuzz: any bytes as a spreadsheet's table. One that is taken becomes a valid case; the
 * grid of that case makes a case whose grid is the same, byte for byte, with commas and
 * with semicolons. One that is refused is told of at a cell or as a whole. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition)
    abort();
}

static bool keep(void *user, const char *data, size_t size) {
  eir_i_text *text = user;
  eir_i_text_add_bytes(text, data, size);
  return true;
}

static void check_messages(const eir_diagnostics *messages, eir_status status) {
  size_t errors = 0;
  for (size_t i = 0; i < eir_diagnostics_count(messages); i++) {
    const eir_error error = eir_diagnostics_get(messages, i);
    require(error.message[0] != '\0' && (error.line > 0) == (error.column > 0));
    /* All that the reader of cases refuses has a cell that it comes from. */
    require(strncmp(error.message, "the case would not be valid", 27) != 0);
    errors += error.severity == EIR_ERROR;
  }
  require((status == EIR_OK) == (errors == 0));
}

/* The case that a table makes; NULL if it is refused. */
static eir_case *import(eir_context *context, const char *text, size_t length) {
  eir_i_memory memory;
  eir_i_text made;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&made, &memory);
  eir_diagnostics *messages = NULL;
  eir_case *the_case = NULL;
  const eir_status status =
      eir_table_import_text(context, "table", text, length, keep, &made, &messages);
  require(status == EIR_OK || status == EIR_BAD_INPUT);
  require((status == EIR_OK) == (made.length > 0));
  check_messages(messages, status);
  if (status == EIR_OK)
    require(eir_case_read_text(context, "case", NULL, made.data, made.length, &the_case,
                               NULL) == EIR_OK);
  eir_diagnostics_free(messages);
  eir_i_text_free(&made);
  return the_case;
}

static void write_table(const eir_case *the_case, unsigned flags, eir_i_text *out) {
  eir_diagnostics *messages = NULL;
  require(eir_case_write_table(the_case, "case", flags, keep, out, &messages) ==
          EIR_OK);
  eir_diagnostics_free(messages);
}

static void round_trip(eir_context *context, const eir_case *first, unsigned flags) {
  eir_i_memory memory;
  eir_i_text before, after;
  eir_i_memory_init(&memory, NULL);
  eir_i_text_init(&before, &memory);
  eir_i_text_init(&after, &memory);
  write_table(first, flags, &before);
  eir_case *second = import(context, before.data, before.length);
  require(second != NULL);
  write_table(second, flags, &after);
  require(before.length == after.length &&
          memcmp(before.data, after.data, before.length) == 0);
  eir_case_free(second);
  eir_i_text_free(&before);
  eir_i_text_free(&after);
  require(memory.held == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  eir_context *context = NULL;
  require(eir_context_new(NULL, &context) == EIR_OK);
  eir_case *the_case = import(context, (const char *)data, size);
  if (the_case != NULL) {
    round_trip(context, the_case, 0);
    round_trip(context, the_case, EIR_TABLE_SEMICOLONS);
  }
  eir_case_free(the_case);
  eir_context_free(context);
  return 0;
}
