/** What turns one view of a node into the next, and its application. */
import type { osg } from '../gen/proto.js';
import type { AddressSet, NodeView } from '../policy/view.js';
import { checkReferences, decodeEndpoint, decodeHeader, decodePolicy, decodeSet } from './decode.js';
import { endpointHash, policyHash, setHash } from './digest.js';
import { encodeEndpoint, encodeHeader, encodePolicy, encodeSet } from './encode.js';
import { DistributionError } from './error.js';
import { packPrefixes, prefixKey, unpackPrefixes } from './prefixes.js';

/** The fields of a Delta message that say what changes. */
export type Change = Pick<
  osg.v1.Delta.$Properties,
  'upsert' | 'removeEndpoints' | 'removePolicies' | 'removeSets' | 'setChanges'
>;

interface Difference<T> {
  readonly changed: readonly T[];
  readonly removed: readonly string[];
}

function difference<T>(
  before: readonly T[],
  after: readonly T[],
  idOf: (object: T) => string,
  hashOf: (object: T) => string,
): Difference<T> {
  const old = new Map(before.map((object) => [idOf(object), object]));
  const changed = after.filter((object) => {
    const previous = old.get(idOf(object));
    old.delete(idOf(object));
    return previous === undefined || (previous !== object && hashOf(previous) !== hashOf(object));
  });
  return { changed, removed: [...old.keys()] };
}

/** What `after` has that `before` has not, and the other way round. */
export function diffViews(before: NodeView, after: NodeView): Change {
  const endpoints = difference(before.endpoints, after.endpoints, (e) => e.id, endpointHash);
  const policies = difference(before.policies, after.policies, (p) => p.key, policyHash);
  const sets = difference(before.sets, after.sets, (s) => s.id, setHash);
  const known = new Map(before.sets.map((set) => [set.id, set]));
  const whole: AddressSet[] = [];
  const setChanges: osg.v1.SetChange.$Properties[] = [];
  for (const set of sets.changed) {
    const change = diffSets(known.get(set.id), set);
    if (change === undefined) whole.push(set);
    else setChanges.push(change);
  }
  return {
    upsert: {
      ...encodeHeader(after),
      endpoints: endpoints.changed.map(encodeEndpoint),
      policies: policies.changed.map(encodePolicy),
      sets: whole.map(encodeSet),
    },
    removeEndpoints: [...endpoints.removed],
    removePolicies: [...policies.removed],
    removeSets: [...sets.removed],
    setChanges,
  };
}

/** Undefined where sending the whole set is not longer than sending the change. */
function diffSets(before: AddressSet | undefined, after: AddressSet): osg.v1.SetChange.$Properties | undefined {
  if (before === undefined) return undefined;
  const old = new Map(before.prefixes.map((prefix) => [prefixKey(prefix), prefix]));
  const added = after.prefixes.filter((prefix) => !old.delete(prefixKey(prefix)));
  if (added.length + old.size >= after.prefixes.length) return undefined;
  const add = packPrefixes(added);
  const remove = packPrefixes([...old.values()]);
  return { id: after.id, addV4: add.v4, addV6: add.v6, removeV4: remove.v4, removeV6: remove.v6 };
}

/** @throws DistributionError MALFORMED, when the change does not fit this view. */
export function applyChange(view: NodeView, change: Change): NodeView {
  const part = change.upsert ?? { node: view.node };
  const sets = new Map(
    merge(view.sets, part.sets ?? [], change.removeSets ?? [], decodeSet, (s) => s.id).map((s) => [s.id, s]),
  );
  for (const setChange of change.setChanges ?? []) sets.set(...changedSet(sets, setChange));
  const next: NodeView = {
    ...decodeHeader(part),
    endpoints: merge(view.endpoints, part.endpoints ?? [], change.removeEndpoints ?? [], decodeEndpoint, (e) => e.id),
    policies: merge(view.policies, part.policies ?? [], change.removePolicies ?? [], decodePolicy, (p) => p.key),
    sets: [...sets.values()],
  };
  checkReferences(next);
  return next;
}

function merge<M, T>(
  before: readonly T[],
  upsert: readonly M[],
  remove: readonly string[],
  decode: (message: M) => T,
  idOf: (object: T) => string,
): T[] {
  const objects = new Map(before.map((object) => [idOf(object), object]));
  for (const id of remove)
    if (!objects.delete(id)) throw new DistributionError('MALFORMED', id, 'is to be removed, but is not in the view');
  for (const message of upsert) {
    const object = decode(message);
    objects.set(idOf(object), object);
  }
  return [...objects.values()];
}

const EMPTY = new Uint8Array();

function changedSet(sets: ReadonlyMap<string, AddressSet>, change: osg.v1.SetChange.$Properties): [string, AddressSet] {
  const id = change.id ?? '';
  const before = sets.get(id);
  if (before === undefined) throw new DistributionError('MALFORMED', id, 'is to be changed, but is not in the view');
  const prefixes = new Map(before.prefixes.map((prefix) => [prefixKey(prefix), prefix]));
  for (const prefix of unpackPrefixes({ v4: change.removeV4 ?? EMPTY, v6: change.removeV6 ?? EMPTY }, id))
    prefixes.delete(prefixKey(prefix));
  for (const prefix of unpackPrefixes({ v4: change.addV4 ?? EMPTY, v6: change.addV6 ?? EMPTY }, id))
    prefixes.set(prefixKey(prefix), prefix);
  return [id, { id, prefixes: [...prefixes.values()] }];
}
