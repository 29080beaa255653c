/**
 * A pod's interface is taken under policy before its first instruction. ADD: the interface is shut, the controller told of the
 * address, the pod's policy awaited for a while; if none comes the pod starts with everything denied, until one does. What
 * cannot be shut does not start, unless the conflist says failOpen. DEL and CHECK change nothing in the kernel: an interface that
 * goes takes its programs along.
 */

import type { LinkInterface } from '../../ebpf/binding.js';
import { formatAddress } from '../../net/address.js';
import type { Log } from '../../part/log.js';
import type { ViewEndpoint } from '../../policy/view.js';
import { textOf } from '../error.js';
import { hostSide } from '../locate/host-side.js';
import type { NodeLocator } from '../locate/node.js';
import { isPodsOwn, type Sandbox } from '../locate/sandboxes.js';
import { type Answer, CniError, type Question, questionOf, refusal } from './question.js';

/** What is wanted of enforcement. */
export interface Gate {
  /** @throws BpfError */
  shut(ifindex: number): void;
  /** The endpoint whose policy is in force there. */
  inForce(ifindex: number): ViewEndpoint | undefined;
}

/** What is wanted of the agent. */
export interface PodEvents {
  /** The pod came (or is gone): to be told to the controller. */
  tell(sandbox: Sandbox, gone: boolean): void;
  /** Sandboxes changed: to be compiled in. */
  changed(): void;
  /** Whether what is in force, or about to be, names that pod. */
  names(sandbox: Sandbox): boolean;
  /** Whether the controller's own view has the pod's addresses, so that other nodes get them too; true where no controller answers. */
  known(sandbox: Sandbox): boolean;
  /** Resolves when `done` says so, asked after every application and every view, or when the time is over. */
  until(done: () => boolean, ms: number, gone: AbortSignal): Promise<boolean>;
}

export interface AdmissionOptions {
  readonly locator: NodeLocator;
  readonly gate: Gate;
  readonly events: PodEvents;
  /** How long a pod's policy is waited for. */
  readonly policyWaitMs: number;
  readonly log: Log;
}

/** A controller that does not believe us holds up a pod for so long. */
const KNOWN_MS = 1_000;
const MOST_SANDBOXES = 4096;
/** The answer must reach the plugin before it gives up. */
const SPARE_MS = 1_000;

export class Admission {
  readonly #options: AdmissionOptions;
  readonly counts = { added: 0, refused: 0, unpoliced: 0, exempt: 0, open: 0, removed: 0 };

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async answer(text: string, gone: AbortSignal): Promise<Answer> {
    const { log } = this.#options;
    let question: Question | undefined;
    try {
      question = questionOf(text);
      if (question.command === 'DEL') return this.#del(question);
      if (question.command === 'CHECK') return this.#check(question);
      return await this.#add(question, gone);
    } catch (error) {
      const { pod, container, failOpen, previous, command, version = '1.0.0' } = question ?? {};
      const said =
        error instanceof CniError
          ? error
          : new CniError('TRY_LATER', `osg: the pod cannot be taken under policy: ${textOf(error)}`, ADVICE);
      this.counts.refused += 1;
      log.error({ pod: pod?.id, container, error: said.message, details: said.details, failOpen }, 'pod refused');
      if (command !== 'ADD' || failOpen !== true || previous === undefined) return refusal(said, version);
      this.counts.open += 1;
      log.error({ pod: pod?.id, container }, 'the pod starts without policy, as failOpen says');
      return { result: previous };
    }
  }

