/**
 * What to write so that a conversation is allowed. Every edit is tried before it is told: the whole conversation is judged in the
 * edited world, and what else differs there is counted by the same comparison that `osg policy diff` makes.
 */

import type { Direction } from '../../net/types.js';
import { evaluate } from '../evaluate.js';
import type { DirectionDecision, Flow } from '../flow.js';
import type { Question } from '../match.js';
import type { Policy, Workload, World } from '../model.js';
import { isLive, ownersOf } from '../select.js';
import { type Candidate, candidates, obstacle } from './candidates-allow.js';
import { type Change, type Difference, diffWorlds } from './diff.js';
import { equals } from './distinct.js';
import { PolicyToolError } from './error.js';

export interface Advice {
  /** What to write, in lines; empty where no edit is safe. */
  readonly edits: readonly string[];
  /** Of no edit: why. */
  readonly why?: string;
  /** Conversations beside the one asked for that the edits open, close, and a few of them in words. */
  readonly opens: number;
  readonly closes: number;
  readonly also: readonly string[];
}

const DIRECTIONS = ['egress', 'ingress'] as const;

/** Tried of each direction, the likeliest first; in large worlds each trial takes its time. */
const TRIED = 3;
const LARGE = 1_000;
/** Told one by one. */
const TOLD = 3;

/** @param flows of one conversation, one for each family. Undefined where it is allowed */
export function adviseAllow(world: World, flows: readonly Flow[], atMs: number): Advice | undefined {
  return advise(world, flows, atMs, () => true) as Advice | undefined;
}

/** An edit was to be tried that may change more than is known here. */
export const BEYOND = Symbol('beyond');

/**
 * The same, from what is known of some namespaces: their workloads, and all policies that may govern these.
 * @returns `BEYOND`: ask again with the whole world
 */
export function adviseWithin(
  world: World,
  namespaces: ReadonlySet<string>,
  flows: readonly Flow[],
  atMs: number,
): Advice | undefined | typeof BEYOND {
  return advise(world, flows, atMs, ({ staysWithin }) => staysWithin(namespaces));
}

function advise(
  world: World,
  flows: readonly Flow[],
  atMs: number,
  isKnown: (candidate: Candidate) => boolean,
): Advice | undefined | typeof BEYOND {
  const decisions = flows.map((flow) => evaluate(world, flow, atMs, false));
  const denied = DIRECTIONS.filter((direction) => decisions.some((d) => d[direction].verdict === 'deny'));
  if (denied.length === 0) return undefined;
  const none = (why: string): Advice => ({ edits: [], why, opens: 0, closes: 0, also: [] });
  const sides: Candidate[][] = [];
  for (const direction of denied) {
    const questions = flows.map((flow) => questionOf(world, flow, direction, atMs)).filter((q) => q !== undefined);
    const [first, ...more] = questions;
    if (first === undefined) return none('nobody is known at that end');
    const decided = decisions.map((d) => d[direction]);
    const working: Candidate[] = [];
    const most = world.workloads.length > LARGE ? 1 : TRIED;
    for (const one of candidates([first, ...more]).sort((a, b) => a.cost - b.cost || a.text.length - b.text.length)) {
      if (working.length >= most) break;
      if (flows.every((flow) => evaluate(one.world, flow, atMs, false)[direction].verdict === 'allow'))
        working.push(one);
    }
    // What reaches further costs more than is seen from here: where it is not among these, it is not among the likeliest.
    if (!working.every(isKnown)) return BEYOND;
    if (working.length === 0) return none(obstacle(first, denierOf(decided)) ?? unsayable(first));
    sides.push(working);
  }
  const tried = together(world, sides)
    .filter(({ world: edited }) => flows.every((flow) => evaluate(edited, flow, atMs, false).verdict === 'allow'))
    .map((one) => ({ ...one, effect: effectOf(world, one.world, flows, atMs) }))
    .sort((a, b) => a.effect.opens + a.effect.closes - b.effect.opens - b.effect.closes || a.cost - b.cost);
  const [best] = tried;
  return best === undefined ? none('no edit of one policy allows it') : { edits: best.text, ...best.effect };
}

function questionOf(world: World, flow: Flow, direction: Direction, atMs: number): Question | undefined {
  const named = (one: Workload | null | undefined, address: Flow['source']): readonly Workload[] =>
    one === undefined ? ownersOf(world, address) : one === null ? [] : [one];
  const [from, to] = [named(flow.from, flow.source), named(flow.to, flow.destination)];
  const [own, peerOwners] = direction === 'egress' ? [from, to] : [to, from];
  const [endpoint] = own;
  if (endpoint === undefined) return undefined;
  const peer = direction === 'egress' ? flow.destination : flow.source;
  return { world, endpoint, direction, peer, peerOwners: peerOwners.filter(isLive), flow, atMs };
}

