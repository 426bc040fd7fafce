#!/bin/sh
# ./dev: lists its verbs, refuses others, and on a machine that has everything builds
# without running the package manager or sudo.
. tests/install/lib.sh

./dev >"$scratch/verbs" || fail "./dev alone ended with $?"
for verb in demo test build lint bench fuzz coverage sanitize install; do
  grep -q "^  $verb " "$scratch/verbs" || fail "./dev does not list $verb"
done
code=0
./dev nonsense >"$scratch/none" 2>/dev/null || code=$?
[ "$code" -eq 2 ] || fail "an unknown verb gave $code, not 2"
[ ! -s "$scratch/none" ] || fail "an unknown verb wrote to standard output"

command -v dpkg-query >/dev/null || exit 77
mkdir "$scratch/bin"
for name in apt apt-get sudo; do
  printf '#!/bin/sh\necho "%s $*" >>"%s"\nexit 1\n' "$name" "$scratch/called" \
    >"$scratch/bin/$name"
  chmod +x "$scratch/bin/$name"
done
PATH=$scratch/bin:$PATH
export PATH
run build ./dev build
[ ! -e "$scratch/called" ] || fail "./dev build ran: $(cat "$scratch/called")"
[ -x build/release/eirene ] || fail "./dev build left no build/release/eirene"
build/release/eirene version >/dev/null || fail "the program does not run"
