/* File: open, check what it is, read to the end or the limit. */
#include "case/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* In our own words: strerror() follows the locale, and is not safe in threads. */
static const char *problem_of(int number) {
  switch (number) {
  case ENOENT:
    return "there is no such file";
  case ENOTDIR:
    return "a folder in its path is a file";
  case EACCES:
  case EPERM:
    return "reading it is not permitted";
  case EISDIR:
    return "it is a folder";
  case ELOOP:
    return "its symbolic links go round in a circle";
  case ENAMETOOLONG:
    return "its name is too long";
  case EMFILE:
  case ENFILE:
    return "too many files are open";
  default:
    return "the system could not read it";
  }
}

/* Reads one byte more than is allowed at most, so that the caller sees that there is
 * more; the size that the system tells is not relied on, as a pipe has none. */
static eir_status read_all(int file, size_t most, eir_i_text *out,
                           const char **out_problem) {
  enum { PIECE = 64 * 1024 };
  char piece[PIECE];
  while (out->length <= most) {
    size_t wanted = most + 1 - out->length;
    if (wanted > sizeof piece)
      wanted = sizeof piece;
    ssize_t got = read(file, piece, wanted);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      *out_problem = problem_of(errno);
      return EIR_IO;
    }
    if (got == 0)
      break;
    eir_i_text_add_bytes(out, piece, (size_t)got);
    if (out->failed)
      return EIR_NO_MEMORY;
  }
  return EIR_OK;
}

eir_status eir_i_file_read(const char *path, bool only_regular, size_t most,
                           eir_i_text *out, eir_i_file_id *out_id,
                           const char **out_problem) {
  /* Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever. */
  int file = open(path, O_RDONLY | O_CLOEXEC | (only_regular ? O_NONBLOCK : 0));
  if (file < 0) {
    *out_problem = problem_of(errno);
    return EIR_IO;
  }
  struct stat about;
  eir_status status = EIR_OK;
  if (fstat(file, &about) != 0) {
    *out_problem = problem_of(errno);
    status = EIR_IO;
  } else if (S_ISDIR(about.st_mode)) {
    *out_problem = "it is a folder";
    status = EIR_IO;
  } else if (only_regular && !S_ISREG(about.st_mode)) {
    *out_problem = "it is not a regular file";
    status = EIR_IO;
  } else {
    *out_id = (eir_i_file_id){.device = (uint64_t)about.st_dev,
                              .number = (uint64_t)about.st_ino};
    status = read_all(file, most, out, out_problem);
  }
  close(file);
  return status;
}
