/* Whether a deal holds, as a person reads it: plain sentences first, the numbers behind
 * them. */
#ifndef CLI_HOLD_VIEW_H
#define CLI_HOLD_VIEW_H

#include "eirene/hold.h"

#include "page.h"

/* The whole page of an answer made from bare parameters. */
void cli_view_bare_holding(const eir_holding *holding, cli_page *page);

/* The whole page of an answer about an outcome of a case (hold_case_view.c). */
void cli_view_case_holding(const eir_holding *holding, const eir_case *the_case,
                           cli_page *page);

/* ---- parts ---- */

/* What would be just enough for party number `index`, a paragraph. */
void cli_view_enough(const eir_holding *holding, size_t index, cli_page *page);
/* The numbers given and the slack of party number `index`, a table. */
void cli_view_hold_numbers(const eir_holding *holding, size_t index, cli_page *page);
void cli_view_shift(const eir_holding *holding, cli_page *page);

#endif
