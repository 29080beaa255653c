import { describe, expect, it } from 'vitest';
import { Resources } from './resources.js';

describe('resources', () => {
  it('are closed last in, first out, once, and waited for', async () => {
    const closed: string[] = [];
    const resources = new Resources();
    resources.defer(() => closed.push('first'));
    const given = resources.add({
      close: async () => {
        await Promise.resolve();
        closed.push('second');
      },
      name: 'x',
    });
    resources.defer(() => closed.push('third'));
    expect(given.name).toBe('x');
    await Promise.all([resources.close(), resources.close()]);
    expect(closed).toEqual(['third', 'second', 'first']);
  });

  it('are all closed, also when one fails, and what failed is told', async () => {
    const closed: string[] = [];
    const resources = new Resources();
    resources.defer(() => closed.push('first'));
    resources.defer(() => {
      throw new Error('stuck');
    });
    await expect(resources.close()).rejects.toThrow('stuck');
    expect(closed).toEqual(['first']);
    const two = new Resources();
    for (const name of ['a', 'b']) two.defer(() => Promise.reject(new Error(name)));
    await expect(two.close()).rejects.toThrow(AggregateError);
  });

  it('F121: a start that fails half way leaves nothing open, and its own error is the one that is told', async () => {
    const closed: string[] = [];
    const start = Resources.open(async (resources) => {
      resources.defer(() => closed.push('store'));
      resources.defer(() => {
        closed.push('listener');
        throw new Error('close');
      });
      await Promise.resolve();
      throw new Error('port taken');
    });
    await expect(start).rejects.toThrow('port taken');
    expect(closed).toEqual(['listener', 'store']);
  });
});
