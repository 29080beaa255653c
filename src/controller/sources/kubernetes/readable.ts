/**
 * An object of the cluster as policy or inventory; where our version does not understand all of it, what is left fails closed
 * (F137): an accept whose peer cannot be read matches nobody, a deny that cannot be read denies everybody to its subject, and
 * the direction stays isolated. Only who the subject is must be readable.
 */
import { type ParsedObject, parseValue } from '../../../policy/convert/part.js';
import type { Diagnostic } from '../../../policy/diagnostics.js';
import type { Problem } from '../../source.js';
import type { Json, KubernetesObject } from './resources.js';

export interface Read {
  /** As far as it could be read. */
  readonly object: ParsedObject | undefined;
  /** What could not; empty: it is in force as it is written. */
  readonly problems: readonly Problem[];
}

/** @param at `<kind>/<namespace>/<name>`: where problems are said to be */
export function readObject(object: KubernetesObject, at: string): Read {
  const first = parseValue(object, at);
  const problems = first.diagnostics.filter(({ severity }) => severity === 'error').map((d) => problemOf(d, at));
  if (problems.length === 0) return { object: first.object, problems };
  const closed = withoutUnreadable(object, first.diagnostics);
  return { object: closed && parseValue(closed, at).object, problems };
}

function problemOf(d: Diagnostic, at: string): Problem {
  const message = [d.message, d.found && `found ${d.found}`, d.expected && `expected ${d.expected}`].filter(Boolean);
  return { file: `cluster ${at}`, line: 0, field: d.field, message: message.join('; ') };
}

const RULE = /^spec\.(ingress|egress)\[(\d+)\]/;

/** The object with what is wrong in its rules closed; undefined where something else is wrong. */
function withoutUnreadable(object: KubernetesObject, diagnostics: readonly Diagnostic[]): Json | undefined {
  const bad = { ingress: new Set<number>(), egress: new Set<number>() };
  for (const { severity, field } of diagnostics) {
    if (severity !== 'error') continue;
    const rule = RULE.exec(field);
    if (rule === null) return undefined;
    bad[rule[1] as 'ingress' | 'egress'].add(Number(rule[2]));
  }
  const spec = object['spec'] as Json;
  const closed = (direction: 'ingress' | 'egress'): Json => {
    const rules = spec[direction];
    if (!Array.isArray(rules)) return {};
    return {
      [direction]: (rules as Json[]).flatMap((rule, i) =>
        bad[direction].has(i) ? closedRule(object.kind, direction, rule, i) : [rule],
      ),
    };
  };
  return { ...object, spec: { ...spec, ...closed('ingress'), ...closed('egress') } };
}

/** A deny that says nothing of peers and ports is one of everything; any other rule is left out. */
function closedRule(kind: string, direction: 'ingress' | 'egress', rule: Json, index: number): readonly Json[] {
  const action = rule['action'];
  if (action === 'deny' && kind === 'ClusterSecurityGroup') {
    const id = typeof rule['id'] === 'string' && rule['id'] !== '' ? rule['id'] : `unreadable-${index}`;
    return [{ id, action }];
  }
  if (action === 'Deny') {
    const side = direction === 'ingress' ? 'from' : 'to';
    const everyone: Json[] =
      side === 'from' ? [{ namespaces: {} }] : [{ namespaces: {} }, { networks: ['0.0.0.0/0', '::/0'] }];
    return [{ ...(typeof rule['name'] === 'string' && { name: rule['name'] }), action, [side]: everyone }];
  }
  return [];
}
