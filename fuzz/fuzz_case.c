/* Fuzz: any bytes as a case file. A case that is accepted must keep the model's
 * promises and can be written as JSON; one that is refused comes with a message that
 * has a place. */
#include <stdlib.h>
#include <string.h>

#include "case/record.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition)
    abort();
}

static bool count_bytes(void *user, const char *data, size_t size) {
  (void)data;
  *(size_t *)user += size;
  return true;
}

/* Whatever the record is, the state of play can be made and written. */
static void check_shown(const eir_case *the_case) {
  const eir_show_request request = {.on = "2025-06-30"};
  eir_state_of_play *shown = NULL;
  size_t bytes = 0;
  require(eir_show(the_case, &request, NULL, &shown) == EIR_OK);
  require(eir_state_of_play_write_json(shown, count_bytes, &bytes) == EIR_OK);
  require(bytes > 0);
  eir_state_of_play_free(shown);
}

static void check_scores(const eir_case *the_case, const eir_i_position *position) {
  uint64_t total = 0;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const int64_t *scores = position->scores[i];
    uint64_t largest = 0;
    for (size_t o = 0; scores != NULL && o < the_case->issues[i].n_options; o++) {
      uint64_t size = scores[o] < 0 ? (uint64_t)-scores[o] : (uint64_t)scores[o];
      if (size > largest)
        largest = size;
    }
    total += largest;
  }
  require(total < UINT64_C(1) << 62);
  require(position->unit > 0 && position->scale >= 0);
  require(position->power >= 1 && position->power <= EIR_I_MAX_POWER);
}

static void check_case(const eir_case *the_case) {
  require(the_case->n_signatories >= 1 && the_case->n_issues >= 1);
  require(the_case->quota >= 1 && the_case->quota <= the_case->n_signatories);
  for (size_t i = 0; i < the_case->n_issues; i++)
    require(the_case->issues[i].n_options >= 1);
  for (size_t i = 0; i < the_case->n_constraints; i++)
    require(the_case->constraints[i].expression != NULL);
  for (size_t i = 0; i < the_case->n_parties; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    if ((the_case->parties[i].roles & EIR_ROLE_SIGNATORY) != 0)
      require(position->kind != EIR_POSITION_NONE);
    for (size_t r = 0; r < position->n_red_lines; r++)
      require(position->red_lines[r].expression != NULL);
    for (size_t r = 0; r < position->n_interactions; r++)
      require(position->interactions[r].when != NULL);
    if (eir_case_party(the_case, i).has_scores)
      check_scores(the_case, position);
  }
  size_t bytes = 0;
  require(eir_case_write_json(the_case, count_bytes, &bytes) == EIR_OK && bytes > 0);
  check_shown(the_case);
}

static void check_messages(const eir_diagnostics *diagnostics) {
  require(eir_diagnostics_count(diagnostics) > 0);
  for (size_t i = 0; i < eir_diagnostics_count(diagnostics); i++) {
    eir_error error = eir_diagnostics_get(diagnostics, i);
    require(error.message != NULL && *error.message != '\0');
    require((error.line == 0) == (error.column == 0));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  require(eir_context_new(NULL, &context) == EIR_OK);
  eir_status status = eir_case_read_text(context, "fuzz", NULL, (const char *)data,
                                         size, &the_case, &diagnostics);
  if (status == EIR_OK) {
    check_case(the_case);
  } else {
    require(status == EIR_BAD_INPUT && the_case == NULL);
    check_messages(diagnostics);
  }
  eir_case_free(the_case);
  eir_diagnostics_free(diagnostics);
  eir_context_free(context);
  return 0;
}
