/** What operators ask for. Each throws ControllerError REQUEST when it cannot be done. */

import type { SourceVersion } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { type Content, contentChanges, describeEmergency, type PolicySet } from './changes.js';
import { compose, type Inputs } from './desired.js';
import { checkEmergency, type Emergency, type EmergencyRequest, summary } from './emergency.js';
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

/** What the controller lends to its operations. */
export interface Host {
  readonly store: Store;
  readonly clock: Clock;
  /** Of the newest revision. */
  readonly revision: number;
  readonly version: SourceVersion;
  /** What is in force. @throws ControllerError REQUEST: nothing yet */
  inputs(): Inputs;
  /** The policies of an earlier revision. @throws ControllerError REQUEST: not in the store */
  policiesOf(revision: number): PolicySet;
  /** Makes a revision; `remember` is written with it or not at all. @throws ControllerError REQUEST: it does not fit */
  change(inputs: Inputs, cause: Cause, remember: () => void): osg.v1.RevisionReply.$Properties;
}

export class Operations {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * Policies and address groups become those of the revision. Emergencies do not: one that is in force stays until its
   * time, and one that was in force then is not revived. The reply says so of each.
   */
  rollback(revision: number, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { store, version } = this.#host;
    const inputs = this.#host.inputs();
    const then = store.revisions.get(revision);
    const to = then.pinnedTo || revision;
    const pinned = { revision: to, policies: this.#host.policiesOf(to) };
    const over = then.emergencies.filter(({ id }) => !inputs.emergencies.some((e) => e.id === id));
    const notes = [
      ...inputs.emergencies.map((e) => `stays in force: ${describeEmergency(e)}`),
      ...over.map((e) => `is over and not revived: ${describeEmergency(e)}`),
    ];
    const emergencies = { kept: inputs.emergencies.map((e) => e.id), notRevived: over.map((e) => e.id) };
    const cause: Cause = { kind: 'rollback', who, version, reason, detail: { to: revision, emergencies } };
    const reply = this.#host.change({ ...inputs, pinned }, cause, () => store.setMeta('pinned', String(to)));
    return { ...reply, notes };
  }

  resume(who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { store, version } = this.#host;
    const inputs = this.#host.inputs();
    if (inputs.pinned === undefined) throw new ControllerError('REQUEST', 'resume', 'no rollback is in force');
    const cause: Cause = { kind: 'resume', who, version, reason };
    return this.#host.change({ ...inputs, pinned: undefined }, cause, () => store.setMeta('pinned', '0'));
  }

  emergency(request: EmergencyRequest, forMs: number, who: string): osg.v1.RevisionReply.$Properties {
    const { store, clock, version, revision } = this.#host;
    const inputs = this.#host.inputs();
    checkEmergency(request, forMs, compose(inputs));
    const id = `e-${Number(store.meta('emergencies') ?? 0) + 1}`;
    const expiresMs = Math.round(clock.now() + forMs);
    const emergency: Emergency = { id, expiresMs, request, who, revision: revision + 1 };
    const { reason, ticket } = request;
    const detail = { id, summary: summary(request), expires: new Date(expiresMs).toISOString(), ticket };
    const next = { ...inputs, emergencies: [...inputs.emergencies, emergency] };
    const reply = this.#host.change(next, { kind: 'emergency', who, version, reason, detail }, () => {
      store.setMeta('emergencies', id.slice('e-'.length));
      store.putEmergency(emergency);
    });
    return { ...reply, id };
  }

  endEmergency(id: string, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { store, version } = this.#host;
    const inputs = this.#host.inputs();
    const emergencies = inputs.emergencies.filter((e) => e.id !== id);
    if (emergencies.length === inputs.emergencies.length)
      throw new ControllerError('REQUEST', 'emergency', `${id} is not in force`, { field: 'id' });
    const cause: Cause = { kind: 'emergency', who, version, reason, detail: { ended: id } };
    return this.#host.change({ ...inputs, emergencies }, cause, () => store.removeEmergency(id));
  }

  /** What differs in meaning between two revisions: policies, address groups, emergencies in force. */
  diff(from: number, to: number): string[] {
    const content = (revision: number): Content => {
      const { pinnedTo, emergencies } = this.#host.store.revisions.get(revision);
      return { policies: this.#host.policiesOf(pinnedTo || revision), emergencies };
    };
    return contentChanges(content(from), content(to));
  }
}
