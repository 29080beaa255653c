/** The interfaces of the node's network namespace, as rtnetlink tells. */
import type { Interface } from '../../datapath/datapath.js';
import {
  type LinkInterface,
  type LinkWatcher,
  listInterfaces,
  type Netns,
  watchInterfaces,
} from '../../ebpf/binding.js';

export class NodeLinks {
  readonly #netns: Netns | undefined;
  readonly #watcher: LinkWatcher;
  #byName: ReadonlyMap<string, LinkInterface> | undefined;
  #byIndex: ReadonlyMap<number, LinkInterface> | undefined;
  #changed: (links: readonly LinkInterface[]) => void = () => undefined;

  /** @param onError the namespace cannot be watched any more */
  constructor(netns: Netns | undefined, onError: (error: unknown) => void) {
    this.#netns = netns;
    this.#watcher = watchInterfaces({
      ...(netns !== undefined && { netns }),
      onBatch: (changes) => {
        this.forget();
        this.#changed(changes.filter(({ event }) => event === 'new'));
      },
      onError,
    });
  }

  /** One listener. */
  onChange(changed: (links: readonly LinkInterface[]) => void): void {
    this.#changed = changed;
  }

  /** What is asked next is read anew: a change may be known before the kernel's message of it is read. */
  forget(): void {
    this.#byName = undefined;
    this.#byIndex = undefined;
  }

  /** Read again only after a change. @throws BpfError the namespace cannot be read */
  get byName(): ReadonlyMap<string, LinkInterface> {
    this.#byName ??= new Map(listInterfaces(this.#netns).map((link) => [link.name, link]));
    return this.#byName;
  }

  get byIndex(): ReadonlyMap<number, LinkInterface> {
    this.#byIndex ??= new Map([...this.byName.values()].map((link) => [link.ifindex, link]));
    return this.#byIndex;
  }

  close(): void {
    this.#watcher.close();
  }
}

/** @param mac of the workload's end */
export function interfaceOf({ ifindex, peerNetnsId }: LinkInterface, mac: Uint8Array | undefined): Interface {
  return { ifindex, ...(mac !== undefined && { mac }), ...(peerNetnsId !== undefined && { netnsId: peerNetnsId }) };
}

/** 6 bytes, or undefined where the text is none. */
export function macBytes(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16));
}
