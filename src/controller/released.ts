/** What is released: how the last change left it, and where that came from. */
import type { SourceVersion } from '../distribution/receiver.js';
import { NO_OVERLAY, type Overlay } from './effective.js';
import { ControllerError } from './error.js';
import type { Cause } from './operations.js';

export class Released {
  #begun = false;
  #overlay: Overlay = NO_OVERLAY;
  #moved = 0;
  #version = { id: '', author: '', subject: '', timeUnixUs: 0 } as SourceVersion;
  #seenUs = 0;

  /** Anything is. */
  get begun(): boolean {
    return this.#begun;
  }

  /** @throws ControllerError REQUEST */
  mustHaveBegun(): void {
    if (!this.#begun) throw new ControllerError('REQUEST', 'controller', 'has no valid policy yet');
  }

  /** @throws ControllerError REQUEST */
  now(): { readonly overlay: Overlay; readonly version: SourceVersion } {
    this.mustHaveBegun();
    return { overlay: this.#overlay, version: this.#version };
  }

  get overlay(): Overlay {
    return this.#overlay;
  }

  /** Nodes whose views the last change changed. */
  get moved(): number {
    return this.#moved;
  }

  /** Of the files, also where an operator changed something since. */
  get version(): SourceVersion {
    return this.#version;
  }

  /** The same, at the time of the last change, whoever made it. */
  get source(): SourceVersion {
    return { ...this.#version, timeUnixUs: this.#seenUs };
  }

  take({ overlay, moved }: { readonly overlay: Overlay; readonly moved: number }, cause: Cause, nowMs: number): void {
    this.#begun = true;
    this.#overlay = overlay;
    this.#moved = moved;
    this.#version = cause.version;
    // What an operator does is seen now, whenever the files were.
    this.#seenUs = cause.kind === 'source' ? cause.version.timeUnixUs : nowMs * 1000;
  }
}
