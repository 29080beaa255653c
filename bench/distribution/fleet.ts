/** A thousand agents at the protocol, in a process of their own: they take what they get at once and say so. They enforce nothing. */
import { credentials } from '@grpc/grpc-js';
import { DistributionClient } from '../../src/distribution/client.js';
import { viewDigest } from '../../src/distribution/digest.js';
import type { RevisedView } from '../../src/distribution/receiver.js';
import { spelled } from '../../src/policy/packed.js';
import type { NodeView } from '../../src/policy/view.js';
import { serve } from './child.js';

// Failed dials are part of it, and their stacks cost more than the dials.
Error.stackTraceLimit = 0;

export interface Start {
  readonly address: string;
  readonly ca: string;
  /** Certificate and key of each node. */
  readonly nodes: readonly { readonly name: string; readonly certificate: string; readonly key: string }[];
}

/** Milliseconds from the dial of each. */
export interface Started {
  readonly open: readonly number[];
  readonly held: readonly number[];
}

const now = (): number => performance.timeOrigin + performance.now();

const clients = new Map<string, DistributionClient>();
const views = new Map<string, RevisedView>();
const opened = new Map<string, number>();
/** When each took its last view, since `arm`. */
const taken = new Map<string, number>();
let dials = 0;
let lastError = 'none';
let waiting: { done(): boolean; resolve(): void }[] = [];

function look(): void {
  for (const one of waiting) if (one.done()) one.resolve();
  waiting = waiting.filter((one) => !one.done());
}

function until(done: () => boolean, timeoutMs = 180_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new Error(`${taken.size} answers, ${live()} streams after ${timeoutMs / 1000} s; last error: ${lastError}`),
        ),
      timeoutMs,
    );
    waiting.push({
      done,
      resolve: () => {
        clearTimeout(timer);
        resolve();
      },
    });
    look();
  });
}

const live = (): number => [...clients.values()].filter((client) => client.connected).length;

function agent({ address, ca }: Start, { name, certificate, key }: Start['nodes'][number]): DistributionClient {
  const client: DistributionClient = new DistributionClient({
    address,
    credentials: credentials.createSsl(Buffer.from(ca), Buffer.from(key), Buffer.from(certificate)),
    node: name,
    hello: () => {
      dials++;
      const held = views.get(name);
      return {
        hello: {
          agentVersion: 'bench',
          ...(held && {
            realisedRevision: held.revision,
            realisedEpoch: held.epoch,
            realisedVersion: held.version,
            realisedDigest: held.digest,
          }),
        },
        realised: held,
      };
    },
    connected: () => {
      opened.set(name, now());
      look();
    },
    disconnected: (error) => {
      lastError = error.message;
      look();
    },
    // They share one CPU, and a thousand handshakes of this side alone take it longer than a node waits.
    times: { dialMs: 60_000 },
    received: (received) => {
      if (received.kind === 'refused') throw received.error;
      if (received.kind !== 'view') return;
      const { revised, nonce } = received;
      views.set(name, revised);
      client.send({ ack: { nonce, revision: revised.revision, realisedUnixUs: Date.now() * 1000 } });
      taken.set(name, now());
      look();
    },
  });
  return client;
}

/** As what the view means: where it was written does not matter. */
const meaning = (view: NodeView): string =>
  viewDigest({
    ...view,
    policies: view.policies.map((policy) => ({
      ...policy,
      source: { file: '', line: 0 },
      rules: policy.rules.map((rule) => ({ ...spelled(rule), source: { file: '', line: 0 } })),
    })),
  });

serve({
  /** All dial at once; resolves when each holds its first view. */
  start: async (start: Start): Promise<Started> => {
    for (const node of start.nodes) clients.set(node.name, agent(start, node));
    const began = new Map<string, number>();
    for (const [name, client] of clients) {
      began.set(name, now());
      client.start();
    }
    await until(() => taken.size === clients.size);
    const since = (times: ReadonlyMap<string, number>): number[] =>
      [...times].map(([name, time]) => time - (began.get(name) ?? 0));
    return { open: since(opened), held: since(taken) };
  },
  arm: (): void => taken.clear(),
  /** When each took a view, Unix milliseconds; resolves when so many did. */
  answers: async (count: number): Promise<number[]> => {
    await until(() => taken.size >= count);
    return [...taken.values()];
  },
  /** Resolves when no stream is left. */
  cut: async (): Promise<void> => {
    await until(() => live() === 0);
    dials = 0;
    opened.clear();
  },
  /** When each stream was open again, Unix milliseconds. */
  back: async (): Promise<{ times: number[]; dials: number }> => {
    await until(() => live() === clients.size);
    return { times: [...opened.values()], dials };
  },
  /** Nodes that have a workload with that label. */
  concerned: (app: string): number =>
    [...views.values()].filter(({ view }) => [...view.endpoints].some((e) => e.labels['app'] === app)).length,
  meanings: (): Record<string, string> =>
    Object.fromEntries([...views].map(([name, { view }]) => [name, meaning(view.whole())])),
});
