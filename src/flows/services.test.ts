import { describe, expect, it } from 'vitest';
import { parseAddress } from '../net/index.js';
import { addressBytes } from './address.js';
import { type NamedService, type ServiceList, ServiceNames } from './services.js';

const service = (name: string, addresses: string[], ports: [number, number][]): NamedService => ({
  namespace: 'shop',
  name,
  addresses: addresses.map(parseAddress),
  ports: ports.map(([protocol, port]) => ({ protocol, port })),
});
const list = (...services: NamedService[]): ServiceList =>
  Object.assign(services, { get: (key: string) => services.find((s) => `${s.namespace}/${s.name}` === key) });

describe('names of Services', () => {
  it('knows one by address, protocol and port, of both families', () => {
    const names = new ServiceNames();
    const db = service('db', ['10.96.0.1', 'fd00:96::1'], [[6, 80]]);
    names.use(list(service('api', ['10.96.0.2'], [[6, 80]]), db));
    const ask = (address: string, protocol = 6, port = 80): string =>
      names.nameOf(addressBytes(address), protocol, port);
    expect([ask('10.96.0.1'), ask('10.96.0.1'), ask('fd00:96::1'), ask('10.96.0.2')]).toEqual([
      'shop/db',
      'shop/db',
      'shop/db',
      'shop/api',
    ]);
    expect([ask('10.96.0.1', 17), ask('10.96.0.1', 6, 81), ask('10.96.0.3')]).toEqual(['', '', '']);
  });

  it('follows the view: a Service that comes, goes, or gives its address to another', () => {
    const names = new ServiceNames();
    const ask = (): string => names.nameOf(addressBytes('10.96.0.1'), 6, 80);
    expect(ask()).toBe('');
    names.use(list(service('db', ['10.96.0.1'], [[6, 80]])));
    expect(ask()).toBe('shop/db');
    names.use(list(service('db', ['10.96.0.9'], [[6, 80]]), service('new', ['10.96.0.1'], [[6, 80]])));
    expect(ask()).toBe('shop/new');
    names.use(list());
    expect(ask()).toBe('');
  });
});
