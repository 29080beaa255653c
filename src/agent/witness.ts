/** Who talks to whom on this node: what the kernel tracks and has sampled, put together for whoever previews a change. */
import { setImmediate } from 'node:timers/promises';
import type { Plan } from '../compiler/plan.js';
import type { osg } from '../gen/proto.js';
import { formatAddress } from '../net/address.js';
import { isIcmp } from '../net/protocol.js';
import type { QueryPort } from './queries.js';
import type { Held } from './verify.js';

type Talk = osg.v1.Talk.$Properties;

/** Of one answer, whatever was asked for. */
const MAX_TALKS = 50_000;
/** Of one message. */
const PART = 256;
/** A verification that takes longer is waited for by nobody: a controller takes silence for no answer. */
const VERIFY_MS = 10_000;
/** Read from the kernel in one go. */
const PAGE = 2_000;

export type Questions = Pick<QueryPort, 'conntrack' | 'conversations'> & Partial<Pick<QueryPort, 'verify'>>;

export interface WitnessParts {
  readonly queries: Questions | undefined;
  /** False: nobody listens any more. */
  readonly send: (evidence: osg.v1.Evidence.$Properties) => boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export class Witness {
  readonly #queries: Questions | undefined;
  readonly #send: WitnessParts['send'];
  readonly #now: () => number;
  #busy = false;

  constructor({ queries, send, now }: WitnessParts) {
    this.#queries = queries;
    this.#send = send;
    this.#now = now;
  }

  /** One question at a time. Never throws. */
  async answer(
    { id, limit, verify }: osg.v1.EvidenceQuestion.$Properties,
    held: () => Held | undefined,
  ): Promise<void> {
    const refuse = (error: string): void => void this.#send({ id, last: true, error });
    const plan = held()?.plan;
    if (this.#queries === undefined || plan === undefined) return refuse('nothing is enforced here');
    if (this.#busy) return refuse('another question is being answered');
    this.#busy = true;
    try {
      if (verify === true) {
        const until = this.#now() + VERIFY_MS;
        const verified = await this.#queries.verify?.(held, () => this.#now() > until);
        if (verified === undefined) return refuse('nothing is compared here');
        this.#send({ id, last: true, verified: { ...verified, differences: verified.differences.slice(0, 50) } });
        return;
      }
      const most = Math.min(limit || MAX_TALKS, MAX_TALKS);
      const talks = new Map<string, Talk>();
      const tracked = await readTracked(this.#queries, plan, talks, most);
      const sampled = await readSampled(this.#queries, plan, talks, most);
      const all = [...talks.values()];
      let from = 0;
      for (; from + PART < all.length; from += PART) {
        if (!this.#send({ id, talks: all.slice(from, from + PART) })) return;
        await setImmediate();
      }
      const truncated = !tracked || !sampled.whole;
      this.#send({ id, talks: all.slice(from), last: true, truncated, sampleRate: sampled.rate });
    } catch (error) {
      refuse((error as Error).message);
    } finally {
      this.#busy = false;
    }
  }
}

/** @returns undefined: there is no room for another */
function talkIn(talks: Map<string, Talk>, most: number, talk: Talk): Talk | undefined {
  const key = `${talk.endpoint} ${talk.egress} ${talk.peer} ${talk.protocol} ${talk.port}`;
  const known = talks.get(key);
  if (known !== undefined || talks.size >= most) return known;
  talks.set(key, talk);
  return talk;
}

/** @returns whether it was all */
async function readTracked(
  queries: Pick<QueryPort, 'conntrack'>,
  plan: Plan,
  talks: Map<string, Talk>,
  most: number,
): Promise<boolean> {
  let whole = true;
  for (let cursor = ''; ; ) {
    const { flows, next } = queries.conntrack(plan, { limit: PAGE, cursor });
    for (const { endpoint, egress, protocol, peer, ownPort, peerPort, revoked, rule } of flows) {
      if (revoked) continue;
      const port = isIcmp(protocol) ? peerPort << 8 : egress ? peerPort : ownPort;
      const talk = talkIn(talks, most, { endpoint, egress, peer, protocol, port, live: 0, rule });
      if (talk === undefined) whole = false;
      else talk.live = (talk.live ?? 0) + 1;
    }
    if (!next) return whole;
    cursor = next;
    await setImmediate();
  }
}

async function readSampled(
  queries: Pick<QueryPort, 'conversations'>,
  plan: Plan,
  talks: Map<string, Talk>,
  most: number,
): Promise<{ readonly whole: boolean; readonly rate: number }> {
  let whole = true;
  for (let cursor = ''; ; ) {
    const { conversations, next, sampleRate } = queries.conversations(plan, { limit: PAGE, cursor });
    for (const { of, direction, peer, protocol, port, by, lastMs, packets, bytes } of conversations) {
      const talk = talkIn(talks, most, {
        endpoint: of.id,
        egress: direction === 'egress',
        peer: formatAddress(peer),
        protocol,
        port,
        live: 0,
        rule: by?.kind === 'rule' ? by.rule : '',
      });
      if (talk === undefined) whole = false;
      else Object.assign(talk, { lastUnixUs: lastMs * 1000, packets, bytes });
    }
    if (!next) return { whole, rate: sampleRate };
    cursor = next;
    await setImmediate();
  }
}
