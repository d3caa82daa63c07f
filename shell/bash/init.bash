# atmos-kit in bash 3.2 and newer. It defines functions and starts no program; `atmos-kit shell init bash` prints it.

# --- the program ----------------------------------------------------------------------------------------------------

#{{settings}}

# The program that PATH has outlives updates; else it is the one that printed this.
_atmos_kit_program() {
  if \builtin type -P atmos-kit >/dev/null; then
    \command atmos-kit "$@"
  else
    \command "${_atmos_kit_installed[@]}" "$@"
  fi
}

#{{use}}
# --- what is warm ---------------------------------------------------------------------------------------------------

# Whether what the program has found out about the identity $1 in this folder still holds. With a $2 for
# a shell that runs as it from now on. Sets _atmos_kit_gone and _atmos_kit_pairs.
# The file is data: what stands in it is compared, or becomes the value of a variable.
_atmos_kit_warm() {
  \builtin local globs=$- IFS=$'\t'
  # Words are split at tabs alone, and no star in them means files.
  \builtin set -f
  if _atmos_kit_holds "$1"; then
    # shellcheck disable=SC2206
    _atmos_kit_pairs=($_atmos_kit_set ${2:+$_atmos_kit_marks})
    \builtin set -- 0
  else
    \builtin set -- 1
  fi
  case $globs in *f*) ;; *) \builtin set +f ;; esac
  \builtin return "$1"
}

_atmos_kit_holds() {
  \builtin local base="${ATMOS_XDG_CACHE_HOME-}" file head form='' folder ends there paths stamps absent without with name now until
  case $1 in *[!A-Za-z0-9_./@+=:,-]* | /* | *..*) \builtin return 1 ;; esac
  case ${ATMOS_PROFILE-} in *[!A-Za-z0-9_.,-]* | *..*) \builtin return 1 ;; esac
  case $base in /*) ;; *) base=${XDG_CACHE_HOME-} ;; esac
  case $base in /*) ;; *) base=${HOME-}/.cache ;; esac
  file=$base/atmos-kit/shell$PWD/+${ATMOS_PROFILE-}/$1.state
  if ! [ -f "$file" ] || ! [ -O "$file" ]; then \builtin return 1; fi
  {
    \builtin read -r head && \builtin read -r folder && \builtin read -r ends && \builtin read -r there &&
      \builtin read -r paths && \builtin read -r stamps && \builtin read -r absent && \builtin read -r without &&
      \builtin read -r with && \builtin read -r _atmos_kit_gone && \builtin read -r _atmos_kit_set && \builtin read -r _atmos_kit_marks &&
      \builtin read -r name
  } <"$file" || \builtin return 1
  case $head in 'atmos-kit state 1 '*) form=${head##* } ;; *) \builtin return 1 ;; esac
  if [ "$name" != end ] || ! [ . -ef "$folder" ]; then \builtin return 1; fi
  { \builtin read -r until _ <"$ends"; } 2>/dev/null || \builtin return 1
  case $until in '' | *[!0-9]*) \builtin return 1 ;; esac
  _atmos_kit_now
  if [ "$now" -ge "$until" ]; then \builtin return 1; fi
  for name in $there; do [ -e "$name" ] || \builtin return 1; done
  for name in $absent; do if [ -e "$name" ]; then \builtin return 1; fi; done
  for name in $without; do
    if [ -n "${!name+set}" ]; then _atmos_kit_proxied "$name" || \builtin return 1; fi
  done
  for name in $with; do
    head=${name%%=*}
    if [ "${!head-}" != "${name#*=}" ] || ! _atmos_kit_exported "$head"; then
      _atmos_kit_proxied "$head" || \builtin return 1
    fi
  done
  # shellcheck disable=SC2086 # split at tabs.
  case $form in
  gnu) name=$(LC_ALL=C \builtin exec stat -L -c '%i.%s.%.9Y.%.9Z' -- $paths 2>/dev/null) ;;
  bsd) name=$(LC_ALL=C \builtin exec stat -L -f '%i.%z.%Fm.%Fc' -- $paths 2>/dev/null) ;;
  *) \builtin return 1 ;;
  esac
  [ "${name//$'\n'/$'\t'}" = "$stamps" ]
}

# Whether a list of hosts without a proxy is what it would become: then it was put there before.
_atmos_kit_proxied() {
  case $1 in NO_PROXY | no_proxy) ;; *) \builtin return 1 ;; esac
  case $'\t'$_atmos_kit_set$'\t' in *$'\t'"$1=${!1-}"$'\t'*) _atmos_kit_exported "$1" ;; *) \builtin return 1 ;; esac
}

# Seconds since 1970, into now.
_atmos_kit_now() {
  if [ -n "${EPOCHSECONDS-}" ]; then
    now=$EPOCHSECONDS
  else
    \builtin printf -v now '%(%s)T' -1 2>/dev/null || now=$(\command date +%s)
  fi
}

# --- auth exec ----------------------------------------------------------------------------------------------------

# `auth exec` as it was typed. What is not plain, or not warm, is the program's.
_atmos_kit_exec() {
  \builtin local _atmos_kit_who='' _atmos_kit_gone _atmos_kit_set _atmos_kit_marks
  \builtin local -a _atmos_kit_pairs _atmos_kit_names
  \builtin local -i _atmos_kit_words=0
  case ${3-} in
  --) _atmos_kit_words=3 ;;
  --identity=?*) _atmos_kit_who=${3#*=} _atmos_kit_words=4 ;;
  -i | --identity) _atmos_kit_who=${4:-/} _atmos_kit_words=5 ;;
  esac
  if [ "$_atmos_kit_words" -eq 0 ] || [ "$#" -le "$_atmos_kit_words" ] || [ "${!_atmos_kit_words}" != -- ]; then
    _atmos_kit_program "$@"
    \builtin return
  fi
  if _atmos_kit_ready "$_atmos_kit_who" "${@:_atmos_kit_words+1:1}"; then
    # The subshell becomes the command: signals, Ctrl-Z and the exit code are the command's own.
    (
      \builtin set +eu
      _atmos_kit_put "${_atmos_kit_pairs[@]}" && \builtin exec "${@:_atmos_kit_words+1}"
    )
  else
    _atmos_kit_program "$@"
  fi
}

# Whether $2 is a command and the identity $1 is warm; then it is known what changes.
_atmos_kit_ready() {
  case $2 in
  -*) \builtin return 1 ;;
  */*) if [ -d "$2" ] || ! [ -x "$2" ]; then \builtin return 1; fi ;;
  *) \builtin type -P "$2" >/dev/null || \builtin return 1 ;;
  esac
  _atmos_kit_warm "$1" && _atmos_kit_list "$_atmos_kit_gone"
}

