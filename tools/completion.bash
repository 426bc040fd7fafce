# Completion of eirene's command line for bash. Verbs and options come from the program's
# own help, so that they are always those of the installed version.

_eirene() {
  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ] || [[ $verb == help && $COMP_CWORD -eq 2 ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_eirene_verbs)" -- "$word")
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_eirene_options "$verb")" -- "$word")
  elif [[ $verb == import && $COMP_CWORD -eq 2 ]]; then
    mapfile -t COMPREPLY < <(compgen -W "genius table" -- "$word")
  elif [[ $verb == import && ${COMP_WORDS[2]} == table ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -X '!*.@(csv|tsv|txt)' -- "$word"
                             compgen -d -- "$word")
  elif [[ $verb == import ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -X '!*.xml' -- "$word"
                             compgen -d -- "$word")
  else
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -X '!*.@(yaml|yml|xml)' -- "$word"
                             compgen -d -- "$word")
  fi
}

# The first word of each indented line of the general help.
_eirene_verbs() {
  eirene help 2>/dev/null | sed -n 's/^  \(eirene \)\{0,1\}\([a-z]\{1,\}\)\( .*\)\{0,1\}$/\2/p' | sort -u
}

_eirene_options() {
  eirene help "$1" 2>/dev/null | grep -o -- '--[a-z][a-z-]*' | sort -u
}

shopt -s extglob
complete -F _eirene eirene
