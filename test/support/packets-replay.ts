/**
 * Frames of other people's making against one endpoint: put on the wire by tcpreplay, from a neighbour on the same link or from
 * the workload itself, with legal traffic beside them; then the same frames through test runs of the programs.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Direction } from '../../src/net/types.js';
import type { Agent, Handle } from './agent.js';
import type { Netns } from './netns.js';
import { NODE, type Policy, TestNode, type Workload } from './node.js';
import { ETHERTYPE, ipBytes } from './packets.js';
import { writeFrames } from './packets-pcap.js';

/** Addresses that no capture holds, so that legal traffic can be told from the rest. */
export const WEB = { v4: '10.71.83.10', v6: 'fd71:83::10' };
export const CLIENT = { v4: '10.71.83.20', v6: 'fd71:83::20' };
/** Over TCP, for the client alone. */
export const ALLOWED_PORT = 8080;
const PORT = { tcp: ALLOWED_PORT, udp: 5300, out: 4430 } as const;

/** Everything else is denied, in both directions. */
export const DENY: Policy = {
  ingress: [
    { peer: `${CLIENT.v4}/32`, port: PORT.tcp },
    { peer: `${CLIENT.v6}/128`, protocol: 17, port: PORT.udp },
    { peer: `${CLIENT.v4}/32`, protocol: 1, icmp: { type: 8 } },
  ],
  egress: [{ peer: `${CLIENT.v6}/128`, port: PORT.out }],
};
export const ALLOW: Policy = { ingress: [{}], egress: [{}] };

/** The largest frame that BPF_PROG_TEST_RUN takes where a page is 4 KiB. */
const TEST_RUN_BYTES = 3_500;

/** Whether the kernel takes the frame for a test run: not too large, and with a whole IP header where its ethertype says IP. */
export function testRunTakes(frame: Uint8Array): boolean {
  const ethertype = ((frame[12] as number) << 8) | (frame[13] as number);
  const least = ethertype === ETHERTYPE.ipv4 ? 34 : ethertype === ETHERTYPE.ipv6 ? 54 : 15;
  return frame.length >= least && frame.length <= TEST_RUN_BYTES;
}

/** What became of frames, on the wire and in test runs. Reasons as in enum osg_reason; allowed by a rule: RULE_ALLOW. */
export interface Report {
  readonly sent: number;
  readonly onWire: Readonly<Record<string, number>>;
  readonly inTestRun: Readonly<Record<string, number>>;
  /** Seen behind the firewall, legal traffic left out. */
  readonly seen: readonly Buffer[];
  /** Those that test runs let pass. */
  readonly passed: readonly Buffer[];
  /** Questions of the legal traffic, and how many were answered. */
  readonly asked: number;
  readonly answered: number;
}

export class Replay {
  readonly #behind: Record<Direction, { agent: Agent; handle: Handle }>;
  #files = 0;

  private constructor(
    readonly node: TestNode,
    readonly web: Workload,
    readonly client: Workload,
    readonly attacker: Netns,
    behind: Record<Direction, { agent: Agent; handle: Handle }>,
  ) {
    this.#behind = behind;
  }

