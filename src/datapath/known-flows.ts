/**
 * Flows that exist when a direction becomes restricted, from the node's own connection tracking: UDP above all, of which no socket
 * tells who asked. What is entered is judged like any flow; what the rules deny is left out.
 */
import type { BpfProgram, Netns } from '../ebpf/binding.js';
import { type KernelFlow, kernelFlows } from '../ebpf/flows.js';
import { setUint } from '../ebpf/struct.js';
import { OsgKnownFlow, OsgReason } from '../gen/abi.js';
import type { Address } from '../net/types.js';
import { PROTOCOL } from '../net/types.js';

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
const { fields, size } = OsgKnownFlow;

/**
 * Makes entries for what lives. While this runs nothing may be closed yet: the revision that an endpoint has in force judges.
 * @param program osg_enter @returns how many flows have an entry now that had none
 */
export async function enterKnown(
  closing: readonly Closing[],
  program: BpfProgram,
  netns: Netns | undefined,
): Promise<number> {
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
      const ctx = encode({ ...flow, own, peer, ownPort, peerPort, original, ifindex: one.ifindex });
      program.testRun({ ctx, repeat: 0 });
      if (ctx.readUInt32LE(fields.reason.offset) !== OsgReason.RECOVERED) continue;
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

interface Known extends Pick<KernelFlow, 'protocol' | 'replied'> {
  readonly own: Address;
  readonly peer: Address;
  readonly ownPort: number;
  readonly peerPort: number;
  readonly original: 0 | 1;
  readonly ifindex: number;
}

/** struct osg_known_flow. */
function encode({ own, peer, ...flow }: Known): Buffer {
  const ctx = Buffer.alloc(size);
  for (const [address, field] of [
    [own, fields.own],
    [peer, fields.peer],
  ] as const) {
    const words = address.family === 4 ? 1 : 4;
    for (let word = 0; word < words; word++)
      ctx.writeUInt32LE(
        Number((address.value >> BigInt(32 * (words - 1 - word))) & 0xffffffffn),
        field.offset + 4 * word,
      );
  }
  setUint(ctx, fields.ifindex, flow.ifindex);
  setUint(ctx, fields.own_port, flow.ownPort);
  setUint(ctx, fields.peer_port, flow.peerPort);
  setUint(ctx, fields.family, own.family);
  setUint(ctx, fields.protocol, flow.protocol);
  setUint(ctx, fields.original, flow.original);
  setUint(ctx, fields.established, flow.replied ? 1 : 0);
  return ctx;
}
