/** Who may, of files, and who may say what becomes of a rollout. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith, groupYaml, nodeYaml, podYaml } from '../../../test/support/shop-files.js';
import type { osg } from '../../gen/proto.js';
import { systemClock } from '../../part/clock.js';
import { SILENT } from '../../part/log.js';
import { Controller } from '../controller.js';
import { FileSource } from '../file-source.js';
import { Store } from '../sqlite/store.js';
import type { TextEvents } from '../text-source.js';
import { Authority } from './authority.js';
import { AuthorityFile } from './file.js';
import { mayDecide } from './given.js';

const POLICY = `
apiVersion: openscg.dev/v1alpha1
kind: AuthorityPolicy
metadata: {name: who-may}
spec:
  people:
  - {name: ann, identities: ['certificate:ann'], groups: [platform]}
  - {name: bob, identities: ['certificate:bob'], groups: [shop]}
  - {name: sre, identities: ['certificate:sre'], groups: [sre]}
  grants:
  - {name: files, who: ['source:files'], tiers: ['*'], namespaces: ['*']}
  - {name: platform, who: ['group:platform'], tiers: ['*'], namespaces: ['*'], secondPerson: true}
  - {name: shop, who: ['group:shop'], namespaces: [shop]}
  - {name: night, who: ['group:sre'], tiers: ['*'], namespaces: ['*'], kinds: [Rollout]}
`;
const ROLLOUT = `---
apiVersion: openscg.dev/v1alpha1
kind: RolloutPolicy
metadata: {name: default}
spec: {confirmWithin: 2h, rings: [{name: first, share: 30%, confirm: 1h}]}
`;
const guard = (port: number): string => `---
apiVersion: openscg.dev/v1alpha1
kind: ClusterSecurityGroup
metadata: {name: guard}
spec: {tier: admin, priority: 10, members: {namespaceSelector: {}}, ingress: [{id: out, action: deny, from: [{cidr: 10.9.0.0/16}], ports: [{port: ${port}}]}]}
`;
const INVENTORY = ['n1', 'n2'].flatMap((node, i) => [
  nodeYaml(node, `10.77.0.${i + 1}`),
  podYaml(`api${i}`, `10.77.2.${i + 1}`, { node, app: 'api' }),
  podYaml(`web${i}`, `10.77.1.${i + 1}`, { node, app: 'web' }),
]);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function made(policy = POLICY) {
  const folder = folderWith();
  closers.push(() => folder.remove());
  writeFileSync(join(folder.path, 'authority.yaml'), policy);
  const store = Store.open(join(folder.path, 'state'), Date.now());
  const authority = new Authority(new AuthorityFile(join(folder.path, 'authority.yaml')), store.revisions, systemClock);
  let events: TextEvents | undefined;
  const source = new FileSource({
    start: async (given) => {
      events = given;
    },
    close: () => undefined,
  });
  const world = { posture: 'kubernetes', allowNodeProbes: true } as const;
  const controller = new Controller({
    ...{ store, authority, sources: [source], world, log: SILENT, clock: systemClock, version: '0' },
  });
  closers.push(() => controller.close());
  await controller.start();
  return {
    controller,
    commit: async (...policy: string[]) => {
      const text = [...INVENTORY, ...policy].join('');
      const version = { id: text, author: 'x', subject: 'x', timeUnixUs: 0 };
      events?.changed({ files: [{ path: 'all.yaml', text }], version, who: 'x' });
      await controller.settled();
      return (controller.status().problems ?? []).map(({ message }) => message);
    },
    decide: async (action: 'pause' | 'resume' | 'confirm' | 'abort', name?: string) => {
      const identity = name === undefined ? 'socket' : `certificate:${name}`;
      return controller.staging.rollouts.decide(action, 'x', 'r', mayDecide(authority, action, identity));
    },
  };
}

describe('F152 a word about a rollout', () => {
  it('needs authority over what it changes; stopping it needs none', async () => {
    const { controller, commit, decide } = await made();
    await commit(ROLLOUT, guard(22), groupYaml('api', 'web', 80));
    const run = async () => (await controller.staging.rollouts.kept.all()).at(-1);
    await commit(ROLLOUT, guard(23), groupYaml('api', 'web', 80));
    expect(await run()).toMatchObject({ id: 'r-1', state: 'running' });
    for (const action of ['confirm', 'abort', 'resume'] as const) {
      await expect(decide(action, 'bob')).rejects.toThrow(
        /Rollout\/\/r-1 \(admin tier\): bob may not change it; who could: .*group:platform \(ann\), group:sre \(sre\)/,
      );
      await expect(decide(action)).rejects.toThrow(/socket may not/);
    }
    // A rollback to what the rollout brings, or to what was before, ends it too.
    for (const to of [1, 2])
      await expect(controller.operations.rollback(to, 'bob', 'x', 'certificate:bob')).rejects.toThrow(/bob may not/);
    expect(await run()).toMatchObject({ state: 'running' });
    await decide('pause');
    expect(await run()).toMatchObject({ state: 'paused' });
    // No second person: the change itself had one.
    await decide('resume', 'ann');
    await decide('abort', 'sre');
    expect(await run()).toMatchObject({ state: 'reverted' });
    // Of what is his alone he may.
    await commit(ROLLOUT, guard(22), groupYaml('api', 'web', 81));
    expect(await run()).toMatchObject({ id: 'r-2', state: 'running' });
    await decide('abort', 'bob');
    expect(await run()).toMatchObject({ id: 'r-2', state: 'reverted' });
  });
});

it('F152 files are bound as a whole, by what they say otherwise', async () => {
  const [own, all] = ['namespaces: [shop]', "tiers: ['*'], namespaces: ['*']"];
  const { controller, commit } = await made(POLICY.replace(`['source:files'], ${all}`, `['source:files'], ${own}`));
  expect(await commit(groupYaml('api', 'web', 80))).toEqual([]);
  expect(await commit(guard(22), groupYaml('api', 'web', 81))).toEqual([
    expect.stringMatching(/guard \(admin tier\): source:files may not add it; who could: group:platform \(ann\)/),
  ]);
  expect(await commit(groupYaml('api', 'web', 81), podYaml('more', '10.77.2.9', { node: 'n1', app: 'api' }))).toEqual(
    [],
  );
  expect(controller.status().revision).toBe(2);
});

type Made = Awaited<ReturnType<typeof made>>;

describe('a change whose blast radius is zero', () => {
  const alone = POLICY.replace(
    "['source:files'], tiers: ['*'], namespaces: ['*']",
    "['source:files'], tiers: ['*'], namespaces: ['*'], secondPerson: true, alone: [blastRadiusZero]",
  );
  const node = (controller: Controller, name: string, talks: osg.v1.Talk.$Properties[]) => {
    const connection = controller.fleet.connect(
      { node: name, protocolVersion: 2 },
      {
        end: () => undefined,
        room: () => undefined,
        write: ({ evidence }) => {
          if (evidence?.id)
            setImmediate(() => connection.message({ evidence: { id: evidence.id ?? 0, talks, last: true } }));
        },
      },
    );
  };
  const talk = { endpoint: 'shop/api0', peer: '10.77.1.1', protocol: 6, port: 80, live: 1 };
  const narrower = groupYaml('api', 'web', 80).replace(/ {2}ingress:[\s\S]*$/, '  ingress: []\n');

  const begin = async (controller: Controller, commit: Made['commit']) => {
    expect(await commit(groupYaml('api', 'web', 80))).toEqual([expect.stringMatching(/waits for a second person/)]);
    const [row] = controller.status().approvals ?? [];
    await controller.approve({ id: 'a-1', digest: row?.digest ?? '', identity: 'certificate:ann', reason: 'first' });
    expect(controller.status().revision).toBe(1);
  };

  it('passes alone where nobody who was seen is cut, and every node says so', async () => {
    const { controller, commit } = await made(alone);
    await begin(controller, commit);
    // Nobody is there to ask: that is not zero.
    const waits = [expect.stringMatching(/waits for a second person/)];
    expect(await commit(narrower)).toEqual(waits);
    const hits = () => controller.status().approvals?.[0]?.hits;
    await expect.poll(hits, { timeout: 10_000 }).toMatch(/^node n[12]: it is not connected/);
    node(controller, 'n1', [talk]);
    node(controller, 'n2', []);
    expect(await commit(narrower.replace('team-api', 'team-b'))).toEqual(waits);
    await expect.poll(hits, { timeout: 10_000 }).toMatch(/^it would cut shop\/web0 → shop\/api0 TCP 80/);
    expect(controller.status().revision).toBe(1);
  });

  it('goes out by itself once they have answered', async () => {
    const { controller, commit } = await made(alone);
    await begin(controller, commit);
    node(controller, 'n1', []);
    node(controller, 'n2', []);
    expect(await commit(narrower)).toEqual([expect.stringMatching(/waits for a second person/)]);
    await expect.poll(() => controller.status().revision, { timeout: 10_000 }).toBe(2);
    expect(controller.status().approvals).toEqual([]);
    const over = (await controller.revisions.audit(0)).filter(({ kind }) => kind === 'approval-over');
    expect(over.map(({ detail }) => JSON.parse(detail).why)).toEqual(['approved', 'its blast radius is zero']);
  });
});
