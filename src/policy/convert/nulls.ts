/**
 * `null` (a field with nothing behind its colon) as the API server reads it: the field is absent, in our kinds and its own alike; a
 * label's value is empty. What that makes of a policy is told where it selects or admits more than one might think.
 */
import type { Path } from '../path.js';
import type { Scope } from './scope.js';

/** The same without nulls, and where they were. Lists keep theirs: an empty entry is no entry. */
export function withoutNulls<T>(value: T): { readonly value: T; readonly nulls: readonly Path[] } {
  const nulls: Path[] = [];
  const found = hasNull(value) ? (without(value, [], nulls) as T) : value;
  return { value: found, nulls };
}

function hasNull(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.values(value as object).some(hasNull);
}

const TEXTS: ReadonlySet<string> = new Set(['matchLabels', 'labels', 'annotations']);

function without(value: unknown, path: Path, nulls: Path[]): unknown {
  if (Array.isArray(value)) return value.map((item, i) => (item === null ? null : without(item, [...path, i], nulls)));
  if (value === null || typeof value !== 'object') return value;
  const texts = TEXTS.has(String(path.at(-1)));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (item !== null) return [[key, without(item, [...path, key], nulls)]];
      nulls.push([...path, key]);
      return texts ? [[key, '']] : [];
    }),
  );
}

const EVERYBODY: Readonly<Record<string, string>> = {
  from: 'nothing stands behind it: every peer is meant',
  to: 'nothing stands behind it: every peer is meant',
  ports: 'nothing stands behind it: every port is meant',
  protocols: 'nothing stands behind it: every port is meant',
};

/** Warns where an empty field of a policy means everybody, or nothing at all. @param namespace where the policy stands */
export function warnNulls(scope: Scope, nulls: readonly Path[], kind: string, namespace: string): void {
  for (const path of nulls) {
    if (path[0] !== 'spec') continue;
    const why = meaningOf(scope, path, kind, namespace);
    if (why !== undefined) scope.warn(path, 'null', why);
  }
}

function meaningOf(scope: Scope, path: Path, kind: string, namespace: string): string | undefined {
  const field = String(path.at(-1));
  const own = kind === 'NetworkPolicy';
  const parent = path.slice(0, -1);
  if (own && (path.length === 1 || (path.length === 2 && field === 'podSelector')))
    return `nothing stands behind it: every pod of ${namespace} is selected`;
  if (path.length === 2 && (field === 'ingress' || field === 'egress')) {
    if (own && field === 'ingress') return undefined;
    return `nothing stands behind it, as if it were absent: ${field} is not restricted; ${field}: [] closes it`;
  }
  if (String(parent.at(-1)) === 'matchLabels') return `${field} has no value: pods whose ${field} is empty are meant`;
  if (field in EVERYBODY) return EVERYBODY[field];
  if (field === 'matchLabels' || field === 'matchExpressions') {
    const selector = scope.valueAt(parent);
    if (Object.keys(selector ?? {}).length > 0) return undefined;
    const what = String(parent.at(-1)) === 'namespaceSelector' || parent.at(-1) === 'namespaces' ? 'namespace' : 'pod';
    return `nothing stands behind it: every ${what} is selected`;
  }
  return undefined;
}
