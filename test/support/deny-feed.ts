/** The deny path of a real kernel, driven by bpf/prog/deny_feed.bpf.c: packets that are made up, counted by their maker. */
import { fileURLToPath } from 'node:url';
import { type BpfMap, BpfObject, type BpfProgram, readRing } from '../../src/ebpf/binding.js';
import { DenyNames, type DenyRecord } from '../../src/flows/index.js';
import type { DenyKernelParts } from '../../src/flows/kernel.js';

const PACKET = new Uint8Array(64);
const ZERO = Buffer.alloc(4);
const FEED_SIZE = 64;

export interface FeedOptions {
  /** Distinct peers for each endpoint. */
  readonly flows: number;
  readonly firstEndpoint?: number;
  readonly endpoints?: number;
  /** 0: both in turn. */
  readonly family?: 0 | 4 | 6;
  readonly wouldDeny?: boolean;
}

export interface FeedSums {
  readonly runs: number;
  readonly packets: number;
  readonly bytes: number;
  readonly checksum: bigint;
}

export const FEED = { slot: 7, revision: 3, generation: 1 } as const;

export class DenyFeed {
  readonly parts: DenyKernelParts;
  readonly maps: {
    readonly events: BpfMap;
    readonly flows: BpfMap;
    readonly endpoints: BpfMap;
    readonly control: BpfMap;
    readonly feed: BpfMap;
  };
  readonly program: BpfProgram;
  readonly #sweep: BpfProgram;

  /** `flowTable`: another size of the signature table. */
  constructor(options: { readonly ringBytes?: number; readonly flowTable?: number } = {}) {
    const path = fileURLToPath(new URL('../../bpf/build/deny_feed.bpf.o', import.meta.url));
    const maps = {
      ...(options.ringBytes === undefined ? {} : { osg_events: { maxEntries: options.ringBytes } }),
      ...(options.flowTable === undefined ? {} : { osg_deny_flows: { maxEntries: options.flowTable } }),
    };
    const object = BpfObject.open(path, { maps });
    object.load();
    this.maps = {
      events: object.map('osg_events'),
      flows: object.map('osg_deny_flows'),
      endpoints: object.map('osg_deny_eps'),
      control: object.map('osg_deny_ctl'),
      feed: object.map('osg_feed'),
    };
    this.program = object.program('osg_deny_feed');
    this.#sweep = object.program('osg_deny_sweep');
    object.close();
    this.parts = {
      endpoints: this.maps.endpoints,
      control: this.maps.control,
      sweep: this.#sweep,
      openReader: (onBatch, onError) => readRing(this.maps.events, { onBatch, onError }),
    };
  }

  get sweepId(): number {
    return this.#sweep.info.id;
  }

  /** Identity of these maps, as the agent makes it. */
  get epoch(): string {
    return `test:${this.maps.endpoints.info.id}`;
  }

  /** Makes `packets` runs, in one call to the kernel. Sums go on. */
  send(packets: number, options: FeedOptions): void {
    this.prepare(options);
    this.program.testRun({ data: PACKET, repeat: packets });
  }

  /** What the next runs of the program make. */
  prepare(options: FeedOptions): void {
    const value = this.maps.feed.lookup(ZERO) ?? Buffer.alloc(FEED_SIZE);
    value.writeBigUInt64LE(BigInt(options.flows), 8);
    value.writeUInt32LE(options.firstEndpoint ?? 1, 16);
    value.writeUInt32LE(options.endpoints ?? 1, 20);
    value.writeUInt32LE(options.family ?? 0, 24);
    value.writeUInt32LE(options.wouldDeny ? 1 : 0, 28);
    if (value.readBigUInt64LE(32) === 0n) value.writeBigUInt64LE(BigInt(Date.now()) * 1_000_000n, 32);
    this.maps.feed.update(ZERO, value);
  }

  sums(): FeedSums {
    const value = this.maps.feed.lookup(ZERO) as Buffer;
    return {
      runs: Number(value.readBigUInt64LE(0)),
      packets: Number(value.readBigUInt64LE(40)),
      bytes: Number(value.readBigUInt64LE(48)),
      checksum: value.readBigUInt64LE(56),
    };
  }

  close(): void {
    for (const map of Object.values(this.maps)) map.close();
    this.program.close();
    this.#sweep.close();
  }
}

/** The checksum of one record, as bpf/prog/deny_feed.bpf.c makes it of the packet. */
export function sumOf(r: DenyRecord): number {
  return (
    words(r.source) +
    words(r.destination) +
    r.sourcePort +
    r.destinationPort +
    (r.source.length === 4 ? 4 : 6) +
    r.protocol +
    r.tcpFlags +
    r.packets +
    r.bytes +
    r.endpoint +
    r.direction +
    r.verdict +
    r.slot +
    r.revision +
    r.generation +
    r.reason +
    (r.firstSeenUs % 1_000_000_000)
  );
}

/** Without a view or a slice: it runs for every record of a benchmark. */
function words(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    sum +=
      (bytes[at] as number) * 16_777_216 +
      (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  }
  return sum;
}

/** Names for the feed's endpoints 1..count and its one slot. */
export function feedNames(count: number): DenyNames {
  const names = new DenyNames();
  for (let index = 1; index <= count; index++) {
    names.addEndpoint({
      index,
      generation: FEED.generation,
      id: `shop/pod-${index}`,
      namespace: 'shop',
      name: `pod-${index}`,
    });
  }
  const slots = [];
  slots[FEED.slot] = { kind: 'default', isolatedBy: ['SecurityGroup/shop/web'] } as const;
  names.addRevision({ revision: FEED.revision, sourceVersion: 'abc123', slots });
  return names;
}
