#!/bin/sh
# Installs into a fresh prefix, then builds examples/c against the installed copy, once
# by pkg-config and once by CMake's find_package, and compares what it prints.
. tests/install/lib.sh

prefix=$scratch/prefix
run install cmake --install "$build" --prefix "$prefix"

# The installed tree must work wherever it was moved.
mv "$prefix" "$scratch/moved"
prefix=$scratch/moved

[ -x "$prefix/bin/eirene" ] || fail "the program was not installed"
"$prefix/bin/eirene" version >/dev/null || fail "the installed program does not run"

for file in man/man1/eirene.1 bash-completion/completions/eirene doc/eirene/LICENSE; do
  [ -s "$prefix/share/$file" ] || fail "share/$file was not installed"
done

cat >"$scratch/expected" <<'END'
Scores
  54
  48
  71
  57
  81
  77
END

# The names are the case's business; the scores are those of the published deal.
check_output() {
  "$1" examples/harbour/case.yaml >"$scratch/output" || fail "$1 ended with $?"
  sed -n '/^Scores$/,$ s/^\(  \).*: /\1/p' "$scratch/output" | sed '1i Scores' \
    >"$scratch/scores"
  diff -u "$scratch/expected" "$scratch/scores" || fail "$1 prints other scores"
  grep -q 'the Nash deal$' "$scratch/output" || fail "$1 does not say what it prints"
  code=0
  "$1" "$scratch/missing.yaml" >/dev/null 2>"$scratch/errors" || code=$?
  [ "$code" -eq 2 ] || fail "a missing file gave $code, not 2"
  [ -s "$scratch/errors" ] || fail "a missing file gave no message"
}

# By pkg-config.
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name eirene.pc)")
export PKG_CONFIG_PATH
flags=$(pkg-config --cflags --libs eirene)
libdir=$(pkg-config --variable=libdir eirene)
# shellcheck disable=SC2086 # one argument a flag
run pkg-config "${CC:-cc}" -std=c99 -Wall -Wextra -Wpedantic -Werror examples/c/nash.c \
  $flags "-Wl,-rpath,$libdir" -o "$scratch/nash"
check_output "$scratch/nash"

# By find_package.
run configure cmake -S examples/c -B "$scratch/cmake" -G Ninja \
  -D CMAKE_PREFIX_PATH="$prefix" -D CMAKE_C_COMPILER="${CC:-cc}"
run cmake cmake --build "$scratch/cmake"
check_output "$scratch/cmake/nash"

# The soname is the major version, and the version that pkg-config tells is ours.
version=$(cat VERSION)
[ "$(pkg-config --modversion eirene)" = "$version" ] || fail "pkg-config's version"
readelf -d "$scratch/nash" | grep -q "NEEDED.*\[libeirene\.so\.${version%%.*}\]" ||
  fail "the example does not ask for libeirene.so.${version%%.*}"
