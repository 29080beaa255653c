/** The node's own addresses: those of its network namespace, kept in the kernel as rtnetlink tells. */
import {
  BpfError,
  type BpfMap,
  entries,
  type LinkWatcher,
  listAddresses,
  type Netns,
  watchAddresses,
} from '../ebpf/binding.js';
import { setUint } from '../ebpf/struct.js';
import { OsgNodeAddress, OsgNodeLimits } from '../gen/abi.js';

const { fields, size } = OsgNodeAddress;
const PRESENT = Buffer.alloc(4, 1);

export interface NodeAddressesOptions {
  /** `osg_node_addresses`, asked for anew each time. */
  readonly map: () => BpfMap;
  readonly netns: Netns | undefined;
  /** The namespace cannot be listened to: the set is looked over by `repair` alone. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export class NodeAddresses {
  readonly #options: NodeAddressesOptions;
  #watcher: LinkWatcher | undefined;
  /** What we wrote last: hexadecimal keys. */
  #written: ReadonlySet<string> = new Set();
  /** The map's keys as they were when all was right; undefined: the namespace has changed since. */
  #right: Buffer | undefined;

  constructor(options: NodeAddressesOptions) {
    this.#options = options;
  }

  /** The set is right from now on. @throws {BpfError} the namespace cannot be read, or has more addresses than there is room for */
  start(): void {
    const { netns, onError } = this.#options;
    this.#watcher = watchAddresses({
      ...(netns !== undefined && { netns }),
      ...(onError !== undefined && { onError }),
      onBatch: () => {
        this.#right = undefined;
        this.repair();
      },
    });
    this.#watcher.setRef(false);
    this.repair();
  }

  /** Makes the set what the namespace holds now. @returns how many addresses a foreign hand added or took away */
  repair(): number {
    if (this.#watcher === undefined || this.#watcher.closed) return 0;
    const map = this.#options.map();
    // As on a node at rest: nobody lists hundreds of addresses every two seconds.
    const now = this.#right && keysOf(map);
    if (now !== undefined && this.#right?.equals(now)) return 0;
    const held = new Map(listAddresses(this.#options.netns).map(keyOf));
    const written = new Set(this.#written);
    const stale: Buffer[] = [];
    const missing = new Map(held);
    let foreign = 0;
    for (const { key } of entries(map)) {
      const text = key.toString('hex');
      if (!written.delete(text)) foreign++;
      if (!missing.delete(text)) stale.push(Buffer.from(key));
    }
    foreign += written.size;
    for (const key of stale) map.delete(key);
    try {
      for (const key of missing.values()) map.update(key, PRESENT);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'E2BIG') throw error;
      throw new BpfError(`the node has more than ${OsgNodeLimits.ADDRESSES} addresses`, {
        code: error.code,
        operation: 'node addresses',
        cause: error,
      });
    }
    const first = this.#written.size === 0;
    this.#written = new Set(held.keys());
    const right = keysOf(map);
    this.#right = right && Buffer.from(right);
    return first ? 0 : foreign;
  }

  close(): void {
    this.#watcher?.close();
  }
}

/** Of nodes with more addresses everything is looked at each time. */
const FEW = 1024;
const keys = Buffer.alloc(FEW * size);
const values = Buffer.alloc(FEW * PRESENT.length);

/** All of them, in the map's own order, if they are few: the same as long as nothing is changed. It holds until the next call. */
function keysOf(map: BpfMap): Buffer | undefined {
  try {
    const { count, cursor } = map.lookupBatch(undefined, keys, values);
    return cursor === undefined ? keys.subarray(0, count * size) : undefined;
  } catch (error) {
    // A bucket that holds more.
    if (!(error instanceof BpfError) || error.code !== 'ENOSPC') throw error;
    return undefined;
  }
}

/** struct osg_node_address, as text too. */
function keyOf({ family, address }: { readonly family: 4 | 6; readonly address: Buffer }): readonly [string, Buffer] {
  const key = Buffer.alloc(size);
  for (let word = 0; word < address.length / 4; word++)
    key.writeUInt32LE(address.readUInt32BE(4 * word), fields.address.offset + 4 * word);
  setUint(key, fields.family, family);
  return [key.toString('hex'), key];
}
