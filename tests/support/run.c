/* Job: drives the library as a caller would: text in, solution and JSON out. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static bool note_errors(verdict *v, eir_status status,
                        const eir_diagnostics *messages) {
  if (eir_diagnostics_count(messages) == 0) {
    return fault(v, VERDICT_READ, "reading: %s", eir_status_text(status));
  }
  const eir_error first = eir_diagnostics_get(messages, 0);
  return fault(v, VERDICT_READ, "reading: line %u, %s: %s", first.line, first.path,
               first.message);
}

bool run_read(run *r, const sketch *s, verdict *v) {
  memset(r, 0, sizeof *r);
  char *text = sketch_write(s);
  eir_diagnostics *messages = NULL;
  eir_status status = eir_context_new(NULL, &r->context);
  if (status == EIR_OK) {
    status = eir_case_read_text(r->context, "random.yaml", NULL, text, strlen(text),
                                &r->the_case, &messages);
  }
  free(text);
  const bool read = status == EIR_OK || note_errors(v, status, messages);
  if (read && eir_diagnostics_count(messages) > 0) {
    const eir_error first = eir_diagnostics_get(messages, 0);
    if (first.severity == EIR_ERROR) {
      fault(v, VERDICT_READ, "an error and yet a success: %s", first.message);
    }
  }
  eir_diagnostics_free(messages);
  return read && v->kind == VERDICT_RIGHT;
}

static bool keep_json(void *user, const char *data, size_t size) {
  run *r = user;
  char *longer = realloc(r->json, r->json_length + size + 1);
  if (longer == NULL)
    return false;
  memcpy(longer + r->json_length, data, size);
  r->json = longer;
  r->json_length += size;
  r->json[r->json_length] = '\0';
  return true;
}

/* Sets an option unless the value is 0. */
static eir_status set_option(eir_options *options, const char *name, unsigned value) {
  return value == 0 ? EIR_OK : eir_options_set(options, name, value);
}

static eir_status set_options(eir_options *options, const run_settings *settings) {
  const struct {
    const char *name;
    unsigned value;
  } all[] = {{"over", settings->over_outcomes},
             {"count", settings->count},
             {"threads", settings->threads},
             {"limit-steps", settings->max_steps},
             {"limit-points", settings->max_points}};
  eir_status status = EIR_OK;
  for (size_t i = 0; status == EIR_OK && i < sizeof all / sizeof all[0]; i++)
    status = set_option(options, all[i].name, all[i].value);
  return status;
}

bool run_solve(run *r, const run_settings *settings, verdict *v) {
  eir_solution_free(r->solution);
  free(r->json);
  r->solution = NULL;
  r->json = NULL;
  r->json_length = 0;
  eir_options *options = NULL;
  eir_status status = eir_options_new(r->context, &options);
  if (status == EIR_OK)
    status = set_options(options, settings);
  if (status == EIR_OK)
    status = eir_solve(r->the_case, options, NULL, &r->solution);
  eir_options_free(options);
  if (status == EIR_OK)
    status = eir_solution_write_json(r->solution, 0, NULL, keep_json, r);
  if (status != EIR_OK) {
    return fault(v, VERDICT_CALL, "solving: %s", eir_status_text(status));
  }
  const bool limited = settings->max_steps > 0 || settings->max_points > 0;
  if (!limited && eir_solution_end(r->solution) != EIR_END_COMPLETE) {
    return fault(v, VERDICT_CALL, "solving ended at the limit %s",
                 eir_solution_limit_name(r->solution));
  }
  return true;
}

void run_free(run *r) {
  free(r->json);
  eir_solution_free(r->solution);
  eir_case_free(r->the_case);
  eir_context_free(r->context);
  memset(r, 0, sizeof *r);
}

/* Digits with an optional point, and an optional exponent. */
static bool parse_decimal(mpq_t out, const char *text, size_t length) {
  char digits[4096];
  size_t n = 0, at = 0;
  long decimals = 0;
  bool point = false;
  if (length + 2 > sizeof digits)
    return false;
  for (; at < length && text[at] != 'e' && text[at] != 'E'; at++) {
    if (text[at] == '.' && !point) {
      point = true;
    } else if (text[at] == '-' && at == 0) {
      digits[n++] = '-';
    } else if (text[at] >= '0' && text[at] <= '9') {
      digits[n++] = text[at];
      decimals += point;
    } else {
      return false;
    }
  }
  digits[n] = '\0';
  if (at < length)
    decimals -= strtol(text + at + 1, NULL, 10);
  mpz_t power;
  mpz_init(power);
  mpz_ui_pow_ui(power, 10, (unsigned long)labs(decimals));
  const bool ok = mpz_set_str(mpq_numref(out), digits, 10) == 0;
  mpz_set_ui(mpq_denref(out), 1);
  if (decimals > 0)
    mpz_set(mpq_denref(out), power);
  if (decimals < 0)
    mpz_mul(mpq_numref(out), mpq_numref(out), power);
  mpz_clear(power);
  if (ok)
    mpq_canonicalize(out);
  return ok;
}

bool run_parse_number(mpq_t out, const char *text) {
  const char *slash = strchr(text, '/');
  if (slash == NULL)
    return parse_decimal(out, text, strlen(text));
  mpq_t below;
  mpq_init(below);
  const bool ok = parse_decimal(out, text, (size_t)(slash - text)) &&
                  parse_decimal(below, slash + 1, strlen(slash + 1)) &&
                  mpq_sgn(below) > 0;
  if (ok)
    mpq_div(out, out, below);
  mpq_clear(below);
  return ok;
}
