# Shared by the scripts of this folder; they run from the root of the source tree.
# shellcheck shell=sh
set -eu

# shellcheck disable=SC2034 # used by the scripts
build=${EIRENE_BUILD:?set EIRENE_BUILD to a build folder}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

fail() {
  printf 'FAIL: %s\n' "$*" >&2
  exit 1
}

# run NAME COMMAND...: quiet unless it fails.
run() {
  log=$scratch/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    fail "$*"
  fi
}
