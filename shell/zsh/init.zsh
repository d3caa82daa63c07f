# atmos-kit in zsh. It defines functions and starts no program; `atmos-kit shell init zsh` prints it.

# --- the program --------------------------------------------------------------------------------------------------

#{{settings}}

# The program that PATH has outlives updates; else it is the one that printed this.
_atmos_kit_program() {
  if \builtin whence -p atmos-kit >/dev/null; then
    \command atmos-kit "$@"
  else
    \command "${_atmos_kit_installed[@]}" "$@"
  fi
}

#{{use}}
# --- what is warm -------------------------------------------------------------------------------------------------

# Whether what the program has found out about the identity $1 in this folder still holds. Sets _atmos_kit_gone, _set and _marks.
# The file is data: what stands in it is compared, or becomes the value of a variable.
_atmos_kit_warm() {
  \builtin emulate -L zsh
  \builtin local base="${ATMOS_XDG_CACHE_HOME-}" file name now tab=$'\t'
  \builtin local -a lines some times changes sizes numbers
  # Every pattern here is one that emulations of sh can read, too.
  case $1 in *[^A-Za-z0-9_./@+=:,-]*|/*|*..*) \builtin return 1 ;; esac
  case ${ATMOS_PROFILE-} in *[^A-Za-z0-9_.,-]*|*..*) \builtin return 1 ;; esac
  [[ $base == /* ]] || base=${XDG_CACHE_HOME-}
  [[ $base == /* ]] || base=${HOME-}/.cache
  file=$base/atmos-kit/shell$PWD/+${ATMOS_PROFILE-}/$1.state
  [[ -f $file && -O $file ]] || \builtin return 1
  lines=("${(@f)$(<$file)}")
  [[ ${#lines} == 22 && $lines[1] == 'atmos-kit state 1 '* && $lines[13] == end && . -ef $lines[2] ]] || \builtin return 1
  _atmos_kit_now
  { some=("${(@ps:\t:)$(<$lines[3])}") } 2>/dev/null
  case $some[1] in ''|*[^0-9]*) \builtin return 1 ;; esac
  (( now < some[1] )) || \builtin return 1
  for name in "${(@ps:\t:)lines[4]}"; do [[ -e $name ]] || \builtin return 1; done
  for name in ${(ps:\t:)lines[7]}; do [[ ! -e $name ]] || \builtin return 1; done
  for name in ${(ps:\t:)lines[8]}; do [[ -z ${(P)name+set} ]] || _atmos_kit_proxied $name $lines[11] || \builtin return 1; done
  for name in ${(ps:\t:)lines[9]}; do
    file=${name%%=*}
    [[ ${(P)file-} == "${name#*=}" && ${(Pt)file-} == *export* ]] || _atmos_kit_proxied $file $lines[11] || \builtin return 1
  done
  some=("${(@ps:\t:)lines[5]}")
  {
    \builtin zstat -A numbers +inode -- $some && \builtin zstat -A sizes +size -- $some &&
      \builtin zstat -A times -F '%s.%9.' +mtime -- $some && \builtin zstat -A changes -F '%s.%9.' +ctime -- $some
  } 2>/dev/null || \builtin return 1
  name=
  for (( base = 1; base <= ${#some}; base++ )); do
    name+=$tab$numbers[base].$sizes[base].$times[base].$changes[base]
  done
  [[ ${name#$tab} == $lines[6] ]] || \builtin return 1
  _atmos_kit_gone=$lines[10] _atmos_kit_set=$lines[11] _atmos_kit_marks=$lines[12]
}

# Whether a list of hosts without a proxy is what it would become: then it was put there before.
_atmos_kit_proxied() {
  \builtin emulate -L zsh
  [[ ${1:l} == no_proxy && ${(Pt)1-} == *export* && -n ${(M)${(ps:\t:)2}:#"$1=${(P)1-}"} ]]
}

# Without its name of a program that a person may mean: stat.
\builtin zmodload -F zsh/stat b:zstat 2>/dev/null
\builtin zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null

# Seconds since 1970, into now.
_atmos_kit_now() {
  now=${EPOCHSECONDS-}
  [[ -n $now ]] || now=$(\command date +%s)
}

# --- auth exec ----------------------------------------------------------------------------------------------------

# `auth exec` as it was typed. What is not plain, or not warm, is the program's.
_atmos_kit_exec() {
  \builtin emulate -L zsh
  \builtin local _atmos_kit_who= _atmos_kit_gone _atmos_kit_set _atmos_kit_marks
  \builtin local -i _atmos_kit_words=0
  case ${3-} in
  --) _atmos_kit_words=3 ;;
  --identity=?*) _atmos_kit_who=${3#*=} _atmos_kit_words=4 ;;
  -i|--identity) _atmos_kit_who=${4:-/} _atmos_kit_words=5 ;;
  esac
  if [[ $_atmos_kit_words -eq 0 || $# -le $_atmos_kit_words || $argv[_atmos_kit_words] != -- ]]; then
    _atmos_kit_program "$@"
    \builtin return
  fi
  # The subshell becomes the command: signals, Ctrl-Z and the exit code are the command's own.
  (
    if _atmos_kit_ready "$_atmos_kit_who" "$argv[_atmos_kit_words + 1]"; then
      \builtin shift $_atmos_kit_words
      \builtin exec "$@"
    fi
    _atmos_kit_program "$@"
  )
}

# Changes this subshell for a command as the identity $1, where that is warm and $2 is a command.
_atmos_kit_ready() {
  \builtin emulate -L zsh
  \builtin local _atmos_kit_gone _atmos_kit_set _atmos_kit_marks
  \builtin local -a _atmos_kit_pairs _atmos_kit_names
  case $2 in
  -*) \builtin return 1 ;;
  */*) [[ -x $2 && ! -d $2 ]] || \builtin return 1 ;;
  *) \builtin whence -p -- "$2" >/dev/null || \builtin return 1 ;;
  esac
  _atmos_kit_warm "$1" || \builtin return 1
  _atmos_kit_pairs=("${(@ps:\t:)_atmos_kit_set}")
  _atmos_kit_list "$_atmos_kit_gone" "$_atmos_kit_pairs[@]" && _atmos_kit_put "$_atmos_kit_pairs[@]"
}

