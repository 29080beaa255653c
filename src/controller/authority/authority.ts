/** The step of a change at which it is asked who made it and whether they may: after it is proposed, before it is recorded. */
import type { osg } from '../../gen/proto.js';
import type { Clock } from '../../part/clock.js';
import type { Change } from '../../policy/world-change.js';
import { NO_CONTENT, type PolicySet } from '../differences.js';
import { NO_OVERLAY, type Overlay } from '../effective.js';
import { ControllerError } from '../error.js';
import type { Proposal } from '../proposal.js';
import type { RevisionStore, Write } from '../revision-store.js';
import { isOver, type Run } from '../rollout/state.js';
import type { Origin, Signed } from '../source.js';
import { betweenContents, changesOf, digestOf, INVENTORY } from './change.js';
import type { AuthorityFile } from './file.js';
import { type Actor, judge, type Verdict, whoIs } from './judge.js';
import { type ApprovalGiven, couldApprove, type Pending, PendingApprovals } from './pending.js';
import type { AuthorityPolicy } from './policy.js';
import { Radius, type RadiusParts } from './radius.js';
import { type Touch, touchesOfEmergencies, touchesOfInventory, touchesOfPolicy, touchesOfRun } from './touch.js';

/** Who asks for a change. */
export type By =
  /** Of the sources the one with that index. `key`: that object alone; `probe`: of all at once it is asked whether they may, no more. */
  | {
      readonly source: number;
      readonly origin: Origin;
      readonly signed?: Signed;
      readonly key?: string;
      readonly probe?: boolean;
    }
  /** `certificate:…` or `socket`, for what. */
  | { readonly identity: string; readonly operation: string };

export interface Asked {
  readonly proposal: Proposal;
  /** The overlay in force; undefined at the first time since the start. */
  readonly before: Overlay | undefined;
  readonly by: By;
}

export interface Admitted {
  /** Why it must not go out; none: nothing is in the way. */
  readonly refused: readonly string[];
  /** What is written with it. */
  readonly writes: readonly Write[];
  /** It would pass alone if its blast radius were zero: to be looked at, by that digest. */
  readonly measure?: string;
  /** To be called when it is. */
  written(): void;
}

/** So many changes of one that waits are shown. */
const MOST_TOLD = 100;

const NOTHING: Admitted = { refused: [], writes: [], written: () => undefined };

export class Authority {
  readonly #file: AuthorityFile;
  readonly #store: RevisionStore;
  readonly #clock: Clock;
  readonly pending: PendingApprovals;
  /** Commits that are in force, by source. */
  readonly #at = new Map<string, string>();
  #radius: Radius | undefined;

  /** @param file absent: everybody may do everything that their role lets them */
  constructor(file: AuthorityFile, store: RevisionStore, clock: Clock) {
    this.#file = file;
    this.#store = store;
    this.#clock = clock;
    this.pending = new PendingApprovals(store, clock);
  }

