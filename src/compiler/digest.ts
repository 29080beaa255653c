/** SHA-256 over all that a plan means, numbers included: equal plans, equal digests, on every machine. */
import { createHash, type Hash } from 'node:crypto';
import type { Address, Prefix } from '../net/types.js';
import {
  type ClassMap,
  type Matcher,
  type Plan,
  type RangeMap,
  type Row,
  type RowRef,
  type SlotInfo,
  stepsOf,
} from './plan.js';

/** @returns 64 hexadecimal digits */
export function digestOf(plan: Plan): string {
  const hash = createHash('sha256');
  const writer = new Writer(hash);
  const { node, nodeAddresses, allowNodeProbes, serviceAddresses, endpoints, classes, slots } = plan;
  const prefixes = (list: readonly Prefix[]) => list.map((prefix) => [...words(prefix), prefix.length]);
  writer.json([node, nodeAddresses.map(words), allowNodeProbes, prefixes(serviceAddresses), classes.count]);
  for (const map of [classes.v4, classes.v6]) writer.classMap(map);
  if (plan.trial !== undefined) writer.json([plan.trial]);
  for (const { id, index, addresses, allowedAddresses, ingress, egress, candidate } of endpoints) {
    writer.json([id, index, addresses.map(words), prefixes(allowedAddresses)]);
    writer.matcher(ingress);
    writer.matcher(egress);
    if (candidate === undefined) continue;
    writer.matcher(candidate.ingress);
    writer.matcher(candidate.egress);
  }
  let number = 0;
  for (const slot of slots) {
    if (slot !== undefined) writer.json([number, slotWords(slot)]);
    number++;
  }
  return hash.digest('hex');
}

/** A plan whose digest is computed when it is asked for, once. */
export function withDigest(content: Omit<Plan, 'digest'>): Plan {
  let digest: string | undefined;
  const plan: Plan = {
    ...content,
    digest: () => {
      digest ??= digestOf(plan);
      return digest;
    },
  };
  return plan;
}

const words = ({ family, value }: Address): [number, string] => [family, value.toString(16)];

function slotWords(slot: SlotInfo): unknown[] {
  if (slot.kind === 'default') return [slot.kind, slot.direction, slot.verdict, slot.isolatedBy, slot.owners];
  const { kind, rule, policy, tier, owner, reason, ticket, runbook, source, expiresAt } = slot;
  return [kind, rule, policy, tier, owner, reason, ticket, runbook, source.file, source.line, source.column, expiresAt];
}

/** Writes shared parts once and then their numbers, in order of first appearance. */
class Writer {
  readonly #seen = new Map<object, number>();

  constructor(readonly hash: Hash) {}

  json(value: unknown): void {
    this.hash.update(`${JSON.stringify(value)}\n`);
  }

  /** Writes the number of a part. @returns whether the part itself must follow */
  #isNew(kind: string, part: object): boolean {
    const known = this.#seen.get(part);
    this.hash.update(`${kind}${known ?? `+${this.#seen.size}`} `);
    if (known === undefined) this.#seen.set(part, this.#seen.size);
    return known === undefined;
  }

  matcher(matcher: Matcher): void {
    if (!this.#isNew('matcher', matcher)) return;
    this.json(matcher.restricted);
    this.#rangeMap(matcher.v4);
    this.#rangeMap(matcher.v6);
  }

  #rangeMap({ chunks }: RangeMap): void {
    for (const { starts, rows } of chunks) {
      this.#words(starts);
      for (const ref of rows) this.#ref(ref);
    }
    this.hash.update('\n');
  }

  classMap({ chunks }: ClassMap): void {
    for (const { starts, classes } of chunks) {
      this.#words(starts);
      this.#words(classes);
    }
    this.hash.update('\n');
  }

  #ref(ref: RowRef): void {
    if ('byClass' in ref) {
      if (this.#isNew('table', ref)) for (const row of ref.byClass) this.#row(row);
    } else {
      this.#row(ref);
    }
  }

  #row(row: Row): void {
    if (!this.#isNew('row', row)) return;
    this.#words(row.starts);
    this.json(
      row.cells.map((cell) =>
        stepsOf(cell).map((step) => [
          String(step.until),
          step.verdict,
          step.slot,
          step.audit && [step.audit.verdict, step.audit.slot],
        ]),
      ),
    );
  }

  /** Host order is little-endian wherever this runs: see words.ts. */
  #words(array: Uint32Array): void {
    this.hash.update(`${array.length}:`);
    this.hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
}
