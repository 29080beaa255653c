/** The controller's side of one stream as a state machine: at most one revision is in flight (docs/protocol.md). */
import type { osg } from '../gen/proto.js';
import type { NodeView } from '../policy/view.js';
import { splitView } from './chunks.js';
import { diffViews } from './delta.js';
import type { RevisedView, SourceVersion } from './receiver.js';

/** What a node shall have. */
export interface Target extends RevisedView {
  /** The node is known and has no workloads; without it, an empty view is not sent. */
  readonly explicitEmpty: boolean;
}

/** What the agent holds, as far as the controller can build on it. */
export interface Base {
  readonly revision: number;
  readonly epoch: number;
  readonly view: NodeView;
}

export interface SessionEvents {
  acked(target: Target, ack: osg.v1.Ack.$Properties): void;
  refused(target: Target, nack: osg.v1.Nack.$Properties): void;
  /** An answer that fits nothing in flight. */
  ignored?(why: string): void;
}

interface Flight {
  readonly nonce: number;
  readonly target: Target;
  readonly delta: boolean;
}

export class NodeSession {
  readonly #write: (message: osg.v1.ControllerMessage.$Properties) => void;
  readonly #events: SessionEvents;
  #base: Base | undefined;
  #nonce = 0;
  #flight: Flight | undefined;
  #next: Target | undefined;

  constructor(
    write: (message: osg.v1.ControllerMessage.$Properties) => void,
    base: Base | undefined,
    events: SessionEvents,
  ) {
    this.#write = write;
    this.#base = base;
    this.#events = events;
  }

  /** The target that was sent and not answered yet. */
  get inFlight(): Target | undefined {
    return this.#flight?.target;
  }

  /** The node shall have this; while another one is in flight, the last offer waits and earlier ones are forgotten. */
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
    if (flight.delta && (nack.code === 'STALE_BASE' || nack.code === 'DIGEST')) {
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
    this.#flight = { nonce, target, delta: base !== undefined };
    const common = { epoch: target.epoch, revision: target.revision, source: sourceMessage(target.source) };
    const final = { digest: target.digest, explicitEmpty: target.explicitEmpty };
    if (base !== undefined) {
      this.#write({
        nonce,
        delta: { ...common, ...final, baseRevision: base.revision, ...diffViews(base.view, target.view) },
      });
      return;
    }
    const parts = splitView(target.view);
    parts.forEach((part, index) => {
      this.#write({
        nonce,
        snapshot: { ...common, index, count: parts.length, part, ...(index === parts.length - 1 && final) },
      });
    });
  }
}

export const sourceMessage = (source: SourceVersion): osg.v1.SourceVersion.$Properties => ({ ...source });
