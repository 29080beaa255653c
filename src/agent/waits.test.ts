import { expect, it } from 'vitest';
import type { EndpointState } from './enforcement.js';
import { Waits } from './waits.js';

const unpoliced = (id: string): EndpointState => ({
  id,
  state: 'waiting',
  detail: 'veth1: no policy',
  lacks: 'policy',
});

it('a pod that waits for its policy, or to be found, is told after half a minute, once a kind, until it waits no more', () => {
  const waits = new Waits();
  const lost: EndpointState = { id: 'shop/lost', state: 'waiting', detail: 'no route to 10.0.0.9', lacks: 'place' };
  const comes: EndpointState = { id: 'shop/comes', state: 'waiting', detail: 'its address is not known yet' };
  waits.take([unpoliced('shop/a'), lost, comes], 0);
  waits.take([unpoliced('shop/b'), unpoliced('shop/a'), lost, comes], 20_000);
  expect(waits.warnings(29_000)).toEqual([]);
  expect(waits.warnings(31_000)).toEqual([
    'shop/a: denied everything, no policy has come for 31 s',
    'shop/lost: not found for 31 s, and not enforced if it runs: no route to 10.0.0.9',
  ]);
  expect(waits.warnings(50_000)[0]).toBe('shop/a, 1 more: denied everything, no policy has come for 50 s');
  // Found: what it waits for now is another thing.
  waits.take(
    [
      { id: 'shop/a', state: 'attached', detail: 'veth1' },
      { ...lost, lacks: 'policy' },
    ],
    60_000,
  );
  expect(waits.warnings(80_000)).toEqual([]);
});
