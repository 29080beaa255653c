/** The nodes as the controller knows them: what each shall have, what it has, and its open stream. */
import { Encodings } from '../distribution/encodings.js';
import { formatPlace, isOlder, type Place } from '../distribution/receiver.js';
import type { NodeConnection, StreamHandle } from '../distribution/server.js';
import { NodeSession, type SessionEvents, type Target } from '../distribution/session.js';
import { NACK_CODES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import { type Clock, steady } from '../part/clock.js';
import { SharedSlices } from '../part/slices.js';
import { type Node, newNode } from './fleet-node.js';
import type { Stand } from './rollout/question.js';
import { Takeovers } from './takeovers.js';

/** How many earlier views of a node are kept as bases for deltas. */
const KEPT_VIEWS = 4;

export interface FleetEvents {
  /** `atOnce`: the node was connected when the target was set, so the time until now is that of the change. */
  acked(node: string, target: Target, ack: osg.v1.Ack.$Properties, atOnce: boolean): void;
  refused(node: string, target: Target, nack: osg.v1.Nack.$Properties): void;
  /** The node says that it holds what this store has not issued (a copy put back, or a lie): sets a target above, or says why not. */
  ahead(node: string, held: Omit<Place, 'version'>): Promise<string | undefined>;
  connected(node: string, session: string): void;
  /** Pods that came and went on the node, by its word. */
  announced(node: string, pods: readonly osg.v1.PodAnnouncement.$Properties[]): void;
  disconnected(node: string): void;
  /** A part of an answer to what was asked by `ask`, or nobody asked. */
  evidence(node: string, evidence: osg.v1.Evidence.$Properties): void;
  /** Every five seconds, and when something is otherwise: its trial, a flow on which the two sides differ. */
  reported?(node: string, report: osg.v1.AgentStatus.$Properties): void;
  /** `taken` tells the node, if it is still there, what is written down. */
  drift(
    node: string,
    report: osg.v1.DriftReport.$Properties,
    taken: (taken: osg.v1.DriftTaken.$Properties) => void,
  ): void;
}

export class Fleet {
  readonly #nodes = new Map<string, Node>();
  readonly #clock: Clock;
  readonly steady: Clock;
  readonly #events: FleetEvents;
  readonly #takeovers = new Takeovers();
  readonly #slices = new SharedSlices();
  readonly #encodings = new Encodings();

  constructor(clock: Clock, events: FleetEvents) {
    this.#clock = clock;
    this.steady = steady(clock);
    this.#events = events;
  }

  target(node: string): Target | undefined {
    return this.#nodes.get(node)?.target;
  }

  /** What a node had when the controller last ran. */
  remember(name: string, realised: Omit<Place, 'version'> & { readonly unixUs: number }): void {
    this.#node(name).realised ??= realised;
  }

  /** Nodes that the inventory does not name any more keep what they enforce. */
  retain(known: ReadonlySet<string>): void {
    for (const node of this.#nodes.values()) {
      if (known.has(node.name)) continue;
      node.target = undefined;
      if (node.session === undefined) this.#nodes.delete(node.name);
    }
  }

  /** The view's version is above all that this node was given or told of; a clock that jumps back changes nothing. */
  set(name: string, aim: Omit<Target, 'version'>): void {
    const node = this.#node(name);
    const target: Target = { ...aim, version: Math.max(Math.round(this.#clock.now() * 1000), node.newest + 1) };
    node.newest = target.version;
    node.fresh = node.target === undefined && node.session === undefined;
    node.target = target;
    node.atOnce = node.session !== undefined;
    node.refusal = undefined;
    if (node.recent[0]?.digest !== target.digest) node.recent = [target, ...node.recent].slice(0, KEPT_VIEWS);
    this.#offer(node);
  }

  /**
   * What becomes of the trial that the node has: told at once, beside what is in flight. The view without the trial is to be set
   * soon, for nodes that are away. @returns whether the node is connected
   */
  decide(name: string, trial: { readonly id: string; readonly confirm: boolean }): boolean {
    const stream = this.#nodes.get(name)?.stream;
    stream?.write({ trial });
    return stream !== undefined;
  }

  /** Whether the node, by its last word, knows what a trial is: a view that holds one is refused otherwise. */
  canTry(name: string): boolean {
    return this.#nodes.get(name)?.capabilities.includes('trial') ?? false;
  }

  /** The trial that the node has in its kernel, by its last word; undefined: none, or it is not known. */
  trial(name: string): osg.v1.TrialStatus.$Properties | undefined {
    const node = this.#nodes.get(name);
    return node?.session === undefined ? undefined : (node.report?.trial ?? undefined);
  }

  /** How a node stands to its target. */
  stand(name: string): Stand {
    const node = this.#nodes.get(name);
    const { target, realised, refusal } = node ?? {};
    return {
      connected: node?.session !== undefined,
      target,
      realised:
        target !== undefined &&
        realised?.epoch === target.epoch &&
        realised.revision === target.revision &&
        realised.version === target.version,
      ...(refusal !== undefined && {
        refusal: `${NACK_CODES.text(refusal.code)} ${refusal.object ?? ''}: ${refusal.reason ?? ''}`,
      }),
      reportedMs: node?.reportedMs ?? 0,
    };
  }

  /** @returns whether the node is connected */
  ask(name: string, evidence: osg.v1.EvidenceQuestion.$Properties): boolean {
    const stream = this.#nodes.get(name)?.stream;
    stream?.write({ evidence });
    return stream !== undefined;
  }

  connect(hello: osg.v1.Hello.$Properties, stream: StreamHandle): NodeConnection {
    const node = this.#node(hello.node ?? '');
    if (node.stream !== undefined) this.#takeovers.note(node.name, this.steady.now(), hello.bootId ?? '');
    node.stream?.end('REPLACED', `${node.name} connected again`);
    const { realisedEpoch: epoch = 0, realisedRevision: revision = 0, realisedVersion: version = 0 } = hello;
    const held = { epoch: epoch ?? 0, revision: revision ?? 0, version: version ?? 0 };
    node.stream = stream;
    node.version = hello.agentVersion ?? '';
    node.capabilities = hello.capabilities ?? [];
    node.session?.close();
    node.session = undefined;
    this.#events.connected(node.name, hello.session ?? '');
    node.lastContact = this.#clock.now();
    if (held.revision > 0)
      node.realised = { ...held, unixUs: node.realised?.revision === held.revision ? node.realised.unixUs : 0 };
    const base = held.revision === 0 ? undefined : node.recent.find((view) => view.digest === hello.realisedDigest);
    const events: SessionEvents = {
      acked: (target, ack) => {
        const { epoch, revision, version } = target;
        node.realised = { epoch, revision, version, unixUs: ack.realisedUnixUs ?? 0 };
        node.refusal = undefined;
        this.#events.acked(node.name, target, ack, node.atOnce && node.target === target);
      },
      refused: (target, nack) => {
        if (node.target?.version === target.version) node.refusal = nack;
        this.#events.refused(node.name, target, nack);
      },
      failed: (error) => stream.end('INTERNAL', `its view cannot be sent: ${(error as Error).message}`),
    };
    const onto = base && { ...held, view: base.view };
    node.session = new NodeSession(stream, onto, events, () => this.steady.now(), this.#slices, this.#encodings);
    const target = this.#placed(node, held, hello.realisedDigest ?? '');
    if (target !== undefined && isOlder(target, { ...held, version: 0 })) {
      void this.#ahead(node, held, stream);
    } else if (
      target !== undefined &&
      (target.digest !== hello.realisedDigest || formatPlace(target) !== formatPlace(held))
    )
      this.#offer(node);
    return this.#connection(node, stream);
  }

  /** The target in its order with what the node holds: versions are the node's own, and this controller may have forgotten them. */
  #placed(node: Node, held: Place, digest: string): Target | undefined {
    const { target } = node;
    if (target === undefined || target.epoch !== held.epoch) return target;
    // What an earlier life of this controller gave it, and is still right, stays its revision.
    if (node.fresh && target.digest === digest && held.revision > 0 && held.revision < target.revision)
      node.target = { ...target, revision: held.revision, version: held.version };
    else if (target.revision !== held.revision) return target;
    else if (target.digest === digest) node.target = { ...target, version: held.version };
    else if (target.version <= held.version) node.target = { ...target, version: held.version + 1 };
    node.newest = Math.max(node.newest, node.target?.version ?? 0);
    return node.target;
  }

  async #ahead(node: Node, held: Place, stream: StreamHandle): Promise<void> {
    const reason = await this.#events.ahead(node.name, held).catch((error: Error) => error.message);
    if (reason === undefined || node.stream !== stream) return;
    const revision = node.target?.revision ?? 0;
    node.refusal = { revision, code: NACK_CODES.value.AHEAD, field: 'realised_epoch', reason };
  }

  #connection(node: Node, stream: StreamHandle): NodeConnection {
    return {
      message: ({ ack, nack, status: report, drift, pods, evidence }) => {
        node.lastContact = this.#clock.now();
        if (ack != null) node.session?.ack(ack);
        else if (nack != null) node.session?.nack(nack);
        else if (report != null) this.#report(node, report);
        else if (pods != null) this.#events.announced(node.name, pods.pods ?? []);
        else if (evidence != null) this.#events.evidence(node.name, evidence);
        else if (drift != null)
          this.#events.drift(node.name, drift, (driftTaken) => {
            if (node.stream === stream) stream.write({ driftTaken });
          });
      },
      closed: () => {
        if (node.stream !== stream) return;
        node.stream = undefined;
        node.session?.close();
        node.session = undefined;
        node.atOnce = false;
        this.#events.disconnected(node.name);
      },
    };
  }

  /** An agent that refused a revision for a passing reason tries again, and says in its report that it succeeded. */
  #report(node: Node, report: osg.v1.AgentStatus.$Properties): void {
    node.report = report;
    node.reportedMs = this.steady.now();
    this.#events.reported?.(node.name, report);
    const { target } = node;
    if (node.refusal === undefined || target === undefined) return;
    if (report.realisedRevision !== target.revision || report.realisedVersion !== target.version) return;
    node.refusal = undefined;
    const { epoch, revision, version } = target;
    node.realised = { epoch, revision, version, unixUs: report.realisedUnixUs ?? 0 };
  }

  /** An empty view that nobody declared is not sent. */
  #offer(node: Node): void {
    const { target } = node;
    if (target === undefined || (target.view.endpoints.length === 0 && !target.explicitEmpty)) return;
    node.session?.offer(target);
  }

  #node(name: string): Node {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      node = newNode(name);
      this.#nodes.set(name, node);
    }
    return node;
  }

  /** What is remembered for more nodes than one is forgotten; streams are their server's to end. */
  close(): void {
    this.#encodings.close();
  }

  rows(): osg.v1.NodeRow.$Properties[] {
    return [...this.#nodes.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((node) => ({
        node: node.name,
        connected: node.session !== undefined,
        lastContactUnixUs: node.lastContact * 1000,
        desiredRevision: node.target?.revision ?? 0,
        realisedRevision: node.realised?.revision ?? 0,
        realisedUnixUs: node.realised?.unixUs ?? 0,
        desiredVersion: node.target?.version ?? 0,
        realisedVersion: node.realised?.version ?? 0,
        ...(node.refusal !== undefined && { refusal: node.refusal }),
        endpoints: node.target?.view.endpoints.length ?? 0,
        ...(node.report !== undefined && { report: node.report }),
        agentVersion: node.version,
        contested: this.#takeovers.why(node.name, this.steady.now()),
      }));
  }
}
