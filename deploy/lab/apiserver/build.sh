#!/usr/bin/env bash
# Builds a small real Kubernetes API server from Debian's own Go packages, into DIR (default .cache/apiserver): DIR/apiserver and DIR/etcd.
# Nothing is installed: packages of Debian sid are fetched into a scratch root and unpacked. First time about 13 minutes of CPU and
# 2.5 GB of disk; then seconds.   build.sh [DIR]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mkdir -p "${1:-.cache/apiserver}" && cd "${1:-.cache/apiserver}" && pwd)
root=$dir/sid
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 '/debian$')
opts=(-o "Dir::Etc::sourcelist=$root/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State=$root/state" -o "Dir::State::status=$root/status"
      -o "Dir::Cache=$root/cache" -o APT::Install-Recommends=false -o Debug::NoLocking=1 -o APT::Sandbox::User=root)
if [ ! -e "$root/unpacked" ]; then
  mkdir -p "$root"/{state/lists/partial,cache/archives/partial,files}; : > "$root/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" > "$root/sources.list"
  echo "packages of Debian sid"
  apt-get "${opts[@]}" update -qq
  apt-get "${opts[@]}" -y -qq --download-only install golang-k8s-apiextensions-apiserver-dev golang-1.26-go golang-1.26-src etcd-server
  for deb in "$root"/cache/archives/*.deb; do
    case ${deb##*/} in golang-*|etcd-server_*) dpkg -x "$deb" "$root/files";; esac
  done
  rm -rf "$root/cache/archives"; touch "$root/unpacked"
fi
go=$root/goroot
if [ ! -e "$go" ]; then                     # Debian splits the tree: put it together
  mkdir -p "$go"
  for part in share lib; do cp -a "$root/files/usr/$part/go-1.26/." "$go/" 2>/dev/null || true; done
  for link in $(find "$go" -maxdepth 1 -type l); do name=${link##*/}; rm "$link"; for part in share lib; do [ -d "$root/files/usr/$part/go-1.26/$name" ] && ! [ -L "$root/files/usr/$part/go-1.26/$name" ] && cp -a "$root/files/usr/$part/go-1.26/$name" "$go/"; done; done
fi
cp "$root/files/usr/bin/etcd" "$dir/etcd"
export GOROOT=$go GOPATH=$root/files/usr/share/gocode GO111MODULE=off GOTOOLCHAIN=local GOPROXY=off GOFLAGS= CGO_ENABLED=0 GOCACHE=${GOCACHE:-$dir/gocache}
mkdir -p "$dir/src" && cp "$here"/*.go "$dir/src/"
cd "$dir/src"
rm -f "$dir/apiserver" # one that ends before is not complete
# What is compiled already is not named.
total=$(nice -n 10 "$go/bin/go" list -deps . | wc -l) n=0
nice -n 10 "$go/bin/go" build -v -p 2 -ldflags='-s -w' -o "$dir/apiserver" . 2>&1 |
  while read -r package; do echo "$((n += 1)) of $total: $package"; done
echo "$dir/apiserver"
