/** Who is selected by each selector in use, kept up with every change; a workload's change asks only selectors that may mean it. */
import type { Workload, WorkloadSelector } from '../model.js';
import { labelsSelect, selectsAsSubject } from '../select.js';
import type { Change } from '../world-change.js';
import { type Inventory, within } from './inventory.js';

export class Selection {
  /** Live ones, by id. */
  readonly members = new Map<string, Workload>();
  /** Ids of the policies whose subject it is. */
  readonly policies = new Set<string>();
  users = 0;

  /** @param subject whether workloads are meant by their addresses too */
  constructor(
    readonly key: string,
    readonly selector: WorkloadSelector,
    readonly subject: boolean,
  ) {}
}

/** Hears who came into a selection, left it, or changed in it. */
export type Moved = (selection: Selection, workload: Change<Workload>) => void;

export class Selections {
  readonly #inventory: Inventory;
  readonly #byKey = new Map<string, Selection>();
  /** By namespace (empty: any) and the first label that the selector asks for (empty: none). */
  readonly #index = new Map<string, Set<Selection>>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** To be released again. @param key stands for the selector */
  hold(key: string, selector: WorkloadSelector, subject: boolean): Selection {
    const whole = `${subject ? 'subject' : 'peer'} ${key}`;
    let selection = this.#byKey.get(whole);
    if (selection === undefined) {
      selection = new Selection(whole, selector, subject);
      this.#byKey.set(whole, selection);
      within(this.#index, indexKey(selection), () => new Set()).add(selection);
      const { namespace, namespaces } = selector;
      const near =
        namespaces === undefined && namespace !== undefined
          ? this.#inventory.inNamespace(namespace)
          : this.#inventory.workloads.values();
      for (const workload of near) if (this.#selects(selection, workload)) selection.members.set(workload.id, workload);
    }
    selection.users++;
    return selection;
  }

  release(selection: Selection): void {
    if (--selection.users > 0) return;
    this.#byKey.delete(selection.key);
    const key = indexKey(selection);
    const list = this.#index.get(key);
    list?.delete(selection);
    if (list?.size === 0) this.#index.delete(key);
  }

  #selects({ selector, subject }: Selection, workload: Workload): boolean {
    return (subject ? selectsAsSubject : labelsSelect)(this.#inventory.labelsOf, selector, workload);
  }

  /** Those that may select the workload. */
  *#candidates({ namespace, labels }: Workload): Iterable<Selection> {
    for (const scope of [namespace, '']) {
      yield* this.#index.get(JSON.stringify([scope])) ?? [];
      for (const [key, value] of Object.entries(labels))
        yield* this.#index.get(JSON.stringify([scope, key, value])) ?? [];
    }
  }

  /** Those that select it. */
  *of(workload: Workload): Iterable<Selection> {
    for (const selection of this.#candidates(workload)) if (selection.members.has(workload.id)) yield selection;
  }

  /** Takes a workload's change; the inventory has it already. */
  take(change: Change<Workload>, moved: Moved): void {
    const { before, after } = change;
    const id = (before ?? after)?.id as string;
    const seen = new Set<Selection>();
    for (const workload of [before, after]) {
      if (workload === undefined) continue;
      for (const selection of this.#candidates(workload)) {
        if (seen.has(selection)) continue;
        seen.add(selection);
        const was = selection.members.get(id);
        const is = after !== undefined && this.#selects(selection, after) ? after : undefined;
        if (was === undefined && is === undefined) continue;
        if (is === undefined) selection.members.delete(id);
        else selection.members.set(id, is);
        moved(selection, { ...(was && { before: was }), ...(is && { after: is }) });
      }
    }
  }
}

function indexKey({ selector, subject }: Selection): string {
  const { namespace, namespaces, pods, addresses } = selector;
  const scope = namespaces === undefined ? (namespace ?? '') : '';
  const [label] = Object.entries(pods?.matchLabels ?? {});
  return JSON.stringify(label === undefined || (subject && addresses !== undefined) ? [scope] : [scope, ...label]);
}
