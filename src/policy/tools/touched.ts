/** What an edit can touch: the ends and directions whose rules, or the members of whose rules' peers, differ between two versions. */
import type { Direction } from '../../net/types.js';
import { membership } from '../members.js';
import type { Policy, SourceRef, World } from '../model.js';
import { contentOf } from './cause.js';
import type { Sides } from './sides.js';

/** A changed policy or rule about nobody that the inventory knows: what it does cannot be told. */
export interface Unjudged {
  readonly policy: string;
  readonly rule?: string;
  readonly source: SourceRef;
  readonly why: string;
}

type Versions = readonly [old: Sides, fresh: Sides];

export function touched(versions: Versions): Record<Direction, readonly number[]> {
  const [old, fresh] = versions;
  const differs = differences(versions);
  const found: Record<Direction, number[]> = { ingress: [], egress: [] };
  for (const [end, { kind }] of old.stage.ends.entries()) {
    if (kind !== 'workload') continue;
    const [before, after] = [old.policies(end), fresh.policies(end)];
    const same =
      old.world.posture === fresh.world.posture &&
      JSON.stringify(old.workload(end)?.ports) === JSON.stringify(fresh.workload(end)?.ports) &&
      before.length === after.length &&
      before.every((policy, i) => policy.id === after[i]?.id && !differs(policy.id));
    if (same) continue;
    for (const direction of ['ingress', 'egress'] as const)
      if ([...before, ...after].some((p) => concerns(p, direction)) || old.world.posture !== fresh.world.posture)
        found[direction].push(end);
  }
  return found;
}

function concerns({ isolates, rules }: Policy, direction: Direction): boolean {
  return isolates[direction] || rules.some((rule) => rule.direction === direction);
}

/** Whether what the policy of that id says is another thing in the two worlds. */
function differences([old, fresh]: Versions): (id: string) => boolean {
  const byId = (sides: Sides) => new Map(sides.world.policies.map((p) => [p.id, p]));
  const [before, after] = [byId(old), byId(fresh)];
  const known = new Map<string, boolean>();
  const stable = sameInventory(old.world, fresh.world);
  return (id) => {
    let found = known.get(id);
    if (found === undefined) {
      const [a, b] = [before.get(id), after.get(id)];
      found = contentOf(a) !== contentOf(b) || (b !== undefined && peersDiffer([old, fresh], b, stable));
      known.set(id, found);
    }
    return found;
  };
}

/** With a stable inventory only peers that name other objects can mean others than before. */
function peersDiffer([old, fresh]: Versions, policy: Policy, stable: boolean): boolean {
  return policy.rules.some((rule) => {
    if (rule.peers === 'any') return false;
    if (!stable && rule.ports !== 'any' && rule.ports.some((p) => p.name !== undefined)) return true;
    return rule.peers.some(
      (peer) =>
        peer.kind !== 'cidr' &&
        (!stable || peer.kind === 'group' || peer.kind === 'addressGroup') &&
        Buffer.compare(old.members(peer), fresh.members(peer)) !== 0,
    );
  });
}

function sameInventory(old: World, fresh: World): boolean {
  const labels = (list: readonly { name: string; labels: unknown }[]) =>
    JSON.stringify(list.map((one) => [one.name, one.labels]).sort());
  return (
    labels(old.namespaces) === labels(fresh.namespaces) &&
    labels(old.nodes) === labels(fresh.nodes) &&
    old.workloads.every((w, i) => {
      const other = fresh.workloads[i];
      return (
        w === other ||
        JSON.stringify([w.labels, w.ports, w.serviceAccount]) ===
          JSON.stringify([other?.labels, other?.ports, other?.serviceAccount])
      );
    })
  );
}

/** Changed policies that govern nobody, and changed rules whose peers are nobody. */
export function unjudged([old, fresh]: Versions): Unjudged[] {
  const before = new Map(old.world.policies.map((p) => [p.id, p]));
  const after = new Map(fresh.world.policies.map((p) => [p.id, p]));
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((id) => contentOf(before.get(id)) !== contentOf(after.get(id)));
  const governs = (sides: Sides, id: string) => (membership(sides.world).byPolicy.get(id) ?? []).length > 0;
  return changed.flatMap((id): Unjudged[] => {
    const policy = (after.get(id) ?? before.get(id)) as Policy;
    if (!governs(old, id) && !governs(fresh, id))
      return [{ policy: id, source: policy.source, why: 'selects no workload of the inventory' }];
    const worded = new Set(before.get(id)?.rules.map((rule) => contentOf({ ...policy, rules: [rule] })));
    return (after.get(id)?.rules ?? [])
      .filter((rule) => rule.peers !== 'any' && !worded.has(contentOf({ ...policy, rules: [rule] })))
      .filter(
        (rule) =>
          rule.peers !== 'any' &&
          rule.peers.some((p) => p.kind !== 'cidr' && !fresh.members(p).some((bits) => bits > 0)),
      )
      .map((rule) => ({
        policy: id,
        rule: rule.id,
        source: rule.source,
        why: 'names a peer that is nobody in the inventory',
      }));
  });
}