# --- use and profile ----------------------------------------------------------------------------------------------

# What changes this shell: the program's answer is run when it is whole, and only where the program succeeded.
_atmos_kit_change() {
  \builtin local _atmos_kit_gone _atmos_kit_set _atmos_kit_marks _atmos_kit_word IFS=$' \t\n'
  \builtin local -a _atmos_kit_pairs
  case $#.$1.${2-} in
  2.use.--off)
    _atmos_kit_off
    \builtin return
    ;;
  2.use.[!-]*)
    if _atmos_kit_warm "$2" marked; then
      _atmos_kit_use "$_atmos_kit_gone" "${_atmos_kit_pairs[@]}"
      \builtin return
    fi
    ;;
  esac
  for _atmos_kit_word in "$@"; do
    case $_atmos_kit_word in
    -h | --help | --dry-run | --shell | --shell=*)
      _atmos_kit_program "$@"
      \builtin return
      ;;
    esac
  done
  _atmos_kit_word=$(_atmos_kit_program "$@" --shell bash) || \builtin return
  \builtin eval "$_atmos_kit_word"
}

# --- the commands -------------------------------------------------------------------------------------------------

# POSIX mode knows no such name, but runs what has it.
case $SHELLOPTS in *posix*) _atmos_kit_posix=yes; \builtin set +o posix ;; esac

function atmos-kit {
  case ${1-}.${2-} in
  auth.exec) _atmos_kit_exec "$@" ;;
  use.* | profile.use | profile.unset | set-cluster.*) _atmos_kit_change "$@" ;;
  *) _atmos_kit_program "$@" ;;
  esac
}

if [ -n "${_atmos_kit_posix-}" ]; then \builtin set -o posix; fi
\builtin unset -v _atmos_kit_posix

# Where PATH has no atmos of its own, its name is ours; it may come later.
if [ "$_atmos_kit_atmos" != never ] && { [ -n "${_atmos_kit_named-}" ] || ! \builtin declare -F atmos >/dev/null; }; then
  _atmos_kit_named=yes
  function atmos {
    if [ "$_atmos_kit_atmos" = auto ] && \builtin type -P atmos >/dev/null; then
      \command atmos "$@"
    else
      \atmos-kit "$@"
    fi
  }
