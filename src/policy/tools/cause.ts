/** Which rule or default makes the difference: the one that changed, on the side whose verdict changed. */
import type { Direction } from '../../net/types.js';
import type { DirectionDecision, RuleRef } from '../flow.js';
import { memoize } from '../memo.js';
import type { Policy, SourceRef, World } from '../model.js';

/** Reads: allowed (or denied) `verb` `name`. */
export interface Cause {
  readonly verb: 'by' | 'was by' | 'no longer denied by' | 'no longer isolated by' | 'isolated by' | 'by posture';
  /** Ids of a rule or of policies. */
  readonly name: string;
  readonly direction: Direction;
  /** Which version holds it. */
  readonly version: 'old' | 'new';
  readonly rule?: RuleRef;
  readonly source?: SourceRef;
}

type Versions<T> = readonly [old: T, fresh: T];

/** @param decisions of the side that changed, by the old and by the new version */
export function causeOf(worlds: Versions<World>, decisions: Versions<DirectionDecision>): Cause {
  const [before, after] = decisions;
  const opened = after.verdict === 'allow';
  const candidates = [
    after.rule && ruled('by', 'new', after.direction, after.rule),
    before.rule && ruled(opened ? 'no longer denied by' : 'was by', 'old', after.direction, before.rule),
    opened ? isolated('no longer isolated by', 'old', before, worlds) : isolated('isolated by', 'new', after, worlds),
  ].filter((cause) => cause !== undefined);
  const changed = candidates.find((cause) => isChanged(worlds, cause));
  return (
    changed ??
    candidates[0] ?? { verb: 'by posture', name: worlds[1].posture, direction: after.direction, version: 'new' }
  );
}

function ruled(verb: Cause['verb'], version: Cause['version'], direction: Direction, rule: RuleRef): Cause {
  return { verb, name: rule.rule, direction, version, rule, source: rule.source };
}

/** The policies that isolate in one version only; all of them where no one does. */
function isolated(
  verb: Cause['verb'],
  version: Cause['version'],
  { direction, isolatedBy = [] }: DirectionDecision,
  worlds: Versions<World>,
): Cause | undefined {
  const changed = isolatedBy.filter((id) => isChanged(worlds, { name: id }));
  const shown = changed.length > 0 ? changed : isolatedBy;
  const source = policies(worlds[version === 'old' ? 0 : 1]).get(shown[0] ?? '')?.source;
  return shown.length === 0
    ? undefined
    : { verb, name: shown.join(', '), direction, version, ...(source && { source }) };
}

/** Whether the versions word the rule or one of the policies otherwise. */
function isChanged([old, fresh]: Versions<World>, { name, rule }: Pick<Cause, 'name' | 'rule'>): boolean {
  if (rule !== undefined) return rules(old).get(name) !== rules(fresh).get(name);
  return name.split(', ').some((id) => contentOf(policies(old).get(id)) !== contentOf(policies(fresh).get(id)));
}

const policies = memoize((world: World) => new Map(world.policies.map((policy) => [policy.id, policy])));
const rules = memoize(
  (world: World) =>
    new Map(
      world.policies.flatMap((p) =>
        p.rules.map((rule) => [rule.id, JSON.stringify([p.tier, p.priority, rule], withoutPlace)]),
      ),
    ),
);

const contents = memoize((policy: Policy) => JSON.stringify(policy, withoutPlace));

/** All that a policy says, as text; equal for equal meaning of its words. */
export function contentOf(policy: Policy | undefined): string {
  return policy === undefined ? '' : contents(policy);
}

/** Where something is written, who owns it and why changes no verdict. */
const SILENT = new Set(['source', 'owner', 'reason', 'ticket', 'runbook', 'description', 'lintIgnore']);

function withoutPlace(key: string, value: unknown): unknown {
  if (SILENT.has(key)) return undefined;
  return typeof value === 'bigint' ? String(value) : value;
}
