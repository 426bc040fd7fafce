/* Random: SplitMix64 read as a function of a counter.
 *
 * SplitMix64 adds a constant to its state and scrambles it, so its output n needs no
 * outputs before it. It passes BigCrush. It is not meant to keep secrets. */
#include "base/random.h"

#include <assert.h>

#include "base/banned.h"

/* The odd number nearest to 2^64 divided by the golden ratio. */
static const uint64_t golden_gamma = UINT64_C(0x9e3779b97f4a7c15);

/* Variant 13 of Stafford's scramblers, as SplitMix64 has it. */
static uint64_t scramble(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

uint64_t eir_i_random_stream(const char *name) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (const char *p = name; *p != '\0'; p++)
    hash = (hash ^ (uint64_t)(unsigned char)*p) * UINT64_C(0x100000001b3);
  return hash;
}

/* Scrambled twice, so that neighbouring seeds and similar names share nothing. */
uint64_t eir_i_random_key(uint64_t seed, uint64_t stream) {
  return scramble(scramble(seed + golden_gamma) + stream);
}

uint64_t eir_i_random_at(uint64_t key, uint64_t index) {
  return scramble(key + (index + 1) * golden_gamma);
}

uint64_t eir_i_random_below(uint64_t key, uint64_t index, uint64_t n) {
  assert(n > 0);
  uint64_t number = eir_i_random_at(key, index);
  eir_i_u128 product = (eir_i_u128)number * n;
  if ((uint64_t)product < n) {
    /* 2^64 need not be a multiple of n: what is left over is drawn again. */
    uint64_t left_over = (0 - n) % n;
    while ((uint64_t)product < left_over) {
      number = scramble(number + golden_gamma);
      product = (eir_i_u128)number * n;
    }
  }
  return (uint64_t)(product >> 64);
}
