/* Job: random numbers for tests. SplitMix64 (Steele, Lea and Flood 2014): one 64-bit
 * word of state, and any seed will do, so that a case number can be a seed. */
#include "seeded.h"

#include <assert.h>

#include "base/banned.h"

seeded seeded_from(uint64_t seed) {
  return (seeded){.state = seed};
}

uint64_t seeded_next(seeded *random) {
  uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

uint32_t seeded_below(seeded *random, uint32_t n) {
  assert(n > 0);
  return (uint32_t)((seeded_next(random) >> 32) % n); /* the bias doesn't matter here */
}

int64_t seeded_between(seeded *random, int64_t least, int64_t most) {
  assert(least <= most);
  const uint64_t span = (uint64_t)most - (uint64_t)least + 1;
  return least + (int64_t)(seeded_next(random) % span);
}

bool seeded_chance(seeded *random, unsigned percent) {
  return seeded_below(random, 100) < percent;
}

void seeded_shuffle(seeded *random, uint32_t *order, size_t n) {
  for (size_t i = n; i > 1; i--) {
    const size_t j = seeded_below(random, (uint32_t)i);
    const uint32_t kept = order[i - 1];
    order[i - 1] = order[j];
    order[j] = kept;
  }
}
