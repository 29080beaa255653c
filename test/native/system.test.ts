import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BtfMember,
  clockMonotonic,
  clockTai,
  type LinkInterface,
  lockFile,
  mountBpffs,
  readBtf,
  SK_BUFF_SIZE,
  SkBuff,
  synchronizeRcu,
  tickNs,
  unmount,
  watchInterfaces,
} from '../../src/ebpf/binding.js';
import { KernelClock } from '../../src/ebpf/clock.js';
import { Sandbox } from '../support/netns.js';
import { ADDON, BASIC, failure, until } from './support.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), `osg-${process.pid}-`));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('BTF', () => {
  test('describes structs, arrays, unions, enums and bit-fields, from path and image', () => {
    const btf = readBtf(BASIC);
    expect(readBtf(readFileSync(BASIC))).toEqual(btf);
    const point = btf.structs.find((entry) => entry.name === 'point');
    expect(point).toMatchObject({ kind: 'struct', size: 48 });
    const member = (name: string): BtfMember => {
      const found = point?.members.find((entry) => entry.name === name);
      if (found === undefined) throw new Error(`no member ${name}`);
      return found;
    };
    expect(member('x')).toEqual({
      name: 'x',
      offset: 0,
      kind: 'int',
      type: '__u16',
      signed: false,
      dims: [],
      elementSize: 2,
      size: 2,
    });
    expect(member('y')).toMatchObject({ offset: 4, signed: true, dims: [2, 3], elementSize: 4, size: 24 });
    expect(member('').members).toMatchObject([
      { name: 'wide', offset: 0, size: 8 },
      { name: 'narrow', offset: 0, dims: [8], size: 8 },
    ]);
    expect(member('')).toMatchObject({ kind: 'union', offset: 32 });
    expect(member('colour')).toMatchObject({ kind: 'enum', type: 'colour', offset: 40, size: 4 });
    expect(member('flag')).toMatchObject({ bitOffset: 352, bitSize: 3 });
    expect(btf.enums.find((entry) => entry.name === 'colour')?.values).toEqual([
      { name: 'RED', value: 1 },
      { name: 'GREEN', value: -2 },
    ]);
  });

  test('agrees with the constants of struct __sk_buff', () => {
    const skb = readBtf(BASIC).structs.find((entry) => entry.name === '__sk_buff');
    expect(skb?.size).toBe(SK_BUFF_SIZE);
    const offset = (name: string) => skb?.members.find((entry) => entry.name === name)?.offset;
    expect(SkBuff).toEqual({
      mark: offset('mark'),
      priority: offset('priority'),
      ingressIfindex: offset('ingress_ifindex'),
      ifindex: offset('ifindex'),
      cb: offset('cb'),
      tstamp: offset('tstamp'),
      wireLen: offset('wire_len'),
      gsoSegs: offset('gso_segs'),
      gsoSize: offset('gso_size'),
    });
  });

  test('that is missing or broken is refused', () => {
    expect(failure(() => readBtf('/nonexistent')).code).toBe('ENOENT');
    expect(failure(() => readBtf(Buffer.from('nonsense'))).operation).toBe('read BTF');
    expect(failure(() => readBtf(Buffer.from([0x9f, 0xeb, 1, 0]))).operation).toBe('read BTF');
    const cut = readFileSync(BASIC);
    for (const length of [0, 1, 64, 1000, cut.length - 10]) failure(() => readBtf(cut.subarray(0, length)));
  });
});

test('clocks are those of the kernel', () => {
  const uptime = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]);
  expect(Math.abs(Number(clockMonotonic()) / 1e9 - uptime)).toBeLessThan(60);
  // TAI is ahead of UTC by 0 seconds (not told) to some dozens.
  const ahead = Number(clockTai()) / 1e9 - Date.now() / 1000;
  expect(ahead).toBeGreaterThan(-1);
  expect(ahead).toBeLessThan(100);
});

