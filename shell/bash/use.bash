# --- an identity in this shell ------------------------------------------------------------------------------------

# Puts an identity into this shell: $1 names the variables to unset (a * stands for anything), NAME=VALUE follow.
# What was there rests in _atmos_kit_kept: name, how it was (unset, plain, exported) and value.
_atmos_kit_use() {
  \builtin local IFS=$' \t\n' gone="$1 ATMOS_KIT_IDENTITY ATMOS_KIT_PROMPT ATMOS_KIT_SHELL ATMOS_KIT_SIGN_IN ATMOS_KIT_ENDS ATMOS_KIT_UNTIL"
  \builtin local trapped name
  \builtin local -a _atmos_kit_names
  \builtin shift
  # A variable that is read-only would leave half of it done.
  if ! (_atmos_kit_restore && _atmos_kit_list "$gone" "$@" && _atmos_kit_put "$@") 2>/dev/null; then
    \builtin echo 'atmos-kit: a variable that has to change is read-only in this shell, so nothing was changed.' >&2
    \builtin return 1
  fi
  trapped=$(\builtin trap -p INT)
  \builtin trap '' INT
  _atmos_kit_restore
  _atmos_kit_list "$gone" "$@"
  _atmos_kit_kept=()
  for name in "${_atmos_kit_names[@]}"; do
    if [ -z "${!name+set}" ]; then
      _atmos_kit_kept+=("$name" unset '')
    elif _atmos_kit_exported "$name"; then
      _atmos_kit_kept+=("$name" exported "${!name}")
    else
      _atmos_kit_kept+=("$name" plain "${!name}")
    fi
  done
  _atmos_kit_put "$@"
  \builtin eval "${trapped:-\\builtin trap - INT}"
  if [ -n "${_atmos_kit_hint+set}" ]; then
    \builtin echo "This auth shell runs as $ATMOS_KIT_IDENTITY now; atmos-kit use --off leads back." >&2
  else
    \builtin echo "This shell runs as $ATMOS_KIT_IDENTITY now." >&2
  fi
}

# The names of all variables that change, into _atmos_kit_names.
_atmos_kit_list() {
  \builtin local name found all globs=$- IFS=$' \t\n'
  case $1 in *[!A-Za-z0-9_*[:space:]]*) \builtin return 1 ;; esac
  _atmos_kit_names=()
  # No star in it means files.
  \builtin set -f
  for name in $1; do
    case $name in
    *\**)
      \builtin eval "found=\${!${name%%\**}@}"
      for found in $found; do
        # shellcheck disable=SC2254 # the star is meant.
        case $found in $name) _atmos_kit_names+=("$found") ;; esac
      done
      ;;
    *) _atmos_kit_names+=("$name") ;;
    esac
  done
  case $globs in *f*) ;; *) \builtin set +f ;; esac
  \builtin shift
  all=" ${_atmos_kit_names[*]} "
  for name in "${@%%=*}"; do
    case $all in *" $name "*) ;; *) _atmos_kit_names+=("$name") ;; esac
  done
}

# Unsets what is listed, and sets each NAME=VALUE.
_atmos_kit_put() {
  \builtin unset -v "${_atmos_kit_names[@]}" && { [ "$#" -eq 0 ] || \builtin export "${@?}"; }
}

_atmos_kit_exported() {
  # Newer ones say it without a process of its own.
  if [ "${BASH_VERSINFO[0]}" -ge 5 ]; then
    \builtin eval "case \${$1@a} in *x*) \\builtin return 0 ;; esac"
  else
    case $(\builtin declare -p "$1" 2>/dev/null) in "declare -x $1="* | "declare -"[!\ ]x" $1="*) \builtin return 0 ;; esac
  fi
  \builtin return 1
}

# Puts back what was there.
_atmos_kit_restore() {
  \builtin local name
  \builtin local -i at=0
  if [ -z "${_atmos_kit_kept+set}" ]; then \builtin return 0; fi
  while [ "$at" -lt "${#_atmos_kit_kept[@]}" ]; do
    name=${_atmos_kit_kept[at]}
    \builtin unset -v "$name" || \builtin return 1
    case ${_atmos_kit_kept[at + 1]} in
    plain) \builtin printf -v "$name" %s "${_atmos_kit_kept[at + 2]}" ;;
    exported) \builtin export "$name=${_atmos_kit_kept[at + 2]}" ;;
    esac
    ((at += 3))
  done
  \builtin unset -v _atmos_kit_kept
}

# Takes the identity out of this shell again.
_atmos_kit_off() {
  \builtin local IFS=$' \t\n' trapped
  \builtin local -a _atmos_kit_names
  if [ -n "${_atmos_kit_kept+set}" ]; then
    trapped=$(\builtin trap -p INT)
    \builtin trap '' INT
    _atmos_kit_restore
    \builtin eval "${trapped:-\\builtin trap - INT}"
  elif [ -n "${_atmos_kit_hint+set}" ]; then
    \builtin echo "This is an auth shell as ${ATMOS_KIT_IDENTITY-}; exit leads back." >&2
    \builtin return 1
  elif [ -n "${ATMOS_KIT_ENDS-}${ATMOS_KIT_UNTIL-}" ]; then
    # A shell within the one where it was put in: what was there before is not known here.
    _atmos_kit_list "${ATMOS_KIT_SHELL-} ATMOS_KIT_IDENTITY ATMOS_KIT_PROMPT ATMOS_KIT_SHELL ATMOS_KIT_SIGN_IN ATMOS_KIT_ENDS ATMOS_KIT_UNTIL" &&
      _atmos_kit_put || \builtin return 1
  else
    \builtin echo 'No identity is in use in this shell.' >&2
    \builtin return 0
  fi
  if [ -n "${ATMOS_KIT_IDENTITY-}" ]; then
    \builtin echo "This shell runs as $ATMOS_KIT_IDENTITY again." >&2
  else
    \builtin echo 'No identity is in use in this shell any more.' >&2
  fi
}
