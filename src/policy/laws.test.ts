import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows, times, worlds } from '../../test/support/worlds.js';
import type { Direction } from '../net/types.js';
import { evaluate } from './evaluate.js';
import type { DirectionDecision, Flow } from './flow.js';
import { judgeView } from './judge.js';
import { memoize } from './memo.js';
import type { Peer, Policy, World } from './model.js';
import { withDefaultGroups } from './posture.js';
import { resolveNode } from './resolve.js';
import { ownersOf } from './select.js';
import type { NodeView } from './view.js';

const RUNS = { numRuns: 200 };
const several = fc.array(flows, { minLength: 8, maxLength: 8 });

function verdicts(world: World, asked: readonly Flow[], at: number) {
  return asked.map((flow) => evaluate(world, flow, at, false).verdict);
}

describe('laws of the semantics', () => {
  it('an allow added to a group never denies', () => {
    const added = { action: 'accept', mode: 'enforce', peers: 'any', source: { file: 'added', line: 1 } } as const;
    fc.assert(
      fc.property(
        worlds,
        several,
        times,
        fc.constantFrom<Direction>('ingress', 'egress'),
        fc.nat(),
        (world, asked, at, direction, pick) => {
          const groups = world.policies.filter((p) => p.tier === 'group' && p.isolates[direction]);
          const target = groups[pick % Math.max(1, groups.length)];
          if (target === undefined) return;
          const rule = {
            ...added,
            id: `${target.id}/${direction}/added`,
            direction,
            ports: [{ protocol: 6, ports: { first: 79, last: 81 } }],
          };
          const wider = {
            ...world,
            policies: world.policies.map((p) => (p === target ? { ...p, rules: [...p.rules, rule] } : p)),
          };
          const before = verdicts(world, asked, at);
          const after = verdicts(wider, asked, at);
          for (const [i, verdict] of before.entries()) if (verdict === 'allow') expect(after[i]).toBe('allow');
        },
      ),
      RUNS,
    );
  });

  it('the order of files never matters', () => {
    fc.assert(
      fc.property(worlds, several, times, (world, asked, at) => {
        const reversed = {
          ...world,
          policies: [...world.policies].reverse(),
          workloads: [...world.workloads].reverse(),
          namespaces: [...world.namespaces].reverse(),
          nodes: [...world.nodes].reverse(),
        };
        for (const flow of asked) expect(evaluate(reversed, flow, at)).toEqual(evaluate(world, flow, at));
        expect(resolveNode(reversed, 'n0')).toEqual(resolveNode(world, 'n0'));
      }),
      RUNS,
    );
  });

  it('an expired rule equals an absent one', () => {
    fc.assert(
      fc.property(worlds, several, times, (world, asked, at) => {
        const without = {
          ...world,
          policies: world.policies.map((p) => ({
            ...p,
            rules: p.rules.filter((r) => r.expiresAt === undefined || r.expiresAt > at),
          })),
        };
        for (const flow of asked)
          expect(withoutMiss(evaluate(without, flow, at))).toEqual(withoutMiss(evaluate(world, flow, at)));
      }),
      RUNS,
    );
  });

  it('renaming changes no verdict', () => {
    const rename = (id: string) => id.replace(/\/([gc])(\d)$/, (_all, kind, n) => `/renamed-${9 - Number(n)}-${kind}`);
    const renamePeer = (peer: Peer): Peer =>
      peer.kind === 'group' ? { kind: 'group', policy: rename(peer.policy) } : peer;
    const renamePolicy = (p: Policy): Policy => ({
      ...p,
      id: rename(p.id),
      name: 'renamed',
      rules: p.rules.map((r, i) => ({
        ...r,
        id: `${rename(p.id)}/${r.direction}/${99 - i}`,
        peers: r.peers === 'any' ? 'any' : r.peers.map(renamePeer),
      })),
    });
    fc.assert(
      fc.property(worlds, several, times, (world, asked, at) => {
        const renamed = {
          ...world,
          policies: world.policies.map(renamePolicy),
          workloads: world.workloads.map((w) => ({
            ...w,
            id: `${w.namespace}/other-${w.name}`,
            name: `other-${w.name}`,
          })),
        };
        expect(verdicts(renamed, asked, at)).toEqual(verdicts(world, asked, at));
      }),
      RUNS,
    );
  });

  it('the resolved view says what the reference says, rule for rule, audit included', () => {
    fc.assert(
      fc.property(worlds, several, times, (open, asked, at) => {
        const world = withDefaultGroups(open);
        for (const flow of asked) {
          const decision = evaluate(world, flow, at);
          for (const direction of ['ingress', 'egress'] as const)
            compare(world, flow, direction, decision[direction], at);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function withoutMiss(decision: ReturnType<typeof evaluate>) {
  const strip = ({ nearestMiss: _miss, ...rest }: DirectionDecision) => rest;
  return { verdict: decision.verdict, egress: strip(decision.egress), ingress: strip(decision.ingress) };
}

const views = memoize((_world: World) => new Map<string, NodeView>());

function viewOf(world: World, node: string): NodeView {
  const known = views(world);
  const view = known.get(node) ?? resolveNode(world, node);
  known.set(node, view);
  return view;
}

/** Policy decisions only: own address and node exception come before policy. */
function compare(world: World, flow: Flow, direction: Direction, decision: DirectionDecision, at: number): void {
  const [own, peer] = direction === 'egress' ? [flow.source, flow.destination] : [flow.destination, flow.source];
  const endpoint = ownersOf(world, own)[0];
  if (endpoint === undefined || decision.reason === 'self' || decision.reason === 'node') return;
  const judged = judgeView(viewOf(world, endpoint.node), endpoint.id, direction, peer, flow, at);
  const ruleOf = (by: typeof judged.by | undefined) => (by?.kind === 'rule' ? by.rule : undefined);
  expect(judged.verdict).toBe(decision.verdict);
  expect(ruleOf(judged.by)).toBe(decision.rule?.rule);
  if (judged.by.kind === 'default') expect(judged.by.isolatedBy).toEqual(decision.isolatedBy ?? []);
  expect(judged.audit?.verdict).toBe(decision.audit?.verdict);
  expect(ruleOf(judged.audit?.by)).toBe(decision.audit?.rule?.rule);
}
