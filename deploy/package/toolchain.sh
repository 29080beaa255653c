#!/bin/sh
# What the image's build needs beyond its base: installs what is missing, and asks nobody where nothing is.
set -eu
missing=
for pair in clang-19:clang-19 make:make g++:g++ strip:binutils; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
done
[ -f /usr/include/bpf/bpf_helpers.h ] || missing="$missing libbpf-dev"
[ -f /usr/include/linux/bpf.h ] || missing="$missing linux-libc-dev"
[ -z "$missing" ] && exit 0
apt-get update
# shellcheck disable=SC2086 # names of packages
apt-get install -y --no-install-recommends $missing
