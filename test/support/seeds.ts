/**
 * What fuzzing broke is kept: `test/fuzz/seeds/NAME.json` has the seed and path of each counterexample, and the short form of
 * the test, which always runs, tries them first. Commit the file with the mending.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

interface Kept {
  readonly seed: number;
  /** Of fast-check: to the shrunk counterexample. */
  readonly path: string;
  /** The first line of what went wrong. */
  readonly what: string;
}

const fileOf = (name: string): string => fileURLToPath(new URL(`../fuzz/seeds/${name}.json`, import.meta.url));
const keptOf = (name: string): Kept[] => JSON.parse(readFileSync(fileOf(name), 'utf8')) as Kept[];

/** Tries what is kept under this name; `property` must be made of the same arbitraries as the long form's. */
export async function tryKept<T>(name: string, property: fc.IAsyncProperty<T>): Promise<number> {
  const kept = keptOf(name);
  for (const { seed, path } of kept) await fc.assert(property, { seed, path, endOnFailure: true });
  return kept.length;
}

/** Like `fc.assert`, and keeps the counterexample. */
export async function assertAndKeep<T>(
  name: string,
  property: fc.IAsyncProperty<T>,
  parameters: fc.Parameters<T>,
): Promise<void> {
  const details = await fc.check(property, parameters);
  if (details.failed && details.counterexamplePath !== null) {
    const what = String(details.errorInstance).split('\n', 1)[0] ?? '';
    const kept: Kept[] = [...keptOf(name), { seed: details.seed, path: details.counterexamplePath, what }];
    writeFileSync(fileOf(name), `${JSON.stringify(kept, undefined, 2)}\n`);
  }
  await fc.asyncDefaultReportMessage(details).then((message) => {
    if (details.failed) throw new Error(message);
  });
}
