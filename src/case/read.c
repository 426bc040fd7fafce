/* Read: from text to a case. The public functions, and the order in which the parts of
 * a case are read: names first, as anything may refer to them. */
#include <assert.h>
#include <string.h>

#include "case/file.h"
#include "case/reader.h"

#include "base/banned.h"

/* ---- the top of a case ---- */

/* The keys of a mapping as a list of names; nothing if it isn't one. */
static eir_i_names names_of(eir_i_reader *reader, const eir_i_node *mapping) {
  eir_i_names names = {0};
  if (mapping == NULL || mapping->kind != EIR_I_NODE_MAPPING)
    return names;
  const char **ids = eir_i_take_scratch(reader, mapping->count, sizeof *ids);
  if (ids == NULL)
    return names;
  for (size_t i = 0; i < mapping->count; i++)
    ids[i] = eir_i_node_key(mapping, i)->as.text;
  if (!eir_i_names_build(&names, &reader->scratch, ids, mapping->count))
    reader->no_memory = true;
  return names;
}

/* A section that has to be a mapping; false if it is there and isn't. */
static bool check_section(eir_i_reader *reader, const eir_i_node *root, const char *key,
                          const char *expected, bool required) {
  const eir_i_node *node = eir_i_node_get(root, key);
  if (node == NULL && required)
    eir_i_fault_missing(reader, root, key, &eir_i_shape_case, expected);
  if (node == NULL)
    return !required;
  size_t mark = eir_i_path_enter(reader, key);
  bool good = eir_i_expect(reader, node, EIR_I_NODE_MAPPING, expected);
  eir_i_path_leave(reader, mark);
  return good;
}

/* Is it version 1? Of another version nothing else can be said. */
static bool check_version(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "eirene");
  if (node == NULL) {
    eir_i_fault_missing(reader, root, "eirene", &eir_i_shape_case,
                        "the version of the format; write 'eirene: 1'");
    return true;
  }
  size_t mark = eir_i_path_enter(reader, "eirene");
  bool good = true;
  if (eir_i_expect_scalar(reader, node, "the version of the format, 1") &&
      strcmp(node->as.text, "1") != 0) {
    eir_i_fault(reader, node,
                "'%s' is not a version of the format that is known here; "
                "write 'eirene: 1'",
                eir_i_quote(node->as.text).text);
    good = strspn(node->as.text, "0123456789.") != node->count;
  }
  eir_i_path_leave(reader, mark);
  return good;
}

static void read_constraints(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "constraints");
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "constraints");
  eir_i_read_rules(reader, node, &eir_i_shape_constraint, "a list of constraints",
                   &reader->the_case->constraints, &reader->the_case->n_constraints);
  eir_i_path_leave(reader, mark);
}

static void read_title_and_record(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *title = eir_i_node_get(root, "title");
  const eir_i_node *record = eir_i_node_get(root, "record");
  if (title != NULL) {
    size_t mark = eir_i_path_enter(reader, "title");
    eir_i_read_words(reader, title, &reader->the_case->title);
    eir_i_path_leave(reader, mark);
  }
  if (record != NULL) {
    size_t mark = eir_i_path_enter(reader, "record");
    reader->the_case->record = eir_i_keep_list(reader, record);
    eir_i_path_leave(reader, mark);
  }
}

static void read_root(eir_i_reader *reader, const eir_i_node *root) {
  if (!eir_i_check_shape(reader, root, &eir_i_shape_case))
    return;
  if (!check_version(reader, root))
    return;
  reader->parties_unknown =
      !check_section(reader, root, "parties", "a mapping of ids to parties", true);
  check_section(reader, root, "issues", "a mapping of ids to issues", true);
  check_section(reader, root, "positions", "a mapping of parties to positions", true);
  reader->sources_unknown =
      !check_section(reader, root, "sources", "a mapping of ids to sources", false);
  reader->party_names = names_of(reader, eir_i_node_get(root, "parties"));
  reader->source_names = names_of(reader, eir_i_node_get(root, "sources"));
  reader->sources_given = eir_i_node_get(root, "sources") != NULL;
  void (*const parts[])(eir_i_reader *, const eir_i_node *) = {
      read_title_and_record, eir_i_read_parties, eir_i_read_sources,
      eir_i_read_issues,     read_constraints,   eir_i_read_positions};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !reader->no_memory; i++)
    parts[i](reader, root);
}

/* ---- a text ---- */

static eir_case *new_case(const eir_allocator *allocator) {
  eir_i_memory memory;
  eir_i_memory_init(&memory, allocator);
  eir_case *made = eir_i_allocate(&memory, sizeof *made);
  if (made == NULL)
    return NULL;
  *made = (eir_case){.memory = memory};
  eir_i_arena_init(&made->arena, &made->memory);
  return made;
}

