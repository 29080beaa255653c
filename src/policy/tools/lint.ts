/** What is allowed to be written but probably not meant. */

import { PROTOCOL } from '../../net/types.js';
import { missingGroups } from '../address-groups.js';
import { nearest } from '../diagnostics.js';
import type { Peer, Policy, Rule, World } from '../model.js';
import { lintCoverage } from './coverage.js';
import { PolicyToolError } from './error.js';
import { type Finding, finding, isSilenced } from './findings.js';
import { labelLint, selectionLint } from './lint-labels.js';
import { portLint } from './lint-ports.js';
import { lintReach } from './lint-reach.js';

export type { Finding } from './findings.js';

export interface LintResult {
  /** Every finding that its author has not silenced, by file and line. */
  readonly findings: readonly Finding[];
  /** Checks that were not made, or not for all rules, in a sentence each. */
  readonly notChecked: readonly string[];
}

/**
 * @param atMs Unix milliseconds
 * @throws {PolicyToolError} code `NOTHING` without policies
 */
export function lint(world: World, atMs: number): LintResult {
  if (world.policies.length === 0) throw new PolicyToolError('NOTHING', 'nothing to look at: the files have no policy');
  const hasInventory = world.workloads.length > 0;
  const coverage = hasInventory ? lintCoverage(world) : NO_INVENTORY;
  const reach = hasInventory ? lintReach(world, atMs) : { findings: [], notChecked: [] };
  const declared = world.policies.filter((p) => p.derivedFrom === undefined && !p.source.file.startsWith('<'));
  const found = [
    ...declared.flatMap((policy) => [
      ...lintPolicy(policy),
      ...policy.rules.flatMap((rule) => lintRule(world, policy, rule, atMs)),
    ]),
    ...(hasInventory
      ? [
          ...[labelLint(world), portLint(world), (policy: Policy) => selectionLint(world, policy)].flatMap((check) =>
            declared.flatMap(check),
          ),
          ...coverage.findings,
          ...reach.findings,
        ]
      : []),
  ];
  const byId = new Map(declared.map((p) => [p.id, p]));
  const onHost = new Set(found.flatMap((f) => (f.id === 'host-network' ? [f.rule ?? f.policy] : [])));
  const spoken = found.filter((f) => {
    const policy = byId.get(f.policy);
    // `host-network` says why a rule includes nobody, or that it opens nothing.
    const better =
      (f.id === 'never-matches' && onHost.has(f.rule ?? '')) || (f.id === 'over-broad' && onHost.has(f.policy));
    return policy !== undefined && !better && !isSilenced(policy, f);
  });
  const findings = spoken.sort(
    (a, b) =>
      (a.source.file < b.source.file ? -1 : a.source.file > b.source.file ? 1 : a.source.line - b.source.line) ||
      (a.id < b.id ? -1 : 1),
  );
  return { findings, notChecked: [...coverage.notChecked, ...reach.notChecked] };
}

const NO_INVENTORY = {
  findings: [],
  notChecked: [
    'the files have no workload (Pods, Deployments and their like): whom rules select, cover, block was not looked at; give the inventory too',
  ],
};

function lintPolicy(policy: Policy): Finding[] {
  const findings: Finding[] = [];
  if (policy.owner === undefined && !policy.rules.some((r) => r.owner !== undefined)) {
    const where = policy.kind.endsWith('SecurityGroup') ? 'spec.owner' : 'the annotation openscg.dev/owner';
    findings.push(
      finding('no-owner', policy, undefined, 'nobody is named who can be asked about a deny', `set ${where}`),
    );
  }
  return findings;
}

function lintRule(world: World, policy: Policy, rule: Rule, atMs: number): Finding[] {
  const findings: Finding[] = [];
  if (rule.expiresAt !== undefined && rule.expiresAt <= atMs) {
    findings.push(
      finding('expired', policy, rule, `it expired at ${new Date(rule.expiresAt).toISOString()}`, 'remove the rule'),
    );
  }
  if (policy.tier === 'emergency' && rule.expiresAt === undefined) {
    findings.push(
      finding(
        'emergency-without-expiry',
        policy,
        rule,
        'the emergency tier stands above everything',
        'set expiresAt, or move the rule to the admin tier',
      ),
    );
  }
  if (rule.action === 'accept' && isEveryone(rule) && isEveryPort(rule)) {
    const [who, what] =
      rule.direction === 'ingress'
        ? ['everyone, also from outside the cluster,', 'reach every port of the members']
        : ['members', 'send anything anywhere'];
    findings.push(
      finding(
        'over-broad',
        policy,
        rule,
        `${who} may ${what}`,
        rule.direction === 'ingress'
          ? 'name the peers, or at least the ports'
          : 'name the destinations, or at least the ports',
      ),
    );
  }
  for (const peer of rule.peers === 'any' ? [] : rule.peers)
    findings.push(...danglingReference(world, policy, rule, peer));
  return findings;
}

function isEveryone({ peers }: Rule): boolean {
  return peers === 'any' || peers.some((p) => p.kind === 'cidr' && p.prefix.length === 0 && p.except.length === 0);
}

function isEveryPort({ ports }: Rule): boolean {
  return (
    ports === 'any' ||
    ports.some((p) => p.protocol === 'any' && p.name === undefined) ||
    ports.some(
      (p) =>
        p.protocol === PROTOCOL.tcp &&
        p.name === undefined &&
        (p.ports === undefined || (p.ports.first <= 1 && p.ports.last === 65535)),
    )
  );
}

function danglingReference(world: World, policy: Policy, rule: Rule, peer: Peer): Finding[] {
  const missing = (target: string, known: readonly string[], by = ''): Finding => {
    const near = nearest(target, known);
    const advice = near === undefined ? 'declare it, or correct the name' : `did you mean ${near}?`;
    return finding('dangling-reference', policy, rule, `${target}${by} does not exist`, advice);
  };
  if (peer.kind === 'group') {
    const known = world.policies.map((p) => p.id);
    return known.includes(peer.policy) ? [] : [missing(peer.policy, known)];
  }
  if (peer.kind !== 'addressGroup') return [];
  const known = world.addressGroups.map((g) => g.id);
  if (!known.includes(peer.name)) return [missing(peer.name, known)];
  return missingGroups(world, peer.name).map((target) =>
    missing(target, known, `, of which ${peer.name} has addresses,`),
  );
}
