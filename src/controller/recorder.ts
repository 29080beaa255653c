/** Makes revisions of policy: each is written to history and audit log before any node gets it. Inventory makes none. */
import type { Clock } from '../part/clock.js';
import type { AddressGroup, Policy } from '../policy/model.js';
import { BUILT_IN } from '../policy/posture.js';
import type { RolloutPolicy } from '../policy/rollout.js';
import type { Change } from '../policy/world-change.js';
import {
  type Content,
  contentDifferences,
  type Difference,
  emergencyDifferences,
  formatDifference,
  policyDifferences,
} from './differences.js';
import { type Effective, heldRevision, type Overlay } from './effective.js';
import type { ControllerMetrics } from './metrics.js';
import type { Cause } from './operations.js';
import type { Proposal } from './proposal.js';
import { audited, type Declared, type RevisionKind, type RevisionStore, type Write } from './revision-store.js';

const KEPT_CHANGES = 1000;
const AUDITED_CHANGES = 100;

export interface RecorderParts {
  readonly store: RevisionStore;
  readonly metrics: ControllerMetrics;
  readonly clock: Clock;
}

/** A revision to be: what it changes. */
export interface Draft {
  readonly cause: Cause;
  readonly kind: RevisionKind;
  readonly differences: readonly Difference[];
  readonly nodes: number;
  readonly overlay: Overlay;
  /** What is declared otherwise than in the revision before. */
  readonly declared: readonly Declared[];
}

export class Recorder {
  readonly #parts: RecorderParts;
  /** Declared without a revision, by list and id: while a rollback holds, policies change behind it. */
  #unwritten = new Map<string, Declared>();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /**
   * @param effective the world as proposed
   * @param before the overlay in force; undefined at the first time since the start
   * @returns undefined: policy says what it said
   */
  async draft(
    proposal: Proposal,
    effective: Effective,
    before: Overlay | undefined,
    cause: Cause,
  ): Promise<Draft | undefined> {
    const { overlay } = proposal;
    const first = before === undefined;
    const differences = first
      ? await this.#sinceLast(effective, overlay)
      : [
          ...emergencyDifferences(before.emergencies, overlay.emergencies),
          ...policyDifferences(declaredOnly(proposal)),
        ];
    const declared = first
      ? await this.#parts.store.changesTo(effective.declared)
      : [...new Map([...this.#unwritten, ...declaredIn(proposal)]).values()];
    if (differences === undefined) return draftOf(proposal, cause, [], declared);
    const repinned = !first && heldRevision(before) !== heldRevision(overlay);
    if (differences.length === 0 && !repinned) return undefined;
    return draftOf(proposal, cause, differences, declared);
  }

  /** The proposal is in force without a revision. */
  pass(proposal: Proposal): void {
    for (const [key, declared] of declaredIn(proposal)) this.#unwritten.set(key, declared);
  }

  /** What an earlier life of the controller did not say; undefined: there was none. */
  async #sinceLast(effective: Effective, overlay: Overlay): Promise<Difference[] | undefined> {
    const { store } = this.#parts;
    const [last] = await store.history(1);
    if (last === undefined) return undefined;
    const { revision, pinnedTo, emergencies } = last;
    const said: Content = { policies: await store.content(pinnedTo || revision), emergencies };
    return contentDifferences(said, { policies: effective.content, emergencies: overlay.emergencies });
  }

  /** What is to be written; `written` is to be called then. */
  writes(revision: number, { cause, kind, differences, nodes, overlay, declared }: Draft): Write[] {
    const { clock } = this.#parts;
    const { who, version: source, reason = '' } = cause;
    const now = clock.now();
    const record = {
      revision,
      kind,
      who,
      timeMs: Math.round(now),
      source,
      changes: differences.slice(0, KEPT_CHANGES),
      more: Math.max(0, differences.length - KEPT_CHANGES),
      nodes,
      pinnedTo: overlay.pinned?.revision ?? 0,
      emergencies: overlay.emergencies,
      reason,
    };
    const detail = {
      revision,
      kind,
      source: source.id,
      changes: linesOf(differences, AUDITED_CHANGES),
      nodes,
      ...(reason !== '' && { reason }),
    };
    return [{ revision: record, declared }, audited('revision', who, { ...detail, ...cause.detail }, now)];
  }

  written({ kind }: Draft): void {
    this.#parts.metrics.revisions.inc({ kind });
    this.#unwritten.clear();
  }
}

const draftOf = (
  { overlay, resolved }: Proposal,
  cause: Cause,
  differences: readonly Difference[],
  declared: readonly Declared[],
): Draft => ({ cause, kind: kindOf(cause, differences), differences, nodes: resolved.changes.size, overlay, declared });

const declaredIn = ({ declared }: Proposal): [string, Declared][] =>
  (['policies', 'addressGroups', 'rollouts'] as const).flatMap((list) =>
    (declared[list] as readonly Change<Policy | AddressGroup | RolloutPolicy>[]).map(
      ({ before, after }): [string, Declared] => {
        const id = (after ?? before)?.id as string;
        return [`${list} ${id}`, { list, id, ...(after !== undefined && { item: after }) }];
      },
    ),
  );

/** Default groups come and go with the inventory, and emergencies are told by themselves. */
const declaredOnly = ({
  inForce,
  overlay,
}: Proposal): Pick<Proposal['inForce'], 'policies' | 'addressGroups' | 'rollouts'> => ({
  policies: inForce.policies.filter(({ before, after }) => {
    const policy = after ?? before;
    return policy?.tier !== 'emergency' && policy?.source !== BUILT_IN;
  }),
  addressGroups: inForce.addressGroups,
  rollouts: overlay.pinned === undefined ? inForce.rollouts : [],
});

function kindOf({ kind }: Cause, differences: readonly Difference[]): RevisionKind {
  if (kind !== 'source') return kind;
  return differences.length > 0 && differences.every((d) => d.kind === 'emergency') ? 'emergency' : 'policy';
}

/** The first `most`, and how many there are beside them. @param more that are not in the list */
export function linesOf(differences: readonly Difference[], most: number, more = 0): string[] {
  const shown = differences.slice(0, most).map(formatDifference);
  const rest = differences.length - shown.length + more;
  return rest > 0 ? [...shown, `… and ${rest} more`] : shown;
}
