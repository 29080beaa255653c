/** What one reader can do to the collector, and what the others notice (F161). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BLAME_CHANGES, BLAME_KINDS, BLAME_VERBS, DECISION_REASONS } from '../distribution/words.js';
import { addressBytes, Batcher, type DenyRecord, Reason, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { createAuthority, issue } from '../rpc/authority.js';
import { type Listener, listen } from '../rpc/listen.js';
import { DENIES, REPORTING } from '../rpc/methods.js';
import type { Role } from '../rpc/peer.js';
import { channelCredentials, TlsIdentity } from '../rpc/tls.js';
import { scopeOf } from './access.js';
import { Collector } from './collector.js';
import { compileFilter } from './filter.js';
import { trimmed, trimmedBlame } from './service.js';
import { Store } from './sqlite/store.js';
import { Turns, Work } from './turns.js';

let folder: string;
let collector: Collector;
let listener: Listener;
const clients = new Map<string, Client>();
/** Questions that the controller is busy with, and what answers them. */
let asked = 0;
const answers: (() => void)[] = [];
const closing: (() => unknown)[] = [];

const RECORD: DenyRecord = {
  source: addressBytes('10.0.0.1'),
  destination: addressBytes('10.0.0.2'),
  packets: 2,
  bytes: 80,
  firstSeenUs: 1_000_000,
  durationUs: 0,
  slot: 0,
  generation: 1,
  revision: 1,
  endpoint: 1,
  sourcePort: 1,
  destinationPort: 80,
  protocol: 6,
  tcpFlags: 2,
  direction: 0,
  verdict: 0,
  reason: 33,
  kind: 0,
};
const CONTEXT = {
  endpoint: 'shop/db',
  namespace: 'shop',
  workload: 'db',
  verdict: Verdict.VERDICT_DENY,
  reason: Reason.REASON_DEFAULT_DENY,
};

/** Puts 80,000 events into the store. */
async function fill(): Promise<void> {
  for (let sequence = 1; sequence <= 20; sequence++) await report(sequence, 4000);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'osg-readers-'));
  const authority = await createAuthority('test', 1, Date.now());
  writeFileSync(join(folder, 'ca.crt'), authority.certificate);
  const identity = async (name: string, role: Role): Promise<TlsIdentity> => {
    const pem = await issue(authority, { name, role, alternatives: ['127.0.0.1'], days: 1 }, Date.now());
    writeFileSync(join(folder, `${name}.crt`), pem.certificate);
    writeFileSync(join(folder, `${name}.key`), pem.key);
    const path = (suffix: string): string => join(folder, `${name}.${suffix}`);
    const opened = await TlsIdentity.open({ certificate: path('crt'), key: path('key'), ca: join(folder, 'ca.crt') });
    closing.push(() => opened.close());
    return opened;
  };
  collector = await Collector.open({
    stores: new Store({ path: join(folder, 'denies.db'), durable: false }),
    commitMs: 1,
    grants: ['alice', 'bob'].map((name) => ({ name, namespaces: ['shop'] })),
    tails: { comparisons: { perSecond: 0, burst: 100_000 } },
    // A controller that is slow, until the question is taken back.
    explain: (_request, signal) =>
      new Promise((resolve, reject) => {
        asked++;
        signal.addEventListener('abort', () => {
          asked--;
          reject(new Error('taken back'));
        });
        answers.push(() => resolve({ allowed: true }));
      }),
  });
  closing.push(() => collector.close());
  listener = await listen('127.0.0.1:0', collector.services, await identity('collector', 'collector'));
  closing.push(() => listener.close(50));
  for (const [name, role] of [
    ['alice', 'viewer'],
    ['bob', 'viewer'],
    ['root', 'operator'],
    ['node', 'node'],
  ] as const) {
    const client = new Client(listener.address, channelCredentials(await identity(name, role)));
    clients.set(name, client);
    closing.push(() => client.close());
  }
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly call: ClientReadableStream<osg.v1.FlowReply>;
  /** Of its end: 0, or the status code of its error. */
  readonly code: Promise<number>;
  readonly metadata: Promise<unknown>;
  events: number;
  notice: string;
}

function ask(name: string, method: 'tail' | 'query', query: osg.v1.FlowQuery.$Properties = {}, read = true): Asked {
  const { path, requestSerialize, responseDeserialize } = DENIES[method === 'tail' ? 'Tail' : 'Query'];
  const call = (clients.get(name) as Client).makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    query,
  );
  closing.push(() => call.cancel());
  const code = new Promise<number>((resolve) => {
    call.on('end', () => resolve(0));
    call.on('error', (error: ServiceError) => resolve(error.code));
  });
  const asked: Asked = { call, code, metadata: new Promise((r) => call.once('metadata', r)), events: 0, notice: '' };
  if (read)
    call.on('data', (reply: osg.v1.FlowReply) => {
      asked.events += reply.records.length;
      asked.notice += reply.notice;
    });
  return asked;
}

