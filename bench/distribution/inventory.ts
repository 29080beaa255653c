/** `nodes` nodes with five workloads each, of twenty applications; each application may be talked to by the next one. */
import { groupYaml, nodeYaml, podYaml } from '../../test/support/shop-files.js';

const APPS = 20;
const address = (i: number): string => `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;

export function inventory(nodes: number): string {
  return Array.from({ length: nodes }, (_, n) => {
    const pods = Array.from({ length: 5 }, (_, p) =>
      podYaml(`p${n}-${p}`, address(n * 5 + p + 1), { node: `n${n}`, app: `app${(n + p) % APPS}` }),
    );
    return nodeYaml(`n${n}`, `10.1.${n >> 8}.${n & 255}`) + pods.join('');
  }).join('');
}

/** @param port of the one rule that the bench changes */
export const policies = (port: number): string =>
  Array.from({ length: APPS }, (_, i) => groupYaml(`app${i}`, `app${(i + 1) % APPS}`, i === 0 ? port : 8080)).join('');
