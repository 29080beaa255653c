/** AuthorityPolicy: from its file to what it says. */
import { dirname, resolve } from 'node:path';
import { Scope } from '../../policy/convert/scope.js';
import { type Diagnostic, formatDiagnostic } from '../../policy/diagnostics.js';
import { readObjects, splitDocuments, type TextFile } from '../../policy/document.js';
import type { Tier } from '../../policy/model.js';
import { authorityPolicy } from '../../policy/schema/authority.js';
import { ControllerError } from '../error.js';

export interface Grant {
  readonly name: string;
  /** People, `group:NAME`, identities. */
  readonly who: readonly string[];
  readonly tiers: readonly (Tier | '*')[];
  readonly namespaces: readonly string[];
  readonly kinds: readonly string[];
  readonly secondPerson: boolean;
  readonly narrowerAlone: boolean;
  readonly radiusAlone: boolean;
}

export interface AuthorityPolicy {
  /** By identity. */
  readonly people: ReadonlyMap<string, Person>;
  /** Of all that have a name. */
  readonly named: readonly Person[];
  readonly allowedSigners: string | undefined;
  readonly keyring: string | undefined;
  readonly expireMs: number;
  readonly grants: readonly Grant[];
}

export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
  readonly identities: readonly string[];
}

/** @throws ControllerError INVALID: a line for each thing that is wrong, with file, line and field */
export function parseAuthority(file: TextFile): AuthorityPolicy {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  const objects = splitDocuments(file).flatMap((part) => readObjects(part, report));
  const refuse = (why: string): ControllerError =>
    new ControllerError('INVALID', 'authority', why, { field: 'authority' });
  // Each of them names its file.
  const refuseAll = (): ControllerError => refuse(found.map(formatDiagnostic).join('\n'));
  const [raw] = objects;
  if (found.length === 0 && (raw === undefined || objects.length > 1))
    throw refuse(`${file.path}: holds ${objects.length} objects, one AuthorityPolicy is expected`);
  if (raw === undefined) throw refuseAll();
  const scope = new Scope(raw, 'AuthorityPolicy', report);
  const source = scope.parse(authorityPolicy);
  if (source === undefined) throw refuseAll();
  const { people = [], git, approvals, grants } = source.spec;
  const byIdentity = new Map<string, Person>();
  const names = new Set<string>();
  const named = people.map(({ name, identities, groups = [] }, i): Person => {
    const person = { name, identities, groups };
    if (names.has(name)) scope.error(['spec', 'people', i, 'name'], 'duplicate', `there are two people called ${name}`);
    names.add(name);
    for (const [j, identity] of identities.entries()) {
      const other = byIdentity.get(identity);
      if (other !== undefined)
        scope.error(['spec', 'people', i, 'identities', j], 'duplicate', `${identity} is already ${other.name}'s`);
      if (identity === 'socket' || identity.startsWith('source:'))
        scope.error(['spec', 'people', i, 'identities', j], 'bad-value', `${identity} is no person`);
      byIdentity.set(identity, person);
    }
    return person;
  });
  const groups = new Set(named.flatMap((person) => person.groups));
  for (const [i, grant] of grants.entries())
    for (const [j, who] of grant.who.entries()) {
      const known = who.startsWith('group:')
        ? groups.has(who.slice('group:'.length))
        : who.includes(':') || names.has(who);
      if (!known && who !== 'socket')
        scope.error(['spec', 'grants', i, 'who', j], 'unknown-reference', `nobody is ${who}`);
    }
  if (scope.failed || found.some(({ severity }) => severity === 'error')) throw refuseAll();
  const path = (given: string | undefined) => given && resolve(dirname(file.path), given);
  return {
    people: byIdentity,
    named,
    allowedSigners: path(git?.allowedSigners),
    keyring: path(git?.keyring),
    expireMs: (approvals?.expireAfterHours ?? 24) * 3_600_000,
    grants: grants.map((grant) => ({
      name: grant.name,
      who: grant.who,
      tiers: grant.tiers ?? ['group'],
      namespaces: grant.namespaces,
      kinds: grant.kinds ?? ['*'],
      secondPerson: grant.secondPerson ?? false,
      narrowerAlone: grant.alone?.includes('narrower') ?? false,
      radiusAlone: grant.alone?.includes('blastRadiusZero') ?? false,
    })),
  };
}
