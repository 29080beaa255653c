/** One section of the report for each kept result. */
import { estimate, type Row } from '../peers/row.js';
import { markdown, peersTables } from '../peers/tables.js';
import { changeLosses, footprintLosses, type Loss, memoryLosses, packetPathLosses, peersLosses } from './losses.js';
import type { Result } from './results.js';

const number = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e6
    ? value.toLocaleString('en')
    : value >= 100
      ? Math.round(value).toLocaleString('en')
      : value.toPrecision(3);

const interval = (row: Row): string => {
  const { value, low, high } = estimate(row.samples);
  return row.samples.length === 1 ? number(value) : `${number(value)} [${number(low)}, ${number(high)}]`;
};

/** A line for each combination of case, family and flows, a column for each number of rules. */
function packetPath(rows: readonly Row[]): string {
  const sizes = [...new Set(rows.map(({ params }) => Number(params['rules'])))];
  const key = ({ case: name, params }: Row) =>
    `${name}, IPv${params['family']}, ${number(Number(params['flows']))} flows`;
  const lines = [...new Set(rows.map(key))].map((line) => [
    line,
    ...sizes.map((size) => {
      const row = rows.find((candidate) => key(candidate) === line && candidate.params['rules'] === size);
      return row === undefined ? '–' : interval(row);
    }),
  ]);
  const table = markdown(['', ...sizes.map((size) => `${number(size)} rules`)], lines);
  const services = rows.some(({ case: name }) => name === 'service') ? '' : `\n\n${SERVICES_BEFORE}`;
  return `ns per packet, median [95 % interval].\n\n${table}${services}`;
}

/** Until a kept run has these cases too. */
const SERVICES_BEFORE = `Services, \`npm run bench -- packet-path --rules 1000 --rules 10000 --family 4 --rounds 21\` on a very busy machine (load average 25 to 23,
2 CPUs), so beside \`empty\` and \`allow\` of the same run; without Services \`osg_egress\` has 53,392 bytes of machine code in place of 53,225,
\`osg_ingress\` 53,835 in place of 53,650:

${markdown(
  ['IPv4', '1,000 rules', '10,000 rules'],
  [
    ['empty, 16,384 flows', '17 [14, 19]', '22 [19, 27]'],
    ['allow, 16,384 flows', '94 [82, 100]', '281 [246, 310]'],
    ['service, 16,384 flows', '81 [78, 87]', '136 [127, 157]'],
    ['service, 1 flow', '76 [75, 81]', '84 [79, 91]'],
    ['service-hook, 1 flow', '94 [89, 111]', '107 [100, 117]'],
    ['other-hook, 1 flow', '15 [13, 17]', '15 [14, 16]'],
  ],
)}`;

/** Times and what they cost, and what was counted. */
function changeTables(rows: readonly Row[]): string {
  const [counted, timed] = [rows.filter(({ unit }) => unit === 'blocks'), rows.filter(({ unit }) => unit === 'ms')];
  return [timesTable(timed), ...(counted.length === 0 ? [] : [workTable(counted)])].join('\n\n');
}

/** Of each case, a column for each size of the world. */
function timesTable(rows: readonly Row[]): string {
  const scales = [...new Set(rows.map(({ params }) => Number(params['scale'])))];
  const cases = [...new Set(rows.map(({ case: name }) => name))];
  const lines = cases.flatMap((name) => {
    const own = rows.filter((row) => row.case === name);
    const line = (what: string, of: (row: Row) => string): string[] => [
      name.replace(/:.*/, ''),
      what,
      ...scales.map((scale) => {
        const row = own.find(({ params }) => params['scale'] === scale);
        return row === undefined ? '–' : of(row);
      }),
    ];
    const param = (key: string) => (row: Row) => {
      const value = row.params[key];
      return value === undefined ? '–' : number(Number(value));
    };
    const warmUp = own[0]?.params['warmUp'];
    const first = `the first ${warmUp}`;
    return [
      line(`p50, ms (goal ${own[0]?.params['goalMs']})`, interval),
      line('longest, ms', ({ max }) => number(max)),
      line('CPU of controller, ms', param('controllerCpuMs')),
      line('CPU of agent, ms', param('agentCpuMs')),
      line('bytes on the wire', param('bytes')),
      ...(warmUp === undefined
        ? []
        : [
            line(`${first}: p50, ms`, param('firstMs')),
            line(`${first}: longest, ms`, param('firstLongestMs')),
            line(`${first}: CPU of controller, ms`, param('firstControllerCpuMs')),
            line(`${first}: CPU of agent, ms`, param('firstAgentCpuMs')),
          ]),
    ];
  });
  return markdown(['', '', ...scales.map((scale) => `${scale}×`)], lines, 2);
}