fi

# --- the prompt ---------------------------------------------------------------------------------------------------

# Runs before each prompt, with builtins alone. ATMOS_KIT_SEGMENT is what there is to say of the identity in use;
# ATMOS_KIT_SHOW_SEGMENT=no keeps it out of the prompt.
_atmos_kit_segment() {
  \builtin local code=$? now until="${ATMOS_KIT_UNTIL-}" name="${ATMOS_KIT_PROMPT-}" account='' left color='' IFS=$'\t'
  if [ -n "${_atmos_kit_shown-}" ]; then
    PS1=${PS1#"$_atmos_kit_shown"}
    _atmos_kit_shown=''
  fi
  if [ -z "$until${ATMOS_KIT_ENDS-}" ] || [ -n "${_atmos_kit_hint+set}" ]; then
    \builtin unset -v ATMOS_KIT_SEGMENT
    \builtin return "$code"
  fi
  if [ -n "${ATMOS_KIT_ENDS-}" ]; then { \builtin read -r _ until account <"$ATMOS_KIT_ENDS"; } 2>/dev/null || until=''; fi
  case $until in '' | *[!0-9]*) until=0 ;; esac
  case $name in *[\$\`\\%!\'\"]*) name='?' ;; esac
  case $account in *[!A-Za-z0-9_.@+=:,/\ -]*) account='' ;; esac
  _atmos_kit_now
  left=$(((until - now) / 60))
  if [ "$until" -le "$now" ]; then
    left=ended color=31
  elif [ "$left" -lt 10 ]; then
    left="!${left}m" color=33
  elif [ "$left" -ge 60 ]; then
    left="$((left / 60))h$((left % 60))m"
  else
    left="${left}m"
  fi
  if [ -n "${ATMOS_KIT_SIGN_IN-}" ]; then
    IFS=''
    \builtin set -- "$ATMOS_KIT_SIGN_IN".*.jwe
    if ! [ -e "$1" ]; then left='signed out' color=31; fi
  fi
  # shellcheck disable=SC2034 # for programs that make prompts.
  \builtin export ATMOS_KIT_SEGMENT="$name${account:+ $account} $left"
  if [ "${ATMOS_KIT_SHOW_SEGMENT-}" != no ]; then
    _atmos_kit_shown="($name${account:+ $account} ${color:+\\[\\e[${color}m\\]}$left${color:+\\[\\e[0m\\]}) "
    PS1=$_atmos_kit_shown${PS1-}
  fi
  \builtin return "$code"
}

# After whatever makes the prompt, once.
# shellcheck disable=SC2128,SC2178 # it is an array or a text, as they had it.
case " ${PROMPT_COMMAND[*]-} " in
*_atmos_kit_segment*) ;;
*)
  if [ -z "${PROMPT_COMMAND+set}" ]; then
    PROMPT_COMMAND=_atmos_kit_segment
  elif [ "${#PROMPT_COMMAND[@]}" -gt 1 ] || [ "${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}" != "${BASH_VERSINFO[0]}.0" ] && [ "${BASH_VERSINFO[0]}" -ge 5 ]; then
    PROMPT_COMMAND+=(_atmos_kit_segment)
  else
    # shellcheck disable=SC2128,SC2178 # here it is a text.
    PROMPT_COMMAND="$PROMPT_COMMAND"$'\n'_atmos_kit_segment
  fi
  ;;
esac

# --- completion ---------------------------------------------------------------------------------------------------

# Read when it is first wanted, from where it was installed or else from the program. What completes atmos-kit completes
# atmos, where that is ours.
_atmos_kit_completion() {
  \builtin local file=${BASH_COMPLETION_USER_DIR:-${XDG_DATA_HOME:-${HOME-}/.local/share}/bash-completion}
  file=${file%%:*}/completions/atmos-kit
  if \builtin declare -F _atmos_kit >/dev/null; then
    :
  elif [ -r "$file" ] && [ -O "$file" ]; then
    # shellcheck source=/dev/null # it is a text of its own.
    \builtin . "$file"
  else
    \builtin eval "$(_atmos_kit_program completion bash 2>/dev/null)"
  fi
  if \builtin declare -F _atmos_kit >/dev/null; then _atmos_kit "$@"; fi
}

\builtin complete -F _atmos_kit_completion atmos-kit
if [ -n "${_atmos_kit_named-}" ] && ! \builtin type -P atmos >/dev/null; then \builtin complete -F _atmos_kit_completion atmos; fi
