/* The verb `import`: finds the kind of file, and has it turned into a case file. */
#include <stdint.h>
#include <string.h>

#include "verbs.h"

typedef struct import_kind {
  const char *name;
  const char *operands;
  size_t least_paths;
  size_t most_paths;
  cli_exit (*run)(eir_context *context, const cli_arguments *arguments,
                  cli_output *output);
} import_kind;

static const import_kind kinds[] = {
    {"table", "FILE.csv", 1, 1, cli_import_table},
    {"genius", "DOMAIN.xml PROFILE.xml...", 2, SIZE_MAX, cli_import_genius},
};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static cli_exit say_usage(const char *mistake, const char *word) {
  cli_text text = {0};
  cli_mistake_begin(&text, "import");
  CLI_ADD(&text, "'", word, "' ", mistake);
  for (size_t i = 0; i < KIND_COUNT; i++)
    CLI_ADD(&text, i == 0 ? ": " : ", ", "'eirene import ", kinds[i].name, " ",
            kinds[i].operands, "'");
  cli_text_add(&text, "\n");
  return cli_say(&text, CLI_WRONG_INPUT);
}

cli_exit cli_import_run(eir_context *context, const cli_arguments *arguments,
                        cli_output *output) {
  const char *word = arguments->operands[0];
  const import_kind *kind = NULL;
  for (size_t i = 0; i < KIND_COUNT; i++) {
    if (strcmp(word, kinds[i].name) == 0)
      kind = &kinds[i];
  }
  if (kind == NULL)
    return say_usage("is no kind of file to import; there are", word);
  size_t n_paths = arguments->n_operands - 1;
  if (n_paths < kind->least_paths || n_paths > kind->most_paths)
    return say_usage(
        n_paths < kind->least_paths ? "needs more files" : "takes fewer files", word);
  return kind->run(context, arguments, output);
}
