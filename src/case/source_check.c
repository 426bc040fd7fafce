/* Source check: are the files of a case's sources there, are they what they were, and
 * do they have the lines that the case refers to?
 *
 * Files are opened folder by folder from the one that was named, and no symbolic link
 * is followed below it, so that no name in a case can lead anywhere else. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The plain functions: they take no memory. Those of EVP crash when there is none. */
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/sha.h>

#include "case/model.h"
#include "case/names.h"
#include "case/quote.h"

#include "base/banned.h"

enum { SHA256_TEXT = 2 * SHA256_DIGEST_LENGTH + 1, PIECE = 64 * 1024 };

/* What was found of a source. */
typedef struct finding {
  bool read;      /* its file was */
  uint64_t lines; /* that it has */
  char sha256[SHA256_TEXT];
} finding;

typedef struct check {
  const eir_case *the_case;
  eir_diagnostics *diagnostics;
  eir_i_arena arena;
  int folder;
  char *piece; /* [PIECE] of the file being read */
  bool no_memory;
} check;

/* ---- opening ---- */

static const char *problem_of(int number) {
  switch (number) {
  case ENOENT:
    return "there is no such file";
  case ENOTDIR:
    return "a folder in its path is a file";
  case ELOOP:
    return "there is a symbolic link in its path, which could lead out of the folder";
  case EACCES:
  case EPERM:
    return "reading it is not permitted";
  case ENAMETOOLONG:
    return "its name is too long";
  default:
    return "the system could not read it";
  }
}

/* Opens the file or folder called name[length] in `folder`; -1 with errno set. */
static int open_step(check *c, int folder, const char *name, size_t length, bool last) {
  const char *step = eir_i_arena_copy_text(&c->arena, name, length);
  if (step == NULL) {
    c->no_memory = true;
    errno = ENOMEM;
    return -1;
  }
  /* Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever. */
  int found =
      openat(folder, step,
             O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
  if (found >= 0 || errno != ENOTDIR)
    return found;
  struct stat about; /* a link to a folder is no folder either */
  bool link =
      fstatat(folder, step, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode);
  errno = link ? ELOOP : ENOTDIR;
  return -1;
}

/* Opens `path` below the folder, step by step. */
static int open_below(check *c, const char *path, const char **out_problem) {
  int at = c->folder;
  while (at >= 0) {
    size_t length = strcspn(path, "/");
    bool last = path[length] == '\0';
    bool up = length == 2 && strncmp(path, "..", 2) == 0;
    if (length == 0 || up) {
      *out_problem = "its name must lead to a file inside the folder";
      if (at != c->folder)
        close(at);
      return -1;
    }
    int next = open_step(c, at, path, length, last);
    int number = errno;
    if (at != c->folder)
      close(at);
    if (next < 0)
      *out_problem = problem_of(number);
    if (last || next < 0)
      return next;
    at = next;
    path += length + 1;
  }
  return at;
}

/* ---- reading ---- */

static void write_hexadecimal(const unsigned char *bytes, char *out) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[SHA256_TEXT - 1] = '\0';
}

/* Sums up what is left of the file, and counts its lines; the last need not be ended.
 * False after a problem. */
static bool digest(check *c, int file, finding *out, const char **out_problem) {
  unsigned char bytes[SHA256_DIGEST_LENGTH];
  char before = '\n';
  SHA256_CTX sum;
  bool good = SHA256_Init(&sum) == 1;
  for (;;) {
    ssize_t got = read(file, c->piece, PIECE);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      *out_problem = problem_of(errno);
    if (got < 0)
      return false;
    if (got == 0)
      break;
    good = SHA256_Update(&sum, c->piece, (size_t)got) == 1 && good;
    for (ssize_t i = 0; i < got; before = c->piece[i++])
      out->lines += before == '\n';
  }
  good = SHA256_Final(bytes, &sum) == 1 && good;
  assert(good); /* these calls have nothing that could fail */
  if (!good)
    return false;
  write_hexadecimal(bytes, out->sha256);
  return true;
}

static bool read_file(check *c, const char *path, finding *out,
                      const char **out_problem) {
  int file = open_below(c, path, out_problem);
  if (file < 0)
    return false;
  struct stat about;
  bool good = fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  if (!good)
    *out_problem = "it is not a regular file";
  good = good && digest(c, file, out, out_problem);
  close(file);
  return good;
}

/* ---- a source ---- */

static void say(check *c, eir_severity severity, const eir_i_source *source,
                const char *field, const char *message) {
  eir_i_text path;
  eir_i_text_init(&path, c->arena.memory);
  eir_i_text_add_format(&path, "sources.%s.%s", source->id, field);
  if (path.failed)
    c->no_memory = true;
  else
    eir_i_diagnostics_add(c->diagnostics, severity, source->place, path.data, "%s",
                          message);
  eir_i_text_free(&path);
}

static void say_text(check *c, eir_severity severity, const eir_i_source *source,
                     const char *field, eir_i_text *message) {
  if (message->failed)
    c->no_memory = true;
  else
    say(c, severity, source, field, message->data);
  eir_i_text_free(message);
}

