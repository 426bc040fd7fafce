/* Table, import: the public calls that make a case file out of a grid.
 *
 * What has been written is read again as a case before anybody gets it, so that a table
 * is imported only if 'eirene check' takes the result; what only the reader of cases
 * notices (scores that need too many digits, a quota above the number of parties) is
 * told at the cell that it comes from. */
#include <assert.h>
#include <string.h>

#include "case/file.h"
#include "case/table.h"
#include "case/tree.h"

#include "base/banned.h"

typedef struct import {
  eir_context *context;
  eir_i_memory memory;
  eir_i_arena arena;
  eir_diagnostics *diagnostics;
  eir_i_sheet sheet;
  eir_i_table table;
  eir_i_text yaml;
} import;

/* ---- the case is read again ---- */

/* Does `path` begin with `word` as a whole field? What follows it, else NULL. */
static const char *after_field(const char *path, const char *word) {
  size_t length = strlen(word);
  if (strncmp(path, word, length) != 0 || (path[length] != '.' && path[length] != '\0'))
    return NULL;
  return path + length + (path[length] == '.');
}

/* The cell that a field of the case came from. */
static eir_i_place place_of(const eir_i_table *table, const char *path) {
  static const char *const keys[EIR_I_SETTING_COUNT] = {"reservation", "scale", "cap",
                                                        "power", "veto"};
  if (after_field(path, "consent") != NULL)
    return (eir_i_place){.line = table->consent_row + 1, .column = 2};
  const char *rest = after_field(path, "positions");
  for (size_t p = 0; rest != NULL && p < table->n_parties; p++) {
    const eir_i_grid_party *party = &table->parties[p];
    const char *key = after_field(rest, party->id);
    uint32_t row = table->header;
    for (size_t i = 0; key != NULL && i < EIR_I_SETTING_COUNT; i++)
      if (after_field(key, keys[i]) != NULL && table->settings[i] != UINT32_MAX)
        row = table->settings[i];
    if (key != NULL)
      return (eir_i_place){.line = row + 1, .column = party->column + 1};
  }
  return (eir_i_place){0};
}

static eir_status read_again(import *now) {
  eir_case *the_case = NULL;
  eir_diagnostics *found = NULL;
  eir_status status = eir_case_read_text(now->context, "table", NULL, now->yaml.data,
                                         now->yaml.length, &the_case, &found);
  eir_case_free(the_case);
  for (size_t i = 0; status == EIR_BAD_INPUT && i < eir_diagnostics_count(found); i++) {
    const eir_error error = eir_diagnostics_get(found, i);
    const eir_i_place place = place_of(&now->table, error.path);
    if (place.line == 0)
      eir_i_diagnostics_add(now->diagnostics, error.severity, place, NULL,
                            "the case would not be valid: %s", error.message);
    else
      eir_i_diagnostics_add(
          now->diagnostics, error.severity, place, NULL, "cell %s: %s",
          eir_i_cell_name_of(place.line - 1, place.column - 1).text, error.message);
  }
  eir_diagnostics_free(found);
  return status;
}

/* ---- the steps ---- */

static void read_table(import *now, const char *name) {
  eir_i_table *table = &now->table;
  *table = (eir_i_table){.sheet = &now->sheet,
                         .diagnostics = now->diagnostics,
                         .arena = &now->arena,
                         .memory = &now->memory};
  eir_i_array_init(&table->issues, &now->memory, sizeof(eir_i_grid_issue));
  eir_i_array_init(&table->options, &now->memory, sizeof(eir_i_grid_option));
  eir_i_array_init(&table->remarks, &now->memory, sizeof(uint32_t));
  if (!eir_i_table_read_head(table))
    return;
  eir_i_table_read_rows(table);
  if (!table->no_memory)
    eir_i_table_name_all(table);
  if (!table->no_memory)
    eir_i_table_check(table);
  if (!table->no_memory && eir_i_table_errors(table) == 0)
    eir_i_table_write_yaml(table, name, &now->yaml);
}

