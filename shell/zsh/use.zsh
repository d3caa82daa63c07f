# --- an identity in this shell ------------------------------------------------------------------------------------

# Puts an identity into this shell: $1 names the variables to unset (a * stands for anything), NAME=VALUE follow.
# What was there rests in _atmos_kit_kept: name, how it was (unset, plain, exported) and value.
_atmos_kit_use() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  \builtin local gone="$1 ATMOS_KIT_IDENTITY ATMOS_KIT_PROMPT ATMOS_KIT_SHELL ATMOS_KIT_SIGN_IN ATMOS_KIT_ENDS ATMOS_KIT_UNTIL"
  \builtin local name
  \builtin local -a _atmos_kit_names
  \builtin shift
  # A variable that is read-only would leave half of it done.
  if ! (_atmos_kit_restore && _atmos_kit_list "$gone" "$@" && _atmos_kit_put "$@") 2>/dev/null; then
    \builtin print -ru2 -- 'atmos-kit: a variable that has to change is read-only in this shell, so nothing was changed.'
    \builtin return 1
  fi
  \builtin trap '' INT
  _atmos_kit_restore
  _atmos_kit_list "$gone" "$@"
  \builtin typeset -ga _atmos_kit_kept
  _atmos_kit_kept=()
  for name in "${_atmos_kit_names[@]}"; do
    if [[ -z ${(P)name+set} ]]; then
      _atmos_kit_kept+=("$name" unset '')
    elif [[ ${(Pt)name} == *export* ]]; then
      _atmos_kit_kept+=("$name" exported "${(P)name}")
    else
      _atmos_kit_kept+=("$name" plain "${(P)name}")
    fi
  done
  _atmos_kit_put "$@"
  if [[ -n ${_atmos_kit_hint+set} ]]; then
    \builtin print -ru2 -- "This auth shell runs as $ATMOS_KIT_IDENTITY now; atmos-kit use --off leads back."
  else
    \builtin print -ru2 -- "This shell runs as $ATMOS_KIT_IDENTITY now."
  fi
}

# The names of all variables that change, into _atmos_kit_names.
_atmos_kit_list() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  \builtin local name
  \builtin local -a gone
  gone=(${=1})
  \builtin shift
  _atmos_kit_names=()
  for name in $gone; do
    case $name in
    *[^A-Za-z0-9_*]*) \builtin return 1 ;;
    *\**) _atmos_kit_names+=(${(k)parameters[(I)$~name]}) ;;
    *) _atmos_kit_names+=($name) ;;
    esac
  done
  for name in "${@%%=*}"; do
    (( ${_atmos_kit_names[(Ie)$name]} )) || _atmos_kit_names+=($name)
  done
}

# Unsets what is listed, and sets each NAME=VALUE.
_atmos_kit_put() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  \builtin local pair
  \builtin unset -- "${_atmos_kit_names[@]}" || \builtin return 1
  for pair in "$@"; do \builtin export "$pair" || \builtin return 1; done
}

# Puts back what was there.
_atmos_kit_restore() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  \builtin local name how value
  [[ -n ${_atmos_kit_kept+set} ]] || \builtin return 0
  for name how value in "${_atmos_kit_kept[@]}"; do
    \builtin unset -- "$name" || \builtin return 1
    case $how in
    plain) \builtin typeset -g "$name=$value" ;;
    exported) \builtin export "$name=$value" ;;
    esac
  done
  \builtin unset _atmos_kit_kept
}

# Takes the identity out of this shell again.
_atmos_kit_off() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  \builtin local -a _atmos_kit_names
  if [[ -n ${_atmos_kit_kept+set} ]]; then
    \builtin trap '' INT
    _atmos_kit_restore
  elif [[ -n ${_atmos_kit_hint+set} ]]; then
    \builtin print -ru2 -- "This is an auth shell as ${ATMOS_KIT_IDENTITY-}; exit leads back."
    \builtin return 1
  elif [[ -n ${ATMOS_KIT_ENDS-}${ATMOS_KIT_UNTIL-} ]]; then
    # A shell within the one where it was put in: what was there before is not known here.
    \builtin trap '' INT
    _atmos_kit_list "${ATMOS_KIT_SHELL-} ATMOS_KIT_IDENTITY ATMOS_KIT_PROMPT ATMOS_KIT_SHELL ATMOS_KIT_SIGN_IN ATMOS_KIT_ENDS ATMOS_KIT_UNTIL" &&
      _atmos_kit_put || \builtin return 1
  else
    \builtin print -ru2 -- 'No identity is in use in this shell.'
    \builtin return 0
  fi
  if [[ -n ${ATMOS_KIT_IDENTITY-} ]]; then
    \builtin print -ru2 -- "This shell runs as $ATMOS_KIT_IDENTITY again."
  else
    \builtin print -ru2 -- 'No identity is in use in this shell any more.'
  fi
}
