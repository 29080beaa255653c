import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { allCommands } from './commands.js';
import { conventional, whole } from './json.js';

/** Commands that list nothing: they run, change or prepare something, and say so in a sentence. */
const NO_LISTING = [
  'osg demo',
  'osg demo enter',
  'osg demo kubernetes',
  'osg install-cni',
  'osg pki cluster',
  'osg controller',
  'osg agent',
  'osg collector',
  'osg denies ack',
  'osg audit verify',
  'osg rollback',
  'osg accept-claim',
  'osg approve',
  'osg resume',
  'osg rollout watch',
  'osg rollout pause',
  'osg rollout resume',
  'osg rollout confirm',
  'osg rollout abort',
  'osg emergency allow',
  'osg emergency isolate',
  'osg emergency end',
  'osg pki init',
  'osg pki issue',
  'osg pki revoke',
];

/** Those that do something by themselves, by how one calls them. */
function actions(command: Command, path = 'osg'): [string, Command][] {
  const own = '_actionHandler' in command && command._actionHandler !== null ? [[path, command] as const] : [];
  return [
    ...own.map(([name, one]): [string, Command] => [name, one]),
    ...command.commands.flatMap((sub) => actions(sub, `${path} ${sub.name()}`)),
  ];
}

describe('-o json', () => {
  it('is there on every command that lists', async () => {
    const all = new Map(actions(await allCommands()));
    expect(all.size).toBeGreaterThan(25);
    for (const name of NO_LISTING) expect([...all.keys()]).toContain(name);
    for (const [name, command] of all) {
      if (NO_LISTING.includes(name)) continue;
      const option = command.options.find((one) => one.short === '-o');
      expect(option?.long, name).toBe('--output');
      expect(option?.argChoices, name).toContain('json');
      expect(option?.defaultValue, name).toBe('table');
    }
  });

  it('has one meaning for each letter, and one shape for policies', async () => {
    const SHORT: Readonly<Record<string, string>> = { '-o': '--output', '-p': '--policies', '-n': '--namespace' };
    for (const [name, command] of actions(await allCommands()))
      for (const { short, long } of command.options) {
        if (short !== undefined && short in SHORT) expect(long, name).toBe(SHORT[short]);
        if (long === '--namespace') expect(short, name).toBe('-n');
        // What parts take is a folder that they watch.
        if (long === '--policies' && !/^osg (controller|demo)/.test(name)) expect(short, name).toBe('-p');
      }
  });

  it('has numbers as numbers, moments as RFC 3339, zeros, and camel case', () => {
    const row = whole(
      osg.v1.EmergencyRow,
      osg.v1.EmergencyRow.create({ id: 'e1', expiresUnixUs: 1_700_000_000_000_000 }),
    );
    expect(conventional(row)).toMatchObject({ id: 'e1', expires: '2023-11-14T22:13:20.000Z', who: '', ticket: '' });
    const reply = whole(osg.v1.ConntrackReply, { flows: [{ ageMs: 7 }], truncated: false });
    expect(conventional(reply)).toMatchObject({
      truncated: false,
      tables: [],
      flows: [{ ageMs: 7, ownPort: 0, rule: '' }],
    });
    expect(conventional({ atMs: 1_700_000_000_000, lastContactUnixUs: 0, many: 3n })).toEqual({
      at: '2023-11-14T22:13:20.000Z',
      lastContact: null,
      many: 3,
    });
    expect(JSON.stringify(conventional([row, reply]))).not.toMatch(/UnixUs|[a-z]_[a-z]+":/);
  });

  it('has enumerations as words, also of what this version does not know', () => {
    const endpoints = [{ state: 1 }, {}, { state: 99 as osg.v1.EndpointState }];
    const row = { refusal: { code: 1 }, report: { endpoints }, lastDrift: { kind: 4, outcome: 3 } };
    expect(whole(osg.v1.NodeRow, row)).toMatchObject({
      refusal: { code: 'STALE_BASE' },
      report: { endpoints: [{ state: 'attached' }, { state: '' }, { state: 'endpoint-state-99' }], trial: null },
      lastDrift: { kind: 'bpffs', outcome: 'over' },
    });
  });

  it('is printed in one place', () => {
    const here = new URL('.', import.meta.url);
    const others = readdirSync(here).filter((name) => /(?<!\.test)\.ts$/.test(name) && name !== 'json.ts');
    expect(others.length).toBeGreaterThan(20);
    for (const name of others)
      expect(readFileSync(new URL(name, here), 'utf8'), name).not.toMatch(
        /escapeJson|\.toObject\((?!osg\.v1\.FlowRecord)/,
      );
  });
});