# --- use and profile ----------------------------------------------------------------------------------------------

# What changes this shell: the program's answer is run when it is whole, and only where the program succeeded.
_atmos_kit_change() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  \builtin local _atmos_kit_gone _atmos_kit_set _atmos_kit_marks _atmos_kit_word
  \builtin local -a _atmos_kit_pairs
  case $#.$1.${2-} in
  2.use.--off)
    _atmos_kit_off
    \builtin return
    ;;
  2.use.[^-]*)
    if _atmos_kit_warm "$2"; then
      _atmos_kit_pairs=("${(@ps:\t:)_atmos_kit_set}" "${(@ps:\t:)_atmos_kit_marks}")
      _atmos_kit_use "$_atmos_kit_gone" "$_atmos_kit_pairs[@]"
      \builtin return
    fi
    ;;
  esac
  for _atmos_kit_word in "$@"; do
    case $_atmos_kit_word in
    -h|--help|--dry-run|--shell|--shell=*)
      _atmos_kit_program "$@"
      \builtin return
      ;;
    esac
  done
  _atmos_kit_word=$(_atmos_kit_program "$@" --shell zsh) || \builtin return
  \builtin eval "$_atmos_kit_word"
}

# --- the commands -------------------------------------------------------------------------------------------------

function atmos-kit {
  case ${1-}.${2-} in
  auth.exec) _atmos_kit_exec "$@" ;;
  use.*|profile.use|profile.unset|set-cluster.*) _atmos_kit_change "$@" ;;
  *) _atmos_kit_program "$@" ;;
  esac
}

# Where PATH has no atmos of its own, its name is ours; it may come later.
_atmos_kit_name() {
  \builtin emulate -L zsh
  [[ $_atmos_kit_atmos != never ]] || \builtin return 0
  [[ -n ${_atmos_kit_named-} || -z ${functions[atmos]-} ]] || \builtin return 0
  \builtin typeset -g _atmos_kit_named=yes
  function atmos {
    if [[ $_atmos_kit_atmos == auto ]] && \builtin whence -p atmos >/dev/null; then
      \command atmos "$@"
    else
      \atmos-kit "$@"
    fi
  }
}
_atmos_kit_name

