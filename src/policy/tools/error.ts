import type { World } from '../model.js';

export type PolicyToolErrorCode =
  /** A question that cannot be asked. */
  | 'PROBE'
  /** The files have no workload: no answer about them is one. */
  | 'NOTHING'
  /** More pairs than are judged. */
  | 'TOO_LARGE'
  /** A file of assertions that cannot be understood. */
  | 'ASSERTIONS'
  /** This engine cannot run here, or cannot judge this. */
  | 'ENGINE';

/** What a policy tool cannot do, in a sentence for the person who asked. */
export class PolicyToolError extends Error {
  override readonly name = 'PolicyToolError';

  constructor(
    readonly code: PolicyToolErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A world without workloads allows everything and denies everything: no answer about it is one. @throws {PolicyToolError} code `NOTHING` */
export function demandWorkloads(world: World, what: string): void {
  if (world.workloads.length > 0) return;
  throw new PolicyToolError(
    'NOTHING',
    `nothing to ${what}: the files have no workload (Pods, Deployments and their like); give the inventory too`,
  );
}
