/** What an explanation may cost the controller (F161). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../part/clock.js';
import type { Policy } from '../policy/model.js';
import { NO_WORLD_CHANGE } from '../policy/world-change.js';
import { Explainer } from './explain.js';
import { Store } from './sqlite/store.js';
import { WorldHistory } from './world-history.js';

const NOW = Date.now();
const FLOW = {
  source: Uint8Array.of(10, 0, 0, 1),
  destination: Uint8Array.of(10, 0, 0, 2),
  protocol: 6,
  destinationPort: 80,
  timeUnixUs: NOW * 1000,
  revision: 1,
};
const WORLD = { posture: 'closed', allowNodeProbes: false } as const;

let folder: string;
let store: Store;
let explainer: Explainer;

/** A store with one revision: the second workload accepts the first one on other ports, by so many rules. */
async function fill(rules: number): Promise<void> {
  const policy = {
    id: 'SecurityGroup/shop/db',
    kind: 'SecurityGroup',
    namespace: 'shop',
    name: 'db',
    tier: 'group',
    priority: 0,
    subject: { kind: 'selector', namespaces: undefined, pods: undefined },
    source: { file: 'db.yaml', line: 1 },
    rules: Array.from({ length: rules }, (_, i) => ({
      id: `SecurityGroup/shop/db/ingress/${i}`,
      junk: 'x'.repeat(1000),
    })),
  } as unknown as Policy;
  const record = {
    revision: 1,
    kind: 'policy',
    who: 'x',
    timeMs: NOW - 1000,
    changes: [],
    more: 0,
    nodes: 1,
    pinnedTo: 0,
  } as const;
  const source = { id: 'x', author: '', subject: '', timeUnixUs: 0 };
  await store.revisions.write([
    {
      revision: { ...record, source, emergencies: [], reason: '' },
      declared: [{ list: 'policies', id: policy.id, item: policy }],
    },
  ]);
  new WorldHistory(store.inventory, systemClock).take(NO_WORLD_CHANGE);
  await store.flush();
}

const make = (deadlineMs?: number): Explainer =>
  new Explainer({
    store: store.path,
    options: WORLD,
    now: () => NOW,
    ready: () => Promise.resolve(),
    ...(deadlineMs !== undefined && { deadlineMs }),
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-explain-'));
  store = Store.open(folder, NOW);
});
afterEach(async () => {
  explainer.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('F161 an explanation', () => {
  it('of a large revision leaves the loop of the controller to others', async () => {
    await fill(2_000);
    explainer = make();
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await expect(explainer.explain(FLOW)).resolves.toMatchObject({ revision: 1, revisionGone: false });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it('of a revision that is not kept is told by the newest', async () => {
    await fill(1);
    explainer = make();
    await expect(explainer.explain({ ...FLOW, revision: 7 })).resolves.toMatchObject({
      revision: 1,
      revisionGone: true,
    });
  });

  it('that nobody waits for, or that takes too long, ends; the next one is answered', async () => {
    await fill(2_000);
    explainer = make();
    let gone = false;
    const left = explainer.explain(FLOW, () => gone);
    const other = explainer.explain(FLOW);
    gone = true;
    await expect(left).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(other).resolves.toMatchObject({ revision: 1 });
    const hasty = make(0);
    await expect(hasty.explain({ ...FLOW, timeUnixUs: 1 })).rejects.toMatchObject({ code: 'BUSY' });
    hasty.close();
  });

  it('beyond sixteen under way is refused, and the end of the controller ends all', async () => {
    await fill(1);
    explainer = make();
    const asked = Array.from({ length: 17 }, () =>
      explainer.explain(FLOW).then(
        () => 'explained',
        (error: { code: string }) => error.code,
      ),
    );
    expect(await asked[16]).toBe('BUSY');
    explainer.close();
    expect(new Set(await Promise.all(asked.slice(0, 16)))).toEqual(new Set(['UNREACHABLE']));
    expect(explainer.count).toBe(0);
  });

  it('that is no flow never reaches the thread', async () => {
    explainer = make();
    await expect(explainer.explain({ source: Uint8Array.of(1, 2, 3) })).rejects.toThrow(/4 or 16 bytes/);
  });

  it('of a store that cannot be read is refused by what is wrong with it', async () => {
    await fill(1);
    store.database.exec("UPDATE policy_revisions SET record = '{'");
    explainer = make();
    await expect(explainer.explain(FLOW)).rejects.toMatchObject({ code: 'STORE' });
    store.database.exec('DELETE FROM policy_revisions');
    await expect(explainer.explain(FLOW)).rejects.toMatchObject({ code: 'REQUEST' });
  });
});
