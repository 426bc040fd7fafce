/* Include: loading the files that "include" names.
 *
 * A position that is only an "include" stands for the root of the named file, which may
 * be an "include" again. Files that are read for one position form a chain; a file that
 * comes twice in it is a cycle. */
#include "case/include.h"

#include <assert.h>
#include <string.h>

#include "case/file.h"
#include "case/prune.h"
#include "case/references.h"

#include "base/banned.h"

enum { MAX_CHAIN = 64, MAX_FILES = UINT16_MAX };

typedef struct included_file {
  eir_i_file_id id;
  eir_i_text text;
  const char *directory; /* in which its own includes are looked for */
} included_file;

void eir_i_include_open(eir_i_reader *reader, eir_i_included *included) {
  eir_i_arena_init(&included->arena, &reader->the_case->memory);
  eir_i_array_init(&included->files, &reader->the_case->memory, sizeof(included_file));
}

void eir_i_include_close(eir_i_reader *reader, eir_i_included *included) {
  for (size_t i = 0; i < included->files.count; i++) {
    included_file *file = eir_i_array_at(&included->files, i);
    eir_i_text_free(&file->text);
  }
  eir_i_array_free(&included->files);
  eir_i_arena_free(&included->arena);
  /* Their bytes are gone, so nothing may look for a place in them. */
  for (size_t i = 1; i < reader->n_inputs; i++)
    reader->inputs[i] = (eir_i_input){0};
}

/* directory/name in the arena; `name` alone for the current directory. */
static const char *join(eir_i_reader *reader, eir_i_arena *arena, const char *directory,
                        const char *name) {
  size_t n = strlen(directory), m = strlen(name);
  bool slash = n > 0 && directory[n - 1] != '/';
  char *path = eir_i_arena_take(arena, n + slash + m + 1);
  if (path == NULL) {
    reader->no_memory = true;
    return NULL;
  }
  if (n > 0)
    memcpy(path, directory, n);
  if (slash)
    path[n] = '/';
  memcpy(path + n + slash, name, m);
  return path;
}

/* The folder of a path: what comes before its last slash, "" without one. */
static const char *folder_of(eir_i_reader *reader, eir_i_arena *arena,
                             const char *path) {
  const char *slash = strrchr(path, '/');
  size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  const char *folder = eir_i_arena_copy_text(arena, path, length);
  if (folder == NULL)
    reader->no_memory = true;
  return folder;
}

/* Registers the file for messages; its index. */
static uint32_t add_input(eir_i_reader *reader, const char *path,
                          const included_file *file) {
  assert(reader->n_inputs > 0 && reader->n_inputs <= MAX_FILES);
  size_t n = reader->n_inputs;
  eir_i_input *inputs = eir_i_take_scratch(reader, n + 1, sizeof *inputs);
  if (inputs == NULL)
    return 0;
  memcpy(inputs, reader->inputs, n * sizeof *inputs);
  inputs[n] = (eir_i_input){.text = file->text.data, .length = file->text.length};
  if (file->text.length >= 3 && memcmp(file->text.data, "\xEF\xBB\xBF", 3) == 0) {
    inputs[n].text += 3;
    inputs[n].length -= 3;
  }
  reader->inputs = inputs;
  reader->n_inputs = n + 1;
  return eir_i_diagnostics_file(reader->diagnostics, path);
}

/* Files are the same when the system says so, whatever their names are. */
static bool in_chain(const eir_i_included *included, const eir_i_file_id *id) {
  for (size_t i = 0; i < included->files.count; i++) {
    const included_file *file = eir_i_array_at(&included->files, i);
    if (file->id.device == id->device && file->id.number == id->number)
      return true;
  }
  return false;
}

/* May the file that was read join the chain? If not, says why. */
static bool check_chain(eir_i_reader *reader, const eir_i_included *included,
                        const eir_i_node *node, const eir_i_file_id *id) {
  if (in_chain(included, id)) {
    eir_i_fault(reader, node, "'%s' includes itself, directly or through other files",
                eir_i_quote(node->as.text).text);
    return false;
  }
  if (included->files.count < MAX_CHAIN && reader->n_inputs < MAX_FILES)
    return true;
  eir_i_fault(reader, node, "too many files are included one by another");
  return false;
}

/* Reads the file at `path` into a new entry of the chain; false after a message at
 * `node`. */