  static async create(): Promise<Replay> {
    const node = await TestNode.create(
      {
        web: { addresses: [WEB.v4, WEB.v6] },
        client: { addresses: [CLIENT.v4, CLIENT.v6], governed: false },
      },
      // Nobody collects here: all flows of the legal traffic must fit.
      { conntrack: { guaranteed: 65_536 } },
    );
    try {
      const [web, client] = [node.workload('web'), node.workload('client')];
      const attacker = node.box.netns('attacker');
      node.box.veth({ netns: node.netns, name: 'x1' }, { netns: attacker, name: 'x0' });
      // What the neighbour sends goes to the workload's interface as it is: the way out of a switch's port.
      node.box.exec(node.netns, 'tc', ['qdisc', 'add', 'dev', 'x1', 'clsact']);
      node.box.exec(node.netns, 'tc', [
        ...['filter', 'add', 'dev', 'x1', 'ingress', 'protocol', 'all', 'u32', 'match', 'u32', '0', '0', 'at', '-12'],
        ...['action', 'mirred', 'egress', 'redirect', 'dev', web.host],
      ]);
      for (const [netns, name] of [
        [node.netns, web.host],
        [node.netns, 'x1'],
        [web.netns, 'eth0'],
        [attacker, 'x0'],
      ] as const)
        node.box.ip(netns, `link set ${name} mtu 65535`);
      fixNeighbours(node);
      await node.enforce({ web: DENY });
      return new Replay(node, web, client, attacker, {
        ingress: { agent: web.agent, handle: await web.agent.rawOpen('eth0') },
        egress: { agent: client.agent, handle: await client.agent.rawOpen('eth0') },
      });
    } catch (error) {
      await node.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.node.close();
  }

  /**
   * On the wire and in test runs. @param direction as the workload sees it
   * @param forgetMs before each, so that fragments that pass are no longer known: where every frame is denied, none is kept
   */
  async run(direction: Direction, frames: readonly Uint8Array[], forgetMs = 0): Promise<Report> {
    await sleep(forgetMs);
    const wire = await this.onWire(direction, frames);
    await sleep(forgetMs);
    const { passed, reasons } = this.#inTestRun(direction, frames);
    return { ...wire, inTestRun: reasons, passed };
  }

  /** Sends all frames by tcpreplay while legal traffic goes on. `passed` is empty: nobody else judged them. */
  async onWire(direction: Direction, frames: readonly Uint8Array[]): Promise<Omit<Report, 'inTestRun'>> {
    const file = join(this.node.box.dir, `${this.#files++}.pcap`);
    writeFrames(file, frames);
    const [netns, device] = direction === 'ingress' ? [this.attacker, 'x0'] : [this.web.netns, 'eth0'];
    const { agent, handle } = this.#behind[direction];
    await agent.rawRead(handle, 0.01);
    const before = this.#counts(direction);
    const legal = await LegalTraffic.start(this.web.agent, this.client.agent);
    await tcpreplay(netns, device, file);
    const { asked, answered } = await legal.stop();
    const onWire = difference(before, this.#counts(direction));
    // Replies are the legal traffic's: no frame of others has its tuples.
    delete onWire['REPLY'];
    const seen = (await agent.rawRead(handle, 0.05)).filter((frame) => !isLegal(frame));
    return { sent: frames.length, onWire, seen, passed: [], asked, answered };
  }

  #inTestRun(direction: Direction, frames: readonly Uint8Array[]) {
    const before = this.#counts(direction);
    const verdicts = this.node.judgeMany(this.web, direction, frames);
    const passed = frames.filter((_, i) => verdicts[i]).map((frame) => Buffer.from(frame));
    return { passed, reasons: difference(before, this.#counts(direction)) };
  }

  #counts(direction: Direction): Map<string, bigint> {
    const all = [...this.node.counts(this.web)].filter(([key]) => key.startsWith(direction));
    return new Map(all.map(([key, n]) => [key.slice(direction.length + 1), n]));
  }
}

/** Nothing behind the firewall but what a built-in rule let pass; every frame counted once; every legal question answered. */
export function expectDenied(name: string, direction: Direction, report: Omit<Report, 'inTestRun'>): void {
  const counted = Object.values(report.onWire).reduce((sum, n) => sum + n, 0);
  expect({ name, counted, by: report.onWire }).toEqual({ name, counted: report.sent, by: report.onWire });
  expect({ name, answered: report.answered }).toEqual({ name, answered: report.asked });
  const passed = report.passed.filter((frame) => !isLaterFragment(frame));
  expect({ name, passed: passed.length }).toEqual({ name, passed: report.onWire['NEIGHBOUR'] ?? 0 });
  const behind = direction === 'ingress' ? hex(passed) : [];
  expect({ name, seen: hex(report.seen.filter((frame) => !isLaterFragment(frame))) }).toEqual({ name, seen: behind });
}

/**
 * Not the first piece of a datagram. Where the peer may send the protocol at all such a piece may go ahead of its first, within
 * bounds: without the first, which is judged, no datagram forms (F115; packets-fragments.test.ts shows that none does).
 */
export function isLaterFragment(frame: Buffer): boolean {
  const ethertype = frame.length < 34 ? 0 : frame.readUInt16BE(12);
  if (ethertype === 0x0800) return (frame.readUInt16BE(20) & 0x1fff) !== 0;
  if (ethertype !== 0x86dd || frame.length < 54) return false;
  let [next, at] = [frame[20] as number, 54];
  while ([0, 43, 60].includes(next) && at + 8 <= frame.length)
    [next, at] = [frame[at] as number, at + ((frame[at + 1] as number) + 1) * 8];
  return next === 44 && at + 8 <= frame.length && (frame.readUInt16BE(at + 2) & 0xfff8) !== 0;
}

const hex = (frames: readonly Uint8Array[]): string[] => frames.map((f) => Buffer.from(f).toString('hex')).sort();

/** Questions over what the policy allows, again and again: every one must be answered. */
class LegalTraffic {
  #open = true;
  #asked = 0;
  #answered = 0;
  readonly #done: Promise<void>;

  private constructor(kinds: readonly (() => Promise<boolean>)[], close: () => Promise<unknown>) {
    this.#done = this.#go(kinds).finally(close);
  }

  static async start(web: Agent, client: Agent): Promise<LegalTraffic> {
    const [tcp, udp, out] = [
      await web.tcpListen(WEB.v4, PORT.tcp),
      await web.udpOpen(WEB.v6, PORT.udp),
      await client.tcpListen(CLIENT.v6, PORT.out),
    ];
    const near = await client.tcpConnect(WEB.v4, PORT.tcp, PATIENCE_S);
    const far = await web.tcpAccept(tcp, PATIENCE_S);
    const datagrams = await client.udpOpen(CLIENT.v6, 0);
    const pings = await client.call<Handle>('icmp_open', { host: CLIENT.v4 });
    return new LegalTraffic(
      [
        async () => {
          await client.send(near, 'ask');
          await web.recv(far, PATIENCE_S);
          await web.send(far, 'answer');
          return (await client.recv(near, PATIENCE_S)) === 'answer';
        },
        async () => {
          await client.sendTo(datagrams, WEB.v6, PORT.udp, 'ask');
          const { host, port } = await web.recvFrom(udp, PATIENCE_S);
          await web.sendTo(udp, host, port, 'answer');
          return (await client.recvFrom(datagrams, PATIENCE_S)).data === 'answer';
        },
        async () => (await client.call<number>('icmp_echo', { handle: pings, host: WEB.v4, timeout: PATIENCE_S })) > 0,
        async () => {
          const opened = await web.tcpConnect(CLIENT.v6, PORT.out, PATIENCE_S);
          const accepted = await client.tcpAccept(out, PATIENCE_S);
          return reset(web, opened, client, accepted);
        },
      ],
      async () => {
        await reset(client, near, web, far);
        for (const handle of [tcp, udp]) await web.close(handle);
        for (const handle of [out, datagrams, pings]) await client.close(handle);
      },
    );
  }

  async #go(kinds: readonly (() => Promise<boolean>)[]): Promise<void> {
    for (let round = 0; this.#open || round < LEAST_ROUNDS; round++) {
      for (const ask of kinds) {
        this.#asked++;
        if (await ask().catch(() => false)) this.#answered++;
      }
    }
  }

  async stop(): Promise<{ asked: number; answered: number }> {
    this.#open = false;
    await this.#done;
    return { asked: this.#asked, answered: this.#answered };
  }
}

/** One end after the other: of two resets that cross, one belongs to no flow any more and is rightly dropped. */
async function reset(first: Agent, near: Handle, second: Agent, far: Handle): Promise<boolean> {
  await first.close(near, true);
  return second.close(far, true);
}

const PATIENCE_S = 5;
const LEAST_ROUNDS = 3;

/** Whether a frame is of the legal traffic, by both addresses, protocol and port. */
function isLegal(frame: Buffer): boolean {
  const v6 = frame.readUInt16BE(12) === 0x86dd;
  if (!v6 && frame.readUInt16BE(12) !== 0x0800) return false;
  const [protocol, source, width, transport] = v6
    ? [frame[20], 22, 16, 54]
    : [frame[23], 26, 4, 14 + ((frame[14] as number) & 15) * 4];
  const family = v6 ? 'v6' : 'v4';
  const ends = frame.subarray(source, source + 2 * width);
  const [web, client] = [ipBytes(WEB[family]), ipBytes(CLIENT[family])];
  const toWeb = ends.equals(Buffer.concat([client, web]));
  if (!toWeb && !ends.equals(Buffer.concat([web, client]))) return false;
  if (frame.length < transport + 4) return false;
  const [sport, dport] = [frame.readUInt16BE(transport), frame.readUInt16BE(transport + 2)];
  const [server, ours] = toWeb ? [dport, sport] : [sport, dport];
  if (protocol === 6) return server === PORT.tcp || ours === PORT.out;
  if (protocol === 17) return server === PORT.udp;
  return protocol === 1 && frame.subarray(-3).toString() === 'osg';
}

/** No resolution of addresses beside the frames of a test. */
function fixNeighbours(node: TestNode): void {
  for (const { netns, host, mac, gatewayMac, v4, v6 } of node.workloads.values()) {
    for (const address of [v4, v6])
      node.box.ip(node.netns, `neigh replace ${address} lladdr ${mac} nud permanent dev ${host}`);
    for (const address of [NODE.v4, NODE.v6])
      node.box.ip(netns, `neigh replace ${address} lladdr ${gatewayMac} nud permanent dev eth0`);
  }
}

function difference(before: ReadonlyMap<string, bigint>, after: ReadonlyMap<string, bigint>): Record<string, number> {
  const changed = [...after].map(([key, n]) => [key, Number(n - (before.get(key) ?? 0n))] as const);
  return Object.fromEntries(changed.filter(([, n]) => n > 0));
}

function tcpreplay(netns: Netns, device: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      'nsenter',
      [`--net=${netns.path}`, 'tcpreplay', '-q', '--topspeed', '-i', device, file],
      { timeout: 60_000 },
      (error, stdout, stderr) => {
        const failed = /Failed packets:\s+(\d+)/.exec(stdout)?.[1];
        if (error !== null || failed !== '0')
          reject(new Error(`tcpreplay ${file}: ${error?.message ?? ''}\n${stdout}${stderr}`));
        else resolve();
      },
    );
  });
}
