#!/bin/sh
# Does the public header compile alone, as C99 and as C++17, with both compilers?
. tests/install/lib.sh

# Once as a user includes it, and once with a second include of it.
printf '#include <eirene/eirene.h>\n#include <eirene/eirene.h>\n' >"$scratch/header.c"
printf '#include <eirene/explain.h>\n#include <eirene/show.h>\n#include <eirene/hold.h>\n' >>"$scratch/header.c"
cp "$scratch/header.c" "$scratch/header.cpp"

for compiler in gcc clang-14; do
  run "$compiler" "$compiler" -std=c99 -pedantic-errors -Wall -Wextra -Wconversion \
    -Wstrict-prototypes -Wundef -Werror -Iinclude "-I$build/include" -fsyntax-only \
    "$scratch/header.c"
done
for compiler in g++ clang++-14; do
  run "$compiler" "$compiler" -std=c++17 -pedantic-errors -Wall -Wextra -Wconversion \
    -Wundef -Werror -Iinclude "-I$build/include" -fsyntax-only "$scratch/header.cpp"
done
