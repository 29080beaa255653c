/** What operators ask for. Each throws ControllerError REQUEST when it cannot be done. */

import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { By } from './authority/authority.js';
import { type Content, contentDifferences, describeEmergency, formatDifference } from './differences.js';
import { heldRevision, type Overlay } from './effective.js';
import { checkEmergency, type Emergency, type EmergencyRequest, type Names, summary } from './emergency.js';
import { ControllerError } from './error.js';
import type { RevisionKind, RevisionStore, Write } from './revision-store.js';

type Reply = osg.v1.RevisionReply.$Properties;

/** Why a revision is made. */
export interface Cause {
  readonly kind: RevisionKind | 'source';
  readonly who: string;
  readonly version: SourceVersion;
  /** An operator's. */
  readonly reason?: string;
  /** For the audit log. */
  readonly detail?: object;
  /** Whose authority counts; absent: the controller's own. */
  readonly by?: By;
}

/** What operators may do with a controller; each change is a proposal like any other. */
export interface Changes {
  readonly names: Names;
  /** What is in force, in turn. @throws ControllerError REQUEST: no valid policy yet */
  now(): { readonly overlay: Overlay; readonly version: SourceVersion; readonly revision: number };
  /** One after the other, and after what the sources said before. */
  inTurn(work: () => Promise<Reply>): Promise<Reply>;
  /** In turn. @param writes what belongs to it. @throws ControllerError REQUEST: no valid policy yet, or it does not fit */
  overlaid(overlay: Overlay, cause: Cause, writes: readonly Write[]): Promise<Reply>;
}

/** Whoever opens the operators' socket, without a certificate. */
export const SOCKET = 'socket';

const byOf = (what: string, identity: string): By => ({ identity, operation: `${what} by ${identity}` });

export class Operations {
  readonly #store: RevisionStore;
  readonly #clock: Clock;
  readonly #changes: Changes;

  constructor(store: RevisionStore, clock: Clock, changes: Changes) {
    this.#store = store;
    this.#clock = clock;
    this.#changes = changes;
  }

  /**
   * Policies and address groups become those of the revision. Emergencies do not: one that is in force stays until its
   * time, and one that was in force then is not revived. The reply says so of each.
   */
  rollback(revision: number, who: string, reason: string, identity = SOCKET): Promise<Reply> {
    return this.#changes.inTurn(async () => {
      const { overlay, version } = this.#changes.now();
      const then = await this.#store.get(revision);
      const to = then.pinnedTo || revision;
      const pinned = { revision: to, policies: await this.#store.content(to) };
      const over = then.emergencies.filter(({ id }) => !overlay.emergencies.some((e) => e.id === id));
      const notes = [
        ...overlay.emergencies.map((e) => `stays in force: ${describeEmergency(e)}`),
        ...over.map((e) => `is over and not revived: ${describeEmergency(e)}`),
      ];
      const emergencies = { kept: overlay.emergencies.map((e) => e.id), notRevived: over.map((e) => e.id) };
      const detail = { to: revision, emergencies };
      const by = byOf(`rollback to ${revision}`, identity);
      const cause: Cause = { kind: 'rollback', who, version, reason, detail, by };
      const reply = await this.#changes.overlaid({ ...overlay, pinned }, cause, [{ set: 'pinned', value: to }]);
      return { ...reply, notes };
    });
  }

  resume(who: string, reason: string, identity = SOCKET): Promise<Reply> {
    return this.#changes.inTurn(async () => {
      const { overlay, version } = this.#changes.now();
      if (heldRevision(overlay) === 0) throw new ControllerError('REQUEST', 'resume', 'no rollback is in force');
      const cause: Cause = { kind: 'resume', who, version, reason, by: byOf('resume', identity) };
      return this.#changes.overlaid({ ...overlay, pinned: undefined }, cause, [{ set: 'pinned', value: 0 }]);
    });
  }

  emergency(request: EmergencyRequest, forMs: number, who: string, identity = SOCKET): Promise<Reply> {
    return this.#changes.inTurn(async () => {
      const { overlay, version, revision } = this.#changes.now();
      checkEmergency(request, forMs, this.#changes.names);
      const made = (await this.#store.setting('emergencies')) + 1;
      const id = `e-${made}`;
      const expiresMs = Math.round(this.#clock.now() + forMs);
      const emergency: Emergency = { id, expiresMs, request, who, revision: revision + 1 };
      const { reason, ticket } = request;
      const detail = { id, summary: summary(request), expires: new Date(expiresMs).toISOString(), ticket };
      const next = { ...overlay, emergencies: [...overlay.emergencies, emergency] };
      const by = byOf('emergency', identity);
      const reply = await this.#changes.overlaid(next, { kind: 'emergency', who, version, reason, detail, by }, [
        { set: 'emergencies', value: made },
        { keep: 'emergency', id, value: emergency },
      ]);
      return { ...reply, id };
    });
  }

  endEmergency(id: string, who: string, reason: string, identity = SOCKET): Promise<Reply> {
    return this.#changes.inTurn(async () => {
      const { overlay, version } = this.#changes.now();
      const emergencies = overlay.emergencies.filter((e) => e.id !== id);
      if (emergencies.length === overlay.emergencies.length)
        throw new ControllerError('NOT_FOUND', 'emergency', `${id} is not in force`, { field: 'id' });
      const by = byOf(`end of emergency ${id}`, identity);
      const cause: Cause = { kind: 'emergency', who, version, reason, detail: { ended: id }, by };
      return this.#changes.overlaid({ ...overlay, emergencies }, cause, [{ drop: 'emergency', id }]);
    });
  }

  /** What differs in meaning between two revisions: policies, address groups, emergencies in force. */
  async diff(from: number, to: number): Promise<string[]> {
    const content = async (revision: number): Promise<Content> => {
      const { pinnedTo, emergencies } = await this.#store.get(revision);
      return { policies: await this.#store.content(pinnedTo || revision), emergencies };
    };
    return contentDifferences(await content(from), await content(to)).map(formatDifference);
  }
}
