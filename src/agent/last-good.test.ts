import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import { view as anyView } from '../../test/support/views.js';
import { compile, numbersOf } from '../compiler/compile.js';
import { digestOf, sumOfView } from '../distribution/digest.js';
import type { RevisedView } from '../distribution/receiver.js';
import { HeldView } from '../policy/held-view.js';
import { LastGood } from './last-good.js';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function kept() {
  const folder = folderWith();
  folders.push(folder);
  const [view] = fc.sample(anyView, { numRuns: 1, seed: 3 });
  if (view === undefined) throw new Error('no view');
  const numbers = numbersOf(compile(view).state);
  const source = { id: 'local:1', timeUnixUs: 1, author: '', subject: '' };
  const held = HeldView.of(view);
  const sum = sumOfView(held);
  const revised: RevisedView = {
    epoch: 1,
    revision: 7,
    version: 3,
    source,
    digest: digestOf(held, sum),
    sum,
    view: held,
  };
  return { path: join(folder.path, 'last-good'), lastGood: new LastGood(folder.path, view.node), revised, numbers };
}

describe('the last good view on disk', () => {
  it('F60 comes with the numbers of its rules and endpoints', async () => {
    const { lastGood, revised, numbers } = kept();
    await lastGood.prepare(revised, numbers);
    await lastGood.commit();
    const loaded = await lastGood.load();
    expect(loaded).toMatchObject({ numbers, damaged: [] });
    expect(loaded.revised).toMatchObject({ revision: 7, digest: revised.digest });
  });

  it('F60 is as good without numbers, and with numbers that are none', async () => {
    const { path, lastGood, revised, numbers } = kept();
    await lastGood.prepare(revised, undefined);
    await lastGood.commit();
    expect(await lastGood.load()).toMatchObject({ revised: { revision: 7 }, numbers: undefined, damaged: [] });
    await lastGood.prepare(revised, numbers);
    await lastGood.commit();
    const magic = 'osg-last-good 1\n';
    const body = readFileSync(path).subarray(magic.length + 65, -1);
    const sum = createHash('sha256').update(body).digest('hex');
    writeFileSync(path, Buffer.concat([Buffer.from(`${magic}${sum}\n`), body]));
    const { damaged, ...rest } = await lastGood.load();
    expect(rest).toMatchObject({ revised: { revision: 7 }, numbers: undefined });
    expect(damaged).toMatchObject([{ code: 'DAMAGED', operation: path }]);
  });
});
