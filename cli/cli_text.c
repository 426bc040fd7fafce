/* Text under construction. One growing buffer; sizes double, so that adding is cheap.
 * */
#include "cli_text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cli_text_free(cli_text *text) {
  free(text->data);
  *text = (cli_text){0};
}

void cli_text_clear(cli_text *text) {
  text->length = 0;
  if (text->data != NULL)
    text->data[0] = '\0';
}

const char *cli_text_get(const cli_text *text) {
  return text->data == NULL ? "" : text->data;
}

/* Room for `extra` bytes and a NUL. */
static bool reserve(cli_text *text, size_t extra) {
  if (text->failed)
    return false;
  if (extra < text->capacity - text->length)
    return true;
  if (extra > SIZE_MAX / 4 - text->length) {
    text->failed = true;
    return false;
  }
  size_t capacity = 2 * (text->length + extra) + 64;
  char *data = realloc(text->data, capacity);
  if (data == NULL) {
    text->failed = true;
    return false;
  }
  text->data = data;
  text->capacity = capacity;
  return true;
}

void cli_text_add_bytes(cli_text *text, const char *bytes, size_t length) {
  if (!reserve(text, length))
    return;
  if (length > 0)
    memcpy(text->data + text->length, bytes, length);
  text->length += length;
  text->data[text->length] = '\0';
  assert(text->length < text->capacity);
}

void cli_text_add(cli_text *text, const char *string) {
  cli_text_add_bytes(text, string, strlen(string));
}

void cli_text_add_spaces(cli_text *text, size_t count) {
  for (size_t i = 0; i < count; i++)
    cli_text_add_bytes(text, " ", 1);
}

void cli_text_add_list(cli_text *text, const char *const *strings) {
  for (; *strings != NULL; strings++)
    cli_text_add(text, *strings);
}

void cli_text_add_json(cli_text *text, const char *string) {
  static const char hex[] = "0123456789abcdef";
  cli_text_add(text, "\"");
  for (const char *c = string; *c != '\0'; c++) {
    unsigned char byte = (unsigned char)*c;
    if (byte == '"' || byte == '\\')
      cli_text_add(text, "\\");
    if (byte < 0x20) {
      char code[] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15], '\0'};
      cli_text_add(text, code);
    } else {
      cli_text_add_bytes(text, c, 1);
    }
  }
  cli_text_add(text, "\"");
}

static void add_groups(cli_text *text, const char *digits) {
  for (size_t left = strlen(digits); left > 0; left--, digits++) {
    cli_text_add_bytes(text, digits, 1);
    if (left % 3 == 1 && left > 1)
      cli_text_add(text, ",");
  }
}

/* "about" is honest: the further digits are cut off. */
void cli_text_add_numeral(cli_text *text, const char *digits) {
  size_t length = strlen(digits);
  if (length <= 15) {
    add_groups(text, digits);
    return;
  }
  bool round = strspn(digits + 1, "0") == length - 1;
  cli_text_add(text, round ? "" : "about ");
  if (!round || digits[0] != '1') {
    cli_text_add_bytes(text, digits, 1);
    if (!round)
      cli_text_add(text, ".");
    if (!round)
      cli_text_add_bytes(text, digits + 1, 2);
    cli_text_add(text, " x ");
  }
  CLI_ADD(text, "10^", cli_plain(length - 1).text);
}

cli_number cli_plain(uint64_t value) {
  cli_number number;
  (void)snprintf(number.text, sizeof number.text, "%" PRIu64, value);
  return number;
}

cli_number cli_signed(int64_t value) {
  cli_number number;
  (void)snprintf(number.text, sizeof number.text, "%" PRId64, value);
  return number;
}

cli_number cli_grouped(uint64_t value) {
  cli_number plain = cli_plain(value), number;
  size_t length = strlen(plain.text), out = 0;
  for (size_t i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      number.text[out++] = ',';
    number.text[out++] = plain.text[i];
  }
  assert(out < sizeof number.text);
  number.text[out] = '\0';
  return number;
}

/* The program never calls setlocale(), so the decimal point is a point. */
cli_number cli_double(double value, int digits) {
  assert(digits > 0 && digits <= 17);
  cli_number number;
  (void)snprintf(number.text, sizeof number.text, "%.*g", digits, value);
  char *exponent = strchr(number.text, 'e');
  if (exponent == NULL)
    return number;
  long power = strtol(exponent + 1, NULL, 10);
  size_t room = sizeof number.text - (size_t)(exponent - number.text);
  (void)snprintf(exponent, room, " x 10^%ld", power);
  return number;
}

/* Long division, one decimal digit at a time. Ten times the remainder may not fit 64
 * bits, so it is summed up modulo the unit. */
static unsigned next_digit(uint64_t *remainder, uint64_t unit) {
  unsigned digit = 0;
  uint64_t sum = 0;
  for (int i = 0; i < 10; i++) {
    sum += *remainder; /* both below unit < 2^63 */
    if (sum >= unit) {
      sum -= unit;
      digit++;
    }
  }
  *remainder = sum;
  return digit;
}

cli_number cli_quotient(int64_t count, int64_t unit) {
  assert(unit > 0);
  enum { PLACES = 12 };
  uint64_t size = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
  uint64_t whole = size / (uint64_t)unit, remainder = size % (uint64_t)unit;
  uint64_t fraction = 0;
  for (int i = 0; i < PLACES; i++) {
    fraction = 10 * fraction + next_digit(&remainder, (uint64_t)unit);
  }
  if (remainder >= (uint64_t)unit - remainder)
    fraction++;
  if (fraction == UINT64_C(1000000000000)) {
    fraction = 0;
    whole++;
  }
  cli_number number;
  const char *sign = count < 0 && (whole > 0 || fraction > 0) ? "-" : "";
  int length = snprintf(number.text, sizeof number.text, "%s%" PRIu64 ".%012" PRIu64,
                        sign, whole, fraction);
  assert(length > 0 && (size_t)length < sizeof number.text);
  (void)length;
  size_t end = strlen(number.text);
  while (number.text[end - 1] == '0')
    end--;
  if (number.text[end - 1] == '.')
    end--;
  number.text[end] = '\0';
  return number;
}
