/**
 * What nodes say of their own pods before the cluster does. A container runtime knows a pod's address when it makes the
 * interface; the API shows it a second or two later, when the pod runs already. Until then it is inventory by the node's word.
 *
 * A node's word counts for little: only for pods that the cluster bound to that node (or does not name yet: kept until it does),
 * only until the cluster gives addresses of its own, for five minutes at most, for so many pods, and never for an address that
 * the cluster says is somebody's elsewhere. A node that lies can say of its own pods' addresses what it could send from anyhow.
 */

import type { osg } from '../gen/proto.js';
import { addressFromBytes } from '../net/address.js';
import type { Address } from '../net/types.js';
import type { Clock } from '../part/clock.js';
import type { NodeInfo, ServiceInfo, Workload } from '../policy/model.js';
import type { Batch, Source, SourceEvents, SourceObject } from './source.js';

type Pod = osg.v1.PodAnnouncement.$Properties;

interface Claim {
  readonly node: string;
  readonly uid: string;
  /** `<namespace>/<name>` */
  readonly id: string;
  readonly addresses: readonly Address[];
  /** By the monotonic clock, ms. */
  readonly until: number;
}

const LIVES_MS = 5 * 60_000;
const MOST_CLAIMS = 1024;
const MOST_ADDRESSES = 8;
const MOST_A_MINUTE = 2_000;

export interface AnnouncedEvents {
  /** Not believed: told once a minute for each node. */
  refused(node: string, why: string): void;
}

const textOf = ({ family, value }: Address): string => `${family}/${value}`;

export class AnnouncedPods implements Source {
  readonly origin = 'cluster';
  readonly #inner: Source;
  readonly #clock: Clock;
  readonly #events: AnnouncedEvents;
  #sink: SourceEvents | undefined;
  /** Objects with addresses, as the cluster says them. */
  readonly #said = new Map<string, SourceObject>();
  /** Keys of the cluster's objects that have an address. */
  readonly #owners = new Map<string, Set<string>>();
  /** Keys of workloads, by id. */
  readonly #keys = new Map<string, string>();
  /** By UID. */
  readonly #claims = new Map<string, Claim>();
  /** UIDs, by address. */
  readonly #claimed = new Map<string, string>();
  readonly #nodes = new Map<string, { claims: number; asked: number; since: number; told: number }>();
  #version: Batch['version'] = { id: '', author: '', subject: '', timeUnixUs: 0 };
  #expiry: NodeJS.Timeout | undefined;

  constructor(inner: Source, clock: Clock, events: AnnouncedEvents) {
    this.#inner = inner;
    this.#clock = clock;
    this.#events = events;
  }

  async start(events: SourceEvents): Promise<void> {
    this.#sink = events;
    this.#expiry = setInterval(() => this.expire(), 10_000).unref();
    await this.#inner.start({ ...events, changed: (batch) => events.changed(this.#taken(batch)) });
  }

