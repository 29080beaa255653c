/** What the three parts cost a machine: processor time at rest, memory with the kernel's maps, growth over many edits. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { httpGet, PartProcess } from '../test/support/parts.js';
import { nodeYaml, podYaml } from '../test/support/shop-files.js';
import { ShopNode } from '../test/support/shop-node.js';
import { type Row, row } from './row/row.js';

export const summary = 'processor time and memory of each part, maps included: idle, many rules, many edits';

const PARTS = ['controller', 'agent', 'collector'] as const;
type Parts = Readonly<Record<(typeof PARTS)[number], PartProcess>>;
/** After a change, until what it left is collected. */
const SETTLE_MS = 5_000;

const groups = (pods: readonly string[], rules: number, salt = 0): string =>
  pods
    .map(
      (name, pod) => `---
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: ${name}, namespace: shop}
spec:
  owner: team-${name}
  members: {podSelector: {matchLabels: {app: ${name}}}}
  ingress:
${Array.from(
  { length: rules },
  (_, i) =>
    `  - {id: r${i}, from: [{cidr: 10.${(pod + salt) % 250}.${i >> 8}.${i & 255}/32}], ports: [{port: ${1000 + ((i + salt) % 5000)}}]}\n`,
).join('')}`,
    )
    .join('');

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      endpoints: { type: 'string', default: '100' },
      seconds: { type: 'string', default: '60' },
      edits: { type: 'string', default: '500' },
      'every-ms': { type: 'string', default: '1200' },
    },
  });
  const endpoints = Number(values.endpoints);
  const node = await ShopNode.create([]);
  const parts: Partial<Record<(typeof PARTS)[number], PartProcess>> = {};
  try {
    const pods = Array.from({ length: endpoints }, (_, i) => `p${i}`);
    // Both ends in the node's namespace: nobody sends anything.
    node.box.ip(node.netns, ...pods.map((name) => `link add veth-${name} type veth peer name peer-${name}`));
    const pod = (name: string, i: number): string => podYaml(name, `10.77.${1 + (i >> 7)}.${(i & 127) + 1}`);
    const inventory = nodeYaml('n1', '10.77.0.1') + pods.map(pod).join('');
    node.policies.write('inventory.yaml', inventory);
    node.policies.write('policy.yaml', groups(pods, 1));
    const socket = `unix:${node.path('d.sock')}`;
    const start = (args_: readonly string[]): PartProcess => new PartProcess(args_, node.path(`${args_[0]}.health`));
    parts.controller = start(node.controllerArgs);
    parts.collector = start(['collector', '--database', node.path('d.db'), '--listen', socket]);
    const agentArgs = node.agentArgs.map((arg, i, all) => (all[i - 1] === '--endpoints' ? '256' : arg));
    parts.agent = start([...agentArgs, '--collector', socket]);
    for (const part of Object.values(parts)) await part.ready(120_000);
    return await measured(parts as Parts, node, pods, {
      seconds: Number(values.seconds),
      edits: Number(values.edits),
      everyMs: Number(values['every-ms']),
      relabel: (salt) =>
        node.policies.write('inventory.yaml', inventory.replaceAll('labels: {', `labels: {edit: e${salt}, `)),
    });
  } finally {
    for (const part of Object.values(parts)) await part.stop('SIGKILL');
    node.close();
  }
}

interface Lengths {
  readonly seconds: number;
  readonly edits: number;
  readonly everyMs: number;
  /** Changes every pod. */
  relabel(salt: number): void;
}

async function measured(
  parts: Parts,
  node: ShopNode,
  pods: readonly string[],
  { seconds, edits, everyMs, relabel }: Lengths,
): Promise<Row[]> {
  const rows: Row[] = [];
  const keep = (name: string, unit: string, value: number): void => {
    rows.push(row('footprint', name, { endpoints: pods.length }, unit, [value]));
    console.log(`${name.padEnd(44)} ${value.toFixed(unit === '%' ? 2 : 1)} ${unit}`);
  };
  const memory = (what: string): void => {
    for (const name of PARTS) keep(`${what}, ${name}`, 'MiB', rssMiB(parts[name]));
    keep(`${what}, kernel's maps`, 'MiB', mapsMiB(parts.agent));
  };
  const inForce = async (text: string): Promise<void> => {
    const before = await revision(parts.agent);
    node.policies.write('policy.yaml', text);
    for (const end = Date.now() + 120_000; (await revision(parts.agent)) === before; await sleep(50))
      if (Date.now() > end) throw new Error('the edit is not in force after two minutes');
  };

  await sleep(SETTLE_MS);
  const began = PARTS.map((name) => cpuSeconds(parts[name]));
  await sleep(seconds * 1000);
  for (const [i, name] of PARTS.entries())
    keep(`idle, ${name}`, '%', (100 * (cpuSeconds(parts[name]) - (began[i] ?? 0))) / seconds);
  memory('idle');

  await inForce(groups(pods, 100));
  await sleep(SETTLE_MS);
  memory(`${pods.length} × 100 rules`);
  await inForce(groups(pods.slice(0, 1), 10_000));
  await sleep(SETTLE_MS);
  memory('10,000 rules on one endpoint');

  await inForce(groups(pods, 10));
  // The first hundred fill caches that have a bound.
  for (let i = 0; i < Math.min(100, edits); i++) await inForce(groups(pods, 10, i + 1));
  await sleep(SETTLE_MS);
  const before = PARTS.map((name) => rssMiB(parts[name]));
  for (let i = 0; i < edits; i++) {
    const next = Date.now() + everyMs;
    relabel(i);
    await inForce(groups(pods, 10, i + 200));
    await sleep(Math.max(0, next - Date.now()));
  }
  await sleep(SETTLE_MS);
  for (const [i, name] of PARTS.entries())
    keep(
      `growth by ${edits} edits and ${edits * pods.length} pod changes, ${name}`,
      'MiB',
      rssMiB(parts[name]) - (before[i] ?? 0),
    );
  memory(`after ${edits} edits`);
  return rows;
}

const pidOf = ({ child }: PartProcess): number => child.pid as number;
const MIB = 1 << 20;

function rssMiB(part: PartProcess): number {
  const status = readFileSync(`/proc/${pidOf(part)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** Of user and system, in all threads; the unit is USER_HZ, 100 on every Linux. */
function cpuSeconds(part: PartProcess): number {
  const stat = readFileSync(`/proc/${pidOf(part)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Of the maps that the agent holds open, each once. */
function mapsMiB(agent: PartProcess): number {
  const folder = `/proc/${pidOf(agent)}/fdinfo`;
  const bytes = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    let text: string;
    try {
      text = readFileSync(join(folder, name), 'utf8');
    } catch {
      continue; // closed meanwhile
    }
    const id = /^map_id:\s+(\d+)$/m.exec(text)?.[1];
    if (id !== undefined) bytes.set(id, Number(/^memlock:\s+(\d+)$/m.exec(text)?.[1]));
  }
  return [...bytes.values()].reduce((sum, size) => sum + size, 0) / MIB;
}

async function revision(agent: PartProcess): Promise<number> {
  const { body } = await httpGet(agent.healthSocket, '/metrics');
  return Number(/^osg_agent_realised_revision (\d+)$/m.exec(body)?.[1]);
}
