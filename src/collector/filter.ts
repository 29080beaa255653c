import { addressTest, Direction, Reason } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { CollectorError } from './error.js';
import { shownId } from './line.js';

export type Query = osg.v1.FlowQuery.$Properties;
type Context = osg.v1.FlowContext.$Properties;
type Event = osg.v1.FlowRecord.$Properties;

/** One FlowQuery, ready to be asked. Used by Tail, Query and Top alike. */
export interface Filter {
  readonly sinceUs: number;
  readonly untilUs: number;
  /** Whether any event of this context could match: false rules it out. */
  mayMatch(context: Context, node: string): boolean;
  matches(event: Event): boolean;
  /** Equal keys, equal answers. */
  readonly key: string;
  /** Values that an event is compared with at most. */
  readonly cost: number;
  /** Whether records of link chatter may match: only where a reason or a record is asked for. */
  readonly chatter: boolean;
}

const NUMBERS: Readonly<Record<string, number>> = { icmp: 1, igmp: 2, tcp: 6, udp: 17, gre: 47, icmpv6: 58, sctp: 132 };

/** A workload name in both its parts. */
interface Side {
  readonly namespace: string;
  readonly id: string;
  readonly name: string;
}

type Test<T> = (value: T) => boolean;

/** What one filter may hold, with its `not`: texts, numbers, bytes of all texts. */
const MAX_TEXTS = 64;
const MAX_NUMBERS = 1024;
const MAX_TEXT_BYTES = 64 << 10;

/** @throws {CollectorError} code `filter`: it costs too much to ask */
function checkSize(query: Query): void {
  if (query.not?.not != null) throw new CollectorError('FILTER', 'not', 'has a not of its own');
  const values = [query, query.not ?? {}].flatMap((one) => Object.values(one).filter(Array.isArray)).flat();
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length > MAX_TEXTS)
    throw new CollectorError('FILTER', 'filter', `${texts.length} patterns: over ${MAX_TEXTS}`);
  if (values.length - texts.length > MAX_NUMBERS)
    throw new CollectorError('FILTER', 'filter', `${values.length - texts.length} numbers: over ${MAX_NUMBERS}`);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_TEXT_BYTES) throw new CollectorError('FILTER', 'filter', `${bytes} bytes: over ${MAX_TEXT_BYTES}`);
}

/**
 * @param chatter let link chatter through as if it had been asked for
 * @throws {CollectorError} code `filter`, naming the field
 */
export function compileFilter(query: Query, chatter = false): Filter {
  checkSize(query);
  const positive = compile(query);
  const negative = query.not === undefined || query.not === null ? undefined : compile(query.not);
  const sinceUs = query.sinceUnixUs ?? 0;
  const untilUs = query.untilUnixUs || Number.MAX_SAFE_INTEGER;
  const asked = (query.reason?.length ?? 0) > 0 || (query.id?.length ?? 0) > 0;
  const quiet = ({ reason }: Context): boolean => !asked && !chatter && reason === Reason.REASON_LINK_CHATTER;
  return {
    sinceUs,
    untilUs,
    chatter: asked,
    cost: 1 + positive.cost + (negative?.cost ?? 0),
    key: JSON.stringify(osg.v1.FlowQuery.toObject(osg.v1.FlowQuery.fromObject({ ...query, last: 0 }))),
    mayMatch: (context, node) => !quiet(context) && positive.context.every((test) => test({ context, node })),
    matches: (event) => {
      if (quiet(event.context ?? {})) return false;
      const first = event.item?.firstSeenUnixUs ?? 0;
      if (first + (event.item?.durationUs ?? 0) < sinceUs || first >= untilUs) return false;
      return holds(positive, event) && (negative === undefined || negative.count === 0 || !holds(negative, event));
    },
  };
}

interface Compiled {
  readonly context: readonly Test<{ context: Context; node: string }>[];
  readonly event: readonly Test<Event>[];
  readonly count: number;
  readonly cost: number;
}

function holds({ context, event: tests }: Compiled, event: Event): boolean {
  const about = { context: event.context ?? {}, node: event.node ?? '' };
  return context.every((test) => test(about)) && tests.every((test) => test(event));
}