void eir_case_free(eir_case *the_case) {
  if (the_case == NULL)
    return;
  eir_i_arena_free(&the_case->arena);
  eir_i_memory memory = the_case->memory;
  eir_i_release(&memory, the_case, sizeof *the_case);
}

/* Parses and validates; the file is registered with the diagnostics as number 0. */
static eir_status read_text(eir_case *the_case, eir_diagnostics *diagnostics,
                            const char *directory, const char *text, size_t length) {
  eir_i_input input = {.text = text, .length = length};
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    input = (eir_i_input){.text = text + 3, .length = length - 3};
  eir_i_reader reader = {.the_case = the_case,
                         .arena = &the_case->arena,
                         .diagnostics = diagnostics,
                         .directory = directory,
                         .inputs = &input,
                         .n_inputs = 1};
  eir_i_arena_init(&reader.scratch, &the_case->memory);
  eir_i_text_init(&reader.path, &the_case->memory);
  const eir_i_node *root = NULL;
  eir_status status =
      eir_i_tree_parse(&reader.scratch, diagnostics, 0, text, length, &root);
  if (root != NULL)
    read_root(&reader, root);
  bool no_memory = status == EIR_NO_MEMORY || reader.no_memory || reader.path.failed ||
                   eir_i_diagnostics_failed(diagnostics);
  eir_i_text_free(&reader.path);
  eir_i_arena_free(&reader.scratch);
  if (no_memory)
    return EIR_NO_MEMORY;
  return eir_i_diagnostics_errors(diagnostics) > 0 ? EIR_BAD_INPUT : EIR_OK;
}

/* Hands over what was made, or frees it. */
static eir_status finish(eir_status status, eir_case *the_case,
                         eir_diagnostics *diagnostics, eir_case **out_case,
                         eir_diagnostics **out_diagnostics) {
  if (status == EIR_OK) {
    *out_case = the_case;
  } else {
    eir_case_free(the_case);
  }
  if (diagnostics != NULL)
    eir_i_diagnostics_sort(diagnostics);
  if (out_diagnostics != NULL)
    *out_diagnostics = diagnostics;
  else
    eir_diagnostics_free(diagnostics);
  return status;
}

eir_status eir_case_read_text(eir_context *context, const char *name,
                              const char *directory, const char *text, size_t length,
                              eir_case **out_case, eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (out_case == NULL)
    return EIR_MISUSE;
  *out_case = NULL;
  if (context == NULL || name == NULL || (text == NULL && length > 0))
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_case *the_case = new_case(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL && the_case != NULL) {
    eir_i_diagnostics_file(diagnostics, name);
    if (!eir_i_diagnostics_failed(diagnostics))
      status =
          read_text(the_case, diagnostics, directory, text == NULL ? "" : text, length);
  }
  return finish(status, the_case, diagnostics, out_case, out_diagnostics);
}

/* ---- a file ---- */

/* The folder of `path` with its slash, in the case's arena. */
static const char *folder_of(eir_case *the_case, const char *path) {
  const char *slash = strrchr(path, '/');
  return eir_i_arena_copy_text(&the_case->arena, path,
                               slash == NULL ? 0 : (size_t)(slash - path) + 1);
}

static eir_status read_file(eir_case *the_case, eir_diagnostics *diagnostics,
                            const char *path) {
  eir_i_diagnostics_file(diagnostics, path);
  const char *directory = folder_of(the_case, path);
  if (directory == NULL || eir_i_diagnostics_failed(diagnostics))
    return EIR_NO_MEMORY;
  eir_i_text text;
  eir_i_text_init(&text, &the_case->memory);
  eir_i_file_id id;
  const char *problem = "";
  eir_status status =
      eir_i_file_read(path, false, EIR_I_MAX_FILE_BYTES, &text, &id, &problem);
  if (status == EIR_OK)
    status = read_text(the_case, diagnostics, directory,
                       text.data == NULL ? "" : text.data, text.length);
  else if (status == EIR_IO)
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, (eir_i_place){0}, NULL,
                          "cannot read the file: %s", problem);
  eir_i_text_free(&text);
  return status;
}

eir_status eir_case_read_file(eir_context *context, const char *path,
                              eir_case **out_case, eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (out_case == NULL)
    return EIR_MISUSE;
  *out_case = NULL;
  if (context == NULL || path == NULL)
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_case *the_case = new_case(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL && the_case != NULL)
    status = read_file(the_case, diagnostics, path);
  return finish(status, the_case, diagnostics, out_case, out_diagnostics);
}
