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

# Lines of name<TAB>brief of the source $argv[1], fewer where flags behind it say of what. An unreadable project has none,
# silently.
function __atmos_kit_ask
    set --local fewer
    switch $argv[1]
        case stacks
            set fewer component
        case components
            set fewer stack
        case workflows
            set fewer file
        case workflow-files
            set fewer workflow
    end
    set --local said (string match --regex -- "^--(?:profile|base-path|config-path|$fewer)=.*" $argv[2..])
    # What was typed, where commands of the project are asked for.
    test $argv[1] = commands; and set said $argv[2..]
    # The shell's integration, where it is loaded, knows which program to ask.
    if functions --query _atmos_kit_program
        _atmos_kit_program complete $argv[1] $said 2>/dev/null </dev/null
    else
        command atmos-kit complete $argv[1] $said 2>/dev/null </dev/null
    end
end

# --- what is offered -----------------------------------------------------------------------------------------------

# Offers what a source has; $before stands before each name, and $begun is what is typed behind that.
function __atmos_kit_offer --argument-names kind before begun
    set --local said $argv[4..]
    switch $kind
        case '' text
            return
        case files
            set --local found (__fish_complete_path $begun)
            set --query found[1]; and printf '%s\n' $before$found
            return
        case folders
            set --local found (__fish_complete_directories $begun)
            set --query found[1]; and printf '%s\n' $before$found
            return
        case 'list:*'
            set kind (string replace list: '' -- $kind)
            set before $before(string replace --regex '[^,]*$' '' -- $begun)
    end
    if string match --quiet 'one:*' -- $kind
        printf '%s\n' $before(string split , -- (string replace one: '' -- $kind))
        return
    end
    set --local found (__atmos_kit_ask $kind $said)
    set --query found[1]; and printf '%s\n' $before$found
end

# --- the command line ---------------------------------------------------------------------------------------------

function __atmos_kit_complete
    # Of what stands behind the cursor fish tells a completion nothing.
    set --local typed (commandline --tokenize --cut-at-cursor --current-process)
    set --local begun (commandline --current-token --cut-at-cursor | string unescape)

    set --local verb
    set --local place 2
    set --local known yes
    while test -n "$known"; and test $place -le (count $typed)
        set known
        for line in (__atmos_kit_grammar "$verb")
            set --local part (string split '|' -- $line)
            test "$part[1]" = next; and test "$part[2]" = "$typed[$place]"; and set known yes
        end
        if test -n "$known"
            set verb (string join ' ' -- $verb $typed[$place])
            set place (math $place + 1)
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

    # What stands before the cursor: arguments so far, a flag that waits for its value, and what was said of the project.
    set --local said
    set --local given 0
    set --local waiting ''
    set --local flag ''
    set --local source ''
    while test $place -le (count $typed)
        set --local word $typed[$place]
        set --local value ''
        string match --quiet '*\?' -- $waiting; and string match --quiet -- '-*' $word; and set waiting ''
        if test -n "$waiting"
            set value $word
            set source $waiting
            set waiting ''
        else if test "$word" = --
            test -n "$wraps"; or return
            # After --, the command's own completion.
            set --local rest $typed[(math $place + 1)..]
            complete --do-complete (string join ' ' -- (string escape -- $rest) (commandline --current-token --cut-at-cursor))
            return
        else if string match --quiet -- '-*' $word
            set flag (string replace --regex '=.*' '' -- $word)
            set source ''
            set --local at (contains --index -- $flag $names); and set source $sources[$at]
            if string match --quiet -- '*=*' $word
                set value (string replace --regex '^[^=]*=' '' -- $word)
            else if not string match --quiet -- '=*' $source
                set waiting $source
            end
        else
            set given (math $given + 1)
            set value $word
            set source "$arguments[$given]"
            set flag ''
        end
        if test -n "$value"
            switch $flag:$source
                case '*:stacks*'
                    set --append said --stack=$value
                case '*:components*'
                    set --append said --component=$value
                case '*:workflow-files*'
                    set --append said --file=$value
                case '*:workflows*'
                    set --append said --workflow=$value
                case '--profile:*' '--base-path:*' '--config-path:*'
                    set --append said $flag=$value
            end
        end
        set place (math $place + 1)
    end

    if test -n "$waiting"; and begin
            not string match --quiet '*\?' -- $waiting; or not string match --quiet -- '-*' $begun
        end
        __atmos_kit_offer (string replace --regex '\?$' '' -- $waiting) '' "$begun" $said
    else if string match --quiet -- '--*=*' $begun
        set --local name (string replace --regex '=.*' '' -- $begun)
        set --local at (contains --index -- $name $names); or return
        set --local source (string replace --regex '^=|\?$' '' -- $sources[$at])
        __atmos_kit_offer $source $name= (string replace --regex '^[^=]*=' '' -- $begun) $said
    else if string match --quiet -- '-*' $begun
        printf '%s\n' $flags
        test -n "$verb"; or __atmos_kit_custom "$begun" $said -- $typed
    else
        test $given -eq 0; and test -n "$nexts"; and printf '%s\n' $nexts
        set --local next (math $given + 1)
        __atmos_kit_offer "$arguments[$next]" '' "$begun" $said
        if test -z "$arguments[$next]"
            test $given -eq 0; and string match --quiet --regex -- '^'(string escape --style=regex -- $begun) $nexts
            or __atmos_kit_custom "$begun" $said -- $typed
        end
    end
end

# Where nothing that stands in this file fits, a command of the project may: of flags that choose the project, and after --
# what was typed.
function __atmos_kit_custom --argument-names begun
    set --local at (math (contains --index -- -- $argv[2..]) + 1)
    set --local said (string match --regex -- '^--(?:profile|base-path|config-path)=.*' $argv[2..$at])
    __atmos_kit_offer commands '' "$begun" $said -- $argv[(math $at + 2)..] "$begun"
end

complete --command atmos-kit --no-files --arguments '(__atmos_kit_complete)'
