/** Between what is declared and what the nodes have: a change of policy becomes a run, what comes meanwhile waits behind it. */
import type { SourceVersion } from '../../distribution/receiver.js';
import type { osg } from '../../gen/proto.js';
import type { Clock } from '../../part/clock.js';
import type { Log } from '../../part/log.js';
import type { RolloutPolicy } from '../../policy/rollout.js';
import { NO_WORLD_CHANGE } from '../../policy/world-change.js';
import { contentDifferences, NO_CONTENT, type PolicySet } from '../differences.js';
import type { Overlay, WorldOptions } from '../effective.js';
import { ControllerError } from '../error.js';
import type { Evidence } from '../evidence.js';
import type { Fleet } from '../fleet.js';
import type { Numbering } from '../numbering.js';
import type { Cause } from '../operations.js';
import type { Proposal, Views } from '../proposal.js';
import type { Draft, Recorder } from '../recorder.js';
import type { RevisionStore, Write } from '../revision-store.js';
import type { Problem } from '../source.js';
import { fetchBelow } from './ask.js';
import { Asked } from './asked.js';
import { Lanes } from './lanes.js';
import { Rollouts } from './rollouts.js';
import type { Runs } from './runs.js';
import { isOver, type Run } from './state.js';

export interface StagingParts {
  readonly store: RevisionStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly fleet: Fleet;
  readonly evidence: Evidence;
  readonly views: Views;
  readonly world: WorldOptions;
  readonly recorder: Recorder;
  readonly numbering: Numbering;
  readonly gateUrls: readonly string[];
  readonly gatePatienceMs: number | undefined;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** A proposal like any other. @returns why not */
  advance(overlay: Overlay, cause: Cause, writes: readonly Write[]): Promise<Problem[]>;
  /** Where what is released comes from. */
  version(): SourceVersion;
  tell(refused: readonly Problem[]): void;
  changed(run: Run | undefined): void;
}

/** A run to be, and what its nodes had before. */
interface Staged extends ReturnType<Runs['draft']> {
  readonly content: PolicySet;
}

/** What is recorded, and is to be released. */
export interface Recorded {
  readonly staged?: Staged;
  /** An operator's rollback takes the place of a run. */
  readonly supersedes: boolean;
}

export class Staging {
  readonly rollouts: Rollouts;
  readonly #parts: StagingParts;
  readonly #lanes: Lanes;
  readonly #asked: Asked;
  /** Where what was before the run came from. */
  #back: SourceVersion | undefined;
  #resumed: { readonly run: Run; readonly content: PolicySet } | undefined;
  #followed: readonly string[] = [];
  /** Who changed what waits behind a run. */
  #waiting: Cause | undefined;
  #starting = true;
  /** What was declared when this controller ran last, where that is not what is in force. */
  #known: PolicySet | undefined;

