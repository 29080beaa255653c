import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BpfLink, BpfProgram, withNetns } from '../../src/ebpf/binding.js';
import { OSG_LAYOUT_VERSION } from '../../src/gen/abi.js';
import { LifeNode, type Outcome, pause } from '../support/life.js';
import { build, OTHER_LAYOUT } from '../support/life-build.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function create(): Promise<LifeNode> {
  const node = await LifeNode.create();
  closers.push(() => node.close());
  return node;
}

const unharmed = ({ client, server, rogue }: Outcome): void => {
  expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
  expect(client.echoed).toBe(client.sent);
  expect(client.sent).toBeGreaterThan(50);
  expect(server.wrong_from).toEqual([]);
  expect(rogue).toMatchObject({ opened: 0, answered: 0 });
};

/** Tags (hashes of the instructions) of the programs on the interfaces. */
function tags(node: LifeNode): string[] {
  const dir = join(node.bpffsDir, 'links');
  const all = readdirSync(dir).map((name) => {
    const link = BpfLink.openPinned(join(dir, name));
    const program = BpfProgram.fromId(link.info.progId);
    const { tag } = program.info;
    program.close();
    link.close();
    return tag;
  });
  return [...new Set(all)].sort();
}

describe('upgrade', () => {
  it('F47 a new program takes over under traffic, and the old one again, without one wrong verdict', async () => {
    const node = await create();
    const next = build(node.shop.path('next'), { program: 'changed' });
    let agent = await node.agent().ready();
    const before = tags(node);
    const traffic = await node.traffic();
    await agent.stop('SIGTERM');
    agent = await node.agent({ main: next }).ready();
    const upgraded = tags(node);
    expect(upgraded.filter((tag) => before.includes(tag))).toEqual([]);
    await agent.stop('SIGKILL');
    await node.agent().ready();
    expect(tags(node)).toEqual(before);
    unharmed(await node.finish(traffic));
  }, 180_000);

  it('F47 another layout takes over under traffic, forth and back, and clears what was before', async () => {
    const node = await create();
    const next = build(node.shop.path('next'), { layout: 'version' });
    let agent = await node.agent().ready();
    const links = node.objects().links;
    const traffic = await node.traffic();
    await agent.stop('SIGKILL');
    agent = await node.agent({ main: next }).ready();
    expect(existsSync(join(node.bpffsDir, `v${OTHER_LAYOUT}`, 'osg_arena'))).toBe(true);
    expect(existsSync(join(node.bpffsDir, `v${OSG_LAYOUT_VERSION}`))).toBe(false);
    await agent.stop('SIGKILL');
    agent = await node.agent().ready();
    expect(existsSync(join(node.bpffsDir, `v${OTHER_LAYOUT}`))).toBe(false);
    // The links stay: there is no moment without a program.
    expect(node.objects().links).toEqual(links);
    unharmed(await node.finish(traffic));
  }, 180_000);

  it('F47 a damaged object, tables of another layout: refused with words, the old links stay', async () => {
    const node = await create();
    await (await node.agent().ready()).stop('SIGTERM');
    const traffic = await node.traffic();
    const bad = build(node.shop.path('bad'), { program: 'broken' });
    const refused = node.agent({ main: bad });
    expect(await refused.exited).toBe(5);
    expect(refused.log).toMatch(/^osg: /m);
    // Its maps say another layout than their folder: an agent that adopted them would read nonsense.
    const next = build(node.shop.path('next'), { layout: 'version' });
    const wrong = join(node.bpffsDir, `v${OTHER_LAYOUT}`);
    mkdirSync(wrong);
    execFileSync('bpftool', [
      'map',
      'pin',
      'pinned',
      join(node.bpffsDir, `v${OSG_LAYOUT_VERSION}`, 'osg_arena'),
      join(wrong, 'osg_arena'),
    ]);
    const confused = node.agent({ main: next });
    expect(await confused.exited).toBe(5);
    expect(confused.log).toContain(`is not an arena of layout ${OTHER_LAYOUT}`);
    unharmed(await node.finish(traffic));
    await (await node.agent().ready()).stop();
  }, 180_000);

  it('F56 without tcx, by clsact: same verdicts, over a kill too', async () => {
    const node = await create();
    const args = ['--attach', 'clsact'];
    const agent = await node.agent({ args }).ready();
    expect(readdirSync(join(node.bpffsDir, 'links'))).toEqual([]);
    const filters = withNetns(node.shop.netns.path, () =>
      execFileSync('tc', ['filter', 'show', 'dev', 'veth-api', 'ingress'], { encoding: 'utf8' }),
    );
    expect(filters).toContain('osg_egress');
    const traffic = await node.traffic();
    await pause(200);
    await agent.stop('SIGKILL');
    const again = await node.agent({ args }).ready();
    expect(again.log).toContain('enforcement taken over');
    unharmed(await node.finish(traffic));
    // Somebody removes the filters: back within 5 s.
    withNetns(node.shop.netns.path, () => execFileSync('tc', ['qdisc', 'delete', 'dev', 'veth-api', 'clsact']));
    await expect.poll(() => again.metric('osg_agent_drift_total{kind="link"}'), { timeout: 5_000 }).toBe(2);
    const after = await node.traffic();
    await pause(500);
    unharmed(await node.finish(after));
  }, 180_000);
});
