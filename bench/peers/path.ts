/** client – router – server: three network namespaces, all neighbours static, the router forwarding. */
import { cpus } from 'node:os';
import type { Netns, Sandbox } from '../../test/support/netns.js';
import { PeersError } from './error.js';
import { LineProcess } from './lines.js';
import { buildTraffic, Traffic } from './traffic.js';

/** Everything that the client sends comes from here; see rules.ts. */
const SOURCES = '10.0.0.0/8';
const CLIENT = '192.168.1.2';
const MAC = {
  client: '02:00:00:00:00:01',
  routerClient: '02:00:00:00:00:02',
  routerServer: '02:00:00:00:00:03',
  server: '02:00:00:00:00:04',
};

/** The server's addresses: one that answers, one that only counts. */
export const SERVER_ADDRESSES = ['192.168.2.2', '192.168.2.3'] as const;
export const SERVER_MAC = MAC.server;
/** The router's interface towards the server, where a workload's policy is enforced. */
export const SERVER_LINK = 's0';
/** The router's own addresses. */
export const ROUTER_ADDRESSES = ['192.168.1.1', '192.168.2.1'] as const;

export class Path {
  readonly router: Netns;
  readonly traffic: Traffic;
  readonly #shell: LineProcess;

  private constructor(router: Netns, traffic: Traffic, shell: LineProcess) {
    this.router = router;
    this.traffic = traffic;
    this.#shell = shell;
  }

  /** @param name unique in the sandbox, which removes the namespaces when it is closed */
  static async create(sandbox: Sandbox, name: string): Promise<Path> {
    const client = sandbox.netns(`${name}-c`);
    const router = sandbox.netns(`${name}-r`, { forwarding: true });
    const server = sandbox.netns(`${name}-s`);
    for (const netns of [client, router, server]) {
      sandbox.sysctl(netns, 'net/ipv4/conf/all/rp_filter=0', 'net/ipv4/conf/default/rp_filter=0');
    }
    // A closed connection is forgotten at once: no port runs out.
    sandbox.sysctl(client, 'net/ipv4/tcp_max_tw_buckets=0');
    sandbox.veth(
      { netns: client, name: 'eth0', mac: MAC.client, addresses: [`${CLIENT}/24`] },
      { netns: router, name: 'c0', mac: MAC.routerClient, addresses: [`${ROUTER_ADDRESSES[0]}/24`] },
    );
    sandbox.veth(
      { netns: router, name: SERVER_LINK, mac: MAC.routerServer, addresses: [`${ROUTER_ADDRESSES[1]}/24`] },
      { netns: server, name: 'eth0', mac: MAC.server, addresses: SERVER_ADDRESSES.map((address) => `${address}/24`) },
    );
    const neighbour = (address: string, mac: string, dev: string) =>
      `neigh replace ${address} lladdr ${mac} dev ${dev} nud permanent`;
    sandbox.ip(
      client,
      neighbour(ROUTER_ADDRESSES[0], MAC.routerClient, 'eth0'),
      `route add default via ${ROUTER_ADDRESSES[0]}`,
      `route add local ${SOURCES} dev lo`,
    );
    sandbox.ip(
      router,
      neighbour(CLIENT, MAC.client, 'c0'),
      ...SERVER_ADDRESSES.map((address) => neighbour(address, MAC.server, SERVER_LINK)),
      `route add ${SOURCES} via ${CLIENT}`,
    );
    sandbox.ip(
      server,
      neighbour(ROUTER_ADDRESSES[1], MAC.routerServer, 'eth0'),
      `route add default via ${ROUTER_ADDRESSES[1]}`,
    );
    const cpu = String(cpus().length - 1);
    const traffic = await Traffic.start(
      sandbox.spawn(router, buildTraffic(), [client.name, router.name, server.name, cpu]),
    );
    return new Path(router, traffic, new LineProcess('sh', sandbox.spawn(router, 'sh', [])));
  }

  /**
   * Runs a command on the router, from a shell that is there already: what it costs a user who types it.
   * @throws {PeersError} COMMAND with what it said
   */
  async run(command: string): Promise<void> {
    const answer = await this.#shell.ask(`said=$(${command} 2>&1); echo $? $said`);
    if (!answer.startsWith('0')) {
      throw new PeersError('COMMAND', command, `"${command.slice(0, 200)}" failed: ${answer.slice(0, 500)}`);
    }
  }

  close(): void {
    this.traffic.close();
    this.#shell.close();
  }
}
