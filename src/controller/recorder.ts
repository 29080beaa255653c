/** Makes revisions: each is written to history and audit log before any node gets it. */

import { viewDigest } from '../distribution/digest.js';
import type { Clock } from '../part/clock.js';
import type { World } from '../policy/model.js';
import { type Content, contentChanges, inventoryChanges, NO_CONTENT } from './changes.js';
import { contentOf, type Desired, type Inputs } from './desired.js';
import type { ControllerMetrics } from './metrics.js';
import type { Cause } from './operations.js';
import type { RevisionKind } from './revisions.js';
import type { Store } from './store.js';

/** What a revision says. */
export interface Said {
  readonly content: Content;
  readonly inventory: World;
}

const NOTHING: World = {
  policies: [],
  workloads: [],
  namespaces: [],
  nodes: [],
  services: [],
  addressGroups: [],
  posture: 'kubernetes',
  allowNodeProbes: true,
};
const KEPT_CHANGES = 1000;
const AUDITED_CHANGES = 100;

export interface RecorderParts {
  readonly store: Store;
  readonly metrics: ControllerMetrics;
  readonly clock: Clock;
  /** What an earlier life of the controller said last; undefined at the very first. */
  remembered(): Said | undefined;
}

/** A revision to be: what it changes, and whether it is one at all. */
export interface Draft {
  readonly inputs: Inputs;
  readonly desired: Desired;
  readonly cause: Cause;
  /** Nodes whose view is another than the one that was given or announced to them last. */
  readonly moved: ReadonlySet<string>;
  readonly changes: readonly string[];
  readonly kind: RevisionKind;
}

export class Recorder {
  readonly #parts: RecorderParts;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** @param before the inputs in force; undefined at the first time since the start. @returns undefined: nothing has changed */
  draft(
    before: Inputs | undefined,
    inputs: Inputs,
    desired: Desired,
    moved: ReadonlySet<string>,
    cause: Cause,
  ): Draft | undefined {
    if (moved.size === 0 && before === undefined && this.#isLast(inputs)) return undefined;
    const said = before === undefined ? this.#parts.remembered() : saidBy(before);
    const policy = contentChanges(said?.content ?? NO_CONTENT, contentOf(inputs));
    const inventory = inventoryChanges(said?.inventory ?? NOTHING, inputs.declared);
    const first = said === undefined;
    if (moved.size === 0 && policy.length === 0 && !first) return undefined;
    const changes = [...policy, ...inventory];
    return { inputs, desired, cause, moved, changes, kind: kindOf(cause, policy, inventory) };
  }

  /** Whether the newest revision was made of these very inputs. */
  #isLast({ files, pinned, emergencies }: Inputs): boolean {
    const { revisions } = this.#parts.store;
    const last = revisions.last();
    if (last === 0 || !revisions.madeOf(last, files)) return false;
    const record = revisions.get(last);
    const ids = (list: Inputs['emergencies']): string => list.map(({ id }) => id).join();
    return record.pinnedTo === (pinned?.revision ?? 0) && ids(record.emergencies) === ids(emergencies);
  }

  /** To be called in a transaction. */
  write(revision: number, { inputs, desired, cause, moved, changes, kind }: Draft): void {
    const { store, metrics, clock } = this.#parts;
    const { who, version: source, reason = '' } = cause;
    const now = clock.now();
    store.revisions.add(
      {
        revision,
        kind,
        who,
        timeMs: Math.round(now),
        source,
        changes: short(changes, KEPT_CHANGES),
        nodes: moved.size,
        pinnedTo: inputs.pinned?.revision ?? 0,
        emergencies: inputs.emergencies,
        reason,
      },
      inputs.files,
    );
    store.putNodes([...moved].map((node) => ({ node, digest: viewDigest(desired.views.get(node)!), revision })));
    const detail = {
      revision,
      kind,
      source: source.id,
      changes: short(changes, AUDITED_CHANGES),
      nodes: moved.size,
      ...(reason !== '' && { reason }),
    };
    store.audit('revision', who, { ...detail, ...cause.detail }, now);
    metrics.revisions.inc({ kind });
  }
}

export const saidBy = (inputs: Inputs): Said => ({ content: contentOf(inputs), inventory: inputs.declared });

function kindOf({ kind }: Cause, policy: readonly string[], inventory: readonly string[]): RevisionKind {
  if (kind !== 'source') return kind;
  if (policy.length === 0) return inventory.length === 0 ? 'policy' : 'inventory';
  return policy.every((line) => /^. emergency /.test(line)) ? 'emergency' : 'policy';
}

/** The first `most`, and how many there are beside them. */
const short = (lines: readonly string[], most: number): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `… and ${lines.length - most + 1} more`];
