import { afterEach, describe, expect, it } from 'vitest';
import { folderWith } from '../../../test/support/shop-files.js';
import type { Policy, Rule } from '../../policy/model.js';
import { writeItem } from '../items.js';
import { KEPT_REVISIONS } from '../revision-store.js';
import { ItemParts, joinedText } from './item-parts.js';
import { Store } from './store.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const rule = (i: number, port = 80): Rule => ({
  id: `SecurityGroup/shop/api/ingress/${i}`,
  direction: 'ingress',
  action: 'accept',
  peers: [{ kind: 'cidr', prefix: { family: 4, value: BigInt(i), length: 32 }, except: [] }],
  ports: [{ protocol: 6, ports: { first: port, last: port } }],
  mode: 'enforce',
  source: { file: 'a "rules":{"$parts":["x"]} b', line: i },
});

const policy = (rules: readonly Rule[]): Policy => ({
  id: 'SecurityGroup/shop/api',
  kind: 'SecurityGroup',
  namespace: 'shop',
  name: 'api',
  tier: 'group',
  priority: 0,
  subject: { namespace: 'shop', pods: { matchLabels: { a: '"rules":{"$parts":["x"]}' }, matchExpressions: [] } },
  isolates: { ingress: true, egress: false },
  rules,
  labels: {},
  source: { file: 'a', line: 1 },
});

const rulesOf = (count: number): Rule[] => Array.from({ length: count }, (_, i) => rule(i));

function open() {
  const folder = folderWith();
  const store = Store.open(folder.path, 1);
  closers.push(async () => {
    await store.close();
    folder.remove();
  });
  const { revisions, database } = store;
  const bytes = (): number =>
    (
      database
        .prepare(
          'SELECT (SELECT sum(length(item)) FROM declared) + coalesce((SELECT sum(length(rules)) FROM rule_parts), 0) AS n',
        )
        .get() as { n: number }
    ).n;
  const parts = (): number => (database.prepare('SELECT count(*) AS n FROM rule_parts').get() as { n: number }).n;
  const write = (revision: number, item: Policy | undefined): Promise<void> => {
    const record = { revision, kind: 'policy' as const, who: 'me', timeMs: revision, changes: [], more: 0, nodes: 1 };
    const source = { id: '', author: '', subject: '', timeUnixUs: 0 };
    const rest = { source, pinnedTo: 0, emergencies: [], reason: '' };
    const declared = { list: 'policies' as const, id: 'SecurityGroup/shop/api', ...(item !== undefined && { item }) };
    return revisions.write([{ revision: { ...record, ...rest }, declared: [declared] }]);
  };
  return { revisions, bytes, parts, write };
}

describe('texts of declared objects in parts', () => {
  it('say when they are joined what the whole text says', () => {
    for (const count of [0, 1, 64, 65, 300, 2_000]) {
      const item = policy(rulesOf(count));
      const { text, parts } = new ItemParts().split(item);
      expect(parts.size > 0).toBe(count > 64);
      const joined = joinedText(text, (name) => writeItem(parts.get(name)));
      expect(joined).toBe(writeItem(item));
    }
  });

  it('are named anew where something else is said, by a policy that came before or by another; the others as they were', () => {
    const split = new ItemParts();
    const all = (item: Policy) => [...split.split(item).parts];
    const rules = rulesOf(500);
    const before = all(policy(rules));
    const edited = policy(rules.with(250, rule(250, 81)));
    const after = all(edited);
    const same = after.filter(([, held], i) => held === before[i]?.[1]);
    expect(same.length).toBe(before.length - 1);
    expect(after).toEqual([...new ItemParts().split(edited).parts]);
    // Rules of another policy are another's, also with the same ids.
    const other = {
      ...policy(rulesOf(500).map((one) => ({ ...one, action: 'deny' as const }))),
      id: 'SecurityGroup/shop/b',
    };
    expect(all(other)).toEqual([...new ItemParts().split(other).parts]);
    expect(all(edited).every(([, held], i) => held === after[i]?.[1])).toBe(true);
    all(policy(rules.slice(0, 10)));
    expect(all(edited)).toEqual(after);
  });

  it('are written for a change of one rule in proportion to the change, in a policy of 1,000 rules as in one of 2,000', async () => {
    const grown: number[] = [];
    for (const count of [1_000, 2_000]) {
      const { revisions, bytes, write } = open();
      const rules = rulesOf(count);
      const [before, after] = [policy(rules), policy(rules.with(count / 2, rule(count / 2, 81)))];
      await write(1, before);
      const had = bytes();
      await write(2, after);
      grown.push((bytes() - had) / had);
      expect((await revisions.content(1)).policies).toEqual([before]);
      expect((await revisions.content(2)).policies).toEqual([after]);
      const texts: string[] = [];
      for await (const page of revisions.spans({ list: 'policies', upTo: 2, ids: [before.id] }, 10))
        texts.push(...page.map(({ text }) => text));
      expect(texts).toEqual([writeItem(before), writeItem(after)]);
      // What is read back and what came anew are one and the same.
      expect(await revisions.changesTo({ policies: [policy([...after.rules])], addressGroups: [] })).toEqual([]);
    }
    // The names of all parts, and one part.
    expect(grown[0]).toBeLessThan(0.15);
    expect(grown[1]).toBeLessThan(0.1);
  });

  it('are forgotten with the last revision that names them', async () => {
    const { revisions, parts, write } = open();
    const rules = rulesOf(500);
    await write(1, policy(rules));
    const all = parts();
    await write(2, policy(rules.slice(0, 100)));
    expect(parts()).toBeGreaterThan(all);
    await write(KEPT_REVISIONS + 100, policy(rules.slice(0, 100)));
    expect(parts()).toBeLessThan(all / 2);
    expect((await revisions.content(KEPT_REVISIONS + 100)).policies).toEqual([policy(rules.slice(0, 100))]);
  });
});
