/** Asks agents who talks to whom, over their streams. Bounded in time and in what is under way; changes nothing. */
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { RpcError } from '../rpc/error.js';

export interface EvidenceParts {
  readonly clock: Clock;
  /** False: the node is not connected. */
  ask(node: string, question: osg.v1.EvidenceQuestion.$Properties): boolean;
}

/** From the question to the next part of an answer. */
const SILENCE_MS = 10_000;
/** Of one node. */
const MAX_TALKS = 50_000;
/** Nodes that are asked at the same time by one caller. */
const AT_ONCE = 32;
/** Callers at the same time. */
const MAX_CALLERS = 4;
const MAX_NODES = 10_000;

export interface Verified {
  readonly node: string;
  readonly verified?: osg.v1.TableCheck.$Properties;
  /** Why there is none. */
  readonly error: string;
}

interface Waiting {
  readonly node: string;
  take(part: osg.v1.Evidence.$Properties): void;
}

export class Evidence {
  readonly #parts: EvidenceParts;
  readonly #waiting = new Map<number, Waiting>();
  #id = 0;
  #callers = 0;

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }

  /** A part from a node; what nobody waits for is dropped. */
  take(node: string, part: osg.v1.Evidence.$Properties): void {
    const waiting = this.#waiting.get(part.id ?? 0);
    if (waiting?.node === node) waiting.take(part);
  }

  gone(node: string): void {
    for (const waiting of [...this.#waiting.values()])
      if (waiting.node === node) waiting.take({ last: true, error: 'its connection ended' });
  }

  /**
   * Every node has a last part, if only to say why there is no answer.
   * @param write false: the caller is gone @throws RpcError BUSY, ARGUMENT
   */
  async ofNodes(
    names: readonly string[],
    write: (reply: osg.v1.NodeEvidence.$Properties) => Promise<boolean>,
  ): Promise<void> {
    if (names.length > MAX_NODES)
      throw new RpcError('ARGUMENT', 'nodes', `${names.length} nodes, at most ${MAX_NODES}`);
    if (this.#callers >= MAX_CALLERS)
      throw new RpcError('BUSY', '', `${MAX_CALLERS} such questions are under way: ask again`);
    this.#callers++;
    try {
      const left = [...new Set(names)];
      let heard = true;
      let writing = Promise.resolve(true);
      const next = async (): Promise<void> => {
        for (let node = left.shift(); node !== undefined && heard; node = left.shift())
          for await (const evidence of this.#ofNode(node)) {
            // One after the other: who waits for the reader waits once.
            writing = writing.then(async () => heard && (await write({ node, evidence })));
            heard = await writing;
            if (!heard) return;
          }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
    } finally {
      this.#callers--;
    }
  }

  /** Whether the nodes' live tables are as they should be; a node that does not say so has a reason. */
  async verify(names: readonly string[]): Promise<Verified[]> {
    const found: Verified[] = [];
    const left = [...names];
    const next = async (): Promise<void> => {
      for (let node = left.shift(); node !== undefined; node = left.shift()) {
        let error = 'its agent is of an earlier version: it does not compare';
        let verified: osg.v1.TableCheck.$Properties | undefined;
        for await (const part of this.#ofNode(node, true)) {
          if (part.error) error = part.error;
          verified ??= part.verified ?? undefined;
        }
        found.push({ node, ...(verified !== undefined && { verified }), error });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    return found;
  }

  async *#ofNode(node: string, verify = false): AsyncGenerator<osg.v1.Evidence.$Properties> {
    const id = ++this.#id;
    const parts: osg.v1.Evidence.$Properties[] = [];
    let wake = (): void => undefined;
    const take = (part: osg.v1.Evidence.$Properties): void => {
      parts.push(part);
      wake();
    };
    this.#waiting.set(id, { node, take });
    let talks = 0;
    try {
      if (!this.#parts.ask(node, { id, limit: verify ? 1 : MAX_TALKS, verify }))
        take({ last: true, error: 'it is not connected' });
      for (;;) {
        const cancel = this.#parts.clock.after(SILENCE_MS, () =>
          take({ last: true, error: `it has not answered for ${SILENCE_MS / 1000} s` }),
        );
        if (parts.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        cancel();
        for (const part of parts.splice(0)) {
          talks += part.talks?.length ?? 0;
          const over = talks > MAX_TALKS;
          yield over ? { last: true, error: `it tells of more than ${MAX_TALKS} talks` } : part;
          if (over || part.last) return;
        }
      }
    } finally {
      this.#waiting.delete(id);
    }
  }
}
