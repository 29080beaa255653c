import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { groupYaml, nodeYaml, podYaml } from '../../test/support/shop-files.js';
import { sumOfView } from '../distribution/digest.js';
import { HeldView } from '../policy/held-view.js';
import { parseSources } from '../policy/load.js';
import type { World } from '../policy/model.js';
import { resolveNode } from '../policy/resolve.js';
import { worldChangeBetween } from '../policy/world-change.js';
import { NO_OVERLAY } from './effective.js';
import { Views } from './proposal.js';

const OPTIONS = { posture: 'kubernetes', allowNodeProbes: true } as const;
const worldOf = (port: number, pods = 3): World =>
  parseSources([
    {
      path: 'all.yaml',
      text: [
        nodeYaml('n1', '10.1.0.1'),
        ...Array.from({ length: pods }, (_, i) => podYaml(`w${i}`, `10.77.0.${i + 1}`)),
        groupYaml('w0', 'w1', port),
      ].join(''),
    },
  ]).world;
const NOTHING: World = { ...worldOf(1), policies: [], workloads: [], nodes: [], namespaces: [] };

describe('views of a world that changes', () => {
  it('F120: keep nothing of earlier revisions, however many there were', async () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const views = new Views(OPTIONS);
    const earlier: WeakRef<object>[] = [];
    let before = NOTHING;
    for (let revision = 1; revision <= 50; revision++) {
      const after = worldOf(1000 + revision);
      views.keep(views.propose(worldChangeBetween(before, after), NO_OVERLAY));
      before = after;
      const view = views.get('n1')?.view;
      for (const policy of view?.policies ?? []) earlier.push(new WeakRef(policy));
      if (view !== undefined) earlier.push(new WeakRef(view));
    }
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    // The newest, and the one that the newest was made from.
    expect(earlier.filter((reference) => reference.deref() !== undefined).length).toBeLessThanOrEqual(4);
  });

  it('are as before when a proposal is undone, and right after the next one', () => {
    const views = new Views(OPTIONS);
    const [first, second, third] = [worldOf(80), worldOf(81, 4), worldOf(82, 2)];
    views.keep(views.propose(worldChangeBetween(NOTHING, first), NO_OVERLAY));
    const there = views.get('n1');
    const refused = views.propose(worldChangeBetween(first, second), NO_OVERLAY);
    expect(refused.views.get('n1')?.digest).not.toBe(there?.digest);
    views.undo(refused, NO_OVERLAY);
    expect(views.get('n1')).toBe(there);
    views.keep(views.propose(worldChangeBetween(first, third), NO_OVERLAY));
    const now = views.get('n1');
    expect(now?.view.whole()).toEqual(HeldView.of(resolveNode(third, 'n1')).whole());
    expect(now?.sum).toEqual(now && sumOfView(now.view));
  });
});
