import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Collector } from '../collector/collector.js';
import { Store } from '../collector/sqlite/store.js';
import { addressBytes, Batcher, bytesOfAddress, type FlowContext, Reason, Verdict } from '../flows/index.js';
import { loadSources } from '../policy/load.js';
import { type Listener, listen } from '../rpc/listen.js';
import { REPORTING } from '../rpc/methods.js';
import { deniesCommand } from './denies.js';
import { explainByFiles } from './denies-explain.js';

process.env['OSG_INSECURE_LOOPBACK'] = '1';

const SHOP = new URL('../../deploy/examples/shop', import.meta.url).pathname;
const EVIL = 'shop/x\u001b[2J\u009b31m\u202e\n2026 allowed everything';

const folder = mkdtempSync(join(tmpdir(), 'osg-denies-'));
const address = `unix:${folder}/c.sock`;
let collector: Collector;
let listener: Listener;
let client: Client;
let output = '';

const context = (fields: FlowContext): FlowContext => ({
  namespace: 'shop',
  verdict: Verdict.VERDICT_DENY,
  reason: Reason.REASON_DEFAULT_DENY,
  ...fields,
});
let sequence = 0;

/** Reports events as a node does; resolves when they are stored. */
async function report(
  events: readonly { context: FlowContext; from: string; to: string; port: number; packets?: number; kind?: number }[],
): Promise<void> {
  const batcher = new Batcher({ node: 'node-1', spoolId: 'b' });
  for (const { context: about, from, to, port, packets = 1, kind = 0 } of events) {
    const record = {
      source: addressBytes(from),
      destination: addressBytes(to),
      packets,
      bytes: 60 * packets,
      firstSeenUs: Date.now() * 1000,
      durationUs: 0,
      kind,
    };
    const rest = {
      slot: 1,
      generation: 1,
      revision: 1,
      endpoint: 1,
      sourcePort: 40_000,
      destinationPort: port,
      protocol: 6,
      tcpFlags: 2,
      direction: 0,
      verdict: 0,
      reason: 33,
    };
    batcher.add({ ...record, ...rest }, about);
  }
  const { path, requestSerialize, responseDeserialize } = REPORTING.Report;
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  call.on('error', () => undefined);
  call.write(batcher.take(++sequence, {}).body);
  await new Promise((resolve) => call.once('data', resolve));
  call.cancel();
}

async function osg(...words: string[]): Promise<string> {
  output = '';
  await deniesCommand().parseAsync([...words, '--collector', address], { from: 'user' });
  return output;
}

const DB = context({ endpoint: 'shop/db', workload: 'db', isolatedBy: [{ policy: 'SecurityGroup/shop/db' }] });
const RULE = context({
  endpoint: 'shop/web',
  workload: 'web',
  reason: Reason.REASON_RULE_DENY,
  rule: 'ClusterSecurityGroup//quarantine/ingress/no-untrusted',
  policy: 'ClusterSecurityGroup//quarantine',
  owner: 'security',
  file: 'policies/platform.yaml',
  line: 20,
});
const AUDIT = context({
  endpoint: 'shop/api',
  workload: 'api',
  egress: true,
  verdict: Verdict.VERDICT_WOULD_DENY,
  owner: 'api-team',
});

beforeAll(async () => {
  collector = await Collector.open({ stores: new Store({ path: join(folder, 'd.db'), durable: false }), commitMs: 1 });
  listener = await listen(address, collector.services);
  client = new Client(address, credentials.createInsecure());
  const { world } = await loadSources([SHOP]);
  const owners = world.workloads.flatMap(({ id, addresses }) =>
    addresses.map((address) => ({ address: bytesOfAddress(address), name: id, workload: true, fromUnixUs: 1 })),
  );
  const evil = { address: addressBytes('10.66.6.6'), name: EVIL, workload: true, fromUnixUs: Date.now() * 1000 };
  await collector.inventory.receive({ epoch: 1, sequence: 1, reset: { sinceUnixUs: 1 }, owners: [...owners, evil] });
  const pod = (name: string): string => {
    const found = world.workloads.find(({ id }) => id === name)?.addresses.find(({ family }) => family === 4);
    if (found === undefined) throw new Error(`no ${name}`);
    return [24n, 16n, 8n, 0n].map((shift) => (found.value >> shift) & 0xffn).join('.');
  };
  await report([
    { context: DB, from: pod('shop/web'), to: pod('shop/db'), port: 5432 },
    { context: RULE, from: '10.66.6.6', to: pod('shop/web'), port: 80 },
    { context: AUDIT, from: pod('shop/api'), to: '192.0.2.9', port: 443 },
  ]);
  await report([{ context: DB, from: pod('shop/web'), to: pod('shop/db'), port: 5432, packets: 41, kind: 1 }]);
});