/** The rule that denies, where one does. */
const denierOf = (decided: readonly DirectionDecision[]): string | undefined =>
  decided.find(({ verdict, rule }) => verdict === 'deny' && rule !== undefined)?.rule?.rule;

const unsayable = ({ direction }: Question): string => `no policy that governs this pod can say it (${direction})`;

/** Each edit of one direction with each of the other. */
function together(world: World, sides: readonly Candidate[][]): Candidate[] {
  const [first = [], second] = sides;
  if (second === undefined) return first;
  return first.flatMap((a) =>
    second.map((b) => ({
      world: merged(world, a.world, b.world),
      text: [...a.text, ...b.text],
      cost: a.cost + b.cost,
      staysWithin: (namespaces) => a.staysWithin(namespaces) && b.staysWithin(namespaces),
    })),
  );
}

/** Both edits in one world. They are of two directions, so that of one policy both sets of rules can stand together. */
function merged(world: World, a: World, b: World): World {
  const policies = world.policies.map((policy, i) => {
    const [left, right] = [a.policies[i], b.policies[i]];
    if (left === undefined || right === undefined || left === policy) return right ?? policy;
    if (right === policy) return left;
    const of = (one: Policy, direction: Direction) => one.rules.filter((rule) => rule.direction === direction);
    return { ...policy, rules: [...of(left, 'egress'), ...of(right, 'ingress')] };
  });
  const added = [...a.policies.slice(world.policies.length), ...b.policies.slice(world.policies.length)];
  return { ...world, policies: [...policies, ...added] };
}

type Effect = Pick<Advice, 'opens' | 'closes' | 'also'>;

/** What differs beside the conversation itself, between its ends and their equals. */
function effectOf(world: World, edited: World, flows: readonly Flow[], atMs: number): Effect {
  let difference: Difference;
  try {
    difference = diffWorlds(world, edited, atMs);
  } catch (cause) {
    if (!(cause instanceof PolicyToolError)) throw cause;
    return { opens: 0, closes: 0, also: [`what else it opens was not looked at: ${cause.message}`] };
  }
  const asked = askedPairs(world, flows);
  const others = difference.changes.filter((change) => !isAsked(change, flows, asked));
  const sum = (kind: Change['kind']): number =>
    others.filter((c) => c.kind === kind).reduce((total, c) => total + c.conversations, 0);
  const told = others
    .slice(0, TOLD)
    .map(({ kind, from, to, what }) => `${kind === 'opened' ? '+' : '-'} ${from} → ${to} ${what}`);
  return {
    opens: sum('opened'),
    closes: sum('closed'),
    also: [...told, ...(others.length > TOLD ? [`and ${others.length - TOLD} more`] : [])],
  };
}

interface Asked {
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
}

/** Names that the ends and their equals may go by in a difference. */
function askedPairs(world: World, flows: readonly Flow[]): Asked {
  const names = (one: Workload | null | undefined, address: Flow['source']): Set<string> => {
    const [owner] = one === undefined ? ownersOf(world, address) : one === null ? [] : [one];
    const kin = owner === undefined ? [] : [owner, ...equals(world, owner)];
    return new Set(
      kin.flatMap((w) => [
        w.id,
        ...(w.controller === undefined ? [] : [`${w.namespace}/${w.controller.split('/')[1]}`]),
      ]),
    );
  };
  const [flow] = flows as [Flow];
  return { from: names(flow.from, flow.source), to: names(flow.to, flow.destination) };
}

function isAsked({ kind, fromEnds, toEnds, what }: Change, [flow]: readonly Flow[], { from, to }: Asked): boolean {
  const among = (ends: readonly string[], names: ReadonlySet<string>): boolean =>
    names.size === 0
      ? ends.length === 1
      : ends.every((name) => names.has(name.replace(/\[.*$| #\d+$/, '')) || names.has(name));
  const exact = flow?.port === undefined ? !/[;,]/.test(what) : new RegExp(`^\\w+ ${flow.port}$`).test(what);
  return kind === 'opened' && exact && among(fromEnds, from) && among(toEnds, to);
}

/** For people: the edits and what else they do, or why there is none. */
export function adviceLines({ edits, why, opens, closes, also }: Advice): string[] {
  if (edits.length === 0) return [`no safe edit: ${why ?? 'none is known'}`];
  const counts = [
    ...(opens > 0 ? [`allows ${opens} other conversation${opens === 1 ? '' : 's'}`] : []),
    ...(closes > 0 ? [`denies ${closes}`] : []),
  ];
  if (also.length === 0) return [...edits, 'tried: it allows this conversation and changes nothing else'];
  const what = counts.length > 0 ? `it also ${counts.join(' and ')}` : 'it was tried for this conversation';
  return [...edits, `tried: ${what}: ${also.join('; ')}`];
}