/** How much is run for one change, and how much more than in the smallest world. */
function workTable(rows: readonly Row[]): string {
  const scales = [...new Set(rows.map(({ params }) => Number(params['scale'])))];
  const lines = [...new Set(rows.map(({ case: name }) => name))].flatMap((name) =>
    ['controller', 'agent'].map((who) => {
      const of = (scale: number): number =>
        Number(rows.find((row) => row.case === name && row.params['scale'] === scale)?.params[who] ?? Number.NaN);
      const least = of(scales[0] ?? 1);
      const cell = (count: number): string => `${number(count)} (${number(count / least)})`;
      return [name.replace(/:.*/, ''), who, ...scales.map((scale) => cell(of(scale)))];
    }),
  );
  return markdown(['blocks run', '', ...scales.map((scale) => `${scale}×`)], lines, 2);
}

/** A line for each node. */
function memoryTables(rows: readonly Row[]): string {
  const columns = ['heapMiB', 'rssMiB', 'peakRssMiB', 'bytesPerRule', 'longestTurnMs', 'longestOwnTurnMs', 'changeMs'];
  const lines = rows.map(({ case: name, params }) => [
    `${params['endpoints']} × ${number(Number(params['rules']))}${name.endsWith('shared') ? ', the same for all' : ''}`,
    ...columns.map((column) => number(Number(params[column]))),
  ]);
  const titles = [
    'heap, MiB',
    'RSS, MiB',
    'peak',
    'bytes a rule',
    'longest turn, ms',
    '… without garbage collection',
    'one rule, ms',
  ];
  return markdown(['endpoints × rules', ...titles], lines, 1);
}

function anyBench(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.case,
    Object.entries(row.params)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? number(value) : value}`)
      .join(', '),
    row.unit,
    interval(row),
  ]);
  return `Median [95 % interval].\n\n${markdown(['case', 'parameters', 'unit', 'figure'], lines, 3)}`;
}

const PEERS = `A client, a router that forwards and a server, each in a network namespace of its own, joined by veth pairs with static
neighbours. Client and server are one thread on one CPU, so a packet passes all three namespaces within the system call that
sends it, and the thread's CPU time is what it cost: sender, router, receiver and policy together. Rates are per second of
that CPU time. Every system has a path of its own; each round takes one slice of every system after another, ratios are taken
round by round, and tables show the median and its 95 % interval (order statistics).

Rules: half hosts, half /24, half TCP, half UDP, one port; sources match a random rule. All drop by default, and the kernel's
own accept established and related flows first. \`npm run bench -- peers\` checks every packet: the allowed ones must all arrive, of
the denied ones none, and ours must have counted each. *Denied* sends packets of unknown sources, each a new flow; ours does so with
its ring reader at work on the other CPU, whose time is not counted, as the peers report no denials. Loading and changing
include fork and exec of the peers' own commands, as for anyone who types them; ours is compiling and publishing within the running
agent. Those two are wall time: beside other work on the machine they are too long for everyone.`;

/** What is said of a bench besides its figures. */
const KNOWN: Readonly<
  Record<string, { about: string; tables: (rows: readonly Row[]) => string; losses?: (rows: readonly Row[]) => Loss[] }>