afterAll(async () => {
  client.close();
  await listener.close(50);
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('osg denies', () => {
  it('shows each flow on one line with its packets, and why', async () => {
    const lines = (await osg()).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatch(
      /denied shop\/web → shop\/db 5432\/TCP ingress, 42 packets: no rule allows it; isolated by SecurityGroup\/shop\/db$/,
    );
    expect(lines[0]).toMatch(
      /rule ClusterSecurityGroup\/quarantine\/ingress\/no-untrusted \(policies\/platform.yaml:20\) owner security$/,
    );
    expect(lines[1]).toMatch(/would deny shop\/api → 192.0.2.9 443\/TCP egress, 1 packet/);
  });

  it('F93: names with control characters are escaped in every format', async () => {
    for (const format of ['table', 'compact', 'json', 'jsonpb']) {
      const text = await osg('-o', format);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
      expect(text.trimEnd().split('\n').length).toBe(format === 'table' ? 3 : 4);
    }
    expect(await osg('top')).toContain('shop/x\\u001b[2J');
  });

  it('takes the flags of hubble’s users, --not before a filter included', async () => {
    const count = async (...flags: string[]): Promise<number> =>
      (await osg('-o', 'json', ...flags)).split('\n').length - 1;
    expect(await count('--to-pod', 'shop/db')).toBe(2);
    expect(await count('--from-pod', 'web', '--port', '5432')).toBe(2);
    expect(await count('--not', '--to-pod', 'shop/db')).toBe(2);
    expect(await count('--verdict', 'would-deny', '--verdict', 'deny')).toBe(4);
    expect(await count('--not', '--verdict', 'would-deny', '--owner', 'security')).toBe(1);
    expect(await count('--last', '1')).toBe(1);
    expect(await count('--since', '1h', '--node', 'node-*')).toBe(4);
    expect(await count('--until', '1h')).toBe(0);
    expect(await count('--group', 'quarantine')).toBe(1);
    await expect(osg('--verdict', 'denied')).rejects.toThrow(
      /--verdict denied: expected allow, deny, would-deny, would-allow/,
    );
    await expect(osg('--direction', 'in')).rejects.toThrow(/expected ingress, egress/);
    await expect(osg('--reason', 'default-den')).rejects.toThrow(/expected rule-deny, default-deny/);
    expect(await count('--reason', '*deny')).toBe(4);
    await expect(osg('--not')).rejects.toThrow(/a filter must follow/);
    await expect(osg('--port', 'http')).rejects.toThrow(/--port http/);
    await expect(osg('--since', 'yesterday')).rejects.toThrow(/--since yesterday/);
    await expect(osg('--from-ip', '10.0')).rejects.toMatchObject({ exitCode: 2 });
  });

  it('--explain advises nothing for a reply, and no port that clients are given by chance', async () => {
    const explain = await explainByFiles([SHOP]);
    const item = { source: addressBytes('10.9.9.9'), destination: addressBytes('10.9.9.8'), protocol: 6, packets: 1 };
    const context = { endpoint: 'shop/db', verdict: Verdict.VERDICT_DENY, reason: Reason.REASON_DEFAULT_DENY };
    const text = async (more: object): Promise<string> =>
      (await explain({ context, item: { ...item, ...more } })).join('\n');
    const reply = await text({ sourcePort: 5432, destinationPort: 41_234, tcpFlags: 0x12 });
    expect(reply).toMatch(/a reply needs no rule/);
    expect(reply).not.toMatch(/edit:|41234/);
    expect(await text({ sourcePort: 50_000, destinationPort: 41_234, tcpFlags: 2 })).not.toMatch(/edit:/);
  });

  it('--explain tells the nearest miss and the edit that would allow it', async () => {
    const text = await osg('--to-pod', 'shop/db', '--explain', '--policies', SHOP);
    expect(text).toMatch(/nearest: SecurityGroup\/shop\/db\/ingress\/\S+ \(.*shop.yaml:\d+\)/);
    expect(text).toMatch(/edit: /);
    expect(await osg('--to-pod', 'shop/db', '--explain')).toMatch(
      /db$\n {4}not explained: .*no controller is set here: osg collector --controller ADDRESS$/m,
    );
    expect(process.exitCode).toBe(4);
    process.exitCode = 0;
  });

  it('follows: what is denied from now on appears, with what was', async () => {
    const running = osg('-f', '--last', '1');
    await vi.waitFor(() => expect(output).toContain('shop/db'), 30_000);
    await vi.waitFor(() => expect(collector.status().tails).toBe(1), 30_000);
    await report([{ context: DB, from: '198.51.100.7', to: '198.51.100.8', port: 22 }]);
    await vi.waitFor(() => expect(output).toContain('198.51.100.7 → shop/db 22/TCP'), 30_000);
    process.emit('SIGINT');
    await running;
    await vi.waitFor(() => expect(collector.status().tails).toBe(0), 30_000);
  });

  it('follows over a restart of the collector: what was denied meanwhile appears once', async () => {
    let said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    });
    const running = osg('-f', '-o', 'compact', '--port', '2222');
    await vi.waitFor(() => expect(collector.status().tails).toBe(1), 30_000);
    await report([{ context: DB, from: '198.51.100.7', to: '198.51.100.8', port: 2222 }]);
    await vi.waitFor(() => expect(output).toContain('198.51.100.7 → shop/db'), 30_000);
    await listener.close(50);
    await vi.waitFor(() => expect(said).toMatch(/waiting for it/), 30_000);
    listener = await listen(address, collector.services);
    await report([{ context: DB, from: '198.51.100.9', to: '198.51.100.8', port: 2222 }]);
    await vi.waitFor(() => expect(output).toContain('198.51.100.9 → shop/db'), 10_000);
    await vi.waitFor(() => expect(collector.status().tails).toBe(1), 30_000);
    await report([{ context: DB, from: '198.51.100.11', to: '198.51.100.8', port: 2222 }]);
    await vi.waitFor(() => expect(output).toContain('198.51.100.11 → shop/db'), 30_000);
    expect(said).toMatch(/collector is back/);
    expect(output.match(/ingress/g)).toHaveLength(3);
    process.emit('SIGINT');
    await running;
  }, 30_000);

  it('sums, labels and accounts', async () => {
    expect(await osg('top', '--by', 'owner', '--verdict', 'would-deny', '-o', 'json')).toContain('"key": "api-team"');
    expect(await osg('top', '--by', 'port')).toMatch(/ 5432\/TCP$/m);
    expect(JSON.parse(await osg('top', '--by', 'owner', '--verdict', 'would-deny', '-o', 'json'))).toMatchObject([
      { key: 'api-team', packets: 1, events: 1 },
    ]);
    expect(JSON.parse(await osg('accounts', '-o', 'json'))).toMatchObject([
      { node: 'node-1', accounting: { lost: 0 } },
    ]);
    expect((await osg('top', '--by', 'pair', '--limit', '1')).split('\n')[1]).toMatch(/^42 .*shop\/web → shop\/db/);
    expect(await osg('ack', '--to-pod', 'shop/db', '--port', '5432', '--legitimate', '--note', 'ticket 9')).toMatch(
      /^2 events labelled; of 42 labelled packets 100.0 %/,
    );
    expect(await osg('ack', '--rule', '*quarantine*', '--not-legitimate')).toMatch(
      /^1 events labelled; of 43 labelled packets 97.7 %/,
    );
    expect(await osg('-o', 'json', '--port', '5432', '--last', '1')).toContain('"note":"ticket 9"');
    expect(await osg('-o', 'yaml', '--port', '5432', '--last', '1')).toMatch(
      /^---\n.*isolatedBy:.* {2}note: "ticket 9"/s,
    );
    await expect(osg('ack', '--legitimate')).rejects.toThrow(/needs a filter/);
    expect(await osg('accounts')).toMatch(/node-1/);
  });

  it('shows what a rollout changes, stored and live, and what it does not', async () => {
    const told = { ...AUDIT, verdict: Verdict.VERDICT_DENY, endpoint: 'shop/cand', rollout: 'r-3' };
    await report([{ context: told, from: '198.51.100.20', to: '198.51.100.21', port: 81 }]);
    expect(await osg('--rollout', 'r-3')).toMatch(/^.* denied \(candidate r-3\) shop\/cand → .*\n$/);
    expect(JSON.parse(await osg('-o', 'json', '--rollout'))).toMatchObject({ endpoint: 'shop/cand', rollout: 'r-3' });
    expect(await osg('--rollout', 'r-4')).toBe('');
    expect(await osg('--not', '--rollout')).not.toContain('shop/cand');
    const running = osg('-f', '--last', '1', '--rollout', 'r-*');
    await vi.waitFor(() => expect(collector.status().tails).toBe(1), 30_000);
    await report([
      { context: DB, from: '198.51.100.22', to: '198.51.100.8', port: 82 },
      { context: told, from: '198.51.100.23', to: '198.51.100.21', port: 83 },
    ]);
    await vi.waitFor(() => expect(output).toContain(' 83/TCP'), 30_000);
    expect(output).not.toContain(' 82/TCP');
    process.emit('SIGINT');
    await running;
  });

  it('tells wrong options from a collector that is away, and why it is', async () => {
    const run = (...args: string[]) => deniesCommand().parseAsync(args, { from: 'user' });
    await expect(run('--tls-key', 'k')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/belong together/),
    });
    await expect(run('--collector', 'nonsense')).rejects.toMatchObject({ exitCode: 2 });
    await expect(run('--collector', 'example.org:1')).rejects.toMatchObject({ exitCode: 2 });
    const files = ['--tls-certificate', 'none.crt', '--tls-key', 'none.key', '--tls-ca', 'none.crt'];
    await expect(run(...files)).rejects.toMatchObject({ exitCode: 2 });
    await expect(run('--collector', '127.0.0.1:1')).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/ECONNREFUSED/),
    });
  }, 15_000);

  it('says so when no collector answers', async () => {
    await expect(
      deniesCommand().parseAsync(['--collector', `unix:${folder}/none.sock`], { from: 'user' }),
    ).rejects.toMatchObject({ exitCode: 3 });
  }, 15_000);
});
