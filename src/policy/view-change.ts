/**
 * What turns one view of a node into the next: the controller makes it from what changed in the world, the wire carries
 * it as a delta, the agent applies it and compiles from it. Nobody on that way compares whole views.
 */
import type { Prefix } from '../net/types.js';
import type {
  AddressSet,
  HeldPolicy,
  ViewBackend,
  ViewEndpoint,
  ViewHeader,
  ViewPolicy,
  ViewRule,
  ViewService,
} from './view.js';

/** Objects that come (or are others than before, by their key), and keys of those that go. No key is in both. */
export interface Changed<T> {
  readonly put: readonly T[];
  readonly removed: readonly string[];
}

/** A set that gains and loses prefixes without being said whole. No prefix is in both lists, or twice in one. */
export interface SetChange {
  readonly id: string;
  /** That it does not have. */
  readonly added: readonly Prefix[];
  /** That it has. */
  readonly removed: readonly Prefix[];
}

/** At that place of the old list, so many rules go and these come. */
export interface RuleEdit {
  /** Index in the old list, where the first that goes stands, or before which the new ones come. */
  readonly at: number;
  readonly remove: number;
  readonly put: readonly ViewRule[];
}

/** A policy that changes without being said whole. */
export interface PolicyChange {
  readonly key: string;
  /** All but its key and its rules; absent: as before. */
  readonly head?: Omit<ViewPolicy, 'key' | 'rules'>;
  /** Ascending by `at`; none touches a rule that another one removes. */
  readonly rules: readonly RuleEdit[];
}

/** A Service whose backends change without being said whole. */
export interface ServiceChange {
  /** `<namespace>/<name>` */
  readonly key: string;
  readonly ports: readonly {
    /** Index in the Service's ports. */
    readonly at: number;
    /** That come, or are others than before, by address and port. */
    readonly put: readonly ViewBackend[];
    readonly removed: readonly Pick<ViewBackend, 'address' | 'port'>[];
  }[];
}

/** Equal parts of the changes of several nodes are the same objects, so that each is encoded and summed once. */
export interface ViewChange {
  readonly node: string;
  /** Absent: as before. */
  readonly header?: ViewHeader;
  readonly endpoints: Changed<ViewEndpoint>;
  /** `put`: said whole; `changed`: those that the view has. A key is in one of the three lists at most. */
  readonly policies: Changed<HeldPolicy> & { readonly changed: readonly PolicyChange[] };
  readonly sets: Changed<AddressSet> & { readonly changed: readonly SetChange[] };
  /** By `<namespace>/<name>`. */
  readonly services: ServicesChange;
  readonly serviceAddresses: PrefixesChange;
}

export type ServicesChange = Changed<ViewService> & { readonly changed: readonly ServiceChange[] };

/** No prefix is in both lists, or twice in one. */
export type PrefixesChange = Omit<SetChange, 'id'>;

export const NO_SERVICES_CHANGE: Pick<ViewChange, 'services' | 'serviceAddresses'> = {
  services: { put: [], removed: [], changed: [] },
  serviceAddresses: { added: [], removed: [] },
};

/** Whether it changes nothing. */
export const isNoChange = ({ header, endpoints, serviceAddresses, ...lists }: ViewChange): boolean =>
  header === undefined &&
  [endpoints, lists.policies, lists.sets, lists.services].every(
    ({ put, removed }) => put.length === 0 && removed.length === 0,
  ) &&
  [lists.policies, lists.sets, lists.services].every(({ changed }) => changed.length === 0) &&
  serviceAddresses.added.length === 0 &&
  serviceAddresses.removed.length === 0;
