/** What waits for a second person: durable, bound to exactly what was proposed, and over after a time. */
import type { Clock } from '../../part/clock.js';
import { ControllerError } from '../error.js';
import { audited, type RevisionStore, type Write } from '../revision-store.js';
import { whoCouldApprove, whyNoApproval } from './judge.js';
import type { AuthorityPolicy } from './policy.js';
import type { Touch } from './touch.js';

export interface Pending {
  /** `a-<n>` */
  readonly id: string;
  /** What asks: `source 0`, `rollback`, … of which one thing waits at a time. */
  readonly slot: string;
  /** Of what is proposed, before and after. */
  readonly digest: string;
  /** Whose second person is needed. */
  readonly authors: readonly string[];
  /** Names and identities that had a hand in it, or are said to have had. */
  readonly barred: readonly string[];
  readonly touches: readonly Touch[];
  readonly sinceMs: number;
  readonly expiresMs: number;
  readonly approvals: readonly Approval[];
}

export interface Approval {
  readonly identity: string;
  readonly atMs: number;
  readonly reason: string;
}

export interface ApprovalGiven {
  readonly id: string;
  /** Of what the approver saw. */
  readonly digest: string;
  readonly identity: string;
  readonly reason: string;
}

export type Asked = Pick<Pending, 'slot' | 'digest' | 'authors' | 'barred' | 'touches'>;

/** So long what was measured counts. */
const ZERO_MS = 60_000;

export class PendingApprovals {
  readonly #store: RevisionStore;
  readonly #clock: Clock;
  /** By slot. */
  readonly #pending = new Map<string, Pending>();
  #made = 0;
  /** By digest: when it was measured, and why it is not zero. */
  readonly #measured = new Map<string, { readonly atMs: number; readonly why: string | undefined }>();

  constructor(store: RevisionStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const { id, value } of await this.#store.documents<Pending>('approval')) {
      this.#pending.set(value.slot, value);
      this.#made = Math.max(this.#made, Number(id.slice('a-'.length)));
    }
  }

  /** In order of their asking. */
  get all(): readonly Pending[] {
    return [...this.#pending.values()].sort((a, b) => Number(a.id.slice(2)) - Number(b.id.slice(2)));
  }

  /** Identities that approved exactly this. */
  approversOf({ slot, digest }: Pick<Asked, 'slot' | 'digest'>): readonly string[] {
    const pending = this.#pending.get(slot);
    if (pending?.digest !== digest || pending.expiresMs <= this.#clock.now()) return [];
    return pending.approvals.map(({ identity }) => identity);
  }

  /** @returns the slot of what waits with that digest; undefined: nothing does */
  measured(digest: string, why: string | undefined): string | undefined {
    const pending = this.all.find((one) => one.digest === digest);
    if (pending !== undefined) this.#measured.set(digest, { atMs: this.#clock.now(), why });
    return pending?.slot;
  }

  /** Whether it is known to hit nobody, as of lately. */
  isZero({ slot, digest }: Pick<Asked, 'slot' | 'digest'>): boolean {
    const pending = this.#pending.get(slot);
    const measured = this.#measured.get(digest);
    if (pending?.digest !== digest || measured === undefined) return false;
    return measured.why === undefined && this.#clock.now() - measured.atMs < ZERO_MS;
  }

  /** Why its blast radius is not zero; empty: it is not known, or it is. */
  hits({ digest }: Pick<Pending, 'digest'>): string {
    return this.#measured.get(digest)?.why ?? '';
  }

  /** Waits from now on, unless it does already; what waited there before is over, with its approvals. @throws ControllerError STORE */
  async ask(asked: Asked, policy: AuthorityPolicy): Promise<Pending> {
    const now = this.#clock.now();
    const before = this.#pending.get(asked.slot);
    if (before?.digest === asked.digest && before.expiresMs > now) return before;
    const id = `a-${this.#made + 1}`;
    const pending: Pending = { ...asked, id, sinceMs: now, expiresMs: now + policy.expireMs, approvals: [] };
    const { authors, digest, touches } = pending;
    const changes = touches.slice(0, 100).map(({ sign, object }) => `${sign} ${object}`);
    await this.#store.write([
      ...(before === undefined
        ? []
        : this.#over(before, before.expiresMs <= now ? 'expired' : 'what was proposed changed')),
      { keep: 'approval', id, value: pending },
      audited('approval-needed', authors.join(', '), { id, digest, changes }, now),
    ]);
    this.#made++;
    this.#pending.set(asked.slot, pending);
    return pending;
  }

  /** What is written when that slot's proposal goes out, is withdrawn, or is refused; `done` when it is. */
  settle(slot: string, why: string): { readonly writes: readonly Write[]; done(): void } {
    const pending = this.#pending.get(slot);
    if (pending === undefined) return { writes: [], done: () => undefined };
    return { writes: this.#over(pending, why), done: () => this.#forget(pending) };
  }

  #forget({ slot, digest }: Pending): void {
    this.#pending.delete(slot);
    this.#measured.delete(digest);
  }

  #over({ id, digest, approvals }: Pending, why: string): Write[] {
    const by = approvals.map(({ identity }) => identity);
    return [
      { drop: 'approval', id },
      audited(
        'approval-over',
        'controller',
        { id, digest, why, ...(by.length > 0 && { approvedBy: by }) },
        this.#clock.now(),
      ),
    ];
  }

  /** @throws ControllerError REQUEST: there is none such, or this approval would not count; STORE */
  async approve(policy: AuthorityPolicy, { id, digest, identity, reason }: ApprovalGiven): Promise<Pending> {
    const refuse = (why: string, field: string): ControllerError => new ControllerError('REQUEST', id, why, { field });
    const pending = this.all.find((one) => one.id === id);
    if (pending === undefined)
      throw new ControllerError('NOT_FOUND', id, 'does not wait for approval', { field: 'id' });
    const now = this.#clock.now();
    if (pending.expiresMs <= now) throw refuse(`has expired at ${new Date(pending.expiresMs).toISOString()}`, 'id');
    if (pending.digest !== digest) throw refuse(`is ${pending.digest}, not ${digest || 'without a digest'}`, 'digest');
    const why = whyNoApproval(policy, identity, pending.touches, new Set(pending.barred));
    if (why !== undefined) throw refuse(why, 'authority');
    if (pending.approvals.some((one) => one.identity === identity)) throw refuse(`${identity} has approved it`, 'id');
    const next = { ...pending, approvals: [...pending.approvals, { identity, atMs: now, reason }] };
    await this.#store.write([
      { keep: 'approval', id, value: next },
      audited('approved', identity, { id, digest, reason }, now),
    ]);
    this.#pending.set(pending.slot, next);
    return next;
  }
}

export const couldApprove = (policy: AuthorityPolicy, { touches, barred }: Pending): string[] => [
  ...new Set(touches.map((touch) => whoCouldApprove(policy, touch, new Set(barred)))),
];