static bool load(eir_i_reader *reader, eir_i_included *included, const eir_i_node *node,
                 const char *path, included_file *out) {
  const char *problem = "";
  *out = (included_file){.directory = folder_of(reader, &included->arena, path)};
  eir_i_text_init(&out->text, &reader->the_case->memory);
  if (out->directory == NULL)
    return false;
  eir_status status =
      eir_i_file_read(path, true, EIR_I_MAX_FILE_BYTES, &out->text, &out->id, &problem);
  bool good = status == EIR_OK && check_chain(reader, included, node, &out->id);
  if (status == EIR_IO)
    eir_i_fault(reader, node, "cannot include '%s': %s",
                eir_i_quote(node->as.text).text, problem);
  bool kept = good && eir_i_array_push(&included->files, out);
  if (status == EIR_NO_MEMORY || (good && !kept))
    reader->no_memory = true;
  if (!kept)
    eir_i_text_free(&out->text);
  return kept;
}

/* The tree of a file that was read; NULL after a message or without memory. */
static const eir_i_node *parse_file(eir_i_reader *reader, eir_i_included *included,
                                    const eir_i_node *node, uint16_t index,
                                    const eir_i_text *text) {
  const char *start = text->data == NULL ? "" : text->data;
  bool quietly = reader->prune != NULL && reader->prune->view != NULL;
  const eir_i_node *root = NULL;
  eir_status status = quietly ? eir_i_tree_parse_quietly(&included->arena, index, start,
                                                         text->length, &root)
                              : eir_i_tree_parse(&included->arena, reader->diagnostics,
                                                 index, start, text->length, &root);
  if (status == EIR_NO_MEMORY)
    reader->no_memory = true;
  else if (quietly && status != EIR_OK)
    eir_i_fault(reader, node,
                "this file cannot be read; what is wrong with it is told to whoever "
                "may see all of it");
  return root;
}

/* The root of the file that `node`, the value of "include", names. */
static const eir_i_node *include_file(eir_i_reader *reader, eir_i_included *included,
                                      const eir_i_node *node, const char *directory,
                                      included_file *file) {
  if (!eir_i_expect_scalar(reader, node, "the name of a file"))
    return NULL;
  if (directory == NULL) {
    eir_i_fault(reader, node,
                "'include' is not possible here, as this case is not read "
                "from a file; write the position itself");
    return NULL;
  }
  if (node->as.text[0] == '/') {
    eir_i_fault(reader, node,
                "the name of an included file is relative to the file that "
                "names it; '%s' is not",
                eir_i_quote(node->as.text).text);
    return NULL;
  }
  const char *path = join(reader, &included->arena, directory, node->as.text);
  if (path == NULL || !load(reader, included, node, path, file))
    return NULL;
  uint32_t index = add_input(reader, path, file);
  if (reader->no_memory || index == 0)
    return NULL;
  return parse_file(reader, included, node, (uint16_t)index, &file->text);
}

/* Beside `include` may stand who sees the position, so that nobody else's reading opens
 * the file. */
static bool check_beside(eir_i_reader *reader, const eir_i_node *position) {
  const eir_i_node *visible = eir_i_node_get(position, "visible");
  if (position->count > (visible == NULL ? 1 : 2)) {
    eir_i_fault(reader, eir_i_node_find_key(position, "include"),
                "'include' stands for a whole position; only 'visible' may stand "
                "beside it, so remove the other keys");
    return false;
  }
  eir_i_notes notes = {0};
  if (visible != NULL)
    eir_i_read_notes(reader, position, &eir_i_shape_position, &notes);
  return true;
}

/* Each step goes to another file and the chain has a limit, so this ends. A file's own
 * folder is where its include is looked for. */
const eir_i_node *eir_i_include_follow(eir_i_reader *reader, eir_i_included *included,
                                       const char *party, const eir_i_node *position) {
  const char *directory = reader->directory;
  while (position != NULL && position->kind == EIR_I_NODE_MAPPING) {
    const eir_i_node *value = eir_i_node_get(position, "include");
    if (value == NULL)
      return position;
    if (!check_beside(reader, position))
      return NULL;
    included_file file = {.directory = NULL};
    size_t mark = eir_i_path_enter(reader, "include");
    position = include_file(reader, included, value, directory, &file);
    eir_i_path_leave(reader, mark);
    directory = file.directory;
    if (position != NULL && reader->prune != NULL && !reader->no_memory)
      position = eir_i_prune_included(reader, party, position);
    if (position != NULL)
      eir_i_references_of_position(reader, position);
  }
  if (position != NULL)
    eir_i_expect(reader, position, EIR_I_NODE_MAPPING, "a position");
  return NULL;
}
