/* GENIUS: the public functions, and the order in which the files of a scenario are
 * read. What is solved is the very text that `eirene import genius` prints, so that
 * both ways give the same answer. */
#include "case/genius.h"

#include <string.h>

#include "case/file.h"
#include "case/genius_ids.h"
#include "case/genius_text.h"
#include "case/tree.h"

#include "base/banned.h"

void eir_i_genius_say(eir_i_genius *g, eir_severity severity,
                      const eir_i_xml_element *element, const char *format, ...) {
  eir_i_text message;
  eir_i_text_init(&message, g->memory);
  va_list arguments;
  va_start(arguments, format);
  eir_i_text_add_list(&message, format, arguments);
  va_end(arguments);
  if (message.failed)
    g->no_memory = true;
  else
    eir_i_diagnostics_add(g->diagnostics, severity, element->place, NULL, "%s",
                          message.data);
  eir_i_text_free(&message);
}

void *eir_i_genius_take(eir_i_genius *g, size_t count, size_t size) {
  void *taken = eir_i_arena_take_array(g->arena, count, size);
  if (taken == NULL)
    g->no_memory = true;
  return taken;
}

/* ---- names ---- */

/* The file's name without its folder and ".xml". */
static const char *base_name(eir_i_genius *g, const char *path) {
  const char *slash = strrchr(path, '/');
  const char *name = slash == NULL ? path : slash + 1;
  size_t length = strlen(name);
  if (length > 4 && strcmp(name + length - 4, ".xml") == 0)
    length -= 4;
  /* A file's name may be any bytes; a case is UTF-8. */
  length = eir_i_utf8_valid_prefix(name, length);
  const char *copy = eir_i_arena_copy_text(g->arena, name, length);
  if (copy == NULL)
    g->no_memory = true;
  return copy;
}

/* The name of the agent that the domain gives this profile to, or NULL. */
static const char *agent_name(eir_i_genius *g, const char *path) {
  const char *slash = strrchr(path, '/');
  const char *file = slash == NULL ? path : slash + 1;
  eir_i_xml_element *agent = g->domain->first;
  for (; agent != NULL; agent = agent->next) {
    if (strcmp(agent->name, "agent") != 0)
      continue;
    const char *space = eir_i_xml_get(agent, "utility_space");
    const char *name = eir_i_xml_get(agent, "name");
    if (space == NULL || name == NULL || name[0] == '\0' || strcmp(space, file) != 0)
      continue;
    agent->used = true;
    return name;
  }
  return NULL;
}

static void name_party(eir_i_genius *g, eir_i_ids *ids, eir_i_genius_profile *profile) {
  const char *base = base_name(g, profile->path);
  if (base == NULL)
    return;
  const char *agent = agent_name(g, profile->path);
  profile->name = agent == NULL ? base : agent;
  profile->id = eir_i_ids_make(ids, base, "party", false);
  if (profile->id == NULL)
    g->no_memory = true;
}

/* ---- files ---- */

/* The tree of a file; NULL after messages or without memory. */
static eir_i_xml_element *read_tree(eir_i_genius *g, const eir_i_genius_file *file) {
  eir_i_text text;
  eir_i_text_init(&text, g->memory);
  eir_i_xml_element *root = NULL;
  uint32_t number = eir_i_diagnostics_file(g->diagnostics, file->path);
  if (file->length > EIR_I_MAX_FILE_BYTES) {
    eir_i_diagnostics_add(g->diagnostics, EIR_ERROR, (eir_i_place){.file = number},
                          NULL, "the file has more than 64 MB");
    return NULL;
  }
  bool good =
      eir_i_genius_repair(file->bytes, file->length, g->diagnostics, number, &text);
  if (text.failed) {
    g->no_memory = true;
  } else if (good) {
    eir_status status =
        eir_i_xml_parse(g->arena, g->diagnostics, number,
                        text.data == NULL ? "" : text.data, text.length, &root);
    g->no_memory = g->no_memory || status == EIR_NO_MEMORY;
  }
  eir_i_text_free(&text);
  return root;
}

