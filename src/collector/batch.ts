import { osg } from '../gen/proto.js';
import type { Inventory, PeerName } from './inventory.js';

/** Items of one batch at most. */
export const MAX_ITEMS = 65_536;

/** Where a record is: in which batch, at which place. */
export interface RecordPlace {
  readonly batch: number;
  readonly place: number;
}

/** The opaque id of a record. `store` names the store, so that no other one takes it for its own. */
export const recordId = (store: string, { batch, place }: RecordPlace): string =>
  `${store}-${batch.toString(36)}-${place.toString(36)}`;

/** Undefined: no id of this store's. */
export function placeOfId(store: string, id: string): RecordPlace | undefined {
  const [, batch = '', place = ''] = id.split('-');
  const found = { batch: Number.parseInt(batch, 36), place: Number.parseInt(place, 36) };
  return recordId(store, found) === id && Number.isSafeInteger(found.batch) ? found : undefined;
}

/** Names of the other sides of a batch's items, in its order. */
export interface Peers {
  readonly names: readonly PeerName[];
  /** For each item 0, or 1 + index into `names`. */
  readonly index: Uint16Array;
  /** For each context whether its endpoint was on the node, as of its first item; shorter: unchecked. */
  readonly placements: Uint8Array;
}

export const { Placement } = osg.v1.FlowRecord;

/** A batch that the store has. */
export interface StoredBatch {
  /** The store's own name. */
  readonly store: string;
  readonly id: number;
  readonly batch: osg.v1.ReportBatch.$Properties;
  readonly peers: Peers;
}

export const lastSeenUs = (item: osg.v1.FlowItem.$Properties): number =>
  (item.firstSeenUnixUs ?? 0) + (item.durationUs ?? 0);

const otherSide = ({ egress }: osg.v1.FlowContext.$Properties, item: osg.v1.FlowItem.$Properties): Uint8Array =>
  (egress ? item.destination : item.source) ?? new Uint8Array();

/** Whether the inventory has the endpoint on the node that reports it (F170). */
function placementOf(
  node: string | null | undefined,
  { endpoint }: osg.v1.FlowContext.$Properties,
  timeUs: number,
  inventory: Inventory,
): number {
  const nodes = inventory.nodesOf(endpoint ?? '', timeUs);
  if (nodes.size === 0) return Placement.UNCHECKED;
  return nodes.has(node ?? '') ? Placement.CONFIRMED : Placement.CONTRADICTED;
}

/** Names each item's other side as of when it was seen. */
export function namePeers(batch: osg.v1.ReportBatch.$Properties, inventory: Inventory): Peers {
  const items = batch.items ?? [];
  const contexts = batch.contexts ?? [];
  const names: PeerName[] = [];
  const places = new Map<PeerName, number>();
  const index = new Uint16Array(items.length);
  const placements = new Uint8Array(contexts.length);
  const checked = new Set<number>();
  for (const [i, item] of items.entries()) {
    const place = item.context ?? 0;
    const context = contexts[place] ?? {};
    if (!checked.has(place)) {
      checked.add(place);
      placements[place] = placementOf(batch.node, context, lastSeenUs(item), inventory);
    }
    const name = inventory.at(otherSide(context, item), lastSeenUs(item));
    if (!name) continue;
    let known = places.get(name);
    if (known === undefined) {
      names.push(name);
      known = names.length;
      places.set(name, known);
    }
    index[i] = known;
  }
  return { names, index, placements };
}

/**
 * The event at that place, as people see it.
 * @param inventory names the other side by what is known now of that time; without it, or where it knows nothing of that
 * time any more, the name is the one that was known when the event was stored
 */
export function eventAt(stored: StoredBatch, place: number, inventory?: Inventory): osg.v1.FlowRecord.$Properties {
  const { batch, peers, id, store } = stored;
  const item = (batch.items ?? [])[place] ?? {};
  const context = (batch.contexts ?? [])[item.context ?? 0] ?? {};
  const seen = lastSeenUs(item);
  const known = inventory?.covers(seen) ? inventory : undefined;
  const peer = known ? known.at(otherSide(context, item), seen) : peers.names[(peers.index[place] ?? 0) - 1];
  const placement = known
    ? placementOf(batch.node, context, seen, known)
    : (peers.placements[item.context ?? 0] ?? Placement.UNCHECKED);
  return {
    id: recordId(store, { batch: id, place }),
    node: batch.node ?? '',
    context,
    item,
    placement,
    ...(item.service && { service: item.service }),
    ...(peer === undefined ? {} : { peer: peer.name, peerIsWorkload: peer.workload }),
  };
}
