import { OsgDirection, OsgEventVerdict, OsgReason } from '../gen/abi.js';
import type { osg } from '../gen/proto.js';
import { addressedService, type DenyRecord } from './record.js';
import { ServiceNames } from './services.js';
import { kernelVerdict, Reason, tierOf } from './words.js';

/** What a rule slot stands for; structurally the compiler's `SlotInfo`. */
export type DenySlot =
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly policy: string;
      readonly tier: string;
      readonly owner?: string;
      readonly reason?: string;
      readonly ticket?: string;
      readonly runbook?: string;
      readonly source: { readonly file: string; readonly line: number };
      /** Unix milliseconds. */
      readonly expiresAt?: number;
    }
  | { readonly kind: 'default'; readonly isolatedBy: readonly string[]; readonly owners?: readonly string[] };

/** An endpoint index in one generation of its use. */
export interface DenyEndpoint {
  readonly index: number;
  readonly generation: number;
  /** `<namespace>/<name>`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
}

/** What one revision means. */
export interface DenyRevision {
  /** As the kernel's records call it. */
  readonly revision: number;
  /** As the controller calls it; absent: the same. */
  readonly policyRevision?: number;
  readonly sourceVersion: string;
  /** Index 0 is never used. */
  readonly slots: { at(slot: number): DenySlot | undefined };
  /** A candidate beside it. */
  readonly trial?: { readonly id: string; readonly revision: number; readonly slots: DenyRevision['slots'] };
}

/** The wire's FlowContext; one object stands for one meaning. */
export type FlowContext = osg.v1.FlowContext.$Properties;

const REVISIONS_KEPT = 64;
const GENERATIONS_KEPT = 16384;
const CONTEXTS_KEPT = 65536;
/** Contexts found without making a key, by a hash of their numbers; a power of two. */
const NEAR = 4096;

/**
 * Turns the kernel's numbers into words. Keeps the last revisions and endpoint generations, since records arrive after
 * what made them is gone; what is older is named by its numbers.
 */
export class DenyNames {
  readonly #revisions = new Map<number, DenyRevision>();
  readonly #endpoints = new Map<string, DenyEndpoint>();
  readonly #contexts = new Map<string, FlowContext>();
  readonly #near: (Near | undefined)[] = new Array(NEAR);
  /** Of the newest view. */
  readonly services = new ServiceNames();

