/** What is in force, piece by piece, for whoever judges a change elsewhere. Made in turns. */
import { setImmediate } from 'node:timers/promises';
import type { osg } from '../gen/proto.js';
import type { Policy, World } from '../policy/model.js';
import { BUILT_IN } from '../policy/posture.js';
import type { PolicySet } from './differences.js';
import type { Overlay } from './effective.js';
import { writeItem } from './items.js';

export interface InForce {
  readonly world: World;
  readonly revision: number;
  readonly overlay: Overlay;
}

/** Objects, and characters, of one part. */
const MOST_ITEMS = 200;
const MOST_TEXT = 256 << 10;

/** @param then of the revision that a caller asked for */
export async function* worldParts(
  { world, revision, overlay }: InForce,
  then: PolicySet | undefined,
): AsyncGenerator<osg.v1.WorldPart.$Properties> {
  const { posture, allowNodeProbes, allowOwnNode = false } = world;
  yield { revision, pinnedTo: overlay.pinned?.revision ?? 0, posture, allowNodeProbes, allowOwnNode };
  const emergency = ({ tier, source }: Policy): boolean => tier === 'emergency' && source.file.startsWith('emergency/');
  const lists: Readonly<Record<string, readonly unknown[]>> = {
    policies: world.policies.filter((policy) => !emergency(policy) && policy.source !== BUILT_IN),
    emergencies: world.policies.filter(emergency),
    addressGroups: world.addressGroups,
    workloads: world.workloads,
    namespaces: world.namespaces,
    nodes: world.nodes,
    services: world.services,
    endpointSlices: world.endpointSlices,
    serviceCidrs: world.serviceCidrs,
    ...(then && { 'then.policies': then.policies, 'then.addressGroups': then.addressGroups }),
  };
  for (const [list, all] of Object.entries(lists)) {
    let items: string[] = [];
    let length = 0;
    for (const item of all) {
      const text = writeItem(item);
      items.push(text);
      length += text.length;
      if (items.length < MOST_ITEMS && length < MOST_TEXT) continue;
      yield { list, items };
      [items, length] = [[], 0];
      await setImmediate();
    }
    if (items.length > 0) yield { list, items };
  }
}
