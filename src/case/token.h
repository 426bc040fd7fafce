/* Token: the words and signs of an expression. */
#ifndef EIR_CASE_TOKEN_H
#define EIR_CASE_TOKEN_H

#include <stddef.h>

typedef enum eir_i_token_kind {
  EIR_I_TOKEN_END = 0,
  EIR_I_TOKEN_WORD, /* an id or a number */
  EIR_I_TOKEN_NOT,
  EIR_I_TOKEN_AND,
  EIR_I_TOKEN_OR,
  EIR_I_TOKEN_IN,
  EIR_I_TOKEN_TRUE,
  EIR_I_TOKEN_FALSE,
  EIR_I_TOKEN_ARROW,
  EIR_I_TOKEN_OPEN,
  EIR_I_TOKEN_CLOSE,
  EIR_I_TOKEN_OPEN_SET,
  EIR_I_TOKEN_CLOSE_SET,
  EIR_I_TOKEN_COMMA,
  EIR_I_TOKEN_EQUAL,
  EIR_I_TOKEN_DIFFERENT,
  EIR_I_TOKEN_LESS,
  EIR_I_TOKEN_LESS_EQUAL,
  EIR_I_TOKEN_GREATER,
  EIR_I_TOKEN_GREATER_EQUAL,
  EIR_I_TOKEN_WRONG /* `advice` says what to write */
} eir_i_token_kind;

typedef struct eir_i_token {
  eir_i_token_kind kind;
  size_t at; /* byte offset in the text */
  size_t length;
  const char *advice; /* WRONG: what to write instead, or NULL */
} eir_i_token;

/* The first token of `text` at or after byte `at`. */
eir_i_token eir_i_token_next(const char *text, size_t at);

#endif
