import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/netns.js';

describe('the sandbox of the kernel tests', () => {
  let box: Sandbox;
  afterEach(() => box.close());

  it('connects two namespaces and leaves nothing behind', async () => {
    box = new Sandbox();
    const [a, b] = [box.netns('a'), box.netns('b')];
    box.veth(
      { netns: a, name: 'va', addresses: ['10.0.0.1/24', 'fd00::1/64'] },
      { netns: b, name: 'vb', addresses: ['10.0.0.2/24', 'fd00::2/64'] },
    );
    expect(box.ifindex(a, 'va')).toBeGreaterThan(1);
    const [client, server] = await Promise.all([box.agent(a), box.agent(b)]);
    for (const host of ['10.0.0.2', 'fd00::2']) {
      const listener = await server.tcpListen(host, 80);
      const connection = await client.tcpConnect(host, 80);
      const accepted = await server.tcpAccept(listener);
      await client.send(connection, 'hello');
      expect(await server.recv(accepted)).toBe('hello');
    }
    const raw = await server.rawOpen('vb');
    await client.rawSend(await client.rawOpen('va'), [Buffer.from('ffffffffffff02000000000188b5cafe', 'hex')]);
    expect((await server.rawRead(raw)).some((f) => f.subarray(12, 14).toString('hex') === '88b5')).toBe(true);
    const { bpffs, dir } = box;
    expect(execFileSync('stat', ['-f', '-c', '%T', bpffs], { encoding: 'utf8' }).trim()).toBe('bpf_fs');
    box.close();
    expect(existsSync(a.path) || existsSync(b.path) || existsSync(dir)).toBe(false);
    expect(execFileSync('cat', ['/proc/mounts'], { encoding: 'utf8' })).not.toContain(dir);
  });
});
