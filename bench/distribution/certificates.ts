/** An authority and certificates of a bench: the controller's in files, the agents' in memory. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, issue, type Leaf } from '../../src/rpc/authority.js';
import type { Start } from './fleet.js';

export async function certificates(folder: string, nodes: readonly string[]) {
  const time = Date.now();
  const ca = await createAuthority('bench', 2, time);
  const leaf = (name: string, role: Leaf['role'], alternatives: readonly string[] = []) =>
    issue(ca, { name, role, alternatives, days: 1 }, time);
  const own = await leaf('controller', 'controller', ['127.0.0.1']);
  const tls = { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key'), ca: join(folder, 'ca.crt') };
  writeFileSync(tls.certificate, own.certificate);
  writeFileSync(tls.key, own.key, { mode: 0o600 });
  writeFileSync(tls.ca, ca.certificate);
  const agents: Start['nodes'][number][] = [];
  for (const name of nodes) agents.push({ name, ...(await leaf(name, 'node')) });
  return { tls, ca: ca.certificate, agents, collector: await leaf('collector', 'collector') };
}
