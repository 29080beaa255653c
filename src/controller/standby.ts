/**
 * A replica that waits for the Lease: gives agents their views, and nothing else. It records nothing, writes nothing, and
 * believes no node.
 *
 * Policy is the holder's to number: views go out only while everything that this replica reads beside the inventory is exactly
 * what the holder recorded (the digest in the Lease), under the holder's numbers. Where it is not (a change that the holder has
 * not recorded yet, a rollback, an emergency), nothing goes out and agents go on with what they have. An agent that holds more
 * than that never gets it: it goes back for nobody. Inventory is as fresh as this replica's own watches.
 */
import { isOlder, type SourceVersion } from '../distribution/receiver.js';
import type { Connect, NodeConnection } from '../distribution/server.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { RpcError } from '../rpc/error.js';
import { NO_OVERLAY, type WorldOptions } from './effective.js';
import { Fleet } from './fleet.js';
import { Objects } from './objects.js';
import { Views } from './proposal.js';
import { type Recorded, recordedDigest } from './recorded.js';
import type { Batch, Source } from './source.js';

export interface StandbyParts {
  readonly sources: readonly Source[];
  readonly world: WorldOptions;
  readonly log: Log;
  readonly clock: Clock;
  /** An agent is sent on after so long, in ms, to look for the holder. */
  readonly stayMs?: number;
}

/** Without a look at the Lease for so long, nobody knows what the holder has recorded since. */
const BLIND_MS = 30_000;
/** A holder that renewed so lately is there to be found. */
const ALIVE_MS = 6_000;

export class Standby {
  readonly #parts: Required<StandbyParts>;
  readonly #objects = new Objects();
  readonly #views: Views;
  readonly #fleet: Fleet;
  /** Sources that have given their first picture. */
  readonly #read = new Set<number>();
  #version: SourceVersion = { id: '', author: '', subject: '', timeUnixUs: 0 };
  #recorded: Recorded | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #serving = false;
  #closed = false;

  constructor(parts: StandbyParts) {
    this.#parts = { stayMs: 30_000, ...parts };
    this.#views = new Views(parts.world);
    const { log, clock } = parts;
    this.#fleet = new Fleet(clock, {
      acked: () => undefined,
      refused: (node, { revision }, { reason }) => log.warn({ node, revision, reason }, 'a node refuses its view'),
      ahead: async () => 'this replica waits for the Lease and gives nothing newer',
      connected: (node, session) => log.info({ node, session }, 'node connected to a replica that waits'),
      disconnected: () => undefined,
      evidence: () => undefined,
      announced: () => undefined,
      drift: () => undefined,
    });
  }

  /** Reads its sources from now on; what they cannot read is theirs to tell, later. */
  start(): void {
    for (const [index, source] of this.#parts.sources.entries())
      void source.start({
        changed: (batch) => this.#offered(index, batch),
        failed: () => undefined,
        warned: () => undefined,
      });
  }

  get serving(): boolean {
    return this.#serving && this.#parts.clock.now() - this.#lookedAt < BLIND_MS;
  }

  /** The Lease was looked at. @param renewed its holder has renewed it since the last look */
  seen(recorded: Recorded | undefined, renewed: boolean): void {
    this.#lookedAt = this.#parts.clock.now();
    if (renewed) this.#renewedAt = this.#lookedAt;
    const { epoch, revision, digest } = this.#recorded ?? {};
    if (recorded?.epoch === epoch && recorded?.revision === revision && recorded?.digest === digest) return;
    this.#recorded = recorded;
    this.#settle(true);
  }

  /** For `distributionService`. */
  readonly connect: Connect = (hello, stream) => {
    const held = { epoch: hello.realisedEpoch ?? 0, revision: hello.realisedRevision ?? 0 };
    if (!this.serving || this.#recorded === undefined || isOlder(this.#recorded, held))
      throw new RpcError(
        'UNREACHABLE',
        'controller',
        'this replica waits for the Lease, and has nothing for this node',
      );
    const connection = this.#fleet.connect(hello, stream);
    return this.#sendOn(connection, (why) => stream.end('UNREACHABLE', why));
  };

  close(): void {
    this.#closed = true;
    this.#fleet.close();
  }

  #sendOn(connection: NodeConnection, end: (why: string) => void): NodeConnection {
    const { clock, stayMs } = this.#parts;
    let cancel = (): void => undefined;
    const later = (): void => {
      cancel = clock.after(stayMs * (0.75 + clock.random() / 2), () => {
        if (clock.now() - this.#renewedAt < ALIVE_MS) end('another replica holds the Lease: look for it');
        else later();
      });
    };
    later();
    return {
      message: (message) => connection.message(message),
      closed: () => {
        cancel();
        connection.closed();
      },
    };
  }

  #offered(source: number, batch: Batch): void {
    if (this.#closed) return;
    this.#read.add(source);
    this.#objects.offer(source, batch);
    this.#version = batch.version;
    this.#settle();
  }

  #settle(renumbered = false): void {
    const { sources, world, log } = this.#parts;
    const { digest = '' } = this.#recorded ?? {};
    const before = this.#serving;
    this.#serving =
      digest !== '' && this.#read.size === sources.length && recordedDigest(this.#objects.digest, world) === digest;
    const pending = [...this.#objects.pending];
    const keys = this.#serving ? pending : pending.filter((key) => !this.#objects.declares(key));
    const proposal = this.#views.propose(this.#objects.changeOf(keys), NO_OVERLAY);
    this.#views.keep(proposal);
    this.#objects.admit(keys, proposal.declared);
    if (before !== this.#serving) log.info({ serving: this.#serving }, 'a replica that waits serves agents, or not');
    if (!this.#serving) return;
    if (proposal.resolved.gone.length > 0 || !before) this.#fleet.retain(new Set(this.#views.names));
    for (const node of before && !renumbered ? proposal.views.keys() : this.#views.names) this.#target(node);
  }

  #target(node: string): void {
    const desired = this.#views.get(node);
    if (desired === undefined || this.#recorded === undefined) return;
    const { epoch, revision } = this.#recorded;
    const now = this.#fleet.target(node);
    if (now?.digest === desired.digest && now.epoch === epoch && now.revision === revision) return;
    const explicitEmpty = this.#views.effective.hasNode(node);
    this.#fleet.set(node, { ...desired, epoch, revision, source: this.#version, explicitEmpty });
  }
}
