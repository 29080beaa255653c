/** Interfaces that are pods' and that no endpoint of the view stands for: denied until one does. */
import type { Datapath } from '../datapath/datapath.js';
import { BpfError } from '../ebpf/binding.js';
import type { EndpointState } from './enforcement.js';
import type { EndpointLocator } from './locate/locator.js';

/**
 * The programs on interfaces of pods that no view names yet, and on further ones of pods that it does.
 * @param holders endpoint ids, by interface @param unknown interfaces that are pods' by their name alone; those that are gone are taken out
 * @returns also all interfaces that stay denied
 */
export function attachStrange(
  datapath: Datapath,
  locator: EndpointLocator,
  holders: ReadonlyMap<number, string>,
  unknown: Set<number>,
): { readonly states: EndpointState[]; readonly ifindexes: number[] } {
  const states: EndpointState[] = [];
  const ifindexes: number[] = [];
  const named = new Set(holders.values());
  for (const { id, ifName, host, ifindex, exempt } of locator.pods ?? []) {
    if (holders.has(ifindex) || exempt) continue;
    ifindexes.push(ifindex);
    const further = named.has(id);
    const why = further
      ? 'another interface of the pod than the policy is about: everything is denied'
      : 'no policy for this pod yet: everything is denied';
    const state: EndpointState = {
      ...{ id: further ? `${id} ${ifName}` : id, state: 'waiting', detail: `${host}: ${why}` },
      ...(!further && { lacks: 'policy' }),
    };
    try {
      datapath.attach(ifindex);
      states.push(state);
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
      states.push(stateAfter({ ...state, detail: host }, error));
    }
  }
  for (const ifindex of unknown)
    if (locator.has(ifindex)) ifindexes.push(ifindex);
    else unknown.delete(ifindex);
  return { states, ifindexes };
}

/** What becomes of an endpoint's state where its interface could not be attached. */
export function stateAfter(state: EndpointState, error: BpfError | undefined): EndpointState {
  if (error === undefined) return state;
  const { id, detail } = state;
  if (error.code === 'ENODEV') return { id, state: 'waiting', detail: `${detail} is gone` };
  return { id, state: 'failed', detail: `${detail}: ${error.message}` };
}
