/* Read table: what a party says of each option of one issue. */
#ifndef EIR_CASE_READ_TABLE_H
#define EIR_CASE_READ_TABLE_H

#include "case/read_number.h"

/* Where a table belongs. `work` lives as long as the position is read. */
typedef struct eir_i_table_place {
  uint32_t issue;
  uint32_t party;
  const char *section; /* points or values; of stances NULL, like the next two */
  eir_i_numbers *numbers;
  eir_i_array *orders; /* of eir_i_order_of_numbers */
  eir_i_arena *work;
} eir_i_table_place;

/* The issue named by a key; EIR_I_NO_NAME, and a message if it is unknown. */
uint32_t eir_i_read_issue_ref(eir_i_reader *reader, const eir_i_node *key);

/* The option of `issue` that a scalar names; EIR_I_NO_NAME, and a message if there is
 * none (no message in a case of which parts were left out). lines[n_options], unless
 * NULL, holds the lines of those named before, which are duplicates. */
uint32_t eir_i_read_option_ref(eir_i_reader *reader, const eir_i_node *node,
                               uint32_t issue, uint32_t *lines);

/* Entries for all options of the issue, in `work`; NULL after a message. */
eir_i_cell *eir_i_read_entries(eir_i_reader *reader, const eir_i_node *node,
                               const eir_i_table_place *place);

/* Stances, in the case; options that are not listed are MISSING. NULL after a
 * message. */
const uint8_t *eir_i_read_stances(eir_i_reader *reader, const eir_i_node *node,
                                  const eir_i_table_place *place);

#endif
