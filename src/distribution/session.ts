/** The controller's side of one stream as a state machine: at most one revision is in flight (docs/protocol.md). */
import { osg } from '../gen/proto.js';
import { type Paced, SharedSlices } from '../part/slices.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import type { HeldView } from '../policy/held-view.js';
import type { ViewChange } from '../policy/view-change.js';
import { countParts, viewParts } from './chunks.js';
import { encodeChange } from './delta.js';
import { ANEW, type Encoder } from './encodings.js';
import type { Place, RevisedView, SourceVersion } from './receiver.js';

/** What a node shall have. */
export interface Target extends RevisedView {
  /** The node is known and has no workloads; without it, an empty view is not sent. */
  readonly explicitEmpty: boolean;
  /** How it was made: `change` leads to it from the view `from`. */
  readonly made?: { readonly from: HeldView; readonly change: ViewChange };
}

/** What the agent holds, as far as the controller can build on it. */
export interface Base extends Place {
  readonly view: HeldView;
}

/** The way to the node. */
export interface NodeStream {
  write(message: osg.v1.ControllerMessage.$Properties): void;
  /** Undefined: what was written is gone but for a little. Else resolved when it is, or when the stream is over. */
  room(): Promise<void> | undefined;
}

export interface SessionEvents {
  acked(target: Target, ack: osg.v1.Ack.$Properties): void;
  refused(target: Target, nack: osg.v1.Nack.$Properties): void;
  /** An answer that fits nothing in flight. */
  ignored?(why: string): void;
  /** A view could not be sent: the stream is to end. */
  failed(error: unknown): void;
}

/** What a view is refused for, however it was sent. A delta that is refused for anything else goes once more as a snapshot. */
const { NACK_CODE_EMPTY, NACK_CODE_BUDGET, NACK_CODE_INVALID, NACK_CODE_INTERNAL } = osg.v1.NackCode;
const OF_THE_VIEW: ReadonlySet<number> = new Set([
  NACK_CODE_EMPTY,
  NACK_CODE_BUDGET,
  NACK_CODE_INVALID,
  NACK_CODE_INTERNAL,
]);

interface Flight {
  readonly nonce: number;
  readonly target: Target;
  readonly delta: boolean;
}

export class NodeSession {
  readonly #stream: NodeStream;
  readonly #events: SessionEvents;
  readonly #now: () => number;
  readonly #slices: Pick<SharedSlices, 'begin'>;
  readonly #encoder: Encoder;
  #base: Base | undefined;
  #nonce = 0;
  #flight: Flight | undefined;
  #next: Target | undefined;

  constructor(
    stream: NodeStream,
    base: Base | undefined,
    events: SessionEvents,
    /** Unix milliseconds; trials are limited by them. */
    now: () => number = Date.now,
    /** Of all sessions. */
    slices: Pick<SharedSlices, 'begin'> = new SharedSlices(),
    encoder: Encoder = ANEW,
  ) {
    this.#now = now;
    this.#slices = slices;
    this.#encoder = encoder;
    this.#stream = stream;
    this.#base = base;
    this.#events = events;
  }

  /** The stream is over: what is being sent stops. */
  close(): void {
    this.#flight = undefined;
    this.#next = undefined;
  }

  /** The target that was sent, or is being sent, and not answered yet. */
  get inFlight(): Target | undefined {
    return this.#flight?.target;
  }

