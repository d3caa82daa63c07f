# --- an identity in this shell ------------------------------------------------------------------------------------

# Puts an identity into this shell: $argv[1] names the variables to unset (a * stands for anything), NAME=VALUE follow.
# What was there rests in _atmos_kit_was_NAME; the names are in _atmos_kit_kept, how each was (unset, plain, exported) in _atmos_kit_how.
function _atmos_kit_use
    # Ctrl-C does not leave this half done: a signal that a function waits for ends no other.
    function _atmos_kit_hold --on-signal INT
    end
    _atmos_kit_restore
    set -g _atmos_kit_kept
    set -g _atmos_kit_how
    for name in (_atmos_kit_list "$argv[1] ATMOS_KIT_IDENTITY ATMOS_KIT_PROMPT ATMOS_KIT_SHELL ATMOS_KIT_SIGN_IN ATMOS_KIT_ENDS ATMOS_KIT_UNTIL" $argv[2..])
        contains -- $name $_atmos_kit_kept; and continue
        set -a _atmos_kit_kept $name
        if not set -qg $name
            set -a _atmos_kit_how unset
        else if set -qgx $name
            set -a _atmos_kit_how exported
            set -g _atmos_kit_was_$name $$name
        else
            set -a _atmos_kit_how plain
            set -g _atmos_kit_was_$name $$name
        end
        set -eg $name
        # A person's universal variable is theirs to erase: it is only hidden.
        set -q $name; and set -gu $name
    end
    for pair in $argv[2..]
        set -gx (string split -m 1 = -- $pair)
    end
    functions --erase _atmos_kit_hold
    if functions --query _atmos_kit_hint
        echo "This auth shell runs as $ATMOS_KIT_IDENTITY now; atmos-kit use --off leads back." >&2
    else
        echo "This shell runs as $ATMOS_KIT_IDENTITY now." >&2
    end
end

# The names of all variables that change, a line each; of what is set, some twice.
function _atmos_kit_list
    set -l names (string split -n ' ' -- (string replace -a \t ' ' -- $argv[1]))
    string match -qvr '^[A-Za-z0-9_*]+$' -- $names; and return 1
    for family in (string match -- '*\**' $names)
        set -n | string match -- $family
    end
    string match -v -- '*\**' $names
    string replace -r '(?s)=.*' '' -- $argv[2..]
end

# Puts back what was there.
function _atmos_kit_restore
    set -q _atmos_kit_kept; or return 0
    for name in $_atmos_kit_kept
        set -l was _atmos_kit_was_$name
        set -eg $name
        switch $_atmos_kit_how[1]
            case plain
                set -gu $name $$was
            case exported
                set -gx $name $$was
        end
        set -e _atmos_kit_how[1]
        set -eg $was
    end
    set -eg _atmos_kit_kept
end

# Takes the identity out of this shell again.
function _atmos_kit_off
    function _atmos_kit_hold --on-signal INT
    end
    set -l state done
    if set -q _atmos_kit_kept
        _atmos_kit_restore
    else if functions --query _atmos_kit_hint
        set state auth
    else if set -q ATMOS_KIT_ENDS; or set -q ATMOS_KIT_UNTIL
        # A shell within the one where it was put in: what was there before is not known here.
        for name in (_atmos_kit_list "$ATMOS_KIT_SHELL ATMOS_KIT_IDENTITY ATMOS_KIT_PROMPT ATMOS_KIT_SHELL ATMOS_KIT_SIGN_IN ATMOS_KIT_ENDS ATMOS_KIT_UNTIL")
            set -eg $name
        end
    else
        set state none
    end
    functions --erase _atmos_kit_hold
    switch $state
        case auth
            echo "This is an auth shell as $ATMOS_KIT_IDENTITY; exit leads back." >&2
            return 1
        case none
            echo 'No identity is in use in this shell.' >&2
        case done
            if set -q ATMOS_KIT_IDENTITY
                echo "This shell runs as $ATMOS_KIT_IDENTITY again." >&2
            else
                echo 'No identity is in use in this shell any more.' >&2
            end
    end
    return 0
end
