/** The story on a cluster: install, the shop, policies by kubectl, denies, an edit, an agent that dies. */
import { readdirSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../policy/model.js';
import type { Narrator } from '../narrator.js';
import { type Lab, NODE, TAINT } from './cluster.js';
import { ofProject } from './lab-files.js';
import { type Attempt, reachTable, shopObjects, tryAll, wrong } from './shop.js';

const UP_MS = 300_000;
const WAIT_MS = 60_000;
const WIDTH = 74;

export interface ClusterStage {
  readonly lab: Lab;
  /** Folder with `inventory.yaml` and `policies/`. */
  readonly policies: string;
  readonly say: Narrator;
  readonly signal: AbortSignal;
  /** The declared policy over what the cluster shows, as the reference reads it. */
  readonly world: () => Promise<World>;
}

/** Scene by scene; one that went wrong is the last. */
export async function tell(stage: ClusterStage): Promise<void> {
  for (const scene of [install, shop, policies, denies, outage]) {
    await scene(stage);
    if (stage.say.failures.length > 0) return;
    await stage.say.pause();
  }
}

/** Shows the command and what it says. */
async function kubectl({ lab, say }: ClusterStage, args: readonly string[], most = 12): Promise<string> {
  const shown = args.map((arg) => (isAbsolute(arg) ? relative(process.cwd(), arg) : arg));
  say.quote(`$ kubectl ${shown.join(' ')}`.slice(0, WIDTH));
  const { code, stdout, stderr } = await lab.kubectl(args);
  const lines = `${stdout}${stderr}`.trimEnd().split('\n');
  for (const line of lines.slice(0, most)) say.quote(line.slice(0, WIDTH));
  if (lines.length > most) say.quote(`… and ${lines.length - most} lines more`);
  if (code !== 0) say.check(`kubectl ${args[0]} goes well`, [stderr]);
  return stdout;
}

const PARTS = ['osg-system/osg-controller', 'osg-system/osg-collector', 'osg-system/osg-agent'];
const COLUMNS =
  'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,STATUS:.status.phase,IP:.status.podIP';

async function install(stage: ClusterStage): Promise<void> {
  const { lab, say } = stage;
  say.scene('Install', 'One command, as an operator does it; the node has its startup taint.');
  await kubectl(stage, ['apply', '-k', ofProject('deploy/kubernetes')], 3);
  await say.until('certificates, controller, collector, the agent with three capabilities', UP_MS, () =>
    PARTS.every((id) => lab.waitsFor(id) === ''),
  );
  await say.until('the controller takes the taint off: the node enforces', WAIT_MS, async () => {
    const { stdout } = await lab.kubectl(['get', 'node', NODE, '-o', 'jsonpath={.spec.taints[*].key}']);
    return !stdout.includes(TAINT.key);
  });
  await kubectl(stage, ['get', 'pods', '-A', '-o', COLUMNS]);
}

/** Of the shop: `namespace/name`. @param folder with `inventory.yaml` */
export const podsOf = (folder: string): string[] =>
  shopObjects(join(folder, 'inventory.yaml')).pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
const names = ({ policies }: ClusterStage): string[] => podsOf(policies);

async function shop(stage: ClusterStage): Promise<void> {
  const { lab, say, policies: folder } = stage;
  say.scene('The shop', 'Six pods; each is handed to the agent before its first instruction.');
  const { namespaces, pods } = shopObjects(join(folder, 'inventory.yaml'));
  await lab.apply(namespaces);
  await lab.apply(pods);
  await say.until('they run', UP_MS, () => names(stage).every((id) => lab.waitsFor(id) === ''));
  const attempts = await check(stage, { ...(await stage.world()), policies: [] });
  say.check(
    'without a policy everybody reaches everybody',
    attempts.every(({ answered }) => answered) ? [] : ['somebody did not'],
  );
}

async function check(stage: ClusterStage, world: World): Promise<Attempt[]> {
  const attempts = await tryAll(stage.lab, world, names(stage));
  stage.say.check(`${attempts.length} conversations went as the reference evaluator says`, wrong(attempts));
  return attempts;
}

async function policies(stage: ClusterStage): Promise<void> {
  const { lab, say, policies: folder } = stage;
  say.scene('Policies', 'The teams’ own groups, the platform’s, and a NetworkPolicy.');
  for (const file of readdirSync(join(folder, 'policies')).sort())
    await kubectl(stage, ['apply', '-f', join(folder, 'policies', file)], 8);
  await say.until('every node enforces them', WAIT_MS, async () => {
    const { stdout } = await lab.kubectl([
      ...['get', 'securitygroups,clustersecuritygroups', '-A'],
      ...['-o', 'jsonpath={range .items[*]}{.status.conditions[?(@.type=="Realised")].status}{"\\n"}{end}'],
    ]);
    const states = stdout.trim().split('\n');
    return states.length > 4 && states.every((state) => state === 'True');
  });
  await kubectl(stage, ['get', 'securitygroups', '-A']);
  const attempts = await check(stage, await stage.world());
  say.quote('');
  say.quote(`${'SERVICE'.padEnd(32)} REACHED BY`);
  for (const line of reachTable(attempts)) say.quote(line.slice(0, WIDTH));
}

async function denies(stage: ClusterStage): Promise<void> {
  const { lab, say } = stage;
  say.scene('Why', 'Each denied flow became an event: who, whom, which port, whose rule.');
  const socket = lab.volume('osg-system/osg-collector', 'run', 'collector.sock');
  const ask = ['osg', 'denies', '-n', 'shop', '--last', '6'];
  let lines: string[] = [];
  await say.until('the collector has them', WAIT_MS, async () => {
    const { stdout } = await lab.kubectl([...ask, '--collector', `unix:${socket}`]);
    lines = stdout.trim().split('\n').filter(Boolean);
    return lines.length > 0;
  });
  say.quote(`$ kubectl ${ask.join(' ')}`);
  for (const line of lines) for (const part of folded(line)) say.quote(part);
}

/** In lines that fit. */
function folded(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(last === undefined ? word : `    ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

async function outage(stage: ClusterStage): Promise<void> {
  const { lab, say } = stage;
  say.scene('The agent dies', 'kill -9, and a pod that is to start meanwhile.');
  const held = lab.kubelet.get('osg-system/osg-agent');
  lab.signal(held?.containers[0]?.id ?? 'none', 'SIGKILL');
  await check(stage, await stage.world());
  await lab.apply([
    {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'late', namespace: 'sandbox', labels: { app: 'late' } } },
      spec: { containers: [{ name: 'c', image: 'lab.local/pod:1', command: ['/pod'] }] },
    },
  ]);
  await say.until('it starts when the agent is back, and not before', UP_MS, () => lab.waitsFor('sandbox/late') === '');
  const api = lab.kubelet.get('shop/api')?.addresses[0] ?? '';
  const { code } = await lab.exec('sandbox/late', '/pod', 'try', '700', `tcp/${api}/8080`);
  say.check('and it is denied what its namespace is denied', code === 1 ? [] : ['it reached api:8080']);
  await sleep(0, undefined, { signal: stage.signal });
}