  close(): void {
    this.#sink = undefined;
    clearInterval(this.#expiry);
    this.#inner.close();
  }

  /** Claims that stand. */
  get size(): number {
    return this.#claims.size;
  }

  /** A node, known by its certificate, says this of its pods. */
  announce(name: string, pods: readonly Pod[]): void {
    const node = this.#node(name);
    const touched = new Set<string>();
    for (const pod of pods) {
      const why = this.#limit(node) ?? this.#take(name, pod, touched);
      if (why === undefined) continue;
      const now = this.#clock.monotonic();
      if (now - node.told < 60_000) continue;
      node.told = now;
      this.#events.refused(name, why);
    }
    this.#say(touched, `node ${name}`);
  }

  #node(name: string) {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      node = { claims: 0, asked: 0, since: this.#clock.monotonic(), told: Number.NEGATIVE_INFINITY };
      this.#nodes.set(name, node);
    }
    return node;
  }

  #limit(node: { asked: number; since: number }): string | undefined {
    const now = this.#clock.monotonic();
    if (now - node.since > 60_000) Object.assign(node, { asked: 0, since: now });
    node.asked += 1;
    return node.asked > MOST_A_MINUTE ? `more than ${MOST_A_MINUTE} announcements a minute` : undefined;
  }

  /** @param touched keys of what means something else now @returns why it is not believed */
  #take(node: string, { uid, namespace, name, addresses: raw = [] }: Pod, touched: Set<string>): string | undefined {
    if (!uid || !namespace || !name) return 'a pod without uid, namespace or name';
    const id = `${namespace}/${name}`;
    const before = this.#claims.get(uid);
    if (before !== undefined && before.node !== node) return `${id} is another node's (${before.node}) by its own word`;
    if (raw === null || raw.length === 0) {
      this.#end(uid, touched);
      return undefined;
    }
    if (raw.length > MOST_ADDRESSES) return `${id} has ${raw.length} addresses, ${MOST_ADDRESSES} at most are believed`;
    const key = this.#keys.get(id);
    const workload = this.#workload(key);
    if (workload !== undefined && workload.attach?.uid === uid && workload.node !== '' && workload.node !== node)
      return `${id} is bound to ${workload.node}`;
    const addresses: Address[] = [];
    for (const bytes of raw) {
      const address = usable(bytes);
      if (address === undefined) return `${id} has what is no address of a pod`;
      const other = this.#elsewhere(node, uid, address);
      if (other !== undefined) return `${id}: an address of it is that of ${other}`;
      addresses.push(address);
    }
    if (before === undefined && this.#node(node).claims >= MOST_CLAIMS) return `more than ${MOST_CLAIMS} pods at once`;
    this.#end(uid, touched);
    for (const address of addresses) {
      const other = this.#claimed.get(textOf(address));
      // The same node gave it to a new pod: the old one has it no more.
      if (other !== undefined) this.#end(other, touched);
      this.#claimed.set(textOf(address), uid);
      for (const owner of this.#owners.get(textOf(address)) ?? []) touched.add(owner);
    }
    this.#claims.set(uid, { node, uid, id, addresses, until: this.#clock.monotonic() + LIVES_MS });
    this.#node(node).claims += 1;
    if (key !== undefined) touched.add(key);
    return undefined;
  }

  /** Whose it is, if not this node's to give. */
  #elsewhere(node: string, uid: string, address: Address): string | undefined {
    const claim = this.#claims.get(this.#claimed.get(textOf(address)) ?? '');
    if (claim !== undefined && claim.node !== node) return claim.id;
    for (const key of this.#owners.get(textOf(address)) ?? []) {
      const workload = this.#workload(key);
      if (workload === undefined) return key;
      if (workload.ended || workload.attach?.uid === uid) continue;
      if (workload.hostNetwork || workload.node !== node) return workload.id;
    }
    return undefined;
  }

  #end(uid: string, touched: Set<string>): void {
    const claim = this.#claims.get(uid);
    if (claim === undefined) return;
    this.#claims.delete(uid);
    const node = this.#node(claim.node);
    node.claims -= 1;
    for (const address of claim.addresses) {
      if (this.#claimed.get(textOf(address)) === uid) this.#claimed.delete(textOf(address));
      for (const owner of this.#owners.get(textOf(address)) ?? []) touched.add(owner);
    }
    const key = this.#keys.get(claim.id);
    if (key !== undefined) touched.add(key);
  }

  /** Ends what nobody has confirmed in time; by itself every 10 s. */
  expire(): void {
    const now = this.#clock.monotonic();
    const touched = new Set<string>();
    for (const { uid, until } of this.#claims.values()) if (until <= now) this.#end(uid, touched);
    for (const [name, { claims, since }] of this.#nodes)
      if (claims === 0 && now - since > LIVES_MS) this.#nodes.delete(name);
    this.#say(touched, 'time');
  }

  #say(touched: ReadonlySet<string>, who: string): void {
    const upserts = [...touched].flatMap((key) => {
      const object = this.#said.get(key);
      return object === undefined ? [] : [this.#with(object)];
    });
    if (upserts.length === 0) return;
    const version = { ...this.#version, timeUnixUs: Math.round(this.#clock.now() * 1000) };
    this.#sink?.changed({ upserts, deletes: [], admission: 'each', version, who });
  }

  /** What the cluster says, with what nodes said of it. */
  #taken(batch: Batch): Batch {
    this.#version = batch.version;
    const touched = new Set<string>();
    for (const key of batch.deletes) this.#forget(key, touched);
    for (const object of batch.upserts) {
      this.#forget(object.key, touched, object);
      this.#remember(object);
    }
    const own = new Set(batch.upserts.map(({ key }) => key));
    const gone = new Set(batch.deletes);
    const others = [...touched].flatMap((key) => (own.has(key) || gone.has(key) ? [] : (this.#said.get(key) ?? [])));
    return { ...batch, upserts: [...batch.upserts, ...others].map((object) => this.#with(object)) };
  }

  /** @param next what it is now; undefined: it is gone, and with it what a node said of that pod */
  #forget(key: string, touched: Set<string>, next?: SourceObject): void {
    const before = this.#said.get(key);
    if (before === undefined) return;
    this.#said.delete(key);
    for (const address of addressesOf(before)) {
      const owners = this.#owners.get(textOf(address));
      owners?.delete(key);
      if (owners?.size === 0) this.#owners.delete(textOf(address));
    }
    if (before.list !== 'workloads') return;
    for (const { id, attach } of before.items as readonly Workload[]) {
      if (this.#keys.get(id) === key) this.#keys.delete(id);
      const now = (next?.items as readonly Workload[] | undefined)?.find((item) => item.attach?.uid === attach?.uid);
      if (attach?.uid !== undefined && (now === undefined || now.ended)) this.#end(attach.uid, touched);
    }
  }

  #remember(object: SourceObject): void {
    const addresses = addressesOf(object);
    if (object.list !== 'workloads' && addresses.length === 0) return;
    this.#said.set(object.key, object);
    for (const address of addresses) {
      const owners = this.#owners.get(textOf(address));
      if (owners === undefined) this.#owners.set(textOf(address), new Set([object.key]));
      else owners.add(object.key);
    }
    if (object.list === 'workloads')
      for (const { id } of object.items as readonly Workload[]) this.#keys.set(id, object.key);
  }

  #workload(key: string | undefined): Workload | undefined {
    const object = key === undefined ? undefined : this.#said.get(key);
    return object?.list === 'workloads' ? (object.items[0] as Workload | undefined) : undefined;
  }

  #with(object: SourceObject): SourceObject {
    if (object.list !== 'workloads' || this.#claims.size === 0) return object;
    const items = (object.items as readonly Workload[]).map((workload) => this.#withClaim(workload));
    return items.every((item, i) => item === object.items[i]) ? object : { ...object, items };
  }

  #withClaim(workload: Workload): Workload {
    const { attach, node, id, addresses } = workload;
    if (workload.hostNetwork || workload.ended) return workload;
    const claim = this.#claims.get(attach?.uid ?? '');
    if (claim !== undefined && claim.node === node && claim.id === id)
      return addresses.length > 0 ? workload : { ...workload, addresses: claim.addresses };
    // Its address is another pod's on the same node by now; its object has not followed yet.
    const left = addresses.filter((address) => {
      const other = this.#claims.get(this.#claimed.get(textOf(address)) ?? '');
      return other === undefined || other.node !== node || other.uid === attach?.uid;
    });
    return left.length === addresses.length ? workload : { ...workload, addresses: left };
  }
}

function addressesOf({ list, items }: SourceObject): readonly Address[] {
  if (list !== 'workloads' && list !== 'nodes' && list !== 'services') return [];
  return (items as readonly (Workload | NodeInfo | ServiceInfo)[]).flatMap(({ addresses }) => addresses);
}

/** Unspecified, loopback, link-local, multicast and broadcast are no pod's. */
function usable(bytes: Uint8Array): Address | undefined {
  if (bytes.length === 4) {
    const [first = 0, second = 0] = bytes;
    if (first === 0 || first === 127 || first >= 224 || (first === 169 && second === 254)) return undefined;
  } else if (bytes.length === 16) {
    const [first = 0, second = 0] = bytes;
    // ::/8 has the unspecified, loopback and mapped ones.
    if (first === 0 || first === 0xff || (first === 0xfe && (second & 0xc0) === 0x80)) return undefined;
  } else return undefined;
  return addressFromBytes(bytes);
}
