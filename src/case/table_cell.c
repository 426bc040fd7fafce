/* Table, cells: numbers as spreadsheet programs print them, signs of stances, and the
 * words that stand for something. */
#include <assert.h>
#include <string.h>

#include "case/table.h"

#include "base/banned.h"

static char small_letter(char c) {
  if (c < 'A' || c > 'Z')
    return c;
  return (char)(c - 'A' + 'a');
}

bool eir_i_same_word(const char *a, const char *b) {
  while (*a != '\0' && small_letter(*a) == small_letter(*b)) {
    a++;
    b++;
  }
  return *a == '\0' && *b == '\0';
}

static bool is_any_of(const char *text, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (eir_i_same_word(text, words[i]))
      return true;
  return false;
}

bool eir_i_is_notes_word(const char *text) {
  static const char *const words[] = {"notes",   "note",    "comments",
                                      "comment", "remarks", "remark"};
  return is_any_of(text, words, sizeof words / sizeof words[0]);
}

int eir_i_award_word(const char *text) {
  if (eir_i_same_word(text, "award divisible"))
    return 0;
  return eir_i_same_word(text, "award indivisible") ? 1 : -1;
}

/* ---- numbers ---- */

/* U+2212 and the dashes that programs put where a minus was typed: three bytes. */
static size_t minus_bytes(const char *text) {
  static const char *const signs[] = {"\xE2\x88\x92", "\xE2\x80\x93", "\xE2\x80\x94"};
  for (size_t i = 0; i < 3; i++)
    if (strncmp(text, signs[i], 3) == 0)
      return 3;
  return 0;
}

/* Where cells are separated by semicolons or tabs, a comma may be a decimal comma. */
static eir_i_cell_number number_from(const char *text, size_t length, char separator) {
  eir_i_cell_number number = {.text = ""};
  size_t commas = 0, points = 0, n = 0;
  for (size_t i = 0; i < length; i++) {
    commas += text[i] == ',';
    points += text[i] == '.';
  }
  bool decimal_comma = separator != ',' && commas == 1 && points == 0;
  for (size_t i = 0; i < length; i++) {
    size_t minus = minus_bytes(text + i);
    if (n + 1 >= sizeof number.text) {
      number.text[0] = '\0';
      return number;
    }
    number.text[n] = text[i];
    if (decimal_comma && text[i] == ',')
      number.text[n] = '.';
    if (minus > 0)
      number.text[n] = '-';
    n++;
    i += minus > 0 ? minus - 1 : 0;
  }
  number.text[n] = '\0';
  number.comma = decimal_comma;
  number.point = points > 0;
  return number;
}

eir_i_cell_number eir_i_cell_number_of(const char *cell, char separator) {
  return number_from(cell, strlen(cell), separator);
}

/* ---- ranges ---- */

static const char *skip_blanks(const char *at) {
  while (*at == ' ' || *at == '\t')
    at++;
  return at;
}

static size_t count_digits(const char *at) {
  return strspn(at, "0123456789");
}

/* Digits, with a decimal sign and an exponent or another number after a slash. In
 * "0..30" the points are no part of the number. */
static size_t unsigned_bytes(const char *at) {
  size_t n = count_digits(at);
  if (n == 0)
    return 0;
  while (strchr(".,/", at[n]) != NULL && at[n] != '\0' && count_digits(at + n + 1) > 0)
    n += 1 + count_digits(at + n + 1);
  if (at[n] != 'e' && at[n] != 'E')
    return n;
  size_t sign = at[n + 1] == '-' || at[n + 1] == '+';
  size_t exponent = count_digits(at + n + 1 + sign);
  return exponent == 0 ? n : n + 1 + sign + exponent;
}

static const char *take_number(const char *at, char separator, eir_i_cell_number *out) {
  const char *start = skip_blanks(at);
  size_t sign = minus_bytes(start);
  if (sign == 0)
    sign = *start == '-' || *start == '+';
  size_t digits = unsigned_bytes(start + sign);
  if (digits == 0)
    return NULL;
  *out = number_from(start, sign + digits, separator);
  return start + sign + digits;
}

