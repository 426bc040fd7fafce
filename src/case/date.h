/* Date: days as they are written, YYYY-MM-DD. Texts of this form sort as the days
 * do. */
#ifndef EIR_CASE_DATE_H
#define EIR_CASE_DATE_H

#include <stdbool.h>

/* Is it a day that the calendar has, written YYYY-MM-DD? */
bool eir_i_is_date(const char *text);

#endif
