/** What somebody who asks about a pod should know of it: it has ended, it shares its address, it is on its node's network. */
import { formatAddress, sameAddress } from '../net/address.js';
import type { Workload, World } from './model.js';
import type { Probe } from './probe.js';

/** Lines about the ends of a probe, those that are named. */
export const probeNotes = (world: World, { from, to }: Probe): string[] => [
  ...notesOf(world, from),
  ...(to === from ? [] : notesOf(world, to)),
];

function notesOf(world: World, name: string): string[] {
  const workload = world.workloads.find((w) => w.id === name);
  if (workload === undefined) return [];
  const { id, ended, hostNetwork, node } = workload;
  const network = `is on the network of its node${node === '' ? '' : ` ${node}`}`;
  return [
    ...(ended ? [`${id} has ended: it is judged as if it ran`] : []),
    ...(hostNetwork
      ? [`${id} ${network}: no policy governs it, no selector selects it, and its packets bear the node's addresses`]
      : sharers(world, workload).map((other) => `${id} shares its address with ${other}: ${id} is judged`)),
  ];
}

/** Who else has one of its addresses, and which. */
function sharers(world: World, { id, addresses }: Workload): string[] {
  return world.workloads.flatMap((other) => {
    const shared = other.addresses.find((one) => addresses.some((own) => sameAddress(own, one)));
    if (other.id === id || shared === undefined || other.hostNetwork) return [];
    return [`${other.id}${other.ended ? ', which has ended' : ''} (${formatAddress(shared)})`];
  });
}
