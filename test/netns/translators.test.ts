/**
 * F141: who else moves packets to services than nftables: IPVS, and a flowtable, which takes flows past all hooks. Few kernels of
 * test machines have them; those of `npm run test:kernels` do, and there a lack fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { features } from '../../src/ebpf/binding.js';
import { OsgEventVerdict, OsgReason } from '../../src/gen/abi.js';
import { parseAddress } from '../../src/net/address.js';
import type { Agent, Handle } from '../support/agent.js';
import {
  B1,
  B2,
  type F,
  FAMILIES,
  PORT,
  ServiceLab,
  TO_B1,
  TO_B2,
  TO_NOBODY,
  tcp,
  udp,
  VIP,
} from '../support/service-lab.js';

/** Port of the service: to either backend, in turn. */
const TO_BOTH = 84;
const LIVE = 8090;
const at = (address: string, port: number): string => `${address.includes(':') ? `[${address}]` : address}:${port}`;
const l3 = (f: F): string => (f === 'v4' ? 'ip' : 'ip6');

const FLOWTABLE = (devices: string): string => `table inet fast {
  flowtable past { hook ingress priority 0; devices = { ${devices} }; }
  chain forward { type filter hook forward priority 0
    meta l4proto { tcp, udp } ct state established flow add @past
  }
}`;
const lacksIpvs = (): string => (existsSync('/proc/net/ip_vs') ? '' : 'no IPVS');
const lacksFlowtable = (): string => {
  const { status } = spawnSync('unshare', ['-n', 'nft', '-f', '-'], { input: FLOWTABLE('lo') });
  return status === 0 ? '' : 'no flowtable of nftables';
};

function needs(ctx: TestContext, lack: string): void {
  if (lack === '') return;
  if (process.env['OSG_KERNELS'] !== undefined) throw new Error(`${lack} in this kernel, which is there to have it`);
  ctx.skip(`${lack} in this kernel: npm run test:kernels -- 6.12 has it`);
}

