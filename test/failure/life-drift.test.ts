import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditVerifier } from '../../src/controller/audit.js';
import { DRIFT_KINDS, DRIFT_OUTCOMES } from '../../src/distribution/words.js';
import { attachTcx, BpfLink, BpfMap, entries, queryTcx } from '../../src/ebpf/binding.js';
import { OSG_LAYOUT_VERSION, OsgEndpointState, OsgRoot, OsgSettings } from '../../src/gen/abi.js';
import { loadBasic } from '../native/support.js';
import { type AgentProcess, LifeNode, type Outcome, pause } from '../support/life.js';
import { osg } from '../support/parts.js';

/** What must be noticed and mended within 5 s. */
const LIMIT_MS = 5_000;

describe('foreign hands', () => {
  let node: LifeNode;
  let agent: AgentProcess;

  beforeAll(async () => {
    node = await LifeNode.create();
    agent = await node.agent().ready();
  });
  afterAll(() => node.close());

  const maps = (): string => join(node.bpffsDir, `v${OSG_LAYOUT_VERSION}`);
  const links = (): string => join(node.bpffsDir, 'links');
  const ifindex = (): number => node.shop.box.ifindex(node.shop.netns, 'veth-api');

  /** Does harm under traffic; returns what the conversations saw, and after how long the metric and the repair were there. */
  async function harm(kind: string, does: () => void, mended: () => boolean): Promise<Outcome & { ms: number }> {
    const before = await agent.metric(`osg_agent_drift_total{kind="${kind}"}`);
    const traffic = await node.traffic();
    await pause(200);
    does();
    expect(mended()).toBe(false);
    const began = Date.now();
    while (!mended() || (await agent.metric(`osg_agent_drift_total{kind="${kind}"}`)) === before) {
      if (Date.now() - began > LIMIT_MS) throw new Error(`not mended after ${LIMIT_MS} ms\n${agent.log.slice(-3000)}`);
      await pause(20);
    }
    const ms = Date.now() - began;
    const atOnce = await node.finish(traffic);
    expect(await agent.metric('osg_agent_drift_total')).toBeGreaterThan(0);
    return { ...atOnce, ms };
  }

  /** What the controller's audit log says of drift. */
  const records = async () =>
    (await node.controller.controller.revisions.audit(0)).flatMap(({ kind, who, detail }) =>
      kind === 'drift' ? [{ who, ...JSON.parse(detail) }] : [],
    );

  const noGap = ({ client, server, rogue }: Outcome): void => {
    expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
    expect(client.sent).toBeGreaterThan(20);
    expect(server.wrong_from).toEqual([]);
    expect(rogue).toMatchObject({ opened: 0, answered: 0 });
  };

  it('F44 a link that is detached comes back', async () => {
    const pin = join(links(), `${ifindex()}_ingress`);
    const id = (): number => {
      const link = BpfLink.openPinned(pin);
      const { id: number, ifindex: at } = link.info;
      link.close();
      return at === 0 ? 0 : number;
    };
    const outcome = await harm(
      'link',
      () => execFileSync('bpftool', ['link', 'detach', 'id', String(id())]),
      () => id() !== 0,
    );
    expect(outcome.client).toMatchObject({ broken: '', missing: 0 });
    await expect.poll(records, { timeout: LIMIT_MS }).toHaveLength(1);
    const [record] = await records();
    expect(record).toMatchObject({ who: 'n1', kind: 'link', outcome: 'repaired' });
    expect(record.what).toEqual([expect.stringMatching(/^shop\/\w+ \(\S+\) ingress: gone$/)]);
    expect(record.withinMs).toBeLessThan(LIMIT_MS);
    // Confirmed: it is not told again.
    await expect.poll(() => agent.metric('osg_agent_drift_events_waiting')).toBe(0);
    const verifier = new AuditVerifier();
    expect(
      (await node.controller.controller.revisions.audit(0)).map((entry) => verifier.check(entry)),
    ).not.toContainEqual(expect.anything());
    expect(node.row().lastDrift).toMatchObject({
      kind: DRIFT_KINDS.value.link,
      outcome: DRIFT_OUTCOMES.value.repaired,
    });
    const { stdout } = await osg(['audit', 'log', '--controller', node.operator]);
    expect(stdout).toContain(`  outcome: repaired\n`);
    expect(Math.max(...stdout.split('\n').map((text) => text.length))).toBeLessThanOrEqual(80);
    const verified = await osg(['audit', 'verify', '--controller', node.operator]);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('unbroken') });
    const status = await osg(['status', '--controller', node.operator]);
    expect(status.stdout).toMatch(/^n1: drift \d+ s ago: link, repaired within \d+ ms$/m);
    console.log(`F44 link: mended after ${outcome.ms} ms; ${outcome.server.wrong} messages came through meanwhile`);
    const after = await node.traffic();
    await pause(300);
    noGap(await node.finish(after));
  });

  it('F44 tables that are written into are restored', async () => {
    const arena = BpfMap.openPinned(join(maps(), 'osg_arena'));
    const mapping = arena.mmap(true);
    const words = new Uint32Array(mapping.buffer);
    const outcome = await harm(
      'tables',
      () => {
        // Every line but the first: each packet would be denied as unreadable.
        for (let i = 16; i < words.length; i++) words[i] = 0;
        words[3] = 0;
      },
      () => words[3] !== 0,
    );
    mapping.close();
    arena.close();
    expect(outcome.server.wrong).toBe(0);
    expect(outcome.client.missing).toBeGreaterThan(0);
    const after = await node.traffic();
    await pause(300);
    noGap(await node.finish(after));
    console.log(`F44 tables: mended after ${outcome.ms} ms`);
  });

  it('F44 settings and connection tables that are taken away come back', async () => {
    const settings = BpfMap.openPinned(join(maps(), 'osg_settings'));
    const key = Buffer.alloc(4);
    const right = settings.lookup(key) as Buffer;
    const outcome = await harm(
      'map',
      () => settings.update(key, Buffer.alloc(OsgSettings.size, 1)),
      () => (settings.lookup(key) as Buffer).equals(right),
    );
    settings.close();
    console.log(`F44 settings: mended after ${outcome.ms} ms`);
    const conntrack = BpfMap.openPinned(join(maps(), 'osg_conntrack_more'));
    const inner = (): string => [...entries(conntrack)].map(({ value }) => value.toString('hex')).join();
    const tables = inner();
    const index = Buffer.alloc(4);
    index.writeUInt32LE(1);
    const second = await harm(
      'map',
      () => conntrack.delete(index),
      () => inner() === tables,
    );
    conntrack.close();
    console.log(`F44 conntrack: mended after ${second.ms} ms`);
  });

  it('F44 a recovery window that a foreign hand opened is closed', async () => {
    const states = BpfMap.openPinned(join(maps(), 'osg_endpoint_states'));
    const { ifindex: at, recover_until_ns } = OsgEndpointState.fields;
    const key = Buffer.alloc(4);
    const value = (): Buffer => states.lookup(key) as Buffer;
    for (let index = 1; value().readUInt32LE(at.offset) !== ifindex(); index++) key.writeUInt32LE(index);
    const outcome = await harm(
      'map',
      () => {
        const open = value();
        open.writeBigUInt64LE(2n ** 63n, recover_until_ns.offset);
        states.update(key, open);
      },
      () => value().readBigUInt64LE(recover_until_ns.offset) === 0n,
    );
    states.close();
    noGap(outcome);
    console.log(`F44 recovery window: closed after ${outcome.ms} ms`);
  });

  it('F52 an offset between TAI and the wall clock that is wrong is put right', async () => {
    // A namespace cannot have its own wall clock: what a step by NTP or a leap second leaves in the tables is written there.
    const arena = BpfMap.openPinned(join(maps(), 'osg_arena'));
    const mapping = arena.mmap(true);
    const { offset } = OsgRoot.fields.tai_offset_ns;
    const right = mapping.loadAcquire64(offset);
    mapping.storeRelease64(offset, right + 3_600_000_000_000n);
    await expect.poll(() => mapping.loadAcquire64(offset), { timeout: 10_000 }).toBe(right);
    mapping.close();
    arena.close();
  });

  it('F45 a foreign program ahead of ours that accepts everything is overtaken', async () => {
    const object = loadBasic();
    const program = object.program('decide');
    const at = { ifindex: ifindex(), direction: 'egress' as const, netns: node.shop.netns.path };
    let foreign: BpfLink | undefined;
    const first = (): number => queryTcx(at.ifindex, at.direction, at.netns).programs[0]?.linkId ?? 0;
    const outcome = await harm(
      'place',
      () => {
        foreign = attachTcx({ ...at, program });
      },
      () => first() !== foreign?.info.id,
    );
    // The new link is there before the old one goes.
    await expect
      .poll(() => queryTcx(at.ifindex, at.direction, at.netns).programs.length, { timeout: 60_000, interval: 100 })
      .toBe(2);
    expect(outcome.client).toMatchObject({ broken: '', missing: 0 });
    // The harm was real, so its end means something.
    expect(outcome.server.wrong).toBeGreaterThan(0);
    const after = await node.traffic();
    await pause(300);
    noGap(await node.finish(after));
    foreign?.close();
    program.close();
    object.close();
    console.log(`F45: overtaken after ${outcome.ms} ms`);
  });

  it('F48 pins that are removed come back, without a gap', async () => {
    const outcome = await harm(
      'bpffs',
      () => {
        for (const name of readdirSync(maps())) rmSync(join(maps(), name));
        for (const name of readdirSync(links())) rmSync(join(links(), name));
      },
      () => existsSync(join(maps(), 'osg_arena')) && readdirSync(links()).length === 6,
    );
    noGap(outcome);
    console.log(`F48 pins: mended after ${outcome.ms} ms`);
  });

  it('F48 a bpffs that is unmounted is mounted again, without a gap', async () => {
    const outcome = await harm(
      'bpffs',
      // Lazily, as the agent may be looking at it in this very moment.
      () => execFileSync('umount', ['--lazy', node.shop.box.bpffs]),
      () => existsSync(join(maps(), 'osg_arena')) && readdirSync(links()).length === 6,
    );
    noGap(outcome);
    console.log(`F48 mount: mended after ${outcome.ms} ms`);
    await agent.stop('SIGKILL');
    agent = await node.agent().ready();
    expect(agent.log).toContain('enforcement taken over');
    const traffic = await node.traffic();
    await pause(300);
    noGap(await node.finish(traffic));
  });

  it('every kind of it is in the audit log of the controller', async () => {
    const kinds = async (): Promise<string[]> => [...new Set((await records()).map(({ kind }) => String(kind)))].sort();
    await expect.poll(kinds, { timeout: 15_000 }).toEqual(['bpffs', 'link', 'map', 'place', 'tables']);
    expect((await records()).filter(({ outcome }) => outcome !== 'repaired')).toEqual([]);
  });
});