static const char *take_word(const char *at, const char *word) {
  if (at == NULL)
    return NULL;
  at = skip_blanks(at);
  size_t length = strlen(word);
  for (size_t i = 0; i < length; i++)
    if (small_letter(at[i]) != word[i])
      return NULL;
  return at + length;
}

bool eir_i_cell_is_range(const char *cell, char separator, eir_i_cell_range *out) {
  const char *at = take_number(cell, separator, &out->from);
  const char *to = take_word(at, "to");
  if (to == NULL)
    to = take_word(at, "..");
  if (to == NULL)
    return false;
  at = take_word(take_number(to, separator, &out->to), "step");
  if (at == NULL)
    return false;
  at = take_number(at, separator, &out->step);
  if (at == NULL)
    return false;
  out->unit = skip_blanks(at);
  return true;
}

/* ---- stances ---- */

typedef struct stance_text {
  const char *sign;
  const char *word;
} stance_text;

static const stance_text stances[] = {
    [EIR_I_STANCE_MISSING] = {"", ""},
    [EIR_I_STANCE_UNKNOWN] = {"?", "unknown"},
    [EIR_I_STANCE_PREFERS] = {"++", "prefers"},
    [EIR_I_STANCE_ACCEPTS] = {"+", "accepts"},
    [EIR_I_STANCE_RESISTS] = {"-", "resists"},
    [EIR_I_STANCE_REFUSES] = {"x", "refuses"},
};

const char *eir_i_stance_word(eir_i_stance stance) {
  return stances[stance].word;
}

const char *eir_i_stance_sign(eir_i_stance stance) {
  return stances[stance].sign;
}

eir_i_stance eir_i_cell_stance(const char *cell) {
  cell += cell[0] == '\'' && cell[1] != '\0'; /* typed to keep "+" from being summed */
  for (int i = EIR_I_STANCE_UNKNOWN; i <= EIR_I_STANCE_REFUSES; i++)
    if (strcmp(cell, stances[i].sign) == 0 || eir_i_same_word(cell, stances[i].word))
      return (eir_i_stance)i;
  if (strcmp(cell, "X") == 0 || strcmp(cell, "\xC3\x97") == 0)
    return EIR_I_STANCE_REFUSES;
  size_t minus = minus_bytes(cell);
  return minus > 0 && cell[minus] == '\0' ? EIR_I_STANCE_RESISTS : EIR_I_STANCE_MISSING;
}

/* ---- settings ---- */

typedef struct setting_words {
  const char *written;
  const char *also[3];
} setting_words;

static const setting_words settings[EIR_I_SETTING_COUNT] = {
    [EIR_I_SETTING_RESERVATION] = {"No deal",
                                   {"reservation", "reservation value",
                                    "no agreement"}},
    [EIR_I_SETTING_SCALE] = {"Scale", {"scale", "scale", "scale"}},
    [EIR_I_SETTING_CAP] = {"Cap", {"cap", "cap", "cap"}},
    [EIR_I_SETTING_POWER] = {"Power", {"power", "power", "power"}},
    [EIR_I_SETTING_VETO] = {"Veto", {"veto", "veto", "veto"}},
};

eir_i_setting eir_i_setting_of(const char *cell) {
  for (int i = 0; i < EIR_I_SETTING_COUNT; i++)
    if (eir_i_same_word(cell, settings[i].written) ||
        is_any_of(cell, settings[i].also, 3))
      return (eir_i_setting)i;
  return EIR_I_SETTING_COUNT;
}

const char *eir_i_setting_word(eir_i_setting setting) {
  return settings[setting].written;
}

/* ---- what must not be taken for a formula ---- */

bool eir_i_needs_apostrophe(const char *text) {
  const char *special = "=+-@#";
  if (text[0] == '\0')
    return false;
  if (text[0] != '\'')
    return strchr(special, text[0]) != NULL;
  return text[1] == '\'' || (text[1] != '\0' && strchr(special, text[1]) != NULL);
}

const char *eir_i_without_apostrophe(const char *text) {
  return text[0] == '\'' && eir_i_needs_apostrophe(text) ? text + 1 : text;
}