# --- the prompt ---------------------------------------------------------------------------------------------------

# Runs before each prompt, with builtins alone. ATMOS_KIT_SEGMENT is what there is to say of the identity in use;
# ATMOS_KIT_SHOW_SEGMENT=no keeps it out of the prompt.
_atmos_kit_segment() {
  \builtin local -i code=$?
  \builtin emulate -L zsh -o null_glob
  \builtin local now until="${ATMOS_KIT_UNTIL-}" name="${ATMOS_KIT_PROMPT-}" account= left color=
  \builtin local -a some
  if [[ -n ${_atmos_kit_shown-} ]]; then
    PROMPT=${PROMPT#"$_atmos_kit_shown"}
    _atmos_kit_shown=
  fi
  if [[ -z $until${ATMOS_KIT_ENDS-} || -n ${_atmos_kit_hint+set} ]]; then
    \builtin unset ATMOS_KIT_SEGMENT
    \builtin return $code
  fi
  # Themes that make the prompt anew each time do so before this.
  [[ $precmd_functions[-1] == _atmos_kit_segment ]] || precmd_functions=(${precmd_functions:#_atmos_kit_segment} _atmos_kit_segment)
  if [[ -n ${ATMOS_KIT_ENDS-} ]]; then
    { some=("${(@ps:\t:)$(<$ATMOS_KIT_ENDS)}") } 2>/dev/null
    until=${some[2]-} account=${some[3]-}
  fi
  case $until in ''|*[^0-9]*) until=0 ;; esac
  [[ $name != *[\$\`\\%\!\'\"]* ]] || name='?'
  [[ $account != *[^A-Za-z0-9_.@+=:,/\ -]* ]] || account=
  _atmos_kit_now
  left=$(( (until - now) / 60 ))
  if (( until <= now )); then
    left=ended color=red
  elif (( left < 10 )); then
    left="!${left}m" color=yellow
  elif (( left >= 60 )); then
    left="$(( left / 60 ))h$(( left % 60 ))m"
  else
    left=${left}m
  fi
  if [[ -n ${ATMOS_KIT_SIGN_IN-} ]]; then
    some=($ATMOS_KIT_SIGN_IN.*.jwe)
    (( ${#some} )) || left='signed out' color=red
  fi
  \builtin export ATMOS_KIT_SEGMENT="$name${account:+ $account} $left"
  if [[ ${ATMOS_KIT_SHOW_SEGMENT-} != no ]]; then
    \builtin typeset -g _atmos_kit_shown="($name${account:+ $account} ${color:+%F{$color\}}${left/\!/${${options[promptbang]/on/!!}/off/!}}${color:+%f}) "
    PROMPT=$_atmos_kit_shown${PROMPT-}
  fi
  \builtin return $code
}

# After whatever makes the prompt, once.
_atmos_kit_hook() {
  \builtin emulate -L zsh
  \builtin typeset -ga precmd_functions
  (( ${precmd_functions[(Ie)_atmos_kit_segment]} )) || precmd_functions+=(_atmos_kit_segment)
  precmd_functions+=(_atmos_kit_completes)
}
_atmos_kit_hook

# --- completion ---------------------------------------------------------------------------------------------------

# Where no completion was installed, it is asked of the program when it is first wanted.
_atmos_kit_completion() {
  (( ${+functions[_atmos_kit]} )) || \builtin eval "$(_atmos_kit_program completion zsh 2>/dev/null)"
  (( ${+functions[_atmos_kit]} )) && _atmos_kit "$@"
}

# Before the first prompt, when the completion system is there. What completes atmos-kit completes atmos, where that is ours.
_atmos_kit_completes() {
  \builtin emulate -L zsh -o no_err_return -o no_err_exit
  precmd_functions=(${precmd_functions:#_atmos_kit_completes})
  (( ${+functions[compdef]} )) || \builtin return 0
  [[ -n ${_comps[atmos-kit]-} ]] || compdef _atmos_kit_completion atmos-kit
  [[ -z ${_atmos_kit_named-} ]] || \builtin whence -p atmos >/dev/null || compdef ${_comps[atmos-kit]} atmos
}
