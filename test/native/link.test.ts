import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  AttachType,
  adoptClsact,
  attachClsact,
  attachTcx,
  BpfLink,
  type BpfObject,
  type BpfProgram,
  bpfIds,
  destroyClsact,
  features,
  ifNameToIndex,
  linkCreate,
  listInterfaces,
  openNetns,
  queryTcx,
  withNetns,
} from '../../src/ebpf/binding.js';
import { type Netns, Sandbox } from '../support/netns.js';
import { collectGarbage, failure, held, loadBasic, released, until } from './support.js';

const TC_ACT_OK = 0;
const TC_ACT_SHOT = 2;

let sandbox: Sandbox;
let left: Netns;
let right: Netns;
let ifindex: number;
const objects: BpfObject[] = [];

function program(verdict: number): BpfProgram {
  const object = loadBasic({ globals: { verdict }, programs: ['decide'] });
  objects.push(object);
  return object.program('decide');
}

/** Whether an echo request from left to right is answered. */
function answered(): boolean {
  try {
    sandbox.exec(left, 'ping', ['-n', '-c', '1', '-W', '0.3', '10.0.0.2']);
    return true;
  } catch {
    return false;
  }
}

beforeEach(() => {
  sandbox = new Sandbox();
  left = sandbox.netns('left');
  right = sandbox.netns('right');
  sandbox.veth(
    { netns: left, name: 'veth-left', mac: '02:00:00:00:00:01', addresses: ['10.0.0.1/24'] },
    { netns: right, name: 'veth-right', mac: '02:00:00:00:00:02', addresses: ['10.0.0.2/24'] },
  );
  // Static neighbours: an unanswered ARP request would be remembered after its cause is gone.
  sandbox.ip(left, 'neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev veth-left nud permanent');
  sandbox.ip(right, 'neigh replace 10.0.0.1 lladdr 02:00:00:00:00:01 dev veth-right nud permanent');
  ifindex = ifNameToIndex('veth-left', left.path);
});

/** The probe is checked against the kernel below. */
const NO_TCX = 'this kernel has no tcx (before 6.6): the clsact tests apply';

afterEach(() => {
  for (const object of objects.splice(0)) object.close();
  sandbox.close();
});

describe('tcx', () => {
  beforeEach((ctx) => ctx.skip(!features().tcx, NO_TCX));

  test('drops real packets while attached, in either direction', () => {
    const drop = program(TC_ACT_SHOT);
    expect(answered()).toBe(true);
    for (const direction of ['ingress', 'egress'] as const) {
      const link = attachTcx({ program: drop, ifindex, direction, netns: left.path });
      expect(link.info).toMatchObject({
        ifindex,
        progId: drop.info.id,
        attachType: direction === 'ingress' ? AttachType.TcxIngress : AttachType.TcxEgress,
      });
      expect(answered()).toBe(false);
      link.detach();
      expect(link.info.ifindex).toBe(0);
      expect(answered()).toBe(true);
      link.close();
    }
  });

  test('comes first by default, and the order is told', () => {
    const [a, b, c] = [program(TC_ACT_OK), program(TC_ACT_OK), program(TC_ACT_SHOT)];
    const links = [
      attachTcx({ program: a, ifindex, direction: 'ingress', netns: left.path }),
      attachTcx({ program: b, ifindex, direction: 'ingress', netns: left.path, first: false }),
    ];
    // TC_ACT_OK of the first ends the walk: the drop behind it is not reached, in front it is.
    links.push(attachTcx({ program: c, ifindex, direction: 'ingress', netns: left.path, first: false }));
    expect(answered()).toBe(true);
    links.pop()?.close();
    links.unshift(attachTcx({ program: c, ifindex, direction: 'ingress', netns: left.path }));
    expect(answered()).toBe(false);
    const query = queryTcx(ifindex, 'ingress', left.path);
    expect(query.programs).toEqual(links.map((link) => ({ progId: link.info.progId, linkId: link.info.id })));
    expect(query.revision).toBeGreaterThan(1n);
    for (const link of links) link.close();
    expect(queryTcx(ifindex, 'ingress', left.path).programs).toEqual([]);
  });

  test('a program is swapped in place; a handle closed without a pin opens the way', () => {
    const link = attachTcx({ program: program(TC_ACT_SHOT), ifindex, direction: 'ingress', netns: left.path });
    expect(answered()).toBe(false);
    link.update(program(TC_ACT_OK));
    expect(answered()).toBe(true);
    link.update(program(TC_ACT_SHOT));
    expect(answered()).toBe(false);
    link.close();
    expect(answered()).toBe(true);
  });

  test('F46 a pinned link stays in force without handles, and is adopted', async () => {
    const link = attachTcx({ program: program(TC_ACT_SHOT), ifindex, direction: 'egress', netns: left.path });
    const { id } = link.info;
    link.pin(`${sandbox.bpffs}/link`);
    link.close();
    for (const object of objects.splice(0)) object.close();
    expect(answered()).toBe(false);
    const again = BpfLink.openPinned(`${sandbox.bpffs}/link`);
    expect(again.info.id).toBe(id);
    again.detach();
    again.close();
    expect(answered()).toBe(true);
    expect(failure(() => BpfLink.openPinned(`${sandbox.bpffs}/absent`)).code).toBe('ENOENT');
    sandbox.exec(left, 'rm', [`${sandbox.bpffs}/link`]);
    await until(() => !bpfIds('link').includes(id), 'the link to be gone');
  });

  test('F49 an interface that is deleted leaves a dead link', () => {
    const link = attachTcx({ program: program(TC_ACT_OK), ifindex, direction: 'ingress', netns: left.path });
    sandbox.ip(left, 'link delete veth-left');
    expect(link.info.ifindex).toBe(0);
    expect(
      failure(() => attachTcx({ program: program(TC_ACT_OK), ifindex, direction: 'ingress', netns: left.path })).code,
    ).toBe('ENODEV');
    link.close();
  });
});

