#!/usr/bin/env bash
# Builds the image from its real Dockerfile, offline, with Debian's buildah and a stand-in for the base image under the base's own
# name, into OUT (an OCI layout, `osg:test`).   build.sh TOOLS OUT [ARCH]   another architecture needs `npm run build -- ARCH` before
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
tools=$1 out=$2 arch=${3:-$(dpkg --print-architecture)}
if [ "${OSG_IMAGE_BUILD:-}" != inside ]; then
  # What buildah mounts, and where it finds its libraries when it starts itself anew, stays in here.
  OSG_IMAGE_BUILD=inside exec unshare -m --propagation private "$0" "$@"
fi
echo "$tools/root/usr/lib/$(uname -m)-linux-gnu" >"$tools/etc/ld.so.conf"
cat /etc/ld.so.conf.d/*.conf >>"$tools/etc/ld.so.conf"
/sbin/ldconfig -X -C "$tools/etc/ld.so.cache" -f "$tools/etc/ld.so.conf"
mount --bind "$tools/etc/ld.so.cache" /etc/ld.so.cache
[ -e "$tools/base.tar" ] || { "$here/base.sh" "$tools" "$tools/base.tar.part" && mv "$tools/base.tar.part" "$tools/base.tar"; }
state=$(mktemp -d)
export BUILDAH_ISOLATION=chroot TMPDIR=$state
export CONTAINERS_CONF=/dev/null CONTAINERS_REGISTRIES_CONF=$tools/etc/registries.conf
buildah() {
  "$tools/root/usr/bin/buildah" --root "$state/storage" --runroot "$state/run" --storage-driver overlay \
    --registries-conf "$tools/etc/registries.conf" "$@"
}
clean() {
  buildah rm -a >/dev/null 2>&1 || true
  umount "$state/storage/overlay" 2>/dev/null || true
  rm -rf "$state"
}
trap clean EXIT
base=$(buildah from scratch)
buildah add -q "$base" "$tools/base.tar" / >/dev/null
printf '#!/bin/sh\nexec /usr/local/bin/node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n' >"$state/npm"
buildah add -q --chmod 0755 "$base" "$state/npm" /usr/local/bin/npm >/dev/null
# npm keeps what it fetched by the registry's address.
printf 'registry=%s\noffline=true\nupdate-notifier=false\n' "$(npm config get registry)" >"$state/npmrc"
buildah add -q "$base" "$state/npmrc" /usr/local/etc/npmrc >/dev/null
# buildah 1.28 looks for a base of the target's architecture, whatever FROM --platform says.
buildah config --arch "$arch" --env PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin "$base"
buildah commit -q --signature-policy "$tools/etc/policy.json" "$base" docker.io/library/node:24-bookworm >/dev/null
# What another architecture's build fetches lies here already, for the Node.js that builds.
mkdir -p "$project/.cache/cross"
"$tools/bin/node" -e "import('$project/deploy/package/target.mjs').then(({ target }) => target('$arch'))"
buildah bud --pull-never --platform "linux/$arch" --volume "$project/.cache/cross:/src/.cache/cross" --signature-policy "$tools/etc/policy.json" --volume "$(npm config get cache):/root/.npm" \
  --build-arg "REVISION=$(git -C "$project" rev-parse HEAD 2>/dev/null || echo unknown)" \
  --ignorefile "$project/.dockerignore" -f "$project/deploy/package/Dockerfile" -t osg:test "$project"
rm -rf "$out"
buildah push -q --signature-policy "$tools/etc/policy.json" osg:test "oci:$out:test"
