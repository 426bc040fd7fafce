/* The one place for compiler extensions. */
#ifndef EIR_BASE_COMPILER_H
#define EIR_BASE_COMPILER_H

#define EIR_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define EIR_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define EIR_PRINTF(format_index, first_argument)                                       \
  __attribute__((format(printf, format_index, first_argument)))
#define EIR_NO_RESULT_IGNORED __attribute__((warn_unused_result))
#define EIR_PREFETCH(address) __builtin_prefetch(address)

/* Checked integer arithmetic: true when the result did not fit. */
#define EIR_ADD_OVERFLOWS(a, b, out_sum) __builtin_add_overflow(a, b, out_sum)
#define EIR_SUB_OVERFLOWS(a, b, out_difference)                                        \
  __builtin_sub_overflow(a, b, out_difference)
#define EIR_MUL_OVERFLOWS(a, b, out_product) __builtin_mul_overflow(a, b, out_product)

__extension__ typedef __int128 eir_i_i128;
__extension__ typedef unsigned __int128 eir_i_u128;

static inline int
eir_i_bits64(unsigned long long value) { /* position of the top bit + 1 */
  return value == 0 ? 0 : 64 - __builtin_clzll(value);
}

#endif
