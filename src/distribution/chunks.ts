/** A view in pieces that stay under the message limit (F65), and the pieces together again. */
import { osg } from '../gen/proto.js';
import { memoize } from '../policy/memo.js';
import type { NodeView } from '../policy/view.js';
import { decodeView } from './decode.js';
import { encodeView } from './encode.js';
import { DistributionError } from './error.js';

/** Bytes of a chunk, about; gRPC refuses messages over 4 MiB. */
export const CHUNK_BYTES = 1 << 20;

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

/** The pieces of one service, in order, together again. */
const joinServices = (a: Service, b: Service): Service => ({
  ...a,
  ports: (a.ports ?? []).map((port, i) => ({
    ...port,
    endpoints: [...(port.endpoints ?? []), ...(b.ports?.[i]?.endpoints ?? [])],
  })),
});

function* setPieces(set: osg.v1.AddressSet.$Properties, limit: number): Generator<osg.v1.AddressSet.$Properties> {
  const v4 = set.v4 ?? new Uint8Array();
  const v6 = set.v6 ?? new Uint8Array();
  const step = Math.max(1, Math.floor(limit / 85)) * 85;
  if (v4.length + v6.length <= step) return yield set;
  for (let at = 0; at < v4.length; at += step) yield { id: set.id, v4: v4.subarray(at, at + step) };
  for (let at = 0; at < v6.length; at += step) yield { id: set.id, v6: v6.subarray(at, at + step) };
}

/** @throws DistributionError MALFORMED */
export function joinParts(parts: readonly Part[]): NodeView {
  const [first] = parts;
  if (first === undefined) throw new DistributionError('MALFORMED', 'snapshot', 'has no parts');
  return decodeView({
    ...first,
    endpoints: parts.flatMap((part) => part.endpoints ?? []),
    policies: joinRuns(
      parts.map((part) => part.policies ?? []),
      (a, b) => a.key === b.key,
      (a, b) => ({ ...a, rules: [...(a.rules ?? []), ...(b.rules ?? [])] }),
    ),
    sets: joinRuns(
      parts.map((part) => part.sets ?? []),
      (a, b) => a.id === b.id,
      (a, b) => ({ id: a.id ?? '', v4: concat(a.v4, b.v4), v6: concat(a.v6, b.v6) }),
    ),
    services: joinRuns(
      parts.map((part) => part.services ?? []),
      (a, b) => a.namespace === b.namespace && a.name === b.name,
      joinServices,
    ),
  });
}

/** Joins the last object of a part with the first ones of the next parts where they are the same object. */
function joinRuns<T>(lists: readonly (readonly T[])[], same: (a: T, b: T) => boolean, join: (a: T, b: T) => T): T[] {
  const all: T[] = [];
  for (const list of lists)
    list.forEach((object, i) => {
      const last = all.at(-1);
      if (i === 0 && last !== undefined && same(last, object)) all[all.length - 1] = join(last, object);
      else all.push(object);
    });
  return all;
}

const concat = (a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): Uint8Array =>
  Buffer.concat([a ?? new Uint8Array(), b ?? new Uint8Array()]);
