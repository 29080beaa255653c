/** What is asked for in bursts, by all nodes when they connect and by one that tries again, and is as large as what it is made of. */
import type { osg } from '../gen/proto.js';
import type { AddressSet, ViewPolicy, ViewService } from '../policy/view.js';
import type { ServiceChange } from '../policy/view-change.js';
import { encodePolicy, encodeService, encodeServiceChange, encodeSet } from './encode.js';

/** Nobody asked for so long: everything is forgotten. */
const QUIET_MS = 30_000;

/** Whoever encodes objects of a view that go whole. */
export interface Encoder {
  policy(policy: ViewPolicy): osg.v1.NodePolicy.$Properties;
  set(set: AddressSet): osg.v1.AddressSet.$Properties;
  service(service: ViewService): osg.v1.ViewService.$Properties;
  serviceChange(change: ServiceChange): osg.v1.ServiceChange.$Properties;
}

/** Remembers nothing. */
export const ANEW: Encoder = {
  policy: encodePolicy,
  set: encodeSet,
  service: encodeService,
  serviceChange: encodeServiceChange,
};

/** Nodes share policies, sets and services: each is encoded once for all, and known as long as it is there and anybody asks. */
export class Encodings implements Encoder {
  #known = new WeakMap<object, object>();
  #quiet: NodeJS.Timeout | undefined;
  #asked = false;

  policy(policy: ViewPolicy): osg.v1.NodePolicy.$Properties {
    return this.#once(policy, encodePolicy);
  }

  set(set: AddressSet): osg.v1.AddressSet.$Properties {
    return this.#once(set, encodeSet);
  }

  service(service: ViewService): osg.v1.ViewService.$Properties {
    return this.#once(service, encodeService);
  }

  serviceChange(change: ServiceChange): osg.v1.ServiceChange.$Properties {
    return this.#once(change, encodeServiceChange);
  }

  /** Everything is forgotten now. */
  close(): void {
    clearTimeout(this.#quiet);
    this.#forget();
  }

  #once<Item extends object, Encoded extends object>(item: Item, encode: (item: Item) => Encoded): Encoded {
    this.#asked = true;
    this.#quiet ??= setTimeout(() => this.#look(), QUIET_MS).unref();
    // An object is of one kind: what is known of it came of the same function.
    let encoded = this.#known.get(item) as Encoded | undefined;
    if (encoded === undefined) {
      encoded = encode(item);
      this.#known.set(item, encoded);
    }
    return encoded;
  }

  #look(): void {
    if (this.#asked) this.#quiet?.refresh();
    else this.#forget();
    this.#asked = false;
  }

  #forget(): void {
    this.#known = new WeakMap();
    this.#quiet = undefined;
  }
}
