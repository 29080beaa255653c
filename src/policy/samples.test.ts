import { describe, expect, it } from 'vitest';
import { formatAddress } from '../net/address.js';
import { parseSources } from './load.js';

const deployment = (name: string) =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: mill }, spec: { template: { metadata: { labels: { app: ${name} } } } } }`;
const pod = (name: string, more = '') =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: mill${more} }, spec: {} }`;
const load = (...objects: string[]) =>
  parseSources([{ path: 'f.yaml', text: objects.join('\n---\n') }], { samples: true }).world.workloads;
const ids = (...objects: string[]) => load(...objects).map((w) => w.id);

describe('samples', () => {
  it('an unrelated pod leaves the samples of Deployments', () => {
    expect(ids(deployment('bank'), pod('test-hook'))).toEqual(['mill/test-hook', 'mill/bank']);
  });

  it('pods of a Deployment replace its sample, and have its name', () => {
    const owner =
      ', labels: { app: bank, pod-template-hash: 5d4f }, ownerReferences: [{ kind: ReplicaSet, name: bank-5d4f, controller: true }]';
    expect(load(deployment('bank'), pod('bank-5d4f-x', owner))).toMatchObject([
      { id: 'mill/bank-5d4f-x', controller: 'Deployment/bank' },
    ]);
  });

  it('what a Deployment leaves behind has none, and equal names are told apart', () => {
    const set = (replicas: number) =>
      `{ apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: bank, namespace: mill }, spec: { replicas: ${replicas}, template: {} } }`;
    expect(ids(deployment('bank'), set(0))).toEqual(['mill/bank']);
    expect(ids(deployment('bank'), set(1))).toEqual(['mill/bank', 'mill/bank.replicaset']);
  });

  it('an address depends on the own name alone', () => {
    const addresses = (...objects: string[]) =>
      Object.fromEntries(load(...objects).map((w) => [w.id, w.addresses.map(formatAddress)]));
    const few = addresses(deployment('bank'), pod('web'));
    expect(few['mill/web']).toHaveLength(2);
    expect(addresses(deployment('audit'), deployment('bank'), deployment('a'), pod('web'))).toMatchObject(few);
  });

  it('the controller, which enforces, gets none', () => {
    const { workloads } = parseSources([
      { path: 'f.yaml', text: [deployment('bank'), pod('web')].join('\n---\n') },
    ]).world;
    expect(workloads).toMatchObject([{ id: 'mill/web', addresses: [] }]);
  });
});
