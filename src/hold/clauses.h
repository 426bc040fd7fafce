/* Clauses: from the enforcement of an outcome's options to the parameters of each
 * party.
 *
 * How several clauses combine:
 * - detectors are independent: the chance that a breach is missed is the product of the
 *   misses, and so for false alarms;
 * - of the guarantees that count the strongest (reacts times cost) does, and beside it
 *   those that `add`;
 * - a guarantee counts if its guarantor's own cost is at most its benefit, and if those
 *   who stand by it offer what it requires;
 * - sanctions, temptations, buffers and shifts of power add up; a temptation is not
 *   lowered below 0 by buffers.
 *
 * Fractions that become too long are rounded to 12 decimals (fewer above 10^5). */
#ifndef EIR_HOLD_CLAUSES_H
#define EIR_HOLD_CLAUSES_H

#include "case/enforcement.h"
#include "hold/coalition.h"
#include "hold/keeping.h"

/* Which value a number that may be a range has. LOW and HIGH are of the parameter that
 * comes out: the lowest temptation has the highest buffers. */
typedef enum eir_i_pick {
  EIR_I_PICK_LOW = -1,
  EIR_I_PICK_MIDDLE = 0,
  EIR_I_PICK_HIGH = 1,
  EIR_I_PICK_DRAWN = 2
} eir_i_pick;

typedef struct eir_i_clauses {
  const eir_case *the_case;
  const eir_i_enforcing *enforcing; /* NULL: nothing is enforced */
  const uint32_t *outcome;          /* [n_issues] */
  const eir_i_rational *drawn;      /* [n_unknowns] of enforcing; NULL unless DRAWN */
} eir_i_clauses;

/* Sets all of the keeping but comply and reversion; `*out_sanction` is what lowers the
 * reversion. `*out_void` (may be NULL): a guarantee of the outcome does not count,
 * because of its guarantor's cost or what it requires. */
void eir_i_clauses_set(const eir_i_clauses *clauses, size_t party, eir_i_pick pick,
                       eir_i_keeping *out_keeping, eir_i_rational *out_sanction,
                       bool *out_void);

/* The value of number `number`; 0 for EIR_I_NONE. */
eir_i_rational eir_i_clauses_value(const eir_i_clauses *clauses, uint32_t number,
                                   eir_i_pick pick);
/* The sum over the outcome of a party's shift of power. */
eir_i_rational eir_i_clauses_shift(const eir_i_clauses *clauses, size_t party,
                                   eir_i_pick pick);

/* Those who stand by a guarantee: its `by`, or all guarantors that offer. Writes
 * out_members[EIR_I_COALITION_MEMBERS] and returns how many (further ones are left
 * out). */
size_t eir_i_clauses_members(const eir_i_clauses *clauses,
                             const eir_i_guarantee *guarantee, uint32_t *out_members);
/* Do they offer what it requires? */
bool eir_i_clauses_suffice(const eir_i_clauses *clauses,
                           const eir_i_guarantee *guarantee);

/* ---- fractions below 2^62, rounded where they must be ---- */

eir_i_rational eir_i_short_add(eir_i_rational a, eir_i_rational b);
eir_i_rational eir_i_short_subtract(eir_i_rational a, eir_i_rational b);
eir_i_rational eir_i_short_multiply(eir_i_rational a, eir_i_rational b);
eir_i_rational eir_i_short_divide(eir_i_rational a, eir_i_rational b);

#endif
