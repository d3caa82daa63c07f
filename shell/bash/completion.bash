# Completion of atmos-kit for bash 3.2 and newer. Verbs and flags stand in this file and start no program;
# names of this project (stacks, identities, …) are asked for.

# --- what there is -----------------------------------------------------------------------------------------------

# Lines of kind|name|source|brief for one verb: next (a word that may follow), flag, word (an argument), wraps.
# shellcheck disable=SC2016 # texts of help are no expressions.
_atmos_kit_grammar() {
  case $1 in
#{{grammar}}
  esac
}

# --- names that only the project knows -----------------------------------------------------------------------------

# Lines of name<TAB>brief. An unreadable project has none, silently.
_atmos_kit_ask() {
  command atmos-kit complete "$1" ${_atmos_kit_stack:+--stack="$_atmos_kit_stack"} ${_atmos_kit_profile:+--profile="$_atmos_kit_profile"} ${_atmos_kit_words[@]+-- "${_atmos_kit_words[@]}"} 2>/dev/null </dev/null
}

# Puts what begins with $2 into COMPREPLY, quoted for the command line.
_atmos_kit_offer() {
  local source=$1 begun=$2 before='' name quoted
  case $source in
  '' | text) return ;;
  files) while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$begun"); compopt -o filenames 2>/dev/null; return ;;
  folders) while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -d -- "$begun"); compopt -o filenames 2>/dev/null; return ;;
  list:*) source=${source#list:} before=${begun%"${begun##*,}"} begun=${begun##*,} ;;
  esac
  # Of a name with a colon readline replaces only what stands after it.
  local colon=''
  case $COMP_WORDBREAKS in *:*) colon=${begun%"${begun##*:}"} ;; esac
  while IFS=$'\t' read -r name _; do
    case $name in '') ;; "$begun"*)
      printf -v quoted %q "$name"
      case $name in *[!A-Za-z0-9_@%+=:,./-]*) ;; *) quoted=$name ;; esac
      quoted=$before$quoted
      COMPREPLY+=("${quoted#"$colon"}")
      ;;
    esac
  done < <(
    case $source in
    one:*) source=${source#one:}; printf '%s\n' "${source//,/$'\n'}" ;;
    *) _atmos_kit_ask "$source" ;;
    esac
  )
}

# --- the command line ---------------------------------------------------------------------------------------------

