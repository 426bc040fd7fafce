/* Fuzz: any bytes as the bare parameters of `hold`. What is accepted has an answer
 * whose parts agree and that can be written as JSON; what is refused comes with a
 * message that has a place. */
#include <stdlib.h>
#include <string.h>

#include "hold/holding.h"

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

static void check_answer(const eir_holding *holding) {
  size_t bytes = 0;
  require(eir_holding_party_count(holding) == 1);
  const eir_hold_party party = eir_holding_party(holding, 0);
  require(party.holds == (eir_i_keeping_sign(&holding->parties[0].keeping) >= 0));
  require(party.holds ? party.slack >= 0 : party.slack <= 0);
  const eir_hold_enough least = eir_holding_enough(holding, 0, EIR_HOLD_DETECTION);
  require(!party.holds || least.exists);
  require(!least.exists || (least.value >= 0 && least.value <= 1));
  require(eir_holding_write_json(holding, count_bytes, &bytes) == EIR_OK && bytes > 0);
}

static void check_messages(const eir_diagnostics *diagnostics) {
  require(eir_diagnostics_count(diagnostics) > 0);
  for (size_t i = 0; i < eir_diagnostics_count(diagnostics); i++) {
    const eir_error error = eir_diagnostics_get(diagnostics, i);
    require(error.message[0] != '\0' && error.line == 1 && error.column > 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  eir_context *context = NULL;
  eir_holding *holding = NULL;
  eir_diagnostics *diagnostics = NULL;
  char *text = malloc(size + 1);
  require(text != NULL && eir_context_new(NULL, &context) == EIR_OK);
  if (size > 0)
    memcpy(text, data, size);
  text[size] = '\0';
  eir_status status = eir_hold_params(context, text, &holding, &diagnostics);
  if (status == EIR_OK) {
    check_answer(holding);
  } else {
    require(status == EIR_BAD_INPUT && holding == NULL);
    check_messages(diagnostics);
  }
  eir_holding_free(holding);
  eir_diagnostics_free(diagnostics);
  eir_context_free(context);
  free(text);
  return 0;
}
