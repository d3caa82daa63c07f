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

# Lines of name<TAB>brief, fewer where something was said already. An unreadable project has none, silently. The shell's
# integration, where it is loaded, knows which program to ask.
_atmos_kit_ask() {
  local -a asked=($1)
  case $1 in
  stacks) asked+=(${said_component:+--component=$said_component}) ;;
  components) asked+=(${said_stack:+--stack=$said_stack}) ;;
  workflows) asked+=(${said_file:+--file=$said_file}) ;;
  workflow-files) asked+=(${said_workflow:+--workflow=$said_workflow}) ;;
  esac
  asked=(complete "${asked[@]}" "${said_project[@]}" ${said_words:+--} "${(@)said_words}")
  if (( ${+functions[_atmos_kit_program]} )); then _atmos_kit_program "${asked[@]}"; else command atmos-kit "${asked[@]}"; fi 2>/dev/null </dev/null
}

# --- what is offered -----------------------------------------------------------------------------------------------

# Offers what a source has.
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
  # A colon ends a name here, and a backslash takes the next letter as it is.
  for line in "${(@f)$(_atmos_kit_ask $kind)}"; do
    name=${${${line%%$'\t'*}//\\/\\\\}//:/\\:}
    [[ -n $name ]] || continue
    [[ $line == *$'\t'?* ]] && offered+=("$name:${line#*$'\t'}") || offered+=("$name")
  done
  _describe -t $kind ${kind%s} offered
}

# --- the command line ---------------------------------------------------------------------------------------------

_atmos_kit() {
  local verb= kind name takes brief known=yes wraps=
  local -a nexts flags arguments
  local -A sources
  integer place=2 given=0

  while [[ -n $known ]] && (( place < CURRENT )); do
    known=
    while IFS='|' read -r kind name takes brief; do
      [[ $kind == next && $name == ${(Q)words[place]} ]] && known=yes
    done < <(_atmos_kit_grammar "$verb")
    [[ -n $known ]] && verb=${verb:+$verb }${(Q)words[place]} && (( place++ ))
  done

  while IFS='|' read -r kind name takes brief; do
    case $kind in
    next) nexts+=("$name:$brief") ;;
    flag) flags+=("$name:$brief"); sources[$name]=$takes ;;
    word) arguments+=("$takes") ;;
    wraps) wraps=yes ;;
    esac
  done < <(_atmos_kit_grammar "$verb")

  # Every word of the line has a say, those behind the cursor too: arguments, flags that wait for their value, and what
  # was said of the project.
  local said_stack= said_component= said_workflow= said_file= waiting= flag= value word source= expected= begun=${(Q)PREFIX}
  local -a said_project said_words
  while (( place <= $#words )); do
    word=${(Q)words[place]} value=
    [[ $waiting == *\? && $word == -* ]] && waiting=
    if (( place == CURRENT )); then
      if [[ -n $waiting ]]; then
        expected=${waiting%\?}
      elif [[ $begun == --*=* ]]; then
        expected=glued:${${${sources[${begun%%=*}]-}#=}%\?}
      elif [[ $begun == -* ]]; then
        expected=flags
      else
        (( given++ ))
        expected=words:${arguments[given]-}
        (( given == 1 && $#nexts > 0 )) && expected=nexts:${arguments[given]-}
      fi
      waiting=
    elif [[ -n $waiting ]]; then
      value=$word source=$waiting waiting=
    elif [[ $word == -- ]]; then
      (( place > CURRENT )) && break
      [[ -n $wraps ]] || return 1
      # After --, the command's own completion.
      words=("${(@)words[place + 1,-1]}")
      (( CURRENT -= place ))
      _normal
      return
    elif [[ $word == -*=* ]]; then
      flag=${word%%=*} value=${word#*=}
      source=${sources[$flag]-}
    elif [[ $word == -* ]]; then
      flag=$word
      source=${sources[$flag]-}
      [[ $source == \=* ]] || waiting=$source
    else
      (( given++ ))
      value=$word source=${arguments[given]-} flag=
    fi
    if [[ -n $value ]]; then
      case $flag:$source in
      *:stacks*) said_stack=$value ;;
      *:components*) said_component=$value ;;
      *:workflow-files*) said_file=$value ;;
      *:workflows*) said_workflow=$value ;;
      --profile:*|--base-path:*|--config-path:*) said_project+=("$flag=$value") ;;
      esac
    fi
    (( place++ ))
  done

  case $expected in
  flags) _describe -o -t flags flag flags || { [[ -z $verb ]] && _atmos_kit_custom } ;;
  glued:*) compset -P '*='; _atmos_kit_offer ${expected#glued:} ;;
  nexts:*)
    local -i found=1
    _describe -t verbs verb nexts && found=0
    _atmos_kit_offer ${expected#nexts:} && found=0
    (( found )) && [[ $expected == nexts: ]] && _atmos_kit_custom && found=0
    return found
    ;;
  words:) _atmos_kit_custom ;;
  *) _atmos_kit_offer ${expected#words:} ;;
  esac
}

# Where nothing that stands in this file fits, a command of the project may.
_atmos_kit_custom() {
  said_words=("${(@Q)words[2,CURRENT - 1]}" "${(Q)PREFIX}")
  _atmos_kit_offer commands
}

# As a file on fpath it is read when it is first wanted; read by hand it says so to the completion system itself.
if [[ $funcstack[1] == _atmos-kit ]]; then
  _atmos_kit "$@"
elif (( ${+functions[compdef]} )); then
  compdef _atmos_kit atmos-kit
fi
