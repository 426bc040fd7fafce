#!/bin/sh
# The same case gives the same bytes with another compiler, other optimisation, without
# the answer checker, with any number of threads and under another locale.
. tests/install/lib.sh

# The other build is kept beside this one, so that a second run only updates it.
other=$build/same-bytes
case $("${CC:-cc}" --version) in
  *clang*) compiler=gcc ;;
  *) compiler=clang-14 ;;
esac
run configure cmake -S . -B "$other" -G Ninja -D CMAKE_BUILD_TYPE=Release \
  -D CMAKE_C_COMPILER="$compiler" -D EIR_TESTS=OFF
run build cmake --build "$other" --target eirene

# solve PROGRAM NAME OPTION... : exit codes 0 and 1 are answers.
solve() {
  program=$1
  output=$scratch/$2
  shift 2
  code=0
  "$program" solve "$@" --json --no-stats >"$output" || code=$?
  [ "$code" -le 1 ] || fail "$program solve $*: exit code $code"
  [ -s "$output" ] || fail "$program solve $*: no output"
}

cases=0
for file in examples/*/*.yaml; do
  # Files that are parts of others, by include, are no cases themselves.
  grep -q '^eirene:' "$file" || continue
  cases=$((cases + 1))
  solve "$build/eirene" one "$file" --threads 1
  solve "$build/eirene" four "$file" --threads 4
  solve "$other/eirene" other "$file"
  cmp "$scratch/one" "$scratch/four" || fail "$file: threads change the answer"
  cmp "$scratch/one" "$scratch/other" || fail "$file: $compiler gives another answer"
done
[ "$cases" -gt 0 ] || fail "no case was found"
echo "$cases cases compared"
