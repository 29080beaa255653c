/** A view in pieces that stay under the message limit (F65); assembly.ts puts them together again. */
import { osg } from '../gen/proto.js';
import { type HeldPolicy, type HeldView, LargeSet } from '../policy/held-view.js';
import { memoize } from '../policy/memo.js';
import type { Steps } from '../policy/steps.js';
import type { NodeView, ViewRule } from '../policy/view.js';
import {
  encodeEndpoint,
  encodeHeader,
  encodePolicyHead,
  encodeRule,
  encodeServiceAlone,
  encodeView,
} from './encode.js';
import { packPrefixes } from './prefixes.js';

/** Bytes of a chunk, about: decoding one keeps nobody waiting for long. gRPC refuses messages over 4 MiB. */
const CHUNK_BYTES = 1 << 18;

type Part = osg.v1.NodeViewPart.$Properties;

/** At least one part. Big policies and sets continue in the next one. */
export function splitView(view: NodeView, limit = CHUNK_BYTES): Part[] {
  const whole = encodeView(view);
  const parts: Part[] = [];
  let part: Part;
  let room: number;
  const begin = (): void => {
    part =
      parts.length === 0
        ? { ...whole, endpoints: [], policies: [], sets: [], services: [] }
        : { endpoints: [], policies: [], sets: [], services: [] };
    room = limit;
    parts.push(part);
  };
  const put = (size: number, add: () => void): void => {
    if (size > room && room < limit) begin();
    add();
    room -= size;
  };
  begin();
  const { v1 } = osg;
  for (const endpoint of whole.endpoints ?? [])
    put(v1.Endpoint.encode(endpoint).len, () => part.endpoints?.push(endpoint));
  // What continues is the first of its kind in its part.
  for (const policy of whole.policies ?? [])
    pieces(policy, limit).forEach(({ piece, size }, i) => {
      if (i > 0) begin();
      put(size, () => part.policies?.push(piece));
    });
  for (const set of whole.sets ?? [])
    [...setPieces(set, limit)].forEach((piece, i) => {
      if (i > 0) begin();
      put((piece.v4?.length ?? 0) + (piece.v6?.length ?? 0) + 64, () => part.sets?.push(piece));
    });
  for (const service of whole.services ?? [])
    servicePieces(service, limit).forEach((piece, i) => {
      if (i > 0) begin();
      put(osg.v1.ViewService.encode(piece).len, () => part.services?.push(piece));
    });
  return parts;
}

type Policy = osg.v1.NodePolicy.$Properties;
const policySize = memoize((policy: Policy): number => osg.v1.NodePolicy.encode(policy).len);

function pieces(policy: Policy, limit: number): { readonly piece: Policy; readonly size: number }[] {
  const whole = policySize(policy);
  if (whole <= limit) return [{ piece: policy, size: whole }];
  const found: { piece: Policy; size: number }[] = [];
  let rules: osg.v1.Rule.$Properties[] = [];
  let size = 0;
  const end = (): void => {
    const piece = { ...policy, rules };
    found.push({ piece, size: osg.v1.NodePolicy.encode(piece).len });
    rules = [];
    size = 0;
  };
  for (const rule of policy.rules ?? []) {
    const bytes = osg.v1.Rule.encode(rule).len;
    if (rules.length > 0 && size + bytes > limit) end();
    rules.push(rule);
    size += bytes;
  }
  end();
  return found;
}

type Service = osg.v1.ViewService.$Properties;
const endpointsOf = ({ ports }: Service): number =>
  (ports ?? []).reduce((n, { endpoints }) => n + (endpoints?.length ?? 0), 0);
/** Bytes of a backend, about; at most. */
const BACKEND_BYTES = 32;

/** Each has all ports, with some of their endpoints. */
function servicePieces(service: Service, limit: number): Service[] {
  const most = Math.max(1, Math.floor(limit / BACKEND_BYTES));
  const found: Service[] = [];
  for (let from = 0; from === 0 || from < endpointsOf(service); from += most) {
    let at = 0;
    const ports = (service.ports ?? []).map((port) => {
      const [begin, list] = [at, port.endpoints ?? []];
      at += list.length;
      return { ...port, endpoints: list.slice(Math.max(0, from - begin), Math.max(0, from + most - begin)) };
    });
    found.push({ ...service, ports });
  }
  return found;
}

function* setPieces(set: osg.v1.AddressSet.$Properties, limit: number): Generator<osg.v1.AddressSet.$Properties> {
  const v4 = set.v4 ?? new Uint8Array();
  const v6 = set.v6 ?? new Uint8Array();
  const step = Math.max(1, Math.floor(limit / 85)) * 85;
  if (v4.length + v6.length <= step) return yield set;
  for (let at = 0; at < v4.length; at += step) yield { id: set.id, v4: v4.subarray(at, at + step) };
  for (let at = 0; at < v6.length; at += step) yield { id: set.id, v6: v6.subarray(at, at + step) };
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

function* piecesOf(view: HeldView, limit: number): Generator<Piece> {
  for (const endpoint of view.endpoints)
    yield { bytes: 512, put: ({ endpoints }) => endpoints.push(encodeEndpoint(endpoint)) };
  for (const policy of view.policies) yield* policyPieces(policy, limit);
  for (const set of view.sets) {
    const prefixes = set instanceof LargeSet ? set.prefixes.toArray() : set.prefixes;
    const most = Math.max(1, Math.floor(limit / 17));
    for (let from = 0; from === 0 || from < prefixes.length; from += most) {
      const some = prefixes.slice(from, from + most);
      yield {
        bytes: textBytes(set.id) + 17 * some.length,
        continues: from > 0,
        put: ({ sets }) => sets.push({ id: set.id, ...packPrefixes(some) }),
      };
    }
  }
  for (const service of view.services)
    for (const [i, piece] of servicePieces(encodeServiceAlone(service), limit).entries())
      yield {
        bytes: 64 + BACKEND_BYTES * endpointsOf(piece),
        continues: i > 0,
        put: ({ services }) => services.push(piece),
      };
}

function* policyPieces(policy: HeldPolicy, limit: number): Generator<Piece> {
  const { rules } = policy;
  const head = 128;
  const piece = (from: number, to: number, bytes: number): Piece => ({
    bytes,
    continues: from > 0,
    put: ({ policies }) => policies.push({ ...encodePolicyHead(policy), rules: rules.slice(from, to).map(encodeRule) }),
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

/** How many parts `viewParts` makes: at least one. */
export function* countParts(view: HeldView, limit = CHUNK_BYTES): Steps<number> {
  let [count, size, done] = [1, 0, 0];
  for (const piece of piecesOf(view, limit)) {
    if (++done % STEP_ITEMS === 0 || piece.bytes > 8192) yield;
    if (begins(piece, size, limit)) [count, size] = [count + 1, 0];
    size += piece.bytes;
  }
  return count;
}

/** The same parts for one reader: each is made when it is asked for, and nothing is kept of it beside the view. */
export function* viewParts(view: HeldView, limit = CHUNK_BYTES): Generator<Part> {
  let part: Lists & Part = { ...encodeHead(view), ...noLists() };
  let size = 0;
  for (const piece of piecesOf(view, limit)) {
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
const STEP_ITEMS = 2048;

type Lists = { [L in 'endpoints' | 'policies' | 'sets' | 'services']: NonNullable<Part[L]> };

const encodeHead = (view: HeldView): Part => {
  const { prefixes } = view.serviceAddresses;
  return { ...encodeHeader(view), ...(prefixes.length > 0 && { serviceAddresses: packPrefixes(prefixes.toArray()) }) };
};
