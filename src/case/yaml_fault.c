/* YAML fault: libfyaml's messages name its own rules; those for the slips that people
 * make most are said in other words, with what would be right. */
#include "case/yaml_fault.h"

#include <string.h>

#include <libfyaml.h>

#include "base/banned.h"

/* libfyaml's words for the faults people make most, in ours. */
static const char *friendlier(const char *message) {
  static const char *const table[][2] = {
      {"tab character", "a tab is used for indentation; use spaces"},
      {" tab ", "a tab is used for indentation; use spaces"},
      {"without a closing bracket", "a '[' is never closed; add the ']'"},
      {"without a closing brace", "a '{' is never closed; add the '}'"},
      {"without closing quote", "this quoted text has no end; add the closing quote"},
      {"invalid nested block mapping on the same line",
       "a second ': ' on one line; put quotes around a text that holds ': '"},
      {"missing comma in flow", "a comma is missing between two entries"},
      {"could not find expected ':'", "a ':' is missing after a key"},
      {"wrongly indented",
       "this must be indented deeper than the key that it belongs to"},
      {"did not find expected node content",
       "a value is missing here, or there is a bracket or comma too many"},
      {"plain scalar cannot start", "a text that starts with this sign needs quotes"},
      {"invalid trailing content", "something follows a quoted text; put quotes around "
                                   "all of it, or a comma after it"},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (strstr(message, table[i][0]) != NULL)
      return table[i][1];
  return message;
}

/* The first error that libfyaml kept. */
static const struct fy_diag_error *first_error(struct fy_diag *diag) {
  void *position = NULL;
  const struct fy_diag_error *error;
  do
    error = fy_diag_errors_iterate(diag, &position);
  while (error != NULL && error->type != FYET_ERROR);
  return error;
}

const char *eir_i_yaml_fault(struct fy_diag *diag, eir_i_place *place) {
  const struct fy_diag_error *error = first_error(diag);
  if (error == NULL)
    return "the YAML parser gave up here";
  if (error->line > 0) {
    place->line = (uint32_t)error->line;
    place->column = error->column > 0 ? (uint32_t)error->column : 1;
  }
  return friendlier(error->msg);
}
