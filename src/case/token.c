/* Token: splitting an expression. Signs that other languages use are recognised, to say
 * what to write here. */
#include "case/token.h"

#include <stdbool.h>
#include <string.h>

#include "base/banned.h"

typedef struct spelling {
  const char *text;
  eir_i_token_kind kind;
  const char *advice;
} spelling;

/* Signs; a longer one before its own beginning. */
static const spelling signs[] = {
    {"->", EIR_I_TOKEN_ARROW, NULL},
    {"!=", EIR_I_TOKEN_DIFFERENT, NULL},
    {"<=>", EIR_I_TOKEN_WRONG, "->"},
    {"<->", EIR_I_TOKEN_WRONG, "->"},
    {"<=", EIR_I_TOKEN_LESS_EQUAL, NULL},
    {"<>", EIR_I_TOKEN_WRONG, "!="},
    {"<", EIR_I_TOKEN_LESS, NULL},
    {">=", EIR_I_TOKEN_GREATER_EQUAL, NULL},
    {">", EIR_I_TOKEN_GREATER, NULL},
    {"==", EIR_I_TOKEN_WRONG, "="},
    {"=>", EIR_I_TOKEN_WRONG, "-> for 'implies' or >= for 'at least'"},
    {"=<", EIR_I_TOKEN_WRONG, "<="},
    {"=", EIR_I_TOKEN_EQUAL, NULL},
    {"(", EIR_I_TOKEN_OPEN, NULL},
    {")", EIR_I_TOKEN_CLOSE, NULL},
    {"{", EIR_I_TOKEN_OPEN_SET, NULL},
    {"}", EIR_I_TOKEN_CLOSE_SET, NULL},
    {",", EIR_I_TOKEN_COMMA, NULL},
    {"&&", EIR_I_TOKEN_WRONG, "and"},
    {"&", EIR_I_TOKEN_WRONG, "and"},
    {"||", EIR_I_TOKEN_WRONG, "or"},
    {"|", EIR_I_TOKEN_WRONG, "or"},
    {"!", EIR_I_TOKEN_WRONG, "not"},
    {"[", EIR_I_TOKEN_WRONG, "{"},
    {"]", EIR_I_TOKEN_WRONG, "}"},
    {"\xE2\x89\xA0", EIR_I_TOKEN_WRONG, "!="},        /* not equal */
    {"\xE2\x89\xA4", EIR_I_TOKEN_WRONG, "<="},        /* less or equal */
    {"\xE2\x89\xA5", EIR_I_TOKEN_WRONG, ">="},        /* greater or equal */
    {"\xE2\x86\x92", EIR_I_TOKEN_WRONG, "->"},        /* arrow */
    {"\xE2\x87\x92", EIR_I_TOKEN_WRONG, "->"},        /* double arrow */
    {"\xE2\x88\xA7", EIR_I_TOKEN_WRONG, "and"},       /* logical and */
    {"\xE2\x88\xA8", EIR_I_TOKEN_WRONG, "or"},        /* logical or */
    {"\xC2\xAC", EIR_I_TOKEN_WRONG, "not"},           /* logical not */
    {"\xE2\x80\x93", EIR_I_TOKEN_WRONG, "- or ->"},   /* en dash */
    {"\xE2\x88\x92", EIR_I_TOKEN_WRONG, "- or ->"},   /* minus sign */
    {"\xC2\xA0", EIR_I_TOKEN_WRONG, "a plain blank"}, /* no-break space */
};

static const spelling words[] = {
    {"not", EIR_I_TOKEN_NOT, NULL},        {"and", EIR_I_TOKEN_AND, NULL},
    {"or", EIR_I_TOKEN_OR, NULL},          {"in", EIR_I_TOKEN_IN, NULL},
    {"true", EIR_I_TOKEN_TRUE, NULL},      {"false", EIR_I_TOKEN_FALSE, NULL},
    {"NOT", EIR_I_TOKEN_WRONG, "not"},     {"Not", EIR_I_TOKEN_WRONG, "not"},
    {"AND", EIR_I_TOKEN_WRONG, "and"},     {"And", EIR_I_TOKEN_WRONG, "and"},
    {"OR", EIR_I_TOKEN_WRONG, "or"},       {"Or", EIR_I_TOKEN_WRONG, "or"},
    {"IN", EIR_I_TOKEN_WRONG, "in"},       {"In", EIR_I_TOKEN_WRONG, "in"},
    {"TRUE", EIR_I_TOKEN_WRONG, "true"},   {"True", EIR_I_TOKEN_WRONG, "true"},
    {"FALSE", EIR_I_TOKEN_WRONG, "false"}, {"False", EIR_I_TOKEN_WRONG, "false"},
};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
         c == '.' || c == '/';
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Is the sign at `p` that of an exponent, as in 6.5e-05? `start` is where its word
 * starts. */
static bool exponent_sign(const char *start, const char *p) {
  if ((*p != '-' && *p != '+') || !is_digit(p[1]) || p - start < 2)
    return false;
  if (p[-1] != 'e' && p[-1] != 'E')
    return false;
  for (const char *q = *start == '-' || *start == '+' ? start + 1 : start; q < p - 1;
       q++)
    if (!is_digit(*q) && *q != '.')
      return false;
  return true;
}

/* Ids, numbers and key words look alike until they end. A sign belongs to a number only
 * in front and after an exponent: "5->" is a 5 and an arrow. */
static eir_i_token word_token(const char *text, size_t at) {
  const char *start = text + at, *p = start;
  if (*p == '-' || *p == '+')
    p++;
  while (in_word(*p) || exponent_sign(start, p))
    p++;
  eir_i_token token = {
      .kind = EIR_I_TOKEN_WORD, .at = at, .length = (size_t)(p - start)};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strlen(words[i].text) != token.length ||
        memcmp(words[i].text, start, token.length) != 0)
      continue;
    token.kind = words[i].kind;
    token.advice = words[i].advice;
  }
  return token;
}

eir_i_token eir_i_token_next(const char *text, size_t at) {
  while (is_blank(text[at]))
    at++;
  const char *p = text + at;
  if (*p == '\0')
    return (eir_i_token){.kind = EIR_I_TOKEN_END, .at = at};
  bool signed_number = (*p == '-' || *p == '+') && (is_digit(p[1]) || p[1] == '.');
  if (in_word(*p) || signed_number)
    return word_token(text, at);
  for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
    size_t length = strlen(signs[i].text);
    if (strncmp(p, signs[i].text, length) == 0)
      return (eir_i_token){
          .kind = signs[i].kind, .at = at, .length = length, .advice = signs[i].advice};
  }
  size_t length = 1; /* a whole character */
  while (((unsigned char)p[length] & 0xC0) == 0x80)
    length++;
  return (eir_i_token){.kind = EIR_I_TOKEN_WRONG, .at = at, .length = length};
}
