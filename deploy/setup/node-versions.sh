#!/usr/bin/env bash
# Runs tests with other versions of Node.js, fetched once from npm into .cache/node: those that need no kernel (projects pure and parts), then
# one file of each thing that could differ on the kernel: the addon, datapath, agent, pods, collector, demo. Some minutes each.
#   npm run test:node [-- [all] VERSION …]   default: 22 24; all: everything that `npm test` runs
set -euo pipefail
cd "$(dirname "$0")/../.."
case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) echo "no Node.js by npm for $(uname -m)" >&2; exit 2 ;; esac
kernel=(
  test/native
  test/netns/datapath.test.ts test/failure/publish.test.ts
  test/failure/agent.test.ts test/failure/life-kill.test.ts test/netns/pods.test.ts
  test/failure/collector.test.ts test/failure/events.test.ts
  test/netns/demo.test.ts
)
all=
[ "${1:-}" != all ] || { all=1; shift; }
[ $# -gt 0 ] || set -- 22 24
failed=()
for version; do
  dir=.cache/node/$version
  if [ ! -x "$dir/node" ]; then
    mkdir -p "$dir"
    (cd "$dir" && npm pack --silent "node-linux-$arch@$version" >/dev/null && tar xzf node-linux-*.tgz --strip-components 2 package/bin/node && rm node-linux-*.tgz)
  fi
  # Processes that tests start are of that version too.
  node() { PATH="$PWD/$dir:$PATH" "$dir/node" "$@"; }
  vitest() { echo "Node.js $(node --version): $1"; node node_modules/vitest/vitest.mjs run "${@:2}" || failed+=("$version ($1)"); }
  node deploy/setup/run.mjs build
  if [ -n "$all" ]; then vitest everything
  else
    vitest "without kernel" --project pure --project parts
    vitest "on the kernel" "${kernel[@]}"
  fi
done
[ ${#failed[@]} -eq 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
