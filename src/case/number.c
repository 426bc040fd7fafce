/* Number: reading exact numbers from text, and saying what is wrong with what is
 * none. */
#include <string.h>

#include "case/quote.h"
#include "case/rational.h"

#include "base/banned.h"

static const eir_i_i128 most = (eir_i_i128)(((eir_i_u128)1 << 127) - 1);

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* The parts of a decimal: its digits without the point, and the power of ten. */
typedef struct decimal {
  eir_i_i128 digits;
  int64_t exponent;
  bool too_long;
} decimal;

/* Appends a digit. A run of zeros is held back until a digit follows it, so that
 * 1.500000 needs no more room than 1.5. */
typedef struct digit_reader {
  decimal made;
  int64_t zeros;
} digit_reader;

static void put_digit(digit_reader *reader, char c, bool after_point) {
  decimal *made = &reader->made;
  if (after_point)
    made->exponent--;
  if (c == '0') {
    reader->zeros++;
    return;
  }
  /* With no digit yet, leading zeros count for nothing. */
  int64_t shift = made->digits == 0 ? 1 : reader->zeros + 1;
  for (; shift > 0 && !made->too_long; shift--)
    made->too_long = eir_i_i128_multiply(made->digits, 10, &made->digits);
  if (!made->too_long && made->digits > most - (c - '0'))
    made->too_long = true;
  if (!made->too_long)
    made->digits += c - '0';
  reader->zeros = 0;
}

/* Reads an unsigned decimal at `*at` and moves past it; false if there is none. */
static bool scan_decimal(const char **at, decimal *out) {
  const char *p = *at;
  digit_reader reader = {0};
  if (!is_digit(*p))
    return false;
  for (; is_digit(*p); p++)
    put_digit(&reader, *p, false);
  if (*p == '.') {
    if (!is_digit(p[1]))
      return false;
    for (p++; is_digit(*p); p++)
      put_digit(&reader, *p, true);
  }
  reader.made.exponent += reader.zeros;
  if (*p == 'e' || *p == 'E') {
    p++;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+')
      p++;
    if (!is_digit(*p))
      return false;
    int64_t exponent = 0;
    for (; is_digit(*p); p++)
      if (exponent < 1000000000)
        exponent = exponent * 10 + (*p - '0');
    reader.made.exponent += negative ? -exponent : exponent;
  }
  *at = p;
  *out = reader.made;
  return true;
}

/* digits * 10^exponent in lowest terms; true when it does not fit. */
static bool rational_of(decimal value, bool negative, eir_i_rational *out) {
  eir_i_i128 n = value.digits, d = 1;
  if (value.too_long)
    return true;
  if (n == 0)
    value.exponent = 0;
  for (; value.exponent > 0; value.exponent--)
    if (eir_i_i128_multiply(n, 10, &n))
      return true;
  int64_t twos = value.exponent < 0 ? -value.exponent : 0;
  int64_t fives = twos;
  if (twos > 200)
    return true;
  for (; twos > 0 && n % 2 == 0; twos--)
    n /= 2;
  for (; fives > 0 && n % 5 == 0; fives--)
    n /= 5;
  for (; twos > 0; twos--)
    if (eir_i_i128_multiply(d, 2, &d))
      return true;
  for (; fives > 0; fives--)
    if (eir_i_i128_multiply(d, 5, &d))
      return true;
  *out = (eir_i_rational){.n = negative ? -n : n, .d = d};
  return false;
}

static bool all_digits(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (!is_digit(text[i]))
      return false;
  return length > 0;
}

/* Whole numbers only: "0.5/3" would read well, but other programs that read case files
 * would each need to know it. */
static eir_i_number_fault parse_fraction(const char *text, bool negative,
                                         eir_i_rational *out) {
  const char *slash = strchr(text, '/');
  if (!all_digits(text, (size_t)(slash - text)) ||
      !all_digits(slash + 1, strlen(slash + 1)))
    return EIR_I_NUMBER_FRACTION;
  decimal above, below;
  const char *at = text;
  if (!scan_decimal(&at, &above))
    return EIR_I_NUMBER_FRACTION;
  at = slash + 1;
  if (!scan_decimal(&at, &below))
    return EIR_I_NUMBER_FRACTION;
  eir_i_rational n, d;
  if (rational_of(below, false, &d))
    return EIR_I_NUMBER_TOO_LONG;
  if (d.n == 0)
    return EIR_I_NUMBER_ZERO_DIVISOR;
  if (rational_of(above, negative, &n))
    return EIR_I_NUMBER_TOO_LONG;
  if (eir_i_rational_divide(n, d, out))
    return EIR_I_NUMBER_TOO_LONG;
  return EIR_I_NUMBER_OK;
}

/* ---- what is wrong ---- */

/* Is text[length] made of digits and `also` only, beginning with a digit? */
static bool digits_and(const char *text, const char *also) {
  if (!is_digit(*text))
    return false;
  for (; *text != '\0'; text++)
    if (!is_digit(*text) && strchr(also, *text) == NULL)
      return false;
  return true;
}

static bool is_one_of(const char *text, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(text, words[i]) == 0)
      return true;
  return false;
}

