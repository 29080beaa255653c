/** Agents at the protocol, in a process of their own: they take what they get, know what a trial is, and tell who talks to whom. */
import { DistributionClient } from '../../src/distribution/client.js';
import type { RevisedView } from '../../src/distribution/receiver.js';
import { targetOf } from '../../src/rpc/dial.js';
import { serve } from '../distribution/child.js';

export interface Start {
  readonly address: string;
  readonly nodes: readonly string[];
  /** What each answers when it is asked who talks to whom: addresses that talk to its database. */
  readonly peers: readonly string[];
  readonly port: number;
}

/** Of one node: when the word came, Unix milliseconds, and what it was. */
export interface Decided {
  readonly at: number;
  readonly id: string;
  readonly confirm: boolean;
}

const PART = 256;
const UDP = 17;
const now = (): number => performance.timeOrigin + performance.now();

const views = new Map<string, RevisedView>();
const decisions = new Map<string, Decided>();
let size = 0;
let waiting: { done(): boolean; resolve(): void }[] = [];

function look(): void {
  for (const one of waiting) if (one.done()) one.resolve();
  waiting = waiting.filter((one) => !one.done());
}

function until(what: string, done: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not ${what}: ${views.size} views, ${decisions.size} words`)),
      180_000,
    );
    const over = (): void => {
      clearTimeout(timer);
      resolve();
    };
    waiting.push({ done, resolve: over });
    look();
  });
}

function agent({ address, peers, port }: Start, node: string): DistributionClient {
  const client: DistributionClient = new DistributionClient({
    ...targetOf(address, undefined, { role: 'controller' }),
    node,
    hello: () => ({ hello: { agentVersion: 'bench', capabilities: ['trial'] }, realised: undefined }),
    received: (received) => {
      if (received.kind === 'refused') throw received.error;
      if (received.kind !== 'view') return;
      const { revised, nonce } = received;
      views.set(node, revised);
      const { revision, version } = revised;
      client.send({ ack: { nonce, revision, version, realisedUnixUs: Date.now() * 1000 } });
      look();
    },
    decided: ({ id, confirm }) => {
      decisions.set(node, { at: now(), id: id ?? '', confirm: confirm === true });
      look();
    },
    asked: ({ id }) => {
      const talks = peers.map((peer) => ({
        ...{
          endpoint: `shop/db-${node}`,
          peer,
          protocol: UDP,
          port,
          live: 1,
          lastUnixUs: Date.now() * 1000,
          packets: 9,
        },
      }));
      for (let from = 0; from < talks.length; from += PART)
        client.send({ evidence: { id, talks: talks.slice(from, from + PART), last: from + PART >= talks.length } });
    },
  });
  return client;
}

const tried = ({ view }: RevisedView): string => view.trial?.id ?? '';

serve({
  /** Resolves when each holds a view. */
  start: async (start: Start): Promise<void> => {
    size = start.nodes.length;
    for (const node of start.nodes) agent(start, node).start();
    await until('connected', () => views.size === size);
  },
  /** Resolves when each has a candidate that counts, the same one. @returns its id */
  unconfirmed: async (): Promise<string> => {
    decisions.clear();
    const all = (): string[] =>
      [...views.values()].map((one) => (one.view.trial?.mode === 'unconfirmed' ? tried(one) : ''));
    await until('unconfirmed', () => new Set(all()).size === 1 && all()[0] !== '');
    return all()[0] as string;
  },
  /** Resolves when each had a word, and has the view of before. */
  back: async (): Promise<Decided[]> => {
    await until('back', () => decisions.size === size && [...views.values()].every((one) => tried(one) === ''));
    return [...decisions.values()];
  },
  digests: (): string[] => [...views.values()].map(({ digest }) => digest),
});
