/** What operators ask for. Each throws ControllerError REQUEST when it cannot be done. */
import type { Clock } from '../control/clock.js';
import type { SourceVersion } from '../control/receiver.js';
import type { osg } from '../control/wire.js';
import { type PolicySet, policyChanges } from './changes.js';
import { compose, type Inputs } from './desired.js';
import { checkEmergency, type Emergency, type EmergencyRequest, summary } from './emergency.js';
import { ControllerError } from './error.js';
import type { RevisionKind, Store } from './store.js';

/** Why a revision is made. */
export interface Cause {
  readonly kind: RevisionKind | 'source';
  readonly who: string;
  readonly version: SourceVersion;
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

  rollback(revision: number, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { store, version } = this.#host;
    const to = store.policyRevision(revision);
    const pinned = { revision: to, policies: this.#host.policiesOf(to) };
    const cause: Cause = { kind: 'rollback', who, version, detail: { to: revision, reason } };
    return this.#host.change({ ...this.#host.inputs(), pinned }, cause, () => store.setMeta('pinned', String(to)));
  }

  resume(who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { store, version } = this.#host;
    const inputs = this.#host.inputs();
    if (inputs.pinned === undefined) throw new ControllerError('REQUEST', 'resume', 'no rollback is in force');
    const cause: Cause = { kind: 'resume', who, version, detail: { reason } };
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
    const detail = { id, summary: summary(request), expires: new Date(expiresMs).toISOString(), reason, ticket };
    const next = { ...inputs, emergencies: [...inputs.emergencies, emergency] };
    const reply = this.#host.change(next, { kind: 'emergency', who, version, detail }, () => {
      store.setMeta('emergencies', id.slice('e-'.length));
      store.putEmergency({ ...emergency, request: JSON.stringify(request) });
    });
    return { ...reply, id };
  }

  endEmergency(id: string, who: string, reason: string): osg.v1.RevisionReply.$Properties {
    const { store, version } = this.#host;
    const inputs = this.#host.inputs();
    const emergencies = inputs.emergencies.filter((e) => e.id !== id);
    if (emergencies.length === inputs.emergencies.length)
      throw new ControllerError('REQUEST', 'emergency', `${id} is not in force`, { field: 'id' });
    const cause: Cause = { kind: 'emergency', who, version, detail: { ended: id, reason } };
    return this.#host.change({ ...inputs, emergencies }, cause, () => store.removeEmergency(id));
  }

  /** What differs in meaning between the policies of two revisions. */
  diff(from: number, to: number): string[] {
    const { store } = this.#host;
    const policies = (revision: number): PolicySet => this.#host.policiesOf(store.policyRevision(revision));
    return policyChanges(policies(from), policies(to));
  }
}
