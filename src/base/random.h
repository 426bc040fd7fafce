/* Random: numbers that depend on what they are for, not on when they are asked.
 *
 * A number is a function of a key and an index, so any of them can be had alone, by any
 * thread, in any order. A key is made of a seed and a stream, and a stream of a name,
 * such as the path of an input. */
#ifndef EIR_BASE_RANDOM_H
#define EIR_BASE_RANDOM_H

#include <stdint.h>

#include "base/compiler.h"

/* The stream of a name: FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923). */
uint64_t eir_i_random_stream(const char *name);

uint64_t eir_i_random_key(uint64_t seed, uint64_t stream);

/* Number `index` of the key: 64 bits. It is output `index`, from 0, of SplitMix64
 * seeded with the key (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
 * generators"). */
uint64_t eir_i_random_at(uint64_t key, uint64_t index);

/* 0 <= result < n, each as likely as any other; n > 0. Number `index` decides, except
 * where it has to be drawn again (Lemire 2019, "Fast random integer generation in an
 * interval"). */
uint64_t eir_i_random_below(uint64_t key, uint64_t index, uint64_t n);

#endif
