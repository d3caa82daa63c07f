#compdef atmos-kit
# Completion of atmos-kit for zsh. Verbs and flags stand in this file and start no program; names of this project
# (stacks, identities, …) are asked for.

# --- what there is -----------------------------------------------------------------------------------------------

# Lines of kind|name|source|brief for one verb: next (a word that may follow), flag, word (an argument), wraps.
_atmos_kit_grammar() {
  case $1 in
#{{grammar}}
  esac
}

# --- names that only the project knows -----------------------------------------------------------------------------

# Lines of name<TAB>brief. An unreadable project has none, silently.
_atmos_kit_ask() {
  command atmos-kit complete $1 ${atmos_kit_stack:+--stack=$atmos_kit_stack} ${atmos_kit_profile:+--profile=$atmos_kit_profile} ${atmos_kit_words:+--} "${(@)atmos_kit_words}" 2>/dev/null </dev/null
}

_atmos_kit_offer() {
  local kind=$1 line name
  local -a offered
  case $kind in
  ''|text) return 1 ;;
  files) _files; return ;;
  folders) _files -/; return ;;
  list:*) kind=${kind#list:}; compset -P '*,' ;;
  esac
  case $kind in
  one:*) offered=("${(@s:,:)${kind#one:}}"); _describe -t values value offered; return ;;
  esac
  for line in "${(@f)$(_atmos_kit_ask $kind)}"; do
    name=${line%%$'\t'*}
    [[ -n $name ]] || continue
    [[ $line == *$'\t'?* ]] && offered+=("${name//:/\\:}:${line#*$'\t'}") || offered+=("${name//:/\\:}")
  done
  _describe -t $kind ${kind%s} offered
}

# --- the command line ---------------------------------------------------------------------------------------------

_atmos_kit() {
  local verb= kind name takes brief known=yes word waiting= flag= value= wraps=
  local atmos_kit_stack= atmos_kit_profile=
  local -a atmos_kit_words
  local -a nexts flags arguments
  local -A sources
  integer count=2 given=0 place

  while [[ -n $known ]] && (( count < CURRENT )); do
    known=
    while IFS='|' read -r kind name takes brief; do
      [[ $kind == next && $name == ${(Q)words[count]} ]] && known=yes
    done < <(_atmos_kit_grammar "$verb")
    [[ -n $known ]] && verb=${verb:+$verb }${(Q)words[count]} && (( count++ ))
  done

  while IFS='|' read -r kind name takes brief; do
    case $kind in
    next) nexts+=("$name:$brief") ;;
    flag) flags+=("$name:$brief"); sources[$name]=$takes ;;
    word) arguments+=("$takes") ;;
    wraps) wraps=yes ;;
    esac
  done < <(_atmos_kit_grammar "$verb")

  # What stands before the cursor: arguments so far, a flag that waits for its value, and what was said of stack and profile.
  while (( count < CURRENT )); do
    word=${(Q)words[count]}
    if [[ -n $waiting && ( $waiting != *\? || $word != -* ) ]]; then
      value=$word
    elif [[ $word == -- ]]; then
      [[ -n $wraps ]] || return 1
      # After --, the command's own completion.
      words=("${(@)words[count + 1,-1]}")
      (( CURRENT -= count ))
      _normal
      return
    elif [[ $word == -* ]]; then
      flag=${word%%=*} value= waiting=
      if [[ $word == *=* ]]; then value=${word#*=}; else waiting=${sources[$flag]-}; fi
    else
      (( given++ ))
      waiting= flag= value=
    fi
    if [[ -n $value ]]; then
      case $flag in
      -s|--stack) atmos_kit_stack=$value ;;
      --profile) atmos_kit_profile=$value ;;
      esac
      waiting= value=
    fi
    (( count++ ))
  done
  # The stack may stand behind the cursor: terraform plan <TAB> -s plat-ue1-dev
  for (( place = CURRENT + 1; place <= $#words; place++ )); do
    case ${words[place]} in
    -s|--stack) atmos_kit_stack=${(Q)words[place + 1]-} ;;
    --stack=*) atmos_kit_stack=${(Q)words[place]#--stack=} ;;
    esac
  done

  word=${(Q)PREFIX}
  if [[ -n $waiting && ( $waiting != *\? || $word != -* ) ]]; then
    _atmos_kit_offer "${waiting%\?}"
  elif [[ $word == --*=* ]]; then
    compset -P '*='
    _atmos_kit_offer "${${sources[${word%%=*}]-}%\?}"
  elif [[ $word == -* ]]; then
    _describe -o -t flags flag flags || { [[ -z $verb ]] && _atmos_kit_custom }
  else
    local -i found=1
    (( given == 0 && $#nexts > 0 )) && _describe -t verbs verb nexts && found=0
    _atmos_kit_offer "${arguments[given + 1]-}" && found=0
    (( found )) && [[ -z ${arguments[given + 1]-} ]] && _atmos_kit_custom && found=0
    return found
  fi
}

# Where nothing that stands in this file fits, a command of the project may.
_atmos_kit_custom() {
  local -a atmos_kit_words=("${(@Q)words[2,CURRENT]}")
  _atmos_kit_offer commands
}

# As a file on fpath it is read when it is first wanted; read by hand it says so to the completion system itself.
if [[ $funcstack[1] == _atmos-kit ]]; then
  _atmos_kit "$@"
elif (( ${+functions[compdef]} )); then
  compdef _atmos_kit atmos-kit
fi
