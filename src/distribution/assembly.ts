/**
 * A view from the parts of a snapshot, each taken in when it comes: packed, and the sum is there
 * with the last one. In steps, for a node may have millions of rules and serves others meanwhile.
 */
import type { osg } from '../gen/proto.js';
import { HeldView, LargeSet } from '../policy/held-view.js';
import { RulePacker } from '../policy/packed.js';
import { Pile } from '../policy/pieces.js';
import type { Steps } from '../policy/steps.js';
import type { AddressSet, NodeView, ViewEndpoint, ViewPolicy, ViewRule, ViewService } from '../policy/view.js';
import { serviceKey } from '../policy/view-services.js';
import {
  decodeEndpoint,
  decodeHeader,
  decodePolicyHead,
  decodeRule,
  decodeService,
  decodeSet,
  serviceAddressesFrom,
} from './decode.js';
import { Members, type ViewSum } from './digest.js';
import { DistributionError } from './error.js';

type Part = osg.v1.NodeViewPart.$Properties;

/** Rules, or other objects, that are taken in before the next step. */
const STEP_ITEMS = 64;

export interface Assembled {
  readonly view: HeldView;
  readonly sum: ViewSum;
}

export class Assembly {
  readonly #packer = new RulePacker();
  readonly #members = new Members();
  #header: ReturnType<typeof decodeHeader> | undefined;
  #serviceAddresses: NodeView['serviceAddresses'] = [];
  readonly #endpoints: ViewEndpoint[] = [];
  readonly #policies: (Omit<ViewPolicy, 'rules'> & { readonly rules: ViewRule[] })[] = [];
  readonly #sets = new Pile<AddressSet>();
  readonly #services: ViewService[] = [];

  /** What continues is the first of its kind in its part. @throws DistributionError MALFORMED */
  *add(part: Part): Steps<void> {
    if (this.#header === undefined) {
      this.#header = decodeHeader(part);
      this.#serviceAddresses = serviceAddressesFrom(part);
    }
    for (const [i, message] of (part.endpoints ?? []).entries()) {
      if (i % STEP_ITEMS === 0) yield;
      const endpoint = decodeEndpoint(message);
      this.#endpoints.push(endpoint);
      this.#members.endpoint(endpoint);
    }
    for (const [i, message] of (part.policies ?? []).entries()) yield* this.#policy(message, i === 0);
    for (const [i, message] of (part.sets ?? []).entries()) {
      if (i % STEP_ITEMS === 0) yield;
      const set = decodeSet(message);
      const { last } = this.#sets;
      if (i === 0 && last?.id === set.id)
        this.#sets.replaceLast({ id: set.id, prefixes: last.prefixes.concat(set.prefixes) });
      else this.#sets.push(set);
    }
    for (const [i, message] of (part.services ?? []).entries()) {
      if (i % STEP_ITEMS === 0) yield;
      const service = decodeService(message);
      const last = this.#services.at(-1);
      if (i === 0 && last !== undefined && serviceKey(last) === serviceKey(service))
        this.#services[this.#services.length - 1] = joined(last, service);
      else this.#services.push(service);
    }
  }

  *#policy(message: osg.v1.NodePolicy.$Properties, first: boolean): Steps<void> {
    const last = this.#policies.at(-1);
    const continued = first && last !== undefined && last.key === message.key;
    const policy = continued ? last : { ...decodePolicyHead(message), rules: [] };
    if (!continued) {
      this.#policies.push(policy);
      this.#members.policy(policy);
    }
    const { key, id, rules } = policy;
    let before: ViewRule | undefined = rules.at(-1);
    for (const [i, rule] of (message.rules ?? []).entries()) {
      if (i % STEP_ITEMS === 0) yield;
      const decoded = decodeRule(rule, id, rules.length);
      this.#members.rule(key, before, decoded);
      rules.push(this.#packer.pack(decoded));
      before = decoded;
    }
  }

  /** Of all parts. @throws DistributionError MALFORMED; ViewError: it contradicts itself */
  *end(): Steps<Assembled> {
    if (this.#header === undefined) throw new DistributionError('MALFORMED', 'snapshot', 'has no parts');
    // Cut to size: a list that grew has room for half as much again.
    const policies: ViewPolicy[] = [];
    for (const policy of this.#policies) {
      yield;
      policies.push({ ...policy, rules: policy.rules.slice() });
    }
    const view = yield* HeldView.steps({
      ...this.#header,
      endpoints: this.#endpoints,
      policies,
      sets: this.#sets,
      services: this.#services,
      serviceAddresses: this.#serviceAddresses,
    });
    let done = 0;
    for (const set of view.sets) {
      if (set instanceof LargeSet || done++ % STEP_ITEMS === 0) yield;
      this.#members.set(set);
    }
    for (const service of view.services) {
      yield;
      this.#members.service(service);
    }
    this.#members.serviceAddresses(view.serviceAddresses);
    return { view, sum: this.#members.sum };
  }
}

/** Each piece of a service has all ports, with some of their endpoints. */
const joined = (a: ViewService, b: ViewService): ViewService => ({
  ...a,
  ports: a.ports.map((port, i) => ({ ...port, endpoints: port.endpoints.concat(b.ports[i]?.endpoints ?? []) })),
});
