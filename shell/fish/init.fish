# atmos-kit in fish. It defines functions and starts no program; `atmos-kit shell init fish` prints it.

# --- the program --------------------------------------------------------------------------------------------------

#{{settings}}

# The program that PATH has outlives updates; else it is the one that printed this.
function _atmos_kit_program
    if command --query atmos-kit
        command atmos-kit $argv
    else
        command $_atmos_kit_installed $argv
    end
end

#{{use}}
# --- what is warm -------------------------------------------------------------------------------------------------

# Whether what the program has found out about the identity $argv[1] in this folder still holds. Sets of whoever asks
# _atmos_kit_lines, _atmos_kit_fields, and _atmos_kit_at: the first and the last of each group of fields. The file is data: what
# stands in it is compared, or becomes the value of a variable.
function _atmos_kit_warm --no-scope-shadowing
    string match -qr '^[A-Za-z0-9_.@+=:,-][A-Za-z0-9_./@+=:,-]*$|^$' -- "$argv[1]"
    and not string match -q '*..*' -- "$argv[1]" "$ATMOS_PROFILE"
    and string match -qr '^[A-Za-z0-9_.,-]*$' -- "$ATMOS_PROFILE"
    or return 1
    set -l base $ATMOS_XDG_CACHE_HOME
    string match -q '/*' -- "$base"; or set base $XDG_CACHE_HOME
    string match -q '/*' -- "$base"; or set base $HOME/.cache
    set -l file "$base/atmos-kit/shell$PWD/+$ATMOS_PROFILE/$argv[1].state"
    test -f "$file" -a -O "$file"; or return 1
    set _atmos_kit_lines (string split \n <$file)
    set -q _atmos_kit_lines[22]; and not set -q _atmos_kit_lines[23]; and string match -q 'atmos-kit state 1 *' -- $_atmos_kit_lines[1]; and test "$_atmos_kit_lines[22]" = end
    and test . -ef "$_atmos_kit_lines[2]" -a -f "$_atmos_kit_lines[3]"
    or return 1
    read -l -d \t until _ <$_atmos_kit_lines[3]
    string match -qr '^[0-9]+$' -- "$until"; or return 1
    # The time of that file and its age make the time without a program.
    set -l now (path mtime -- $_atmos_kit_lines[3] 2>/dev/null; path mtime --relative -- $_atmos_kit_lines[3] 2>/dev/null; or command date +%s)
    test (math 0$now[1] + 0$now[2]) -lt $until; or return 1
    set _atmos_kit_at (string split \t -- $_atmos_kit_lines[14])
    set _atmos_kit_fields (string split \t -- $_atmos_kit_lines[4 5 7 8 9 15..21])
    for path in $_atmos_kit_fields[$_atmos_kit_at[1]..$_atmos_kit_at[2]]
        test -e $path; or return 1
    end
    path is -- $_atmos_kit_fields[$_atmos_kit_at[5]..$_atmos_kit_at[6]]; and return 1
    for name in $_atmos_kit_fields[$_atmos_kit_at[7]..$_atmos_kit_at[8]]
        set -q $name; and not _atmos_kit_proxied $name $_atmos_kit_lines[11]; and return 1
    end
    for name in $_atmos_kit_fields[$_atmos_kit_at[11]..$_atmos_kit_at[12]]
        contains -- "$name=$$name" $_atmos_kit_fields[$_atmos_kit_at[9]..$_atmos_kit_at[10]]; and set -qx $name; or _atmos_kit_proxied $name $_atmos_kit_lines[11]; or return 1
    end
    set -l stamps
    if test $_atmos_kit_lines[1] = 'atmos-kit state 1 gnu'
        set stamps (LC_ALL=C command stat -L --printf '%i.%s.%.9Y.%.9Z\t' -- $_atmos_kit_fields[$_atmos_kit_at[3]..$_atmos_kit_at[4]] 2>/dev/null)
        test "$stamps" = $_atmos_kit_lines[6]\t
    else
        set stamps (LC_ALL=C command stat -L -f '%i.%z.%Fm.%Fc' -- $_atmos_kit_fields[$_atmos_kit_at[3]..$_atmos_kit_at[4]] 2>/dev/null)
        test (string join \t -- $stamps) = "$_atmos_kit_lines[6]"
    end
end

# Whether a list of hosts without a proxy is what it would become: then it was put there before.
function _atmos_kit_proxied
    contains -- $argv[1] NO_PROXY no_proxy; and set -qx $argv[1]
    and contains -- "$argv[1]=$$argv[1]" (string split \t -- $argv[2])
end

# Seconds since 1970. $argv[1] is a file that is there: its age and its time make the time without a program.
function _atmos_kit_now
    set -l times (path mtime -- $argv[1] 2>/dev/null; path mtime --relative -- $argv[1] 2>/dev/null)
    if test (count $times) = 2
        math $times[1] + $times[2]
    else
        command date +%s
    end
end

# --- auth exec ----------------------------------------------------------------------------------------------------

