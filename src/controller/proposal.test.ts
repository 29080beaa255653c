import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { groupYaml, nodeYaml, podYaml } from '../../test/support/shop-files.js';
import { sumOfView } from '../distribution/digest.js';
import { HeldView } from '../policy/held-view.js';
import { parseSources } from '../policy/load.js';
import type { Policy, Rule, World } from '../policy/model.js';
import { spelledView } from '../policy/packed.js';
import { resolveNode } from '../policy/resolve.js';
import { NO_WORLD_CHANGE, worldChangeBetween } from '../policy/world-change.js';
import { NO_OVERLAY } from './effective.js';
import { Views } from './proposal.js';

const OPTIONS = { posture: 'kubernetes', allowNodeProbes: true } as const;
const worldOf = (port: number, pods = 3): World =>
  parseSources([
    {
      path: 'all.yaml',
      text: [
        nodeYaml('n1', '10.1.0.1'),
        ...Array.from({ length: pods }, (_, i) => podYaml(`w${i}`, `10.77.0.${i + 1}`)),
        groupYaml('w0', 'w1', port),
      ].join(''),
    },
  ]).world;
const NOTHING: World = { ...worldOf(1), policies: [], workloads: [], nodes: [], namespaces: [] };

describe('views of a world that changes', () => {
  it('F120: keep nothing of earlier revisions, however many there were', async () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const views = new Views(OPTIONS);
    const earlier: WeakRef<object>[] = [];
    let before = NOTHING;
    for (let revision = 1; revision <= 50; revision++) {
      const after = worldOf(1000 + revision);
      views.keep(views.propose(worldChangeBetween(before, after), NO_OVERLAY));
      before = after;
      const view = views.get('n1')?.view;
      for (const policy of view?.policies ?? []) earlier.push(new WeakRef(policy));
      if (view !== undefined) earlier.push(new WeakRef(view));
    }
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    // The newest, and the one that the newest was made from.
    expect(earlier.filter((reference) => reference.deref() !== undefined).length).toBeLessThanOrEqual(4);
  });

  it('share one list of services between nodes that came together, however it changed since', () => {
    const options = { posture: 'closed', allowNodeProbes: true } as const;
    const source = { file: 'x', line: 1 };
    const service = (i: number): World['services'][number] => ({
      namespace: 'shop',
      name: `s${i}`,
      selector: {},
      addresses: [{ family: 4, value: BigInt(9000 + i) }],
      ports: [{ name: 'http', protocol: 6, port: 80, targetPort: 8080 }],
      source,
    });
    const { workloads, ...rest } = worldOf(80);
    const world = (nodes: number, services: number): World => ({
      ...rest,
      ...options,
      workloads: workloads.slice(0, nodes).map((pod, i) => ({ ...pod, node: `n${i}` })),
      services: Array.from({ length: services }, (_, i) => service(i)),
    });
    const views = new Views(options);
    let before: World = { ...NOTHING, ...options };
    // Another node comes by a later proposal; each is undone once.
    for (const after of [world(2, 3), world(2, 4), world(3, 4), world(3, 5)]) {
      const change = worldChangeBetween(before, after);
      views.undo(views.propose(change, NO_OVERLAY), NO_OVERLAY);
      views.keep(views.propose(change, NO_OVERLAY));
      before = after;
      const [one, two] = ['n0', 'n1'].map((node) => views.get(node)?.view);
      expect(one?.services.toArray().length).toBe(after.services.length);
      expect(two?.services).toBe(one?.services);
      expect(two?.serviceAddresses).toBe(one?.serviceAddresses);
    }
    expect(views.get('n2')?.view.services.toArray()).toEqual(views.get('n0')?.view.services.toArray());
  });

  it('are as before when a proposal is undone, and right after the next one', () => {
    const views = new Views(OPTIONS);
    const [first, second, third] = [worldOf(80), worldOf(81, 4), worldOf(82, 2)];
    views.keep(views.propose(worldChangeBetween(NOTHING, first), NO_OVERLAY));
    const there = views.get('n1');
    const refused = views.propose(worldChangeBetween(first, second), NO_OVERLAY);
    expect(refused.views.get('n1')?.digest).not.toBe(there?.digest);
    views.undo(refused, NO_OVERLAY);
    expect(views.get('n1')).toBe(there);
    views.keep(views.propose(worldChangeBetween(first, third), NO_OVERLAY));
    const now = views.get('n1');
    expect(now && spelledView(now.view.whole())).toEqual(HeldView.of(resolveNode(third, 'n1')).whole());
    expect(now?.sum).toEqual(now && sumOfView(now.view));
  });

  it('make as much anew for one rule in a world four times as large, and look at no rule of another policy', () => {
    const cost = (policies: number) => {
      let read = new Set<string>();
      const source = { file: 'x', line: 1 };
      const ruleOf = (p: number, r: number, port: number): Rule => {
        const rule: Rule = {
          id: `SecurityGroup/shop/g${p}/ingress/${r}`,
          direction: 'ingress',
          action: 'accept',
          peers: [{ kind: 'cidr', prefix: { family: 4, value: BigInt(p * 1000 + r), length: 32 }, except: [] }],
          ports: [{ protocol: 6, ports: { first: port, last: port } }],
          mode: 'enforce',
          source,
        };
        return new Proxy(rule, {
          get: (of, field) => {
            read.add(`${of.id} ${String(field)}`);
            return Reflect.get(of, field);
          },
        });
      };
      const group = (p: number, rules: readonly Rule[]): Policy => ({
        id: `SecurityGroup/shop/g${p}`,
        kind: 'SecurityGroup',
        namespace: 'shop',
        name: `g${p}`,
        tier: 'group',
        priority: 0,
        subject: { namespace: 'shop', pods: { matchLabels: {}, matchExpressions: [] } },
        isolates: { ingress: true, egress: false },
        rules,
        labels: {},
        source,
      });
      const rules = (p: number) => Array.from({ length: 10 }, (_, r) => ruleOf(p, r, 80));
      const whole = Array.from({ length: policies }, (_, p) => group(p, rules(p)));
      const views = new Views(OPTIONS);
      const first = { ...worldOf(80), policies: whole };
      views.keep(views.propose(worldChangeBetween(NOTHING, first), NO_OVERLAY));
      const before = whole[7] as Policy;
      const after = group(7, before.rules.with(5, ruleOf(7, 5, 81)));
      const was = views.get('n1')?.view as HeldView;
      read = new Set();
      const { views: next } = views.propose({ ...NO_WORLD_CHANGE, policies: [{ before, after }] }, NO_OVERLAY);
      const view = next.get('n1')?.view as HeldView;
      const anew = view.policies.slotsBeside(was.policies) + view.sets.slotsBeside(was.sets);
      const resolved = [...read].filter((one) => one.endsWith(' peers'));
      const others = [...read].filter((one) => !one.includes('/g7/'));
      return { anew, resolved, others };
    };
    const [once, fourTimes] = [cost(400), cost(1600)];
    expect(once.resolved).toEqual(['SecurityGroup/shop/g7/ingress/5 peers']);
    expect(once.others).toEqual([]);
    expect(fourTimes.resolved).toEqual(once.resolved);
    expect(fourTimes.others).toEqual([]);
    // The trees are higher.
    expect(once.anew).toBeLessThan(500);
    expect(fourTimes.anew).toBeLessThan(once.anew + 40);
  });
});
