# Completion of atmos-kit for fish. Verbs and flags stand in this file and start no program; names of this project
# (stacks, identities, …) are asked for.

# --- what there is -----------------------------------------------------------------------------------------------

# Lines of kind|name|source|brief for one verb: next (a word that may follow), flag, word (an argument), wraps.
function __atmos_kit_grammar --argument-names verb
    switch $verb
#{{grammar}}
    end
end

# --- names that only the project knows -----------------------------------------------------------------------------

# Lines of name<TAB>brief. An unreadable project has none, silently. $before stands before each of them.
function __atmos_kit_offer --argument-names kind before begun
    switch $kind
        case '' text
            return
        case files
            __fish_complete_path $begun
            return
        case folders
            __fish_complete_directories $begun
            return
        case 'list:*'
            set kind (string replace list: '' -- $kind)
            set before $before(string replace --regex '[^,]*$' '' -- $begun)
    end
    if string match --quiet 'one:*' -- $kind
        printf '%s\n' $before(string split , -- (string replace one: '' -- $kind))
        return
    end
    set --local said
    test -n "$atmos_kit_stack"; and set --append said --stack=$atmos_kit_stack
    test -n "$atmos_kit_profile"; and set --append said --profile=$atmos_kit_profile
    # What was typed, where commands of the project are asked for.
    test (count $argv) -gt 3; and set --append said -- $argv[4..]
    set --local found (command atmos-kit complete $kind $said 2>/dev/null </dev/null)
    test -n "$found"; and printf '%s\n' $before$found
end

# --- the command line ---------------------------------------------------------------------------------------------

function __atmos_kit_complete
    set --local typed (commandline --tokenize --cut-at-cursor --current-process)
    set --local begun (commandline --current-token --cut-at-cursor)
    set --local verb
    set --local atmos_kit_stack
    set --local atmos_kit_profile
    set --local count 2
    set --local known yes
    while test -n "$known"; and test $count -le (count $typed)
        set known
        for line in (__atmos_kit_grammar "$verb")
            set --local part (string split '|' -- $line)
            test "$part[1]" = next; and test "$part[2]" = "$typed[$count]"; and set known yes
        end
        if test -n "$known"
            set verb (string join ' ' -- $verb $typed[$count])
            set count (math $count + 1)
        end
    end

    set --local nexts
    set --local flags
    set --local names
    set --local sources
    set --local arguments
    set --local wraps
    for line in (__atmos_kit_grammar "$verb")
        set --local part (string split --max 3 '|' -- $line)
        switch $part[1]
            case next
                set --append nexts $part[2]\t$part[4]
            case flag
                set --append flags $part[2]\t$part[4]
                set --append names $part[2]
                set --append sources "$part[3]"
            case word
                set --append arguments "$part[3]"
            case wraps
                set wraps yes
        end
    end

    # What stands before the cursor: arguments so far, a flag that waits for its value, and what was said of stack and profile.
    set --local given 0
    set --local waiting ''
    set --local flag ''
    while test $count -le (count $typed)
        set --local word $typed[$count]
        set --local value ''
        if test -n "$waiting"; and begin
                not string match --quiet '*\?' -- $waiting; or not string match --quiet -- '-*' $word
            end
            set value $word
        else if test "$word" = --
            test -n "$wraps"; or return
            # After --, the command's own completion.
            set --local place (math $count + 1)
            set --local rest $typed[$place..]
            complete --do-complete (string join ' ' -- (string escape -- $rest) $begun)
            return
        else if string match --quiet -- '-*' $word
            set flag (string replace --regex '=.*' '' -- $word)
            set waiting ''
            if string match --quiet -- '*=*' $word
                set value (string replace --regex '^[^=]*=' '' -- $word)
            else if set --local place (contains --index -- $flag $names)
                set waiting $sources[$place]
            end
        else
            set given (math $given + 1)
            set waiting ''
            set flag ''
        end
        if test -n "$value"
            switch $flag
                case -s --stack
                    set atmos_kit_stack $value
                case --profile
                    set atmos_kit_profile $value
            end
            set waiting ''
        end
        set count (math $count + 1)
    end
    # The stack may stand behind the cursor: terraform plan <TAB> -s plat-ue1-dev
    set --local all (commandline --tokenize --current-process)
    for place in (seq $count (count $all))
        switch $all[$place]
            case -s --stack
                set --local next (math $place + 1)
                set atmos_kit_stack $all[$next]
            case '--stack=*'
                set atmos_kit_stack (string replace -- --stack= '' $all[$place])
        end
    end

    if test -n "$waiting"; and begin
            not string match --quiet '*\?' -- $waiting; or not string match --quiet -- '-*' $begun
        end
        __atmos_kit_offer (string replace --regex '\?$' '' -- $waiting) '' $begun
    else if string match --quiet -- '--*=*' $begun
        set --local name (string replace --regex '=.*' '' -- $begun)
        set --local place (contains --index -- $name $names); or return
        __atmos_kit_offer (string replace --regex '\?$' '' -- $sources[$place]) $name= (string replace --regex '^[^=]*=' '' -- $begun)
    else if string match --quiet -- '-*' $begun
        printf '%s\n' $flags
        test -n "$verb"; or __atmos_kit_custom $begun $typed
    else
        test $given -eq 0; and test -n "$nexts"; and printf '%s\n' $nexts
        set --local place (math $given + 1)
        __atmos_kit_offer "$arguments[$place]" '' $begun
        if test -z "$arguments[$place]"
            test $given -eq 0; and string match --quiet --regex -- '^'(string escape --style=regex -- $begun) $nexts
            or __atmos_kit_custom $begun $typed
        end
    end
end

# Where nothing that stands in this file fits, a command of the project may.
function __atmos_kit_custom --argument-names begun
    __atmos_kit_offer commands '' "$begun" $argv[3..] "$begun"
end

complete --command atmos-kit --no-files --arguments '(__atmos_kit_complete)'
