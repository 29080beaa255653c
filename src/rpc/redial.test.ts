import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../part/clock.js';
import { targetOf } from './dial.js';
import { Redial } from './redial.js';

describe('an open call over several addresses', () => {
  it('F139 goes to the next address after each end; waits grow by the round', () => {
    const dialled: string[] = [];
    const waits: number[] = [];
    const due: (() => void)[] = [];
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      random: () => 1,
      after: (ms, run) => {
        if (ms < 10_000) due.push(run);
        return () => undefined;
      },
    };
    const redial = new Redial({
      ...targetOf('unix:/run/a,unix:/run/b', undefined, { role: 'controller' }),
      clock,
      open: (channel, attempt) => {
        dialled.push(channel.getChannel().getTarget());
        attempt.ended(Object.assign(new Error('nobody'), { code: status.UNAVAILABLE, details: 'nobody' }));
        return () => undefined;
      },
      disconnected: (_error, wait) => waits.push(wait),
    });
    redial.start();
    for (let i = 0; i < 4; i++) due.shift()?.();
    expect(dialled).toEqual(['unix:/run/a', 'unix:/run/b', 'unix:/run/a', 'unix:/run/b', 'unix:/run/a']);
    expect(waits).toEqual([500, 500, 1000, 1000, 2000]);
    redial.close();
  });

  it('waits grow where each call is answered and ends at once, and begin anew after one that stood', () => {
    let time = 0;
    let stands = 0;
    const waits: number[] = [];
    const due: (() => void)[] = [];
    const clock: Clock = {
      now: () => time,
      monotonic: () => time,
      random: () => 1,
      after: (ms, run) => {
        if (ms < 10_000) due.push(run);
        return () => undefined;
      },
    };
    const redial = new Redial({
      ...targetOf('unix:/run/a', undefined, { role: 'controller' }),
      clock,
      times: { backoffCapMs: 5_000 },
      open: (_channel, attempt) => {
        attempt.answered();
        time += stands;
        attempt.ended(Object.assign(new Error('taken'), { code: status.UNAVAILABLE, details: 'taken' }));
        return () => undefined;
      },
      disconnected: (_error, wait) => waits.push(wait),
    });
    redial.start();
    for (let i = 0; i < 3; i++) due.shift()?.();
    stands = 5_000;
    due.shift()?.();
    expect(waits).toEqual([500, 1000, 2000, 4000, 500]);
    redial.close();
  });

  it('waits that another call of the same name made long are not those after any other end', () => {
    let time = 0;
    const ends = ['taken', 'taken', 'taken', 'lost', 'lost', 'taken', 'later', 'taken'];
    const waits: number[] = [];
    const due: (() => void)[] = [];
    const clock: Clock = {
      now: () => time,
      monotonic: () => time,
      random: () => 1,
      after: (ms, run) => {
        if (ms < 10_000) due.push(run);
        return () => undefined;
      },
    };
    const redial = new Redial({
      ...targetOf('unix:/run/a', undefined, { role: 'controller' }),
      clock,
      open: (_channel, attempt) => {
        attempt.answered();
        const why = ends.shift();
        time += why === 'later' ? 61_000 : 1_000;
        const code = why === 'taken' ? status.ABORTED : status.UNAVAILABLE;
        attempt.ended(Object.assign(new Error(why), { code, details: why }));
        return () => undefined;
      },
      disconnected: (_error, wait) => waits.push(wait),
    });
    redial.start();
    for (let i = 0; i < 7; i++) due.shift()?.();
    expect(waits).toEqual([500, 1000, 2000, 500, 1000, 4000, 500, 500]);
    redial.close();
  });

  it('sockets and hosts do not mix, and every host needs mTLS', () => {
    expect(() => targetOf('unix:/run/a,10.0.0.1:9443', undefined, { role: 'controller' })).toThrow('of another kind');
    expect(() => targetOf('10.0.0.1:9443,10.0.0.2:9443', undefined, { role: 'controller' })).toThrow('needs mTLS');
  });
});
