#!/usr/bin/env bash
# Runs the tests that need no kernel (projects pure and parts) with other versions of Node.js, fetched once from npm into .cache/node.
#   npm run test:node [-- VERSION …]   default: 22 24
set -euo pipefail
cd "$(dirname "$0")/../.."
case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) echo "no Node.js by npm for $(uname -m)" >&2; exit 2 ;; esac
[ $# -gt 0 ] || set -- 22 24
failed=0
for version; do
  dir=.cache/node/$version
  if [ ! -x "$dir/node" ]; then
    mkdir -p "$dir"
    (cd "$dir" && npm pack --silent "node-linux-$arch@$version" >/dev/null && tar xzf node-linux-*.tgz --strip-components 2 package/bin/node && rm node-linux-*.tgz)
  fi
  echo "Node.js $("$dir/node" --version)"
  # Processes that tests start are of that version too.
  PATH="$PWD/$dir:$PATH" "$dir/node" node_modules/vitest/vitest.mjs run --project pure --project parts || failed=1
done
exit $failed