/* `text` comes after the sign and is no number. */
static eir_i_number_fault diagnose(const char *text) {
  static const char *const infinite[] = {".inf", ".Inf", ".INF", ".nan",    ".NaN",
                                         ".NAN", "inf",  "nan",  "Infinity"};
  size_t length = strlen(text);
  if (is_one_of(text, infinite, sizeof infinite / sizeof infinite[0]))
    return EIR_I_NUMBER_INFINITE;
  if (text[0] == '.' && digits_and(text + 1, "eE+-"))
    return EIR_I_NUMBER_POINT;
  if (length > 1 && text[length - 1] == '.' && all_digits(text, length - 1))
    return EIR_I_NUMBER_POINT;
  if (text[0] == '0' && length > 2 && strchr("xXoObB", text[1]) != NULL)
    return EIR_I_NUMBER_BASE;
  if (strchr(text, ',') != NULL && digits_and(text, ",."))
    return EIR_I_NUMBER_COMMA;
  if (strchr(text, '_') != NULL && digits_and(text, "_."))
    return EIR_I_NUMBER_UNDERSCORE;
  if (strchr(text, '%') != NULL && digits_and(text, ".% "))
    return EIR_I_NUMBER_PERCENT;
  if (strchr(text, '/') != NULL && digits_and(text, "./ -+"))
    return EIR_I_NUMBER_FRACTION;
  return EIR_I_NUMBER_NONE;
}

eir_i_number_fault eir_i_rational_parse(const char *text, eir_i_rational *out_number) {
  bool negative = *text == '-';
  if (*text == '-' || *text == '+')
    text++;
  if (is_digit(*text) && strchr(text, '/') != NULL) {
    eir_i_number_fault fault = parse_fraction(text, negative, out_number);
    return fault == EIR_I_NUMBER_FRACTION ? diagnose(text) : fault;
  }
  decimal value;
  const char *at = text;
  if (!scan_decimal(&at, &value) || *at != '\0')
    return diagnose(text);
  if (rational_of(value, negative, out_number))
    return EIR_I_NUMBER_TOO_LONG;
  return EIR_I_NUMBER_OK;
}

/* ---- remedies ---- */

/* "1,5" as "1.5" where there is one comma, else a general hint. */
static void explain_comma(eir_i_text *message, const char *text) {
  const char *comma = strchr(text, ',');
  if (strchr(comma + 1, ',') != NULL || strchr(text, '.') != NULL ||
      strlen(text) > 30) {
    eir_i_text_add(message, "; write it with a decimal point and no other separators");
    return;
  }
  eir_i_text_add(message, "; write ");
  eir_i_text_add_bytes(message, text, (size_t)(comma - text));
  eir_i_text_add(message, ".");
  eir_i_text_add(message, comma + 1);
  eir_i_text_add(message, " with a decimal point");
}

static void explain_point(eir_i_text *message, const char *text) {
  bool negative = *text == '-';
  if (*text == '-' || *text == '+')
    text++;
  bool leading = *text == '.';
  size_t length = strlen(text);
  if (length > 30)
    length = 30;
  eir_i_text_add_format(message, "; write %s%s", negative ? "-" : "",
                        leading ? "0" : "");
  eir_i_text_add_bytes(message, text, leading ? length : length - 1);
}

void eir_i_number_explain(eir_i_text *message, eir_i_number_fault fault,
                          const char *text) {
  if (fault == EIR_I_NUMBER_NONE) {
    eir_i_text_add_format(message, "expected a number, found '%s'",
                          eir_i_quote(text).text);
    return;
  }
  if (fault == EIR_I_NUMBER_TOO_LONG) {
    eir_i_text_add_format(message,
                          "the number '%s' has more digits than can be held exactly; "
                          "write fewer digits",
                          eir_i_quote(text).text);
    return;
  }
  eir_i_text_add_format(message, "'%s' is not a number here", eir_i_quote(text).text);
  switch (fault) {
  case EIR_I_NUMBER_COMMA:
    explain_comma(message, text);
    break;
  case EIR_I_NUMBER_POINT:
    explain_point(message, text);
    break;
  case EIR_I_NUMBER_UNDERSCORE:
    eir_i_text_add(message, "; write it without underscores, such as 1000");
    break;
  case EIR_I_NUMBER_BASE:
    eir_i_text_add(message, "; write it in decimal");
    break;
  case EIR_I_NUMBER_INFINITE:
    eir_i_text_add(message, "; numbers are finite");
    break;
  case EIR_I_NUMBER_PERCENT:
    eir_i_text_add(message, "; write it without the percent sign, such as 0.5 for 50%");
    break;
  case EIR_I_NUMBER_FRACTION:
    eir_i_text_add(message, "; a fraction is two whole numbers, such as 3/7");
    break;
  case EIR_I_NUMBER_ZERO_DIVISOR:
    eir_i_text_add(message, "; nothing can be divided by 0");
    break;
  case EIR_I_NUMBER_OK:
  case EIR_I_NUMBER_NONE:
  case EIR_I_NUMBER_TOO_LONG:
    break;
  }
}
