import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatePlan } from '../../policy/rollout.js';
import { fetchBelow } from './ask.js';
import { type GateParts, gateOf, REALISED } from './gates.js';
import type { RingNode, RingQuestion } from './question.js';

const trial = (more: Partial<NonNullable<RingNode['trial']>> = {}): NonNullable<RingNode['trial']> => ({
  ...{ state: 'unconfirmed', deniedFlows: 0, allowedFlows: 0, cutFlows: 0, deniedPackets: 0, allowedPackets: 0 },
  ...{ lostEvents: 0, judgedPackets: 1000, endpoints: 2 },
  ...more,
});
const node = (more: Partial<RingNode> = {}): RingNode => ({
  node: 'n1',
  connected: true,
  realised: true,
  trial: trial(),
  ...more,
});
const question = (nodes: readonly RingNode[], more: Partial<RingQuestion> = {}): RingQuestion => ({
  ...{ rollout: 'r-1', revision: 8, predecessor: 7, ring: 'canary', state: 'unconfirmed', baselines: {}, nowMs: 0 },
  nodes,
  ...more,
});
const parts = (more: Partial<GateParts> = {}): GateParts => ({
  fetch: () => Promise.reject(new Error('nobody there')),
  denies: () => undefined,
  assertions: async () => ({ failed: [], unknown: [] }),
  ...more,
});
const verdict = async (plan: GatePlan, asked: RingQuestion, more: Partial<GateParts> = {}) =>
  (await gateOf(plan, parts(more)).ask(asked))?.verdict;

describe('new denies', () => {
  const plan: GatePlan = { kind: 'newDenies', name: 'newDenies', atMost: 2 };
  it.each<[string, RingNode[], string]>([
    [
      'within the budget',
      [node({ trial: trial({ deniedFlows: 1 }) }), node({ trial: trial({ deniedFlows: 1 }) })],
      'pass',
    ],
    [
      'beyond it, of all nodes together',
      [node({ trial: trial({ deniedFlows: 2 }) }), node({ trial: trial({ deniedFlows: 1 }) })],
      'fail',
    ],
    ['beyond it, whatever else is unknown', [node({ trial: trial({ deniedFlows: 3, lostEvents: 9 }) })], 'fail'],
    ['within, but events are lost', [node({ trial: trial({ lostEvents: 1 }) })], 'inconclusive'],
    ['no traffic', [node({ trial: trial({ judgedPackets: 0 }) })], 'inconclusive'],
    ['no traffic, and nobody whom it concerns', [node({ trial: trial({ judgedPackets: 0, endpoints: 0 }) })], 'pass'],
    [
      'no traffic, and one node has somebody whom it concerns',
      [node({ trial: trial({ judgedPackets: 0, endpoints: 0 }) }), node({ trial: trial({ judgedPackets: 0 }) })],
      'inconclusive',
    ],
    [
      'nobody whom it concerns, but not in the kernel yet',
      [node({ realised: false, trial: trial({ judgedPackets: 0, endpoints: 0 }) })],
      'inconclusive',
    ],
    ['an agent that does not tell', [node(), { node: 'n2', connected: true, realised: true }], 'inconclusive'],
    ['no node', [], 'inconclusive'],
  ])('%s', async (_, nodes, expected) => {
    expect(await verdict(plan, question(nodes))).toBe(expected);
  });

  it('count a denied packet of which no record came through', async () => {
    const none: GatePlan = { ...plan, atMost: 0 };
    expect(await verdict(none, question([node({ trial: trial({ deniedPackets: 1 }) })]))).toBe('fail');
  });

  it('have nothing to say once it is confirmed', async () => {
    expect(await verdict(plan, question([node()], { state: 'holding' }))).toBeUndefined();
  });
});

it('realised: away and late are not known, a refusal fails', async () => {
  const of = async (one: Partial<RingNode>) => (await REALISED.ask(question([node(), node(one)])))?.verdict;
  expect(await of({})).toBe('pass');
  expect(await of({ connected: false })).toBe('inconclusive');
  expect(await of({ realised: false })).toBe('inconclusive');
  expect(await of({ refusal: 'BUDGET' })).toBe('fail');
});

