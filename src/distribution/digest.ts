/**
 * The digest of a view: SHA-256 over one line for each object, `<kind> <id> <SHA-256 of its canonical protobuf>\n`:
 * the header, then endpoints, policies and sets, each kind ascending by id. Objects are immutable and their hashes
 * remembered, so the digest after a small change costs little.
 */
import { createHash } from 'node:crypto';
import { osg } from '../gen/proto.js';
import type { AddressSet, NodeView, ViewEndpoint, ViewPolicy } from '../policy/view.js';
import { encodeEndpoint, encodeHeader, encodePolicy, encodeSet } from './encode.js';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

function remembered<T extends object>(hash: (object: T) => string): (object: T) => string {
  const known = new WeakMap<T, string>();
  return (object) => {
    let value = known.get(object);
    if (value === undefined) {
      value = hash(object);
      known.set(object, value);
    }
    return value;
  };
}

const { v1 } = osg;
export const endpointHash = remembered((e: ViewEndpoint) => sha256(v1.Endpoint.encode(encodeEndpoint(e)).finish()));
export const policyHash = remembered((p: ViewPolicy) => sha256(v1.NodePolicy.encode(encodePolicy(p)).finish()));
export const setHash = remembered((s: AddressSet) => sha256(v1.AddressSet.encode(encodeSet(s)).finish()));

function lines<T>(
  kind: string,
  objects: readonly T[],
  idOf: (object: T) => string,
  hashOf: (object: T) => string,
): string[] {
  return objects
    .map((object) => [idOf(object), hashOf(object)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, hash]) => `${kind} ${id} ${hash}\n`);
}

/** Lower-case hex. Equal for views of equal meaning, whatever the order of their lists. */
export const viewDigest = remembered((view: NodeView): string =>
  sha256(
    [
      `view ${view.node} ${sha256(v1.NodeViewPart.encode(encodeHeader(view)).finish())}\n`,
      ...lines('endpoint', view.endpoints, (e) => e.id, endpointHash),
      ...lines('policy', view.policies, (p) => p.key, policyHash),
      ...lines('set', view.sets, (s) => s.id, setHash),
    ].join(''),
  ),
);