  constructor(parts: StagingParts) {
    this.#parts = parts;
    const { store, clock, log, fleet, evidence, views, world, gateUrls, gatePatienceMs } = parts;
    // A wall clock that jumps ends no ring, and keeps none.
    const { steady } = fleet;
    this.#lanes = new Lanes(world, views, (node) => fleet.canTry(node));
    this.#asked = new Asked({
      ...{ fleet, evidence },
      fetch: fetchBelow(gateUrls),
      world: () => views.effective.world(),
      nowMs: () => steady.now(),
      wallMs: () => clock.now(),
    });
    this.rollouts = new Rollouts({
      ...{ store, clock, steady, log, fleet, lanes: this.#lanes, asked: this.#asked },
      ...(gatePatienceMs !== undefined && { patienceMs: gatePatienceMs }),
      release: {
        inTurn: (work) => parts.inTurn(work),
        overlay: () => views.effective.overlay,
        advance: async (overlay, cause, writes) => {
          const refused = await parts.advance(overlay, cause, writes);
          if (refused.length > 0)
            throw new ControllerError('REQUEST', cause.kind, refused.map((p) => p.message).join('; '));
        },
        onward: () => this.#goOn(),
        aim: (nodes) => this.aim(nodes),
        waiting: () => this.#waiting ?? { kind: 'source', who: 'rollout', version: parts.version() },
        changed: (run) => parts.changed(run),
      },
    });
  }

  get split(): Lanes['split'] {
    return this.#lanes.split;
  }

  /** Whether a change waits behind a rollout. */
  get waits(): boolean {
    return this.#waiting !== undefined;
  }

  reported(node: string, { figures, trial }: osg.v1.AgentStatus.$Properties): void {
    if (figures?.dropsTotal != null) this.#asked.sample(node, figures.dropsTotal);
    if (trial != null) this.rollouts.told(trial);
  }

  /** What the store knows of a run that is under way or came back; undefined: of none. */
  async restored(): Promise<Overlay['pinned']> {
    const { store } = this.#parts;
    const run = await this.rollouts.kept.load();
    if (run !== undefined) {
      this.#resumed = { run, content: await store.content(run.predecessor) };
      return { revision: run.revision, policies: await store.content(run.revision), by: 'rollout' };
    }
    const pinned = await store.setting('pinned');
    if (pinned !== 0) return { revision: pinned, policies: await store.content(pinned) };
    const held = await this.rollouts.kept.held();
    if (held !== undefined) {
      this.#known = await store.content(held.revision);
      const policies = await store.content(held.predecessor);
      return { revision: held.predecessor, policies, by: 'aborted', rollout: held.id };
    }
    // What changed while nobody looked goes out in rings too.
    const [last] = await store.history(1);
    const policies = last && (await store.content(last.revision));
    if (last === undefined || !policies?.rollouts?.length) return undefined;
    return { revision: last.revision, policies, by: 'start' };
  }

  /** A revision, if policy says something else now, and a run, if it goes out in rings. @param governs before the change */
  async record(
    proposal: Proposal,
    before: Overlay | undefined,
    cause: Cause,
    others: readonly Write[],
    governs: RolloutPolicy | undefined,
  ): Promise<Recorded> {
    const { recorder, numbering, views, store } = this.#parts;
    const draft = await recorder.draft(proposal, views.effective, before, cause);
    const { overlay } = proposal;
    const newest = numbering.revision;
    const { run } = this.rollouts;
    const supersedes = run !== undefined && cause.kind === 'rollback' && overlay.pinned?.by === undefined;
    // Each number says one thing: nodes that still have what was before get one of their own.
    const twice = draft !== undefined && run !== undefined && !isOver(run) && cause.kind !== 'rollback';
    const writes: Write[] = [];
    if (twice) {
      const back = { ...overlay, pinned: { revision: run.predecessor, policies: NO_CONTENT.policies } };
      writes.push(...recorder.writes(newest + 1, { ...draft, overlay: back }));
      writes.push(...recorder.writes(newest + 2, { ...draft, declared: [] }), ...this.rollouts.numbered(newest + 1));
    } else if (draft !== undefined) writes.push(...recorder.writes(newest + 1, draft));
    writes.push(...others);
    if (supersedes) writes.push(...this.rollouts.supersede(cause.who, cause.reason ?? ''));
    else if (before?.pinned?.by === 'aborted' && overlay.pinned?.by !== 'aborted')
      writes.push({ set: 'held', value: 0 });
    const staged =
      draft === undefined || run !== undefined
        ? undefined
        : await this.#staged(draft, proposal, before, cause, governs);
    writes.push(...(staged?.writes ?? []));
    if (writes.length > 0) await store.write(writes);
    if (draft === undefined) {
      recorder.pass(proposal);
      return { supersedes };
    }
    numbering.issued();
    if (twice) {
      numbering.issued();
      this.#lanes.set({ ...run, backRevision: newest + 1 });
    }
    recorder.written(draft);
    return { supersedes, ...(staged !== undefined && { staged }) };
  }

  async #staged(
    { differences }: Draft,
    { overlay, views }: Proposal,
    before: Overlay | undefined,
    { kind, who, version }: Cause,
    governs: RolloutPolicy | undefined,
  ): Promise<Staged | undefined> {
    const { store, numbering } = this.#parts;
    const { effective } = this.#parts.views;
    const policy = governs ?? effective.rollouts[0];
    const tells = differences.some((one) => one.kind !== 'emergency' && one.kind !== 'rolloutPolicy');
    if (policy === undefined || before === undefined || overlay.pinned !== undefined || !tells || views.size === 0)
      return undefined;
    if (kind !== 'source' && kind !== 'resume') return undefined;
    const [last] = await store.history(1);
    if (last === undefined) return undefined;
    const predecessor = before.pinned?.revision ?? (last.pinnedTo || last.revision);
    const newest = numbering.revision;
    const of = { revision: newest + 1, predecessor, backRevision: newest, who, subject: version.subject, policy };
    return { ...this.rollouts.kept.draft(of, effective.world()), content: await store.content(predecessor) };
  }

  /** What is recorded is to be released: what nodes shall have follows from the run, what changes meanwhile waits behind it. */
  take(proposal: Proposal, { staged, supersedes }: Recorded, cause: Cause, released: SourceVersion): void {
    const { views } = this.#parts;
    const { effective } = views;
    const { overlay, declared } = proposal;
    const resumed = this.#resumed;
    this.#resumed = undefined;
    if (supersedes) this.rollouts.superseded();
    if (staged !== undefined) {
      this.#back = released;
      this.rollouts.begun(staged.run, staged.content, effective.whole(), overlay);
      const pinned = { revision: staged.run.revision, policies: effective.declared, by: 'rollout' } as const;
      views.keep(views.propose(NO_WORLD_CHANGE, { ...overlay, pinned }));
    } else if (resumed !== undefined) this.rollouts.begun(resumed.run, resumed.content, effective.whole(), overlay);
    else this.#followed = this.#lanes.follow(declared, overlay.emergencies);
    if (overlay.pinned?.by === undefined) this.#waiting = undefined;
    else if (declared.policies.length + declared.addressGroups.length > 0) this.#waiting = cause;
  }

  /** Gives their views to the nodes that the proposal concerns. */
  release({ views }: Proposal, { supersedes }: Recorded): void {
    if (this.#lanes.run === undefined) for (const node of views.keys()) this.target(node);
    else this.aim(new Set([...views.keys(), ...this.#followed]));
    if (supersedes) this.aim();
    this.#followed = [];
  }

  /** What waits goes its way, where nothing is in it any more. */
  async onward(): Promise<Problem[]> {
    const { views, version, advance } = this.#parts;
    const waiting = this.#waiting;
    const by = views.effective.overlay.pinned?.by;
    if (this.#starting || by === undefined) return [];
    const { run } = this.rollouts;
    if (run !== undefined) {
      if (waiting === undefined || run.policy.meanwhile === 'queue') return [];
      await this.rollouts.fold(waiting.who);
    } else if (waiting === undefined && by === 'aborted') return [];
    const cause = waiting ?? { kind: 'source', who: 'rollout', version: version() };
    return advance({ ...views.effective.overlay, pinned: undefined }, cause, []);
  }

  /** All sources have said what they have: whether that is another thing than what was known. */
  async started(): Promise<void> {
    this.#starting = false;
    const { effective } = this.#parts.views;
    const { pinned } = effective.overlay;
    if (pinned?.by === undefined) return;
    const known = { policies: this.#known ?? pinned.policies, emergencies: [] };
    if (contentDifferences(known, { policies: effective.declared, emergencies: [] }).length === 0)
      this.#waiting = undefined;
    await this.#goOn();
  }

  async #goOn(): Promise<void> {
    const refused = await this.onward();
    if (refused.length > 0) this.#parts.tell(refused);
  }

  /** Of a node that nobody had seen in this life nobody knew whether it can try. */
  connected(node: string, session: string): void {
    this.#parts.log.info({ node, session }, 'node connected');
    this.aim([node]);
  }

  /** What is meant for those nodes, or all, where it is not what they are given already. */
  aim(nodes: Iterable<string> = this.#parts.views.names): void {
    const { fleet, numbering } = this.#parts;
    for (const node of nodes) {
      const aim = this.#lanes.aim(node, numbering.revision);
      if (fleet.target(node)?.digest !== aim?.desired.digest) this.target(node);
    }
  }

  /** What is meant for the node, by the numbers of now. */
  target(node: string): void {
    const { fleet, numbering, views, version } = this.#parts;
    const { epoch, revision } = numbering;
    const aim = this.#lanes.aim(node, revision);
    if (aim === undefined) return;
    const given = fleet.target(node);
    fleet.set(node, {
      ...aim.desired,
      epoch,
      // A node never goes back.
      revision: given?.epoch === epoch ? Math.max(given.revision, aim.revision) : aim.revision,
      source: aim.revision === revision ? version() : (this.#back ?? version()),
      explicitEmpty: views.effective.hasNode(node),
    });
  }
}
