/** What operators ask for. Each throws ControllerError REQUEST when it cannot be done. */

import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { type Content, contentDifferences, describeEmergency, formatDifference } from './differences.js';
import type { Overlay } from './effective.js';
import { checkEmergency, type Emergency, type EmergencyRequest, type Names, summary } from './emergency.js';
import { ControllerError } from './error.js';
import type { RevisionKind } from './revisions.js';
import type { Store } from './store.js';

/** Why a revision is made. */
export interface Cause {
  readonly kind: RevisionKind | 'source';
  readonly who: string;
  readonly version: SourceVersion;
  /** An operator's. */
  readonly reason?: string;
  /** For the audit log. */
  readonly detail?: object;
}

/** What operators may do with a controller; each change is a proposal like any other. */
export interface Changes {
  readonly overlay: Overlay;
  readonly version: SourceVersion;
  /** Of the newest revision. */
  readonly revision: number;
  readonly names: Names;
  /** @throws ControllerError REQUEST: no valid policy yet, or it does not fit */
  overlaid(overlay: Overlay, cause: Cause, remember: () => void): osg.v1.RevisionReply.$Properties;
}

export class Operations {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changes: Changes;

  constructor(store: Store, clock: Clock, changes: Changes) {
    this.#store = store;
    this.#clock = clock;
    this.#changes = changes;
  }

  /**
   * Policies and address groups become those of the revision. Emergencies do not: one that is in force stays until its
   * time, and one that was in force then is not revived. The reply says so of each.
   */
  rollback(revision: number, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { overlay, version } = this.#changes;
    const { revisions } = this.#store;
    const then = revisions.get(revision);
    const to = then.pinnedTo || revision;
    const pinned = { revision: to, policies: revisions.content(to) };
    const over = then.emergencies.filter(({ id }) => !overlay.emergencies.some((e) => e.id === id));
    const notes = [
      ...overlay.emergencies.map((e) => `stays in force: ${describeEmergency(e)}`),
      ...over.map((e) => `is over and not revived: ${describeEmergency(e)}`),
    ];
    const emergencies = { kept: overlay.emergencies.map((e) => e.id), notRevived: over.map((e) => e.id) };
    const cause: Cause = { kind: 'rollback', who, version, reason, detail: { to: revision, emergencies } };
    const remember = (): void => void this.#store.setMeta('pinned', String(to));
    return { ...this.#changes.overlaid({ ...overlay, pinned }, cause, remember), notes };
  }

  resume(who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { overlay, version } = this.#changes;
    if (overlay.pinned === undefined) throw new ControllerError('REQUEST', 'resume', 'no rollback is in force');
    const cause: Cause = { kind: 'resume', who, version, reason };
    const remember = (): void => void this.#store.setMeta('pinned', '0');
    return this.#changes.overlaid({ ...overlay, pinned: undefined }, cause, remember);
  }

  emergency(request: EmergencyRequest, forMs: number, who: string): osg.v1.RevisionReply.$Properties {
    const { overlay, version, revision, names } = this.#changes;
    checkEmergency(request, forMs, names);
    const id = `e-${Number(this.#store.meta('emergencies') ?? 0) + 1}`;
    const expiresMs = Math.round(this.#clock.now() + forMs);
    const emergency: Emergency = { id, expiresMs, request, who, revision: revision + 1 };
    const { reason, ticket } = request;
    const detail = { id, summary: summary(request), expires: new Date(expiresMs).toISOString(), ticket };
    const next = { ...overlay, emergencies: [...overlay.emergencies, emergency] };
    const reply = this.#changes.overlaid(next, { kind: 'emergency', who, version, reason, detail }, () => {
      this.#store.setMeta('emergencies', id.slice('e-'.length));
      this.#store.putEmergency(emergency);
    });
    return { ...reply, id };
  }

  endEmergency(id: string, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { overlay, version } = this.#changes;
    const emergencies = overlay.emergencies.filter((e) => e.id !== id);
    if (emergencies.length === overlay.emergencies.length)
      throw new ControllerError('REQUEST', 'emergency', `${id} is not in force`, { field: 'id' });
    const cause: Cause = { kind: 'emergency', who, version, reason, detail: { ended: id } };
    return this.#changes.overlaid({ ...overlay, emergencies }, cause, () => this.#store.removeEmergency(id));
  }

  /** What differs in meaning between two revisions: policies, address groups, emergencies in force. */
  diff(from: number, to: number): string[] {
    const { revisions } = this.#store;
    const content = (revision: number): Content => {
      const { pinnedTo, emergencies } = revisions.get(revision);
      return { policies: revisions.content(pinnedTo || revision), emergencies };
    };
    return contentDifferences(content(from), content(to)).map(formatDifference);
  }
}
