# `atmos-kit auth shell` starts zsh with ZDOTDIR set to this folder. This puts ZDOTDIR back, reads the .zshenv that is yours,
# and leaves a function for the first prompt, when every other start-up file has been read as always.
# What it needs stands in the environment: ATMOS_KIT_SHELL names the variables of the identity, ATMOS_KIT_PROMPT is
# what the prompt says, ATMOS_KIT_SIGN_IN begins the name of the sign-in's file, and ATMOS_KIT_UNTIL is when the
# credentials end, in seconds since 1970.

if [[ -n ${ATMOS_KIT_ZDOTDIR-} ]]; then
  export ZDOTDIR=$ATMOS_KIT_ZDOTDIR
else
  unset ZDOTDIR
fi
unset ATMOS_KIT_ZDOTDIR

typeset -gA _atmos_kit_kept
for _atmos_kit_name in ${(s: :)ATMOS_KIT_SHELL-}; do
  _atmos_kit_kept[$_atmos_kit_name]=${(P)_atmos_kit_name-}
done
unset _atmos_kit_name

# Runs before each prompt, with builtins alone.
_atmos_kit_prompt() {
  emulate -L zsh
  local name ended=''
  local -a signed_in
  if (( ${#_atmos_kit_kept} )); then
    # What start-up files say of credentials is for another shell than this one.
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_DEFAULT_PROFILE \
      AWS_PROFILE AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI \
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
    for name in ${(k)_atmos_kit_kept}; do
      export "$name=$_atmos_kit_kept[$name]"
    done
    _atmos_kit_kept=()
    # Themes that set the prompt anew each time do so before this.
    precmd_functions=(${precmd_functions:#_atmos_kit_prompt} _atmos_kit_prompt)
  fi
  if [[ -n ${ATMOS_KIT_UNTIL-} ]] && zmodload zsh/datetime && (( EPOCHSECONDS >= ATMOS_KIT_UNTIL )); then
    ended=': ended'
  fi
  if [[ -n ${ATMOS_KIT_SIGN_IN-} ]]; then
    signed_in=($ATMOS_KIT_SIGN_IN.*.jwe(N))
    (( ${#signed_in} )) || ended=': signed out'
  fi
  [[ -n ${_atmos_kit_hint-} ]] && PROMPT=${PROMPT#"$_atmos_kit_hint"}
  typeset -g _atmos_kit_hint="(${ATMOS_KIT_PROMPT-}$ended) "
  PROMPT=$_atmos_kit_hint$PROMPT
}
typeset -ga precmd_functions
precmd_functions+=(_atmos_kit_prompt)

if [[ -f ${ZDOTDIR:-$HOME}/.zshenv ]]; then
  . ${ZDOTDIR:-$HOME}/.zshenv
fi
