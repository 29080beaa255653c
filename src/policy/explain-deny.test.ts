import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows, times, worlds } from '../../test/support/worlds.js';
import { parseAddress } from '../net/address.js';
import type { Address } from '../net/types.js';
import { type DeniedFlow, type ExplainedDeny, explainDeny, explainWithin } from './explain-deny.js';
import { parseSources } from './load.js';
import type { World } from './model.js';
import { ownersOf } from './select.js';

/** What those know who ask for the namespaces of the two ends alone. */
function near(world: World, { flow }: DeniedFlow): { readonly world: World; readonly known: ReadonlySet<string> } {
  const owners = [flow.source, flow.destination].flatMap((end) => ownersOf(world, end));
  const known = new Set(owners.map(({ namespace }) => namespace));
  return {
    known,
    world: {
      ...world,
      workloads: world.workloads.filter(({ namespace }) => known.has(namespace)),
      namespaces: world.namespaces.filter(({ name }) => known.has(name)),
      policies: world.policies.filter(
        ({ namespace, subject }) => namespace === '' || known.has(namespace) || subject.addresses !== undefined,
      ),
    },
  };
}

/** In what words the rest is told depends on what else is known. */
const plain = ({ advice, ...rest }: ExplainedDeny): object => ({
  ...rest,
  advice: advice && { ...advice, also: advice.also.length > 0 },
});

describe('an explanation', () => {
  it('from what is known of the two namespaces is that of the whole world, or none', () => {
    let answered = 0;
    let advised = 0;
    fc.assert(
      fc.property(worlds, flows, fc.boolean(), times, (world, flow, egress, atMs) => {
        const denied = { flow, egress, atMs, audit: false };
        const part = near(world, denied);
        const explained = explainWithin(part.world, part.known, denied);
        if (explained === undefined) return;
        answered++;
        if (explained.advice?.edits.length) advised++;
        expect(plain(explained)).toEqual(plain(explainDeny(world, denied)));
      }),
      { numRuns: 250 },
    );
    expect(answered).toBeGreaterThan(10);
    expect(advised).toBeGreaterThan(0);
  });

  it('is none where what to write is about others too', () => {
    const pod = (namespace: string, name: string, address: string): string =>
      `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }, spec: {}, status: { podIP: ${address} } }`;
    const within = (from: string): ExplainedDeny | undefined => {
      const group = `{ apiVersion: openscg.dev/v1alpha1, kind: SecurityGroup, metadata: { name: db, namespace: a }, spec: { owner: x,
        members: { podSelector: { matchLabels: { app: db } } }, ingress: [{ id: i, from: [${from}], ports: [{ port: 81 }] }] } }`;
      const pods = [pod('a', 'web', '10.0.0.1'), pod('a', 'db', '10.0.0.2'), pod('b', 'web', '10.0.0.3')];
      const { world } = parseSources([{ path: 'f.yaml', text: [...pods, group].join('\n---\n') }]);
      const [source, destination] = ['10.0.0.1', '10.0.0.2'].map(parseAddress) as [Address, Address];
      const denied = { flow: { source, destination, protocol: 6, port: 80 }, egress: false, atMs: 0, audit: false };
      const part = near(world, denied);
      expect(part.known).toEqual(new Set(['a']));
      return explainWithin(part.world, part.known, denied);
    };
    const pods = 'podSelector: { matchLabels: { app: web } }';
    expect(within(`{ ${pods} }`)?.advice?.edits).toHaveLength(1);
    expect(within(`{ namespaceSelector: {}, ${pods} }`)).toBeUndefined();
    expect(within('{ cidr: 10.0.0.0/24 }')).toBeUndefined();
  });
});
