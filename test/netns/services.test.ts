/** F141: what is sent to a service is judged by who gets it, with the kernel's own translation between. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BpfLink, readRing } from '../../src/ebpf/binding.js';
import { addressText } from '../../src/flows/index.js';
import { copyRecord, type DenyRecord, decodeRecords } from '../../src/flows/record.js';
import { OsgReason } from '../../src/gen/abi.js';
import { type Allow, NODE, TestNode, type Workload } from '../support/node.js';

const VIP = { v4: '10.96.0.1', v6: 'fd00:96::1' } as const;
const ME = { v4: '10.1.0.10', v6: 'fd00:1::10' } as const;
const B1 = { v4: '10.1.0.21', v6: 'fd00:1::21' } as const;
const B2 = { v4: '10.1.0.22', v6: 'fd00:1::22' } as const;
const SERVICES = ['10.96.0.0/16', 'fd00:96::/64'];
const FAMILIES = ['v4', 'v6'] as const;
type F = (typeof FAMILIES)[number];
/** Ports of the service: to the first backend, to the second one, to the client itself, to a closed port, to nobody. */
const [TO_B1, TO_B2, TO_ME, TO_CLOSED, TO_NOBODY] = [80, 81, 82, 83, 99];
/** Node ports: to the first backend, to the second one, to the client. */
const [NODE_B1, NODE_B2, NODE_ME, NODE_OWN] = [30080, 30081, 30082, 9000];
const [PORT, CLOSED] = [8080, 8083];
const host = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

const tcp = (to: string, port: number = PORT): Allow => ({ peer: host(to), port });
const udp = (to: string, port: number = PORT): Allow => ({ ...tcp(to, port), protocol: 17 });

describe('services', () => {
  let node: TestNode;
  let client: Workload;
  let b1: Workload;
  let b2: Workload;

  const translate = (f: F): string => {
    const l3 = f === 'v4' ? 'ip' : 'ip6';
    const to = (address: string, port = PORT): string =>
      `dnat ${l3} to ${f === 'v4' ? address : `[${address}]`}:${port}`;
    const vip = `${l3} daddr ${VIP[f]}`;
    const local = `${l3} daddr ${NODE[f]}`;
    return ['tcp', 'udp']
      .flatMap((protocol) => [
        `${vip} ${protocol} dport ${TO_B1} ${to(B1[f])}`,
        `${vip} ${protocol} dport ${TO_B2} ${to(B2[f])}`,
        `${vip} ${protocol} dport ${TO_ME} ${to(ME[f])}`,
        `${vip} ${protocol} dport ${TO_CLOSED} ${to(B1[f], CLOSED)}`,
        `${local} ${protocol} dport ${NODE_B1} ${to(B1[f])}`,
        `${local} ${protocol} dport ${NODE_B2} ${to(B2[f])}`,
        `${local} ${protocol} dport ${NODE_ME} ${to(ME[f])}`,
      ])
      .join('\n');
  };

  beforeAll(async () => {
    node = await TestNode.create({
      client: { addresses: [ME.v4, ME.v6] },
      b1: { addresses: [B1.v4, B1.v6], governed: false },
      b2: { addresses: [B2.v4, B2.v6], governed: false },
    });
    [client, b1, b2] = ['client', 'b1', 'b2'].map((name) => node.workload(name)) as [Workload, Workload, Workload];
    const rules = `table inet services {
      chain pre { type nat hook prerouting priority dstnat; ${FAMILIES.map(translate).join('\n')}
      }
      chain post { type nat hook postrouting priority srcnat;
        ip saddr { ${ME.v4}, ${B2.v4} } ip daddr ${ME.v4} snat ip to ${NODE.v4}
        ip6 saddr { ${ME.v6}, ${B2.v6} } ip6 daddr ${ME.v6} snat ip6 to ${NODE.v6}
      }
    }`;
    node.box.exec(node.netns, 'nft', ['-f', '-'], rules);
    // What nothing translates goes out here.
    node.box.ip(node.netns, 'route add 10.96.0.0/16 dev h2', 'route add fd00:96::/64 dev h2');
    for (const w of [client, b1, b2]) await w.agent.tcpListen('::', PORT);
    await node.agent.tcpListen('::', NODE_OWN);
    await allow((f) => [tcp(B1[f]), udp(B1[f])]);
  });
  afterAll(() => node?.close());

  const allow = (egress: (f: F) => Allow[], ingress: readonly Allow[] = []): Promise<void> =>
    node.enforce({ client: { ingress, egress: FAMILIES.flatMap(egress) } }, { services: SERVICES });
  const connects = (to: string, port: number, timeout = 2, from = client): Promise<boolean> =>
    from.agent.succeeds('tcp_connect', { host: to, port, timeout });
  const denied = async (to: string, port: number): Promise<boolean> => !(await connects(to, port, 0.3));
  const counted = (key: string): bigint => node.counts(client).get(key) ?? 0n;

  it('F141 judges the backend that the kernel chose, on both families, and tells of it and of the service', async () => {
    expect(node.datapath.services).toMatchObject({ mode: 'deferred' });
    const records: DenyRecord[] = [];
    const ring = readRing(node.datapath.map('osg_events'), {
      onBatch: (buffer, offsets, count) => decodeRecords(buffer, offsets, count, (r) => records.push(copyRecord(r))),
      onError: (error) => {
        throw error;
      },
    });
    for (const f of FAMILIES) {
      expect(await connects(VIP[f], TO_B1), `${f} allowed`).toBe(true);
      expect(await denied(VIP[f], TO_B2), `${f} denied`).toBe(true);
      expect(await connects(B1[f], PORT), `${f} direct`).toBe(true);
      expect(await denied(B2[f], PORT), `${f} direct, denied`).toBe(true);
    }
    while (ring.consume() > 0);
    ring.close();
    const told = records.map((r) => ({
      to: addressText(r.destination),
      port: r.destinationPort,
      through: r.servicePort ? `${addressText(r.service as Uint8Array)} ${r.servicePort}` : '',
      reason: r.reason,
      egress: r.direction === 1,
    }));
    for (const f of FAMILIES) {
      const deny = { to: B2[f], port: PORT, reason: OsgReason.RULE_DENY, egress: true };
      expect(told.filter(({ to }) => to === B2[f])).toEqual([
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
    const faults = await node.datapath.repairState();
    expect(faults).toHaveLength(4);
    expect(faults.every(({ kind, repaired }) => kind === 'links' && repaired)).toBe(true);
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
});
