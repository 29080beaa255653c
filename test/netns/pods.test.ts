/** Pods of a cluster on a node: under policy before their first instruction, by the plugin, by libcni's cache, by routes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT_STATES } from '../../src/distribution/words.js';
import { formatAddress } from '../../src/net/address.js';
import { PodNode } from '../support/pod-node.js';
import { SLOW } from '../support/slow.js';

describe('pods by the CNI plugin', () => {
  let node: PodNode;
  let api: Awaited<ReturnType<PodNode['run']>>;

  beforeAll(async () => {
    node = await PodNode.create();
    node.group('api', [
      { id: 'web', from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 8080 }] },
    ]);
    // Somebody on another node who must know the web pods.
    node.show('peer', { node: 'n2', labels: { app: 'api' } }, ['10.88.1.9']);
    await node.startController();
    await node.startAgent({ exemptNamespaces: ['kube-system'], policyWaitMs: 3_000 * SLOW });
    api = await node.run('api');
    await api.agent.tcpListen('::', 8080);
  }, 60_000 * SLOW);
  afterAll(() => node.close());

  // A second SYN comes after a second: the other end may hear of a pod a moment later than its plugin answers.
  const reaches = (pod: { agent: typeof api.agent }, host: string, timeout = 3): Promise<boolean> =>
    pod.agent.succeeds('tcp_connect', { host, port: 8080, timeout, source_port: 0 });
  const states = () => node.agent?.agent.report().status?.endpoints ?? [];
  const state = (id: string): string => {
    const found = states().find((endpoint) => endpoint.id === id);
    return `${ENDPOINT_STATES.text(found?.state)} ${found?.detail}`;
  };
  const setsOf = (name: string): string[] =>
    [...(node.controller?.controller.fleet.target(name)?.view.whole().sets ?? [])].flatMap(({ prefixes }) =>
      prefixes.map(({ family, value }) => formatAddress({ family, value })),
    );

  it('F130 its policy is in force when the plugin answers, both families, and other nodes know it before the cluster does', async () => {
    const web = await node.run('web');
    expect(web.answer).toMatchObject({ code: 0, said: { ips: web.previous.ips } });
    expect(state('shop/web')).toBe(`attached ${web.host}, by the CNI plugin`);
    for (const address of api.addresses) expect(await reaches(web, address)).toBe(true);
    expect(setsOf('n2')).toEqual(expect.arrayContaining(web.addresses));
    expect(node.server.get('/api/v1/pods', 'web', 'shop')?.['status']).toEqual({ phase: 'Pending' });
    const rogue = await node.run('rogue');
    for (const address of api.addresses) expect(await reaches(rogue, address, 0.3)).toBe(false);
    await node.end(web);
    await expect.poll(() => setsOf('n2'), { timeout: 5_000 }).not.toContain(web.addresses[0]);
  });

  it('F138 recreated under one name, within one second, as somebody else: judged as what it is now, whatever comes first', async () => {
    const first = await node.run('twin', { uid: 'twin-1', labels: { app: 'web' } });
    expect(await reaches(first, api.addresses[0] as string)).toBe(true);
    // The new one is made before the cluster shows it, and before the old one has ended.
    const second = node.sandbox('twin', { uid: 'twin-2' });
    const agent = await node.box.agent(second.netns);
    await node.make(second);
    const adding = node.add(second);
    await expect
      .poll(() => states().filter(({ id }) => id?.startsWith('shop/twin')), { timeout: 5_000 })
      .toHaveLength(2);
    expect(await reaches({ agent }, api.addresses[0] as string, 0.3)).toBe(false);
    expect(await reaches(first, api.addresses[0] as string)).toBe(true);
    // What waits for its policy is shut: no reason to hold up a rollout of agents.
    expect(node.agent?.agent.report()).toMatchObject({ ready: true });
    node.show('twin', { uid: 'twin-2', labels: { app: 'rogue' } });
    expect((await adding).code).toBe(0);
    expect(state('shop/twin')).toBe(`attached ${second.host}, by the CNI plugin`);
    expect(await reaches({ agent }, api.addresses[0] as string, 0.3)).toBe(false);
    node.show('twin', { uid: 'twin-2', labels: { app: 'web' } });
    await expect.poll(() => reaches({ agent }, api.addresses[0] as string), { timeout: 5_000 }).toBe(true);
    await node.end(first);
    expect(state('shop/twin')).toContain(second.host);
  });

  it('F132 exempt namespaces are open until a policy names them; F134 DEL of the unknown; CHECK', async () => {
    const dns = await node.run('dns', { namespace: 'kube-system', known: false });
    const rogue = await node.run('rogue2');
    await dns.agent.tcpListen('0.0.0.0', 8080);
    expect(dns.answer.ms).toBeLessThan(3_000 * SLOW);
    expect(await reaches(rogue, dns.addresses[0] as string)).toBe(true);
    node.server.put('/apis/networking.k8s.io/v1/networkpolicies', {
      metadata: { name: 'closed', namespace: 'kube-system' },
      spec: { podSelector: {} },
    });
    node.show('dns', { namespace: 'kube-system' });
    await expect.poll(() => reaches(rogue, dns.addresses[0] as string, 0.2), { timeout: 10_000 }).toBe(false);
    expect((await node.ours('CHECK', rogue, { prevResult: rogue.previous })).code).toBe(0);
    const strange = node.sandbox('strange');
    expect((await node.ours('DEL', strange, {}, '')).code).toBe(0);
    expect((await node.ours('CHECK', strange, { prevResult: rogue.previous })).said.msg).toContain('not known');
  });

  it('a further interface of a pod is open without the plugin in its chain, denied everything with it, and its policy stays on eth0', async () => {
    const pod = await node.run('multi', { labels: { app: 'web' } });
    const host = await node.box.agent(node.netns);
    const net1 = node.further(pod, 'net1', '10.99.0.1', '10.99.0.2');
    await host.tcpListen('10.99.0.1', 8080);
    await pod.agent.tcpListen('10.99.0.2', 8080);
    const both = async (timeout = 3) => [
      await reaches(pod, '10.99.0.1', timeout),
      await reaches({ agent: host }, '10.99.0.2', timeout),
      await reaches(pod, api.addresses[0] as string),
    ];
    expect(await both()).toEqual([true, true, true]);
    expect((await node.add(net1)).code).toBe(0);
    expect(await both(0.3)).toEqual([false, false, true]);
    const told = `waiting ${net1.host}: another interface of the pod than the policy is about: everything is denied`;
    expect([state('shop/multi net1'), state('shop/multi')]).toEqual([told, `attached ${pod.host}, by the CNI plugin`]);
    expect(node.agent?.agent.report()).toMatchObject({ ready: true });
    await node.stopAgent();
    expect(await both(0.3)).toEqual([false, false, true]);
    await node.startAgent({ exemptNamespaces: ['kube-system'], policyWaitMs: 3_000 * SLOW });
    expect(await both(0.3)).toEqual([false, false, true]);
    expect(state('shop/multi net1')).toBe(told);
    expect((await node.ours('DEL', net1, { prevResult: net1.previous })).code).toBe(0);
    expect(state('shop/multi')).toBe(`attached ${pod.host}, by libcni's cache`);
    await node.end(pod);
  });

  it(
    'F131 F60 agent away: closed, told; restarted without controller: known by libcni’s cache, new pods from last good',
    async () => {
      const web = await node.run('web3', { labels: { app: 'web' } });
      node.show('later', { labels: { app: 'web' } });
      await expect.poll(() => states().some(({ id }) => id === 'shop/later'), { timeout: 5_000 }).toBe(true);
      await node.stopController();
      await node.stopAgent();
      const later = node.sandbox('later');
      const agent = await node.box.agent(later.netns);
      await node.make(later);
      const { code, said } = await node.add(later, { timeoutSeconds: 1 });
      expect({ code, msg: said.msg }).toEqual({
        code: 1,
        msg: expect.stringContaining('did not take the pod under policy'),
      });
      await node.startAgent({ policyWaitMs: 3_000 * SLOW });
      expect(state('shop/web3')).toBe(`attached ${web.host}, by libcni's cache`);
      expect(await reaches(web, api.addresses[0] as string)).toBe(true);
      // kubelet tries again.
      expect((await node.add(later)).code).toBe(0);
      expect(state('shop/later')).toBe(`attached ${later.host}, by the CNI plugin`);
      // Its own policy, with its own address, from what is on disk; the other end has not heard of it.
      expect(await reaches({ agent }, api.addresses[0] as string, 0.3)).toBe(false);
      await node.startController();
      await expect.poll(() => reaches({ agent }, api.addresses[0] as string), { timeout: 20_000 }).toBe(true);
    },
    90_000 * SLOW,
  );

  it(
    'without plugin and cache: by the route to its address, once the cluster shows that; one that is nowhere fails alone',
    async () => {
      await node.stopAgent();
      await node.startAgent({ cniSocket: undefined, cniCache: undefined, interfaces: ['veth*'] });
      node.show('lost', {}, ['10.88.200.1']);
      node.show('api', {}, api.addresses);
      const plain = node.sandbox('plain');
      const agent = await node.box.agent(plain.netns);
      await node.make(plain);
      await expect
        .poll(() => node.agent?.agent.report().status?.locators, { timeout: 5_000 })
        .toContain('veth* is denied until located');
      await expect.poll(() => reaches({ agent }, api.addresses[0] as string, 0.2), { timeout: 5_000 }).toBe(false);
      node.show('plain', { labels: { app: 'web' } }, plain.addresses);
      await expect.poll(() => state('shop/plain'), { timeout: 10_000 }).toBe(`attached ${plain.host}, by its route`);
      await expect.poll(() => reaches({ agent }, api.addresses[0] as string), { timeout: 5_000 }).toBe(true);
      expect(state('shop/lost')).toContain('waiting neither runtime, route nor bridge leads to 10.88.200.1');
    },
    60_000 * SLOW,
  );
});
