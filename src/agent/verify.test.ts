import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { large, tablesOf } from '../../test/support/large-view.js';
import type { Datapath } from '../datapath/datapath.js';
import { callOnce, openChannel, targetOf } from '../rpc/dial.js';
import { listen } from '../rpc/listen.js';
import { NODE_OPERATOR } from '../rpc/methods.js';
import { declaredOf } from '../tables/index.js';
import type { Agent } from './agent.js';
import { nodeOperator } from './node-operator.js';
import { KernelQueries } from './queries.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const VIEW = large(100, 0);
const OTHER = large(101, 0);
const LINES = 1 << 17;
const first = tablesOf(VIEW, LINES);
const second = tablesOf(OTHER, LINES);
const HELD = { plan: first.plan, view: () => declaredOf(VIEW) };

/** Of an agent whose tables hold 100 rules; no kernel, and proves nothing about one. */
function asked() {
  const publisher = {
    revision: 1n,
    arena: { words: first.words },
    inForce: { revision: 1n, plan: first.plan, bindings: first.bindings },
    publish({ plan, words, bindings }: typeof first): void {
      publisher.revision++;
      publisher.arena = { words };
      publisher.inForce = { revision: publisher.revision, plan, bindings };
    },
  };
  return { queries: new KernelQueries({ publisher } as unknown as Datapath), publisher };
}

const held = () => HELD;
const notOver = (): boolean => false;
const BUSY = expect.objectContaining({ code: 'BUSY' });

describe('a verification', () => {
  it('serves the event loop in between', async () => {
    let [turns, done] = [0, false];
    const verified = asked()
      .queries.verify(held, notOver)
      .finally(() => {
        done = true;
      });
    for (; !done; turns++) await setImmediate();
    expect(await verified).toMatchObject({ equal: true, differences: [] });
    expect(turns).toBeGreaterThan(2);
  });

  it('is the only one: whoever asks meanwhile is told so, and the first is not disturbed', async () => {
    const { queries } = asked();
    const one = queries.verify(held, notOver);
    for (let i = 0; i < 3; i++) await expect(queries.verify(held, notOver)).rejects.toEqual(BUSY);
    const { flows } = await one;
    expect(flows).toBeGreaterThan(100);
    expect(await queries.verify(held, notOver), 'afterwards there is room').toMatchObject({ equal: true, flows });
  });

  it('compares no view with the tables of another revision that comes into force meanwhile', async () => {
    const { queries, publisher } = asked();
    let now = HELD;
    const verified = queries.verify(() => now, notOver);
    await setImmediate();
    publisher.publish(second);
    for (let i = 0; i < 10; i++) await setImmediate();
    // The kernel has it a moment before anybody is told.
    now = { plan: second.plan, view: () => declaredOf(OTHER) };
    const { flows } = await verified;
    expect(await queries.verify(() => now, notOver)).toEqual({ equal: true, differences: [], flows });
    const stale = tablesOf(OTHER, LINES, VIEW);
    publisher.publish({ ...second, words: stale.words });
    expect(await queries.verify(() => now, notOver), 'what differs is told').toMatchObject({ equal: false });
  });

  it('gives up where revision follows revision, and can be asked again', async () => {
    const { queries, publisher } = asked();
    const always = queries.verify(held, () => {
      publisher.publish(first);
      return false;
    });
    await expect(always).rejects.toEqual(BUSY);
    expect(await queries.verify(held, notOver)).toMatchObject({ equal: true });
  });

  it('ends with its caller: over the wire, in the middle, and the next one is served', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'osg-verify-'));
    closers.push(() => rmSync(dir, { recursive: true }));
    const address = `unix:${dir}/a.sock`;
    const { queries: kernel } = asked();
    /** How each came to an end. */
    const ends: Promise<unknown>[] = [];
    const watched: typeof kernel = Object.assign(Object.create(kernel), {
      verify: (...given: Parameters<typeof kernel.verify>) => {
        const verified = kernel.verify(...given);
        ends.push(verified.catch((error: unknown) => error));
        return verified;
      },
    });
    const agent = { realised: HELD, held } as unknown as Agent;
    const listener = await listen(address, [nodeOperator(agent, watched)]);
    closers.push(() => listener.close());
    const channel = openChannel(targetOf(address, undefined, {}));
    closers.push(() => channel.close());
    const verify = (signal?: AbortSignal) => callOnce(channel, address, NODE_OPERATOR.Verify, {}, 60_000, signal);
    const leaving = new AbortController();
    const left = verify(leaving.signal);
    while (ends.length === 0) await setImmediate();
    await expect(verify()).rejects.toEqual(BUSY);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: expect.any(String) });
    expect(await ends[0]).toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('the caller is gone'),
    });
    expect(await verify()).toMatchObject({ equal: true });
  });
});