static void check_file(check *c, const eir_i_source *source, finding *out) {
  const char *problem = "";
  eir_i_text message;
  eir_i_text_init(&message, c->arena.memory);
  out->read = read_file(c, source->file, out, &problem);
  if (c->no_memory)
    return;
  if (!out->read) {
    eir_i_text_add_format(&message, "cannot read '%s', the file of source %s: %s",
                          eir_i_quote(source->file).text, source->id, problem);
    say_text(c, EIR_ERROR, source, "file", &message);
  } else if (source->sha256 == NULL) {
    eir_i_text_add_format(&message,
                          "source %s has no sha256, so its file may be another text; "
                          "the file that is there has %s",
                          source->id, out->sha256);
    say_text(c, EIR_WARNING, source, "file", &message);
  } else if (strcmp(source->sha256, out->sha256) != 0) {
    eir_i_text_add_format(&message,
                          "'%s', the file of source %s, is not the one that was read: "
                          "its sha256 is %s",
                          eir_i_quote(source->file).text, source->id, out->sha256);
    say_text(c, EIR_ERROR, source, "file", &message);
  }
}

/* ---- references ---- */

static void check_reference(check *c, const eir_i_reference *reference,
                            const eir_i_source *source, const finding *found) {
  const char *hash = strchr(reference->text, '#');
  uint64_t line = 0;
  for (const char *digit = hash + 1; *digit >= '0' && *digit <= '9'; digit++)
    line = line * 10 + (uint64_t)(*digit - '0'); /* at most 9 digits */
  if (source->file == NULL)
    eir_i_diagnostics_add(c->diagnostics, EIR_ERROR, reference->place, reference->path,
                          "source %s names no file in which line %llu could be looked "
                          "up; add its file, or refer to %s without a line",
                          source->id, (unsigned long long)line, source->id);
  else if (found->read && line > found->lines)
    eir_i_diagnostics_add(c->diagnostics, EIR_ERROR, reference->place, reference->path,
                          "'%s', the file of source %s, has no line %llu; it has %llu",
                          eir_i_quote(source->file).text, source->id,
                          (unsigned long long)line, (unsigned long long)found->lines);
}

static void check_references(check *c, const finding *findings) {
  const eir_case *the_case = c->the_case;
  const char **ids =
      eir_i_arena_take_array(&c->arena, the_case->n_sources, sizeof *ids);
  eir_i_names names;
  for (size_t i = 0; ids != NULL && i < the_case->n_sources; i++)
    ids[i] = the_case->sources[i].id;
  if (ids == NULL || !eir_i_names_build(&names, &c->arena, ids, the_case->n_sources)) {
    c->no_memory = true;
    return;
  }
  for (size_t i = 0; i < the_case->n_references && !c->no_memory; i++) {
    const eir_i_reference *reference = &the_case->references[i];
    const char *hash = strchr(reference->text, '#');
    if (hash == NULL)
      continue;
    const char *id = eir_i_arena_copy_text(&c->arena, reference->text,
                                           (size_t)(hash - reference->text));
    if (id == NULL)
      c->no_memory = true;
    uint32_t source = id == NULL ? EIR_I_NO_NAME : eir_i_names_find(&names, id);
    if (source != EIR_I_NO_NAME)
      check_reference(c, reference, &the_case->sources[source], &findings[source]);
  }
}

/* ---- all ---- */

static void check_all(check *c) {
  const eir_case *the_case = c->the_case;
  finding *findings =
      eir_i_arena_take_array(&c->arena, the_case->n_sources, sizeof *findings);
  c->piece = eir_i_arena_take(&c->arena, PIECE);
  if (findings == NULL || c->piece == NULL)
    c->no_memory = true;
  for (size_t i = 0; findings != NULL && i < the_case->n_sources && !c->no_memory; i++)
    if (the_case->sources[i].file != NULL)
      check_file(c, &the_case->sources[i], &findings[i]);
  if (!c->no_memory)
    check_references(c, findings);
}

static eir_status check_folder(check *c, const char *directory) {
  assert(c->diagnostics != NULL);
  for (size_t i = 0; i < c->the_case->n_files; i++)
    (void)eir_i_diagnostics_file(c->diagnostics, c->the_case->files[i]);
  if (c->the_case->view != NULL)
    eir_i_diagnostics_hide_places(c->diagnostics);
  c->folder = open(directory, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (c->folder < 0) {
    eir_i_diagnostics_add(c->diagnostics, EIR_ERROR, (eir_i_place){0}, NULL,
                          "cannot open the folder '%s', where the files of the sources "
                          "should be",
                          eir_i_quote(directory).text);
    return eir_i_diagnostics_failed(c->diagnostics) ? EIR_NO_MEMORY : EIR_IO;
  }
  check_all(c);
  close(c->folder);
  eir_i_diagnostics_sort(c->diagnostics);
  if (c->no_memory || eir_i_diagnostics_failed(c->diagnostics))
    return EIR_NO_MEMORY;
  return eir_i_diagnostics_errors(c->diagnostics) > 0 ? EIR_BAD_INPUT : EIR_OK;
}

eir_status eir_case_check_sources(const eir_case *the_case, const char *directory,
                                  eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (the_case == NULL || directory == NULL)
    return EIR_MISUSE;
  eir_i_memory memory; /* of this call: a case may be read by several threads */
  eir_i_memory_init(&memory, &the_case->memory.allocator);
  check c = {.the_case = the_case,
             .diagnostics = eir_i_diagnostics_new(&memory.allocator)};
  eir_i_arena_init(&c.arena, &memory);
  eir_status status =
      c.diagnostics == NULL ? EIR_NO_MEMORY : check_folder(&c, directory);
  eir_i_arena_free(&c.arena);
  if (out_diagnostics != NULL)
    *out_diagnostics = c.diagnostics;
  else
    eir_diagnostics_free(c.diagnostics);
  return status;
}
