/** How a node finds its pods' interfaces, on the kernel: by route, behind a bridge, and what one that fails does to others. */
import { afterEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../../../test/support/netns.js';
import { BpfError } from '../../ebpf/binding.js';
import { parseAddress } from '../../net/address.js';
import type { ViewEndpoint } from '../../policy/view.js';
import { NodeLocator } from './node.js';

const endpoint = (name: string, address: string): ViewEndpoint => ({
  ...{
    id: `shop/${name}`,
    namespace: 'shop',
    name,
    labels: {},
    allowedAddresses: [],
    attach: { uid: name },
    policies: [],
  },
  addresses: [parseAddress(address)],
  unselected: { ingress: 'deny', egress: 'deny' },
});

describe('the locator of a node', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0).reverse()) close();
  });

  function node() {
    const box = new Sandbox();
    const netns = box.netns('node');
    closers.push(() => box.close());
    const locate = (): NodeLocator => {
      const locator = new NodeLocator({ netns: netns.path, onError: (error) => expect.fail(String(error)) });
      closers.push(() => locator.close());
      return locator;
    };
    return { box, netns, locate };
  }

  it('finds a pod behind a port of a bridge once it has talked to the node, and one by its route', () => {
    const { box, netns, locate } = node();
    const [bridged, routed] = [box.netns('bridged'), box.netns('routed')];
    box.ip(netns, 'link add cni0 type bridge', 'link set cni0 up', 'address add 10.90.0.1/24 dev cni0');
    box.veth(
      { netns, name: 'vethb' },
      { netns: bridged, name: 'eth0', mac: '02:00:00:00:90:02', addresses: ['10.90.0.2/24'] },
    );
    box.ip(netns, 'link set vethb master cni0');
    box.veth({ netns, name: 'vethr' }, { netns: routed, name: 'eth0', addresses: ['10.90.1.2/32'] });
    box.ip(netns, 'route add 10.90.1.2/32 dev vethr');
    const locator = locate();
    expect(locator.find(endpoint('routed', '10.90.1.2'))).toMatchObject({ kind: 'found', name: 'vethr' });
    expect(locator.find(endpoint('bridged', '10.90.0.2'))).toMatchObject({ kind: 'waiting' });
    box.exec(bridged, 'ping', ['-c', '1', '-W', '5', '10.90.0.1']);
    expect(locator.lookAgain([endpoint('bridged', '10.90.0.2')])).toBe(true);
    expect(locator.find(endpoint('bridged', '10.90.0.2'))).toMatchObject({ kind: 'found', name: 'vethb' });
  });

  it('one pod whose place the kernel does not tell fails alone', () => {
    const { box, netns, locate } = node();
    const pod = box.netns('pod');
    box.veth({ netns, name: 'vetha' }, { netns: pod, name: 'eth0', addresses: ['10.90.1.2/32'] });
    box.ip(netns, 'route add 10.90.1.2/32 dev vetha');
    const locator = locate();
    const find = locator.hint.find.bind(locator.hint);
    locator.hint.find = (asked) => {
      if (asked.name === 'bad')
        throw new BpfError('list interfaces: EPERM', { code: 'EPERM', operation: 'list interfaces' });
      return find(asked);
    };
    expect(locator.find(endpoint('bad', '10.90.1.3'))).toEqual({ kind: 'failed', detail: 'list interfaces: EPERM' });
    expect(locator.find(endpoint('good', '10.90.1.2'))).toMatchObject({ kind: 'found', name: 'vetha' });
  });
});
