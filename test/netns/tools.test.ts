/** Tools that others wrote to get past firewalls, against a workload that denies, with legal traffic beside them. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestNode, Workload } from '../support/node.js';
import { DENY as LEGAL_POLICY, Replay, testRunTakes, WEB } from '../support/packets-replay.js';
import { readdressed } from '../support/packets-rewrite.js';

const SOAK = process.env['OSG_SOAK'] !== undefined;
/** Longer than a datagram's fragments are waited for (the setting `fragment`). */
const FORGET_MS = 2_500;
/** Of thc-ipv6 3.8. */
const FIREWALL6_CASES = 52;

/** Where a tool is missing, its attacks would prove nothing. */
function need(command: string): void {
  const found = ['/usr/bin', '/usr/sbin', '/bin', '/sbin'].some((dir) => {
    try {
      accessSync(`${dir}/${command}`, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`${command} is not installed: npm run setup installs it`);
}

describe('attack tools', () => {
  let replay: Replay;
  let node: TestNode;
  let web: Workload;
  let client: Workload;

  beforeAll(async () => {
    replay = await Replay.create();
    ({ node, web, client } = replay);
    const ping = [
      { protocol: 58, icmp: { type: 128 } },
      { protocol: 1, icmp: { type: 8 } },
    ] as const;
    await node.enforce({
      web: {
        ingress: [...ping, { peer: 'any', port: 80 }, ...(LEGAL_POLICY.ingress ?? [])],
        egress: LEGAL_POLICY.egress ?? [],
      },
    });
  });
  afterAll(() => replay?.close());

  /** Runs a command at the client; its exit code does not matter, what arrives does. */
  const attack = (command: string, ...args: string[]): Promise<void> =>
    new Promise((resolve) => {
      execFile('nsenter', [`--net=${client.netns.path}`, 'timeout', '20', command, ...args], () => resolve());
    });

  /** What the attack brought behind the firewall: frames that are neither legal nor control traffic. Legal flows go on. */
  async function leaks(attacks: () => Promise<unknown>): Promise<string[]> {
    const listener = await web.agent.tcpListen(WEB.v6, 80);
    const [near, far] = await Promise.all([client.agent.tcpConnect(WEB.v6, 80, 3), web.agent.tcpAccept(listener, 3)]);
    const sniffer = await web.agent.rawOpen('eth0');
    const recorder = await client.agent.rawOpen('eth0');
    let open = true;
    let beats = 0;
    const beat = async (): Promise<void> => {
      for (; open; beats++) {
        await client.agent.send(near, 'beat');
        expect(await web.agent.recv(far, 5), 'legal traffic').toContain('beat');
        await web.agent.send(far, 'echo');
        expect(await client.agent.recv(near, 5), 'legal traffic').toContain('echo');
      }
    };
    const beating = beat();
    try {
      await attacks();
    } finally {
      open = false;
      await beating;
    }
    expect(beats).toBeGreaterThan(10);
    const seen = await web.agent.rawRead(sniffer, 0.1);
    const sent = await client.agent.rawRead(recorder, 0.1, 'sent');
    await client.agent.close(recorder);
    await Promise.all([
      web.agent.close(sniffer),
      web.agent.close(listener),
      web.agent.close(far, true),
      client.agent.close(near, true),
    ]);
    expect(seen.length, 'the sniffer saw the legal traffic').toBeGreaterThan(10);
    await sameVerdicts(sent);
    return seen.map(describeFrame).filter((text) => !LEGAL.has(text));
  }

  /** What was sent, once more on the last link and in test runs: the same reasons. */
  async function sameVerdicts(sent: readonly Buffer[]): Promise<void> {
    const frames = sent
      .map((frame) => readdressed(frame, { from: web.gatewayMac, to: web.mac }))
      .filter((frame) => testRunTakes(frame) && !describeFrame(frame).includes(' 80'));
    expect(frames.length).toBeGreaterThan(50);
    const { onWire, inTestRun, seen, passed, asked, answered } = await replay.run('ingress', frames, FORGET_MS);
    expect(inTestRun).toEqual(onWire);
    expect(seen.length).toBe(passed.length);
    expect(answered).toBe(asked);
  }

  it('F1–F8 atk6-firewall6: no case gets through', async () => {
    need('atk6-firewall6');
    const every = Array.from({ length: FIREWALL6_CASES }, (_, i) => i + 1);
    const tcp = leaks(() => Promise.all(every.map((n) => attack('atk6-firewall6', 'eth0', WEB.v6, '81', `${n}`))));
    expect(await tcp).toEqual([]);
    if (SOAK)
      expect(
        await leaks(() => Promise.all(every.map((n) => attack('atk6-firewall6', '-u', 'eth0', WEB.v6, '81', `${n}`)))),
      ).toEqual([]);
  }, 120_000);

  it('F1 F2 F6 F9 F23 hping3 and nping: odd flags, fragments, options, protocols', async () => {
    for (const tool of ['hping3', 'nping']) need(tool);
    const hping = [
      ['-S', '-p', '81'],
      ['-F', '-P', '-U', '-p', '81'],
      ['-p', '81'],
      ['-A', '-s', '80', '-p', '81'],
      ['-S', '-A', '-s', '80', '-p', '81'],
      ['-R', '-p', '81'],
      ['-S', '-f', '-p', '81', '-d', '64'],
      ['-S', '-x', '-p', '81'],
      ['-S', '-g', '8', '-p', '81'],
      ['-S', '-O', '3', '-p', '81'],
      ['-S', '-p', '81', '-G'],
      ['-2', '-p', '81'],
      ['-2', '-s', '53', '-p', '81', '-f', '-d', '64'],
      ['-0', '-H', '47'],
      ['-0', '-H', '132'],
      ['-1', '-C', '13'],
      ['-1', '-C', '17'],
    ];
    const nping = [
      ['--tcp', '--flags', 'syn,fin', '-p', '81'],
      ['--tcp', '--flags', 'none', '-p', '81'],
      ['--udp', '-p', '81', '--data-length', '1400'],
      ['--tcp', '-p', '81', '--ip-options', `L ${WEB.v4}`],
      ['--tcp', '-p', '81', '--ip-options', 'R'],
      ['--udp', '-p', '81', '--mtu', '8', '--data-length', '64'],
      ['--icmp', '--icmp-type', '5'],
    ];
    const runs = () => [
      ...hping.map((args) => attack('hping3', '-q', '-c', '3', '-i', 'u1000', ...args, WEB.v4)),
      ...nping.map((args) => attack('nping', '-q', '-c', '3', '--delay', '5ms', ...args, WEB.v4)),
    ];
    expect(await leaks(() => Promise.all(runs()))).toEqual([]);
    expect(node.counts(web).get('ingress RULE_DENY') ?? 0n).toBeGreaterThan(20n);
    expect(node.counts(web).get('ingress FRAGMENT') ?? 0n).toBeGreaterThan(0n);
  }, 60_000);
});

/** Frames that may be seen behind the firewall. */
const LEGAL = new Set(['ARP', 'ND', 'MLD', 'TCP 80', 'echo request', 'echo reply', 'later fragment']);

/** What a frame is, as far as the rules of this test care; whatever is hidden behind headers is named as hidden. */
function describeFrame(frame: Buffer): string {
  const ethertype = frame.readUInt16BE(12);
  if (ethertype === 0x0806) return 'ARP';
  if (ethertype === 0x0800) {
    const l4 = 14 + ((frame[14] as number) & 15) * 4;
    // Where the peer may send the protocol at all, these go ahead of their first: without it no datagram forms (F115).
    if (frame.readUInt16BE(20) & 0x1fff) return 'later fragment';
    if (frame.readUInt16BE(20) & 0x3fff) return 'IPv4 fragment';
    return transport(frame, frame[23] as number, l4);
  }
  if (ethertype !== 0x86dd) return `ethertype ${ethertype.toString(16)}`;
  let [next, at] = [frame[20] as number, 54];
  while ([0, 43, 60].includes(next) && at + 8 <= frame.length) {
    [next, at] = [frame[at] as number, at + ((frame[at + 1] as number) + 1) * 8];
  }
  if (next === 44 && frame.readUInt16BE(at + 2) & 0xfff8) return 'later fragment';
  // Pings are allowed, in one piece or in several.
  if (next === 44) return frame[at] === 58 ? 'echo request' : `IPv6 fragment of ${frame[at]}`;
  return transport(frame, next, at);
}

function transport(frame: Buffer, protocol: number, at: number): string {
  if (protocol === 6) return `TCP ${frame.readUInt16BE(at + 2)}`;
  if (protocol === 1) return frame[at] === 8 ? 'echo request' : `ICMP ${frame[at]}`;
  if (protocol !== 58) return `protocol ${protocol}`;
  const type = frame[at] as number;
  if (type === 128 || type === 129) return type === 128 ? 'echo request' : 'echo reply';
  if (type >= 135 && type <= 136) return 'ND';
  return type >= 130 && type <= 132 ? 'MLD' : `ICMPv6 ${type}`;
}
