import type { World } from '../model.js';

/** What a policy tool cannot do, in a sentence for the person who asked. */
export class PolicyToolError extends Error {
  override readonly name = 'PolicyToolError';

  constructor(
    readonly code: 'probe' | 'nothing' | 'too-large' | 'assertions' | 'engine',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A world without workloads allows everything and denies everything: no answer about it is one. @throws {PolicyToolError} code `nothing` */
export function demandWorkloads(world: World, what: string): void {
  if (world.workloads.length > 0) return;
  throw new PolicyToolError(
    'nothing',
    `nothing to ${what}: the files have no workload (Pods, Deployments and their like); give the inventory too`,
  );
}