> = {
  peers: { about: PEERS, tables: peersTables, losses: peersLosses },
  change: {
    about: `The product's own way, from the event in the controller to the packet judged on the kernel. Controller and agent are processes of their
own, a packet is sent each millisecond or so until one arrives, and one that passes before the change, or after it was taken back, fails the bench. At 1×:
*join*, one pod joins a group of 100,000 that 100 policies name; *label*, one pod's label changes among 5,000 pods, 500 policies, 100 nodes;
*rule*, one rule of 100,000 changes; *namespace*, the label of a namespace of 1,000 pods changes, among 100,000 pods. CPU is all that a process
took from the event until 100 ms after the packet: history, journal and reports are in it. The aim is the same cost, however large the world.
The first changes after the start of both processes have lines of their own, and the others are of processes that have run for a while: by then the
engine has compiled what a change runs, and the heap has its size. Each round makes the same change, there and back.
What is counted with \`--work\` are the blocks of JavaScript that a process runs for a change, its own and its libraries', as V8 counts them for coverage:
in them the speed of the machine, and of the memory that a large world lies in, is not. A tree that gets a level deeper is.`,
    tables: changeTables,
    losses: changeLosses,
  },
  distribution: {
    about: `One controller, as built, and simulated agents in a process of their own, over mTLS on loopback, on the same CPUs: their half of
every handshake is in the times, and told apart in the figures of CPU. They dial all at once, which a real fleet does not. The
parameters have the p50 and p99 of the samples. The last row is one real agent on the kernel.`,
    tables: anyBench,
  },
  rollout: {
    about: `One controller, as built, three real agents on the kernel, each in a network namespace of its own, and simulated agents in a process
of their own, on the same CPUs. A change that cuts what flows is unconfirmed on all of them; then an operator takes it back. A real node is back
when the first packet passes again (one is sent each millisecond or two), a simulated one when the word has come; what is true afterwards is checked on
each. The parameters have the p50 and p99 of the samples. *preview* is the command as people run it, from its start to its end.`,
    tables: anyBench,
  },
  kubernetes: {
    about: `A stand-in for an API server, the controller as built and simulated agents, each in a process of its own. Goals: 10,000 pods listed in
1,500 ms of CPU and held in 60 MiB beyond the base; 100 pod changes a second at 50 % of a core; from the event to the last ACK 250 ms (p99).
*Event to last ACK* begins when the server has the change, and ends when the last node concerned has taken its view.

With \`--minutes\`: pods are replaced by others with other names, uids, nodes and addresses, which are taken again later; namespaces and nodes come and
go; a collector copies the history of addresses and asks why now and then. The store begins full, as after days. *Flat*: the last half of the looks
(one each 10 s) has on average no more than the tolerance above the half before it, from when both histories forget; heap is after a collection.`,
    tables: anyBench,
  },
  footprint: {
    about: `Controller, collector and agent as built, on one node with 100 endpoints that send nothing, with \`--netns\`. Processor time is of user and system
in all threads, in per cent of one core. Memory is RSS: of it some 44 MiB are Node's own file, and some 5 MiB the kernel's maps that the agent
has mapped, which the maps' own row counts too. Goals for the agent: idle 1 % and 120 MiB; 100 × 100 rules 150 MiB; 10,000 rules on one
endpoint 160 MiB; no growth by 500 edits (which \`--edits 0\` does not measure). Each is one run: beside other work on the machine processor time is too much.

Of an agent at rest processor time and memory change places, as garbage is collected sooner or later: two more runs of commits of the same day, with
\`--seconds 60\`, had 0.92 % and 104.7 MiB, and 1.03 % and 109.7 MiB (beside a benchmark that took a whole core).`,
    tables: anyBench,
    losses: footprintLosses,
  },
  memory: {
    about: `What view, compiler and encoder of an agent hold, in a process of their own, from the last good view on disk to the tables. Each rule is for one prefix and one port, all
different, but where they are the same for all endpoints. Heap is after a collection, array buffers included; a turn is processor time of the main thread between two of the
event loop's, while the view is read, numbered, compiled and written; with \`--late\` also while such tables are adopted from a predecessor, verified (20,000 steps) and such
a view comes by wire. Goals: 1 GiB of heap at 250 × 10,000, no turn above 50 ms, RSS of 150 MiB for 10,000 rules on 100 endpoints. The heap grows as the agent's does.
The longest turns at 250 × 10,000 are single collections of garbage.`,
    tables: memoryTables,
    losses: memoryLosses,
  },
  'pod-start': {
    about: `Our plugin, last in the chain, from before its process exists to after its end, as a container runtime sees it: plugins run one after the
other, so that is what it adds to each pod. Runtime, agent and controller are processes of their own. Goals: 30 ms (p50) and 150 ms (p99)
at 100 pods a minute. *The agent* is its answer to ADD: 3 to 20 ms until both programs are on (two grace periods of the kernel's), 3 ms policy.`,
    tables: anyBench,
  },
  publish: {
    about: `Within a running agent: from the change that it is given to a program run judged by it. What comes before (a file edit, the
controller, the wire) is not in these times; the last row of *distribution* has all of it for one rule.`,
    tables: anyBench,
  },
  compile: {
    about: 'The compiler alone: neither controller and wire before it nor the kernel after it are in these times.',
    tables: anyBench,
  },
  tools: {
    about: `\`osg policy\` as a person calls it, files and start of the process included, on a cluster of 500 namespaces, 5,000 pods and 2,000
policies: JSON documents in YAML files, as \`kubectl get\` gives them. The edit is one port of one rule, or one rule that governs every pod.`,
    tables: anyBench,
  },
  'packet-path': {
    about: `One program run by \`BPF_PROG_TEST_RUN\`, every verdict compared with the reference; \`empty\` is what the measurement itself costs, \`lpm\` two LPM
tries as others use. *service*: a packet to an address of a Service, at the interface, where it is looked up and marked; *service-hook*: the program at
netfilter's hooks that judges it then (one flow; it cannot write its packet); *other-hook*: what every other packet of the node pays there, and only while
a policy of the node restricts egress and the cluster has Services; the rules are those for what the endpoint sends. A node without Services runs the
programs that it ran before: the last resort of kernels before 6.4 is a constant there, which the verifier takes out.`,
    tables: packetPath,
    losses: packetPathLosses,
  },
};

