import { describe, expect, it } from 'vitest';
import type { Tier } from '../../policy/model.js';
import { type Actor, judge, whoCould, whoCouldApprove, whyNoApproval } from './judge.js';
import { parseAuthority } from './policy.js';
import type { Touch } from './touch.js';

const TEXT = `
apiVersion: openscg.dev/v1alpha1
kind: AuthorityPolicy
metadata: {name: who-may}
spec:
  people:
  - {name: ann, identities: ['certificate:ann', 'ssh:ann@example.org'], groups: [platform]}
  - {name: pat, identities: ['certificate:pat'], groups: [platform]}
  - {name: bob, identities: ['certificate:bob', 'ssh:bob@example.org'], groups: [shop]}
  - {name: cid, identities: ['certificate:cid', 'ssh:cid@example.org'], groups: [shop, pay]}
  grants:
  - {name: platform, who: ['group:platform'], tiers: ['*'], namespaces: ['*'], secondPerson: true, alone: [narrower]}
  - {name: shop, who: ['group:shop'], namespaces: [shop]}
  - {name: pay, who: ['group:pay'], namespaces: [pay], secondPerson: true}
  - {name: cluster, who: ['source:cluster'], tiers: [group], namespaces: [web], kinds: [SecurityGroup, NetworkPolicy]}
  - {name: incident, who: [socket], tiers: [emergency], kinds: [Emergency], namespaces: ['*']}
`;
const POLICY = parseAuthority({ path: 'authority.yaml', text: TEXT });

const touch = (namespace: string, tier: Tier | undefined = 'group', more: Partial<Touch> = {}): Touch => ({
  object: `SecurityGroup/${namespace}/x`,
  kind: 'SecurityGroup',
  namespace,
  tiers: tier === undefined ? [] : [tier],
  sign: '~',
  narrower: false,
  ...more,
});
const actor = (...identities: string[]): Actor => ({ told: identities.join('+'), identities });
const ANN = actor('ssh:ann@example.org');
const BOB = actor('ssh:bob@example.org');
const CID = actor('ssh:cid@example.org');

const said = (touches: readonly Touch[], actors: readonly Actor[], approvers: readonly string[] = []) => {
  const verdict = judge(POLICY, touches, { actorsOf: () => actors }, approvers);
  return verdict.kind === 'refused' ? verdict.why.map(({ message }) => message).join('\n') : verdict.kind;
};

