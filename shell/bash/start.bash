# `atmos-kit auth shell` starts bash with this file in the place of ~/.bashrc, which it reads first.
# Works with bash 3.2 and newer. What it needs stands in the environment: ATMOS_KIT_SHELL names the variables of the
# identity, ATMOS_KIT_PROMPT is what the prompt says, ATMOS_KIT_SIGN_IN begins the name of the sign-in's file, and
# ATMOS_KIT_UNTIL is when the credentials end, in seconds since 1970.

# What start-up files say of credentials is for another shell than this one.
_atmos_kit_kept=()
for _atmos_kit_name in ${ATMOS_KIT_SHELL-}; do
  _atmos_kit_kept+=("$_atmos_kit_name=${!_atmos_kit_name}")
done
# shellcheck source=/dev/null # it is the person's own.
if [ -f ~/.bashrc ]; then . ~/.bashrc; fi
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_DEFAULT_PROFILE \
  AWS_PROFILE AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI \
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
for _atmos_kit_name in "${_atmos_kit_kept[@]-}"; do
  if [ -n "$_atmos_kit_name" ]; then export "${_atmos_kit_name?}"; fi
done
unset _atmos_kit_kept _atmos_kit_name

# Runs before each prompt, with builtins alone.
_atmos_kit_prompt() {
  local ended='' now=0
  if [ -n "${ATMOS_KIT_UNTIL-}" ]; then
    printf -v now '%(%s)T' -1 2>/dev/null || now=$(date +%s)
    if [ "$now" -ge "$ATMOS_KIT_UNTIL" ]; then ended=': ended'; fi
  fi
  if [ -n "${ATMOS_KIT_SIGN_IN-}" ]; then
    set -- "$ATMOS_KIT_SIGN_IN".*.jwe
    if [ ! -e "$1" ]; then ended=': signed out'; fi
  fi
  if [ -n "${_atmos_kit_hint-}" ]; then PS1=${PS1#"$_atmos_kit_hint"}; fi
  _atmos_kit_hint="(${ATMOS_KIT_PROMPT-}$ended) "
  PS1=$_atmos_kit_hint$PS1
}
# shellcheck disable=SC2128,SC2178 # it is an array or a text, as they had it.
case $(declare -p PROMPT_COMMAND 2>/dev/null) in
  'declare -a'*) PROMPT_COMMAND+=(_atmos_kit_prompt) ;;
  *) PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND
}_atmos_kit_prompt" ;;
esac
