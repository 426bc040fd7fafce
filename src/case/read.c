/* Read: from text to a case. The public functions, and the order in which the parts of
 * a case are read: names first, as anything may refer to them. */
#include <assert.h>
#include <string.h>

#include "case/case_notes.h"
#include "case/file.h"
#include "case/read_enforcement.h"
#include "case/references.h"

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

static void read_title(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *title = eir_i_node_get(root, "title");
  if (title == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "title");
  eir_i_read_words(reader, title, &reader->the_case->title);
  eir_i_path_leave(reader, mark);
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
      read_title,        eir_i_read_parties,    eir_i_read_sources,
      eir_i_read_issues, read_constraints,      eir_i_read_positions,
      eir_i_read_record, eir_i_read_enforcement};
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

/* What is read, from where, and into what. */
typedef struct job {
  eir_case *the_case;
  eir_diagnostics *diagnostics;
  const eir_reading *reading;
  const char *directory;
  eir_i_input input;
} job;

static bool is_pruned(const job *now) {
  return now->reading != NULL &&
         (now->reading->view != NULL || now->reading->n_without > 0);
}

/* Names of the files, for messages that come when the diagnostics are gone. */
static void keep_files(eir_i_reader *reader) {
  size_t n = 0;
  while (eir_i_diagnostics_file_name(reader->diagnostics, n) != NULL)
    n++;
  const char **files = eir_i_take(reader, n, sizeof *files);
  for (size_t i = 0; files != NULL && i < n && !reader->no_memory; i++) {
    const char *name = eir_i_diagnostics_file_name(reader->diagnostics, i);
    files[i] = eir_i_arena_copy_text(reader->arena, name, strlen(name));
    if (files[i] == NULL)
      reader->no_memory = true;
  }
  reader->the_case->files = files;
  reader->the_case->n_files = files == NULL ? 0 : n;
}

/* Reads the tree, of which what is to be left out is taken first; false without
 * memory. */
static bool read_tree(job *now, eir_case *the_case, eir_i_prune *prune,
                      const eir_i_node *root) {
  eir_i_reader reader = {.the_case = the_case,
                         .arena = &the_case->arena,
                         .diagnostics = now->diagnostics,
                         .directory = now->directory,
                         .inputs = &now->input,
                         .n_inputs = 1,
                         .prune = prune,
                         .scope.pruned = prune != NULL};
  eir_i_arena_init(&reader.scratch, &the_case->memory);
  eir_i_text_init(&reader.path, &the_case->memory);
  if (prune == NULL || eir_i_prune_case(&reader, root)) {
    eir_i_references_collect(&reader, root);
    read_root(&reader, root);
  }
  if (eir_i_diagnostics_errors(now->diagnostics) == 0 && !reader.no_memory) {
    eir_i_case_notes_make(&reader, root);
    keep_files(&reader);
  }
  bool good = !reader.no_memory && !reader.path.failed;
  eir_i_text_free(&reader.path);
  eir_i_arena_free(&reader.scratch);
  return good;
}

static bool read_pruned(job *now, const eir_i_node *root) {
  eir_i_prune prune = {.view = now->reading->view,
                       .without = now->reading->without,
                       .n_without = now->reading->n_without};
  eir_i_text_init(&prune.went, &now->the_case->memory);
  bool good = read_tree(now, now->the_case, &prune, root);
  eir_i_text_free(&prune.went);
  return good;
}

/* Without a view, the case as a whole has to be right before anything is left out: from
 * then on, a name that is not there is one that went. False without memory. */
static bool check_whole(job *now, const eir_i_node *root) {
  eir_case *whole = new_case(&now->the_case->memory.allocator);
  if (whole == NULL)
    return false;
  bool good = read_tree(now, whole, NULL, root);
  eir_case_free(whole);
  return good;
}

/* One message whatever is wrong: it may stand where the reader may not look. */
static void report_unreadable(eir_diagnostics *diagnostics) {
  eir_i_diagnostics_add(diagnostics, EIR_ERROR, (eir_i_place){0}, NULL,
                        "this is no case that can be read; what is wrong with it is "
                        "told to whoever may see all of it");
}

static eir_status parse(job *now, eir_i_arena *arena, const char *text, size_t length,
                        const eir_i_node **out_root) {
  if (now->reading == NULL || now->reading->view == NULL)
    return eir_i_tree_parse(arena, now->diagnostics, 0, text, length, out_root);
  eir_i_diagnostics_hide_places(now->diagnostics);
  eir_status status = eir_i_tree_parse_quietly(arena, 0, text, length, out_root);
  if (status == EIR_BAD_INPUT)
    report_unreadable(now->diagnostics);
  return status;
}

