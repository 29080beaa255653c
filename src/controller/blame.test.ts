import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupYaml, nodeYaml, podYaml } from '../../test/support/shop-files.js';
import { addressBytes } from '../distribution/prefixes.js';
import { BLAME_CHANGES, BLAME_KINDS, BLAME_VERBS, DECISION_REASONS } from '../distribution/words.js';
import { parseAddress } from '../net/address.js';
import { systemClock } from '../part/clock.js';
import { SILENT } from '../part/log.js';
import { Controller } from './controller.js';
import { FileSource } from './file-source.js';
import { Past } from './past.js';
import { Store } from './sqlite/store.js';
import type { TextEvents } from './text-source.js';

const HOUR = 3_600_000;
const INVENTORY =
  nodeYaml('n1', '10.77.0.1') + ['web', 'api', 'rogue'].map((name, i) => podYaml(name, `10.77.0.${11 + i}`)).join('');
const WORLD = { posture: 'kubernetes', allowNodeProbes: true } as const;

let folder: string;
let nowMs: number;
let texts: TextEvents | undefined;
let controller: Controller;
let store: Store;
const clock = { ...systemClock, now: () => nowMs };

/** Rows that the store has handed over to whoever explains. */
let rows = 0;
/** Whole inventories and whole sets of policies. */
let moments = 0;
async function* counted<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<readonly T[]> {
  for await (const page of pages) {
    rows += page.length;
    yield page;
  }
}

function counting({ revisions, inventory }: Store): void {
  const read = { declared: revisions.spans.bind(revisions), records: revisions.records.bind(revisions) };
  const states = inventory.spans.bind(inventory);
  Object.assign(revisions, {
    spans: (...asked: Parameters<typeof read.declared>) => counted(read.declared(...asked)),
    records: (...asked: Parameters<typeof read.records>) => counted(read.records(...asked)),
  });
  Object.assign(inventory, { spans: (...asked: Parameters<typeof states>) => counted(states(...asked)) });
  const [whole, content] = [inventory.at.bind(inventory), revisions.content.bind(revisions)];
  Object.assign(inventory, {
    at: async (timeMs: number) => {
      moments++;
      return whole(timeMs);
    },
  });
  Object.assign(revisions, {
    content: async (revision: number) => {
      moments++;
      return content(revision);
    },
  });
}

async function open(): Promise<void> {
  store = Store.open(folder, nowMs);
  counting(store);
  const source = new FileSource({
    start: async (events) => {
      texts = events;
    },
    close: () => undefined,
  });
  controller = new Controller({ store, sources: [source], world: WORLD, log: SILENT, clock, version: '0' });
  await controller.start();
}

/** A commit at that time; `n` is its revision, if each of them makes one. */
async function commit(n: number, policy: string, inventory = INVENTORY): Promise<void> {
  const version = {
    id: `${n}`.repeat(40),
    author: `Author ${n} <a${n}@example.org>`,
    subject: `Commit ${n}`,
    timeUnixUs: nowMs * 1000,
  };
  texts?.changed({
    files: [
      { path: 'inventory.yaml', text: inventory },
      { path: 'policy.yaml', text: policy },
    ],
    version,
    who: version.author,
  });
  await controller.settled();
  // The history is written behind.
  await new Promise((resolve) => setImmediate(resolve));
  nowMs += HOUR;
}

