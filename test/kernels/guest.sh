#!/bin/sh
# Process 1 of the guest. On the kernel's command line: osg.root, the project's folder; osg.tests, files of vitest, by commas, or nothing.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 NO_COLOR=1 CI=1
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts pts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t tmpfs run /run
mount -t bpf bpf /sys/fs/bpf
mount -t cgroup2 cgroup /sys/fs/cgroup
ip link set lo up
argument() { sed -n "s|.*osg\.$1=\([^ ]*\).*|\1|p" /proc/cmdline; }
cd "$(argument root)" || exit 1
PATH="$(dirname "$(argument node)"):$PATH"
echo "osg-guest: Linux $(uname -r), node $(node --version)"
ended() {
  echo "osg-guest: result $1"
  sync
  poweroff -f 2>/dev/null || echo o >/proc/sysrq-trigger
  sleep 60
}
# Nothing else can pass where the programs do not load.
node test/kernels/load.mjs 2>&1 || ended 1
tests=$(argument tests)
[ -n "$tests" ] || ended 0
# What is there for the tests inside, without its libraries in the way of others.
tools="$PWD/.cache/kernels/tools"
printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$tools/usr/lib/x86_64-linux-gnu:$tools/lib/x86_64-linux-gnu" "$tools/sbin/ipvsadm" \
  >/usr/local/sbin/ipvsadm
chmod +x /usr/local/sbin/ipvsadm
# Left out: a time limit of their own that is too short for an emulated processor.
too_slow='^(?!.*(F35 F41|F36: SIGKILL|the check of the test before|F31 collecting)).*$'
OSG_KERNELS=1 OSG_SKIP_BUILD=1 OSG_SLOW="$(argument slow)" node node_modules/vitest/vitest.mjs run --reporter=verbose -t "$too_slow" \
  $(echo "$tests" | tr , ' ') </dev/null 2>&1
ended $?
