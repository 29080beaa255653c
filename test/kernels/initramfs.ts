/** A small first file system: busybox, the modules that the tests need, and a script that goes over to the host's files. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Kernel, Tools } from './packages.js';

/** Of the cloud kernels; what is built in or missing is left out by modprobe. */
const MODULES = [
  ...['virtio_pci', 'virtiofs', 'virtio_rng', 'overlay', 'veth'],
  ...['sch_ingress', 'cls_bpf', 'cls_u32', 'act_mirred'],
  ...['bridge', 'br_netfilter', 'vxlan'],
  ...['nf_tables', 'nft_numgen', 'nft_chain_nat', 'nft_nat', 'nft_masq', 'nft_ct'],
  ...['nf_flow_table', 'nf_flow_table_inet', 'nft_flow_offload', 'ip_vs', 'ip_vs_rr'],
];

/** The host's files, or those of another machine, read-only, under a layer in memory: what the guest writes is gone with it. */
const init = (script: string): string => `#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
for module in /modules/*.ko; do insmod "$module" || echo "cannot insert $module"; done
mkdir -p /lower /layer /new
mount -t virtiofs -o ro host /lower
mount -t tmpfs -o size=2g layer /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work root /new
# The image has no shell, and nowhere to mount.
[ -e /new/bin/sh ] || { mkdir -p /new/proc /new/sys /new/dev /new/root; cp -a /bin /new/bin; }
umount /proc
umount /dev
exec switch_root /new /bin/sh ${script}
`;

/** Writes the archive; `script` is the path, on the host and so in the guest, of what runs as process 1. */
export function writeInitramfs(kernel: Kernel, { busybox, modprobe }: Tools, script: string, target: string): void {
  const dir = mkdtempSync(join(tmpdir(), `osg-${process.pid}-initramfs-`));
  try {
    for (const folder of ['bin', 'dev', 'proc', 'modules']) mkdirSync(join(dir, folder));
    copyFileSync(kernel.busybox, join(dir, 'bin/busybox'));
    modules(kernel, modprobe).forEach((path, i) => {
      const name = `${String(i).padStart(2, '0')}-${basename(path).replace(/\.xz$/, '')}`;
      if (path.endsWith('.xz'))
        writeFileSync(join(dir, 'modules', name), execFileSync('xz', ['-dc', path], { maxBuffer: 1 << 28 }));
      else copyFileSync(path, join(dir, 'modules', name));
    });
    writeFileSync(join(dir, 'init'), init(script));
    chmodSync(join(dir, 'init'), 0o755);
    const pack = 'cd "$0" && find . | /bin/sh -c \'"$1" cpio -o -H newc\' sh "$1" | gzip -1 > "$2"';
    execFileSync('sh', ['-c', pack, dir, busybox, target], { stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** In the order of insertion, each once. */
function modules({ root, release }: Kernel, modprobe: string): string[] {
  const lines = MODULES.flatMap((name) =>
    execFileSync(modprobe, ['-d', root, '-S', release, '--show-depends', name], { encoding: 'utf8' }).split('\n'),
  );
  return [...new Set(lines.map((line) => /^insmod (\S+)/.exec(line)?.[1]).filter((path) => path !== undefined))];
}
