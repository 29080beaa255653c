/** The CNI project's plugins from Debian's package, unpacked into .cache: not installed on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Primary } from '../support/pod-node.js';

const CACHE = fileURLToPath(new URL('../../.cache/cni-plugins', import.meta.url));
const PACKAGE = 'containernetworking-plugins';

/** @returns the folder with bridge, ptp, host-local, … */
export function cniPlugins(): string {
  const folder = join(CACHE, 'usr/lib/cni');
  if (existsSync(join(folder, 'bridge'))) return folder;
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  execFileSync('apt-get', ['download', PACKAGE], { cwd: CACHE, stdio: 'pipe' });
  for (const name of readdirSync(CACHE).filter((file) => file.endsWith('.deb')))
    execFileSync('dpkg', ['-x', name, '.'], { cwd: CACHE, stdio: 'pipe' });
  return folder;
}

const ipam = (dataDir: string) => ({
  type: 'host-local',
  dataDir,
  ranges: [[{ subnet: '10.89.0.0/20' }], [{ subnet: 'fd89::/64' }]],
  routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
});

export const ptp = (): Primary => ({
  path: cniPlugins(),
  entry: (node) => ({ type: 'ptp', ipMasq: false, mtu: 1400, ipam: ipam(node.path('ipam')) }),
});

export const bridge = (): Primary => ({
  path: cniPlugins(),
  entry: (node) => ({
    type: 'bridge',
    bridge: 'cni0',
    isGateway: true,
    hairpinMode: true,
    mtu: 1400,
    ipam: ipam(node.path('ipam')),
  }),
});
