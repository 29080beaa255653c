import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { BpfLink, BpfProgram, withNetns } from '../../src/datapath/binding.js';
import { OSG_LAYOUT_VERSION } from '../../src/gen/abi.js';
import { LifeNode, type Outcome, pause } from '../support/life.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
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

interface Change {
  /** Of the layout that its maps have. */
  readonly layout?: number;
  /** changed: another program with the same meaning. broken: half of the file. */
  readonly program?: 'changed' | 'broken';
}

/** Another build of the whole agent: its `main.js`. */
function build(dir: string, { layout, program }: Change): string {
  mkdirSync(join(dir, 'native'), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true });
  writeFileSync(join(dir, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  symlinkSync(join(ROOT, 'native/build'), join(dir, 'native/build'));
  if (layout !== undefined) {
    const abi = join(dir, 'dist/gen/abi.js');
    const text = readFileSync(abi, 'utf8');
    const other = text.replace(/(OSG_LAYOUT_VERSION = )\d+/, `$1${layout}`);
    if (other === text) throw new Error('abi.js declares no layout version');
    writeFileSync(abi, other);
  }
  if (program === undefined) symlinkSync(join(ROOT, 'bpf'), join(dir, 'bpf'));
  else rebuild(join(dir, 'bpf'), program);
  return join(dir, 'dist/cli/main.js');
}

function rebuild(bpf: string, program: 'changed' | 'broken'): void {
  const object = join(bpf, 'build/endpoint.bpf.o');
  cpSync(join(ROOT, 'bpf'), bpf, { recursive: true, preserveTimestamps: true });
  if (program === 'broken') {
    writeFileSync(object, readFileSync(object).subarray(0, 4096));
    return;
  }
  const source = join(bpf, 'prog/endpoint.bpf.c');
  const text = readFileSync(source, 'utf8');
  // One more helper call, whose result nobody uses: other instructions, same verdicts.
  const other = text.replace(
    /(\nint osg_(?:in|e)gress\(struct __sk_buff \*\w+\)\s*\{\n)/g,
    '$1\tbpf_get_smp_processor_id();\n',
  );
  if (other === text) throw new Error('endpoint.bpf.c has no osg_ingress');
  writeFileSync(source, other);
  execFileSync('make', ['-s', '-C', bpf], { stdio: 'pipe' });
}

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
  }, 60_000);

  it('F47 another layout takes over under traffic, forth and back, and clears what was before', async () => {
    const node = await create();
    const other = OSG_LAYOUT_VERSION + 1;
    const next = build(node.shop.path('next'), { layout: other });
    let agent = await node.agent().ready();
    const links = node.objects().links;
    const traffic = await node.traffic();
    await agent.stop('SIGKILL');
    agent = await node.agent({ main: next }).ready();
    expect(existsSync(join(node.bpffsDir, `v${other}`, 'osg_arena'))).toBe(true);
    expect(existsSync(join(node.bpffsDir, `v${OSG_LAYOUT_VERSION}`))).toBe(false);
    await agent.stop('SIGKILL');
    agent = await node.agent().ready();
    expect(existsSync(join(node.bpffsDir, `v${other}`))).toBe(false);
    // The links stay: there is no moment without a program.
    expect(node.objects().links).toEqual(links);
    unharmed(await node.finish(traffic));
  }, 60_000);

  it('F47 a damaged object, tables of another layout: refused with words, the old links stay', async () => {
    const node = await create();
    await (await node.agent().ready()).stop('SIGTERM');
    const traffic = await node.traffic();
    const bad = build(node.shop.path('bad'), { program: 'broken' });
    const refused = node.agent({ main: bad });
    expect(await refused.exited).toBe(5);
    expect(refused.log).toMatch(/^osg: /m);
    // Its maps say another layout than their folder: an agent that adopted them would read nonsense.
    const other = OSG_LAYOUT_VERSION + 1;
    const next = build(node.shop.path('next'), { layout: other });
    const wrong = join(node.bpffsDir, `v${other}`);
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
    expect(confused.log).toContain(`is not an arena of layout ${other}`);
    unharmed(await node.finish(traffic));
    await (await node.agent().ready()).stop();
  }, 60_000);

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
  }, 60_000);
});
