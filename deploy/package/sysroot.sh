#!/usr/bin/env bash
# What a build for another architecture needs, unpacked into DIR and not installed: Debian's packages of that architecture (DIR/sysroot; which
# file is whose: DIR/files), and LLVM's linker and strip where this machine has none (DIR/tools). By this machine's own sources; once,
# 60 MB.   sysroot.sh ARCH DIR   e.g. arm64
set -euo pipefail
arch=$1 dir=$(mkdir -p "$2" && cd "$2" && pwd)
[ -e "$dir/complete" ] && exit 0
clang=$(for v in 19 20 21 18 17 16 15; do command -v clang-$v && break; done || command -v clang) || { echo "no clang" >&2; exit 1; }
clang=$(readlink -f "$clang")
version=$("$clang" -dumpversion | cut -d. -f1)
work=$(mktemp -d "$dir/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
get() { apt-get -o APT::Sandbox::User=root "$@"; }
host=()
mkdir -p "$work"/{state/lists/partial,cache/archives/partial,debs,host} "$dir"/{sysroot,tools}
: >"$work/status"
other=(-o "Dir::State=$work/state" -o "Dir::State::status=$work/status" -o "Dir::Cache=$work/cache" -o Debug::NoLocking=1
       -o "APT::Architecture=$arch" -o "APT::Architectures::=$arch")
echo "lists of $arch"
get "${other[@]}" update -qq
gcc=$(apt-cache "${other[@]}" depends g++ | sed -n 's/.*Depends: g++-\([0-9]*\)$/\1/p')
cd "$work/debs"
echo "packages of $arch"
get "${other[@]}" download -qq libc6 libc6-dev linux-libc-dev libcrypt1 "libgcc-$gcc-dev" libgcc-s1 "libstdc++-$gcc-dev" libstdc++6 \
  libbpf-dev libbpf1 libelf1 zlib1g
for deb in *.deb; do
  dpkg -x "$deb" "$dir/sysroot"
  name=$(dpkg-deb -f "$deb" Package) version_of=$(dpkg-deb -f "$deb" Version)
  dpkg-deb -c "$deb" | sed -nE 's/^[-hl]\S* +\S+ +\S+ +\S+ +\S+ \.(\S+).*/\1/p' | sed "s|\$| $name $version_of|"
done >"$work/files"
mv "$work/files" "$dir/files"
cd "$work/host"
command -v "ld.lld-$version" >/dev/null || host+=("lld-$version")
command -v "llvm-strip-$version" >/dev/null || host+=("llvm-$version")
if [ ${#host[@]} -gt 0 ]; then
  echo "${host[@]}"
  apt-cache show "${host[@]}" >/dev/null 2>&1 || get update -qq
  get download -qq "${host[@]}"
  for deb in *.deb; do dpkg -x "$deb" "$dir/tools"; done
fi
: >"$dir/complete"
