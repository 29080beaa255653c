/** What records of a revision are called by: told before it is in force. */
import type { DenyEndpoint, DenyNames } from '../flows/names.js';
import type { ApplyRequest } from './enforcement.js';
import { candidateWords } from './trial.js';

interface Held {
  readonly id: string;
  readonly index: number;
  readonly generation: number;
}

/** @param revisions as the kernel calls them @returns the endpoints, by the numbers of their holders */
export function nameRevision(
  names: DenyNames | undefined,
  { revision, sourceVersion, plan, endpoints, services }: ApplyRequest,
  revisions: readonly bigint[],
  holders: readonly Held[],
): DenyEndpoint[] {
  const words = { policyRevision: revision, sourceVersion, slots: plan.slots, ...candidateWords(plan) };
  for (const known of revisions) names?.addRevision({ revision: Number(known), ...words });
  names?.services.use(services);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const named = holders.map(({ id, index, generation }): DenyEndpoint => {
    const { namespace = '', name = '' } = byId.get(id) ?? {};
    return { index, generation, id, namespace, name };
  });
  for (const endpoint of named) names?.addEndpoint(endpoint);
  return named;
}
