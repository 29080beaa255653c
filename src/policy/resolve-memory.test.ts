import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { nodeYaml, podYaml } from '../../test/support/shop-files.js';
import { parseSources } from './load.js';
import { resolveNode } from './resolve.js';
import type { NodeView } from './view.js';

const INVENTORY = { path: 'i', text: nodeYaml('n1', '10.0.0.1') + podYaml('api', '10.0.0.2') };
const RULES = 300;

const policy = (edit: number): string => `apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: api, namespace: shop}
spec:
  owner: team
  members: {podSelector: {matchLabels: {app: api}}}
  ingress:
${Array.from({ length: RULES }, (_, i) => `  - {id: r${i}, from: [{cidr: 10.${edit}.${i >> 8}.${i & 255}/32}], ports: [{port: ${1000 + i}}]}\n`).join('')}`;

describe('views of many revisions', () => {
  it('F120 hold no revision but the newest', async () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    let view: NodeView | undefined;
    const heapAfter = async (edits: number, from: number): Promise<number> => {
      for (let i = from; i < from + edits; i++) {
        view = resolveNode(parseSources([INVENTORY, { path: 'p', text: policy(i) }]).world, 'n1', view);
        // What a weak reference was asked for stays until the end of the turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      gc();
      gc();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(3, 0);
    expect(view?.policies[0]?.rules).toHaveLength(RULES);
    // A revision is about 300 KiB here.
    expect((await heapAfter(20, 3)) - before).toBeLessThan(2 << 20);
  });
});
