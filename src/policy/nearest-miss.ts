/**
 * For a denied flow: the accept rule that comes closest and the field that differs. A rule that stands behind a deny is never
 * told. What to write is tools/advice.ts.
 */
import { hostPrefix } from '../net/prefix.js';
import { describeExpected, describeFound } from './edit.js';
import type { DirectionDecision } from './flow.js';
import { governing, peersMatch, portsMatch, type Question } from './match.js';
import { type Policy, type PortMatch, type Rule, TIERS } from './model.js';
import { compareText } from './order.js';
import { refTo } from './reference.js';

type NearestMiss = NonNullable<DirectionDecision['nearestMiss']>;
export type MissField = NearestMiss['field'];

/** From the easiest to mend to the hardest. */
const COST: Readonly<Record<MissField, number>> = { audit: 0, expired: 1, port: 2, protocol: 3, peer: 4, direction: 5 };

/** Edits tried: more than these stand behind a deny only where everything does. */
const MAX_TRIED = 20;

interface Candidate {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly fields: readonly MissField[];
}

/** @param allows judges the same question in an edited world */
export function nearestMiss(question: Question, allows: (edited: Question) => boolean): NearestMiss | undefined {
  const candidates = TIERS.flatMap((tier) => governing(question, tier))
    .flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })))
    .filter(({ rule }) => rule.action === 'accept')
    .map(({ policy, rule }): Candidate => ({ policy, rule, fields: differences(question, rule) }))
    .filter(({ fields }) => !(fields.includes('peer') && (fields.includes('port') || fields.includes('protocol'))))
    .sort((a, b) => compareCandidates(question, a, b));
  const found = candidates.slice(0, MAX_TRIED).find((candidate) => allows(applyEdit(question, candidate)));
  if (found === undefined) return undefined;
  const { policy, rule, fields } = found;
  const field = fields.toSorted((a, b) => COST[b] - COST[a])[0] as MissField;
  return {
    rule: refTo(policy, rule),
    field,
    found: describeFound(question, field),
    expected: describeExpected(rule, field),
  };
}

function differences(question: Question, rule: Rule): MissField[] {
  const fields: MissField[] = [];
  if (rule.mode === 'audit') fields.push('audit');
  if (rule.expiresAt !== undefined && rule.expiresAt <= question.atMs) fields.push('expired');
  if (!portsMatch(question, rule)) fields.push(hasProtocol(rule, question.flow.protocol) ? 'port' : 'protocol');
  if (!peersMatch(question, rule)) fields.push('peer');
  if (rule.direction !== question.direction) fields.push('direction');
  return fields;
}

function hasProtocol({ ports }: Rule, protocol: number): boolean {
  return ports === 'any' || ports.some((p) => p.protocol === 'any' || p.protocol === protocol);
}

function compareCandidates(question: Question, a: Candidate, b: Candidate): number {
  const cost = ({ fields }: Candidate) => fields.reduce((sum, field) => sum + 10 + COST[field], 0);
  return (
    cost(a) - cost(b) ||
    portDistance(question, a.rule) - portDistance(question, b.rule) ||
    compareText(a.rule.id, b.rule.id)
  );
}

/** How far the flow's port is from the rule's nearest range. */
function portDistance({ flow }: Question, { ports }: Rule): number {
  if (ports === 'any' || flow.port === undefined) return 0;
  const { port } = flow;
  return Math.min(
    65536,
    ...ports.map(({ ports: range }) =>
      range === undefined ? 65536 : Math.max(range.first - port, port - range.last, 0),
    ),
  );
}

/** The question in a world where the rule has been edited so that it matches. */
function applyEdit(question: Question, { policy, rule }: Candidate): Question {
  const { world, direction, peer } = question;
  const { expiresAt, ...rest } = rule;
  const widened: Rule = {
    ...rest,
    ...(expiresAt !== undefined && expiresAt > question.atMs && { expiresAt }),
    mode: 'enforce',
    direction,
    peers: rule.peers === 'any' ? 'any' : [...rule.peers, { kind: 'cidr', prefix: hostPrefix(peer), except: [] }],
    ports: rule.ports === 'any' ? 'any' : [...rule.ports, exactPort(question)],
  };
  const edited: Policy = { ...policy, rules: policy.rules.map((r) => (r === rule ? widened : r)) };
  return { ...question, world: { ...world, policies: world.policies.map((p) => (p === policy ? edited : p)) } };
}

/** The pattern that matches exactly the flow. */
export function exactPort({ flow: { protocol, port, icmp } }: Pick<Question, 'flow'>): PortMatch {
  return { protocol, ...(port !== undefined && { ports: { first: port, last: port } }), ...(icmp && { icmp }) };
}
