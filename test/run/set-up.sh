#!/usr/bin/env bash
# Installs what the tests use and this machine lacks. Only as root and only with apt-get, and only packages of the
# distribution; elsewhere the tests say loudly what they skip. Terraform or OpenTofu is never installed: PATH has it.
set -euo pipefail

declare -A package=(
  [zsh]=zsh [fish]=fish [chromium]=chromium [strace]=strace [shellcheck]=shellcheck
  [kubectl]=kubernetes-client [gnome-keyring-daemon]=gnome-keyring [dbus-run-session]=dbus [secret-tool]=libsecret-tools
)
missing=()
for program in "${!package[@]}"; do
  command -v "$program" >/dev/null 2>&1 || missing+=("${package[$program]}")
done
# No program, but what bash reads.
[ -e /usr/share/bash-completion/bash_completion ] || missing+=(bash-completion)
[ "${#missing[@]}" -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed, and skipped by the tests: ${missing[*]}" >&2
  exit 0
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