test('a tick is as long as the kernel says, however late ticks are', async () => {
  const clock = KernelClock.open();
  const before = clock.read();
  await sleep(1000);
  const after = clock.read();
  clock.close();
  const ticks = Number(after.jiffies - before.jiffies);
  const passed = Number(after.bootNs - before.bootNs);
  expect(Math.abs((ticks * tickNs()) / passed - 1)).toBeLessThan(0.1);
  expect([100, 250, 300, 1000]).toContain(Math.round(1e9 / tickNs()));
});

test('RCU is waited for without holding up the loop', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  for (let i = 0; i < 10; i++) await synchronizeRcu();
  clearInterval(timer);
  await Promise.all(Array.from({ length: 20 }, () => synchronizeRcu()));
  expect(ticks).toBeGreaterThan(0);
});

test('one writer: a second lock is refused, and the kernel releases that of a dead process', () => {
  const path = join(directory, 'lock');
  const lock = lockFile(path);
  expect(failure(() => lockFile(path))).toMatchObject({ code: 'EAGAIN', operation: 'lock file' });
  const script = `const a = require(${JSON.stringify(ADDON)}); a.setErrorClass(Error); try { a.lockFile(${JSON.stringify(path)}); } catch { process.exit(3); } process.kill(process.pid, 'SIGKILL');`;
  const other = () => spawnSync(process.execPath, ['-e', script]);
  expect(other().status).toBe(3);
  lock.close();
  expect(other().signal).toBe('SIGKILL');
  lockFile(path).close();
});

test('a bpffs is mounted and unmounted', () => {
  const path = join(directory, 'bpffs');
  mkdirSync(path);
  mountBpffs(path);
  expect(readFileSync('/proc/self/mountinfo', 'latin1')).toContain(`${path} rw,nosuid,nodev,noexec`);
  unmount(path);
  expect(failure(() => unmount(path)).code).toBe('EINVAL');
  expect(failure(() => mountBpffs(`${path}/absent`)).code).toBe('ENOENT');
});

test('interfaces are watched in their namespace; what the callback throws goes to onError', async () => {
  const sandbox = new Sandbox();
  const changes: LinkInterface[] = [];
  const errors: unknown[] = [];
  const [left, right] = [sandbox.netns('left'), sandbox.netns('right')];
  const watcher = watchInterfaces({
    netns: left.path,
    onBatch(batch) {
      changes.push(...batch);
      if (errors.length === 0) throw new Error('once');
    },
    onError: (error) => errors.push(error),
  });
  try {
    sandbox.veth({ netns: left, name: 'veth-left' }, { netns: right, name: 'veth-right' });
    sandbox.ip(left, 'link delete veth-left');
    await until(() => changes.some((change) => change.event === 'del'), 'the deletion');
    expect(errors).toEqual([new Error('once')]);
    expect(
      changes.some((change) => change.event === 'new' && change.name === 'veth-left' && change.kind === 'veth'),
    ).toBe(true);
    expect(
      changes.every((change) => change.name !== 'veth-right' || change.event === 'del' || change.kind === 'veth'),
    ).toBe(true);
  } finally {
    watcher.close();
    sandbox.close();
  }
});

test('an overflow of the watch is told, and the watch goes on', async () => {
  const sandbox = new Sandbox();
  const left = sandbox.netns('left');
  let overflows = 0;
  let mtu = 0;
  const watcher = watchInterfaces({
    netns: left.path,
    onBatch(batch, overflow) {
      if (overflow) overflows++;
      mtu = batch.at(-1)?.mtu ?? mtu;
    },
  });
  try {
    // The loop stands still while these events pile up.
    sandbox.ip(left, ...Array.from({ length: 3000 }, (_, i) => `link set lo mtu ${2000 + i}`));
    await until(() => overflows > 0, 'the overflow');
    sandbox.ip(left, 'link set lo mtu 9000');
    await until(() => mtu === 9000, 'a later event');
  } finally {
    watcher.close();
    sandbox.close();
  }
});
