/** What a CNI result (https://www.cni.dev/docs/spec/, 0.3.0 to 1.1.0) and the runtime's arguments say of a pod's interface. Pure. */
import { z } from 'zod';
import { parseAddress } from '../../net/address.js';
import type { Address } from '../../net/types.js';

export const cniResult = z.looseObject({
  cniVersion: z.string().optional(),
  interfaces: z
    .array(z.looseObject({ name: z.string(), mac: z.string().optional(), sandbox: z.string().optional() }))
    .optional(),
  ips: z.array(z.looseObject({ address: z.string(), interface: z.int().optional() })).optional(),
});
export type CniResult = z.infer<typeof cniResult>;

export interface Made {
  /** Interfaces on the node's side; a bridge may be among them. */
  readonly hosts: readonly { readonly name: string; readonly mac?: string | undefined }[];
  /** Of the pod's end. */
  readonly mac?: string;
  readonly addresses: readonly Address[];
}

/** @param ifName of the pod's end @throws NetError an address that is none */
export function madeBy({ interfaces = [], ips = [] }: CniResult, ifName: string): Made {
  const inside = interfaces.findIndex(({ name, sandbox }) => name === ifName && Boolean(sandbox));
  const own = ips.filter((ip) => inside < 0 || ip.interface === undefined || ip.interface === inside);
  const mac = interfaces[inside]?.mac;
  return {
    hosts: interfaces.filter(({ sandbox }) => !sandbox).map(({ name, mac: of }) => ({ name, mac: of })),
    ...(mac !== undefined && mac !== '' && { mac }),
    addresses: own.map(({ address }) => parseAddress(address.split('/', 1)[0] as string)),
  };
}

export interface PodName {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const DNS = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const UID = /^[-0-9a-zA-Z]{1,64}$/;

/** From `K8S_POD_NAMESPACE` and so on; undefined where they name no pod. */
export function podNamed(args: ReadonlyMap<string, string>): PodName | undefined {
  const [namespace = '', name = '', uid = ''] = ['NAMESPACE', 'NAME', 'UID'].map((key) => args.get(`K8S_POD_${key}`));
  if (!DNS.test(namespace) || !DNS.test(name) || (uid !== '' && !UID.test(uid))) return undefined;
  return { id: `${namespace}/${name}`, namespace, name, uid };
}

/** `a=1;b=2`, as in CNI_ARGS. */
export const cniArgs = (text: string): Map<string, string> =>
  new Map(
    text.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1)] as const];
    }),
  );