const flow = (from: string, to: string, port: number, timeUnixUs = 0) =>
  controller.archive.blamer.ofFlow({ from, to, protocol: 'tcp', port: String(port), type: '', timeUnixUs } as never);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'osg-blame-'));
  nowMs = Date.UTC(2026, 0, 1);
  await open();
});
afterEach(async () => {
  await controller.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('blame', () => {
  it('names the revision, its commit and the rule that went, through commits that have no part in it', async () => {
    await commit(1, groupYaml('api', 'web', 8080) + groupYaml('rogue', 'web', 1));
    await commit(2, groupYaml('api', 'web', 8080) + groupYaml('rogue', 'web', 2));
    await commit(3, groupYaml('api', 'rogue', 8080) + groupYaml('rogue', 'web', 2));
    await commit(4, groupYaml('api', 'rogue', 8080) + groupYaml('rogue', 'web', 4));
    const reply = await flow('shop/web', 'shop/api', 8080);
    expect(reply).toMatchObject({
      allowed: false,
      kind: BLAME_KINDS.value.policy,
      revision: 3,
      source: { id: '3'.repeat(40), author: 'Author 3 <a3@example.org>', subject: 'Commit 3' },
      timeUnixUs: (Date.UTC(2026, 0, 1) + 2 * HOUR) * 1000,
      verb: BLAME_VERBS.value['was by'],
      object: 'SecurityGroup/shop/api/ingress/from-web',
      change: BLAME_CHANGES.value.went,
      file: 'policy.yaml',
      inventoryFromUnixUs: 0,
    });
    expect(await flow('shop/rogue', 'shop/api', 8080)).toMatchObject({
      allowed: true,
      revision: 3,
      change: BLAME_CHANGES.value.came,
      object: 'SecurityGroup/shop/api/ingress/from-rogue',
    });
    // Then it was allowed, since the beginning.
    const then = await flow('shop/web', 'shop/api', 8080, (Date.UTC(2026, 0, 1) + HOUR) * 1000);
    expect(then).toMatchObject({ allowed: true, kind: BLAME_KINDS.value.none, revision: 1, oldestRevision: 1 });
  });

  it('knows the side and revision of a stored event, and a rule whose words changed', async () => {
    await commit(1, groupYaml('api', 'web', 8080));
    await commit(2, groupYaml('api', 'web', 8081));
    await commit(3, groupYaml('api', 'web', 8082));
    const event = (revision: number, hours: number) =>
      controller.archive.blamer.ofEvent({
        source: addressBytes(parseAddress('10.77.0.11')),
        destination: addressBytes(parseAddress('10.77.0.12')),
        protocol: 6,
        destinationPort: 8080,
        egress: false,
        revision,
        timeUnixUs: (Date.UTC(2026, 0, 1) + hours * HOUR) * 1000,
      });
    const wanted = {
      allowed: false,
      kind: BLAME_KINDS.value.policy,
      revision: 2,
      change: BLAME_CHANGES.value.changed,
      revisionGone: false,
    };
    expect(await event(3, 2.5)).toMatchObject(wanted);
    expect(await event(2, 1.5)).toMatchObject(wanted);
    expect(await event(77, 2.5)).toMatchObject({ ...wanted, revisionGone: true });
  });

  it('tells what the inventory did from what policy did', async () => {
    const policy = groupYaml('api', 'web', 8080);
    await commit(1, policy);
    await commit(2, policy, INVENTORY.replace('labels: {app: web}', 'labels: {app: gone}'));
    expect(controller.status().revision).toBe(1);
    const reply = await flow('shop/web', 'shop/api', 8080);
    expect(reply).toMatchObject({
      allowed: false,
      kind: BLAME_KINDS.value.inventory,
      revision: 1,
      inventory: ['workload shop/web changed'],
    });
  });

  it('judges a workload that came later by older revisions as if it had been there, and says so', async () => {
    await commit(1, groupYaml('api', 'late', 8080));
    await commit(2, groupYaml('api', 'web', 8080));
    const came = nowMs;
    await commit(3, groupYaml('api', 'web', 8080), INVENTORY + podYaml('late', '10.77.0.30'));
    expect(await flow('shop/late', 'shop/api', 8080)).toMatchObject({
      allowed: false,
      kind: BLAME_KINDS.value.policy,
      revision: 2,
      inventoryFromUnixUs: came * 1000,
    });
  });

  it('follows lists of addresses into those that they name, as an explanation does', async () => {
    const list = (name: string, spec: string): string =>
      `---\n{ apiVersion: openscg.dev/v1alpha1, kind: AddressGroup, metadata: { name: ${name}, namespace: shop }, spec: ${spec} }\n`;
    const policy = groupYaml('api', 'web', 8080).replace(/from: .*/, 'from: [{addressGroup: all}]');
    const lists = (addresses: string): string =>
      list('all', '{ groups: [some] }') +
      list('some', '{ groups: [one] }') +
      list('one', `{ addresses: [${addresses}] }`);
    await commit(1, policy + lists('10.77.0.11/32'));
    const then = nowMs - 1;
    await commit(2, policy + lists('10.77.0.13/32'));
    expect(await flow('shop/web', 'shop/api', 8080)).toMatchObject({
      allowed: false,
      kind: BLAME_KINDS.value.policy,
      revision: 2,
    });
    expect(await flow('shop/web', 'shop/api', 8080, then * 1000)).toMatchObject({
      allowed: true,
      kind: BLAME_KINDS.value.none,
    });
    const ends = { source: parseAddress('10.77.0.11'), destination: parseAddress('10.77.0.12') };
    const denied = { flow: { ...ends, protocol: 6, port: 8080 }, egress: false, atMs: then, audit: false };
    expect(await new Past(store, WORLD).explain(1, denied, nowMs)).toMatchObject({ allowed: true });
  });

  it('names a rollback and an emergency, who made them and why, and an end by time', async () => {
    await commit(1, groupYaml('api', 'rogue', 8080));
    await commit(2, groupYaml('api', 'web', 8080));
    await controller.operations.rollback(1, 'ann', 'it hurts');
    nowMs += HOUR;
    expect(await flow('shop/web', 'shop/api', 8080)).toMatchObject({
      kind: BLAME_KINDS.value.rollback,
      revision: 3,
      who: 'ann',
      why: 'it hurts',
    });
    const allow = { from: 'shop/web', to: 'shop/api', ports: [] };
    await controller.operations.emergency({ allow, reason: 'incident', ticket: '' }, HOUR, 'bob');
    expect(await flow('shop/web', 'shop/api', 8080)).toMatchObject({
      allowed: true,
      kind: BLAME_KINDS.value.emergency,
      who: 'bob',
    });
    const ends = nowMs + HOUR;
    nowMs += 2 * HOUR;
    expect(await flow('shop/web', 'shop/api', 8080)).toMatchObject({
      allowed: false,
      kind: BLAME_KINDS.value.expiry,
      timeUnixUs: ends * 1000,
    });
  });

  it('reads what concerns the two ends up to the time that is asked for, whatever else there is', async () => {
    const read = async (others: number): Promise<number[]> => {
      const elsewhere = (text: string): string => text.replaceAll('namespace: shop', 'namespace: other');
      const crowd = Array.from({ length: others }, (_, i) =>
        elsewhere(podYaml(`p${i}`, `10.78.${i >> 8}.${i & 255}`) + groupYaml(`p${i}`, 'web', 1000 + i)),
      ).join('');
      const policy = groupYaml('api', 'web', 8080);
      await commit(1, policy + crowd);
      const then = nowMs;
      for (let n = 2; n <= 5; n++) {
        const labels = INVENTORY.replace('labels: {app: web}', `labels: {app: web, build: "${n}"}`);
        await commit(n, policy + crowd.replaceAll('port: 1', `port: ${n}`), labels);
      }
      rows = 0;
      expect(await flow('shop/web', 'shop/api', 8080)).toMatchObject({ allowed: true, kind: BLAME_KINDS.value.none });
      const now = rows;
      rows = 0;
      expect(await flow('shop/web', 'shop/api', 8080, then * 1000)).toMatchObject({
        allowed: true,
        kind: BLAME_KINDS.value.none,
      });
      const blamed = rows;
      [rows, moments] = [0, 0];
      const ends = { source: parseAddress('10.77.0.13'), destination: parseAddress('10.77.0.12') };
      const denied = { flow: { ...ends, protocol: 6, port: 8080 }, egress: false, atMs: then, audit: false };
      const explained = await new Past(store, WORLD).explain(1, denied, nowMs);
      expect(explained).toMatchObject({ revision: 1, reason: DECISION_REASONS.value['default-deny'] });
      expect(JSON.stringify(explained)).toContain('app: rogue');
      expect(moments).toBe(0);
      return [now, blamed, rows];
    };
    const few = await read(3);
    await controller.close();
    rmSync(folder, { recursive: true });
    await open();
    const many = await read(60);
    expect(many).toEqual(few);
    const [now = 0, then = 0, explained = 0] = few;
    expect(then).toBeLessThan(now);
    expect(now).toBeLessThan(30);
    expect(explained).toBeLessThan(15);
  });
});
