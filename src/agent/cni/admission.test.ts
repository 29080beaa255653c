/** What ADD and DEL do, before a gate and a controller that only write down what they are asked. */
import { describe, expect, it } from 'vitest';
import { SILENT } from '../../part/log.js';
import type { NodeLocator } from '../locate/node.js';
import { Sandboxes } from '../locate/sandboxes.js';
import { Admission } from './admission.js';

const LINKS = ['veth1', 'veth2'].map((name, i) => ({
  name,
  ifindex: 11 + i,
  mac: `02:00:00:00:00:0${i + 1}`,
  kind: 'veth',
}));

function admission(shut: () => void = () => undefined) {
  const links = { byName: new Map(LINKS.map((link) => [link.name, link])), forget: () => undefined };
  const sandboxes = new Sandboxes(links as never, []);
  const did: string[] = [];
  const admits = new Admission({
    locator: { links, sandboxes } as unknown as NodeLocator,
    gate: {
      shut: (ifindex) => {
        shut();
        did.push(`shut ${ifindex}`);
      },
      inForce: () => undefined,
    },
    events: {
      tell: ({ ifName }, gone) => void did.push(`${gone ? 'gone' : 'came'} ${ifName}`),
      changed: () => void did.push('changed'),
      names: () => false,
      known: () => true,
      until: async () => {
        did.push('waited');
        return false;
      },
    },
    policyWaitMs: 1_000,
    log: SILENT,
  });
  const ask = (command: string, ifName: string, host: string): Promise<object> =>
    admits.answer(
      JSON.stringify({
        ...{ command, containerId: 'c1', netns: '/run/netns/x', ifName },
        args: 'K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web;K8S_POD_UID=u-1',
        config: {
          prevResult: {
            interfaces: [{ name: host }, { name: ifName, sandbox: '/run/netns/x' }],
            ips: [{ address: `10.0.${ifName === 'eth0' ? 0 : 1}.5/24`, interface: 1 }],
          },
        },
      }),
      new AbortController().signal,
    );
  return { admits, did, ask, sandboxes };
}

describe('admission of a pod', () => {
  it('is shut, told, compiled in and waited for; without a policy it starts, denied', async () => {
    const { admits, did, ask } = admission();
    expect(await ask('ADD', 'eth0', 'veth1')).toHaveProperty('result');
    expect(did).toEqual(['shut 11', 'came eth0', 'changed', 'waited']);
    expect(admits.counts).toMatchObject({ added: 1, unpoliced: 1, refused: 0 });
    did.length = 0;
    await ask('DEL', 'eth0', 'veth1');
    expect(did).toEqual(['gone eth0', 'changed']);
  });

  it('on a further network is shut at once: no policy is waited for, and its addresses are not the pod’s', async () => {
    const { admits, did, ask, sandboxes } = admission();
    await ask('ADD', 'eth0', 'veth1');
    did.length = 0;
    expect(await ask('ADD', 'net1', 'veth2')).toHaveProperty('result');
    expect(did).toEqual(['shut 12', 'changed']);
    expect(admits.counts).toMatchObject({ added: 2, unpoliced: 1 });
    const attach = { uid: 'u-1' };
    expect(sandboxes.of({ id: 'shop/web', attach } as never)?.ifName).toBe('eth0');
    did.length = 0;
    await ask('DEL', 'net1', 'veth2');
    expect(did).toEqual(['changed']);
  });

  it('that cannot be shut is not told of', async () => {
    const { did, ask } = admission(() => {
      throw new Error('EPERM');
    });
    expect(await ask('ADD', 'eth0', 'veth1')).toMatchObject({ error: { code: 11 } });
    expect(did).toEqual([]);
  });
});