_atmos_kit() {
  COMPREPLY=()
  local -a typed
  local index=1 word glue='' cursor
  # readline takes --flag=value apart; here it is one word again.
  typed=("${COMP_WORDS[0]}")
  while [ "$index" -le "$COMP_CWORD" ]; do
    word=${COMP_WORDS[index]}
    if [ -n "$glue" ]; then
      typed[${#typed[@]} - 1]+=$word
      [ "$word" = : ] || glue=''
    elif [ "$word" = = ] && [ "$index" -gt 1 ]; then
      typed[${#typed[@]} - 1]+='='
      glue=yes
    elif [ "$word" = : ] && [ "$index" -gt 1 ]; then
      typed[${#typed[@]} - 1]+=:
      glue=yes
    else
      typed+=("$word")
    fi
    index=$((index + 1))
  done
  cursor=$((${#typed[@]} - 1))
  local begun=${typed[cursor]}
  begun=${begun#[\"\']}

  local verb='' count=1 kind name source known=yes
  while [ -n "$known" ] && [ "$count" -lt "$cursor" ]; do
    known=''
    while IFS='|' read -r kind name source _; do
      [ "$kind" = next ] && [ "$name" = "${typed[count]}" ] && known=yes
    done < <(_atmos_kit_grammar "$verb")
    if [ -n "$known" ]; then
      verb=${verb:+$verb }${typed[count]}
      count=$((count + 1))
    fi
  done

  local -a nexts flags sources arguments
  local wraps=''
  while IFS='|' read -r kind name source _; do
    case $kind in
    next) nexts+=("$name") ;;
    flag) flags+=("$name") sources+=("$source") ;;
    word) arguments+=("$source") ;;
    wraps) wraps=yes ;;
    esac
  done < <(_atmos_kit_grammar "$verb")

  # What stands before the cursor: arguments so far, a flag that waits for its value, and what was said of stack and profile.
  local _atmos_kit_stack='' _atmos_kit_profile='' given=0 waiting='' flag='' value=''
  while [ "$count" -lt "$cursor" ]; do
    word=${typed[count]}
    if [ -n "$waiting" ] && { [ "${waiting%\?}" = "$waiting" ] || [ "${word#-}" = "$word" ]; }; then
      value=$word
    elif [ "$word" = -- ]; then
      [ -n "$wraps" ] && _atmos_kit_wrapped "$count"
      return
    elif [ "${word#-}" != "$word" ]; then
      flag=${word%%=*} value='' waiting=''
      case $word in
      *=*) value=${word#*=} ;;
      *) _atmos_kit_source_of "$flag" && waiting=$source ;;
      esac
    else
      given=$((given + 1)) waiting='' flag='' value=''
    fi
    if [ -n "$value" ]; then
      case $flag in
      -s | --stack) _atmos_kit_stack=$value ;;
      --profile) _atmos_kit_profile=$value ;;
      esac
      waiting='' value=''
    fi
    count=$((count + 1))
  done

  if [ -n "$waiting" ] && { [ "${waiting%\?}" = "$waiting" ] || [ "${begun#-}" = "$begun" ]; }; then
    _atmos_kit_offer "${waiting%\?}" "$begun"
    return
  fi
  case $begun in
  --*=*)
    _atmos_kit_source_of "${begun%%=*}" && _atmos_kit_offer "${source%\?}" "${begun#*=}"
    return
    ;;
  -*)
    for name in "${flags[@]}"; do
      case $name in "$begun"*) COMPREPLY+=("$name") ;; esac
    done
    [ -n "$verb" ] || _atmos_kit_custom
    return
    ;;
  esac
  if [ "$given" -eq 0 ]; then
    for name in ${nexts[@]+"${nexts[@]}"}; do
      case $name in "$begun"*) COMPREPLY+=("$name") ;; esac
    done
  fi
  _atmos_kit_stack_after
  _atmos_kit_offer "${arguments[given]-}" "$begun"
  [ -n "${arguments[given]-}" ] || _atmos_kit_custom
}

# Where nothing that stands in this file fits, a command of the project may.
_atmos_kit_custom() {
  [ "${#COMPREPLY[@]}" -eq 0 ] || return
  local -a _atmos_kit_words
  _atmos_kit_words=("${typed[@]:1:cursor}")
  _atmos_kit_offer commands "$begun"
}

# Sets source to what the flag $1 takes; fails for a flag that takes nothing.
_atmos_kit_source_of() {
  local place=0
  source=''
  for name in ${flags[@]+"${flags[@]}"}; do
    [ "$name" = "$1" ] && source=${sources[place]}
    place=$((place + 1))
  done
  [ -n "$source" ]
}

# The stack may stand behind the cursor: terraform plan <TAB> -s plat-ue1-dev
_atmos_kit_stack_after() {
  local place=$((COMP_CWORD + 1))
  while [ "$place" -lt "${#COMP_WORDS[@]}" ]; do
    case ${COMP_WORDS[place]} in
    -s | --stack)
      place=$((place + 1))
      [ "${COMP_WORDS[place]-}" = = ] && place=$((place + 1))
      _atmos_kit_stack=${COMP_WORDS[place]-}
      ;;
    esac
    place=$((place + 1))
  done
}

# After --, the command's own completion.
_atmos_kit_wrapped() {
  local place=1
  while [ "${COMP_WORDS[place]}" != -- ]; do place=$((place + 1)); done
  if [ "$((place + 1))" -eq "$COMP_CWORD" ]; then
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -c -- "$begun" | sort -u)
  elif declare -F _command_offset >/dev/null; then
    _command_offset "$((place + 1))"
  elif declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$((place + 1))"
  else
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$begun")
  fi
}

complete -F _atmos_kit atmos-kit