  async #add(question: Question, gone: AbortSignal): Promise<Answer> {
    const { locator, gate, events, log, policyWaitMs } = this.#options;
    const began = performance.now();
    const { sandbox, link } = this.#sandboxOf(question);
    const exempt = locator.sandboxes.isExempt(sandbox) && !events.names(sandbox);
    if (!exempt) gate.shut(link.ifindex);
    locator.sandboxes.put(sandbox);
    if (isPodsOwn(sandbox)) events.tell(sandbox, false);
    events.changed();
    const { id: pod, host, container } = sandbox;
    this.counts.added += 1;
    const previous = question.previous as object;
    if (exempt) {
      this.counts.exempt += 1;
      log.warn({ pod, container, interface: host }, 'pod of an exempt namespace: open until a policy names it');
      return { result: previous };
    }
    if (!isPodsOwn(sandbox)) {
      log.warn(
        { pod, container, interface: host },
        `${sandbox.ifName} of a pod is denied everything: policy is about eth0`,
      );
      return { result: previous };
    }
    const wait = Math.min(policyWaitMs, Math.max(0, question.timeoutMs - SPARE_MS));
    const done = (): boolean => isInForce(gate.inForce(link.ifindex), sandbox);
    const inForce = await events.until(done, wait, gone);
    // Those that it talks to shall know it too.
    const left = Math.min(wait - (performance.now() - began), KNOWN_MS);
    if (inForce && left > 0) await events.until(() => events.known(sandbox), left, gone);
    const ms = Math.round(performance.now() - began);
    if (inForce) log.info({ pod, container, interface: host, ms }, 'pod under policy');
    else {
      this.counts.unpoliced += 1;
      log.warn(
        { pod, container, interface: host, ms },
        'no policy for the pod yet: it starts, and everything is denied',
      );
    }
    return { result: previous };
  }

  /** @throws CniError */
  #sandboxOf({ pod, made, container, ifName, netns }: Question): { sandbox: Sandbox; link: LinkInterface } {
    const { locator } = this.#options;
    if (pod === undefined)
      throw new CniError(
        'ENVIRONMENT',
        'osg: CNI_ARGS names no pod (K8S_POD_NAMESPACE, K8S_POD_NAME)',
        'this plugin is for Kubernetes: take it out of the conflist of other runtimes',
      );
    if (made === undefined)
      throw new CniError('CONFIG', 'osg: prevResult is missing', 'osg-cni must be the last plugin');
    if (locator.sandboxes.size >= MOST_SANDBOXES)
      throw new CniError('TRY_LATER', `osg: ${MOST_SANDBOXES} pods are on this node already`, ADVICE);
    // The interface is there by now; the kernel's message of it may not have been read.
    locator.links.forget();
    let named = hostSide(made.hosts, locator.links);
    if (named === undefined && netns !== '') {
      const found = locator.hint.behind(netns, ifName, undefined);
      if (found.kind === 'found') named = { name: found.name };
    }
    const link = named && locator.links.byName.get(named.name);
    if (named === undefined || link === undefined) {
      const names = made.hosts.map(({ name }) => name).join(', ') || 'none';
      throw new CniError(
        'CONFIG',
        `osg: the primary plugin’s result names no veth of this node (interfaces on the node: ${names})`,
        'the primary plugin must connect pods by veth pairs: see docs/kubernetes.md, what it runs beside',
      );
    }
    const { mac, addresses } = made;
    return {
      sandbox: {
        ...pod,
        container,
        ifName,
        host: named.name,
        hostMac: link.mac,
        mac,
        addresses,
        from: 'plugin',
      },
      link,
    };
  }

  #del({ container, ifName }: Question): Answer {
    const { locator, events } = this.#options;
    const sandbox = locator.sandboxes.remove(container, ifName);
    if (sandbox !== undefined) {
      this.counts.removed += 1;
      if (isPodsOwn(sandbox)) events.tell(sandbox, true);
      events.changed();
    }
    return { result: {} };
  }

  #check(question: Question): Answer {
    const { locator, gate } = this.#options;
    const sandbox = locator.sandboxes.get(question.container, question.ifName);
    const link = sandbox && locator.links.byName.get(sandbox.host);
    if (sandbox === undefined || link === undefined)
      throw new CniError('TRY_LATER', 'osg: this pod is not known on this node', ADVICE);
    if (!locator.sandboxes.isExempt(sandbox)) gate.shut(link.ifindex);
    return { result: {} };
  }
}

const ADVICE = 'see the log of the osg agent of this node, and osg status --agent there';

/** Its policy, with the addresses that it has. */
function isInForce(endpoint: ViewEndpoint | undefined, sandbox: Sandbox): boolean {
  if (endpoint?.id !== sandbox.id) return false;
  const held = new Set(endpoint.addresses.map(formatAddress));
  return sandbox.addresses.every((address) => held.has(formatAddress(address)));
}
