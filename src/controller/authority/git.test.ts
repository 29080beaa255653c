/** Who may, of real commits with real signatures, and of a controller's other ways in. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith, groupYaml, SHOP } from '../../../test/support/shop-files.js';
import { systemClock } from '../../part/clock.js';
import { SILENT } from '../../part/log.js';
import { Controller } from '../controller.js';
import { FileSource } from '../file-source.js';
import { GitSource } from '../git.js';
import { Store } from '../sqlite/store.js';
import { Authority } from './authority.js';
import { AuthorityFile } from './file.js';

const HOUR = 3_600_000;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const POLICY = `
apiVersion: openscg.dev/v1alpha1
kind: AuthorityPolicy
metadata: {name: who-may}
spec:
  people:
  - {name: ann, identities: ['certificate:ann', 'ssh:ann@example.org'], groups: [platform]}
  - {name: pat, identities: ['certificate:pat'], groups: [platform]}
  - {name: bob, identities: ['certificate:bob', 'ssh:bob@example.org'], groups: [shop]}
  - {name: cid, identities: ['certificate:cid', 'ssh:cid@example.org'], groups: [pay]}
  git: {allowedSigners: signers}
  grants:
  - {name: platform, who: ['group:platform'], tiers: ['*'], namespaces: ['*']}
  - {name: shop, who: ['group:shop'], namespaces: [shop]}
  - {name: pay, who: ['group:pay'], namespaces: [pay], secondPerson: true}
`;

const cluster = (name: string, tier: string, port: number): string => `---
apiVersion: openscg.dev/v1alpha1
kind: ClusterSecurityGroup
metadata: {name: ${name}}
spec:
  tier: ${tier}
  priority: 10
  members: {namespaceSelector: {}}
  ingress:
  - {id: keep-out, action: deny, from: [{cidr: 10.9.0.0/16}], ports: [{port: ${port}}]}
`;
const pay = (name: string, port: number): string =>
  groupYaml(name, 'web', port).replace('namespace: shop', 'namespace: pay');

type Person = 'ann' | 'bob' | 'cid' | 'eve';

/** A repository whose first commit, by ann, is in force; and a controller that follows it. */
async function made() {
  const folder = folderWith();
  closers.push(() => folder.remove());
  const at = (...path: string[]): string => join(folder.path, ...path);
  mkdirSync(at('repo'));
  mkdirSync(at('etc'));
  for (const person of ['ann', 'bob', 'cid', 'eve', 'old'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', at(person)]);
  const key = (person: string): string =>
    readFileSync(at(`${person}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ');
  const signers = ['ann', 'bob', 'cid'].map((person) => `${person}@example.org namespaces="git" ${key(person)}`);
  const expired = `ann@example.org namespaces="git",valid-before="20200101" ${key('old')}`;
  writeFileSync(at('etc/signers'), [...signers, expired, ''].join('\n'));
  writeFileSync(at('etc/authority.yaml'), POLICY);
  const git = (person: string, signer: string | undefined, ...args: string[]): string => {
    const sign = signer === undefined ? [] : ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${at(signer)}`];
    const who = ['-c', `user.name=${person}`, '-c', `user.email=${person}@example.org`];
    const all = ['-C', at('repo'), ...who, '-c', `commit.gpgsign=${signer !== undefined}`, ...sign, ...args];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', all, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env }).trim();
  };
  const write = (files: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, text] of Object.entries(files))
      if (text === undefined) rmSync(at('repo', name));
      else writeFileSync(at('repo', name), text);
  };
  const commit = (
    person: Person,
    signer: string | undefined,
    files: Readonly<Record<string, string | undefined>>,
  ): string => {
    write(files);
    git(person, signer, 'add', '-A');
    git(person, signer, 'commit', '-q', '--allow-empty', '-m', `by ${person}`);
    return git(person, undefined, 'rev-parse', 'HEAD');
  };
  git('ann', undefined, 'init', '-q', '-b', 'main');
  const first = commit('ann', 'ann', {
    'inventory.yaml': SHOP['inventory.yaml'],
    'platform.yaml': cluster('guard', 'admin', 22),
    'shop.yaml': groupYaml('api', 'web', 8080),
    'pay.yaml': pay('till', 1),
  });
  let nowMs = Date.now();
  const clock = { ...systemClock, now: () => nowMs };
  const open = async () => {
    const store = Store.open(at('state'), nowMs);
    const authority = new Authority(new AuthorityFile(at('etc/authority.yaml')), store.revisions, clock);
    const source = new FileSource(new GitSource({ path: at('repo'), pollMs: 25 }));
    const world = { posture: 'kubernetes', allowNodeProbes: true } as const;
    const controller = new Controller({ store, authority, sources: [source], world, log: SILENT, clock, version: '0' });
    closers.push(() => controller.close());
    await controller.start();
    return controller;
  };
  let controller = await open();
  const problems = (): string => (controller.status().problems ?? []).map(({ message }) => message).join('\n');
  const revision = (): number => controller.status().revision ?? 0;
  /** What becomes of the commit: a revision, or why not. */
  const taken = async (files: Readonly<Record<string, string | undefined>>, person: Person, signer?: string) => {
    const before = revision();
    commit(person, signer, files);
    await expect.poll(() => revision() > before || problems() !== '', { timeout: 20_000 }).toBe(true);
    return revision() > before ? 'in force' : problems();
  };
  const back = (): void => void git('ann', undefined, 'reset', '-q', '--hard', 'in-force');
  const mark = (): void => void git('ann', undefined, 'branch', '-f', 'in-force');
  mark();
  return {
    first,
    git,
    at,
    commit,
    write,
    taken,
    back,
    mark,
    problems,
    revision,
    get controller() {
      return controller;
    },
    restart: async () => {
      await controller.close();
      controller = await open();
      return controller;
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('who may, of commits', { timeout: 120_000 }, () => {
  it('counts signatures, not names; every commit; and every object by itself', async () => {
    const repo = await made();
    expect(repo.revision()).toBe(1);
    const shop = { 'shop.yaml': groupYaml('api', 'web', 8081) };
    expect(await repo.taken(shop, 'bob', 'bob')).toBe('in force');
    repo.mark();
    // In turn: nothing of it comes into force, and each is told by what is wrong with it.
    const attacks: readonly [string, () => void, RegExp][] = [
      [
        "unsigned, under the platform's name",
        () => repo.commit('ann', undefined, { 'platform.yaml': cluster('guard', 'admin', 23) }),
        /guard \(admin tier\): commit .* says it is by ann.*not signed; may not/,
      ],
      [
        "signed by one's own key, under the platform's name",
        () => repo.commit('ann', 'bob', { 'platform.yaml': cluster('guard', 'admin', 24) }),
        /ssh:bob@example.org .* may not change it; who could: group:platform/,
      ],
      [
        'by a key that nobody knows',
        () => repo.commit('ann', 'eve', { 'shop.yaml': groupYaml('api', 'web', 1) }),
        /its key is not in/,
      ],
      [
        'by a key that has expired, backdated to when it had not',
        () => {
          process.env['GIT_COMMITTER_DATE'] = '2019-06-01T00:00:00Z';
          try {
            repo.commit('ann', 'old', { 'platform.yaml': cluster('guard', 'admin', 25) });
          } finally {
            process.env['GIT_COMMITTER_DATE'] = undefined;
            delete process.env['GIT_COMMITTER_DATE'];
          }
        },
        /its key is not in .* or not any more/,
      ],
      [
        'a signature that was made for another commit',
        () => {
          const good = repo.commit('bob', 'bob', { 'note.txt': 'x' });
          const raw = repo.git('bob', undefined, 'cat-file', 'commit', good);
          repo.write({ 'shop.yaml': groupYaml('api', 'rogue', 8081) });
          repo.git('bob', undefined, 'add', '-A');
          const tree = repo.git('bob', undefined, 'write-tree');
          writeFileSync(repo.at('forged'), `${raw.replace(/^tree .*/, `tree ${tree}`)}\n`);
          const forged = repo.git('bob', undefined, 'hash-object', '-t', 'commit', '-w', repo.at('forged'));
          repo.git('bob', undefined, 'reset', '-q', '--hard', forged);
        },
        /signature does not hold/,
      ],
      [
        'moved from a namespace to another',
        () => repo.commit('bob', 'bob', { 'shop.yaml': pay('api', 8081) }),
        /SecurityGroup\/pay\/api .* may not add it/,
      ],
      [
        'moved between tiers',
        () => repo.commit('bob', 'bob', { 'platform.yaml': cluster('guard', 'baseline', 22) }),
        /admin → baseline tier/,
      ],
      ['renamed away', () => repo.commit('bob', 'bob', { 'platform.yaml': undefined }), /guard .* may not remove it/],
      [
        'labels that others select by',
        () =>
          repo.commit('bob', 'bob', {
            'inventory.yaml': SHOP['inventory.yaml'].replace(
              'kind: Node, metadata: {name: n1}',
              'kind: Node, metadata: {name: n1, labels: {a: b}}',
            ),
          }),
        /Node\/\/n1.* may not/,
      ],
      [
        'an AuthorityPolicy among the policies',
        () => repo.commit('ann', 'ann', { 'authority.yaml': POLICY }),
        /unknown kind/,
      ],
      [
        'two halves: one that may, on one that may not',
        () => {
          repo.commit('eve', undefined, { 'shop.yaml': groupYaml('api', 'rogue', 8081) });
          repo.commit('bob', 'bob', { 'shop.yaml': groupYaml('api', 'rogue', 8082) });
        },
        /says it is by eve/,
      ],
      [
        'a merge that takes what the other side never had',
        () => {
          repo.git('bob', undefined, 'checkout', '-q', '-b', 'side', repo.first);
          repo.commit('bob', 'bob', { 'note.txt': 'side' });
          repo.git('bob', undefined, 'checkout', '-q', '-B', 'main', 'in-force');
          repo.git('bob', 'bob', 'merge', '-q', '--no-ff', '--no-commit', 'side');
          repo.write({ 'platform.yaml': cluster('guard', 'admin', 26) });
          repo.git('bob', 'bob', 'add', '-A');
          repo.git('bob', 'bob', 'commit', '-q', '-m', 'merge');
          repo.git('bob', undefined, 'branch', '-D', '-q', 'side');
        },
        /guard .*bob@example.org .* may not change it/,
      ],
      [
        'history that goes back to a revision that was wider',
        () => repo.git('bob', undefined, 'reset', '-q', '--hard', repo.first),
        /nobody has signed for it/,
      ],
    ];
    for (const [name, attack, message] of attacks) {
      attack();
      await expect.poll(() => repo.problems(), { timeout: 20_000, message: name }).toMatch(message);
      expect(repo.revision(), name).toBe(2);
      repo.back();
      await expect.poll(() => repo.problems(), { timeout: 20_000, message: name }).toBe('');
    }
    // What is refused does not hold up what is well afterwards, also over a restart.
    const controller = await repo.restart();
    expect([controller.status().revision, repo.problems()]).toEqual([2, '']);
    expect(await repo.taken({ 'platform.yaml': cluster('guard', 'admin', 27) }, 'ann', 'ann')).toBe('in force');
  });

  it('a second person is asked, for exactly this, once, and not the author', async () => {
    const repo = await made();
    const { pass } = repo;
    const approve = (id: string, identity: string, digest?: string) =>
      repo.controller.approve({
        id,
        identity,
        reason: 'reviewed',
        digest: digest ?? repo.controller.status().approvals?.[0]?.digest ?? '',
      });
    expect(await repo.taken({ 'pay.yaml': pay('till', 2) }, 'cid', 'cid')).toMatch(
      /waits for a second person until .*: osg approve a-1/,
    );
    const [row] = repo.controller.status().approvals ?? [];
    expect(row).toMatchObject({
      id: 'a-1',
      changes: ['~ SecurityGroup/pay/till'],
      whoCould: ['group:platform (ann, pat)'],
    });
    expect(row?.authors?.[0]).toMatch(/^ssh:cid@example.org \(commit /);
    await expect(approve('a-1', 'certificate:cid')).rejects.toThrow(/cid had a hand in it/);
    await expect(approve('a-1', 'certificate:bob')).rejects.toThrow(/bob may not/);
    await expect(approve('a-1', 'socket')).rejects.toThrow(/shows a certificate/);
    await expect(approve('a-1', 'certificate:ann', 'other')).rejects.toThrow(/not other/);
    await expect(approve('a-9', 'certificate:ann')).rejects.toThrow(/does not wait/);
    // What changes is another thing; what waited is over.
    repo.commit('cid', 'cid', { 'pay.yaml': pay('till', 3) });
    await expect.poll(() => repo.controller.status().approvals?.[0]?.id, { timeout: 20_000 }).toBe('a-2');
    await expect(approve('a-1', 'certificate:ann', row?.digest ?? '')).rejects.toThrow(/does not wait/);
    // It outlives the controller, and a time.
    await repo.restart();
    expect(repo.controller.status().approvals?.map(({ id }) => id)).toEqual(['a-2']);
    pass(25 * HOUR);
    await expect(approve('a-2', 'certificate:ann')).rejects.toThrow(/has expired/);
    repo.commit('cid', 'cid', { 'note.txt': 'again' });
    await expect.poll(() => repo.controller.status().approvals?.[0]?.id, { timeout: 20_000 }).toBe('a-3');
    expect(await approve('a-3', 'certificate:ann')).toMatchObject({ revision: 2, notes: [] });
    expect([repo.problems(), repo.controller.status().approvals]).toEqual(['', []]);
    const kinds = (await repo.controller.revisions.audit(0))
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'refused');
    expect(kinds).toEqual([
      ...['revision', 'approval-needed', 'approval-over', 'approval-needed', 'approval-over', 'approval-needed'],
      ...['approved', 'revision', 'approval-over'],
    ]);
  });

  it('no other way leads around it: rollback, resume, emergency, an accepted claim', async () => {
    const repo = await made();
    expect(await repo.taken({ 'platform.yaml': cluster('guard', 'admin', 23) }, 'ann', 'ann')).toBe('in force');
    expect(await repo.taken({ 'shop.yaml': groupYaml('api', 'other', 8080) }, 'bob', 'bob')).toBe('in force');
    const { operations, claims } = repo.controller;
    const bob = 'certificate:bob';
    await expect(operations.rollback(1, 'bob', 'x', bob)).rejects.toThrow(
      /guard \(admin tier\): bob may not change it; who could/,
    );
    await expect(operations.rollback(1, 'root', 'x')).rejects.toThrow(/socket may not/);
    // Of what is his alone he may.
    expect(await operations.rollback(2, 'bob', 'mine', bob)).toMatchObject({ revision: 4 });
    await expect(operations.resume('cid', 'x', 'certificate:cid')).rejects.toThrow(/api \(group tier\): cid may not/);
    expect(await operations.resume('bob', 'done', bob)).toMatchObject({ revision: 5 });
    const isolate = { isolate: { target: 'shop/web' }, reason: 'incident', ticket: '' };
    await expect(operations.emergency(isolate, HOUR, 'bob', bob)).rejects.toThrow(
      /Emergency\/shop\/e-1 \(emergency tier\): bob may not/,
    );
    const { id } = await operations.emergency(isolate, HOUR, 'ann', 'certificate:ann');
    await expect(operations.endEmergency(String(id), 'bob', '', bob)).rejects.toThrow(/bob may not remove it/);
    await operations.endEmergency(String(id), 'ann', '', 'certificate:ann');
    repo.controller.fleet.set('n9', repo.controller.fleet.target('n1') as never);
    await claims.take('n9', { epoch: Date.now() + 30 * 24 * HOUR, revision: 1 });
    await expect(claims.accept('n9', 'bob', 'x', bob)).rejects.toThrow(/Claim\/\/n9: bob may not/);
    await claims.accept('n9', 'ann', 'put back', 'certificate:ann');
  });
});
