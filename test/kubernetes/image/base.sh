#!/usr/bin/env bash
# A stand-in for docker.io/library/node:24-bookworm, offline: the files of this Debian's own packages that the build needs, as a tar
# archive, with Node.js 24 and npm. dpkg's database is that of this machine, and so names versions truly.   base.sh TOOLS OUT.tar
set -euo pipefail
tools=$1 out=$2
packages=(bash coreutils dash findutils sed grep gawk mawk tar gzip dpkg debianutils perl-base base-files libc-bin clang-19 make g++ binutils libbpf-dev linux-libc-dev ca-certificates python3-minimal)
rm -f "$out"
apt-cache depends --recurse --installed --no-{recommends,suggests,conflicts,breaks,replaces,enhances} "${packages[@]}" 2>/dev/null |
  grep -E '^[a-z0-9]' | sort -u | { xargs dpkg -L 2>/dev/null || true; } | # virtual packages have no files
  python3 -c '
import os, re, sys
skip = re.compile(r"/(\.|usr/share/(man|doc|locale|info|lintian|bug)/)")
for path in set(sys.stdin.read().split("\n")):
    # Through the links of a merged /usr, but not through a file that is one.
    file = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    if path.startswith("/") and not skip.match(path) and (os.path.islink(file) or os.path.isfile(file)):
        print(file[1:])
' | sort -u | tar -C / --no-recursion --files-from=- -cf "$out"
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
more=()
for path in bin sbin lib lib64; do tar tf "$out" "$path" >/dev/null 2>&1 || more+=("$path"); done
tar -C / --no-recursion -rf "$out" "${more[@]}" tmp etc/passwd etc/group
tar -C / -rf "$out" etc/alternatives etc/ld.so.conf etc/ld.so.conf.d etc/ld.so.cache etc/ssl/certs var/lib/dpkg
tar -C "$tools/bin" --transform 's,^,usr/local/bin/,' -rf "$out" node
tar -C "$npm" --transform 's,^\.,usr/local/lib/node_modules/npm,S' -rf "$out" .