static eir_status run(import *now, const char *name, const char *text, size_t length) {
  if (!eir_i_sheet_read(&now->sheet, &now->memory, now->diagnostics, text, length))
    return eir_i_diagnostics_errors(now->diagnostics) > 0 ? EIR_BAD_INPUT
                                                          : EIR_NO_MEMORY;
  read_table(now, name);
  if (now->table.no_memory || now->yaml.failed)
    return EIR_NO_MEMORY;
  if (eir_i_table_errors(&now->table) > 0)
    return EIR_BAD_INPUT;
  return read_again(now);
}

static void import_free(import *now) {
  eir_i_text_free(&now->yaml);
  if (now->table.issues.memory != NULL) {
    eir_i_array_free(&now->table.issues);
    eir_i_array_free(&now->table.options);
    eir_i_array_free(&now->table.remarks);
  }
  eir_i_sheet_free(&now->sheet);
  eir_i_arena_free(&now->arena);
}

/* Runs an import whose diagnostics know the file by its name, and writes the case. */
static eir_status run_and_write(eir_context *context, eir_diagnostics *diagnostics,
                                const char *name, const char *text, size_t length,
                                eir_write_function write, void *user) {
import now = {.context = context, .diagnostics = diagnostics };
  eir_i_memory_init(&now.memory, &context->allocator);
  eir_i_arena_init(&now.arena, &now.memory);
  eir_i_text_init(&now.yaml, &now.memory);
  eir_status status = run(&now, name, text, length);
  if (eir_i_diagnostics_failed(diagnostics))
    status = EIR_NO_MEMORY;
  if (status == EIR_OK && !write(user, now.yaml.data, now.yaml.length))
    status = EIR_IO;
  import_free(&now);
  assert(now.memory.held == 0);
  return status;
}

static void give_diagnostics(eir_diagnostics *diagnostics,
                             eir_diagnostics **out_diagnostics) {
  if (diagnostics != NULL)
    eir_i_diagnostics_sort(diagnostics);
  if (out_diagnostics != NULL)
    *out_diagnostics = diagnostics;
  else
    eir_diagnostics_free(diagnostics);
}

eir_status eir_table_import_text(eir_context *context, const char *name,
                                 const char *text, size_t length,
                                 eir_write_function write, void *user,
                                 eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (context == NULL || name == NULL || (text == NULL && length > 0) || write == NULL)
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL) {
    eir_i_diagnostics_file(diagnostics, name);
    if (!eir_i_diagnostics_failed(diagnostics))
      status = run_and_write(context, diagnostics, name, text == NULL ? "" : text,
                             length, write, user);
  }
  give_diagnostics(diagnostics, out_diagnostics);
  return status;
}

/* ---- a file ---- */

static eir_status import_file(eir_context *context, eir_diagnostics *diagnostics,
                              const char *path, eir_write_function write, void *user) {
  eir_i_memory memory;
  eir_i_text text;
  eir_i_file_id id;
  const char *problem = "";
  eir_i_diagnostics_file(diagnostics, path);
  if (eir_i_diagnostics_failed(diagnostics))
    return EIR_NO_MEMORY;
  eir_i_memory_init(&memory, &context->allocator);
  eir_i_text_init(&text, &memory);
  eir_status status =
      eir_i_file_read(path, false, EIR_I_MAX_FILE_BYTES, &text, &id, &problem);
  if (status == EIR_OK)
    status =
        run_and_write(context, diagnostics, path, text.data == NULL ? "" : text.data,
                      text.length, write, user);
  else if (status == EIR_IO)
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, (eir_i_place){0}, NULL,
                          "cannot read the file: %s", problem);
  eir_i_text_free(&text);
  return eir_i_diagnostics_failed(diagnostics) ? EIR_NO_MEMORY : status;
}

eir_status eir_table_import_file(eir_context *context, const char *path,
                                 eir_write_function write, void *user,
                                 eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (context == NULL || path == NULL || write == NULL)
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL)
    status = import_file(context, diagnostics, path, write, user);
  give_diagnostics(diagnostics, out_diagnostics);
  return status;
}
