import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessTo, KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import { KubernetesApi } from './api.js';
import type { KubernetesError } from './error.js';
import { NODES, project } from './resources.js';
import { STARTUP_TAINT, StartupTaint } from './startup-taint.js';

const OURS = { key: STARTUP_TAINT, effect: 'NoSchedule' };
const THEIRS = { key: 'gpu', value: 'yes', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' };

describe('F140 the startup taint', () => {
  let server: KubernetesServer;
  let taint: StartupTaint;
  let now = 0;
  const removed: string[] = [];
  const errors: KubernetesError[] = [];
  const put = (name: string, ...taints: object[]) =>
    server.put('/api/v1/nodes', { metadata: { name }, spec: { podCIDR: '10.0.0.0/24', taints } });
  const taints = (name: string) =>
    (server.get('/api/v1/nodes', name)?.['spec'] as { taints?: object[] } | undefined)?.taints;
  const held = (...names: string[]) => names.flatMap((name) => project(NODES, server.get('/api/v1/nodes', name)) ?? []);

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    taint = new StartupTaint(
      new KubernetesApi(accessTo(server.url)),
      { removed: (name) => removed.push(name), failing: (error) => errors.push(error) },
      () => now,
    );
    removed.length = 0;
    errors.length = 0;
  });
  afterEach(() => server.close());

  it('goes when the node enforces, never before, and again whenever it reappears; others stay', async () => {
    put('n1', THEIRS, OURS);
    put('n2', OURS);
    const enforcing = new Set<string>();
    const look = () => taint.look(held('n1', 'n2'), (name) => enforcing.has(name));
    await look();
    expect([taints('n1'), taints('n2')]).toEqual([[THEIRS, OURS], [OURS]]);
    enforcing.add('n1').add('n2');
    await look();
    expect([taints('n1'), taints('n2')]).toEqual([[THEIRS], undefined]);
    expect(removed.sort()).toEqual(['n1', 'n2']);
    put('n2', { ...OURS, effect: 'NoExecute' });
    await look();
    expect(taints('n2')).toBeUndefined();
  });

  it('changes nothing on a node whose taints are others by now', async () => {
    put('n1', OURS);
    const before = held('n1');
    put('n1', OURS, THEIRS);
    await taint.look(before, () => true);
    expect(taints('n1')).toEqual([OURS, THEIRS]);
    now += 10_000;
    await taint.look(held('n1'), () => true);
    expect(taints('n1')).toEqual([THEIRS]);
    expect(errors).toEqual([]);
  });

  it('says what RBAC lacks, and does not ask all the time', async () => {
    put('n1', OURS);
    server.faults.forbidden = new Set(['patch nodes']);
    await taint.look(held('n1'), () => true);
    await taint.look(held('n1'), () => true);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('cannot patch resource "nodes"')]);
  });
});
