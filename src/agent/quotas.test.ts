import { expect, it } from 'vitest';
import type { ConntrackFill } from './enforcement.js';
import { Quotas, quotaWarnings } from './quotas.js';

it('tells of whom is fullest, and of each that is crowded once an episode', () => {
  const told: ConntrackFill[] = [];
  const quotas = new Quotas((fill) => told.push(fill));
  const endpoints = new Map([
    [1, 'shop/web'],
    [2, 'shop/db'],
  ]);
  const look = (web: number, db: number): string | undefined => {
    quotas.look(
      endpoints,
      new Map([
        [1, { live: web, limit: 100 }],
        [2, { live: db, limit: 1000 }],
      ]),
    );
    return quotas.fullest?.endpoint;
  };
  expect(look(0, 0)).toBeUndefined();
  expect(look(10, 90), 'a tenth of little is more than less than a tenth of much').toBe('shop/web');
  expect([look(80, 0), look(90, 0), look(65, 0), look(80, 0)]).toEqual(Array(4).fill('shop/web'));
  expect(told).toEqual([{ endpoint: 'shop/web', entries: 80, limit: 100 }]);
  expect([look(59, 0), look(80, 850)]).toEqual(['shop/web', 'shop/db']);
  expect(told.slice(1).map(({ endpoint }) => endpoint)).toEqual(['shop/web', 'shop/db']);
  endpoints.delete(1);
  look(0, 0);
  endpoints.set(1, 'shop/web');
  look(100, 0);
  expect(told.length).toBe(4);
});

it('warns of the fullest quota from 80 % on, and says when flows are dropped', () => {
  const of = (entries: number): readonly string[] => quotaWarnings({ endpoint: 'shop/web', entries, limit: 1000 });
  expect([quotaWarnings(undefined), of(799)]).toEqual([[], []]);
  expect(of(800)).toEqual([expect.stringMatching(/^shop\/web has 800 of the 1000 flows .* will be dropped/)]);
  expect(of(1000)).toEqual([expect.stringMatching(/are dropped \(state-full\)$/)]);
});