function compile(query: Query): Compiled {
  const context: Test<{ context: Context; node: string }>[] = [];
  const event: Test<Event>[] = [];
  let cost = 0;
  const onContext = (
    values: string[] | null | undefined,
    get: (context: Context, node: string) => readonly string[],
  ): void => {
    const test = anyOf(values);
    cost += values?.length ?? 0;
    if (test !== undefined) context.push((about) => get(about.context, about.node).some(test));
  };
  const onEvent = <T>(values: T[] | null | undefined, make: (value: T) => Test<Event>): void => {
    if (!values?.length) return;
    const tests = values.map(make);
    cost += tests.length;
    event.push((candidate) => tests.some((test) => test(candidate)));
  };
  const onWord = <T>(values: T[] | null | undefined, get: (context: Context) => T | null | undefined): void => {
    if (!values?.length) return;
    const wanted = new Set<T | null | undefined>(values);
    context.push((about) => wanted.has(get(about.context)));
  };
  onWord(query.verdict, ({ verdict }) => verdict);
  onContext(query.node, (_, node) => [node]);
  onContext(query.rule, ({ rule }) => [rule ?? '', shownId(rule ?? '')]);
  onContext(query.owner, ({ owner, isolatedBy }) => [owner ?? '', ...(isolatedBy ?? []).map((one) => one.owner ?? '')]);
  onWord(query.reason, ({ reason }) => reason);
  onWord(query.direction, ({ egress }) => (egress ? Direction.EGRESS : Direction.INGRESS));
  onContext(query.group, ({ policy, isolatedBy }) =>
    [policy ?? '', ...(isolatedBy ?? []).map((one) => one.policy ?? '')].flatMap(groupNames),
  );
  if (query.rollout?.length) context.push((about) => Boolean(about.context.rollout));
  onEvent(query.rollout, (text) => {
    const test = glob(text);
    return (one) => test(one.context?.rollout ?? '');
  });
  onEvent(query.namespace, (text) => sides(namespacePattern('namespace', text), both, namespaceOf));
  onEvent(query.fromNamespace, (text) => sides(namespacePattern('from_namespace', text), sources, namespaceOf));
  onEvent(query.toNamespace, (text) => sides(namespacePattern('to_namespace', text), destinations, namespaceOf));
  onEvent(query.pod, (text) => sides(podPattern('pod', text), both, podOf));
  onEvent(query.fromPod, (text) => sides(podPattern('from_pod', text), sources, podOf));
  onEvent(query.toPod, (text) => sides(podPattern('to_pod', text), destinations, podOf));
  onEvent(query.fromIp, (text) => onAddress('from_ip', text, ({ item }) => item?.source));
  onEvent(query.toIp, (text) => onAddress('to_ip', text, ({ item }) => item?.destination));
  onEvent(query.protocol, (text) => {
    const number = protocolNumber(text);
    return ({ item }) => item?.protocol === number;
  });
  const onValue = <T>(values: T[] | null | undefined, get: (event: Event) => T | null | undefined): void => {
    if (!values?.length) return;
    const wanted = new Set<T | null | undefined>(values);
    event.push((candidate) => wanted.has(get(candidate)));
  };
  onValue(query.port, ({ item }) => (hasPorts(item?.protocol ?? 0) ? (item?.destinationPort ?? 0) : undefined));
  onValue(query.id, ({ id }) => id);
  return { context, event, count: context.length + event.length, cost };
}

const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17 || protocol === 132;

/** `SecurityGroup/shop/api` is also `shop/api` and `api`. */
function groupNames(id: string): string[] {
  const [, namespace, ...rest] = id.split('/');
  const name = rest.join('/');
  return [id, shownId(id), `${namespace}/${name}`, name];
}

function sides(
  text: string,
  which: (event: Event) => (Side | undefined)[],
  values: (side: Side) => string[],
): Test<Event> {
  const test = glob(text);
  return (event) => which(event).some((side) => side !== undefined && values(side).some(test));
}

/** What no name fits would match nothing, as if nothing had been denied. @throws {CollectorError} FILTER */
function podPattern(field: string, text: string): string {
  const [first, second, third] = text.split('/');
  if (third !== undefined || (second !== undefined && (first === '' || second === '')))
    throw new CollectorError('FILTER', field, `${JSON.stringify(text)}: expected NAME or NAMESPACE/NAME`);
  return text;
}

/** @throws {CollectorError} FILTER */
function namespacePattern(field: string, text: string): string {
  if (text.includes('/'))
    throw new CollectorError('FILTER', field, `${JSON.stringify(text)}: expected a namespace's name`);
  return text;
}

const namespaceOf = (side: Side): string[] => [side.namespace];
const podOf = (side: Side): string[] => [side.id, side.name];
const both = (event: Event): (Side | undefined)[] => [source(event), destination(event)];
const sources = (event: Event): (Side | undefined)[] => [source(event)];
const destinations = (event: Event): (Side | undefined)[] => [destination(event)];
const source = (event: Event): Side | undefined => (event.context?.egress ? endpointSide(event) : peerSide(event));
const destination = (event: Event): Side | undefined => (event.context?.egress ? peerSide(event) : endpointSide(event));

const endpointSide = ({ context }: Event): Side => ({
  namespace: context?.namespace ?? '',
  id: context?.endpoint ?? '',
  name: context?.workload ?? '',
});

function peerSide({ peer, peerIsWorkload }: Event): Side | undefined {
  if (!peer) return undefined;
  const slash = peerIsWorkload ? peer.indexOf('/') : -1;
  return { namespace: peer.slice(0, Math.max(0, slash)), id: peer, name: peer.slice(slash + 1) };
}

function onAddress(field: string, text: string, get: (event: Event) => Uint8Array | null | undefined): Test<Event> {
  let test: Test<Uint8Array>;
  try {
    test = addressTest(text);
  } catch (cause) {
    throw new CollectorError('FILTER', field, (cause as Error).message, cause);
  }
  return (event) => {
    const bytes = get(event);
    return bytes !== undefined && bytes !== null && test(bytes);
  };
}

function protocolNumber(text: string): number {
  const number = NUMBERS[text.toLowerCase()] ?? (/^\d{1,3}$/.test(text) ? Number(text) : 256);
  if (number > 255)
    throw new CollectorError('FILTER', 'protocol', `${JSON.stringify(text)} is not a protocol name or a number 0..255`);
  return number;
}

function anyOf(values: string[] | null | undefined): Test<string> | undefined {
  if (!values?.length) return undefined;
  const tests = values.map(glob);
  return (value) => tests.some((test) => test(value));
}

/** `*` stands for any run of characters. */
function glob(pattern: string): Test<string> {
  if (!pattern.includes('*')) return (value) => value === pattern;
  const parts = pattern.split('*');
  return (value) => {
    const [first = '', ...rest] = parts;
    if (!value.startsWith(first)) return false;
    let at = first.length;
    for (const [i, part] of rest.entries()) {
      const last = i === rest.length - 1;
      const found = last ? value.length - part.length : value.indexOf(part, at);
      if (found < at || !value.startsWith(part, found)) return false;
      at = found + part.length;
    }
    return true;
  };
}
