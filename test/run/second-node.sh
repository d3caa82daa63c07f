#!/usr/bin/env bash
# Installs the current LTS of Node beside the one in use, for the tests that run every verb on it. It stands in a folder
# of its own, outside node_modules: there it would come first on the PATH of every npm script, and the suite would
# never run on the Node that was asked for. Where it cannot be installed, the tests say loudly what they skip.
set -euo pipefail
cd "$(dirname "$0")/../.."

major=24
node=.node24/node_modules/.bin/node

if [ -x "$node" ] && [[ "$("$node" --version)" == "v$major."* ]]; then exit 0; fi
echo "Installing Node $major into .node24"
if ! log=$(npm install --prefix .node24 --no-save --no-audit --no-fund --loglevel=error "node@$major" 2>&1); then
  echo "Node $major could not be installed, and is skipped by the tests:" >&2
  tail -n 5 <<<"$log" >&2
fi