describe('who may change what', () => {
  it('what is wrong with its file is told by place, once', () => {
    const text = TEXT.replace('name: pat', 'name: ann').replace("who: ['group:pay']", 'who: [nobody]');
    const told = (() => {
      try {
        return String(parseAuthority({ path: 'auth.yaml', text }));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(told.match(/auth\.yaml/g)).toHaveLength(2);
    expect(told.split('\n')).toEqual([
      expect.stringMatching(/^authority: auth\.yaml:8:\d+: .*there are two people called ann/),
      expect.stringMatching(/^auth\.yaml:14:\d+: .*nobody is nobody/),
    ]);
  });

  it('a source may change, and approves nothing', () => {
    expect(whoCould(POLICY, touch('web'))).toBe('group:platform (ann, pat), source:cluster');
    expect(whoCouldApprove(POLICY, touch('web'), new Set())).toBe('group:platform (ann, pat)');
  });

  it('who had a hand in it is not named as one who could approve it', () => {
    expect(whoCouldApprove(POLICY, touch('web'), new Set(['ann']))).toBe('group:platform (pat)');
    expect(whoCouldApprove(POLICY, touch('web'), new Set(['ann', 'pat']))).toBe('nobody else');
    expect(whoCouldApprove(POLICY, touch('shop'), new Set(['bob']))).toBe(
      'group:platform (ann, pat), group:shop (cid)',
    );
  });

  it.each<[string, readonly Touch[], readonly Actor[], readonly string[], string | RegExp]>([
    ['own namespace', [touch('shop')], [BOB], [], 'allowed'],
    [
      'another namespace',
      [touch('pay')],
      [BOB],
      [],
      /^SecurityGroup\/pay\/x \(group tier\): ssh:bob@example.org may not change it; who could: group:platform \(ann, pat\), group:pay \(cid\)$/,
    ],
    [
      "the platform's tier in one's own namespace",
      [touch('shop', 'admin')],
      [BOB],
      [],
      /may not.*who could: group:platform/,
    ],
    [
      'a tier that it leaves counts as the one that it enters',
      [touch('shop', 'group', { tiers: ['admin', 'group'] })],
      [BOB],
      [],
      /admin → group tier/,
    ],
    [
      'what has no namespace',
      [touch('', undefined, { kind: 'Namespace', object: 'Namespace//shop' })],
      [BOB],
      [],
      /may not/,
    ],
    ['somebody who is in no grant', [touch('shop')], [actor('ssh:eve@example.org')], [], /ssh:eve@example.org may not/],
    ['a signature that proves nobody', [touch('shop')], [actor('source:git')], [], /may not/],
    ['nobody at all', [touch('shop')], [], [], /nobody has signed for it/],
    ['one of two who had a hand in it', [touch('shop')], [BOB, actor('source:git')], [], /source:git may not/],
    ['two who both may', [touch('shop')], [BOB, CID], [], 'allowed'],
    ['a second person is needed', [touch('pay')], [CID], [], 'second-person'],
    ['approved by the platform', [touch('pay')], [CID], ['certificate:ann'], 'allowed'],
    ['approved by the author, by another identity', [touch('pay')], [CID], ['certificate:cid'], 'second-person'],
    ['approved by who may not change it', [touch('pay')], [CID], ['certificate:bob'], 'second-person'],
    ['approved by a commit key: it proves no review', [touch('pay')], [CID], ['ssh:ann@example.org'], 'second-person'],
    ['approved by the socket', [touch('pay')], [CID], ['socket'], 'second-person'],
    ['an approval lends no authority to the author', [touch('shop', 'admin')], [BOB], ['certificate:ann'], /may not/],
    [
      'an approver who had a hand in another part',
      [touch('pay'), touch('shop')],
      [CID, ANN],
      ['certificate:ann'],
      'second-person',
    ],
    ['narrower passes alone', [touch('shop', 'admin', { narrower: true })], [ANN], [], 'allowed'],
    [
      'narrower passes alone only where the grant says so',
      [touch('pay', 'group', { narrower: true })],
      [CID],
      [],
      'second-person',
    ],
    ['the cluster, its namespace', [touch('web')], [actor('source:cluster')], [], 'allowed'],
    ['the cluster, an ordered tier', [touch('web', 'baseline')], [actor('source:cluster')], [], /may not/],
    [
      'the cluster, another kind',
      [touch('web', undefined, { kind: 'AddressGroup' })],
      [actor('source:cluster')],
      [],
      /may not/,
    ],
    ['the socket, an emergency', [touch('', 'emergency', { kind: 'Emergency' })], [actor('socket')], [], 'allowed'],
    ['the socket, a rollback', [touch('shop')], [actor('socket')], [], /socket may not/],
  ])('%s', (_, touches, actors, approvers, expected) => {
    if (typeof expected === 'string') expect(said(touches, actors, approvers)).toBe(expected);
    else expect(said(touches, actors, approvers)).toMatch(expected);
  });

  it('who is said to have written it, without proof, is no second person', () => {
    const cid: Actor = { told: 'commit', identities: ['ssh:ann@example.org'], claimed: ['ssh:cid@example.org'] };
    const touches = [touch('pay')];
    expect(judge(POLICY, touches, { actorsOf: () => [cid] }, ['certificate:cid']).kind).toBe('second-person');
    expect(judge(POLICY, touches, { actorsOf: () => [cid] }, ['certificate:pat']).kind).toBe('allowed');
    expect(whyNoApproval(POLICY, 'certificate:cid', touches, new Set(['cid']))).toMatch(/cid had a hand in it/);
    expect(whyNoApproval(POLICY, 'socket', touches, new Set())).toMatch(/shows a certificate/);
    expect(whyNoApproval(POLICY, 'certificate:bob', touches, new Set())).toMatch(/bob may not/);
  });

  it('whatever is in a change, it passes only where each part is granted to each who had a hand in it', () => {
    let seed = 7;
    const pick = <T>(list: readonly T[]): T => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return list[seed % list.length] as T;
    };
    const identities = [
      'ssh:ann@example.org',
      'ssh:bob@example.org',
      'ssh:cid@example.org',
      'source:git',
      'source:cluster',
      'socket',
      'certificate:bob',
    ];
    const certificates = ['certificate:ann', 'certificate:pat', 'certificate:bob', 'certificate:cid', 'socket'];
    const person = (identity: string) => POLICY.people.get(identity);
    let passed = 0;
    for (let i = 0; i < 5_000; i++) {
      const some = <T>(make: () => T): T[] => Array.from({ length: 1 + (seed % 3) }, make);
      const touches = some(() =>
        touch(pick(['shop', 'pay', 'web', '']), pick<Tier>(['group', 'admin', 'baseline', 'emergency']), {
          narrower: pick([true, false, false]),
        }),
      );
      const hands = new Map(touches.map((one) => [one, some(() => actor(pick(identities)))]));
      const approvers = pick([true, false]) ? some(() => pick(certificates)) : [];
      const verdict = judge(POLICY, touches, { actorsOf: (one) => hands.get(one) ?? [] }, approvers);
      if (verdict.kind !== 'allowed') continue;
      passed++;
      // Said again, in other words than the decision's.
      const platform = (identity: string) => person(identity)?.groups.includes('platform') === true;
      const hand = new Set(
        [...hands.values()].flat().flatMap(({ identities: all }) => all.map((id) => person(id)?.name ?? id)),
      );
      for (const [one, actors] of hands)
        for (const {
          identities: [identity = ''],
        } of actors) {
          const own =
            platform(identity) ||
            (one.namespace === 'shop' && one.tiers[0] === 'group' && person(identity)?.groups.includes('shop')) ||
            (one.namespace === 'pay' && one.tiers[0] === 'group' && person(identity)?.groups.includes('pay')) ||
            (one.namespace === 'web' && one.tiers[0] === 'group' && identity === 'source:cluster');
          expect(own, `${identity} ${JSON.stringify(one)}`).toBe(true);
          const needs = (platform(identity) && !one.narrower) || one.namespace === 'pay';
          const second = approvers.some(
            (by) =>
              by !== 'socket' &&
              !hand.has(person(by)?.name ?? by) &&
              (platform(by) ||
                (by === 'certificate:cid' && ['shop', 'pay'].includes(one.namespace) && one.tiers[0] === 'group') ||
                (by === 'certificate:bob' && one.namespace === 'shop' && one.tiers[0] === 'group')),
          );
          const free = platform(identity) && one.narrower;
          if (needs && !free) expect(second, `${identity} ${approvers} ${JSON.stringify(one)}`).toBe(true);
        }
    }
    expect(passed).toBeGreaterThan(50);
  });
});

describe('an AuthorityPolicy', () => {
  const wrong = (from: string, to: string) => () =>
    parseAuthority({ path: '/etc/osg/authority.yaml', text: TEXT.replace(from, to) });

  it.each([
    ['an unknown field', 'secondPerson: true,', 'secondPersons: true,', /authority.yaml:12.*spec\.grants\[0\]/],
    ['a tier that is none', "tiers: ['*']", 'tiers: [platform]', /authority.yaml:12.*spec\.grants\[0\]\.tiers\[0\]/],
    ['a group of nobody', "['group:shop']", "['group:shops']", /authority.yaml:13.*nobody is group:shops/],
    ['a person who is nobody', '[socket]', '[eve]', /authority.yaml:16.*nobody is eve/],
    [
      'an identity of two',
      "['certificate:pat']",
      "['certificate:ann']",
      /authority.yaml:8.*certificate:ann is already ann's/,
    ],
    ['a person that is a source', "['certificate:pat']", "['source:git']", /source:git is no person/],
    ['another kind', 'kind: AuthorityPolicy', 'kind: SecurityGroup', /authority.yaml:3/],
    ['two of them', 'spec:', 'spec: {grants: []}\n---\nspec:', /holds 2 objects/],
    ['no YAML', 'spec:', 'spec: [', /authority.yaml/],
  ])('is refused with %s, and where', (_, from, to, message) => {
    expect(wrong(from, to)).toThrow(message);
  });

  it('names its keys beside itself', () => {
    const text = TEXT.replace('  people:', '  git: {allowedSigners: signers, keyring: /k.gpg}\n  people:');
    const { allowedSigners, keyring } = parseAuthority({ path: '/etc/osg/authority.yaml', text });
    expect([allowedSigners, keyring]).toEqual(['/etc/osg/signers', '/k.gpg']);
  });
});