  /**
   * The node shall have this; while another one is in flight, the last offer waits and earlier ones are forgotten. A view that goes
   * whole is in flight from its first part on: it goes to its end, and what was offered meanwhile follows the answer.
   */
  offer(target: Target): void {
    if (this.#flight !== undefined) this.#next = target;
    else this.#send(target, true);
  }

  ack(ack: osg.v1.Ack.$Properties): void {
    const flight = this.#answered(ack.nonce ?? 0, ack.revision ?? 0, 'ack');
    if (flight === undefined) return;
    this.#base = flight.target;
    this.#events.acked(flight.target, ack);
    this.#continue();
  }

  nack(nack: osg.v1.Nack.$Properties): void {
    const flight = this.#answered(nack.nonce ?? 0, nack.revision ?? 0, 'nack');
    if (flight === undefined) return;
    if (flight.delta && !OF_THE_VIEW.has(nack.code ?? 0)) {
      this.#base = undefined;
      this.#send(this.#next ?? flight.target, false);
      this.#next = undefined;
      return;
    }
    this.#events.refused(flight.target, nack);
    this.#continue();
  }

  #answered(nonce: number, revision: number, kind: string): Flight | undefined {
    const flight = this.#flight;
    if (flight === undefined || flight.nonce !== nonce || flight.target.revision !== revision) {
      this.#events.ignored?.(
        `${kind} of nonce ${nonce}, revision ${revision}: in flight is ${flight?.nonce ?? 'nothing'}`,
      );
      return undefined;
    }
    this.#flight = undefined;
    return flight;
  }

  #continue(): void {
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.#send(next, true);
  }

  #send(target: Target, deltaAllowed: boolean): void {
    const base = deltaAllowed ? this.#base : undefined;
    const nonce = ++this.#nonce;
    const { epoch, revision, version, digest, explicitEmpty } = target;
    const sent = target.view.trial === undefined ? {} : { sentUnixMs: this.#now() };
    const common = { epoch, revision, version, source: sourceMessage(target.source), ...sent };
    const final = { digest, explicitEmpty };
    const change = base && changeTo(target, base.view);
    const delta = change !== undefined && !isLong(change) ? encodeChange(change, this.#encoder) : undefined;
    const flight = { nonce, target, delta: delta !== undefined };
    this.#flight = flight;
    if (base !== undefined && delta !== undefined) {
      const onto = { baseRevision: base.revision, baseVersion: base.version };
      this.#stream.write({ nonce, delta: { ...common, ...final, ...onto, ...delta } });
      return;
    }
    this.#slices.begin(this.#snapshot(flight, common, final));
  }

  /** Part by part, as the node reads them; until it has answered, or is gone. */
  *#snapshot(flight: Flight, common: osg.v1.SnapshotChunk.$Properties, final: osg.v1.SnapshotChunk.$Properties): Paced {
    const { nonce } = flight;
    const { view } = flight.target;
    try {
      const counting = countParts(view);
      let counted = counting.next();
      for (; counted.done !== true; counted = counting.next()) {
        yield;
        if (this.#flight !== flight) return;
      }
      const count = counted.value;
      let index = 0;
      for (const part of viewParts(view, undefined, count <= MOST_SHARED ? this.#encoder : ANEW)) {
        const last = index === count - 1;
        this.#stream.write({ nonce, snapshot: { ...common, index, count, part, ...(last && final) } });
        if (last) return;
        index++;
        yield this.#stream.room();
        if (this.#flight !== flight) return;
      }
    } catch (error) {
      this.#events.failed(error);
    }
  }
}

/** Parts of a view whose encoded objects are kept for other nodes: what is kept of a longer one takes too much. */
const MOST_SHARED = 16;

/** The change that was made, where it leads from that very view. */
const changeTo = ({ view, made }: Target, from: HeldView): ViewChange =>
  made?.from === from ? made.change : viewChangeBetween(from, view);

/** A delta is one message, and gRPC refuses those over 4 MiB: what may come near goes as a snapshot, in chunks. */
const MOST_ITEMS = 5_000;

function isLong({ endpoints, policies, sets, services, serviceAddresses }: ViewChange): boolean {
  let items = endpoints.put.length;
  for (const { rules } of policies.put) items += rules.length + 1;
  for (const { rules } of policies.changed) for (const { put } of rules) items += put.length;
  for (const { prefixes } of sets.put) items += 1 + prefixes.length / 20;
  for (const { added, removed } of sets.changed) items += (added.length + removed.length) / 20;
  for (const { ports } of services.put) for (const port of ports) items += 1 + port.endpoints.length / 5;
  for (const { ports } of services.changed)
    for (const { put, removed } of ports) items += (put.length + removed.length) / 5;
  items += (serviceAddresses.added.length + serviceAddresses.removed.length) / 20;
  return items > MOST_ITEMS;
}

export const sourceMessage = (source: SourceVersion): osg.v1.SourceVersion.$Properties => ({ ...source });
