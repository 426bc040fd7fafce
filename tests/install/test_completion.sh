#!/bin/sh
# Completion in bash offers the verbs, a verb's options and case files.
. tests/install/lib.sh
command -v bash >/dev/null || exit 77

# offer WORD...: what is offered for the last word.
offer() {
  PATH=$build:$PATH bash -c '
    . tools/completion.bash
    compopt() { :; } # needs a completion that is under way
    COMP_WORDS=(eirene "$@") COMP_CWORD=$#
    _eirene
    printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

[ "$(offer so)" = solve ] || fail "so: $(offer so)"
[ "$(offer help ch)" = check ] || fail "help ch: $(offer help ch)"
offer '' | grep -qx version || fail "no version among the verbs"
[ "$(offer solve --no-s)" = --no-stats ] || fail "solve --no-s"
offer solve --limit | grep -qx -- --limit-memory || fail "solve --limit"
[ "$(offer solve examples/harbour/ca)" = examples/harbour/case.yaml ] ||
  fail "no case file: $(offer solve examples/harbour/ca)"
