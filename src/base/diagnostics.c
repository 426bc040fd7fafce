/* Diagnostics: a list of located messages in one arena. */
#include "base/diagnostics.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

typedef struct message {
  eir_severity severity;
  eir_i_place place;
  const char *path;
  const char *text;
  size_t order; /* of being added, to keep the sort stable */
} message;

struct eir_diagnostics {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_array messages; /* of message */
  eir_i_array files;    /* of const char * */
  size_t n_errors;
  bool hides_places;
  bool failed;
};

eir_diagnostics *eir_i_diagnostics_new(const eir_allocator *allocator) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, allocator);
  eir_diagnostics *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_diagnostics){.memory = memory};
  eir_i_arena_init(&made->arena, &made->memory);
  eir_i_array_init(&made->messages, &made->memory, sizeof(message));
  eir_i_array_init(&made->files, &made->memory, sizeof(const char *));
  return made;
}

void eir_diagnostics_free(eir_diagnostics *diagnostics) {
  if (diagnostics == NULL)
    return;
  eir_i_array_free(&diagnostics->messages);
  eir_i_array_free(&diagnostics->files);
  eir_i_arena_free(&diagnostics->arena);
  eir_i_memory memory = diagnostics->memory;
  eir_i_release(&memory, diagnostics, sizeof *diagnostics);
}

uint32_t eir_i_diagnostics_file(eir_diagnostics *diagnostics, const char *name) {
  const char *copy = eir_i_arena_copy_text(&diagnostics->arena, name, strlen(name));
  if (copy == NULL || !eir_i_array_push(&diagnostics->files, &copy)) {
    diagnostics->failed = true;
    return 0;
  }
  return (uint32_t)(diagnostics->files.count - 1);
}

const char *eir_i_diagnostics_file_name(const eir_diagnostics *diagnostics,
                                        size_t index) {
  if (index >= diagnostics->files.count)
    return NULL;
  return *(const char **)eir_i_array_at(&diagnostics->files, index);
}

static void add(eir_diagnostics *diagnostics, eir_severity severity, eir_i_place place,
                const char *path, const char *text) {
  message made = {.severity = severity,
                  .place = place,
                  .path = "",
                  .order = diagnostics->messages.count};
  if (path != NULL)
    made.path = eir_i_arena_copy_text(&diagnostics->arena, path, strlen(path));
  made.text = eir_i_arena_copy_text(&diagnostics->arena, text, strlen(text));
  if (made.path == NULL || made.text == NULL ||
      !eir_i_array_push(&diagnostics->messages, &made))
    diagnostics->failed = true;
}

void eir_i_diagnostics_add(eir_diagnostics *diagnostics, eir_severity severity,
                           eir_i_place place, const char *path, const char *format,
                           ...) {
  if (severity == EIR_ERROR)
    diagnostics->n_errors++;
  if (diagnostics->hides_places)
    place.line = place.column = 0;
  if (diagnostics->messages.count > EIR_I_MAX_DIAGNOSTICS)
    return;
  if (diagnostics->messages.count == EIR_I_MAX_DIAGNOSTICS) {
    add(diagnostics, EIR_NOTE, (eir_i_place){.file = place.file}, NULL,
        "there are more messages than are kept; correct these first");
    return;
  }
  eir_i_text text;
  eir_i_text_init(&text, &diagnostics->memory);
  va_list arguments;
  va_start(arguments, format);
  eir_i_text_add_list(&text, format, arguments);
  va_end(arguments);
  if (text.failed)
    diagnostics->failed = true;
  else
    add(diagnostics, severity, place, path, text.data == NULL ? "" : text.data);
  eir_i_text_free(&text);
}

size_t eir_i_diagnostics_errors(const eir_diagnostics *diagnostics) {
  return diagnostics->n_errors;
}

bool eir_i_diagnostics_failed(const eir_diagnostics *diagnostics) {
  return diagnostics->failed;
}

void eir_i_diagnostics_hide_places(eir_diagnostics *diagnostics) {
  diagnostics->hides_places = true;
}

bool eir_i_diagnostics_hides_places(const eir_diagnostics *diagnostics) {
  return diagnostics->hides_places;
}

static int compare_numbers(size_t a, size_t b) {
  return a < b ? -1 : a > b;
}

static int compare_messages(const void *left, const void *right) {
  const message *a = left, *b = right;
  int by = compare_numbers(a->place.file, b->place.file);
  if (by == 0)
    by = compare_numbers(a->place.line, b->place.line);
  if (by == 0)
    by = compare_numbers(a->place.column, b->place.column);
  if (by == 0)
    by = compare_numbers(a->order, b->order);
  return by;
}

void eir_i_diagnostics_sort(eir_diagnostics *diagnostics) {
  eir_i_array *messages = &diagnostics->messages;
  if (messages->count == 0)
    return;
  /* The note that there are more has no line: it stays last. */
  size_t count = messages->count;
  if (count > EIR_I_MAX_DIAGNOSTICS)
    count = EIR_I_MAX_DIAGNOSTICS;
  qsort(messages->items, count, sizeof(message), compare_messages);
}

size_t eir_diagnostics_count(const eir_diagnostics *diagnostics) {
  return diagnostics == NULL ? 0 : diagnostics->messages.count;
}

eir_error eir_diagnostics_get(const eir_diagnostics *diagnostics, size_t index) {
  if (index >= eir_diagnostics_count(diagnostics))
    return (eir_error){0};
  const message *found = eir_i_array_at(&diagnostics->messages, index);
  const char *file = "";
  if (found->place.file < diagnostics->files.count)
    file = *(const char **)eir_i_array_at(&diagnostics->files, found->place.file);
  return (eir_error){.severity = found->severity,
                     .file = file,
                     .line = found->place.line,
                     .column = found->place.column,
                     .path = found->path,
                     .message = found->text};
}
