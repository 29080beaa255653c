import { isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { workloadsByNode } from './members.js';
import { memoize } from './memo.js';
import type { World } from './model.js';
import { same } from './same.js';

interface Sum {
  readonly parts: readonly number[];
}

function counted() {
  const asked: object[] = [];
  const sum = memoize((owner: Sum) => {
    asked.push(owner);
    return owner.parts.reduce((a, b) => a + b, 0);
  });
  return { asked, sum };
}

it('what is derived of an object is computed once, also where it is nothing', () => {
  const { asked, sum } = counted();
  const owner = { parts: [1, 2] };
  expect([sum(owner), sum(owner)]).toEqual([3, 3]);
  expect(asked).toEqual([owner]);
  let times = 0;
  const nothing = memoize((_owner: object) => {
    times++;
    return undefined;
  });
  expect([nothing(owner), nothing(owner), times]).toEqual([undefined, undefined, 1]);
});

it('one function knows nothing of what another derived of the same object', () => {
  const owner = { parts: [1, 2] };
  const [first, second] = [counted(), counted()];
  expect([first.sum(owner), second.sum(owner)]).toEqual([3, 3]);
  expect(second.asked).toEqual([owner]);
});

it('no copy takes along what is derived: one that is changed is asked anew', () => {
  const { sum } = counted();
  const owner: Sum = { parts: [1, 2] };
  expect(sum(owner)).toBe(3);
  const { ...rest } = owner;
  const copies: Sum[] = [
    { ...owner },
    rest,
    Object.assign({}, owner),
    structuredClone(owner),
    JSON.parse(JSON.stringify(owner)),
    Object.create(owner),
  ];
  for (const copy of copies) expect(sum(Object.assign(copy, { parts: [40, 2] }))).toBe(42);
  expect(sum(owner)).toBe(3);
  const first = memoize((list: readonly number[]) => list[0]);
  const list = [1, 2];
  expect(first(list)).toBe(1);
  for (const copy of [[...list], list.slice(), list.with(1, 2), list.map((n) => n)]) {
    copy[0] = 42;
    expect(first(copy)).toBe(42);
  }
});

it('a world with another list of workloads has others on its nodes, when those of the first are known', () => {
  const workload = { id: 'a', namespace: 'n', name: 'a', node: 'x', labels: {}, addresses: [], ports: [] };
  const world = { workloads: [], policies: [], namespaces: [] } as unknown as World;
  expect(workloadsByNode(world).size).toBe(0);
  const after = { ...world, workloads: [workload] } as unknown as World;
  expect(workloadsByNode(after).get('x')).toEqual([workload]);
  expect(workloadsByNode(world).size).toBe(0);
});

it('who compares, lists, writes or sends an object does not see what is derived of it', () => {
  const { sum } = counted();
  const [asked, other]: [Sum, Sum] = [{ parts: [1, 2] }, { parts: [1, 2] }];
  const text = JSON.stringify(asked);
  sum(asked);
  expect([same(asked, other), same(other, asked)]).toEqual([true, true]);
  expect([isDeepStrictEqual(asked, other), isDeepStrictEqual(other, asked)]).toEqual([true, true]);
  expect(asked).toEqual(other);
  expect(other).toStrictEqual(asked);
  expect(JSON.stringify(asked)).toBe(text);
  expect(serialize(asked)).toEqual(serialize(other));
  expect(Object.keys(asked)).toEqual(['parts']);
  for (const key in asked) expect(key).toBe('parts');
});

it('a frozen object is told of, not asked again and again', () => {
  const { sum } = counted();
  expect(() => sum(Object.freeze({ parts: [1] }))).toThrow(TypeError);
});