static void read_profiles(eir_i_genius *g, const eir_i_genius_file *files) {
  eir_i_ids ids;
  if (!eir_i_ids_init(&ids, g->arena, g->n_profiles)) {
    g->no_memory = true;
    return;
  }
  for (size_t i = 0; i < g->n_profiles && !g->no_memory; i++) {
    eir_i_genius_profile *profile = &g->profiles[i];
    profile->path = files[i].path;
    eir_i_array_init(&profile->pays, g->memory, sizeof(eir_i_genius_pay));
    name_party(g, &ids, profile);
    eir_i_xml_element *root = g->no_memory ? NULL : read_tree(g, &files[i]);
    if (root == NULL)
      continue;
    size_t errors = eir_i_diagnostics_errors(g->diagnostics);
    eir_i_genius_read_profile(g, root, profile);
    if (eir_i_diagnostics_errors(g->diagnostics) == errors &&
        !eir_i_xml_report_unused(root, g->arena, g->diagnostics))
      g->no_memory = true;
  }
}

static void read_all(eir_i_genius *g, const eir_i_genius_file *files) {
  eir_i_xml_element *root = read_tree(g, &files[0]);
  if (root == NULL || g->no_memory)
    return;
  g->path = files[0].path;
  g->title = base_name(g, g->path);
  if (!g->no_memory)
    eir_i_genius_read_domain(g, root);
  /* Profiles refer to the issues: without them, nothing can be said of them. */
  if (g->no_memory || eir_i_diagnostics_errors(g->diagnostics) > 0)
    return;
  read_profiles(g, files + 1);
  if (!g->no_memory && !eir_i_xml_report_unused(g->domain, g->arena, g->diagnostics))
    g->no_memory = true;
}

eir_status eir_i_genius_convert(eir_i_memory *memory, eir_diagnostics *diagnostics,
                                const eir_i_genius_file *files, size_t n_files,
                                eir_i_text *out) {
  eir_i_arena arena;
  eir_i_arena_init(&arena, memory);
  eir_i_genius g = {.memory = memory,
                    .arena = &arena,
                    .diagnostics = diagnostics,
                    .n_profiles = n_files - 1};
  g.profiles = eir_i_genius_take(&g, g.n_profiles, sizeof *g.profiles);
  if (!g.no_memory)
    read_all(&g, files);
  eir_status status = EIR_OK;
  if (!g.no_memory && eir_i_diagnostics_errors(diagnostics) > 0)
    status = EIR_BAD_INPUT;
  else if (!g.no_memory)
    eir_i_genius_write(&g, out);
  for (size_t i = 0; g.profiles != NULL && i < g.n_profiles; i++)
    if (g.profiles[i].pays.memory != NULL)
      eir_i_array_free(&g.profiles[i].pays);
  eir_i_arena_free(&arena);
  if (g.no_memory || out->failed || eir_i_diagnostics_failed(diagnostics))
    return EIR_NO_MEMORY;
  return status;
}

/* ---- the public functions ---- */

/* Reads paths[n] from disk into files[n] and texts[n]. */
static eir_status read_files(eir_diagnostics *diagnostics, const char *const *paths,
                             size_t n, eir_i_genius_file *files, eir_i_text *texts) {
  eir_status worst = EIR_OK;
  for (size_t i = 0; i < n; i++) {
    eir_i_file_id id;
    const char *problem = "";
    eir_status status = eir_i_file_read(paths[i], false, EIR_I_MAX_FILE_BYTES,
                                        &texts[i], &id, &problem);
    files[i] = (eir_i_genius_file){.path = paths[i],
                                   .bytes = texts[i].data == NULL ? "" : texts[i].data,
                                   .length = texts[i].length};
    if (status == EIR_NO_MEMORY)
      return status;
    if (status == EIR_OK)
      continue;
    const eir_i_place place = {.file = eir_i_diagnostics_file(diagnostics, paths[i])};
    eir_i_diagnostics_add(diagnostics, EIR_ERROR, place, NULL,
                          "cannot read the file: %s", problem);
    worst = status;
  }
  return worst;
}

