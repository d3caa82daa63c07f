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

# Lines of name<TAB>brief, fewer where something was said already. An unreadable project has none, silently. The shell's
# integration, where it is loaded, knows which program to ask.
_atmos_kit_ask() {
  local -a asked
  asked=("$1")
  case $1 in
  stacks) [ -z "$said_component" ] || asked+=("--component=$said_component") ;;
  components) [ -z "$said_stack" ] || asked+=("--stack=$said_stack") ;;
  workflows) [ -z "$said_file" ] || asked+=("--file=$said_file") ;;
  workflow-files) [ -z "$said_workflow" ] || asked+=("--workflow=$said_workflow") ;;
  esac
  asked=(complete "${asked[@]}" ${said_project[@]+"${said_project[@]}"} ${said_words[@]+-- "${said_words[@]}"})
  if declare -F _atmos_kit_program >/dev/null; then _atmos_kit_program "${asked[@]}"; else command atmos-kit "${asked[@]}"; fi 2>/dev/null </dev/null
}

# --- what is offered -----------------------------------------------------------------------------------------------

# Puts a word into COMPREPLY where it begins as what is typed does, quoted as it must be at its place.
_atmos_kit_add() {
  local rest quoted char
  [ -n "$1" ] || return 0
  case $1 in "$begun"*) ;; *) return 0 ;; esac
  rest=${1#"$kept"} quoted=''
  case $open in
  '')
    printf -v quoted %q "$rest"
    case $rest in '' | *[!A-Za-z0-9_@%+=:,./-]*) ;; *) quoted=$rest ;; esac
    # Who types the home folder's short name means it.
    case $begun:$quoted in '~'*:'\~'*) quoted=${quoted#?} ;; esac
    ;;
  *)
    while [ -n "$rest" ]; do
      char=${rest:0:1} rest=${rest:1}
      case $open$char in
      "''") char="'\\''" ;;
      '"!') char="\"'!'\"" ;;
      '""' | "\"\\" | '"$' | '"`') char="\\$char" ;;
      esac
      quoted+=$char
    done
    # readline closes the quote, unless the last letter looks as if that were done.
    case $quoted in *"$open") quoted+=$open ;; esac
    ;;
  esac
  COMPREPLY+=("$quoted")
}

# Offers files, or folders (-d). No word ends behind a folder.
_atmos_kit_files() {
  local name
  while IFS= read -r name; do
    case $name in '~'*) [ -d "$HOME/${name#'~/'}" ] && name=$name/ ;; *) [ -d "$name" ] && name=$name/ ;; esac
    case $name in */) compopt -o nospace 2>/dev/null ;; esac
    _atmos_kit_add "$2$name"
  done < <(compgen "$1" -- "${begun#"$2"}")
}

# Offers what a source has; $2 stands before each name.
_atmos_kit_offer() {
  local source=$1 before=$2 name
  case $source in
  list:*)
    source=${source#list:}
    name=${begun#"$before"}
    before=$before${name%"${name##*,}"}
    ;;
  esac
  case $source in
  '' | text) ;;
  files) _atmos_kit_files -f "$before" ;;
  folders) _atmos_kit_files -d "$before" ;;
  one:*)
    source=${source#one:}
    while IFS= read -r name; do _atmos_kit_add "$before$name"; done <<<"${source//,/$'\n'}"
    ;;
  *) while IFS=$'\t' read -r name _; do [ -z "$name" ] || _atmos_kit_add "$before$name"; done < <(_atmos_kit_ask "$source") ;;
  esac
}

# --- the command line ---------------------------------------------------------------------------------------------

# Takes the command line apart as the shell will, and expands nothing: words, where each begins, which one is being typed
# (cursor), and what of it stands before the cursor (begun). readline puts what we say behind kept, within an open quote.
_atmos_kit_read() {
  local at=0 end=${#COMP_LINE} start=$((COMP_POINT - ${#1})) char word='' quote='' inside=''
  typed=() begins=() cursor=0 begun='' kept='' open=''
  while [ "$at" -le "$end" ]; do
    char=${COMP_LINE:at:1}
    if [ "$at" -eq "$start" ]; then
      kept=$word open=$quote
    fi
    if [ "$at" -eq "$COMP_POINT" ]; then
      begun=$word cursor=${#typed[@]}
      case $inside$char in '' | [[:blank:]]) typed+=('') begins+=("$at") ;; esac
    fi
    if [ -z "$inside" ]; then
      case $char in '' | [[:space:]]) ;; *) inside=yes && begins+=("$at") ;; esac
    fi
    case $quote:$char in
    "':'") quote='' ;;
    "':"*) word+=$char ;;
    '":"') quote='' ;;
    "\":\\")
      at=$((at + 1))
      case ${COMP_LINE:at:1} in [\"\\\$\`]) ;; *) word+=\\ ;; esac
      word+=${COMP_LINE:at:1}
      ;;
    '":'*) word+=$char ;;
    ":'" | ':"') quote=$char ;;
    ":\\")
      at=$((at + 1))
      word+=${COMP_LINE:at:1}
      ;;
    :[[:space:]])
      [ -z "$inside" ] || typed+=("$word")
      word='' inside=''
      ;;
    *) word+=$char ;;
    esac
    at=$((at + 1))
  done
  [ -z "$inside" ] || typed+=("$word")
}

