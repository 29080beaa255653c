/** Who claims which address, by the inventory as it is declared. */
import { addressBytes } from '../distribution/prefixes.js';
import type { World } from '../policy/model.js';
import { isLive } from '../policy/select.js';

export type Inventory = Pick<World, 'workloads' | 'nodes'>;

export interface Owner {
  readonly name: string;
  readonly workload: boolean;
  /** Of a workload: where it runs. */
  readonly node: string;
}

export const sameOwner = (a: Owner, b: Owner | undefined): boolean =>
  a.name === b?.name && a.workload === b.workload && a.node === b.node;

export type Claimant = Pick<World['nodes'][number], 'addresses'>;

export const hex = (address: World['nodes'][number]['addresses'][number]): string =>
  Buffer.from(addressBytes(address)).toString('hex');
export const ownerOf = ({ id, node }: World['workloads'][number]): Owner => ({
  name: id,
  workload: true,
  node: node ?? '',
});
export const nodeOwner = ({ name }: { readonly name: string }): Owner => ({
  name: `node ${name}`,
  workload: false,
  node: name,
});

/** Workloads that have not ended, then nodes; who comes first has the address. */
export function ownersIn({ workloads, nodes }: Inventory): Map<string, Owner> {
  const owners = new Map<string, Owner>();
  const put = ({ addresses }: Claimant, owner: Owner): void => {
    for (const address of addresses) {
      const key = hex(address);
      if (!owners.has(key)) owners.set(key, owner);
    }
  };
  for (const workload of workloads) if (isLive(workload)) put(workload, ownerOf(workload));
  for (const node of nodes) put(node, nodeOwner(node));
  return owners;
}
