/* Read number: the numbers of a position, each of which may be a range. */
#ifndef EIR_CASE_READ_NUMBER_H
#define EIR_CASE_READ_NUMBER_H

#include "case/reader.h"

/* The numbers of one position, in the order in which they are read. */
typedef struct eir_i_numbers {
  eir_i_array list;     /* of eir_i_number */
  uint64_t by_basis[3]; /* how many have a basis of their own: text, reading, ... */
  uint64_t without_basis;
  const eir_i_notes *notes; /* for numbers without notes of their own; NULL */
  eir_i_notes last;         /* of the number read last */
} eir_i_numbers;

/* What a number is called within its position: section.issue.option.tail, of which all
 * but the first may be NULL; without an option [index] if that is above 0. */
typedef struct eir_i_number_name {
  const char *section;
  const char *issue;
  const char *option;
  size_t index;
  const char *tail;
} eir_i_number_name;

/* Reads N, [low, high], {low, mode, high} or {value: N or [low, high]}, where mappings
 * may have the keys of `shape`. Returns its index in the numbers, or EIR_I_NONE after a
 * message or without memory. */
uint32_t eir_i_read_quantity(eir_i_reader *reader, const eir_i_node *node,
                             const eir_i_shape *shape, const eir_i_number_name *name,
                             eir_i_numbers *numbers);
/* The same for a number that cannot be a range, such as a power: the node of the number
 * itself, for which the caller has a reader. NULL after a message; `what` names it. */
const eir_i_node *eir_i_read_known(eir_i_reader *reader, const eir_i_node *node,
                                   const char *what, eir_i_numbers *numbers);
/* Has the mapping a key of a number at all? If not, it is something else. */
bool eir_i_is_quantity(const eir_i_node *mapping);
/* The lowest and highest that the number can be. */
eir_i_rational eir_i_number_low(const eir_i_reader *reader,
                                const eir_i_numbers *numbers, uint32_t index);
eir_i_rational eir_i_number_high(const eir_i_reader *reader,
                                 const eir_i_numbers *numbers, uint32_t index);

/* `holds` of a rule: unknown, a chance, or a range of chances. Fills low, mode and high
 * of the unknown; false after a message. */
bool eir_i_read_chance(eir_i_reader *reader, const eir_i_node *node,
                       eir_i_unknown *out);
/* `cost`: in parts of 10^-6; EIR_I_COST_ONE after a message. */
int64_t eir_i_read_cost(eir_i_reader *reader, const eir_i_node *node);

/* Adds to the case something that is not known, of the position being read or of none.
 * Returns its index; EIR_I_NONE without memory. */
uint32_t eir_i_unknown_add(eir_i_reader *reader, const eir_i_unknown *unknown);
/* "positions.ID." or, outside of positions, ""; adds to the text. */
void eir_i_unknown_prefix(const eir_i_reader *reader, eir_i_text *path);
/* Moves the path to the case and frees the text; NULL without memory. */
const char *eir_i_unknown_path(eir_i_reader *reader, eir_i_text *path);

/* `together`: lists of paths of what is drawn with one number. Paths are relative to
 * the position being read, or full ones outside. Unknowns before number `first` are not
 * meant. */
void eir_i_read_together(eir_i_reader *reader, const eir_i_node *node, size_t first);

#endif