it('denies against what they were before', async () => {
  const plan: GatePlan = { kind: 'denies', name: 'denies', timesBaseline: 2, baselineMs: 600_000, atLeast: 10 };
  const of = (now: number | undefined, before: number | null) =>
    verdict(plan, question([node()], { baselines: { denies: before } }), { denies: () => now });
  expect(await of(9, null)).toBe('pass');
  expect(await of(40, 20)).toBe('pass');
  expect(await of(41, 20)).toBe('fail');
  expect(await of(41, null)).toBe('inconclusive');
  expect(await of(41, 0)).toBe('inconclusive');
  expect(await of(undefined, 20)).toBe('inconclusive');
});

it('assertions: what does not hold fails, tables that nobody read are not known', async () => {
  const plan: GatePlan = { kind: 'assertions', name: 'assertions', assertions: [] };
  const of = (failed: string[], unknown: string[]) =>
    verdict(plan, question([node()]), { assertions: async () => ({ failed, unknown }) });
  expect(await of([], [])).toBe('pass');
  expect(await of(['a'], ['b'])).toBe('fail');
  expect(await of([], ['b'])).toBe('inconclusive');
});

describe('over HTTP', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const prometheus = (url: string, more: object): GatePlan => ({
    ...{ kind: 'prometheus', name: 'errors', url, query: 'sum(rate(errors[1m]))', timeoutMs: 20_000 },
    ...more,
  });
  const value = (text: string) =>
    JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [0, text] }] } });

  it.each<[string, string, object, Record<string, number | null>, string]>([
    ['below its bound', value('4'), { atMost: 5 }, {}, 'pass'],
    ['beyond it', value('6'), { atMost: 5 }, {}, 'fail'],
    ['too low', value('0'), { atLeast: 1 }, {}, 'fail'],
    ['no more than before', value('6'), { timesBaseline: 1.5 }, { errors: 4 }, 'pass'],
    ['more than before', value('6.1'), { timesBaseline: 1.5 }, { errors: 4 }, 'fail'],
    ['not known before', value('1'), { timesBaseline: 1.5 }, { errors: null }, 'inconclusive'],
    ['no number', value('NaN'), { atMost: 5 }, {}, 'inconclusive'],
    [
      'nothing',
      JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } }),
      { atMost: 5 },
      {},
      'inconclusive',
    ],
    ['no JSON', '<html>', { atMost: 5 }, {}, 'inconclusive'],
  ])('a query gives %s', async (_, body, bounds, baselines, expected) => {
    const url = await serve((_request, response) => response.end(body));
    expect(
      await verdict(prometheus(url, bounds), question([node()], { baselines }), { fetch: fetchBelow([url]) }),
    ).toBe(expected);
  });

  it('an answer that does not come, an error, a redirect, or a place that nobody allowed is no answer', async () => {
    const url = await serve((request, response) => {
      if (request.url?.startsWith('/slow')) return;
      if (request.url?.startsWith('/away')) response.writeHead(302, { location: '/' });
      else response.writeHead(500);
      response.end();
    });
    const of = async (path: string, allowed: string) =>
      gateOf(
        { kind: 'webhook', name: 'hook', url: url + path, timeoutMs: 200 },
        parts({ fetch: fetchBelow([allowed]) }),
      ).ask(question([node()]));
    for (const path of ['/slow', '/away', '/error']) expect((await of(path, url))?.verdict).toBe('inconclusive');
    expect((await of('/other', `${url}/hooks`))?.evidence).toMatch(/is not asked/);
  });

  it('a webhook is told of the ring, and its word counts', async () => {
    let asked: unknown;
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked = JSON.parse(body);
        response.end(JSON.stringify({ result: 'fail', message: 'the shop is closed' }));
      });
    });
    const plan: GatePlan = { kind: 'webhook', name: 'hook', url, timeoutMs: 20_000 };
    expect(await gateOf(plan, parts({ fetch: fetchBelow([url]) })).ask(question([node()]))).toEqual({
      verdict: 'fail',
      evidence: 'the shop is closed',
    });
    expect(asked).toMatchObject({ rollout: 'r-1', ring: 'canary', revision: 8, nodes: ['n1'] });
  });
});
