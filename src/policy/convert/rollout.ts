/** RolloutPolicy → model. */
import { show } from '../diagnostics.js';
import type { Path } from '../path.js';
import { DAYS, type Freeze, type GatePlan, type RingPlan, type RingSelector, type RolloutPolicy } from '../rollout.js';
import { type FreezeSource, type GateSource, type RingSource, rolloutPolicy } from '../schema/rollout.js';
import type { Scope } from './scope.js';
import { toSelector } from './selectors.js';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function toMs(text: string | undefined, otherwise: number): number {
  const [, number, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text ?? '') ?? [];
  return number === undefined ? otherwise : Number(number) * UNITS[unit as keyof typeof UNITS];
}

const LONGEST_MS = 30 * 86_400_000;

export function toRolloutPolicy(scope: Scope): RolloutPolicy | undefined {
  const source = scope.parse(rolloutPolicy);
  if (source === undefined) return undefined;
  const { metadata, spec } = source;
  const gates = gatesOf(scope, ['spec', 'gates'], spec.gates ?? []);
  const confirmWithinMs = toMs(spec.confirmWithin, 15 * 60_000);
  const times = (
    at: Path,
    ring: { observe?: string | undefined; confirm?: string | undefined; hold?: string | undefined },
  ) => {
    const found = {
      observeMs: toMs(ring.observe, 0),
      confirmMs: toMs(ring.confirm, Math.min(60_000, confirmWithinMs / 2)),
      holdMs: toMs(ring.hold, 0),
    };
    if (found.confirmMs >= confirmWithinMs)
      scope.error([...at, 'confirm'], 'bad-value', 'the ring would be back before its gates decide', {
        found: show(ring.confirm ?? '1m'),
        expected: `less than confirmWithin, ${spec.confirmWithin ?? '15m'}`,
      });
    for (const [field, ms] of Object.entries(found))
      if (ms > LONGEST_MS)
        scope.error([...at, field.slice(0, -2)], 'bad-value', 'is too long', { expected: 'at most 30d' });
    return found;
  };
  if (confirmWithinMs > 86_400_000)
    scope.error(['spec', 'confirmWithin'], 'bad-value', 'is too long', { expected: 'at most 24h' });
  const seen = new Map<string, number>([['rest', -1]]);
  const rings = spec.rings.map((ring, i): RingPlan => {
    const path: Path = ['spec', 'rings', i];
    const first = seen.get(ring.name);
    if (first !== undefined)
      scope.error(
        [...path, 'name'],
        'duplicate',
        `${show(ring.name)} is already that of ${first < 0 ? 'the last ring' : `rings[${first}]`}`,
      );
    seen.set(ring.name, i);
    return {
      name: ring.name,
      select: selectorOf(scope, path, ring),
      ...times(path, ring),
      gates: [...gates, ...gatesOf(scope, [...path, 'gates'], ring.gates ?? [])],
    };
  });
  const rest: RingPlan = { name: 'rest', select: { kind: 'rest' }, ...times(['spec', 'rest'], spec.rest ?? {}), gates };
  for (const { name, gates: all } of [...rings, rest]) {
    const twice = all.find((gate, i) => all.findIndex((other) => other.name === gate.name) !== i);
    if (twice === undefined) continue;
    scope.error(['spec', 'gates'], 'duplicate', `ring ${name} has two gates called ${twice.name}`, {
      expected: 'a name for each',
    });
    break;
  }
  return {
    id: `RolloutPolicy//${metadata.name}`,
    name: metadata.name,
    ...(spec.owner !== undefined && { owner: spec.owner }),
    meanwhile: spec.meanwhile ?? 'queue',
    confirmWithinMs,
    rings: [...rings, rest],
    freeze: (spec.freeze ?? []).flatMap((one, i) => freezeOf(scope, ['spec', 'freeze', i], one) ?? []),
    source: scope.source([]),
  };
}

function exactlyOne(
  scope: Scope,
  path: Path,
  what: string,
  value: object,
  kinds: readonly string[],
): string | undefined {
  const given = kinds.filter((kind) => (value as Record<string, unknown>)[kind] !== undefined);
  if (given.length === 1) return given[0];
  const message = given.length === 0 ? `the ${what} says nothing` : `the ${what} mixes ${given.join(' and ')}`;
  scope.error(path, 'bad-value', message, { expected: `exactly one of ${kinds.join(', ')}` });
  return undefined;
}

