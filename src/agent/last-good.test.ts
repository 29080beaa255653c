import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { damaged, seeds } from '../../test/support/broken-bytes.js';
import { folderWith } from '../../test/support/shop-files.js';
import { view as anyView, viewEdit } from '../../test/support/views.js';
import { changeOf, wholeView } from '../compiler/change.js';
import { Compiler, type KeptNumbers } from '../compiler/compile.js';
import { finish } from '../compiler/steps.js';
import { encodeChange } from '../distribution/delta.js';
import { digestOf, sumOfView, viewDigest } from '../distribution/digest.js';
import type { RevisedView } from '../distribution/receiver.js';
import { hostPrefix } from '../net/prefix.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import { HeldView } from '../policy/held-view.js';
import type { NodeView } from '../policy/view.js';
import { type Coming, LastGood } from './last-good.js';
import { shortDigest } from './last-good-file.js';

const folders: { remove(): void }[] = [];
const opened: LastGood[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  for (const folder of folders.splice(0)) folder.remove();
});

const SOURCE = { id: 'local:1', timeUnixUs: 1, author: '', subject: '' };

/** An agent's disk and compiler, and the views that come to it. */
class Disk {
  readonly path: string;
  readonly compiler = new Compiler();
  lastGood: LastGood;
  #view: NodeView;
  #revision = 6;

  constructor(seed: number) {
    const folder = folderWith();
    folders.push(folder);
    this.path = folder.path;
    this.#view = fc.sample(anyView, { numRuns: 1, seed })[0] as NodeView;
    this.lastGood = this.open();
  }

