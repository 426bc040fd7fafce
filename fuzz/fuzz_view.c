/* Fuzz target: reading a case with a view, and without sources. Whatever the text is, a
 * view never tells a line or a column, and what is left is a case with all that solving
 * relies on. */
#include <stdint.h>
#include <stdlib.h>

#include "case/record.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool true_thing) {
  if (!true_thing)
    abort();
}

static bool take(void *user, const char *data, size_t size) {
  (void)data;
  *(size_t *)user += size;
  return true;
}

static void check_case(const eir_case *the_case, bool has_view) {
  require((the_case->view != NULL) == has_view);
  require(the_case->n_signatories >= 1 && the_case->n_issues >= 1);
  require(the_case->quota >= 1 && the_case->quota <= the_case->n_signatories);
  for (size_t i = 0; i < the_case->n_issues; i++)
    require(the_case->issues[i].n_options >= 1);
  for (size_t i = 0; i < the_case->n_constraints; i++)
    require(the_case->constraints[i].expression != NULL);
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    const eir_i_party *party = &the_case->parties[the_case->signatories[i]];
    require(party->position.given && party->position.kind != EIR_POSITION_NONE);
  }
  require(eir_case_note_count(the_case) <= 3);
  require(!has_view || eir_case_note_get(the_case, 0).kind == EIR_CASE_NOTE_VIEW);
  size_t bytes = 0;
  require(eir_case_write_json(the_case, take, &bytes) == EIR_OK && bytes > 0);
  eir_state_of_play *shown = NULL;
  require(eir_show(the_case, NULL, NULL, &shown) == EIR_OK);
  require(eir_state_of_play_write_json(shown, take, &bytes) == EIR_OK);
  eir_state_of_play_free(shown);
}

static void check_messages(const eir_diagnostics *diagnostics, bool has_view) {
  require(eir_diagnostics_count(diagnostics) > 0);
  for (size_t i = 0; i < eir_diagnostics_count(diagnostics); i++) {
    eir_error error = eir_diagnostics_get(diagnostics, i);
    require(error.message != NULL && *error.message != '\0');
    require(!has_view || (error.line == 0 && error.column == 0));
  }
}

static void read_as(eir_context *context, const eir_reading *reading, const char *text,
                    size_t size) {
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  bool has_view = reading->view != NULL;
  eir_status status = eir_case_read_text_as(context, "fuzz", NULL, text, size, reading,
                                            &the_case, &diagnostics);
  if (status == EIR_OK) {
    check_case(the_case, has_view);
  } else {
    require(status == EIR_BAD_INPUT && the_case == NULL);
    check_messages(diagnostics, has_view);
  }
  eir_case_free(the_case);
  eir_diagnostics_free(diagnostics);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const sources[] = {"s", "a#1"};
  static const eir_reading readings[] = {
      {.view = "public"},
      {.view = "a"},
      {.view = "m", .without = sources, .n_without = 1},
      {.without = sources, .n_without = 2}};
  const char *text = size == 0 ? "" : (const char *)data;
  eir_context *context = NULL;
  require(eir_context_new(NULL, &context) == EIR_OK);
  for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++)
    read_as(context, &readings[i], text, size);
  eir_context_free(context);
  return 0;
}