_atmos_kit() {
  COMPREPLY=()
  local -a typed begins
  local cursor begun kept open
  _atmos_kit_read "$2"

  local verb='' place=1 kind name source known=yes
  while [ -n "$known" ] && [ "$place" -lt "$cursor" ]; do
    known=''
    while IFS='|' read -r kind name _; do
      [ "$kind" = next ] && [ "$name" = "${typed[place]}" ] && known=yes
    done < <(_atmos_kit_grammar "$verb")
    if [ -n "$known" ]; then
      verb=${verb:+$verb }${typed[place]}
      place=$((place + 1))
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

  # Every word of the line has a say, those behind the cursor too: arguments, flags that wait for their value, and what
  # was said of the project.
  local said_stack='' said_component='' said_workflow='' said_file='' given=0 waiting='' flag='' value word expected='' before=''
  local -a said_project
  while [ "$place" -lt "${#typed[@]}" ]; do
    word=${typed[place]} value=''
    case $waiting in *\?) case $word in -*) waiting='' ;; esac ;; esac
    if [ "$place" -eq "$cursor" ]; then
      if [ -n "$waiting" ]; then
        expected=${waiting%\?}
      else
        case $begun in
        --*=*)
          _atmos_kit_source_of "${begun%%=*}"
          source=${source#=} before=${begun%%=*}=
          expected=${source%\?}
          ;;
        -*) expected=flags ;;
        *)
          expected=words:${arguments[given]-}
          [ "$given" -eq 0 ] && [ "${#nexts[@]}" -gt 0 ] && expected=nexts:${arguments[given]-}
          given=$((given + 1))
          ;;
        esac
      fi
      waiting=''
    elif [ -n "$waiting" ]; then
      value=$word source=$waiting waiting=''
    else
      case $word in
      --)
        [ "$place" -gt "$cursor" ] && break
        [ -n "$wraps" ] && _atmos_kit_wrapped "$2" "$((place + 1))"
        return
        ;;
      -*=*)
        flag=${word%%=*} value=${word#*=}
        _atmos_kit_source_of "$flag"
        ;;
      -*)
        flag=$word
        _atmos_kit_source_of "$flag"
        case $source in =*) ;; *) waiting=$source ;; esac
        ;;
      *)
        value=$word source=${arguments[given]-} flag=''
        given=$((given + 1))
        ;;
      esac
    fi
    case $flag:$source in
    *:stacks*) said_stack=${value:-$said_stack} ;;
    *:components*) said_component=${value:-$said_component} ;;
    *:workflow-files*) said_file=${value:-$said_file} ;;
    *:workflows*) said_workflow=${value:-$said_workflow} ;;
    --profile:* | --base-path:* | --config-path:*) [ -z "$value" ] || said_project+=("$flag=$value") ;;
    esac
    place=$((place + 1))
  done

  case $expected in
  flags)
    for name in "${flags[@]}"; do _atmos_kit_add "$name"; done
    [ -n "$verb" ] || _atmos_kit_custom
    ;;
  nexts:*)
    for name in "${nexts[@]}"; do _atmos_kit_add "$name"; done
    _atmos_kit_offer "${expected#nexts:}" ''
    ;;
  *) _atmos_kit_offer "${expected#words:}" "$before" ;;
  esac
  case $expected in nexts: | words:) _atmos_kit_custom ;; esac
}

# Where nothing that stands in this file fits, a command of the project may.
_atmos_kit_custom() {
  [ "${#COMPREPLY[@]}" -eq 0 ] || return 0
  local -a said_words
  said_words=("${typed[@]:1:cursor - 1}" "$begun")
  _atmos_kit_offer commands ''
}

# Sets source to what the flag $1 takes, empty for nothing.
_atmos_kit_source_of() {
  local place=0 name
  source=''
  for name in ${flags[@]+"${flags[@]}"}; do
    [ "$name" != "$1" ] || source=${sources[place]}
    place=$((place + 1))
  done
}

# After --, the command's own completion: $1 is what readline completes, $2 the place of the command among the words.
_atmos_kit_wrapped() {
  local name offset=1 spec completer
  while [ "$offset" -lt "$COMP_CWORD" ] && [ "${COMP_WORDS[offset]}" != -- ]; do offset=$((offset + 1)); done
  offset=$((offset + 1))
  if [ "$2" -eq "$cursor" ]; then
    case $begun in
    */*) _atmos_kit_files -f '' ;;
    *) while IFS= read -r name; do _atmos_kit_add "$name"; done < <(compgen -c -- "$begun" | sort -u) ;;
    esac
  elif declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$offset"
  elif declare -F _command_offset >/dev/null; then
    _command_offset "$offset"
  else
    spec=$(complete -p -- "${typed[$2]##*/}" 2>/dev/null)
    spec=${spec#complete }
    COMP_LINE=${COMP_LINE:begins[$2]}
    COMP_POINT=$((COMP_POINT - begins[$2]))
    COMP_WORDS=("${COMP_WORDS[@]:offset}")
    COMP_CWORD=$((COMP_CWORD - offset))
    case $spec in
    *-F\ *)
      for name in ${spec%%-F *}; do
        case $name in -*) ;; *) compopt -o "$name" 2>/dev/null ;; esac
      done
      completer=${spec##*-F }
      "${completer%% *}" "${typed[$2]}" "$1" "${COMP_WORDS[COMP_CWORD - 1]}"
      ;;
    -[WAGC]\ * | -[a-z]\ *)
      # As the shell itself has printed it.
      while IFS= read -r name; do _atmos_kit_add "$name"; done < <(eval "compgen ${spec% *} -- \"\$begun\"" 2>/dev/null)
      ;;
    *) _atmos_kit_files -f '' ;;
    esac
  fi
}

complete -F _atmos_kit atmos-kit