# `auth exec` as it was typed. What is not plain, or not warm, is the program's.
function _atmos_kit_exec
    set -l _atmos_kit_who ''
    # Where -- has to stand, and the first word of the command.
    set -l _atmos_kit_words
    switch "$argv[3]"
        case --
            set _atmos_kit_words 3 4
        case '--identity=?*'
            set _atmos_kit_who (string replace -- --identity= '' $argv[3])
            set _atmos_kit_words 4 5
        case -i --identity
            test -n "$argv[4]"; and set _atmos_kit_who $argv[4]; and set _atmos_kit_words 5 6
    end
    if set -q _atmos_kit_words[2]; and set -q argv[$_atmos_kit_words[2]]; and test "$argv[$_atmos_kit_words[1]]" = --
        set -l _atmos_kit_command $argv[$_atmos_kit_words[2]..]
        set -l _atmos_kit_fields
        set -l _atmos_kit_at
        set -l _atmos_kit_lines
        if not string match -q -- '-*' $_atmos_kit_command[1]; and command --query -- $_atmos_kit_command[1]; and _atmos_kit_warm "$_atmos_kit_who"
            # What is local to this function and not exported hides what is.
            for _atmos_kit_name in $_atmos_kit_fields[$_atmos_kit_at[13]..$_atmos_kit_at[14]] (string match -r -- $_atmos_kit_fields[-1] (set -nx))
                set -q $_atmos_kit_name; and set -fu $_atmos_kit_name
            end
            set -l _atmos_kit_values $_atmos_kit_fields[$_atmos_kit_at[17]..$_atmos_kit_at[18]]
            for _atmos_kit_name in $_atmos_kit_fields[$_atmos_kit_at[15]..$_atmos_kit_at[16]]
                set -fx $_atmos_kit_name $_atmos_kit_values[1]
                set -e _atmos_kit_values[1]
            end
            command $_atmos_kit_command
            return
        end
    end
    _atmos_kit_program $argv
end

# --- use and profile ----------------------------------------------------------------------------------------------

# What changes this shell: the program's answer is run when it is whole, and only where the program succeeded.
function _atmos_kit_change
    if test (count $argv) = 2 -a "$argv[1]" = use
        set -l _atmos_kit_fields
        set -l _atmos_kit_at
        set -l _atmos_kit_lines
        if test "$argv[2]" = --off
            _atmos_kit_off
            return
        else if not string match -q -- '-*' $argv[2]; and _atmos_kit_warm $argv[2]
            _atmos_kit_use $_atmos_kit_lines[10] (string split \t -- $_atmos_kit_lines[11 12])
            return
        end
    end
    for _atmos_kit_word in $argv
        switch $_atmos_kit_word
            case -h --help --dry-run --shell '--shell=*'
                _atmos_kit_program $argv
                return
        end
    end
    set -l _atmos_kit_text (_atmos_kit_program $argv --shell fish)
    or return
    string join \n -- $_atmos_kit_text | source
end

# --- the commands -------------------------------------------------------------------------------------------------

function atmos-kit
    switch "$argv[1] $argv[2]"
        case 'auth exec'
            _atmos_kit_exec $argv
        case 'use *' 'profile use' 'profile unset' 'set-cluster *'
            _atmos_kit_change $argv
        case '*'
            _atmos_kit_program $argv
    end
end

# Where PATH has no atmos of its own, its name is ours; it may come later.
if test $_atmos_kit_atmos != never; and begin
        set -q _atmos_kit_named; or not functions --query atmos
    end
    set -g _atmos_kit_named yes
    function atmos
        if test $_atmos_kit_atmos = auto; and command --query atmos
            command atmos $argv
        else
            atmos-kit $argv
        end
    end
end

# --- the prompt ---------------------------------------------------------------------------------------------------

# Runs before each prompt, with builtins alone. ATMOS_KIT_SEGMENT is what there is to say of the identity in use;
# ATMOS_KIT_SHOW_SEGMENT=no keeps it out of the prompt.
function _atmos_kit_segment --on-event fish_prompt
    set -l code $status
    set -g _atmos_kit_shown
    if functions --query _atmos_kit_hint; or test -z "$ATMOS_KIT_ENDS$ATMOS_KIT_UNTIL"
        set -e ATMOS_KIT_SEGMENT
        return $code
    end
    set -l file /
    set -l until '' "$ATMOS_KIT_UNTIL" ''
    if test -f "$ATMOS_KIT_ENDS"
        set file $ATMOS_KIT_ENDS
        set until (string split \t <$file)
    end
    string match -qr '^[0-9]+$' -- "$until[2]"; or set until[2] 0
    set -l now (_atmos_kit_now $file)
    set -l left (math "floor(($until[2] - $now) / 60)")
    set -l color normal
    if test $until[2] -le $now
        set left ended
        set color red
    else if test $left -lt 10
        set left "!$left"m
        set color yellow
    else if test $left -ge 60
        set left (math "floor($left / 60)")h(math $left % 60)m
    else
        set left "$left"m
    end
    if test -n "$ATMOS_KIT_SIGN_IN"
        set -l signed_in $ATMOS_KIT_SIGN_IN.*.jwe
        if test (count $signed_in) = 0
            set left 'signed out'
            set color red
        end
    end
    set -l who $ATMOS_KIT_PROMPT
    string match -qr '[$`\\\\%!\'"]|[[:cntrl:]]' -- "$who"; and set who '?'
    string match -qr '^[A-Za-z0-9_.@+=:,/ -]+$' -- "$until[3]"; and set -a who $until[3]
    set -gx ATMOS_KIT_SEGMENT "$who $left"
    test "$ATMOS_KIT_SHOW_SEGMENT" = no; or set -g _atmos_kit_shown "($who "(set_color $color)"$left"(set_color normal)') '
    return $code
end

# Before the prompt that is there once every start-up file was read.
function _atmos_kit_show --on-event fish_prompt
    functions --erase _atmos_kit_show
    functions --query fish_prompt; or return
    functions --copy fish_prompt _atmos_kit_own_prompt
    function fish_prompt
        set -l code $status
        echo -n -s $_atmos_kit_shown
        _atmos_kit_status $code
        _atmos_kit_own_prompt
    end
end

function _atmos_kit_status
    return $argv[1]
end

# --- completion ---------------------------------------------------------------------------------------------------

# What completes atmos-kit completes atmos, where that is ours.
if set -q _atmos_kit_named; and not command --query atmos
    complete --command atmos --wraps atmos-kit
end
