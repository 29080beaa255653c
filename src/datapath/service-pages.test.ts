/** Who stands behind services, in a map of the kernel's own. */
import { afterEach, describe, expect, it } from 'vitest';
import { BpfMap, entries, MapType } from '../ebpf/binding.js';
import { address, uint } from '../ebpf/struct.js';
import { OsgBackend, OsgServicePage, OsgServicePageKey } from '../gen/abi.js';
import { formatAddress, parseAddress } from '../net/address.js';
import { type BackedService, ServicePages } from './service-pages.js';

const BPF_F_NO_PREALLOC = 1;
let map: BpfMap | undefined;
afterEach(() => map?.close());

function opened(maxEntries = 64) {
  const [keySize, valueSize] = [OsgServicePageKey.size, OsgServicePage.size];
  const made = BpfMap.create({
    ...{ type: MapType.Hash, keySize, valueSize, maxEntries, flags: BPF_F_NO_PREALLOC, name: 'osg_test' },
  });
  map = made;
  const errors: string[] = [];
  const begin = () =>
    new ServicePages(
      () => made,
      ['shop/b'],
      (error) => void errors.push(String(error)),
    );
  return { pages: begin(), begin, errors, read: () => read(made) };
}

/** Backends by `address:port/page`. */
function read(from: BpfMap): Record<string, string[]> {
  const { fields } = OsgServicePageKey;
  const all = [...entries(from)].map(({ key, value }): [string, string[]] => {
    const name = formatAddress(address(key, fields.address, uint(key, fields.family) === 6 ? 6 : 4));
    const count = uint(value, OsgServicePage.fields.count);
    const backends = Array.from({ length: count }, (_, i) => {
      const at = OsgServicePage.fields.backends.offset + i * OsgBackend.size;
      return formatAddress(address(value.subarray(at), OsgBackend.fields.address, 4));
    });
    return [`${name}:${uint(key, fields.port)}/${uint(key, fields.page)}`, backends];
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const service = (name: string, port: number, backends: readonly string[], at = '192.0.2.7'): BackedService => ({
  namespace: 'shop',
  name,
  addresses: [parseAddress(at)],
  ports: [
    {
      ...{ protocol: 6, port },
      endpoints: backends.map((to) => ({ address: parseAddress(to), port: 8080, ready: true, serving: true })),
    },
  ],
});
const many = (count: number) => Array.from({ length: count }, (_, i) => `10.0.0.${i}`);

describe('who stands behind services', () => {
  it('is all of both where two have one external address and port, and who is left when one of them goes', () => {
    const { pages, read } = opened();
    const [a, b] = [service('a', 80, ['10.0.0.1']), service('b', 80, ['10.0.0.2'])];
    pages.put([a, b]);
    expect(read()).toEqual({ '192.0.2.7:80/0': ['10.0.0.1', '10.0.0.2'] });
    pages.put([a, service('b', 80, ['10.0.0.3'])]);
    expect(read()).toEqual({ '192.0.2.7:80/0': ['10.0.0.1', '10.0.0.3'] });
    pages.put([a]);
    expect(read()).toEqual({ '192.0.2.7:80/0': ['10.0.0.1'] });
    pages.put([]);
    expect(read()).toEqual({});
  });

  it('has pages as it needs them, and an earlier process’s that are none any more go', () => {
    const { pages, begin, read } = opened();
    pages.put([service('a', 80, many(40)), service('b', 81, many(1))]);
    expect(Object.values(read()).map((page) => page.length)).toEqual([16, 16, 8, 1]);
    begin().put([service('a', 80, many(17))]);
    expect(Object.entries(read()).map(([key, page]) => [key, page.length])).toEqual([
      ['192.0.2.7:80/0', 16],
      ['192.0.2.7:80/1', 1],
    ]);
  });

  it('is nobody where there is no room for all of it, and is tried again once there is', () => {
    const { pages, errors, read } = opened(2);
    const [a, b] = [service('a', 80, many(1)), service('b', 81, many(20))];
    pages.put([a, b]);
    expect(Object.keys(read())).toEqual(['192.0.2.7:80/0']);
    expect(errors).toEqual([expect.stringContaining('1 of them are denied')]);
    pages.put([b]);
    expect(Object.keys(read())).toEqual(['192.0.2.7:81/0', '192.0.2.7:81/1']);
    expect(errors).toHaveLength(1);
  });

  it('is known of every Service where all are judged so, of those that the node serves where others judge the rest, else of none', () => {
    const { pages, read } = opened();
    const all = [service('a', 80, many(1)), service('b', 81, many(1))];
    const known = (mode: Parameters<ServicePages['know']>[1]): string[] => {
      pages.know(all, mode);
      return Object.keys(read());
    };
    const [a, b] = ['192.0.2.7:80/0', '192.0.2.7:81/0'];
    expect([known('deferred'), known('together'), known('off'), known('deferred'), known('literal')]).toEqual([
      [b],
      [a, b],
      [],
      [b],
      [],
    ]);
  });
});
