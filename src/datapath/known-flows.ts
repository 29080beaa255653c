/**
 * Flows that exist when a direction becomes restricted, from the node's own connection tracking: UDP above all, of which no socket
 * tells who asked. What is entered is judged like any flow; what the rules deny is left out.
 */
import type { Netns } from '../ebpf/binding.js';
import { type KernelFlow, kernelFlows } from '../ebpf/flows.js';
import type { Address } from '../net/types.js';
import { PROTOCOL } from '../net/types.js';
import type { Conntrack } from './conntrack.js';

/** An endpoint of which directions become restricted. */
export interface Closing {
  readonly ifindex: number;
  readonly addresses: readonly Address[];
  /** 1 << enum osg_direction. */
  readonly directions: number;
}

/** Entered for one endpoint at most: the rest of its table is for what comes. */
const MOST_OF_ONE = 1024;
const MOST = 65_536;
const TCP_ESTABLISHED = 3;
const SLICE_MS = 5;

/**
 * Makes entries for what lives. While this runs nothing may be closed yet: the revision that an endpoint has in force judges.
 * @returns how many flows have an entry now that had none
 */
export async function enterKnown(
  closing: readonly Closing[],
  conntrack: Conntrack,
  netns: Netns | undefined,
): Promise<number> {
  if (closing.length === 0) return 0;
  const addresses = closing.flatMap(({ addresses: own }) => own);
  const flows = (await kernelFlows(addresses, MOST, netns)).filter(lives).sort((a, b) => rank(a) - rank(b));
  const byAddress = new Map(closing.flatMap((one) => one.addresses.map((own) => [keyOf(own), one] as const)));
  const left = new Map(closing.map((one) => [one, MOST_OF_ONE]));
  let entered = 0;
  let until = performance.now() + SLICE_MS;
  for (const flow of flows) {
    for (const original of [0, 1] as const) {
      // What the endpoint began leaves it as the original says; what it answers reaches it as its answer says.
      const {
        source: own,
        destination: peer,
        sourcePort: ownPort,
        destinationPort: peerPort,
      } = original === 1 ? flow.original : flow.reply;
      const one = byAddress.get(keyOf(own));
      // Entries serve the answers: those of what was begun in direction `original` go the other way.
      if (one === undefined || (one.directions & (original === 1 ? 1 : 2)) === 0) continue;
      const room = left.get(one) as number;
      if (room === 0) continue;
      const known = { direction: original === 1 ? 'egress' : 'ingress', protocol: flow.protocol, own, peer } as const;
      if (conntrack.enter(one.ifindex, { ...known, ownPort, peerPort }, flow.replied) !== 'entered') continue;
      left.set(one, room - 1);
      entered++;
    }
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
  return entered;
}

const lives = ({ protocol, tcpState }: KernelFlow): boolean =>
  protocol === PROTOCOL.udp ||
  protocol === PROTOCOL.sctp ||
  (protocol === PROTOCOL.tcp && tcpState === TCP_ESTABLISHED);
/** Of TCP the sockets tell, where a workload has them itself. */
const rank = ({ protocol }: KernelFlow): number => (protocol === PROTOCOL.tcp ? 1 : 0);
const keyOf = ({ family, value }: Address): string => `${family} ${value}`;