  /** To be called before the revision is published in the kernel. */
  addRevision(revision: DenyRevision): void {
    if (this.#revisions.delete(revision.revision)) this.#forgetContexts();
    this.#revisions.set(revision.revision, revision);
    trim(this.#revisions, REVISIONS_KEPT);
  }

  /** To be called before the endpoint is attached. */
  addEndpoint(endpoint: DenyEndpoint): void {
    const key = `${endpoint.index}#${endpoint.generation}`;
    if (this.#endpoints.delete(key)) this.#forgetContexts();
    this.#endpoints.set(key, endpoint);
    trim(this.#endpoints, GENERATIONS_KEPT);
  }

  /** The same object for all records of the same meaning, once it is known. */
  context(record: DenyRecord): FlowContext {
    const { endpoint, generation, slot, revision, direction, verdict, reason } = record;
    const place = placeOf(record);
    const near = this.#near[place];
    if (
      near !== undefined &&
      near.endpoint === endpoint &&
      near.generation === generation &&
      near.slot === slot &&
      near.revision === revision &&
      near.direction === direction &&
      near.verdict === verdict &&
      near.reason === reason
    )
      return near.context;
    const key = `${endpoint}#${generation}#${slot}#${revision}#${direction}${verdict}#${reason}`;
    let context = this.#contexts.get(key);
    if (context === undefined) {
      context = this.#build(record);
      if (!this.#endpoints.has(`${endpoint}#${generation}`) || !this.#revisions.has(revision)) return context;
      if (this.#contexts.size >= CONTEXTS_KEPT) this.#forgetContexts();
      this.#contexts.set(key, context);
    }
    this.#near[place] = { endpoint, generation, slot, revision, direction, verdict, reason, context };
    return context;
  }

  /** `namespace/name` of the Service that a record's packets were sent to; empty: none is known. */
  service(record: DenyRecord): string {
    const [address, port] = addressedService(record);
    return address !== undefined && port ? this.services.nameOf(address, record.protocol, port) : '';
  }

  #forgetContexts(): void {
    this.#contexts.clear();
    this.#near.fill(undefined);
  }

  #build(record: DenyRecord): FlowContext {
    const endpoint = this.#endpoints.get(`${record.endpoint}#${record.generation}`);
    const revision = this.#revisions.get(record.revision);
    const differs = (record.verdict & OsgEventVerdict.TRIAL) !== 0;
    const trial = differs ? revision?.trial : undefined;
    const slot = record.slot === 0 ? undefined : (trial ?? revision)?.slots.at(record.slot);
    return {
      endpoint: endpoint?.id ?? `endpoint ${record.endpoint} generation ${record.generation}`,
      namespace: endpoint?.namespace ?? '',
      workload: endpoint?.name ?? '',
      egress: record.direction === OsgDirection.EGRESS,
      verdict: kernelVerdict(record.verdict),
      reason: reasonBy(record, slot),
      revision: revision === undefined ? 0 : (trial?.revision ?? revision.policyRevision ?? record.revision),
      // A candidate's is not known here.
      sourceVersion: (differs ? undefined : revision?.sourceVersion) ?? '',
      ...(slot === undefined ? {} : slotWords(slot)),
      ...(differs && { rollout: trial?.id ?? 'unknown', hadBegun: (record.verdict & OsgEventVerdict.CUT) !== 0 }),
    };
  }
}

type Numbers = Pick<DenyRecord, 'endpoint' | 'generation' | 'slot' | 'revision' | 'direction' | 'verdict' | 'reason'>;
type Near = Numbers & { readonly context: FlowContext };

function placeOf({ endpoint, generation, slot, revision, direction, verdict, reason }: Numbers): number {
  let hash = Math.imul(endpoint, 0x9e3779b1) ^ Math.imul(slot, 0x85ebca6b);
  hash ^= Math.imul(generation, 0xc2b2ae35) ^ Math.imul(revision, 0x27d4eb2f);
  hash ^= Math.imul((direction << 9) | (verdict << 8) | reason, 0x165667b1);
  return (hash ^ (hash >>> 15)) & (NEAR - 1);
}

/** The kernel knows only that the slot decides: whether it is a rule's or a default's, its words say, or nobody knows any more. */
function reasonBy({ reason, slot: number }: DenyRecord, slot: DenySlot | undefined): Reason {
  if (reason === OsgReason.RULE_DENY || reason === OsgReason.RULE_ALLOW) {
    if (slot === undefined && number !== 0) return Reason.REASON_POLICY;
    if (slot?.kind === 'default')
      return reason === OsgReason.RULE_DENY ? Reason.REASON_DEFAULT_DENY : Reason.REASON_DEFAULT_ALLOW;
  }
  return reason as Reason;
}

/** What a context says of the rule or default that decided. */
export function slotWords(slot: DenySlot): osg.v1.FlowContext.$Properties {
  if (slot.kind === 'default') {
    const owners = slot.owners ?? [];
    return {
      isolatedBy: slot.isolatedBy.map((policy, i) => ({ policy, owner: owners[i] ?? '' })),
      owner: [...new Set(owners.filter(Boolean))].sort().join(', '),
    };
  }
  return {
    rule: slot.rule,
    policy: slot.policy,
    tier: tierOf(slot.tier),
    owner: slot.owner ?? '',
    file: slot.source.file,
    line: slot.source.line,
    ruleReason: slot.reason ?? '',
    ticket: slot.ticket ?? '',
    runbook: slot.runbook ?? '',
    ruleEndsUnixUs: (slot.expiresAt ?? 0) * 1000,
  };
}

function trim<K, V>(map: Map<K, V>, size: number): void {
  for (const key of map.keys()) {
    if (map.size <= size) return;
    map.delete(key);
  }
}
