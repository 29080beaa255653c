/** By the inventory's hint: the interface's name on the node, or the workload's network namespace. */
import { existsSync } from 'node:fs';
import { BpfError, type LinkInterface, listInterfaces } from '../../ebpf/binding.js';
import type { ViewEndpoint } from '../../policy/view.js';
import { interfaceOf, macBytes, type NodeLinks } from './links.js';
import type { Finder, Found } from './locator.js';

export class HintFinder implements Finder {
  constructor(private readonly links: NodeLinks) {}

  find({ attach }: ViewEndpoint): Found | undefined {
    if (attach.interface === undefined && attach.netns === undefined) return undefined;
    const mac = attach.mac === undefined ? undefined : macBytes(attach.mac);
    if (attach.mac !== undefined && mac === undefined)
      return { kind: 'failed', detail: `${attach.mac} is no MAC address` };
    if (attach.interface === undefined) return this.behind(attach.netns ?? '', 'eth0', mac);
    const link = this.links.byName.get(attach.interface);
    if (link === undefined) return { kind: 'waiting', detail: `no interface ${attach.interface}` };
    return { kind: 'found', name: link.name, interface: interfaceOf(link, mac) };
  }

  /** The host side of an interface in a workload's namespace. Needs CAP_SYS_ADMIN. */
  behind(path: string, name: string, mac: Uint8Array | undefined): Found {
    if (!existsSync(path)) return { kind: 'waiting', detail: `no network namespace ${path}` };
    let inside: readonly LinkInterface[];
    try {
      inside = listInterfaces(path);
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
      const kind = error.code === 'ENOENT' || error.code === 'EINVAL' ? 'waiting' : 'failed';
      const advice = error.code === 'EPERM' ? ' (entering a network namespace needs CAP_SYS_ADMIN)' : '';
      return { kind, detail: `${path}: ${error.message}${advice}` };
    }
    const own = inside.find((link) => link.name === name);
    if (own?.peerIfindex === undefined) return { kind: 'waiting', detail: `no ${name} with a host side in ${path}` };
    const host = this.links.byIndex.get(own.peerIfindex);
    if (host === undefined || host.kind !== own.kind)
      return { kind: 'waiting', detail: `interface ${own.peerIfindex} is not in the node's namespace` };
    const seen = mac ?? (own.mac === undefined ? undefined : macBytes(own.mac));
    return { kind: 'found', name: host.name, interface: interfaceOf(host, seen) };
  }
}
