/** A view change on the wire. */
import type { osg } from '../gen/proto.js';
import { wholePolicy } from '../policy/held-view.js';
import { RulePacker } from '../policy/packed.js';
import { headerOf } from '../policy/view.js';
import type { PrefixesChange, ServiceChange, SetChange, ViewChange } from '../policy/view-change.js';
import {
  decodeBackend,
  decodeEndpoint,
  decodeHeader,
  decodePolicy,
  decodePolicyHead,
  decodeRule,
  decodeService,
  decodeSet,
} from './decode.js';
import { encodeEndpoint, encodeHeader, encodePolicyHead, encodeRule } from './encode.js';
import { ANEW, type Encoder } from './encodings.js';
import { DistributionError } from './error.js';
import { type Prefix, packPrefixes, unpackPrefixes } from './prefixes.js';

/** The fields of a Delta message that say what changes. */
export type DeltaChange = Pick<
  osg.v1.Delta.$Properties,
  | 'upsert'
  | 'removeEndpoints'
  | 'removePolicies'
  | 'removeSets'
  | 'setChanges'
  | 'policyChanges'
  | 'removeServices'
  | 'serviceChanges'
  | 'serviceAddresses'
>;

/** @param encoder remembers what goes to other nodes too */
export function encodeChange(change: ViewChange, encoder: Encoder = ANEW): DeltaChange {
  const { node, header, endpoints, policies, sets, services, serviceAddresses } = change;
  return {
    upsert: {
      ...(header !== undefined && encodeHeader({ node, ...header })),
      endpoints: endpoints.put.map(encodeEndpoint),
      policies: policies.put.map((policy) => encoder.policy(wholePolicy(policy))),
      sets: sets.put.map((set) => encoder.set(set)),
      services: services.put.map((service) => encoder.service(service)),
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
    removeServices: [...services.removed],
    serviceChanges: services.changed.map((service) => encoder.serviceChange(service)),
    ...(serviceAddresses.added.length + serviceAddresses.removed.length > 0 && {
      serviceAddresses: encodePrefixes(serviceAddresses),
    }),
  };
}

const encodeSetChange = ({ id, ...prefixes }: SetChange): osg.v1.SetChange.$Properties => ({
  id,
  ...encodePrefixes(prefixes),
});

function encodePrefixes({ added, removed }: PrefixesChange): osg.v1.SetChange.$Properties {
  const add = packPrefixes(added);
  const remove = packPrefixes(removed);
  return { addV4: add.v4, addV6: add.v6, removeV4: remove.v4, removeV6: remove.v6 };
}

const EMPTY = new Uint8Array();

/** @throws DistributionError MALFORMED */
export function decodeChange(change: DeltaChange, node: string): ViewChange {
  const part = change.upsert ?? {};
  const packer = new RulePacker();
  return {
    node: part.node || node,
    ...(part.node && { header: headerOf(decodeHeader(part)) }),
    endpoints: { put: (part.endpoints ?? []).map(decodeEndpoint), removed: change.removeEndpoints ?? [] },
    policies: {
      put: (part.policies ?? []).map((policy) => decodePolicy(policy, packer)),
      removed: change.removePolicies ?? [],
      changed: (change.policyChanges ?? []).map((policy) => decodePolicyChange(policy, packer)),
    },
    sets: {
      put: (part.sets ?? []).map((set) => decodeSet(set)),
      removed: change.removeSets ?? [],
      changed: (change.setChanges ?? []).map(decodeSetChange),
    },
    services: {
      put: (part.services ?? []).map(decodeService),
      removed: change.removeServices ?? [],
      changed: (change.serviceChanges ?? []).map(decodeServiceChange),
    },
    serviceAddresses: decodePrefixes(change.serviceAddresses ?? {}, 'service addresses'),
  };
}

function decodePolicyChange(
  { key, head, rules }: osg.v1.PolicyChange.$Properties,
  packer: RulePacker,
): ViewChange['policies']['changed'][number] {
  if (!key) throw new DistributionError('MALFORMED', 'PolicyChange', 'key: is missing', { field: 'key' });
  const { key: headKey, ...rest } = head == null ? { key } : decodePolicyHead(head);
  if (headKey !== key) throw new DistributionError('MALFORMED', key, `head: is of ${headKey}`, { field: 'head' });
  return {
    key,
    ...(head != null && { head: rest as Omit<ReturnType<typeof decodePolicyHead>, 'key'> }),
    rules: (rules ?? []).map(({ at, remove, put }) => ({
      at: at ?? 0,
      remove: remove ?? 0,
      put: (put ?? []).map((rule, i) => packer.pack(decodeRule(rule, key, (at ?? 0) + i))),
    })),
  };
}

function decodeServiceChange({ key, ports }: osg.v1.ServiceChange.$Properties): ServiceChange {
  if (!key) throw new DistributionError('MALFORMED', 'ServiceChange', 'key: is missing', { field: 'key' });
  return {
    key,
    ports: (ports ?? []).map(({ at, put, removed }) => ({
      at: at ?? 0,
      put: (put ?? []).map((backend) => decodeBackend(backend, key)),
      removed: (removed ?? []).map((backend) => {
        const { address, port } = decodeBackend(backend, key);
        return { address, port };
      }),
    })),
  };
}

const decodeSetChange = (change: osg.v1.SetChange.$Properties): SetChange => ({
  id: change.id ?? '',
  ...decodePrefixes(change, change.id ?? ''),
});

function decodePrefixes(change: osg.v1.SetChange.$Properties, where: string): PrefixesChange {
  const unpack = (v4: Uint8Array | null | undefined, v6: Uint8Array | null | undefined): Prefix[] =>
    unpackPrefixes({ v4: v4 ?? EMPTY, v6: v6 ?? EMPTY }, where);
  return {
    added: unpack(change.addV4, change.addV6),
    removed: unpack(change.removeV4, change.removeV6),
  };
}
