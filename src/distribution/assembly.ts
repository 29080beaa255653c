/**
 * A view from the parts of a snapshot, each taken in when it comes: packed, and the sum is there
 * with the last one. In steps, for a node may have millions of rules and serves others meanwhile.
 */
import type { osg } from '../gen/proto.js';
import { type HeldSet, HeldView, LargeSet } from '../policy/held-view.js';
import { heldRules, RULES_PACKED, RulePacker } from '../policy/packed.js';
import { SETS_PACKED } from '../policy/packed-sets.js';
import { Pile } from '../policy/pieces.js';
import type { Steps } from '../policy/steps.js';
import type { AddressSet, HeldPolicy, NodeView, ViewEndpoint, ViewRule, ViewService } from '../policy/view.js';
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

type OpenPolicy = HeldPolicy & { readonly rules: Pile<ViewRule> };

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
  readonly #policies: HeldPolicy[] = [];
  /** The last of them: its rules come in several parts. */
  #open: OpenPolicy | undefined;
  readonly #sets = new Pile<HeldSet>(SETS_PACKED);
  /** The last one, the same. */
  #openSet: AddressSet | undefined;
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
      const last = this.#openSet;
      if (i === 0 && last?.id === set.id) this.#openSet = { id: set.id, prefixes: last.prefixes.concat(set.prefixes) };
      else {
        this.#endSet();
        this.#openSet = set;
      }
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
    const continued = first && this.#open?.key === message.key;
    if (!continued) {
      this.#endPolicy();
      this.#open = { ...decodePolicyHead(message), rules: new Pile<ViewRule>(RULES_PACKED) };
      this.#members.policy(this.#open);
    }
    const { key, id, rules } = this.#open as OpenPolicy;
    let before: ViewRule | undefined = rules.last;
    for (const [i, rule] of (message.rules ?? []).entries()) {
      if (i % STEP_ITEMS === 0) yield;
      const decoded = decodeRule(rule, id, rules.length);
      this.#members.rule(key, before, decoded);
      rules.push(this.#packer.pack(decoded));
      before = decoded;
    }
  }

  #endPolicy(): void {
    const policy = this.#open;
    if (policy === undefined) return;
    this.#policies.push({ ...policy, rules: heldRules(policy.rules) });
    this.#open = undefined;
  }

  #endSet(): void {
    if (this.#openSet !== undefined) this.#sets.push(LargeSet.hold(this.#openSet));
    this.#openSet = undefined;
  }

  /** Of all parts. @throws DistributionError MALFORMED; ViewError: it contradicts itself */
  *end(): Steps<Assembled> {
    if (this.#header === undefined) throw new DistributionError('MALFORMED', 'snapshot', 'has no parts');
    this.#endPolicy();
    this.#endSet();
    const view = yield* HeldView.steps({
      ...this.#header,
      endpoints: this.#endpoints,
      policies: this.#policies,
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
