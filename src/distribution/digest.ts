/**
 * The digest of a view, as it follows the view's changes: SHA-256 over the header and a sum of all members (see
 * src/policy/sum.ts), so that both ends work in proportion to the change, and whoever has the whole view can compute it
 * anew. docs/protocol.md says what the members' bytes are.
 */
import { createHash } from 'node:crypto';
import { osg } from '../gen/proto.js';
import { type HeldSet, HeldView, LargeSet, prefixSum } from '../policy/held-view.js';
import { formatSum, type Sum, Summing } from '../policy/sum.js';
import type {
  HeldPolicy,
  NodeView,
  ViewBackend,
  ViewEndpoint,
  ViewHeader,
  ViewPolicy,
  ViewRule,
  ViewService,
} from '../policy/view.js';
import type { ServiceChange, ViewChange } from '../policy/view-change.js';
import { findBackend, serviceKey } from '../policy/view-services.js';
import {
  encodeBackend,
  encodeEndpoint,
  encodeHeader,
  encodePolicyHead,
  encodeRule,
  encodeServiceHead,
} from './encode.js';

const { v1 } = osg;

/** The members of a view, added up. */
export type ViewSum = Sum;

/**
 * What parts of changes add up to, remembered for as long as one revision is given to many nodes: equal parts of their
 * changes are the same objects.
 */
export type SharedSums = Map<object, Sum>;

/** Lower-case hex. Equal for views of equal meaning. @param sum of all members of the view */
export function digestOf(view: ViewHeader & Pick<HeldView, 'node'>, sum: ViewSum): string {
  const header = v1.NodeViewPart.encode(encodeHeader(view)).finish();
  return createHash('sha256')
    .update(header)
    .update(`\0${formatSum(sum)}`)
    .digest('hex');
}

/** From scratch, of a view said whole. @throws ViewError: it contradicts itself */
export function viewDigest(view: NodeView): string {
  const held = HeldView.of(view);
  return digestOf(held, sumOfView(held));
}

/** From scratch: costs as much as the view is large. */
export function sumOfView(view: HeldView): ViewSum {
  const members = new Members();
  for (const endpoint of view.endpoints) members.endpoint(endpoint);
  for (const policy of view.policies) {
    members.policy(policy);
    let last: ViewRule | undefined;
    for (const rule of policy.rules) {
      members.rule(policy.key, last, rule);
      last = rule;
    }
  }
  for (const set of view.sets) members.set(set);
  for (const service of view.services) members.service(service);
  members.serviceAddresses(view.serviceAddresses);
  return members.sum;
}

/** Adds up the members of a view, in any order. */
export class Members {
  readonly #summing = new Summing();

  get sum(): ViewSum {
    return this.#summing.sum;
  }

  endpoint(endpoint: ViewEndpoint): void {
    this.#summing.add(endpointBytes(endpoint));
  }

  /** All of it but its rules. */
  policy(policy: Omit<ViewPolicy, 'rules'>): void {
    this.#summing.add(headBytes(policy));
  }

  /** @param before it in the policy of that key */
  rule(key: string, before: ViewRule | undefined, rule: ViewRule): void {
    this.#summing.add(ruleBytes(key, before, rule));
  }

  set(set: HeldSet): void {
    this.#summing.add(setBytes(set));
  }