describe('translators', () => {
  let lab: ServiceLab;
  afterEach(() => lab?.close());
  const deferred = features().netfilter;

  type Backends = readonly { readonly v4: string; readonly v6: string }[];
  const know = (ports: Readonly<Record<number, Backends>>, listensAt: number = PORT): void =>
    lab.node.datapath.know([
      {
        namespace: 'test',
        name: 'svc',
        addresses: FAMILIES.map((f) => parseAddress(VIP[f])),
        ports: [6, 17].flatMap((protocol) =>
          Object.entries(ports).map(([port, to]) => ({
            protocol,
            port: Number(port),
            endpoints: to
              .flatMap(({ v4, v6 }) => [v4, v6])
              .map((address) => ({ address: parseAddress(address), port: listensAt, ready: true, serving: true })),
          })),
        ),
      },
    ]);

  const gets = async (agent: Agent, handle: Handle, timeout = 2): Promise<string> => {
    try {
      return await agent.recv(handle, timeout);
    } catch {
      return '';
    }
  };

  /** A connection to a port, and its other end. */
  const connection = async (f: F, to: string, port: number, listenAt: number) => {
    const listener = await lab.b1.agent.tcpListen(f === 'v4' ? '0.0.0.0' : '::', listenAt);
    const mine = await lab.client.agent.tcpConnect(to, port, 5);
    const theirs = await lab.b1.agent.tcpAccept(listener, 5);
    return {
      says: async (text: string, timeout?: number) => {
        await lab.client.agent.send(mine, text);
        return gets(lab.b1.agent, theirs, timeout);
      },
      hears: async (text: string, timeout?: number) => {
        await lab.b1.agent.send(theirs, text);
        return gets(lab.client.agent, mine, timeout);
      },
      /** What comes at last, at either end. */
      rest: (timeout: number) =>
        Promise.all([gets(lab.b1.agent, theirs, timeout), gets(lab.client.agent, mine, timeout)]),
      close: async () => {
        await lab.client.agent.close(mine, true);
        await lab.b1.agent.close(theirs, true);
        await lab.b1.agent.close(listener);
      },
    };
  };

  it('F141 IPVS: judged by the backend that it chose, or by all where nothing stands behind it', async (ctx) => {
    needs(ctx, lacksIpvs());
    lab = await ServiceLab.create(false);
    const { node, client, b1 } = lab;
    // As kube-proxy: the node has every address of a service, IPVS keeps connection tracking informed, and rules ask that.
    node.box.sysctl(node.netns, 'net/ipv4/vs/conntrack=1');
    lab.nft('table inet track { chain forward { type filter hook forward priority 0; ct state invalid drop; }\n }');
    for (const f of FAMILIES) {
      node.box.ip(
        node.netns,
        f === 'v4' ? `address add ${VIP.v4}/32 dev lo` : `address add ${VIP.v6}/128 dev lo nodad`,
      );
      for (const protocol of ['-t', '-u'])
        for (const [port, to] of [
          [TO_B1, [B1]],
          [TO_B2, [B2]],
          [TO_BOTH, [B1, B2]],
        ] as const) {
          const service = [protocol, at(VIP[f], port)];
          node.box.exec(node.netns, 'ipvsadm', ['-A', ...service, '-s', 'rr']);
          for (const { [f]: backend } of to)
            node.box.exec(node.netns, 'ipvsadm', ['-a', ...service, '-r', at(backend, PORT), '-m']);
        }
    }
    know({ [TO_B1]: [B1], [TO_B2]: [B2], [TO_BOTH]: [B1, B2] });
    const first = (): Promise<void> => lab.allow((f) => [tcp(B1[f]), udp(B1[f])]);
    await first();
    expect(node.datapath.services).toMatchObject({ mode: deferred ? 'deferred' : 'together' });
    for (const f of FAMILIES) {
      const records = await lab.told(async () => {
        expect(await lab.connects(VIP[f], TO_B1), `${f} allowed`).toBe(true);
        expect(await lab.denied(VIP[f], TO_B2), `${f} denied`).toBe(true);
        expect(await lab.denied(VIP[f], TO_NOBODY), `${f} nobody`).toBe(true);
      });
      const verdict = OsgEventVerdict.DENY;
      expect(records, f).toContainEqual(
        deferred
          ? { to: B2[f], port: PORT, through: `${VIP[f]} ${TO_B2}`, verdict, reason: OsgReason.RULE_DENY, egress: true }
          : { to: VIP[f], port: TO_B2, through: '', verdict, reason: OsgReason.SERVICE_PARTIAL, egress: true },
      );
      // Both in turn: whom IPVS chooses, or nobody.
      const turns: boolean[] = [];
      for (let i = 0; i < 4; i++) turns.push(await lab.connects(VIP[f], TO_BOTH, 1));
      expect(turns.filter(Boolean), `${f} in turn`).toHaveLength(deferred ? 2 : 0);

      const server = await b1.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', PORT);
      const mine = await client.agent.udpOpen(f === 'v4' ? '0.0.0.0' : '::', 0);
      await client.agent.sendTo(mine, VIP[f], TO_B1, 'question');
      const from = await b1.agent.recvFrom(server, 5);
      const answer = (text: string) => b1.agent.sendTo(server, from.host, from.port, text);
      await answer('answer');
      expect(await client.agent.recvFrom(mine, 5), f).toMatchObject({ data: 'answer', host: VIP[f], port: TO_B1 });
      await lab.allow(() => []);
      await answer('late');
      expect(await client.agent.succeeds('recvfrom', { handle: mine, timeout: 0.3 }), `${f} revoked`).toBe(false);
      await client.agent.sendTo(mine, VIP[f], TO_B1, 'denied');
      expect(await b1.agent.succeeds('recvfrom', { handle: server, timeout: 0.3 }), `${f} revoked, out`).toBe(false);
      await first();
      await answer('again');
      expect((await client.agent.recvFrom(mine, 5)).data, `${f} restored`).toBe('again');
      await b1.agent.close(server);
      await client.agent.close(mine);
    }
  });

  /** What of a flow that a flowtable took over arrives, out and in, once its rule is revoked. */
  it.for([
    { to: 'a service', ingress: 'open', services: 'auto', late: ['late ping', 'late pong'] },
    // Who answers is known to nobody: a packet that passes by no hook has no flow of the kernel's.
    { to: 'a service', ingress: 'restricted', services: 'auto', late: undefined },
    { to: 'a service', ingress: 'restricted', services: 'together', late: ['', ''] },
    { to: 'the pod', ingress: 'open', services: 'auto', late: ['', 'late pong'] },
  ] as const)('F141 F32 a flowtable: flows to $to, ingress $ingress, services $services', async (given, ctx) => {
    needs(ctx, lacksFlowtable());
    lab = await ServiceLab.create();
    const { node } = lab;
    const together = given.services === 'together' || !deferred;
    if (given.services === 'together') {
      await node.datapath.close();
      node.open({ services: 'together' });
    }
    for (const f of FAMILIES)
      lab.nft(
        `add rule inet services pre ${l3(f)} daddr ${VIP[f]} tcp dport ${TO_BOTH} dnat ${l3(f)} to ${at(B1[f], LIVE)}`,
      );
    lab.nft(FLOWTABLE('h1, h2, h3'));
    know({ [TO_BOTH]: [B1] }, LIVE);
    const rules = (on: boolean): Promise<void> =>
      node.enforce({
        client: {
          egress: on ? FAMILIES.map((f) => tcp(B1[f], LIVE)) : [],
          ...(given.ingress === 'restricted' && { ingress: [] }),
        },
      });
    await rules(true);
    for (const f of FAMILIES) {
      const service = given.to === 'a service';
      const before = node.datapath.services.offloaded;
      const live = await connection(f, service ? VIP[f] : B1[f], service ? TO_BOTH : LIVE, LIVE);
      const said: string[] = [];
      for (let i = 0; i < 3; i++) said.push(await live.says('ping'), await live.hears('pong'));
      expect(node.box.exec(node.netns, 'cat', ['/proc/net/nf_conntrack']), `${f} taken over`).toMatch(/OFFLOAD/);
      if (service && !together) expect(node.datapath.services.offloaded, `${f} told`).toBeGreaterThan(before);
      if (service && !together && given.late === undefined) {
        expect(said, `${f} answers`).toEqual(['ping', '', '', '', '', '']);
      } else {
        expect(said.join(), f).toBe('ping,pong,ping,pong,ping,pong');
        await rules(false);
        const late: readonly string[] | undefined =
          service && together ? ['', given.ingress === 'open' ? 'late pong' : ''] : given.late;
        expect([await live.says('late ping', 1), await live.hears('late pong', 1)], `${f} revoked`).toEqual(late);
        await rules(true);
        const rest = [...(late?.[0] === '' ? ['late ping'] : []), ...(late?.[1] === '' ? ['late pong'] : [])];
        expect((await live.rest(late?.includes('') ? 30 : 1)).filter(Boolean), `${f} restored`).toEqual(rest);
      }
      await live.close();
    }
  });
});