describe('clsact', () => {
  test('F56 drops real packets, is swapped, adopted and removed with its qdisc', () => {
    const options = { ifindex, direction: 'egress', netns: left.path } as const;
    expect(adoptClsact(options)).toBeUndefined();
    const filter = attachClsact({ ...options, program: program(TC_ACT_SHOT) });
    expect(answered()).toBe(false);
    const pass = program(TC_ACT_OK);
    filter.update(pass);
    expect(answered()).toBe(true);
    expect(filter.progId).toBe(pass.info.id);
    filter.update(program(TC_ACT_SHOT));
    filter.close();
    expect(answered()).toBe(false);
    const adopted = adoptClsact(options);
    adopted?.detach();
    expect(answered()).toBe(true);
    expect(adopted?.progId).toBe(0);
    adopted?.close();
    expect(adoptClsact(options)).toBeUndefined();
    expect(sandbox.exec(left, 'tc', ['qdisc', 'show', 'dev', 'veth-left'])).toContain('clsact');
    destroyClsact(ifindex, left.path);
    destroyClsact(ifindex, left.path);
    expect(sandbox.exec(left, 'tc', ['qdisc', 'show', 'dev', 'veth-left'])).not.toContain('clsact');
  });

  test('both directions share the qdisc; detach removes it only where this handle made it', () => {
    const both = (['ingress', 'egress'] as const).map((direction) =>
      attachClsact({ program: program(TC_ACT_SHOT), ifindex, direction, netns: left.path }),
    );
    expect(
      failure(() => attachClsact({ program: program(TC_ACT_OK), ifindex, direction: 'ingress', netns: left.path }))
        .code,
    ).toBe('EEXIST');
    both[1]?.detach(true);
    expect(sandbox.exec(left, 'tc', ['qdisc', 'show', 'dev', 'veth-left'])).toContain('clsact');
    both[0]?.detach(true);
    expect(sandbox.exec(left, 'tc', ['qdisc', 'show', 'dev', 'veth-left'])).not.toContain('clsact');
    expect(answered()).toBe(true);
    for (const filter of both) filter.close();
  });

  test('a missing device is an error', () => {
    expect(
      failure(() => attachClsact({ program: program(0), ifindex: 9999, direction: 'ingress', netns: left.path })).code,
    ).toBe('ENODEV');
  });
});

test('a link of an unsuitable kind is refused by the kernel, not by us', () => {
  expect(failure(() => linkCreate(program(0), AttachType.Xdp, ifindex, { netns: left.path })).code).toBe('EINVAL');
});

describe('network namespaces', () => {
  test('fn runs inside, the thread comes back, also after an exception', () => {
    const home = listInterfaces().map((link) => link.name);
    const inside = withNetns(left.path, () => listInterfaces().map((link) => link.name));
    expect(inside).toContain('veth-left');
    expect(home).not.toContain('veth-left');
    expect(() =>
      withNetns(left.path, () => {
        throw new TypeError('inner');
      }),
    ).toThrow(new TypeError('inner'));
    expect(listInterfaces().map((link) => link.name)).toEqual(home);
    expect(failure(() => withNetns('/nonexistent', () => 1)).code).toBe('ENOENT');
    expect(failure(() => withNetns('/dev/null', () => 1)).code).toBe('EINVAL');
    expect(failure(() => withNetns(left.path, async () => 1)).code).toBe('EINVAL');
    expect(listInterfaces().map((link) => link.name)).toEqual(home);
  });

  test('namespaces nest and are held by a handle', () => {
    const handle = openNetns(right.path);
    expect(withNetns(left.path, () => withNetns(handle, () => ifNameToIndex('veth-right')))).toBeGreaterThan(0);
    expect(failure(() => ifNameToIndex('veth-right')).code).toBe('ENODEV');
    handle.close();
    expect(failure(() => withNetns(handle, () => 1)).code).toBe('CLOSED');
  });

  test('interfaces are listed with their peers', () => {
    const links = listInterfaces(left.path);
    const veth = links.find((link) => link.name === 'veth-left');
    expect(veth).toMatchObject({ kind: 'veth', up: true, operState: 6, mtu: 1500, ifindex });
    expect(veth?.mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    expect(veth?.peerIfindex).toBe(ifNameToIndex('veth-right', right.path));
    expect(veth?.peerNetnsId).toBeGreaterThanOrEqual(0);
  });
});

test('features are found by trying', () => {
  const found = features();
  expect(found).toMatchObject({
    loadPrograms: true,
    ringbuf: true,
    mmapableArray: true,
    batch: true,
    ktimeGetTaiNs: true,
    forEachMapElem: true,
    compareExchange: true,
  });
  // What the probe says is what happens on a real device.
  const attach = () =>
    attachTcx({ program: program(TC_ACT_OK), ifindex, direction: 'ingress', netns: left.path }).close();
  if (found.tcx) attach();
  else expect(attach).toThrow();
});

test('attaching and detaching 100 times leaves nothing', async (ctx) => {
  ctx.skip(!features().tcx, NO_TCX);
  const pass = program(TC_ACT_OK);
  await collectGarbage();
  const before = held();
  const ids: number[] = [];
  const netns = openNetns(left.path);
  for (let i = 0; i < 100; i++) {
    const link = attachTcx({ program: pass, ifindex, direction: 'ingress', netns });
    ids.push(link.info.id);
    link.close();
  }
  netns.close();
  await released(before, { link: ids });
});
