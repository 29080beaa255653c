/** A view change on the wire. */
import type { osg } from '../gen/proto.js';
import { headerOf } from '../policy/view.js';
import type { SetChange, ViewChange } from '../policy/view-change.js';
import { decodeEndpoint, decodeHeader, decodePolicy, decodePolicyHead, decodeRule, decodeSet } from './decode.js';
import { encodeEndpoint, encodeHeader, encodePolicy, encodePolicyHead, encodeRule, encodeSet } from './encode.js';
import { DistributionError } from './error.js';
import { type Prefix, packPrefixes, unpackPrefixes } from './prefixes.js';

/** The fields of a Delta message that say what changes. */
export type DeltaChange = Pick<
  osg.v1.Delta.$Properties,
  'upsert' | 'removeEndpoints' | 'removePolicies' | 'removeSets' | 'setChanges' | 'policyChanges'
>;

export function encodeChange({ node, header, endpoints, policies, sets }: ViewChange): DeltaChange {
  return {
    upsert: {
      ...(header !== undefined && encodeHeader({ node, ...header })),
      endpoints: endpoints.put.map(encodeEndpoint),
      policies: policies.put.map(encodePolicy),
      sets: sets.put.map(encodeSet),
    },
    removeEndpoints: [...endpoints.removed],
    removePolicies: [...policies.removed],
    removeSets: [...sets.removed],
    setChanges: sets.changed.map(encodeSetChange),
    policyChanges: policies.changed.map(({ key, head, rules }) => ({
      key,
      ...(head !== undefined && { head: encodePolicyHead({ key, ...head }) }),
      rules: rules.map(({ at, remove, put }) => ({ at, remove, put: put.map(encodeRule) })),
    })),
  };
}

function encodeSetChange({ id, added, removed }: SetChange): osg.v1.SetChange.$Properties {
  const add = packPrefixes(added);
  const remove = packPrefixes(removed);
  return { id, addV4: add.v4, addV6: add.v6, removeV4: remove.v4, removeV6: remove.v6 };
}

const EMPTY = new Uint8Array();

/** @throws DistributionError MALFORMED */
export function decodeChange(change: DeltaChange, node: string): ViewChange {
  const part = change.upsert ?? {};
  return {
    node: part.node || node,
    ...(part.node && { header: headerOf(decodeHeader(part)) }),
    endpoints: { put: (part.endpoints ?? []).map(decodeEndpoint), removed: change.removeEndpoints ?? [] },
    policies: {
      put: (part.policies ?? []).map((policy) => decodePolicy(policy)),
      removed: change.removePolicies ?? [],
      changed: (change.policyChanges ?? []).map(decodePolicyChange),
    },
    sets: {
      put: (part.sets ?? []).map((set) => decodeSet(set)),
      removed: change.removeSets ?? [],
      changed: (change.setChanges ?? []).map(decodeSetChange),
    },
  };
}

function decodePolicyChange({
  key,
  head,
  rules,
}: osg.v1.PolicyChange.$Properties): ViewChange['policies']['changed'][number] {
  if (!key) throw new DistributionError('MALFORMED', 'PolicyChange', 'key: is missing', { field: 'key' });
  const { key: headKey, ...rest } = head == null ? { key } : decodePolicyHead(head);
  if (headKey !== key) throw new DistributionError('MALFORMED', key, `head: is of ${headKey}`, { field: 'head' });
  return {
    key,
    ...(head != null && { head: rest as Omit<ReturnType<typeof decodePolicyHead>, 'key'> }),
    rules: (rules ?? []).map(({ at, remove, put }) => ({
      at: at ?? 0,
      remove: remove ?? 0,
      put: (put ?? []).map((rule, i) => decodeRule(rule, key, (at ?? 0) + i)),
    })),
  };
}

function decodeSetChange(change: osg.v1.SetChange.$Properties): SetChange {
  const id = change.id ?? '';
  const unpack = (v4: Uint8Array | null | undefined, v6: Uint8Array | null | undefined): Prefix[] =>
    unpackPrefixes({ v4: v4 ?? EMPTY, v6: v6 ?? EMPTY }, id);
  return {
    id,
    added: unpack(change.addV4, change.addV6),
    removed: unpack(change.removeV4, change.removeV6),
  };
}
