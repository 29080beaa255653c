/**
 * The part of the import directions that no import shows: the addon is loaded by path, which src/ebpf/addon.ts
 * alone may do.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from './paths.mjs';
import { say } from './progress.mjs';
import { filesBelow } from './stamp.mjs';

const LOADER = 'src/ebpf/addon.ts';
const LOADS = /process\.dlopen|osg_native\.node/;

for (const path of filesBelow('src', (file) => file.endsWith('.ts') && file !== LOADER)) {
  const line = readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .findIndex((text) => LOADS.test(text));
  if (line < 0) continue;
  say(`${path}:${line + 1}: loads the addon; ${LOADER} alone may`);
  process.exitCode = 1;
}
