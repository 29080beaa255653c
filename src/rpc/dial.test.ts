import type { Client } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { callOnce } from './dial.js';
import { OPERATOR } from './methods.js';

/** A channel on which each call ends at once in that way. */
const ending = (...how: [Error | null, unknown?]): Client =>
  ({
    makeUnaryRequest: (...args: unknown[]) => {
      queueMicrotask(() => (args.at(-1) as (...how: unknown[]) => void)(...how));
      return { cancel: () => undefined };
    },
  }) as unknown as Client;

describe('one call', () => {
  it('that ends without error and without reply is an error, and ends', async () => {
    await expect(callOnce(ending(null), 'unix:/c', OPERATOR.Status, {}, 1_000)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('empty answer'),
    });
  });

  it('keeps nothing at a signal that outlives it', async () => {
    const heard = new Set<unknown>();
    const signal = {
      aborted: false,
      addEventListener: (_: string, listener: unknown) => heard.add(listener),
      removeEventListener: (_: string, listener: unknown) => heard.delete(listener),
    } as unknown as AbortSignal;
    await callOnce(ending(null, {}), 'unix:/c', OPERATOR.Status, {}, 1_000, signal);
    await callOnce(ending(new Error('no')), 'unix:/c', OPERATOR.Status, {}, 1_000, signal).catch(() => undefined);
    expect(heard.size).toBe(0);
  });
});
