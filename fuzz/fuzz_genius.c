/* Fuzz: any bytes as the files of a GENIUS scenario, separated by a form feed, which
 * XML cannot hold. What is converted must be a case that the reader takes, except where
 * its limits on sizes say no; what is refused comes with a message. */
#include <stdlib.h>
#include <string.h>

#include "case/genius.h"

#include "base/banned.h"

enum { MOST_FILES = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition)
    abort();
}

static size_t split(const char *bytes, size_t size, eir_i_genius_file *files) {
  static const char *const names[MOST_FILES] = {"domain.xml", "dir/a.xml", "not.xml",
                                                "a", "\xC3\xA9.xml"};
  size_t n = 0;
  for (size_t at = 0; n < MOST_FILES; at++) {
    const char *end = memchr(bytes + at, '\f', size - at);
    bool last = end == NULL || n + 1 == MOST_FILES;
    size_t length = last ? size - at : (size_t)(end - (bytes + at));
    files[n] = (eir_i_genius_file){names[n], bytes + at, length};
    n++;
    at += length;
    if (last)
      break;
  }
  return n;
}

/* Is it about sizes, which only the reader of cases knows? */
static bool is_limit(const char *message) {
  static const char *const limits[] = {"more than", "62 bits", "digits", "longer than",
                                       "at most"};
  for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
    if (strstr(message, limits[i]) != NULL)
      return true;
  }
  return false;
}

static void check_case(eir_context *context, const eir_i_text *text) {
  eir_case *the_case = NULL;
  eir_diagnostics *messages = NULL;
  eir_status status = eir_case_read_text(context, "case", NULL, text->data,
                                         text->length, &the_case, &messages);
  if (status != EIR_OK) {
    require(status == EIR_BAD_INPUT && eir_diagnostics_count(messages) > 0);
    require(is_limit(eir_diagnostics_get(messages, 0).message));
  }
  eir_case_free(the_case);
  eir_diagnostics_free(messages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  eir_i_genius_file files[MOST_FILES];
  size_t n = split((const char *)data, size, files);
  if (n < 2)
    return 0;
  eir_context *context = NULL;
  require(eir_context_new(NULL, &context) == EIR_OK);
  eir_i_memory memory;
  eir_i_text text;
  eir_i_memory_init(&memory, &context->allocator);
  eir_i_text_init(&text, &memory);
  eir_diagnostics *messages = eir_i_diagnostics_new(&context->allocator);
  require(messages != NULL);
  eir_status status = eir_i_genius_convert(&memory, messages, files, n, &text);
  if (status == EIR_OK)
    check_case(context, &text);
  else
    require(status == EIR_BAD_INPUT && eir_i_diagnostics_errors(messages) > 0);
  eir_i_text_free(&text);
  eir_diagnostics_free(messages);
  require(memory.held == 0);
  eir_context_free(context);
  return 0;
}
