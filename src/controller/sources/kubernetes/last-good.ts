import type { Policy } from '../../../policy/model.js';
import type { PolicySet } from '../../differences.js';
import type { SourceObject } from '../../source.js';

/** What the newest revision has of each object, by `<kind>/<namespace>/<name>`. */
export function lastGood({ policies, addressGroups }: PolicySet): Map<string, SourceObject> {
  const found = new Map<string, { list: SourceObject['list']; items: SourceObject['items'][number][] }>();
  const add = (key: string, list: SourceObject['list'], item: SourceObject['items'][number]): void => {
    const known = found.get(key);
    if (known === undefined) found.set(key, { list, items: [item] });
    else known.items.push(item);
  };
  for (const policy of policies) add(objectOf(policy), 'policies', policy);
  for (const group of addressGroups) add(group.id, 'addressGroups', group);
  return new Map(
    [...found].map(([key, { list, items }]) => [
      key,
      { key, list, items, provenance: { uid: '', resourceVersion: 'last good' } },
    ]),
  );
}

const objectOf = ({ kind, namespace, name }: Policy): string => `${kind}/${namespace}/${name}`;
