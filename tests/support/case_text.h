/* Case text: reading cases from strings, and what the reader says about them. */
#ifndef EIR_TESTS_CASE_TEXT_H
#define EIR_TESTS_CASE_TEXT_H

#include "eirene/eirene.h"

/* A case of one line a section. A member that is NULL stands for a section without
 * faults: signatories a and b, mediator m, guarantor g; issues x (p or q), d (0, 5 or
 * 10) and w (an award). `rest` comes after them, from line 5 on. */
typedef struct fault_row {
  const char *parties;
  const char *issues;
  const char *positions;
  const char *rest;
  const char
      *messages; /* expected: "LINE:COLUMN: MESSAGE [PATH]\n", one after the other */
} fault_row;

/* Reads rows[n] and fails the test, showing both, where the messages differ. */
void check_fault_rows(const fault_row *rows, size_t n);

/* The messages about a text, as above; "" if it is a valid case. Free it. */
char *case_messages(const char *text, size_t length);
/* The same for a file, each message after its file's name and a colon. */
char *case_file_messages(const char *path);

/* A valid case of the text; else the test fails with the messages. */
eir_case *case_from(eir_context *context, const char *text);

#endif
