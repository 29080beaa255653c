import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { folderWith } from '../../test/support/shop-files.js';
import { parseDuration, safe } from '../cli/output.js';
import { address, loopback, tls } from '../rpc/config-fields.js';
import { loadConfig } from './config.js';

const folder = folderWith();
const FIELDS = ['stateDir', 'listen', 'health', 'rate', 'tls.certificate', 'tls.key', 'tls.ca'];
const schema = z.strictObject({
  stateDir: z.string().default('/var/lib/x'),
  listen: address,
  health: loopback.default('127.0.0.1:1'),
  rate: z.int().min(1).default(5),
  tls: tls.optional(),
});

interface Input {
  readonly text?: string;
  readonly env?: Record<string, string>;
  readonly flags?: Record<string, unknown>;
}

function load({ text, env = {}, flags = {} }: Input): z.infer<typeof schema> {
  const file = join(folder.path, 'c.yaml');
  if (text !== undefined) writeFileSync(file, text);
  return loadConfig(schema, { file: text === undefined ? undefined : file, env, flags, fields: FIELDS });
}

/** The message without the folder. */
function refusal(input: Input): string {
  try {
    load(input);
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder.path}/`, '');
  }
  throw new Error('it was accepted');
}

afterAll(() => folder.remove());

describe('configuration', () => {
  it('takes flags over the environment over the file over defaults', () => {
    const text = 'listen: unix:/a\nrate: 1\nstateDir: /file\n';
    const env = { OSG_RATE: '2', OSG_STATE_DIR: '/env', OSG_TLS_CERTIFICATE: 'c', OSG_TLS_KEY: 'k', OSG_TLS_CA: 'a' };
    expect(load({ text, env, flags: { rate: 3 } })).toEqual({
      listen: 'unix:/a',
      rate: 3,
      stateDir: '/env',
      health: '127.0.0.1:1',
      tls: { certificate: 'c', key: 'k', ca: 'a' },
    });
  });

  it.each<[string, Input, RegExp]>([
    ['a bad value', { text: 'listen: unix:/a\nrate: 0\n' }, /^c\.yaml:2:1: error: rate: .*>=1.* \(found 0\)$/],
    [
      'an unknown field',
      { text: 'listen: unix:/a\nstatedir: x\n' },
      /^c\.yaml:2:1: error: statedir: unknown field; did you mean stateDir\?$/,
    ],
    [
      'a nested unknown field',
      { text: 'listen: unix:/a\ntls:\n  cert: x\n' },
      /c\.yaml:3:3: error: tls\.cert: unknown field/,
    ],
    ['a missing field', { text: 'rate: 1\n' }, /error: listen: is missing/],
    [
      'a bad address',
      { text: 'listen: nowhere\n' },
      /^c\.yaml:1:1: error: listen: expected unix:\/path.* \(found "nowhere"\)$/,
    ],
    [
      'health for everyone',
      { text: 'listen: unix:/a\nhealth: 0.0.0.0:80\n' },
      /c\.yaml:2:1: error: health: must be a loopback address/,
    ],
    ['YAML that is none', { text: 'listen: [\n' }, /^c\.yaml:2:1: error: /],
    ['a variable', { env: { OSG_LISTEN: 'unix:/a', OSG_RATE: 'many' } }, /^OSG_RATE: error: rate: .*found "many"/],
    ['a flag', { flags: { listen: 'x' } }, /^--listen: error: listen: /],
    ['a key twice', { text: 'rate: 1\nrate: 2\n' }, /^c\.yaml:2:1: error: .*unique/],
  ])('names the place of %s', (_, input, message) => {
    expect(refusal(input)).toMatch(message);
  });
});

describe('what the command line reads and prints', () => {
  it('reads durations', () => {
    expect(['90s', '30m', '1.5h', '2d', '5ms'].map(parseDuration)).toEqual([
      90_000, 1_800_000, 5_400_000, 172_800_000, 5,
    ]);
    for (const wrong of ['30', 'm', '-5m', '5 weeks']) expect(() => parseDuration(wrong)).toThrow(/duration/);
  });

  it('F93: lets no control character through', () => {
    const esc = String.fromCharCode(27);
    expect(safe(`${esc}[31mred${esc}[0m ${esc}]0;title\u0007 \u202e`)).toBe(
      '\\u001b[31mred\\u001b[0m \\u001b]0;title\\u0007 \\u202e',
    );
  });
});
