/** One agent for each folder in bpffs; and nothing of ours left when it is taken off. */
import { type Dirent, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Datapath } from '../../src/datapath/datapath.js';
import { Owner } from '../../src/datapath/owner.js';
import { removePins } from '../../src/datapath/predecessor.js';
import { removeDatapath } from '../../src/datapath/remove.js';
import { attachClsact, BpfMap, listTcFilters, MapType, queryTcx } from '../../src/ebpf/binding.js';
import { TestNode, type Workload } from '../support/node.js';

describe('who owns the folder', () => {
  let node: TestNode;
  let web: Workload;
  beforeAll(async () => {
    node = await TestNode.create(
      { web: { addresses: ['10.1.0.10'] }, other: { addresses: ['10.1.0.20'], governed: false } },
      { who: 'node n1, state in /var/lib/one, process 77' },
    );
    web = node.workload('web');
    await node.enforce({ web: { ingress: [] } });
  });
  afterAll(() => node?.close());

  const dir = (): string => join(node.box.bpffs, 'osg');
  const second = (): Datapath =>
    Datapath.open({ dir: dir(), lock: join(node.box.dir, 'another-lock'), netns: node.netns.path, endpoints: 16 });

  it('a second agent with another state folder is refused, and told who is there', async () => {
    expect(second).toThrowError(
      expect.objectContaining({ code: 'OWNED', message: expect.stringContaining('node n1, state in /var/lib/one') }),
    );
    expect(node.datapath.inspect()).toEqual([]);
    expect(() => removeDatapath(dir(), node.netns.path)).toThrowError(expect.objectContaining({ code: 'OWNED' }));
    expect(node.datapath.inspect()).toEqual([]);
  });

  it('F48 who holds a folder that was taken away holds the one that it makes instead', async () => {
    const away = `${dir()}-away`;
    renameSync(dir(), away);
    const faults = await node.datapath.repairState();
    expect(faults.map(({ kind, repaired }) => ({ kind, repaired }))).toContainEqual({ kind: 'bpffs', repaired: true });
    expect(second).toThrowError(expect.objectContaining({ code: 'OWNED' }));
    removePins(away);
    node.datapath.repair();
  });

  it('the lock ends with its holder', async () => {
    await node.datapath.close();
    const next = second();
    expect(next.adopted).toBe(true);
    await next.close();
  });

  it('F171 whatever foreign hands pin in the place of ours: an error with a code, or its own again; never a crash', async () => {
    const pins = (readdirSync(dir(), { recursive: true, withFileTypes: true }) as Dirent[])
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(pins.length).toBeGreaterThan(8);
    const before = queryTcx(web.ifindex, 'egress', node.netns.path).programs;
    const told: string[] = [];
    // Each opening takes its time: all of them only where time does not count.
    const long = process.env['OSG_FUZZ'] !== undefined;
    const kinds = [
      [MapType.Array, 4, 1],
      [MapType.Hash, 1, 8],
    ] as const;
    const always = /osg_owner$|osg_arena$|osg_slot_counters$|conntrack_shard_7$|links\//;
    for (const pin of pins.filter((name, i) => long || i % 7 === 0 || always.test(name)))
      for (const [type, keySize, valueSize] of long ? kinds : kinds.slice(0, 1)) {
        renameSync(pin, `${dir()}-aside`);
        const foreign = BpfMap.create({ type, keySize, valueSize, maxEntries: 1, name: 'foreign' });
        foreign.pin(pin);
        foreign.close();
        let opened: Datapath | undefined;
        try {
          opened = second();
        } catch (error) {
          const { code, message } = error as { code?: unknown; message: string };
          told.push(`${pin.slice(dir().length)}: ${code}: ${message.split('\n')[0]}`);
          expect(code, message).toEqual(expect.any(String));
          expect(message).toContain(basename(pin));
          // A failed start lets the folder go at once.
          expect(() => Owner.take(dir(), 'next').close()).not.toThrow();
        }
        await opened?.close();
        rmSync(pin, { force: true });
        renameSync(`${dir()}-aside`, pin);
        // What runs goes on, whoever could not take it over.
        expect(queryTcx(web.ifindex, 'egress', node.netns.path).programs.length).toBe(before.length);
      }
    if (long) console.log(told.join('\n'));
    mkdirSync(join(dir(), 'v1', 'deep'), { recursive: true });
    mkdirSync(join(dir(), 'v99999999999999999999'));
    const next = second();
    expect(next.adopted).toBe(true);
    await next.close();
  });

  it('takes off links, filters, pins, and the qdisc if nobody else uses it', async () => {
    const datapath = node.open();
    const { ingress } = datapath.kernel.programs;
    const at = { direction: 'egress', netns: node.netns.path, program: ingress } as const;
    const other = node.workload('other');
    // What an agent leaves behind where it has no links; and a foreign filter beside ours.
    attachClsact({ ...at, ifindex: web.ifindex }).close();
    attachClsact({ ...at, ifindex: other.ifindex }).close();
    const foreign = attachClsact({ ...at, ifindex: other.ifindex, direction: 'ingress', handle: 7, priority: 9 });
    await datapath.close();
    const removed = removeDatapath(dir(), node.netns.path);
    expect(removed.links).toBe(2);
    expect([...removed.filtered].sort()).toEqual([other.host, web.host].sort());
    expect(existsSync(dir())).toBe(false);
    for (const direction of ['ingress', 'egress'] as const) {
      expect(queryTcx(web.ifindex, direction, node.netns.path).programs).toEqual([]);
      expect(listTcFilters(web.ifindex, direction, node.netns.path)).toEqual([]);
    }
    expect(listTcFilters(other.ifindex, 'ingress', node.netns.path)).toHaveLength(1);
    expect(node.box.exec(node.netns, 'tc', ['qdisc', 'show', 'dev', web.host])).not.toContain('clsact');
    foreign.detach(true);
    expect(removeDatapath(dir(), node.netns.path)).toEqual({ links: 0, filtered: [] });
  });
});
