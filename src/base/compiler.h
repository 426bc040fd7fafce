/* The one place for compiler extensions. */
#ifndef EIR_BASE_COMPILER_H
#define EIR_BASE_COMPILER_H

#define EIR_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define EIR_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define EIR_PRINTF(format_index, first_argument)                                       \
  __attribute__((format(printf, format_index, first_argument)))
#define EIR_NO_RESULT_IGNORED __attribute__((warn_unused_result))
#define EIR_ALWAYS_INLINE __attribute__((always_inline)) static inline
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

static inline unsigned eir_i_lowest_bit(unsigned value) { /* of a value not 0 */
  return (unsigned)__builtin_ctz(value);
}

/* Four 32-bit integers compared at once. */
#if defined(__SSE2__)
#include <emmintrin.h>
#endif
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { EIR_I_LANES = 4 };
typedef int32_t eir_i_lanes __attribute__((vector_size(16)));

static inline eir_i_lanes eir_i_lanes_load(const int32_t *from) {
  eir_i_lanes lanes;
  memcpy(&lanes, from, sizeof lanes); /* need not be aligned */
  return lanes;
}

/* Is some lane of a less than that of b? */
static inline bool eir_i_lanes_less(eir_i_lanes a, eir_i_lanes b) {
  eir_i_lanes less = a < b;
#if defined(__SSE2__)
  return _mm_movemask_epi8((__m128i)less) != 0;
#else
  uint64_t halves[2];
  memcpy(halves, &less, sizeof halves);
  return (halves[0] | halves[1]) != 0;
#endif
}

/* The result of a comparison as a bit for each lane. */
static inline unsigned eir_i_lanes_bits(eir_i_lanes flags) {
#if defined(__SSE2__)
  return (unsigned)_mm_movemask_ps((__m128)flags);
#else
  unsigned bits = 0;
  for (unsigned i = 0; i < EIR_I_LANES; i++)
    bits |= (flags[i] != 0 ? 1u : 0u) << i;
  return bits;
#endif
}

#endif