/** All results of one bench: their rows in one set of tables, under the commands that gave them. */
export function section(bench: string, results: readonly Result[]): string {
  const known = KNOWN[bench];
  const commands = results.map(({ name, setting: { args } }) =>
    ['npm run bench --', bench, ...args, `--json bench/results/${name}.json`].join(' '),
  );
  const machines = results.map(({ setting: { cpu, cpus, arch, kernel, node, commit, load, at } }) => {
    const busy =
      load === undefined ? '' : ` load average ${load.map((value) => value.toFixed(1)).join(' to ')} over the run;`;
    return `${cpu}, ${cpus} CPUs, ${arch}, kernel ${kernel}, Node ${node};${busy} commit ${commit}, ${at}.`;
  });
  return [
    `## ${bench}`,
    ...(known === undefined ? [] : [known.about]),
    `\`\`\`\n${commands.join('\n')}\n\`\`\``,
    machines.join('\n\n'),
    ...results.flatMap(({ setting: { note } }) => (note === undefined ? [] : [`**${note}**`])),
    (known?.tables ?? anyBench)(results.flatMap(({ rows }) => rows)),
  ].join('\n\n');
}

export function losses(bench: string, results: readonly Result[]): Loss[] {
  return (KNOWN[bench]?.losses ?? (() => []))(results.flatMap(({ rows }) => rows));
}
