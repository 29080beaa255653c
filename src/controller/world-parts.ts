/** What is in force, piece by piece, for whoever judges a change elsewhere. Made in turns. */
import { setImmediate } from 'node:timers/promises';
import { POSTURES, WORLD_LISTS } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Policy, World } from '../policy/model.js';
import { BUILT_IN } from '../policy/posture.js';
import type { Word } from '../rpc/words.js';
import type { PolicySet } from './differences.js';
import type { Overlay } from './effective.js';
import { writeItem } from './items.js';
import type { Lanes } from './rollout/lanes.js';

export interface InForce {
  readonly world: World;
  readonly revision: number;
  readonly overlay: Overlay;
  /** Nodes have one of two policies: `world` is what the rollout brings. */
  readonly split?: Lanes['split'];
}

/** Objects, and characters, of one part. */
const MOST_ITEMS = 200;
const MOST_TEXT = 256 << 10;

/** @param then of the revision that a caller asked for */
export async function* worldParts(
  { world, revision, overlay, split }: InForce,
  then: PolicySet | undefined,
): AsyncGenerator<osg.v1.WorldPart.$Properties> {
  const { posture, allowNodeProbes, allowOwnNode = false } = world;
  const settings = { posture: POSTURES.value[posture], allowNodeProbes, allowOwnNode };
  // What a rollout left that came back waits for nobody: the next change ends it.
  const held = overlay.pinned?.by === undefined ? (overlay.pinned?.revision ?? 0) : 0;
  if (split === undefined) yield { revision, pinnedTo: held, ...settings };
  else yield { revision: split.run.backRevision, rollout: split.run.id, reached: split.reached, ...settings };
  const emergency = ({ tier, source }: Policy): boolean => tier === 'emergency' && source.file.startsWith('emergency/');
  const policies = world.policies.filter((policy) => !emergency(policy) && policy.source !== BUILT_IN);
  const { addressGroups } = world;
  const lists: Partial<Readonly<Record<Word<typeof osg.v1.WorldList>, readonly unknown[]>>> = {
    ...(split === undefined
      ? { policies, 'address-groups': addressGroups }
      : {
          ...{ policies: split.was.policies, 'address-groups': split.was.addressGroups },
          ...{ 'rollout-policies': policies, 'rollout-address-groups': addressGroups },
        }),
    emergencies: world.policies.filter(emergency),
    workloads: world.workloads,
    namespaces: world.namespaces,
    nodes: world.nodes,
    services: world.services,
    'endpoint-slices': world.endpointSlices,
    'service-cidrs': world.serviceCidrs,
    ...(then && { 'then-policies': then.policies, 'then-address-groups': then.addressGroups }),
  };
  for (const word of WORLD_LISTS.all) {
    const list = WORLD_LISTS.value[word];
    let items: string[] = [];
    let length = 0;
    for (const item of lists[word] ?? []) {
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
