import { describe, expect, it } from 'vitest';
import type { Plan } from '../compiler/plan.js';
import type { BpfMap } from '../ebpf/binding.js';
import type { Parts } from './open.js';
import type { KernelObject } from './programs.js';
import { Revisions } from './revisions.js';

/** A kernel without hooks, whose last resort goes; a publisher that publishes when it is told to. */
function lab() {
  const inForce: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const publisher = {
    serviceMode: 'off',
    publish: async (plan: Plan) => {
      const as = `${plan.digest} ${publisher.serviceMode}`;
      await new Promise<void>((resolve, reject) => waiting.push((error) => (error ? reject(error) : resolve())));
      inForce.push(as);
    },
  };
  const options = { services: 'auto', nodeLocalServices: [] };
  const place = { netns: undefined, dir: '/nonexistent' };
  const kernel: { service: Error; together: true | Error } = { service: new Error('no hooks'), together: true };
  const pages = { info: { keySize: 4, transferSize: 4, maxEntries: 1 }, lookupBatch: () => ({ count: 0 }) };
  const revisions = new Revisions(
    { options, place, publisher } as unknown as Parts,
    () => kernel as unknown as KernelObject,
    () => pages as unknown as BpfMap,
  );
  const put = (digest: string, services = true): Promise<unknown> =>
    revisions.put({ digest, serviceAddresses: services ? [{}] : [] } as unknown as Plan, new Map());
  const next = async (error?: Error): Promise<void> => {
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting.shift()?.(error);
  };
  const last = (): void => {
    kernel.together = new Error('not even that');
  };
  return { revisions, put, next, inForce, last };
}

describe('what is put in force again when services are judged in another way', () => {
  it('is what was asked for last, also while that is under way', async () => {
    const { revisions, put, next, inForce, last } = lab();
    const [first] = [put('first'), next()];
    await first;
    const second = put('second');
    last();
    const repaired = revisions.repair();
    await next();
    await next();
    await Promise.all([second, repaired]);
    expect(inForce).toEqual(['first together', 'second together', 'second literal']);
  });

  it('is what was in force before, if the newer one is refused', async () => {
    const { revisions, put, next, inForce, last } = lab();
    const [first] = [put('first'), next()];
    await first;
    const second = put('second');
    await next(new Error('full'));
    await expect(second).rejects.toThrow('full');
    last();
    await Promise.all([revisions.repair(), next()]);
    expect(inForce).toEqual(['first together', 'first literal']);
  });

  it('is tried again when it fails, and comes once', async () => {
    const { revisions, put, next, inForce, last } = lab();
    const [first] = [put('first'), next()];
    await first;
    last();
    await Promise.all([expect(revisions.repair()).rejects.toThrow('busy'), next(new Error('busy'))]);
    await Promise.all([revisions.repair(), next()]);
    await revisions.repair();
    expect(inForce).toEqual(['first together', 'first literal']);
  });

  it('is nothing where no service counts any more', async () => {
    const { revisions, put, next, inForce, last } = lab();
    const [first] = [put('first'), next()];
    await first;
    const [second] = [put('second', false), next()];
    await second;
    last();
    await revisions.repair();
    expect(inForce).toEqual(['first together', 'second together']);
  });
});
