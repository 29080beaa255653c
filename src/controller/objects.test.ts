import { describe, expect, it } from 'vitest';
import { Objects } from './objects.js';
import type { SourceObject } from './source.js';

const object = (key: string, list: SourceObject['list']): SourceObject => ({
  key,
  list,
  items: [],
  provenance: { uid: '', resourceVersion: '' },
});

const version = { id: '', author: '', subject: '', timeUnixUs: 0 };

describe('objects of all sources', () => {
  it('a change costs the digest what it changes, and equal policy has equal digests', () => {
    let hashed = 0;
    const hash = ({ key, list }: SourceObject): bigint => BigInt(++hashed && key.length * 1000 + list.length);
    const objects = new Objects(hash);
    const offer = (to: Objects, upserts: SourceObject[], deletes: string[] = []): string => {
      to.offer(0, { upserts, deletes, admission: 'each', version, who: 'test' });
      return to.digest;
    };
    const many = Array.from({ length: 1000 }, (_, i) => object(`p-${i}`, 'policies'));
    const first = offer(objects, [...many, object('w', 'workloads')]);
    expect(hashed).toBe(1000);
    expect(offer(objects, [object('w2', 'workloads')], ['w'])).toBe(first);
    expect(hashed).toBe(1000);
    expect(offer(objects, [object('one-more', 'addressGroups')])).not.toBe(first);
    expect(hashed).toBe(1001);
    objects.admit(['one-more'], objects.changeOf(['one-more']));
    expect(offer(objects, [], ['one-more'])).toBe(first);
    expect(hashed).toBe(1001);
    const whole = (upserts: SourceObject[]): string => offer(new Objects(), upserts);
    expect(whole(many)).toBe(whole([...many].reverse()));
    expect(whole(many)).not.toBe(whole(many.slice(1)));
    expect(whole([])).toMatch(/^0{64}$/);
  });

  it('knows how many say that changes go out in rings, whatever is said twice, by another source, or taken back', () => {
    const objects = new Objects();
    const offer = (source: number, upserts: SourceObject[], deletes: string[] = []): number => {
      objects.offer(source, { upserts, deletes, admission: 'each', version, who: 'test' });
      return objects.rings;
    };
    expect(offer(0, [object('a', 'rollouts'), object('b', 'policies')])).toBe(1);
    expect(offer(0, [object('a', 'rollouts'), object('c', 'rollouts')])).toBe(2);
    expect(offer(1, [object('a', 'rollouts')], ['c'])).toBe(2);
    objects.admit(['a', 'c'], objects.changeOf(['a', 'c']));
    expect(objects.rings).toBe(2);
    expect(offer(0, [], ['a', 'b', 'a'])).toBe(1);
    expect(offer(0, [object('c', 'policies')])).toBe(0);
  });
});
