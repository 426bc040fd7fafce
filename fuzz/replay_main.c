/* Runs a fuzz target over files that were kept: each argument is a file, or a folder
 * whose files are taken. So the corpus is part of every test run, without libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path, size_t size) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    perror(path);
    return 1;
  }
  /* Exactly as long as the file, so that a sanitizer sees any read past its end. */
  uint8_t *data = malloc(size > 0 ? size : 1);
  int failed = data == NULL || fread(data, 1, size, file) != size;
  if (failed) {
    fprintf(stderr, "%s: cannot be read\n", path);
  } else {
    LLVMFuzzerTestOneInput(data, size);
  }
  free(data);
  fclose(file);
  return failed;
}

static int replay(const char *path, unsigned *count);

static int replay_folder(const char *path, unsigned *count) {
  DIR *folder = opendir(path);
  if (folder == NULL) {
    perror(path);
    return 1;
  }
  int failed = 0;
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    char inner[4096];
    if (entry->d_name[0] == '.') {
      continue;
    }
    int length = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    if (length < 0 || (size_t)length >= sizeof inner) {
      failed = 1;
      continue;
    }
    struct stat status;
    if (stat(inner, &status) == 0 && S_ISREG(status.st_mode)) {
      failed |= replay(inner, count);
    }
  }
  closedir(folder);
  return failed;
}

static int replay(const char *path, unsigned *count) {
  struct stat status;
  if (stat(path, &status) != 0) {
    perror(path);
    return 1;
  }
  if (S_ISDIR(status.st_mode)) {
    return replay_folder(path, count);
  }
  *count += 1;
  return replay_file(path, (size_t)status.st_size);
}

int main(int argc, char **argv) {
  int failed = 0;
  unsigned count = 0;
  for (int i = 1; i < argc; i++) {
    failed |= replay(argv[i], &count);
  }
  printf("%u inputs replayed\n", count);
  if (count == 0) {
    fprintf(stderr, "no input was found: the corpus is missing\n");
    failed = 1;
  }
  return failed;
}