  service(service: ViewService): void {
    addService(this.#summing, service);
  }

  serviceAddresses(addresses: LargeSet): void {
    if (addresses.length > 0) this.#summing.add(addressesBytes(addresses));
  }
}

/**
 * The sum of the view that a change led to, at the cost of the change.
 * @param sum of the view before
 * @param after `applyViewChange(before, change)`
 */
export function sumAfter(
  sum: ViewSum,
  before: HeldView,
  change: ViewChange,
  after: HeldView,
  shared: SharedSums = new Map(),
): ViewSum {
  const summing = new Summing(sum);
  const { endpoints, policies, sets, services } = change;
  for (const id of [...endpoints.removed, ...endpoints.put.map((e) => e.id)]) {
    const old = before.endpoints.get(id);
    if (old !== undefined) summing.subtract(endpointBytes(old));
  }
  for (const endpoint of endpoints.put) summing.add(endpointBytes(endpoint));
  for (const key of [...policies.removed, ...policies.put.map((p) => p.key)]) {
    const old = before.policies.get(key);
    if (old !== undefined) summing.addSum(minus(shareSum(shared, old, () => policySum(old))));
  }
  for (const policy of policies.put) summing.addSum(shareSum(shared, policy, () => policySum(policy)));
  for (const part of policies.changed) {
    const old = before.policies.get(part.key) as HeldPolicy;
    const now = after.policies.get(part.key) as HeldPolicy;
    summing.addSum(shareSum(shared, part, () => policyDifference(old, part.rules, now)));
  }
  for (const id of [...sets.removed, ...sets.put.map((s) => s.id), ...sets.changed.map((s) => s.id)]) {
    const old = before.sets.get(id);
    if (old !== undefined) summing.subtract(setBytes(old));
  }
  for (const { id } of [...sets.put, ...sets.changed]) summing.add(setBytes(after.sets.get(id) as HeldSet));
  // All nodes that have services have the same.
  if (before.services !== after.services)
    summing.addSum(shareSum(shared, services, () => servicesDifference(before, services, after)));
  if (before.serviceAddresses !== after.serviceAddresses) {
    if (before.serviceAddresses.length > 0) summing.subtract(addressesBytes(before.serviceAddresses));
    if (after.serviceAddresses.length > 0) summing.add(addressesBytes(after.serviceAddresses));
  }
  return summing.sum;
}

function shareSum(shared: SharedSums, part: object, compute: () => Sum): Sum {
  let sum = shared.get(part);
  if (sum === undefined) {
    sum = compute();
    shared.set(part, sum);
  }
  return sum;
}

/** What takes away the members of a sum when it is added. */
function minus({ words: [a, b, c, d], count }: Sum): Sum {
  return { words: [-a >>> 0, -b >>> 0, -c >>> 0, -d >>> 0], count: -count };
}

function policySum(policy: HeldPolicy): Sum {
  const summing = new Summing();
  addPolicy(summing, policy);
  return summing.sum;
}

function addPolicy(summing: Summing, policy: HeldPolicy): void {
  summing.add(headBytes(policy));
  let last: ViewRule | undefined;
  for (const rule of policy.rules) {
    summing.add(ruleBytes(policy.key, last, rule));
    last = rule;
  }
}

function ruleBytesAt({ key, rules }: HeldPolicy, at: number): Uint8Array {
  return ruleBytes(key, at === 0 ? undefined : rules.at(at - 1), rules.at(at) as ViewRule);
}

/** Each rule's member names the rule before it: an edit changes the members of what it puts, and of who comes after. */
function policyDifference(
  before: HeldPolicy,
  edits: ViewChange['policies']['changed'][number]['rules'],
  after: HeldPolicy,
): Sum {
  const summing = new Summing();
  summing.subtract(headBytes(before));
  summing.add(headBytes(after));
  let shift = 0;
  for (const [i, { at, remove, put }] of edits.entries()) {
    // The rule behind the edit has another one before it, unless the next edit begins there.
    const follower = edits[i + 1]?.at === at + remove ? 0 : 1;
    for (let r = at; r < Math.min(before.rules.length, at + remove + follower); r++)
      summing.subtract(ruleBytesAt(before, r));
    const begin = at + shift;
    for (let r = begin; r < Math.min(after.rules.length, begin + put.length + follower); r++)
      summing.add(ruleBytesAt(after, r));
    shift += put.length - remove;
  }
  return summing.sum;
}

function servicesDifference(before: HeldView, { put, removed, changed }: ViewChange['services'], after: HeldView): Sum {
  const summing = new Summing();
  for (const key of [...removed, ...put.map(serviceKey)]) {
    const old = before.services.get(key);
    if (old !== undefined) summing.addSum(minus(serviceSum(old)));
  }
  for (const service of put) addService(summing, service);
  for (const change of changed)
    backendsDifference(
      summing,
      change,
      before.services.get(change.key) as ViewService,
      after.services.get(change.key) as ViewService,
    );
  return summing.sum;
}

function serviceSum(service: ViewService): Sum {
  const summing = new Summing();
  addService(summing, service);
  return summing.sum;
}

function addService(summing: Summing, service: ViewService): void {
  summing.add(member('service', v1.ViewService.encode(encodeServiceHead(service)).finish()));
  for (const [at, { endpoints }] of service.ports.entries())
    for (const backend of endpoints) summing.add(backendBytes(serviceKey(service), at, backend));
}

function backendsDifference(
  summing: Summing,
  { key, ports }: ServiceChange,
  before: ViewService,
  after: ViewService,
): void {
  for (const { at, put, removed } of ports)
    for (const backend of [...put, ...removed]) {
      const was = findBackend(before.ports[at]?.endpoints ?? [], backend);
      const is = findBackend(after.ports[at]?.endpoints ?? [], backend);
      if (was !== undefined) summing.subtract(backendBytes(key, at, was));
      if (is !== undefined) summing.add(backendBytes(key, at, is));
    }
}

const KIND = { endpoint: 1, policy: 2, rule: 3, set: 4, service: 5, backend: 6, serviceAddresses: 7 } as const;

/** Where members are put together, one at a time. */
let room = Buffer.alloc(4096);

/** Overwritten by the next: it is added up at once. A text is ended by a zero, so that two in a row are never read as two others. */
function member(kind: keyof typeof KIND, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  let length = 1;
  for (const part of parts) length += typeof part === 'string' ? Buffer.byteLength(part) + 1 : part.length;
  if (length > room.length) room = Buffer.alloc(2 * length);
  let at = room.writeUInt8(KIND[kind]);
  for (const part of parts)
    if (typeof part === 'string') at = room.writeUInt8(0, at + room.write(part, at));
    else {
      room.set(part, at);
      at += part.length;
    }
  return room.subarray(0, at);
}

const endpointBytes = (endpoint: ViewEndpoint): Uint8Array =>
  member('endpoint', v1.Endpoint.encode(encodeEndpoint(endpoint)).finish());

const headBytes = (policy: Omit<ViewPolicy, 'rules'>): Uint8Array =>
  member('policy', v1.NodePolicy.encode(encodePolicyHead(policy)).finish());

const ruleBytes = (key: string, before: ViewRule | undefined, rule: ViewRule): Uint8Array =>
  member('rule', key, before?.id ?? '', v1.Rule.encode(encodeRule(rule)).finish());

const setBytes = (set: HeldSet): Uint8Array =>
  member('set', set.id, formatSum(set instanceof LargeSet ? set.sum : prefixSum(set.prefixes)));

const backendBytes = (key: string, port: number, backend: ViewBackend): Uint8Array =>
  member('backend', key, String(port), v1.Backend.encode(encodeBackend(backend)).finish());

const addressesBytes = (addresses: LargeSet): Uint8Array => member('serviceAddresses', formatSum(addresses.sum));
