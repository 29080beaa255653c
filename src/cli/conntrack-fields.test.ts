import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import { DEFAULT_TIMEOUTS } from '../datapath/settings.js';
import { loadConfig } from '../part/config.js';
import { agentConfig } from './agent.js';
import { CONNTRACK_FIELDS, conntrackOptions } from './conntrack-fields.js';

const folder = folderWith();
afterAll(() => folder.remove());
const file = join(folder.path, 'agent.yaml');

function load(text: string, env: Record<string, string> = {}) {
  writeFileSync(file, text);
  return conntrackOptions(loadConfig(agentConfig, { file, env, flags: {}, fields: CONNTRACK_FIELDS }).conntrack);
}

it('every size and timeout of tracked flows can be set, in a file or by a variable', () => {
  expect(load('node: n1\n')).toEqual({ conntrack: {}, settings: { timeouts: {} } });
  const text = `conntrack:
  guaranteed: 100
  shared: 0
  recoverySeconds: 0
  timeoutSeconds: { tcpHalfClosed: 0.5 }
`;
  expect(load(text, { OSG_CONNTRACK_TIMEOUT_SECONDS_UDP_ANSWERED: '7', OSG_CONNTRACK_SHARED: '9' })).toEqual({
    conntrack: { guaranteed: 100, shared: 9 },
    recoveryMs: 0,
    settings: { timeouts: { tcpHalfClosed: 500, udpAnswered: 7000 } },
  });
  for (const name of Object.keys(DEFAULT_TIMEOUTS))
    expect(load(`conntrack: { timeoutSeconds: { ${name}: 1 } }\n`).settings?.timeouts).toEqual({ [name]: 1000 });
});

it.each([
  [
    'conntrack: { guaranteed: 0 }',
    'agent.yaml:1:14: error: conntrack.guaranteed: Too small: expected number to be >=1 (found 0)',
  ],
  ['conntrack:\n  timeoutSeconds:\n    udpNew: 0', 'agent.yaml:3:5: error: conntrack.timeoutSeconds.udpNew: Too small'],
  ['conntrack: { timeoutSeconds: { udpStreams: 1 } }', 'unknown field; did you mean udpStream?'],
])('%s is refused', (text, message) => {
  expect(() => load(`${text}\n`)).toThrow(message);
});
