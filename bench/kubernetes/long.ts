/**
 * 100 pod changes a second for minutes: what grows? Pods come and go with other names, uids and addresses, the store is full from the
 * start (as after days), agents and a collector follow, and one asks why now and then.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openReading } from '../../src/sqlite/database.js';
import { kubeconfigOf } from '../../test/support/kubernetes-server.js';
import { folderWith } from '../../test/support/shop-files.js';
import { certificates } from '../distribution/certificates.js';
import { Child, type Usage } from '../distribution/child.js';
import type { Start, Started } from '../distribution/fleet.js';
import type { Size } from './cluster.js';
import type { CollectorStart } from './collector.js';
import { fillStore, generations } from './full.js';

const own = (name: string): URL => new URL(`${name}.ts`, import.meta.url);
const ofDistribution = (name: string): URL => new URL(`../distribution/${name}.ts`, import.meta.url);
const MiB = 1024 * 1024;
export const EVERY_MS = 10_000;
const PER_SECOND = 100;

/** MiB, but for `at` (seconds), `cpu` (% of a core, without the bench's own collections) and `changes`. */
export interface Look {
  readonly at: number;
  readonly changes: number;
  readonly cpu: number;
  readonly heap: number;
  readonly rss: number;
  readonly agents: number;
  readonly collector: number;
  readonly db: number;
  readonly wal: number;
  readonly dir: number;
  /** What both histories keep is at its bound: they have forgotten since the beginning, or began full. */
  readonly full: boolean;
}

export interface Endured {
  readonly looks: readonly Look[];
  /** After the end of it all the controller was killed and started again, while pods changed. */
  readonly killed: {
    readonly walBefore: number;
    readonly listensMs: number;
    readonly dir: number;
    readonly wal: number;
  };
}

export interface LongOptions {
  readonly size: Size;
  readonly minutes: number;
  /** The store begins empty. */
  readonly empty: boolean;
  /** Nobody asks why a packet was denied. */
  readonly unasked: boolean;
  /** How far it is. */
  readonly progress: (text: string) => void;
}

function bytesBelow(path: string): number {
  let sum = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) sum += bytesBelow(below);
    else sum += statSync(below, { throwIfNoEntry: false })?.size ?? 0;
  }
  return sum;
}

const sizeOf = (path: string): number => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / MiB;

/** Up to when the two histories have forgotten. */
function forgotten(stateDir: string): [number, number] {
  const db = openReading(join(stateDir, 'controller.db'));
  try {
    const value = (key: string): number => {
      const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
      return Number(row?.value ?? 0);
    };
    return [value('world-history-forgotten'), value('inventory-since')];
  } finally {
    db.close();
  }
}

export async function endured({ size, minutes, empty, unasked, progress }: LongOptions): Promise<Endured> {
  const folder = folderWith();
  const stateDir = join(folder.path, 'store');
  mkdirSync(stateDir);
  const names = Array.from({ length: size.nodes }, (_, i) => `n${i}`);
  const { tls, ca, agents, collector: leaf } = await certificates(folder.path, names);
  if (!empty) await fillStore(stateDir, size);
  progress('the store is filled');
  const server = new Child(own('server'));
  const fleet = new Child(ofDistribution('fleet'));
  const collector = new Child(own('collector'));
  let controller = new Child(ofDistribution('controller'));
  try {
    const kubeconfig = join(folder.path, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(await server.ask<string>('start', size)));
    const options = { kubernetes: { take: 'both', maxShrink: 0.5, kubeconfig }, stateDir, tls };
    const address = await controller.ask<string>('start', { ...options, listen: '127.0.0.1:0' });
    await fleet.ask<Started>('start', { address, ca, nodes: agents } satisfies Start);
    await collector.ask('start', { address, ca, ...leaf } satisfies CollectorStart);
    progress('agents and collector are connected');
    const since = forgotten(stateDir);
    await server.ask('roll', { size, perSecond: PER_SECOND, first: generations(size) });

    const looks: Look[] = [];
    const began = performance.now();
    let before = { ...(await controller.ask<Usage>('usage')), wallMs: began };
    for (let n = 1; n <= (minutes * 60_000) / EVERY_MS; n++) {
      await sleep(Math.max(0, began + n * EVERY_MS - performance.now()));
      const wallMs = performance.now();
      const now = await controller.ask<Usage>('usage');
      const spent = now.cpuMs - now.askingMs - (before.cpuMs - before.askingMs);
      const upTo = forgotten(stateDir);
      const look: Look = {
        at: Math.round((wallMs - began) / 1000),
        changes: await server.ask<number>('rolled'),
        cpu: (spent / (wallMs - before.wallMs)) * 100,
        heap: now.heldBytes / MiB,
        rss: now.rssBytes / MiB,
        agents: (await fleet.ask<Usage>('usage')).heldBytes / MiB,
        collector: (await collector.ask<Usage>('usage')).heldBytes / MiB,
        db: sizeOf(join(stateDir, 'controller.db')),
        wal: sizeOf(join(stateDir, 'controller.db-wal')),
        dir: bytesBelow(stateDir) / MiB,
        // Owners are forgotten every ten minutes only.
        full: upTo[0] > since[0] && (!empty || upTo[1] > since[1]),
      };
      before = { ...now, wallMs };
      looks.push(look);
      progress(
        Object.values(look)
          .map((value) => (typeof value === 'number' ? value.toFixed(1) : value))
          .join(' '),
      );
      // Not waited for: what it takes is the controller's, and a reader of its own.
      if (n % 6 === 0 && !unasked)
        void collector.ask('explain', n * 1000).catch((error: unknown) => console.error(`explain: ${String(error)}`));
    }

    const walBefore = sizeOf(join(stateDir, 'controller.db-wal'));
    controller.kill();
    await fleet.ask('cut');
    progress('killed');
    const again = performance.now();
    controller = new Child(ofDistribution('controller'));
    await controller.ask('start', { ...options, listen: address });
    const listensMs = performance.now() - again;
    await fleet.ask('back');
    await sleep(EVERY_MS);
    await server.ask('rest');
    const wal = sizeOf(join(stateDir, 'controller.db-wal'));
    return { looks, killed: { walBefore, listensMs, dir: bytesBelow(stateDir) / MiB, wal } };
  } finally {
    collector.kill();
    fleet.kill();
    controller.kill();
    server.kill();
    folder.remove();
  }
}
