# `atmos-kit auth shell` lets fish read this file after config.fish.
# What it needs stands in the environment: ATMOS_KIT_KEEP_* are the variables of the identity, ATMOS_KIT_PROMPT is what the
# prompt says, ATMOS_KIT_SIGN_IN begins the name of the sign-in's file, and ATMOS_KIT_UNTIL is when the credentials
# end, in seconds since 1970.

# What start-up files say of credentials is for another shell than this one.
set --erase AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_DEFAULT_PROFILE \
    AWS_PROFILE AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI \
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
for kept in (set --names --export | string match 'ATMOS_KIT_KEEP_*')
    set --global --export (string replace ATMOS_KIT_KEEP_ '' $kept) $$kept
    set --erase $kept
end

function _atmos_kit_hint
    set -l ended
    if set --query ATMOS_KIT_UNTIL; and test (date +%s) -ge $ATMOS_KIT_UNTIL
        set ended ': ended'
    end
    if set --query ATMOS_KIT_SIGN_IN
        set -l signed_in $ATMOS_KIT_SIGN_IN.*.jwe
        test (count $signed_in) -gt 0; or set ended ': signed out'
    end
    echo -n "($ATMOS_KIT_PROMPT$ended) "
end

function _atmos_kit_status
    return $argv[1]
end

if functions --query fish_prompt
    functions --copy fish_prompt _atmos_kit_own_prompt
    function fish_prompt
        set -l code $status
        _atmos_kit_hint
        _atmos_kit_status $code
        _atmos_kit_own_prompt
    end
end