/** Sends a batch as the node; resolves when it is stored. */
function report(sequence: number, events: number): Promise<unknown> {
  const batcher = new Batcher({ node: 'node', spoolId: 'b' });
  for (let i = 0; i < events; i++) batcher.add(RECORD, CONTEXT);
  const { path, requestSerialize, responseDeserialize } = REPORTING.Report;
  const call = (clients.get('node') as Client).makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  closing.push(() => call.cancel());
  call.on('error', () => undefined);
  call.write(batcher.take(sequence, {}).body);
  return new Promise((resolve) =>
    call.once('data', (ack) => {
      call.cancel();
      resolve(ack);
    }),
  );
}

const accounts = (name: string): Promise<number> =>
  new Promise((resolve) => {
    const { path, requestSerialize, responseDeserialize } = DENIES.Accounts;
    (clients.get(name) as Client).makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error) =>
      resolve(error?.code ?? 0),
    );
  });

const GLOBS = Array.from({ length: 60 }, (_, i) => `*no*such*${i}*`);

describe('F161 the costliest that a reader can ask', () => {
  it('a filter of more than 64 patterns, 64 KiB, or a not of a not, is refused', async () => {
    const many = Array.from({ length: 300_000 }, (_, i) => `*${i}*`);
    expect(await ask('alice', 'query', { rule: many }).code).toBe(status.RESOURCE_EXHAUSTED);
    expect(await ask('alice', 'tail', { rule: GLOBS, not: { rule: GLOBS } }).code).toBe(status.INVALID_ARGUMENT);
    expect(await ask('alice', 'query', { rule: ['x'.repeat(70_000)] }).code).toBe(status.INVALID_ARGUMENT);
    expect(await ask('alice', 'query', { not: { not: { rule: ['x'] } } }).code).toBe(status.INVALID_ARGUMENT);
    expect(await ask('alice', 'query', { rule: GLOBS }).code).toBe(0);
  });

  it('who may see nothing is refused before the filter is looked at', async () => {
    expect(await ask('node', 'query', { fromIp: ['nonsense'] }).code).toBe(status.PERMISSION_DENIED);
    expect(await ask('node', 'tail', { fromIp: ['nonsense'] }).code).toBe(status.PERMISSION_DENIED);
  });

  it('long queries leave the event loop to others, and end with their callers', async () => {
    await fill();
    const started = Array.from({ length: 4 }, () => ask('alice', 'query', { namespace: GLOBS }));
    let ended = 0;
    for (const { code } of started) void code.then(() => ended++);
    for (let i = 0; i < 5; i++) expect(await accounts('root')).toBe(0);
    expect(ended).toBe(0);
    expect(await ask('alice', 'query').code).toBe(status.RESOURCE_EXHAUSTED);
    for (const { call } of started) call.cancel();
    await expect.poll(() => ask('alice', 'query', { last: 1 }).code, { timeout: 10_000 }).toBe(0);
  });

  it('work whose caller is gone ends at its next pause', async () => {
    const work = new Work(new Turns(), () => true);
    const pauses = async (): Promise<void> => {
      for (;;) await work.pause();
    };
    await expect(pauses()).rejects.toThrow(/the caller is gone/);
  });

  it('answers that nobody reads hold places of their reader alone', async () => {
    await fill();
    for (let i = 0; i < 4; i++) ask('alice', 'query', {}, false);
    expect(await ask('alice', 'query', { last: 1 }).code).toBe(status.RESOURCE_EXHAUSTED);
    const mine = ask('bob', 'query', { last: 1 });
    expect([await mine.code, mine.events]).toEqual([0, 1]);
  });

  it('tails of one reader are eight, and shut nobody out', async () => {
    for (let i = 0; i < 8; i++) await ask('alice', 'tail', { node: [`${i}`] }).metadata;
    expect(await ask('alice', 'tail').code).toBe(status.RESOURCE_EXHAUSTED);
    await ask('bob', 'tail').metadata;
    for (let i = 0; i < 20; i++) await ask('root', 'tail').metadata;
    expect(collector.status().tails).toBe(29);
  });

  it('tails that compare too much are dropped with a notice, those of others go on', async () => {
    const costly = ask('alice', 'tail', { namespace: GLOBS });
    const cheap = ask('bob', 'tail');
    await Promise.all([costly.metadata, cheap.metadata]);
    for (let sequence = 1; sequence <= 2; sequence++) await report(sequence, 1000);
    expect(await costly.code).toBe(0);
    expect(costly.notice).toMatch(/compare too much/);
    await expect.poll(() => cheap.events).toBe(2000);
    expect(collector.status().tails).toBe(1);
  });

  it('explanations of one reader are four, end with their caller, and leave places for operators', async () => {
    await report(1, 1);
    const event = ask('root', 'query');
    let id = '';
    event.call.on('data', (reply: osg.v1.FlowReply) => {
      id = reply.records[0]?.id ?? '';
    });
    expect(await event.code).toBe(0);
    const explain = (name: string) => {
      const { path, requestSerialize, responseDeserialize } = DENIES.Explain;
      const client = clients.get(name) as Client;
      let done: (code: number) => void;
      const code = new Promise<number>((resolve) => {
        done = resolve;
      });
      const call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, { id }, (error) =>
        done(error?.code ?? 0),
      );
      return { call, code };
    };
    const mine = Array.from({ length: 4 }, () => explain('alice'));
    await expect.poll(() => asked).toBe(4);
    expect(await explain('alice').code).toBe(status.RESOURCE_EXHAUSTED);
    const operators = Array.from({ length: 6 }, () => explain('root'));
    await expect.poll(() => asked).toBe(10);
    for (const { call } of mine) call.cancel();
    await expect.poll(() => asked).toBe(6);
    for (const answer of answers.splice(0)) answer();
    expect(await Promise.all(operators.map(({ code }) => code))).toEqual(operators.map(() => 0));
  });

  it('what explains an event names no rules of namespaces that the reader may not see', () => {
    const scope = scopeOf({ names: ['alice'], role: 'viewer', serial: '1' }, [{ name: 'alice', namespaces: ['shop'] }]);
    if (scope === undefined) throw new Error('no scope');
    const nearest = { rule: 'SecurityGroup/data/db/ingress/from-web', file: 'data.yaml', edit: 'add it' };
    const theirs = {
      allowed: false,
      reason: DECISION_REASONS.value['default-deny'],
      rule: 'ClusterNetworkPolicy//all/egress/0',
      nearest,
    };
    expect(trimmed(theirs, {}, scope)).toEqual({ allowed: false, reason: theirs.reason, withheld: true });
    const known = trimmed(theirs, { context: { rule: theirs.rule } }, scope);
    expect(known).toMatchObject({ rule: theirs.rule, withheld: true });
    const own = { ...theirs, rule: '', nearest: { ...nearest, rule: 'SecurityGroup/shop/api/ingress/a' } };
    expect(trimmed(own, {}, scope)).toEqual({ ...own, withheld: false });
  });

  it('what blames a revision tells a reader no rule, author or subject of other namespaces', () => {
    const scope = scopeOf({ names: ['alice'], role: 'viewer', serial: '1' }, [{ name: 'alice', namespaces: ['shop'] }]);
    if (scope === undefined) throw new Error('no scope');
    const found = { kind: BLAME_KINDS.value.policy, revision: 7, timeUnixUs: 1 };
    const told = {
      verb: BLAME_VERBS.value['was by'],
      change: BLAME_CHANGES.value.went,
      file: 'a.yaml',
      line: 1,
      source: { subject: 'x' },
      who: 'bob',
      why: '',
    };
    const theirs = { ...found, ...told, rule: '', object: 'SecurityGroup/data/db/ingress/from-web', inventory: [] };
    expect(trimmedBlame(theirs, {}, scope)).toEqual({ ...found, rule: '', withheld: true });
    const own = { ...theirs, object: 'SecurityGroup/shop/db/ingress/from-web' };
    expect(trimmedBlame(own, {}, scope)).toEqual({ ...found, ...told, rule: '', object: own.object, withheld: false });
    const several = { ...theirs, object: 'SecurityGroup/shop/db, SecurityGroup/data/db' };
    expect(trimmedBlame(several, {}, scope)).toMatchObject({ withheld: true });
    expect(trimmedBlame({ ...own, inventory: ['node n1 went'] }, {}, scope)).not.toHaveProperty('inventory');
  });

  it('numbers of a filter are looked up, not compared one by one', () => {
    const filter = compileFilter({ port: Array.from({ length: 1000 }, (_, i) => i) });
    expect(filter.cost).toBe(1);
    expect(filter.matches({ item: { protocol: 6, destinationPort: 999 } })).toBe(true);
    expect(filter.matches({ item: { protocol: 6, destinationPort: 1000 } })).toBe(false);
    expect(() => compileFilter({ port: Array.from({ length: 1025 }, (_, i) => i) })).toThrow(/1025 numbers/);
  });
});
