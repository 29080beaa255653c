/** F141: what is sent to a service is judged by who gets it, with the kernel's own translation between. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BpfLink, features } from '../../src/ebpf/binding.js';
import { OsgEventVerdict, OsgReason } from '../../src/gen/abi.js';
import { parseAddress } from '../../src/net/address.js';
import { type Allow, NODE, type TestNode, type Workload } from '../support/node.js';
import {
  B1,
  B2,
  CLOSED,
  FAMILIES,
  NODE_B1,
  NODE_B2,
  NODE_ME,
  NODE_OWN,
  PORT,
  SERVICES,
  ServiceLab,
  TO_B1,
  TO_B2,
  TO_CLOSED,
  TO_ME,
  TO_NOBODY,
  tcp,
  udp,
  VIP,
} from '../support/service-lab.js';

/** What takes programs at netfilter's hooks (Linux 6.4). */
const it = test.skipIf(!features().netfilter);

describe('services', () => {
  let lab: ServiceLab;
  let node: TestNode;
  let client: Workload;
  let b1: Workload;
  let b2: Workload;
  beforeAll(async () => {
    lab = await ServiceLab.create();
    ({ node, client, b1, b2 } = lab);
  });
  afterAll(() => lab?.close());
  const allow: ServiceLab['allow'] = (...args) => lab.allow(...args);
  const connects: ServiceLab['connects'] = (...args) => lab.connects(...args);
  const denied: ServiceLab['denied'] = (...args) => lab.denied(...args);
  const counted: ServiceLab['counted'] = (...args) => lab.counted(...args);
  const told: ServiceLab['told'] = (...args) => lab.told(...args);

  it('F141 judges the backend that the kernel chose, on both families, and tells of it and of the service', async () => {
    expect(node.datapath.services).toMatchObject({ mode: 'deferred' });
    const records = await told(async () => {
      for (const f of FAMILIES) {
        expect(await connects(VIP[f], TO_B1), `${f} allowed`).toBe(true);
        expect(await denied(VIP[f], TO_B2), `${f} denied`).toBe(true);
        expect(await connects(B1[f], PORT), `${f} direct`).toBe(true);
        expect(await denied(B2[f], PORT), `${f} direct, denied`).toBe(true);
      }
    });
    for (const f of FAMILIES) {
      const deny = { to: B2[f], port: PORT, verdict: OsgEventVerdict.DENY, reason: OsgReason.RULE_DENY, egress: true };
      expect(records.filter(({ to }) => to === B2[f])).toEqual([
        { ...deny, through: `${VIP[f]} ${TO_B2}` },
        { ...deny, through: '' },
      ]);
    }
  });

  it('F141 F32 a rule revoked and restored ends and revives live TCP and UDP flows, whoever speaks', async () => {
    for (const f of FAMILIES) {
      const server = await b1.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', PORT);
      const mine = await client.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', 0);
      await client.agent.sendTo(mine, VIP[f], TO_B1, 'question');
      const from = await b1.agent.recvFrom(server, 2);
      const answer = (text: string) => b1.agent.sendTo(server, from.host, from.port, text);
      await answer('answer');
      expect(await client.agent.recvFrom(mine, 2), f).toMatchObject({ data: 'answer', host: VIP[f], port: TO_B1 });

      await allow(() => []);
      const stale = counted('ingress STALE_FLOW');
      await answer('late');
      expect(await client.agent.succeeds('recvfrom', { handle: mine, timeout: 0.2 }), `${f} revoked`).toBe(false);
      expect(counted('ingress STALE_FLOW')).toBeGreaterThan(stale);
      await client.agent.sendTo(mine, VIP[f], TO_B1, 'denied');
      expect(await b1.agent.succeeds('recvfrom', { handle: server, timeout: 0.2 }), `${f} revoked, out`).toBe(false);

      await allow((g) => [tcp(B1[g]), udp(B1[g])]);
      await answer('again');
      expect((await client.agent.recvFrom(mine, 2)).data, `${f} restored`).toBe('again');
      for (const [agent, handle] of [
        [b1.agent, server],
        [client.agent, mine],
      ] as const)
        await agent.close(handle);
    }
  });

  it('F141 an allowed service address lets nobody in whom a rule leaves out, and nothing out that nobody stands behind', async () => {
    await allow((f) => [{ peer: SERVICES[f === 'v4' ? 0 : 1] as string, protocol: 'any' }, tcp(B1[f])]);
    for (const f of FAMILIES) {
      expect(await connects(VIP[f], TO_B1), `${f} allowed`).toBe(true);
      expect(await denied(VIP[f], TO_B2), `${f} the other backend`).toBe(true);
      const before = counted('egress UNTRANSLATED');
      expect(await denied(VIP[f], TO_NOBODY), `${f} untranslated`).toBe(true);
      expect(counted('egress UNTRANSLATED'), f).toBeGreaterThan(before);
    }
  });

  it('F141 node ports, the node itself, and a client behind its address', async () => {
    await allow((f) => [tcp(B1[f])]);
    for (const f of FAMILIES) {
      expect(await connects(NODE[f], NODE_B1), `${f} node port`).toBe(true);
      expect(await denied(NODE[f], NODE_B2), `${f} node port, denied`).toBe(true);
      expect(await denied(NODE[f], NODE_OWN), `${f} the node's own port`).toBe(true);
    }
    const nodes = FAMILIES.map((f) => tcp(NODE[f]));
    await allow((f) => [tcp(NODE[f], NODE_OWN)], nodes);
    for (const f of FAMILIES) {
      expect(await connects(NODE[f], NODE_OWN), `${f} the node's own port, allowed`).toBe(true);
      // From its address, by a socket of b2: our answers go back where they came from.
      expect(await connects(NODE[f], NODE_ME, 2, b2), `${f} a client behind the node`).toBe(true);
    }
  });

  it('F141 F21 a workload reaches itself through a service, whatever its rules', async () => {
    await allow(() => []);
    for (const f of FAMILIES) expect(await connects(VIP[f], TO_ME), f).toBe(true);
    expect(counted('ingress HAIRPIN')).toBeGreaterThan(0n);
  });

  it('F141 F150 in a trial what is sent to a service is judged by both sides, whichever counts', async () => {
    const { DENY, WOULD_DENY, WOULD_ALLOW, TRIAL, UNCONFIRMED, CUT } = OsgEventVerdict;
    const [old, fresh] = [B1, B2].map((to) => FAMILIES.flatMap((f) => [tcp(to[f]), udp(to[f])])) as [Allow[], Allow[]];
    const lay = (unconfirmed: boolean): Promise<void> =>
      node.enforce(
        { client: { ingress: [], egress: old } },
        {
          services: SERVICES,
          candidate: { client: { ingress: [], egress: fresh } },
          trial: { id: 'services', unconfirmed, ...(unconfirmed && { withinMs: 3_600_000 }) },
        },
      );
    const counts = () => {
      const { judged = 0n, denied = 0n, allowed = 0n } = node.datapath.trials.report('services')?.counts ?? {};
      return { judged, denied, allowed };
    };
    await lay(false);
    for (const f of FAMILIES) {
      const any = f === 'v4' ? '0.0.0.0' : '::';
      const [server, mine] = [await b1.agent.udpOpen(any, PORT), await client.agent.udpOpen(any, 0)];
      const say = (text: string) => client.agent.sendTo(mine, VIP[f], TO_B1, text);
      const hears = (timeout = 0.2) => client.agent.succeeds('recvfrom', { handle: mine, timeout });
      const through = (port: number) => `${VIP[f]} ${port}`;
      const common = { port: PORT, reason: OsgReason.RULE_DENY, egress: true };
      let before = counts();
      const observed = await told(async () => {
        expect(await connects(VIP[f], TO_B1), `${f} observed`).toBe(true);
        expect(await denied(VIP[f], TO_B2), `${f} observed, denied`).toBe(true);
      });
      expect(observed, f).toContainEqual({
        ...common,
        to: B1[f],
        through: through(TO_B1),
        verdict: WOULD_DENY | TRIAL | CUT,
      });
      expect(observed, f).toContainEqual({
        ...common,
        to: B2[f],
        through: through(TO_B2),
        reason: OsgReason.RULE_ALLOW,
        verdict: WOULD_ALLOW | TRIAL,
      });
      expect(counts().denied, f).toBeGreaterThan(before.denied);
      expect(counts().allowed, f).toBeGreaterThan(before.allowed);
      await say('question');
      const from = await b1.agent.recvFrom(server, 2);
      const answer = () => b1.agent.sendTo(server, from.host, from.port, 'answer');
      await answer();
      expect(await hears(2), f).toBe(true);
      // To itself by either side.
      before = counts();
      expect(await connects(VIP[f], TO_ME), `${f} itself`).toBe(true);
      expect({ ...counts(), judged: 0n }, `${f} itself`).toEqual({ ...before, judged: 0n });

      await lay(true);
      before = counts();
      const unconfirmed = await told(async () => {
        expect(await connects(VIP[f], TO_B2), `${f} unconfirmed`).toBe(true);
        expect(await denied(VIP[f], TO_B1), `${f} unconfirmed, denied`).toBe(true);
        await say('denied');
      });
      const deny = { ...common, to: B1[f], through: through(TO_B1), verdict: DENY | TRIAL | UNCONFIRMED };
      expect(unconfirmed, f).toContainEqual(deny);
      // The flow had begun: the kernel knows it.
      expect(unconfirmed, f).toContainEqual({ ...deny, verdict: deny.verdict | CUT });
      expect(counts().denied, f).toBeGreaterThan(before.denied);
      expect(counts().allowed, f).toBeGreaterThan(before.allowed);
      before = counts();
      const stale = counted('ingress STALE_FLOW');
      await answer();
      expect(await hears(), `${f} cut`).toBe(false);
      expect(counted('ingress STALE_FLOW'), f).toBeGreaterThan(stale);
      expect(counts().denied, `${f} the answer would pass`).toBeGreaterThan(before.denied);

      expect(node.datapath.trials.decide('services', false), f).toBe('reverted');
      await answer();
      expect(await hears(2), `${f} back`).toBe(true);
      expect(await denied(VIP[f], TO_B2), `${f} back`).toBe(true);
      await Promise.all([b1.agent.close(server), client.agent.close(mine)]);
      await allow(() => []);
      await lay(false);
    }
    await allow(() => []);
  });

  it('F141 F4 F17 fragments both ways, and errors about what was sent to a service', async () => {
    await allow((f) => [udp(B1[f]), udp(B1[f], CLOSED)]);
    for (const f of FAMILIES) {
      const server = await b1.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', PORT);
      const mine = await client.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', 0);
      const long = 'x'.repeat(4000);
      await client.agent.sendTo(mine, VIP[f], TO_B1, long);
      const got = await b1.agent.recvFrom(server, 2);
      expect(got.data.length, `${f} to the service`).toBe(4000);
      await b1.agent.sendTo(server, got.host, got.port, long);
      expect((await client.agent.recvFrom(mine, 2)).data.length, `${f} from the service`).toBe(4000);
      await client.agent.sendTo(mine, VIP[f], TO_B2, long);
      const second = await b2.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', PORT);
      expect(await b2.agent.succeeds('recvfrom', { handle: second, timeout: 0.2 }), `${f} denied`).toBe(false);

      const refused = await client.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', 0);
      await client.agent.call('udp_connect', { handle: refused, host: VIP[f], port: TO_CLOSED });
      await client.agent.send(refused, 'anybody?');
      await expect(client.agent.recv(refused, 2), f).rejects.toThrow(/refused/i);
      for (const [agent, handle] of [
        [b1.agent, server],
        [b2.agent, second],
        [client.agent, mine],
        [client.agent, refused],
      ] as const)
        await agent.close(handle);
    }
  });

  it('F44 F47 F141 a link that is gone is put back; an upgrade lets nothing through', async () => {
    await allow((f) => [tcp(B1[f])]);
    const links = join(node.box.bpffs, 'osg', 'links');
    const pins = readdirSync(links).filter((name) => name.startsWith('service_'));
    expect(pins).toHaveLength(4);
    for (const pin of pins) {
      const link = BpfLink.openPinned(join(links, pin));
      link.detach();
      link.close();
    }
    // Until it is: what comes back from who must not be reached is judged at the interface, and stops.
    expect(await denied(VIP.v4, TO_B2)).toBe(true);
    const faults = await node.datapath.repairState();
    expect(faults).toHaveLength(4);
    expect(faults.every(({ kind, repaired }) => kind === 'link' && repaired)).toBe(true);
    expect(await node.datapath.repairState()).toEqual([]);
    expect(await denied(VIP.v4, TO_B2)).toBe(true);

    const seen = await b2.agent.rawOpen('eth0');
    let stop = false;
    const knocking = (async () => {
      while (!stop) await client.agent.succeeds('tcp_connect', { host: VIP.v4, port: TO_B2, timeout: 0.01 });
    })();
    await node.datapath.close();
    node.open();
    await allow((f) => [tcp(B1[f])]);
    stop = true;
    await knocking;
    const frames = await b2.agent.rawRead(seen, 0.05);
    const syn = frames.filter((frame) => frame.readUInt16BE(12) === 0x0800 && frame.readUInt16BE(36) === PORT);
    expect(syn).toEqual([]);
    expect(readdirSync(links).filter((name) => name.startsWith('service_'))).toHaveLength(4);
    expect(await connects(VIP.v4, TO_B1)).toBe(true);
  });

  it('F141 a service whose address the node itself has (NodeLocal DNSCache) may be sent what may be sent to all who stand behind it', async () => {
    const NEAR = { v4: '10.96.0.10', v6: 'fd00:96::10' } as const;
    const [DNS, UNNAMED] = [53, { v4: '10.96.0.11', v6: 'fd00:96::11' } as const];
    const known = (name: string, addresses: readonly string[], behind: readonly string[]) => ({
      namespace: 'kube-system',
      name,
      addresses: addresses.map((address) => parseAddress(address)),
      ports: [6, 17].map((protocol) => ({
        protocol,
        port: DNS,
        endpoints: behind.map((address) => ({
          address: parseAddress(address),
          port: PORT,
          ready: true,
          serving: true,
        })),
      })),
    });
    const ports = (to: readonly { readonly v4: string; readonly v6: string }[]): Allow[] =>
      to.flatMap(({ v4, v6 }) => [tcp(v4), udp(v4), tcp(v6), udp(v6)]);
    const enforce = (egress: Allow[]): Promise<void> =>
      node.enforce({ client: { ingress: [], egress } }, { services: SERVICES, probes: true });
    lab.nft(`table inet near {
      chain in { type filter hook prerouting priority raw; ip daddr ${NEAR.v4} notrack; ip6 daddr ${NEAR.v6} notrack; }
      chain out { type filter hook output priority raw; ip saddr ${NEAR.v4} notrack; ip6 saddr ${NEAR.v6} notrack; }
    }`);
    for (const { v4, v6 } of [NEAR, UNNAMED])
      node.box.ip(node.netns, `address add ${v4}/32 dev lo`, `address add ${v6}/128 dev lo nodad`);
    await node.agent.tcpListen('::', DNS);
    const servers = await Promise.all(FAMILIES.map((f) => node.agent.udpOpen(NEAR[f], DNS)));
    await node.datapath.close();
    node.open({ nodeLocalServices: ['kube-system/kube-dns'] });
    const all = [NEAR, UNNAMED].map(({ v4, v6 }) => [v4, v6]) as [string[], string[]];
    const both = [B1, B2].flatMap(({ v4, v6 }) => [v4, v6]);
    node.datapath.know([known('kube-dns', all[0], both), known('unnamed', all[1], both)]);
    await enforce(ports([B1, B2]));
    expect(node.datapath.services).toMatchObject({ mode: 'deferred' });
    const asks = async (f: (typeof FAMILIES)[number]): Promise<boolean> => {
      const mine = await client.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', 0);
      try {
        const server = servers[FAMILIES.indexOf(f)] as (typeof servers)[number];
        await client.agent.sendTo(mine, NEAR[f], DNS, 'question');
        const from = await node.agent.recvFrom(server, 0.3);
        await node.agent.sendTo(server, from.host, from.port, 'answer');
        return (await client.agent.recvFrom(mine, 2)).data === 'answer';
      } catch {
        return false;
      } finally {
        await client.agent.close(mine);
      }
    };
    for (const f of FAMILIES) {
      expect(await asks(f), `${f} UDP`).toBe(true);
      expect(await connects(NEAR[f], DNS), `${f} TCP`).toBe(true);
      expect(await denied(UNNAMED[f], DNS), `${f} not named`).toBe(true);
      expect(await denied(NEAR[f], NODE_OWN), `${f} another port`).toBe(true);
      expect(await connects(VIP[f], TO_B1), `${f} translated`).toBe(true);
    }
    await enforce(ports([B1]));
    for (const f of FAMILIES) {
      expect(await asks(f), `${f} UDP, one of two`).toBe(false);
      expect(await denied(NEAR[f], DNS), `${f} TCP, one of two`).toBe(true);
    }
    await enforce(FAMILIES.flatMap((f) => [tcp(NEAR[f], DNS), udp(NEAR[f], DNS)]));
    for (const f of FAMILIES) expect(await asks(f), `${f} by the address itself`).toBe(true);
    const judged = (): bigint[] => {
      const { denied: d = 0n, allowed = 0n } = node.datapath.trials.report('near')?.counts ?? {};
      return [d, allowed];
    };
    for (const [now, then] of [
      [[B1, B2], [B1]],
      [[B1], [B1, B2]],
      [
        [B1, B2],
        [B2, B1],
      ],
    ] as const) {
      await node.enforce(
        { client: { ingress: [], egress: ports(now) } },
        {
          services: SERVICES,
          candidate: { client: { ingress: [], egress: ports(then) } },
          trial: { id: 'near', unconfirmed: false },
        },
      );
      const [d = 0n, allowed = 0n] = judged();
      const passes = now.length === 2;
      expect(await asks('v4'), 'what is in force counts').toBe(passes);
      const [deniedNow = 0n, allowedNow = 0n] = judged();
      expect([deniedNow > d, allowedNow > allowed], `${now.length} → ${then.length}`).toEqual([
        passes && then.length === 1,
        !passes,
      ]);
    }
    await node.enforce({}, { probes: false });
  });

  test('F141 where nothing can stand behind the translation, a Service takes that all of its endpoints are allowed', async () => {
    const BOTH = 84;
    const listeners = (to: readonly string[]) =>
      to.map((address) => ({ address: parseAddress(address), port: PORT, ready: true, serving: true }));
    const known = (behind: Readonly<Record<number, readonly { readonly v4: string; readonly v6: string }[]>>) => [
      {
        namespace: 'test',
        name: 'svc',
        addresses: FAMILIES.map((f) => parseAddress(VIP[f])),
        ports: [6, 17].flatMap((protocol) =>
          Object.entries(behind).map(([port, to]) => ({
            protocol,
            port: Number(port),
            endpoints: listeners(to.flatMap(({ v4, v6 }) => [v4, v6])),
          })),
        ),
      },
    ];
    for (const f of FAMILIES) {
      const [l3, to] = f === 'v4' ? ['ip', B1.v4] : ['ip6', `[${B1.v6}]`];
      lab.nft(`add rule inet services pre ${l3} daddr ${VIP[f]} tcp dport ${BOTH} dnat ${l3} to ${to}:${PORT}`);
    }
    await node.datapath.close();
    node.open({ services: 'together' });
    node.datapath.know(known({ [TO_B1]: [B1], [TO_B2]: [B2], [BOTH]: [B1, B2] }));
    await allow((f) => [tcp(B1[f]), udp(B1[f])]);
    expect(node.datapath.services).toMatchObject({ mode: 'together', reason: expect.stringMatching(/settings/) });
    for (const f of FAMILIES) {
      const [partial, nobody] = [counted('egress SERVICE_PARTIAL'), counted('egress UNTRANSLATED')];
      expect(await connects(VIP[f], TO_B1), `${f} allowed`).toBe(true);
      expect(await denied(VIP[f], TO_B2), `${f} denied`).toBe(true);
      expect(await denied(VIP[f], BOTH), `${f} not all`).toBe(true);
      expect(counted('egress SERVICE_PARTIAL'), f).toBeGreaterThan(partial);
      expect(await denied(VIP[f], TO_NOBODY), `${f} nobody`).toBe(true);
      expect(counted('egress UNTRANSLATED'), f).toBeGreaterThan(nobody);
      expect(await connects(B1[f], PORT), `${f} direct`).toBe(true);

      const server = await b1.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', PORT);
      const mine = await client.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', 0);
      await client.agent.sendTo(mine, VIP[f], TO_B1, 'question');
      const from = await b1.agent.recvFrom(server, 2);
      const answer = (text: string) => b1.agent.sendTo(server, from.host, from.port, text);
      await answer('answer');
      expect((await client.agent.recvFrom(mine, 2)).data, f).toBe('answer');
      await allow(() => []);
      await answer('late');
      expect(await client.agent.succeeds('recvfrom', { handle: mine, timeout: 0.2 }), `${f} revoked`).toBe(false);
      expect(await denied(VIP[f], TO_B1), `${f} revoked, out`).toBe(true);
      await allow((g) => [tcp(B1[g]), udp(B1[g])]);
      await answer('again');
      expect((await client.agent.recvFrom(mine, 2)).data, `${f} restored`).toBe('again');
      await b1.agent.close(server);
      await client.agent.close(mine);
    }
    // The endpoints change, the rules do not.
    node.datapath.know(known({ [TO_B1]: [B1, B2], [BOTH]: [B1] }));
    await allow((f) => [tcp(B1[f]), udp(B1[f])]);
    for (const f of FAMILIES) {
      expect(await denied(VIP[f], TO_B1), `${f} one more`).toBe(true);
      expect(await connects(VIP[f], BOTH), `${f} one less`).toBe(true);
      expect(await denied(VIP[f], TO_B2), `${f} gone`).toBe(true);
    }

    // Another Service of one external address and port: nobody knows whose packet it is.
    const [svc] = known({ [TO_B1]: [B1] }) as [ReturnType<typeof known>[number]];
    const [other] = known({ [TO_B1]: [B2] }) as [typeof svc];
    for (const [services, goes] of [
      [[svc, { ...other, name: 'other' }], false],
      [[{ ...other, name: 'other' }, svc], false],
      [[svc], true],
    ] as const) {
      node.datapath.know(services);
      await allow((f) => [tcp(B1[f]), udp(B1[f])]);
      for (const f of FAMILIES)
        expect(await (goes ? connects : denied)(VIP[f], TO_B1), `${f} of ${services.length}`).toBe(true);
    }

    await node.datapath.close();
    node.open({ services: 'off' });
    await allow((f) => [tcp(VIP[f], TO_B2)]);
    expect(node.datapath.services).toMatchObject({ mode: 'off', reason: expect.stringMatching(/settings/) });
    for (const f of FAMILIES) {
      expect(await connects(VIP[f], TO_B2), `${f} as it is written`).toBe(true);
      expect(await denied(VIP[f], TO_B1), `${f} as it is written, denied`).toBe(true);
    }
  });
});
