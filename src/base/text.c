/* Text: the growing string and the writing of numbers.
 *
 * Numbers are written by our own integer code or, for doubles, by snprintf with the
 * locale's decimal sign put right, so that no file depends on the user's locale. */
#include "base/text.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No banned.h here: this file holds the one strtod(), used to test a round trip. */

void eir_i_text_init(eir_i_text *text, eir_i_memory *memory) {
  *text = (eir_i_text){.memory = memory};
}

void eir_i_text_free(eir_i_text *text) {
  if (text->data != NULL)
    eir_i_release(text->memory, text->data, text->capacity);
  *text = (eir_i_text){.memory = text->memory};
}

void eir_i_text_clear(eir_i_text *text) {
  text->length = 0;
  if (text->data != NULL)
    text->data[0] = '\0';
}

/* Room for `extra` bytes and a NUL. */
static bool reserve(eir_i_text *text, size_t extra) {
  if (text->failed)
    return false;
  if (text->capacity - text->length > extra)
    return true;
  if (extra > SIZE_MAX / 4 || text->length > SIZE_MAX / 4) {
    text->failed = true;
    return false;
  }
  size_t capacity = text->capacity < 64 ? 64 : text->capacity * 2;
  if (capacity < text->length + extra + 1)
    capacity = text->length + extra + 1;
  char *data = eir_i_allocate(text->memory, capacity);
  if (data == NULL) {
    text->failed = true;
    return false;
  }
  if (text->data != NULL) {
    memcpy(data, text->data, text->length + 1);
    eir_i_release(text->memory, text->data, text->capacity);
  } else {
    data[0] = '\0';
  }
  text->data = data;
  text->capacity = capacity;
  return true;
}

void eir_i_text_add_bytes(eir_i_text *text, const char *bytes, size_t length) {
  if (!reserve(text, length))
    return;
  if (length > 0)
    memcpy(text->data + text->length, bytes, length);
  text->length += length;
  text->data[text->length] = '\0';
}

void eir_i_text_add(eir_i_text *text, const char *string) {
  eir_i_text_add_bytes(text, string, strlen(string));
}

void eir_i_text_add_list(eir_i_text *text, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  assert(length >= 0);
  if (length >= 0 && reserve(text, (size_t)length)) {
    vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    text->length += (size_t)length;
  }
  va_end(again);
}

void eir_i_text_add_format(eir_i_text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  eir_i_text_add_list(text, format, arguments);
  va_end(arguments);
}

void eir_i_text_add_double(eir_i_text *text, double value) {
  if (!isfinite(value)) {
    eir_i_text_add(text, "null");
    return;
  }
  char buffer[40];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (strtod(buffer, NULL) == value)
      break;
  }
  for (char *at = buffer; *at != '\0'; at++) { /* a comma in some locales */
    if (strchr("+-0123456789e", *at) == NULL)
      *at = '.';
  }
  eir_i_text_add(text, buffer);
}

void eir_i_text_add_json(eir_i_text *text, const char *string) {
  eir_i_text_add_bytes(text, "\"", 1);
  const char *plain = string; /* start of what needs no escape */
  for (const char *at = string; *at != '\0'; at++) {
    unsigned char byte = (unsigned char)*at;
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f)
      continue;
    eir_i_text_add_bytes(text, plain, (size_t)(at - plain));
    plain = at + 1;
    if (byte == '"' || byte == '\\')
      eir_i_text_add_format(text, "\\%c", byte);
    else if (byte == '\n')
      eir_i_text_add(text, "\\n");
    else if (byte == '\t')
      eir_i_text_add(text, "\\t");
    else
      eir_i_text_add_format(text, "\\u%04x", byte);
  }
  eir_i_text_add(text, plain);
  eir_i_text_add_bytes(text, "\"", 1);
}

/* ---- integers ---- */

static size_t give(const char *from, size_t length, char *out, size_t size) {
  if (size > 0) {
    size_t copied = length < size ? length : size - 1;
    memcpy(out, from, copied);
    out[copied] = '\0';
  }
  return length;
}

/* Writes backwards, ending before `end`; returns the first digit. */
static char *digits_before(char *end, eir_i_u128 value) {
  do {
    *--end = (char)('0' + (int)(value % 10));
    value /= 10;
  } while (value != 0);
  return end;
}

static eir_i_u128 magnitude(eir_i_i128 value) {
  return value < 0 ? (eir_i_u128)0 - (eir_i_u128)value : (eir_i_u128)value;
}

size_t eir_i_format_i128(eir_i_i128 value, char *out, size_t size) {
  char buffer[48];
  char *end = buffer + sizeof buffer;
  char *start = digits_before(end, magnitude(value));
  if (value < 0)
    *--start = '-';
  return give(start, (size_t)(end - start), out, size);
}

size_t eir_i_format_ratio(eir_i_i128 numerator, eir_i_i128 denominator,
                          unsigned decimals, char *out, size_t size) {
  assert(denominator > 0 && decimals <= 18);
  eir_i_u128 divisor = (eir_i_u128)denominator;
  eir_i_u128 whole = magnitude(numerator) / divisor;
  eir_i_u128 rest = magnitude(numerator) % divisor;
  char fraction[20];
  for (unsigned i = 0; i < decimals; i++) { /* long division */
    unsigned d = 0;
    eir_i_u128 sum = 0;
    for (int j = 0; j < 10; j++) { /* sum = rest * 10 mod divisor, without overflow */
      if (sum >= divisor - rest) {
        sum -= divisor - rest;
        d++;
      } else {
        sum += rest;
      }
    }
    rest = sum;
    fraction[i] = (char)('0' + (int)d);
  }
  if (rest >= divisor - rest) { /* round half away from zero */
    unsigned i = decimals;
    while (i > 0 && fraction[i - 1] == '9')
      fraction[--i] = '0';
    if (i > 0)
      fraction[i - 1]++;
    else
      whole++;
  }
  while (decimals > 0 && fraction[decimals - 1] == '0')
    decimals--;
  char buffer[72];
  char *end = buffer + 48;
  char *start = digits_before(end, whole);
  if (numerator < 0 && (whole != 0 || decimals > 0))
    *--start = '-';
  if (decimals > 0) {
    *end++ = '.';
    memcpy(end, fraction, decimals);
    end += decimals;
  }
  return give(start, (size_t)(end - start), out, size);
}
