/* Random cases of every shape against brute force, part 4 of 4: the parts run at
 * once. */
#include "random_cases.h"

#include "base/banned.h"

int main(void) {
  return random_cases_main(UINT64_C(4000000));
}
