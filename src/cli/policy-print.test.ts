import { expect, it } from 'vitest';
import { parseService } from './policy-print.js';

it.each([
  ['8080', { port: 8080 }],
  ['udp/53', { protocol: 'udp', port: 53 }],
  ['53/UDP', { protocol: 'UDP', port: 53 }],
  ['tcp/http', { protocol: 'tcp', port: 'http' }],
  ['6/80', { protocol: '6', port: 80 }],
  ['gre', { protocol: 'gre' }],
  ['icmp/8', { protocol: 'icmp', type: 8 }],
])('reads the service %s', (text, service) => {
  expect(parseService(text)).toEqual(service);
});