  open(): LastGood {
    const lastGood = new LastGood(this.path, 'n1', 8 << 10);
    opened.push(lastGood);
    return lastGood;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** @param after absent: the first view, whole */
  coming(after?: NodeView): Coming & { readonly revised: RevisedView } {
    const before = this.#view;
    const view = after ?? before;
    finish(this.compiler.update(after === undefined ? wholeView(view) : changeOf(before, view)));
    this.#view = view;
    const held = HeldView.of(view);
    const sum = sumOfView(held);
    const digest = digestOf(held, sum);
    const revision = ++this.#revision;
    const revised: RevisedView = { epoch: 1, revision, version: 3, source: SOURCE, digest, sum, view: held };
    const message = {
      ...encodeChange(viewChangeBetween(HeldView.of(before), held)),
      epoch: 1,
      revision,
      version: 3,
      baseRevision: revision - 1,
      baseVersion: 3,
      digest,
      source: SOURCE,
      explicitEmpty: true,
    };
    const { numbers, given } = this.compiler;
    return {
      revised,
      ...(after !== undefined && { delta: { base: viewDigest(before), message } }),
      numbers: () => numbers,
      given: () => given,
    };
  }

  /** Another view, by one edit. */
  edited(seed: number): NodeView {
    for (const edit of fc.sample(viewEdit, { numRuns: 50, seed })) {
      const after = edit(this.#view);
      if (viewDigest(after) !== viewDigest(this.#view)) return after;
    }
    throw new Error('no edit changes anything');
  }

  async putInForce(coming: Coming): Promise<void> {
    await this.lastGood.prepare(coming);
    await this.lastGood.commit();
  }
}

const inUse = ({ slots, endpoints }: KeptNumbers): (readonly [string, number])[][] =>
  [slots, endpoints].map((list) => [...list].map(([name, number]) => [name, number] as const).sort());

describe('the last good view on disk', () => {
  it('F60 comes with the numbers of its rules and endpoints', async () => {
    const disk = new Disk(3);
    const coming = disk.coming();
    await disk.putInForce(coming);
    const loaded = await disk.open().load();
    expect(loaded.damaged).toEqual([]);
    expect(inUse(loaded.numbers as KeptNumbers)).toEqual(inUse(coming.numbers() as KeptNumbers));
    expect(loaded.revised).toMatchObject({ revision: 7, digest: coming.revised.digest });
  });

  it('is written in chunks that keep nobody waiting for long', async () => {
    const disk = new Disk(3);
    const coming = disk.coming();
    const sets = Array.from({ length: 20_000 }, (_, n) => ({
      id: `set/${n}`,
      prefixes: [hostPrefix({ family: 4, value: BigInt(n) })],
    }));
    const view = HeldView.of({
      ...coming.revised.view.whole(),
      sets: [...coming.revised.view.sets, ...sets].map(({ id, prefixes }) => ({ id, prefixes: [...prefixes] })),
    });
    await disk.lastGood.prepare({ ...coming, revised: { ...coming.revised, view }, numbers: () => undefined });
    const file = readFileSync(disk.file('last-good.next'));
    let chunks = 0;
    for (let at = file.indexOf(10, 20) + 1; at < file.length; at += 4 + file.readUInt32BE(at)) {
      expect(file.readUInt32BE(at)).toBeLessThan(80_000);
      chunks++;
    }
    expect(chunks).toBeGreaterThan(4);
  });

  it('F60 is as good without numbers, and with numbers that are none', async () => {
    const disk = new Disk(3);
    const coming = disk.coming();
    await disk.putInForce({ ...coming, numbers: () => undefined });
    expect(await disk.open().load()).toMatchObject({ revised: { revision: 7 }, numbers: undefined, damaged: [] });
    await disk.putInForce(coming);
    const path = disk.file('last-good');
    const magic = 'osg-last-good 1\n';
    const body = readFileSync(path).subarray(magic.length + 65, -1);
    const sum = createHash('sha256').update(body).digest('hex');
    writeFileSync(path, Buffer.concat([Buffer.from(`${magic}${sum}\n`), body]));
    const { damaged, ...rest } = await disk.open().load();
    expect(rest).toMatchObject({ revised: { revision: 7 }, numbers: undefined });
    expect(damaged).toMatchObject([{ code: 'DAMAGED', operation: path }]);
  });
});

describe('changes of the last good view on disk', () => {
  it('F60 are written as they are, and read with the numbers that they gave', async () => {
    const disk = new Disk(5);
    await disk.putInForce(disk.coming());
    const whole = readFileSync(disk.file('last-good'));
    for (let n = 1; n <= 8; n++) {
      const coming = disk.coming(disk.edited(n));
      await disk.putInForce(coming);
      const again = disk.open();
      const { revised, numbers, damaged, behind } = await again.load(shortDigest(coming.revised.digest));
      expect({ digest: revised?.digest, damaged, behind }).toEqual({
        digest: coming.revised.digest,
        damaged: [],
        behind: false,
      });
      expect(inUse(numbers as KeptNumbers).flat()).toEqual(
        expect.arrayContaining(inUse(coming.numbers() as KeptNumbers).flat()),
      );
      // Half of the way another process goes on with it.
      if (n % 2 === 0) {
        await disk.lastGood.close();
        disk.lastGood = again;
      }
    }
    expect(readFileSync(disk.file('last-good'))).toEqual(whole);
  });

  it('F36 tell by the digest in the kernel whether the last one came into force', async () => {
    const disk = new Disk(6);
    const first = disk.coming();
    await disk.putInForce(first);
    const second = disk.coming(disk.edited(1));
    await disk.putInForce(second);
    const third = disk.coming(disk.edited(2));
    await disk.lastGood.prepare(third);
    const found = async (digest: string) =>
      (await disk.open().load(digest === '' ? 0n : shortDigest(digest))).revised?.digest;
    const kept = readFileSync(disk.file('last-good.journal'));
    expect(await found(third.revised.digest)).toBe(third.revised.digest);
    expect(await found('')).toBe(third.revised.digest);
    writeFileSync(disk.file('last-good.journal'), kept);
    expect(await found('')).toBe(second.revised.digest);
    writeFileSync(disk.file('last-good.journal'), kept);
    expect(await found(second.revised.digest)).toBe(second.revised.digest);
    expect(await found('')).toBe(second.revised.digest);
    writeFileSync(disk.file('last-good.journal'), kept);
    expect(await found(first.revised.digest)).toBe(first.revised.digest);
    writeFileSync(disk.file('last-good.journal'), kept);
    await disk.lastGood.discard();
    expect(await found('')).toBe(second.revised.digest);
  });

  it('F74 are passed over where they are torn: what was in force before is there, and it is told', {
    timeout: 60_000,
  }, async () => {
    const disk = new Disk(7);
    const digests: string[] = [];
    const ends: number[] = [];
    for (let n = 0; n < 4; n++) {
      const coming = disk.coming(n === 0 ? undefined : disk.edited(n));
      await disk.putInForce(coming);
      digests.push(coming.revised.digest);
      ends.push(statSync(disk.file('last-good.journal')).size);
    }
    const journal = readFileSync(disk.file('last-good.journal'));
    for (let length = 0; length <= journal.length; length += length > 20 && length < journal.length - 20 ? 13 : 1) {
      writeFileSync(disk.file('last-good.journal'), journal);
      truncateSync(disk.file('last-good.journal'), length);
      const { revised, damaged } = await disk.open().load();
      const at = digests.indexOf(revised?.digest ?? '');
      expect(at).toBe(
        Math.max(
          0,
          ends.findLastIndex((end) => end <= length),
        ),
      );
      if (ends.includes(length)) expect(damaged).toEqual([]);
    }
    for (let at = 14; at < journal.length; at += 29) {
      const bytes = Buffer.from(journal);
      bytes[at] = (bytes[at] as number) ^ 0x55;
      writeFileSync(disk.file('last-good.journal'), bytes);
      const { revised, damaged } = await disk.open().load();
      expect(digests.indexOf(revised?.digest ?? '')).toBe(
        Math.max(
          0,
          ends.findLastIndex((end) => end <= at),
        ),
      );
      expect(damaged).toMatchObject([{ code: 'DAMAGED', operation: disk.file('last-good.journal') }]);
    }
  });

  it('are folded into the view when they have outgrown it', { timeout: 60_000 }, async () => {
    const disk = new Disk(8);
    await disk.putInForce(disk.coming());
    const before = readFileSync(disk.file('last-good'));
    let largest = 0;
    let last = '';
    for (let n = 1; n < 2000 && readFileSync(disk.file('last-good')).equals(before); n++) {
      const coming = disk.coming(disk.edited(n % 40));
      await disk.putInForce(coming);
      last = coming.revised.digest;
      largest = Math.max(largest, statSync(disk.file('last-good.journal')).size);
    }
    expect(readFileSync(disk.file('last-good')).equals(before)).toBe(false);
    expect(largest).toBeGreaterThan(8 << 10);
    expect(statSync(disk.file('last-good.journal')).size).toBeLessThan(100);
    expect((await disk.open().load()).revised?.digest).toBe(last);
  });

  it('F171 are read behind the copy of a view that is damaged, which takes its place', async () => {
    const disk = new Disk(10);
    await disk.putInForce(disk.coming());
    const last = disk.coming(disk.edited(1));
    await disk.putInForce(last);
    await disk.lastGood.close();
    const whole = readFileSync(disk.file('last-good'));
    writeFileSync(disk.file('last-good'), whole.subarray(0, -1));
    const again = disk.open();
    const { revised, damaged } = await again.load();
    expect(revised?.digest).toBe(last.revised.digest);
    expect(damaged).toMatchObject([{ code: 'DAMAGED', operation: disk.file('last-good') }]);
    expect(readFileSync(disk.file('last-good'))).toEqual(whole);
    expect((await disk.open().load()).damaged).toEqual([]);
  });

  it('F171 that cannot be read cost no view: what was written whole is in force', async () => {
    const disk = new Disk(3);
    const first = disk.coming();
    await disk.putInForce(first);
    await disk.putInForce(disk.coming(disk.edited(4)));
    await disk.lastGood.close();
    rmSync(disk.file('last-good.journal'));
    mkdirSync(disk.file('last-good.journal'));
    const { revised, damaged: told } = await disk.open().load();
    expect(revised?.digest).toBe(first.revised.digest);
    expect(told.map(({ message }) => message).join()).toMatch(/last-good\.journal/);
  });

  it('F171 no damage to one file throws, or brings what was never in force; another file takes its place', {
    timeout: 12 * 3_600_000,
  }, async () => {
    const disk = new Disk(5);
    const digests = new Set<string>();
    const put = async (coming: Coming): Promise<void> => {
      digests.add(coming.revised.digest);
      await disk.putInForce(coming);
    };
    await put(disk.coming());
    for (let i = 1; i <= 4; i++) await put(disk.coming(disk.edited(i)));
    await disk.lastGood.close();
    const names = readdirSync(disk.path);
    const whole = new Map(names.map((name) => [name, readFileSync(disk.file(name))]));
    expect(names.length).toBeGreaterThan(2);
    for (const seed of seeds(40)) {
      for (const name of readdirSync(disk.path)) rmSync(disk.file(name), { recursive: true });
      const victim = names[seed % names.length] as string;
      for (const [name, bytes] of whole) writeFileSync(disk.file(name), name === victim ? damaged(bytes, seed) : bytes);
      const lastGood = disk.open();
      const { revised } = await lastGood.load();
      await lastGood.close();
      opened.pop();
      expect(digests, `seed ${seed}`).toContain(revised?.digest);
    }
  });

  it('that are older than the view, for it was written whole since, are no damage', async () => {
    const disk = new Disk(9);
    await disk.putInForce(disk.coming());
    await disk.putInForce(disk.coming(disk.edited(1)));
    const old = readFileSync(disk.file('last-good.journal'));
    const { delta: _, ...whole } = disk.coming(disk.edited(2));
    await disk.putInForce(whole);
    writeFileSync(disk.file('last-good.journal'), old);
    const { revised, damaged } = await disk.open().load();
    expect(revised?.digest).toBe(whole.revised.digest);
    expect(damaged).toEqual([]);
  });
});
