/** A node that translates as kube-proxy does, by nftables: a client that is governed, two backends that are not. */
import { readRing } from '../../src/ebpf/binding.js';
import { addressText } from '../../src/flows/index.js';
import { copyRecord, type DenyRecord, decodeRecords } from '../../src/flows/record.js';
import { type Allow, NODE, TestNode, type Workload } from './node.js';

export const VIP = { v4: '10.96.0.1', v6: 'fd00:96::1' } as const;
export const ME = { v4: '10.1.0.10', v6: 'fd00:1::10' } as const;
export const B1 = { v4: '10.1.0.21', v6: 'fd00:1::21' } as const;
export const B2 = { v4: '10.1.0.22', v6: 'fd00:1::22' } as const;
export const SERVICES = ['10.96.0.0/16', 'fd00:96::/64'];
export const FAMILIES = ['v4', 'v6'] as const;
export type F = (typeof FAMILIES)[number];
/** Ports of the service: to the first backend, to the second one, to the client itself, to a closed port, to nobody. */
export const [TO_B1, TO_B2, TO_ME, TO_CLOSED, TO_NOBODY] = [80, 81, 82, 83, 99] as const;
/** Node ports: to the first backend, to the second one, to the client. */
export const [NODE_B1, NODE_B2, NODE_ME, NODE_OWN] = [30080, 30081, 30082, 9000] as const;
export const [PORT, CLOSED] = [8080, 8083] as const;
const host = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

export const tcp = (to: string, port: number = PORT): Allow => ({ peer: host(to), port });
export const udp = (to: string, port: number = PORT): Allow => ({ ...tcp(to, port), protocol: 17 });

const translate = (f: F): string => {
  const l3 = f === 'v4' ? 'ip' : 'ip6';
  const to = (address: string, port: number = PORT): string =>
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

export class ServiceLab {
  private constructor(
    readonly node: TestNode,
    readonly client: Workload,
    readonly b1: Workload,
    readonly b2: Workload,
  ) {}

  /** Everything to the first backend is allowed. `translate`: by nftables; else it is left to the caller. */
  static async create(translates = true): Promise<ServiceLab> {
    const node = await TestNode.create({
      client: { addresses: [ME.v4, ME.v6] },
      b1: { addresses: [B1.v4, B1.v6], governed: false },
      b2: { addresses: [B2.v4, B2.v6], governed: false },
    });
    try {
      const [client, b1, b2] = ['client', 'b1', 'b2'].map((name) => node.workload(name)) as [
        Workload,
        Workload,
        Workload,
      ];
      const lab = new ServiceLab(node, client, b1, b2);
      if (translates)
        lab.nft(`table inet services {
        chain pre { type nat hook prerouting priority dstnat; ${FAMILIES.map(translate).join('\n')}
        }
        chain post { type nat hook postrouting priority srcnat;
          ip saddr { ${ME.v4}, ${B2.v4} } ip daddr ${ME.v4} snat ip to ${NODE.v4}
          ip6 saddr { ${ME.v6}, ${B2.v6} } ip6 daddr ${ME.v6} snat ip6 to ${NODE.v6}
        }
      }`);
      // What nothing translates goes out here.
      node.box.ip(node.netns, 'route add 10.96.0.0/16 dev h2', 'route add fd00:96::/64 dev h2');
      for (const w of [client, b1, b2]) await w.agent.tcpListen('::', PORT);
      await node.agent.tcpListen('::', NODE_OWN);
      await lab.allow((f) => [tcp(B1[f]), udp(B1[f])]);
      return lab;
    } catch (error) {
      await node.close();
      throw error;
    }
  }

  nft(rules: string): void {
    this.node.box.exec(this.node.netns, 'nft', ['-f', '-'], rules);
  }

  allow(egress: (f: F) => Allow[], ingress: readonly Allow[] = []): Promise<void> {
    return this.node.enforce({ client: { ingress, egress: FAMILIES.flatMap(egress) } }, { services: SERVICES });
  }

  connects(to: string, port: number, timeout = 2, from: Workload = this.client): Promise<boolean> {
    return from.agent.succeeds('tcp_connect', { host: to, port, timeout });
  }

  async denied(to: string, port: number): Promise<boolean> {
    return !(await this.connects(to, port, 0.3));
  }

  counted(key: string): bigint {
    return this.node.counts(this.client).get(key) ?? 0n;
  }

  /** What was told while it ran, of whom the kernel chose. */
  async told(what: () => Promise<void>) {
    const records: DenyRecord[] = [];
    const ring = readRing(this.node.datapath.map('osg_events'), {
      onBatch: (buffer, offsets, count) => decodeRecords(buffer, offsets, count, (r) => records.push(copyRecord(r))),
      onError: (error) => {
        throw error;
      },
    });
    await what();
    while (ring.consume() > 0);
    ring.close();
    return records.map((r) => ({
      to: addressText(r.destination),
      port: r.destinationPort,
      through: r.servicePort ? `${addressText(r.service as Uint8Array)} ${r.servicePort}` : '',
      verdict: r.verdict,
      reason: r.reason,
      egress: r.direction === 1,
    }));
  }

  close(): Promise<void> {
    return this.node.close();
  }
}
