# For ~/.p10k.zsh: what atmos-kit says of the identity in use. It starts no program: the shell's function has put it into a variable
# before. Set ATMOS_KIT_SHOW_SEGMENT=no, so that it is not in front of the prompt as well, and add atmos_kit to
# POWERLEVEL9K_LEFT_PROMPT_ELEMENTS or POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS.
function prompt_atmos_kit() {
  local color=green
  [[ ${ATMOS_KIT_SEGMENT-} != *' !'<->m ]] || color=yellow
  [[ ${ATMOS_KIT_SEGMENT-} != *(ended|'signed out') ]] || color=red
  [[ -z ${ATMOS_KIT_SEGMENT-} ]] || p10k segment -f $color -t "${ATMOS_KIT_SEGMENT//\%/%%}"
}