static eir_status convert_paths(eir_i_memory *memory, eir_diagnostics *diagnostics,
                                const char *const *paths, size_t n, eir_i_text *out) {
  eir_i_genius_file *files = eir_i_allocate_array(memory, n, sizeof *files);
  eir_i_text *texts = eir_i_allocate_array(memory, n, sizeof *texts);
  eir_status status = EIR_NO_MEMORY;
  for (size_t i = 0; texts != NULL && i < n; i++)
    eir_i_text_init(&texts[i], memory);
  if (files != NULL && texts != NULL)
    status = read_files(diagnostics, paths, n, files, texts);
  if (status == EIR_OK)
    status = eir_i_genius_convert(memory, diagnostics, files, n, out);
  for (size_t i = 0; texts != NULL && i < n; i++)
    eir_i_text_free(&texts[i]);
  eir_i_release(memory, texts, n * sizeof *texts);
  eir_i_release(memory, files, n * sizeof *files);
  return status;
}

/* What both functions ask of their arguments. */
static bool are_paths(const char *const *paths, size_t n_paths) {
  if (paths == NULL || n_paths < 2 || n_paths > SIZE_MAX / sizeof(eir_i_text))
    return false;
  for (size_t i = 0; i < n_paths; i++) {
    if (paths[i] == NULL)
      return false;
  }
  return true;
}

static void hand_over(eir_diagnostics *diagnostics, eir_diagnostics **out) {
  if (diagnostics != NULL)
    eir_i_diagnostics_sort(diagnostics);
  if (out != NULL)
    *out = diagnostics;
  else
    eir_diagnostics_free(diagnostics);
}

eir_status eir_genius_write_case(eir_context *context, const char *const *paths,
                                 size_t n_paths, eir_write_function write, void *user,
                                 eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (context == NULL || write == NULL || !are_paths(paths, n_paths))
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &context->allocator);
  eir_i_text text;
  eir_i_text_init(&text, &memory);
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL)
    status = convert_paths(&memory, diagnostics, paths, n_paths, &text);
  if (status == EIR_OK && !write(user, text.data, text.length))
    status = EIR_IO;
  eir_i_text_free(&text);
  hand_over(diagnostics, out_diagnostics);
  return status;
}

/* Adds the messages of `from` about the converted text; they are our own or about
 * limits, and name the lines that `eirene import genius` prints. */
static void pass_on(eir_diagnostics *to, const eir_diagnostics *from) {
  for (size_t i = 0; from != NULL && i < eir_diagnostics_count(from); i++) {
    eir_error error = eir_diagnostics_get(from, i);
    const eir_i_place place = {.file = eir_i_diagnostics_file(to, error.file),
                               .line = error.line,
                               .column = error.column};
    eir_i_diagnostics_add(to, error.severity, place, error.path, "%s", error.message);
  }
}

static eir_status read_converted(eir_context *context, const char *domain,
                                 const eir_i_text *text, eir_i_memory *memory,
                                 eir_diagnostics *diagnostics, eir_case **out_case) {
  eir_i_text name;
  eir_diagnostics *messages = NULL;
  eir_i_text_init(&name, memory);
  eir_i_text_add_format(&name, "%s as a case", domain);
  eir_status status = EIR_NO_MEMORY;
  if (!name.failed)
    status = eir_case_read_text(context, name.data, NULL, text->data, text->length,
                                out_case, &messages);
  pass_on(diagnostics, messages);
  eir_diagnostics_free(messages);
  eir_i_text_free(&name);
  if (eir_i_diagnostics_failed(diagnostics) && status == EIR_OK) {
    eir_case_free(*out_case);
    *out_case = NULL;
    status = EIR_NO_MEMORY;
  }
  return status;
}

eir_status eir_case_read_genius(eir_context *context, const char *const *paths,
                                size_t n_paths, eir_case **out_case,
                                eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (out_case == NULL)
    return EIR_MISUSE;
  *out_case = NULL;
  if (context == NULL || !are_paths(paths, n_paths))
    return EIR_MISUSE;
  eir_i_memory memory;
  eir_i_memory_init(&memory, &context->allocator);
  eir_i_text text;
  eir_i_text_init(&text, &memory);
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&context->allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL)
    status = convert_paths(&memory, diagnostics, paths, n_paths, &text);
  if (status == EIR_OK)
    status = read_converted(context, paths[0], &text, &memory, diagnostics, out_case);
  eir_i_text_free(&text);
  hand_over(diagnostics, out_diagnostics);
  return status;
}