/* Parses and validates; the file is registered with the diagnostics as number 0. */
static eir_status read_text(job *now, const char *text, size_t length) {
  size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  now->input = (eir_i_input){.text = text + mark, .length = length - mark};
  eir_i_arena tree;
  eir_i_arena_init(&tree, &now->the_case->memory);
  const eir_i_node *root = NULL;
  bool good = parse(now, &tree, text, length, &root) != EIR_NO_MEMORY;
  bool viewed = now->reading != NULL && now->reading->view != NULL;
  if (good && root != NULL && is_pruned(now) && !viewed)
    good = check_whole(now, root);
  if (good && root != NULL && !is_pruned(now))
    good = read_tree(now, now->the_case, NULL, root);
  else if (good && root != NULL && eir_i_diagnostics_errors(now->diagnostics) == 0)
    good = read_pruned(now, root);
  eir_i_arena_free(&tree);
  if (!good || eir_i_diagnostics_failed(now->diagnostics))
    return EIR_NO_MEMORY;
  return eir_i_diagnostics_errors(now->diagnostics) > 0 ? EIR_BAD_INPUT : EIR_OK;
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

static bool is_misused(const eir_reading *reading) {
  if (reading == NULL)
    return false;
  if (reading->without == NULL && reading->n_without > 0)
    return true;
  for (size_t i = 0; i < reading->n_without; i++)
    if (reading->without[i] == NULL)
      return true;
  return false;
}

eir_status eir_case_read_text_as(eir_context *context, const char *name,
                                 const char *directory, const char *text, size_t length,
                                 const eir_reading *reading, eir_case **out_case,
                                 eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (out_case == NULL)
    return EIR_MISUSE;
  *out_case = NULL;
  if (context == NULL || name == NULL || (text == NULL && length > 0) ||
      is_misused(reading))
    return EIR_MISUSE;
  job now = {.the_case = new_case(&context->allocator),
             .diagnostics = eir_i_diagnostics_new(&context->allocator),
             .reading = reading,
             .directory = directory};
  eir_status status = EIR_NO_MEMORY;
  if (now.diagnostics != NULL && now.the_case != NULL) {
    eir_i_diagnostics_file(now.diagnostics, name);
    if (!eir_i_diagnostics_failed(now.diagnostics))
      status = read_text(&now, text == NULL ? "" : text, length);
  }
  return finish(status, now.the_case, now.diagnostics, out_case, out_diagnostics);
}

eir_status eir_case_read_text(eir_context *context, const char *name,
                              const char *directory, const char *text, size_t length,
                              eir_case **out_case, eir_diagnostics **out_diagnostics) {
  return eir_case_read_text_as(context, name, directory, text, length, NULL, out_case,
                               out_diagnostics);
}

/* ---- a file ---- */

/* The folder of `path` with its slash, in the case's arena. */
static const char *folder_of(eir_case *the_case, const char *path) {
  const char *slash = strrchr(path, '/');
  return eir_i_arena_copy_text(&the_case->arena, path,
                               slash == NULL ? 0 : (size_t)(slash - path) + 1);
}

static eir_status read_file(job *now, const char *path) {
  eir_i_diagnostics_file(now->diagnostics, path);
  now->directory = folder_of(now->the_case, path);
  if (now->directory == NULL || eir_i_diagnostics_failed(now->diagnostics))
    return EIR_NO_MEMORY;
  eir_i_text text;
  eir_i_text_init(&text, &now->the_case->memory);
  eir_i_file_id id;
  const char *problem = "";
  eir_status status =
      eir_i_file_read(path, false, EIR_I_MAX_FILE_BYTES, &text, &id, &problem);
  if (status == EIR_OK)
    status = read_text(now, text.data == NULL ? "" : text.data, text.length);
  else if (status == EIR_IO)
    eir_i_diagnostics_add(now->diagnostics, EIR_ERROR, (eir_i_place){0}, NULL,
                          "cannot read the file: %s", problem);
  eir_i_text_free(&text);
  return status;
}

eir_status eir_case_read_file_as(eir_context *context, const char *path,
                                 const eir_reading *reading, eir_case **out_case,
                                 eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (out_case == NULL)
    return EIR_MISUSE;
  *out_case = NULL;
  if (context == NULL || path == NULL || is_misused(reading))
    return EIR_MISUSE;
  job now = {.the_case = new_case(&context->allocator),
             .diagnostics = eir_i_diagnostics_new(&context->allocator),
             .reading = reading};
  eir_status status = EIR_NO_MEMORY;
  if (now.diagnostics != NULL && now.the_case != NULL)
    status = read_file(&now, path);
  return finish(status, now.the_case, now.diagnostics, out_case, out_diagnostics);
}

eir_status eir_case_read_file(eir_context *context, const char *path,
                              eir_case **out_case, eir_diagnostics **out_diagnostics) {
  return eir_case_read_file_as(context, path, NULL, out_case, out_diagnostics);
}
