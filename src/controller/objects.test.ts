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