function selectorOf(scope: Scope, path: Path, ring: RingSource): RingSelector {
  exactlyOne(scope, path, 'ring', ring, ['nodes', 'namespaces', 'share']);
  if (ring.nodes !== undefined) return { kind: 'nodes', selector: toSelector(ring.nodes) };
  if (ring.namespaces !== undefined) return { kind: 'namespaces', names: ring.namespaces };
  const percent = Number.parseFloat(ring.share ?? '0');
  if (ring.share !== undefined && !(percent > 0 && percent <= 100))
    scope.error([...path, 'share'], 'bad-value', 'is no share', { found: show(ring.share), expected: '0.1% to 100%' });
  return { kind: 'share', percent };
}

const GATES = ['newDenies', 'newAllows', 'cutFlows', 'denies', 'assertions', 'prometheus', 'webhook'] as const;

const gatesOf = (scope: Scope, path: Path, gates: readonly GateSource[]): GatePlan[] =>
  gates.flatMap((gate, i) => gateOf(scope, [...path, i], gate) ?? []);

function gateOf(scope: Scope, path: Path, gate: GateSource): GatePlan | undefined {
  const kind = exactlyOne(scope, path, 'gate', gate, GATES) as (typeof GATES)[number] | undefined;
  if (kind === undefined) return undefined;
  const name = gate.name ?? kind;
  if (name === 'realised') scope.error([...path, 'name'], 'duplicate', 'every ring has a gate of that name');
  const { denies, assertions, prometheus, webhook } = gate;
  if (denies !== undefined)
    return {
      kind: 'denies',
      name,
      timesBaseline: denies.timesBaseline,
      baselineMs: toMs(denies.baseline, 600_000),
      atLeast: denies.atLeast ?? 10,
    };
  if (assertions !== undefined)
    return {
      kind: 'assertions',
      name,
      assertions: assertions.map(({ name: called, from, to, port, protocol, expect }) => ({
        name: called,
        from: [from].flat(),
        to: [to].flat(),
        ports: port === undefined ? [undefined] : [port].flat(),
        ...(protocol !== undefined && { protocol }),
        expect,
      })),
    };
  if (prometheus !== undefined) {
    const { url, query, timeout, ...bounds } = prometheus;
    if (Object.values(bounds).every((bound) => bound === undefined))
      scope.error([...path, 'prometheus'], 'missing', 'the query has no bound', {
        expected: 'atMost, atLeast or timesBaseline',
      });
    return {
      kind: 'prometheus',
      name,
      url: url.replace(/\/+$/, ''),
      query,
      ...(bounds.atMost !== undefined && { atMost: bounds.atMost }),
      ...(bounds.atLeast !== undefined && { atLeast: bounds.atLeast }),
      ...(bounds.timesBaseline !== undefined && { timesBaseline: bounds.timesBaseline }),
      timeoutMs: timeoutOf(scope, [...path, 'prometheus', 'timeout'], timeout),
    };
  }
  if (webhook !== undefined)
    return {
      kind: 'webhook',
      name,
      url: webhook.url,
      timeoutMs: timeoutOf(scope, [...path, 'webhook', 'timeout'], webhook.timeout),
    };
  const counted = kind as 'newDenies' | 'newAllows' | 'cutFlows';
  return { kind: counted, name, atMost: gate[counted]?.atMost ?? 0 };
}

function timeoutOf(scope: Scope, path: Path, text: string | undefined): number {
  const ms = toMs(text, 5000);
  if (ms < 1 || ms > 60_000)
    scope.error(path, 'bad-value', 'is no timeout', { found: show(text), expected: '1ms to 60s' });
  return ms;
}

function freezeOf(scope: Scope, path: Path, { reason = '', ...freeze }: FreezeSource): Freeze | undefined {
  const { from, until, start, end, days, timeZone } = freeze;
  if (from !== undefined && until !== undefined) {
    if (start !== undefined || end !== undefined || days !== undefined)
      scope.error(path, 'bad-value', 'a freeze is once (from, until) or every week (start, end), not both');
    const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
    if (untilMs <= fromMs) scope.error([...path, 'until'], 'bad-value', 'is not after from', { found: show(until) });
    return { kind: 'once', fromMs, untilMs, reason };
  }
  if (start === undefined || end === undefined || timeZone === undefined) {
    scope.error(path, 'missing', 'a freeze needs from and until, or start, end and timeZone');
    return undefined;
  }
  if (!isTimeZone(timeZone))
    scope.error([...path, 'timeZone'], 'bad-value', 'is no time zone', {
      found: show(timeZone),
      expected: 'an IANA name such as Europe/Berlin, or UTC',
    });
  return { kind: 'weekly', days: days ?? DAYS, start: minutes(start), end: minutes(end), timeZone, reason };
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
