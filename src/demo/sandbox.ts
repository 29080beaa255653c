/**
 * One node with its workloads, built from an inventory: every workload gets a namespace, a veth pair and real servers on
 * its declared ports. Workloads are routed point to point, as the ptp CNI plugin does it; one more host plays the outside.
 */
import { formatAddress } from '../net/address.js';
import { PROTOCOL } from '../net/types.js';
import type { Workload, World } from '../policy/model.js';
import { Actor } from './actor.js';
import { ip } from './namespaces.js';

/** The host outside the cluster. */
export const OUTSIDE = {
  name: 'customer',
  interface: 'uplink',
  addresses: ['203.0.113.10', '2001:db8:feed::10'],
} as const;

/** The node's end of every cable: not what the inventory knows the node by, as with most CNI plugins. */
const GATEWAYS = ['169.254.11.1', 'fd00:11::1'] as const;

export interface Host {
  /** A workload's id, `node:<name>`, or the outside host's name. */
  readonly name: string;
  /** As the inventory has them. */
  readonly addresses: readonly string[];
  readonly actor: Actor;
  readonly workload?: Workload;
}

export class Sandbox {
  private constructor(
    readonly hosts: readonly Host[],
    readonly nodeName: string,
  ) {}

  static async build(world: World, progress: (step: string) => void): Promise<Sandbox> {
    const node = world.nodes[0];
    if (node === undefined) throw new Error('the inventory declares no Node');
    const local = world.workloads.filter((w) => w.node === node.name && !w.hostNetwork && !w.ended);
    const internal = node.addresses.map(formatAddress);
    progress(`${local.length} workloads`);
    const [outside, self, ...pods] = await Promise.all([
      new Actor(OUTSIDE.name, true).ready(),
      new Actor(`node:${node.name}`, false).ready(),
      ...local.map((w) => new Actor(w.id, true).ready()),
    ]);
    if (outside === undefined || self === undefined) throw new Error('no actors');
    ip(['link set lo up', ...internal.map((a) => `address add ${host(a)} dev lo ${nodad(a)}`)]);
    cable(OUTSIDE.interface, outside.pid, OUTSIDE.addresses);
    local.forEach((w, i) => {
      cable(hostInterface(w), (pods[i] as Actor).pid, w.addresses.map(formatAddress));
    });
    await Promise.all(local.map((w, i) => serve(w, pods[i] as Actor)));
    return new Sandbox(
      [
        ...local.map((w, i) => ({
          name: w.id,
          addresses: w.addresses.map(formatAddress),
          actor: pods[i] as Actor,
          workload: w,
        })),
        { name: `node:${node.name}`, addresses: internal, actor: self },
        { name: OUTSIDE.name, addresses: OUTSIDE.addresses, actor: outside },
      ],
      node.name,
    );
  }

  host(name: string): Host {
    const host = this.hosts.find((h) => h.name === name);
    if (host === undefined) throw new Error(`the demo has no host '${name}'`);
    return host;
  }

  async close(): Promise<void> {
    await Promise.all(this.hosts.map((h) => h.actor.stop()));
  }
}

function hostInterface(workload: Workload): string {
  const name = workload.attach?.interface;
  if (name === undefined)
    throw new Error(`${workload.source.file}:${workload.source.line}: ${workload.id} names no interface`);
  return name;
}

async function serve(workload: Workload, actor: Actor): Promise<void> {
  for (const { protocol, port } of workload.ports) {
    if (protocol === PROTOCOL.tcp) await actor.listen('tcp', port);
    if (protocol === PROTOCOL.udp) await actor.listen('udp', port);
  }
}

/** A veth pair between the node (`name`) and a host's eth0, with routes both ways through the node's end. */
function cable(name: string, pid: number, addresses: readonly string[]): void {
  ip([
    `link add ${name} type veth peer name eth0 netns ${pid}`,
    `link set ${name} up`,
    ...GATEWAYS.map((g) => `address add ${host(g)} dev ${name} ${nodad(g)}`),
    ...addresses.map((a) => `route replace ${host(a)} dev ${name} ${source(a)}`),
  ]);
  ip(
    [
      'link set lo up',
      'link set eth0 up',
      ...addresses.map((a) => `address add ${host(a)} dev eth0 ${nodad(a)}`),
      ...GATEWAYS.flatMap((g) => [`route add ${host(g)} dev eth0`, `route add default via ${g} dev eth0`]),
    ],
    pid,
  );
}

const isV6 = (address: string): boolean => address.includes(':');
const host = (address: string): string => `${address}/${isV6(address) ? 128 : 32}`;
const nodad = (address: string): string => (isV6(address) ? 'nodad' : '');
const source = (address: string): string => `src ${GATEWAYS.find((g) => isV6(g) === isV6(address))}`;

/** Same-family pairs of addresses of two hosts. */
export function pairs(from: Host, to: Host): { source: string; destination: string }[] {
  return from.addresses.flatMap((source) =>
    to.addresses.filter((d) => isV6(d) === isV6(source)).map((destination) => ({ source, destination })),
  );
}