  async load(): Promise<void> {
    await this.pending.load();
    for (const { id, value } of await this.#store.documents<string>('commit')) this.#at.set(id, value);
  }

  /** @param again offers what that source has once more; in turn */
  measureBy(parts: Omit<RadiusParts, 'measured'>, again: (source: number) => Promise<void>): void {
    const measured = async (digest: string, why: string | undefined): Promise<void> => {
      const slot = this.pending.measured(digest, why);
      const [, source] = /^source (\d+)/.exec(slot ?? '') ?? [];
      if (why === undefined && source !== undefined) await parts.inTurn(() => again(Number(source)));
    };
    this.#radius = new Radius({ ...parts, measured });
  }

  /** While the world is as a change would have it that is not admitted. */
  look({ measure }: Pick<Admitted, 'measure'>, nodes: Iterable<string>): void {
    if (measure !== undefined) this.#radius?.look(measure, [...nodes]);
  }

  get policy(): AuthorityPolicy {
    return this.#file.policy;
  }

  get warnings(): readonly string[] {
    return this.#file.warnings;
  }

  /** In turn. @throws ControllerError STORE */
  async check({ proposal, before, by }: Asked): Promise<Admitted> {
    const { policy } = this;
    const { overlay, declared, inForce } = proposal;
    if ('identity' in by) {
      const was = (before ?? NO_OVERLAY).emergencies;
      const ends = before?.pinned?.by === 'rollout' && overlay.pinned?.by === undefined;
      const touches = [
        ...touchesOfPolicy(inForce),
        ...touchesOfEmergencies(was, overlay.emergencies),
        // Whoever takes the place of a run lets out what it has not passed, or takes it back.
        ...(ends ? await this.#touchesOfRun(await this.#underWay()) : []),
      ];
      const fresh = overlay.emergencies.filter(({ id }) => !was.some((one) => one.id === id));
      const now = this.#clock.now();
      // Asked for again, it is the same though it would end later.
      const about = fresh.map(({ request, expiresMs }) => [request, Math.round((expiresMs - now) / 1000)]);
      const digest = digestOf([by.operation, changesOf(inForce), about, touches]);
      return this.#decide(policy, touches, () => [callerOf(policy, by.identity)], by.operation, digest);
    }
    const change = before === undefined ? await this.#sinceLast(proposal) : declared;
    const inventory = by.origin === 'cluster' || before === undefined ? [] : touchesOfInventory(declared);
    const touches = [...touchesOfPolicy(change), ...inventory];
    const slot = `source ${by.source}${by.key === undefined ? '' : ` ${by.key}`}`;
    const noted = this.#noted(by, overlay);
    if (by.probe === true && touches.length > 0) {
      const actorsOf = await this.#actorsOf(policy, by, touches);
      const may = typeof actorsOf !== 'string' && judge(policy, touches, { actorsOf }).kind === 'allowed';
      return may ? noted : { ...NOTHING, refused: ['not all of it may be changed'] };
    }
    if (touches.length === 0) return joined(this.#settled(slot, 'withdrawn'), noted);
    const actorsOf = await this.#actorsOf(policy, by, touches);
    if (typeof actorsOf === 'string') return { ...NOTHING, refused: [actorsOf] };
    const digest = digestOf([slot, changesOf(change), inventory.length > 0 ? changesOf(declared, INVENTORY) : []]);
    return joined(await this.#decide(policy, touches, actorsOf, slot, digest), noted);
  }

  /** Of what is no policy: an operator vouches for a node. @throws ControllerError REQUEST: beyond the caller's authority; STORE */
  async claim(node: string, identity: string): Promise<Admitted> {
    const { policy } = this;
    const touch: Touch = {
      object: `Claim//${node}`,
      kind: 'Claim',
      namespace: '',
      tiers: [],
      sign: '+',
      narrower: false,
    };
    const slot = `accept-claim ${node}`;
    const said = await this.#decide(policy, [touch], () => [callerOf(policy, identity)], slot, digestOf([slot]));
    if (said.refused.length === 0) return said;
    throw new ControllerError('REQUEST', 'accept-claim', said.refused.join('; '), { field: 'authority' });
  }

  /**
   * A person's word about a run needs a grant for what the run changes; not a second person, whom the change itself had.
   * @throws ControllerError REQUEST: beyond the caller's authority; STORE
   */
  async decides(run: Run, identity: string): Promise<void> {
    const { policy } = this;
    const said = judge(policy, await this.#touchesOfRun(run), { actorsOf: () => [callerOf(policy, identity)] });
    if (said.kind !== 'refused') return;
    const why = said.why.map(({ message }) => message).join('; ');
    throw new ControllerError('REQUEST', 'rollout', why, { field: 'authority' });
  }

  async #underWay(): Promise<Run | undefined> {
    return (await this.#store.documents<Run>('rollout')).map(({ value }) => value).find((run) => !isOver(run));
  }

  async #touchesOfRun(run: Run | undefined): Promise<Touch[]> {
    if (run === undefined) return [];
    const [was, is] = await Promise.all([this.#store.content(run.predecessor), this.#store.content(run.revision)]);
    return touchesOfRun(run.id, touchesOfPolicy(betweenContents(was, is)));
  }

  /** @throws ControllerError REQUEST, STORE */
  approve(given: ApprovalGiven): Promise<Pending> {
    return this.pending.approve(this.policy, given);
  }

  /** What waits. */
  rows(): osg.v1.ApprovalRow.$Properties[] {
    const now = this.#clock.now();
    return this.pending.all.map((pending) => ({
      id: pending.id,
      digest: pending.digest,
      what: pending.slot,
      authors: pending.authors.slice(0, MOST_TOLD),
      changes: pending.touches.slice(0, MOST_TOLD).map(({ sign, object }) => `${sign} ${object}`),
      more: Math.max(0, pending.touches.length - MOST_TOLD),
      sinceUnixUs: Math.round(pending.sinceMs * 1000),
      expiresUnixUs: Math.round(pending.expiresMs * 1000),
      expired: pending.expiresMs <= now,
      approvedBy: pending.approvals.map(({ identity }) => identity),
      whoCould: couldApprove(this.policy, pending),
      hits: this.pending.hits(pending),
    }));
  }

  async #decide(
    policy: AuthorityPolicy,
    touches: readonly Touch[],
    actorsOf: (touch: Touch) => readonly Actor[],
    slot: string,
    digest: string,
  ): Promise<Admitted> {
    const approvers = this.pending.approversOf({ slot, digest });
    const zero = this.pending.isZero({ slot, digest });
    const verdict: Verdict = judge(policy, touches, { actorsOf }, approvers, zero);
    if (verdict.kind === 'allowed') {
      const why = zero ? 'its blast radius is zero' : 'withdrawn';
      return this.#settled(slot, approvers.length > 0 ? 'approved' : why);
    }
    if (verdict.kind === 'refused') {
      const { writes, done } = this.pending.settle(slot, 'what was proposed changed');
      if (writes.length > 0) await this.#store.write(writes);
      done();
      return { ...NOTHING, refused: verdict.why.map(({ message }) => message) };
    }
    const actors = touches.flatMap(actorsOf);
    const authors = [...new Set(actors.map(({ told }) => told))];
    const claimed = actors.flatMap(({ identities, claimed = [] }) => [...identities, ...claimed]);
    const barred = [...new Set(claimed.map((identity) => whoIs(policy, identity)))];
    const pending = await this.pending.ask({ slot, digest, authors, barred, touches: verdict.touches }, policy);
    const approve = slot.startsWith('source ') ? '' : ', then ask again';
    const measured = judge(policy, touches, { actorsOf }, approvers, true).kind === 'allowed';
    return {
      ...NOTHING,
      ...(measured && { measure: digest }),
      refused: [
        `waits for a second person until ${new Date(pending.expiresMs).toISOString()}: osg approve ${pending.id}${approve}`,
      ],
    };
  }

  #settled(slot: string, why: string): Admitted {
    const { writes, done } = this.pending.settle(slot, why);
    return { refused: [], writes, written: done };
  }

  /** While a rollback holds, what is declared behind it is not recorded: the next start judges it again, from the same commit. */
  #noted(by: By, overlay: Overlay): Admitted {
    if (!('source' in by) || by.signed === undefined || overlay.pinned !== undefined) return NOTHING;
    const [id, { at }] = [String(by.source), by.signed];
    if (this.#at.get(id) === at) return NOTHING;
    return { refused: [], writes: [{ keep: 'commit', id, value: at }], written: () => void this.#at.set(id, at) };
  }

  /** @returns why nobody can be held to it */
  async #actorsOf(
    policy: AuthorityPolicy,
    by: Extract<By, { source: number }>,
    touches: readonly Touch[],
  ): Promise<((touch: Touch) => readonly Actor[]) | string> {
    const { source, origin, signed } = by;
    if (signed === undefined) {
      const actor: Actor = { told: `source:${origin}`, identities: [`source:${origin}`] };
      return () => [actor];
    }
    try {
      const hands = await signed.since(
        this.#at.get(String(source)),
        policy,
        new Set(touches.map(({ object }) => object)),
      );
      return ({ object }) => hands.get(object) ?? [];
    } catch (error) {
      return `who changed it cannot be told: ${(error as Error).message}`;
    }
  }

  /** What the sources say otherwise than the newest revision, of policy. */
  async #sinceLast({ declared }: Proposal): Promise<Parameters<typeof touchesOfPolicy>[0]> {
    const [last] = await this.#store.history(1);
    const said: PolicySet = last === undefined ? NO_CONTENT.policies : await this.#store.content(last.revision);
    const come = <T>(changes: readonly Change<T>[]): T[] =>
      changes.flatMap(({ after }) => (after === undefined ? [] : [after]));
    const { policies, addressGroups, rollouts } = declared;
    const now = { policies: come(policies), addressGroups: come(addressGroups), rollouts: come(rollouts) };
    return betweenContents(said, now);
  }
}

const callerOf = (policy: AuthorityPolicy, identity: string): Actor => ({
  told: whoIs(policy, identity),
  identities: [identity],
});

const joined = (a: Admitted, b: Admitted): Admitted => ({
  ...a,
  refused: [...a.refused, ...b.refused],
  writes: [...a.writes, ...b.writes],
  written: () => {
    a.written();
    b.written();
  },
});
