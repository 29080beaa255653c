/** By the inventory's hint: the interface's name on the node, or the workload's network namespace. */
import { existsSync } from 'node:fs';
import type { Interface } from '../../datapath/datapath.js';
import {
  BpfError,
  type LinkInterface,
  type LinkWatcher,
  listInterfaces,
  type Netns,
  watchInterfaces,
} from '../../ebpf/binding.js';
import type { ViewEndpoint } from '../../policy/view.js';
import type { EndpointLocator, Found } from './locator.js';

export class HintLocator implements EndpointLocator {
  readonly #netns: Netns | undefined;
  readonly #watcher: LinkWatcher;
  #links: ReadonlyMap<string, LinkInterface> | undefined;

  #changed: (links: readonly LinkInterface[]) => void = () => undefined;

  /** @param onError the namespace cannot be watched any more */
  constructor(netns: Netns | undefined, onError: (error: unknown) => void) {
    this.#netns = netns;
    this.#watcher = watchInterfaces({
      ...(netns !== undefined && { netns }),
      onBatch: (changes) => {
        this.#links = undefined;
        this.#changed(changes.filter(({ event }) => event === 'new'));
      },
      onError,
    });
  }

  onChange(changed: (links: readonly LinkInterface[]) => void): void {
    this.#changed = changed;
  }

  /** By name; read again only after a change. */
  get links(): ReadonlyMap<string, LinkInterface> {
    this.#links ??= new Map(listInterfaces(this.#netns).map((link) => [link.name, link]));
    return this.#links;
  }

  has(ifindex: number): boolean {
    for (const link of this.links.values()) if (link.ifindex === ifindex) return true;
    return false;
  }

  find({ attach }: ViewEndpoint): Found {
    const mac = attach.mac === undefined ? undefined : macBytes(attach.mac);
    if (attach.mac !== undefined && mac === undefined)
      return { kind: 'failed', detail: `${attach.mac} is no MAC address` };
    if (attach.interface !== undefined) {
      const link = this.links.get(attach.interface);
      if (link === undefined) return { kind: 'waiting', detail: `no interface ${attach.interface}` };
      return {
        kind: 'found',
        name: link.name,
        interface: interfaceOf(link, mac),
      };
    }
    if (attach.netns !== undefined) return this.#behind(attach.netns, mac);
    return { kind: 'failed', detail: 'the inventory names neither interface nor network namespace' };
  }

  /** The host side of `eth0` in a workload's namespace. */
  #behind(path: string, mac: Uint8Array | undefined): Found {
    if (!existsSync(path)) return { kind: 'waiting', detail: `no network namespace ${path}` };
    let inside: readonly LinkInterface[];
    try {
      inside = listInterfaces(path);
    } catch (error) {
      if (error instanceof BpfError && (error.code === 'ENOENT' || error.code === 'EINVAL'))
        return { kind: 'waiting', detail: `${path}: ${error.message}` };
      throw error;
    }
    const own = inside.find((link) => link.name === 'eth0');
    if (own?.peerIfindex === undefined) return { kind: 'waiting', detail: `no eth0 with a host side in ${path}` };
    const host = [...this.links.values()].find((link) => link.ifindex === own.peerIfindex && link.kind === own.kind);
    if (host === undefined)
      return { kind: 'waiting', detail: `interface ${own.peerIfindex} is not in the node's namespace` };
    const seen = mac ?? (own.mac === undefined ? undefined : macBytes(own.mac));
    return {
      kind: 'found',
      name: host.name,
      interface: interfaceOf(host, seen),
    };
  }

  close(): void {
    this.#watcher.close();
  }
}

function interfaceOf({ ifindex, peerNetnsId }: LinkInterface, mac: Uint8Array | undefined): Interface {
  return { ifindex, ...(mac !== undefined && { mac }), ...(peerNetnsId !== undefined && { netnsId: peerNetnsId }) };
}

function macBytes(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16));
}
