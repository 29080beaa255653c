import type { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { approveCommand } from '../../src/cli/approve.js';
import { blameCommand } from '../../src/cli/blame.js';
import { emergencyCommand } from '../../src/cli/emergency.js';
import { acceptClaimCommand, diffCommand, rollbackCommand } from '../../src/cli/history.js';
import { formatDifference } from '../../src/controller/differences.js';
import type { RunningController } from '../../src/controller/start.js';
import { DRIFT_KINDS, DRIFT_OUTCOMES } from '../../src/distribution/words.js';
import { closeAll, controllerOf, followed, inForce, realised, shop } from '../support/control-stack.js';
import { groupYaml, podYaml, SHOP } from '../support/shop-files.js';

afterEach(closeAll);

describe('history, rollback, emergencies', () => {
  it('F41: a rollback brings the policies back over the live inventory, holds, and never passes an empty table', async () => {
    const { policies, controller, port } = await shop();
    const { controller: c } = controller;
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    const more = SHOP['inventory.yaml'] + podYaml('new', '10.77.0.20');
    await followed(controller, () => policies.write('inventory.yaml', more));
    await c.operations.rollback(1, 'tester', 'rogue got in');
    await realised(controller, 3);
    expect(inForce(port)).toEqual(['from-web']);
    expect(port.applied.at(-1)?.endpoints).toHaveLength(5);
    for (const { plan } of port.applied) expect(plan.endpoints.length).toBeGreaterThan(1);
    policies.write('policy.yaml', groupYaml('api', 'other', 9090));
    await expect.poll(() => c.revisions.setting('pinned')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(inForce(port)).toEqual(['from-web']);
    expect(c.status().pinnedTo).toBe(1);
    const resumed = (await c.operations.resume('tester', 'fixed')).revision ?? 0;
    await realised(controller, resumed);
    expect(inForce(port)).toEqual(['from-other']);
    expect(await c.operations.diff(1, 2)).toContain('- SecurityGroup/shop/api/ingress/from-web (accept ingress)');
    expect(await c.operations.diff(1, 3)).toEqual([]);
    await expect(c.operations.rollback(99, 'tester', '')).rejects.toThrow(/revision 99/);
  });

  it('what is named and does not exist ends with 2 in all commands, not as a verdict and not as a refusal', async () => {
    const { state } = await shop();
    const why = ['--reason', 'x'];
    const asked: readonly (readonly [Command, readonly string[], RegExp])[] = [
      [rollbackCommand(), ['99', ...why], /revision 99: is not in the store/],
      [diffCommand(), ['1', '99'], /revision 99: is not in the store/],
      [acceptClaimCommand(), ['n9', ...why], /node n9: no claim of it is refused/],
      [approveCommand(), ['a-9', ...why], /a-9 does not wait for approval/],
      [blameCommand(), ['shop/nobody', 'shop/api', 'tcp/8080'], /shop\/nobody/],
      [blameCommand(), ['shop/web', '99999'], /99999/],
      [blameCommand(), ['shop/web', 'shop/api', 'tcp/http'], /http/],
      [emergencyCommand(), ['end', 'e-9'], /e-9 is not in force/],
      [emergencyCommand(), ['isolate', 'shop/nobody', '--for', '1m', ...why], /shop\/nobody/],
      [
        emergencyCommand(),
        ['allow', '--from', 'shop/web', '--to', 'shop/api', '--port', 'tcp/99999', '--for', '1m', ...why],
        /99999/,
      ],
    ];
    for (const [command, words, message] of asked)
      await expect(
        command.parseAsync([...words, '--controller', `unix:${state.path}/operator.sock`], { from: 'user' }),
      ).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  });

  it('a rollback and an emergency outlive the controller', async () => {
    const { policies, state, controller } = await shop();
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    controller.controller.operations.rollback(1, 'tester', 'x');
    await controller.controller.operations.emergency(
      { isolate: { target: 'shop/web' }, reason: 'incident', ticket: 'T-1' },
      60_000,
      'tester',
    );
    await controller.close();
    const again = await controllerOf(policies, state);
    expect(again.controller.status()).toMatchObject({
      pinnedTo: 1,
      emergencies: [{ id: 'e-1', summary: 'isolate shop/web', ticket: 'T-1' }],
    });
  });

  it('an emergency comes before all tiers, carries its expiry to the node, and ends', async () => {
    const { controller, port } = await shop();
    const { controller: c } = controller;
    await expect(
      c.operations.emergency({ isolate: { target: 'shop/web' }, reason: 'x', ticket: '' }, 0, 't'),
    ).rejects.toThrow(/expiry/);
    await expect(
      c.operations.emergency({ isolate: { target: 'shop/nobody' }, reason: 'x', ticket: '' }, 60_000, 't'),
    ).rejects.toThrow(/nobody/);
    await expect(
      c.operations.emergency({ isolate: { target: 'shop/web' }, reason: ' ', ticket: '' }, 60_000, 't'),
    ).rejects.toThrow(/reason/);
    await expect(
      c.operations.emergency(
        { allow: { from: '10.9.9.9', to: 'shop/api', ports: ['tcp/99999'] }, reason: 'x', ticket: '' },
        60_000,
        't',
      ),
    ).rejects.toThrow(/99999/);
    const { revision = 0, id } = await c.operations.emergency(
      { allow: { from: '10.9.9.9', to: 'shop/api', ports: ['tcp/22'] }, reason: 'look', ticket: 'T-9' },
      1_500,
      't',
    );
    await realised(controller, revision as number);
    const slot = [...(port.applied.at(-1)?.plan.slots ?? [])].find((s) => s?.kind === 'rule' && s.tier === 'emergency');
    expect(slot).toMatchObject({
      reason: 'look',
      ticket: 'T-9',
      owner: 't',
      source: { file: 'emergency/e-1' },
      expiresAt: expect.any(Number),
    });
    expect(c.status().emergencies).toHaveLength(1);
    await expect.poll(() => c.status().emergencies, { timeout: 5_000 }).toEqual([]);
    await expect.poll(() => inForce(port)).toEqual(['from-web']);
    expect((await c.revisions.audit(0)).map((r) => r.kind)).toContain('emergency-expired');
    await expect(c.operations.endEmergency(String(id), 't', '')).rejects.toThrow(/not in force/);
  });

  it('diff and history name emergencies; a rollback keeps those in force and revives none', async () => {
    const { policies, controller, port } = await shop();
    const { controller: c } = controller;
    const isolate = (target: string, forMs: number) =>
      c.operations.emergency({ isolate: { target }, reason: 'incident', ticket: 'T-1' }, forMs, 'alice');
    await isolate('shop/rogue', 1_500);
    await realised(controller, 2);
    policies.write('policy.yaml', groupYaml('api', 'other', 9090));
    await realised(controller, 3);
    await expect.poll(() => c.status().emergencies, { timeout: 5_000 }).toEqual([]);
    await realised(controller, 4);
    await isolate('shop/web', 60_000);
    await realised(controller, 5);

    const [fifth, fourth, , second] = await c.revisions.history(10);
    expect(second).toMatchObject({ kind: 'emergency', who: 'alice', reason: 'incident' });
    expect(second?.changes.map(formatDifference)).toEqual([
      expect.stringMatching(/^\+ emergency e-1 isolate shop\/rogue, until .*Z, by alice: incident \(T-1\)$/),
    ]);
    expect(fourth).toMatchObject({ kind: 'emergency', who: 'expiry' });
    expect(fourth?.changes.map(formatDifference)).toEqual([expect.stringMatching(/^- emergency e-1 /)]);
    expect(fifth?.emergencies.map(({ id }) => id)).toEqual(['e-2']);
    expect(await c.operations.diff(1, 2)).toEqual(second?.changes.map(formatDifference));
    expect(await c.operations.diff(3, 4)).toEqual(fourth?.changes.map(formatDifference));
    const differences = await c.operations.diff(2, 5);
    expect(differences[0]).toMatch(/^\+ emergency e-2 /);
    expect(differences[1]).toMatch(/^- emergency e-1 /);
    expect(differences).toContain('- SecurityGroup/shop/api/ingress/from-web (accept ingress)');

    const { revision, notes } = await c.operations.rollback(2, 'bob', 'wrong peer');
    expect(notes).toEqual([
      expect.stringMatching(/^stays in force: emergency e-2 isolate shop\/web/),
      expect.stringMatching(/^is over and not revived: emergency e-1 isolate shop\/rogue/),
    ]);
    await realised(controller, Number(revision));
    expect(c.status().emergencies?.map(({ id }) => id)).toEqual(['e-2']);
    const rules = inForce(port).join(' ');
    expect(rules).toMatch(/emergency-e-2/);
    expect(rules).not.toMatch(/emergency-e-1/);
    expect((await c.revisions.history(1))[0]).toMatchObject({
      kind: 'rollback',
      who: 'bob',
      reason: 'wrong peer',
      pinnedTo: 2,
    });
  });

  it('after a restart says what changed since the last revision, and which emergency ended meanwhile', async () => {
    const { policies, state, controller } = await shop();
    await controller.controller.operations.emergency(
      { isolate: { target: 'shop/rogue' }, reason: 'incident', ticket: '' },
      1_000,
      'alice',
    );
    await controller.close();
    policies.write('policy.yaml', groupYaml('api', 'web', 9090));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const again = await controllerOf(policies, state);
    const { revisions } = again.controller;
    const [newest] = await revisions.history(1);
    expect(newest).toMatchObject({ revision: 3, kind: 'policy' });
    expect(newest?.changes.map(formatDifference)).toEqual([
      expect.stringMatching(/^- emergency e-1 isolate shop\/rogue/),
      '~ SecurityGroup/shop/api/ingress/from-web ports',
    ]);
    expect((await revisions.audit(0)).map(({ kind }) => kind)).toEqual([
      'revision',
      'revision',
      'emergency-expired',
      'revision',
    ]);
    await again.close();
    const third = await controllerOf(policies, state);
    expect(third.controller.status().revision).toBe(3);
    expect(await third.controller.revisions.audit(0)).toHaveLength(4);
  });

  it('times a change from its own beginning, on nodes that were there', async () => {
    const { controller } = await shop();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const { operations, metrics } = controller.controller;
    const { revision } = await operations.emergency(
      { isolate: { target: 'shop/web' }, reason: 'incident', ticket: '' },
      60_000,
      'alice',
    );
    await realised(controller, Number(revision));
    const { values } = await metrics.realise.get();
    const value = (suffix: string) => values.find(({ metricName }) => metricName?.endsWith(suffix))?.value;
    expect(value('_count')).toBe(1);
    expect(value('_sum')).toBeLessThan(1);
  });

  it('F44 drift that is found while there is no controller is in its audit log once it is back, and once', async () => {
    const { policies, state, controller, port, agent } = await shop();
    await controller.close();
    port.drift = [{ kind: 'link', detail: 'interface 4 ingress: gone', repaired: true }];
    const waiting = () => agent.agent.report().status?.figures?.driftEventsWaiting;
    await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
    const drift = async ({ controller: { revisions } }: RunningController) =>
      (await revisions.audit(0)).filter(({ kind }) => kind === 'drift');
    const second = await controllerOf(policies, state);
    await expect.poll(async () => (await drift(second)).length, { timeout: 5_000 }).toBe(1);
    expect((await drift(second))[0]).toMatchObject({
      who: 'n1',
      detail: expect.stringContaining('interface 4 ingress: gone'),
    });
    await expect.poll(waiting).toBe(0);
    expect(second.controller.status().nodes?.[0]).toMatchObject({
      lastDrift: { kind: DRIFT_KINDS.value.link, outcome: DRIFT_OUTCOMES.value.repaired },
    });
    await second.close();
    const third = await controllerOf(policies, state);
    await realised(third, 1);
    expect(third.controller.status().nodes?.[0]).toMatchObject({
      lastDrift: { kind: DRIFT_KINDS.value.link, outcome: DRIFT_OUTCOMES.value.repaired },
    });
    expect(await drift(third)).toHaveLength(1);
  });
});
