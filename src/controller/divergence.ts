/** Where what is declared and what is in force are not the same: objects that are refused, and what a rollback holds. */
import { DIVERGENCE_CAUSES, IN_FORCE } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { PolicySet } from './differences.js';
import { contentDifferences } from './differences.js';
import type { Overlay } from './effective.js';

/** So many are told. */
const TOLD = 1000;

/** @param refused objects that are refused by themselves */
export function divergences(
  refused: readonly osg.v1.Divergence.$Properties[],
  { pinned }: Overlay,
  declared: PolicySet,
): osg.v1.Divergence.$Properties[] {
  return [...refused, ...(pinned === undefined ? [] : heldBack(pinned.policies, declared))].slice(0, TOLD);
}

function heldBack(content: PolicySet, declared: PolicySet) {
  const ids = new Set([...content.policies, ...content.addressGroups].map(({ id }) => id));
  const wanted = new Set([...declared.policies, ...declared.addressGroups].map(({ id }) => id));
  const held = new Map<string, osg.v1.Divergence.$Properties>();
  const differences = contentDifferences(
    { policies: content, emergencies: [] },
    { policies: declared, emergencies: [] },
  );
  for (const { object: place } of differences) {
    // A rule's place begins with its policy's id, which has three parts.
    const object = place.split('/').slice(0, 3).join('/');
    const inForce = !ids.has(object) ? 'absent' : wanted.has(object) ? 'changed' : 'withdrawn';
    held.set(object, { object, why: DIVERGENCE_CAUSES.value.held, inForce: IN_FORCE.value[inForce] });
  }
  return [...held.values()];
}
