/** A view in pieces that stay under the message limit (F65); assembly.ts puts them together again. */
import type { osg } from '../gen/proto.js';
import { type HeldSet, type HeldView, LargeSet } from '../policy/held-view.js';
import type { Steps } from '../policy/steps.js';
import type { HeldPolicy, ViewEndpoint, ViewPolicy, ViewRule, ViewService } from '../policy/view.js';
import { encodeEndpoint, encodeHeader, encodePolicyHead, encodeRule } from './encode.js';
import { ANEW, type Encoder } from './encodings.js';
import { packPrefixes } from './prefixes.js';

/** Bytes of a chunk, about: encoding or decoding one keeps nobody waiting for long. gRPC refuses messages over 4 MiB. */
const CHUNK_BYTES = 1 << 17;

type Part = osg.v1.NodeViewPart.$Properties;

type Service = osg.v1.ViewService.$Properties;
/** Bytes of a backend, about; at most. */
const BACKEND_BYTES = 32;

/** Each has all ports, with some of their endpoints. The service is encoded when the first of them is asked for. */
function* servicePieces(service: ViewService, limit: number, encoder: Encoder): Generator<Piece> {
  const most = Math.max(1, Math.floor(limit / BACKEND_BYTES));
  const count = service.ports.reduce((n, { endpoints }) => n + endpoints.length, 0);
  let encoded: Service | undefined;
  for (let from = 0; from === 0 || from < count; from += most)
    yield {
      bytes: 64 + BACKEND_BYTES * Math.min(most, count - from),
      continues: from > 0,
      put: ({ services }) => {
        encoded ??= encoder.service(service);
        services.push(count <= most ? encoded : withEndpoints(encoded, from, from + most));
      },
    };
}

/** Of all that it has, counted through its ports. */
function withEndpoints(service: Service, from: number, to: number): Service {
  let at = 0;
  const ports = (service.ports ?? []).map((port) => {
    const [begin, list] = [at, port.endpoints ?? []];
    at += list.length;
    return { ...port, endpoints: list.slice(Math.max(0, from - begin), Math.max(0, to - begin)) };
  });
  return { ...service, ports };
}

/** Of a text on the wire, about. */
const textBytes = (text: string | undefined): number => (text === undefined ? 0 : text.length + 3);

/** Of a rule on the wire, about. */
function ruleBytes({ id, matches, owner, reason, ticket, runbook, source }: ViewRule): number {
  let bytes = 24 + [id, owner, reason, ticket, runbook, source.file].reduce((sum, text) => sum + textBytes(text), 0);
  for (const { peers, ports } of matches) {
    if (peers !== 'any') for (const set of peers) bytes += textBytes(set);
    if (ports !== 'any') bytes += 16 * ports.length;
  }
  return bytes;
}

/** A piece of a part. */
interface Piece {
  /** About. */
  readonly bytes: number;
  /** What continues is the first of its kind in its part. */
  readonly continues?: boolean;
  put(part: Lists): void;
}

/** Of an endpoint on the wire, about. */
function endpointBytes(endpoint: ViewEndpoint): number {
  const { id, namespace, name, labels, addresses, allowedAddresses, policies, candidate = [] } = endpoint;
  let bytes = 128 + 22 * (addresses.length + allowedAddresses.length);
  for (const text of [id, namespace, name, ...policies, ...candidate]) bytes += textBytes(text);
  for (const [key, value] of Object.entries(labels)) bytes += textBytes(key) + textBytes(value) + 2;
  return bytes;
}

function* piecesOf(view: HeldView, limit: number, encoder: Encoder): Generator<Piece> {
  for (const endpoint of view.endpoints)
    yield { bytes: endpointBytes(endpoint), put: ({ endpoints }) => endpoints.push(encodeEndpoint(endpoint)) };
  for (const policy of view.policies) yield* policyPieces(policy, limit, encoder);
  for (const set of view.sets) yield* setPieces(set, limit, encoder);
  for (const service of view.services) yield* servicePieces(service, limit, encoder);
}

function* setPieces(set: HeldSet, limit: number, encoder: Encoder): Generator<Piece> {
  const most = Math.max(1, Math.floor(limit / 17));
  const { length } = set.prefixes;
  for (let from = 0; from === 0 || from < length; from += most) {
    const to = Math.min(length, from + most);
    yield {
      bytes: textBytes(set.id) + 17 * (to - from),
      continues: from > 0,
      put: ({ sets }) =>
        sets.push(
          !(set instanceof LargeSet) && to - from === length
            ? encoder.set(set)
            : { id: set.id, ...packPrefixes(set.prefixes.slice(from, to)) },
        ),
    };
  }
}

function* policyPieces(policy: HeldPolicy, limit: number, encoder: Encoder): Generator<Piece> {
  const { rules } = policy;
  const head = 128;
  const encoded = (from: number, to: number): osg.v1.NodePolicy.$Properties =>
    to - from === rules.length && Array.isArray(rules)
      ? encoder.policy(policy as ViewPolicy)
      : { ...encodePolicyHead(policy), rules: rules.slice(from, to).map(encodeRule) };
  const piece = (from: number, to: number, bytes: number): Piece => ({
    bytes,
    continues: from > 0,
    put: ({ policies }) => policies.push(encoded(from, to)),
  });
  let [from, bytes] = [0, head];
  let i = 0;
  for (const rule of rules) {
    if (bytes > limit) {
      yield piece(from, i, bytes);
      [from, bytes] = [i, head];
    }
    bytes += ruleBytes(rule);
    i++;
  }
  yield piece(from, rules.length, bytes);
}

/** Whether a piece begins another part than the one that holds so many bytes. */
const begins = ({ bytes, continues }: Piece, size: number, limit: number): boolean =>
  continues === true || (size > 0 && size + bytes > limit);

/** How many parts `viewParts` makes, whoever encodes: at least one. */
export function* countParts(view: HeldView, limit = CHUNK_BYTES): Steps<number> {
  let [count, size, done] = [1, 0, 0];
  for (const piece of piecesOf(view, limit, ANEW)) {
    if (++done % STEP_ITEMS === 0 || piece.bytes > 8192) yield;
    if (begins(piece, size, limit)) [count, size] = [count + 1, 0];
    size += piece.bytes;
  }
  return count;
}

/**
 * Each is made when it is asked for. Big policies and sets continue in the next one.
 * @param encoder remembers what goes to other nodes too. Without one, nothing is kept beside the view.
 */
export function* viewParts(view: HeldView, limit = CHUNK_BYTES, encoder: Encoder = ANEW): Generator<Part> {
  let part: Lists & Part = { ...encodeHead(view), ...noLists() };
  let size = 0;
  for (const piece of piecesOf(view, limit, encoder)) {
    if (begins(piece, size, limit)) {
      yield part;
      [part, size] = [noLists(), 0];
    }
    piece.put(part);
    size += piece.bytes;
  }
  yield part;
}

const noLists = (): Lists => ({ endpoints: [], policies: [], sets: [], services: [] });

/** Items that are looked at before the next step. */
const STEP_ITEMS = 256;

type Lists = { [L in 'endpoints' | 'policies' | 'sets' | 'services']: NonNullable<Part[L]> };

const encodeHead = (view: HeldView): Part => {
  const { prefixes } = view.serviceAddresses;
  return { ...encodeHeader(view), ...(prefixes.length > 0 && { serviceAddresses: packPrefixes(prefixes.toArray()) }) };
};
