/** One view, judged by the reference, by the encoded tables walked in TypeScript, and by the program in the kernel. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { candidateSlot, type Plan } from '../../src/compiler/plan.js';
import { formatAddress } from '../../src/net/address.js';
import type { Direction, Prefix } from '../../src/net/types.js';
import { judgeView } from '../../src/policy/judge.js';
import { onSide } from '../../src/policy/trial.js';
import type { NodeView } from '../../src/policy/view.js';
import { ALWAYS, type Binding, NEVER, type TableDecision, TableReader } from '../../src/tables/index.js';
import type { KernelTables, Question } from './kernel-tables.js';
import { view as anyView, edgeAddresses, edgeKeys, edgeTimes } from './views.js';

/** Interfaces 100, 101, … in the order of the view's endpoints. */
export const bindingsOf = (view: NodeView): Map<string, Binding> =>
  new Map(view.endpoints.map(({ id }, i) => [id, { ifindex: 100 + i, generation: i + 1 }]));

/** Random views; in some, one set is so large that it gets classes of its own. */
export const view: fc.Arbitrary<NodeView> = fc.tuple(anyView, fc.nat(3)).map(([made, n]) =>
  n > 0
    ? made
    : {
        ...made,
        sets: made.sets.map((set, i) => (i < 2 ? { ...set, prefixes: [...set.prefixes, ...crowd(i)] } : set)),
      },
);

function crowd(n: number): Prefix[] {
  return Array.from(
    { length: 300 },
    (_, i): Prefix =>
      i % 2 === 0
        ? { family: 4, value: 0xc0a80000n + BigInt(i * (n + 2)), length: 32 }
        : { family: 6, value: (0xfd000000n << 96n) | (BigInt(i % 50) << 64n) | BigInt(i * (n + 1)), length: 128 },
  );
}

/** Another policy over the same inventory: what `b` says of those who are in `a`. */
export const candidateOf = (a: NodeView, b: NodeView): NodeView => ({
  ...b,
  endpoints: a.endpoints.map((endpoint) => ({
    ...endpoint,
    policies: b.endpoints.find(({ id }) => id === endpoint.id)?.policies ?? [],
  })),
});

/** About `limit` packets at the edges of the view, all if there are fewer. */
export function packetsOf(
  view: NodeView,
  limit: number,
): (Question & { readonly id: string; readonly atMs: number })[] {
  const [peers, keys, times] = [edgeAddresses(view), edgeKeys(view), edgeTimes(view)];
  const total = peers.length * keys.length * times.length * view.endpoints.length * 2;
  // A step that shares no factor with the dimensions visits all of them.
  let step = Math.max(1, Math.floor(total / limit));
  while (gcd(step, total) > 1) step++;
  const packets = [];
  for (let i = 0; i < total; i += step) {
    let rest = i;
    const pick = <T>(items: readonly T[]): T => {
      const item = items[rest % items.length] as T;
      rest = Math.floor(rest / items.length);
      return item;
    };
    const { id } = pick(view.endpoints);
    const direction = pick<Direction>(['ingress', 'egress']);
    const [atMs, key, peer] = [pick(times), pick(keys), pick(peers)];
    packets.push({ id, ifindex: 100 + view.endpoints.findIndex((e) => e.id === id), direction, peer, key, atMs });
  }
  return packets;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Compares the three engines on a published view. @returns how many packets */
export function compareEngines(kernel: KernelTables, view: NodeView, plan: Plan, limit: number): number {
  const packets = packetsOf(view, limit);
  const inKernel = kernel.judge(packets);
  const { reader } = kernel;
  packets.forEach((packet, i) => {
    const tables = compareTables(reader, view, plan, packet);
    if (!same(tables, inKernel[i]))
      expect({ ...said(packet), kernel: inKernel[i] }).toEqual({ ...said(packet), kernel: tables });
  });
  return packets.length;
}

/** The same for both sides of a trial that is published, whichever counts. @returns how many packets */
export function compareTrial(kernel: KernelTables, view: NodeView, plan: Plan, limit: number): number {
  const packets = packetsOf(view, limit);
  const { words } = kernel.publisher.arena;
  const sides = (['predecessor', 'candidate'] as const).map((side) => {
    const [seen, reader] = [onSide(view, side), new TableReader(words, undefined, side)];
    const slots = { at: (slot: number) => (side === 'candidate' ? candidateSlot(plan, slot) : plan.slots.at(slot)) };
    return packets.map((packet) => compareTables(reader, seen, { slots }, packet));
  });
  for (const [until, counts] of [
    [NEVER, 0],
    [ALWAYS, 1],
  ] as const) {
    kernel.publisher.setTrialUntil(until);
    for (const [i, [ours, aside]] of kernel.judgeBoth(packets).entries()) {
      const wanted = [sides[counts]?.[i], sides[1 - counts]?.[i]];
      const found = [ours, aside ?? ours];
      if (!same(wanted[0], found[0]) || !same(wanted[1], found[1]))
        expect({ ...said(packets[i]!), counts, found }).toEqual({ ...said(packets[i]!), counts, found: wanted });
    }
  }
  return packets.length;
}

type Packet = ReturnType<typeof packetsOf>[number];

const said = ({ id, direction, peer, key, atMs }: Packet): object => ({
  endpoint: id,
  direction,
  peer: formatAddress(peer),
  protocol: key >>> 16,
  port: key & 0xffff,
  atMs,
});

/** What the encoded tables say, which must be what the reference says. */
function compareTables(
  reader: TableReader,
  view: NodeView,
  plan: { readonly slots: Pick<Plan['slots'], 'at'> },
  packet: Packet,
): TableDecision | undefined {
  const { id, ifindex, direction, peer, key, atMs } = packet;
  const tables = reader.judge(ifindex, direction, peer, key, BigInt(atMs) * 1_000_000n || 1n);
  const { verdict, by, audit } = judgeView(view, id, direction, peer, key, atMs);
  const wanted = {
    verdict,
    by: nameOf(by),
    ...(audit && { audit: { verdict: audit.verdict, by: nameOf(audit.by) } }),
  };
  const found = inWords(plan, tables);
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    expect({ ...said(packet), tables: found }).toEqual({ ...said(packet), tables: wanted });
  return tables;
}

function same(a: TableDecision | undefined, b: TableDecision | undefined): boolean {
  return (
    a?.verdict === b?.verdict &&
    a?.slot === b?.slot &&
    a?.audit?.slot === b?.audit?.slot &&
    a?.audit?.verdict === b?.audit?.verdict &&
    a?.validUntil === b?.validUntil
  );
}

const nameOf = (by: ReturnType<typeof judgeView>['by']): unknown => (by.kind === 'rule' ? by.rule : by.isolatedBy);

function inWords(plan: { readonly slots: Pick<Plan['slots'], 'at'> }, decision: TableDecision | undefined): unknown {
  if (decision === undefined) return 'no policy in force';
  const slot = (n: number): unknown => {
    const info = plan.slots.at(n);
    return info === undefined ? `slot ${n}` : info.kind === 'rule' ? info.rule : info.isolatedBy;
  };
  const { verdict, slot: by, audit } = decision;
  return { verdict, by: slot(by), ...(audit && { audit: { verdict: audit.verdict, by: slot(audit.slot) } }) };
}
