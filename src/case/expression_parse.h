/* Reading expressions (the grammar is in expression.h). */
#ifndef EIR_CASE_EXPRESSION_PARSE_H
#define EIR_CASE_EXPRESSION_PARSE_H

#include "case/expression.h"
#include "case/scope.h"

/* Told of each fault: the byte of the text it is at, and the message. */
typedef void (*eir_i_expression_report)(void *user, size_t at, const char *message);

typedef struct eir_i_expression_request {
  const char *text;
  const eir_i_scope *scope;
  eir_i_arena *arena; /* for the result */
  eir_i_expression_report report;
  void *user;
} eir_i_expression_request;

/* EIR_OK with *out_expression, NULL if it names an issue that is broken; EIR_BAD_INPUT:
 * at least one fault was reported; EIR_NO_MEMORY. */
eir_status eir_i_expression_parse(const eir_i_expression_request *request,
                                  const eir_i_expression **out_expression);

#endif
