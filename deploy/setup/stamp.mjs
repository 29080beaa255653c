/** Skips what is done: a stamp holds the hash of everything a step was made from. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { CACHE, ROOT } from './paths.mjs';
import { SetupError, step } from './progress.mjs';

const LOCK = join(CACHE, 'setup.lock');
/** How long another set-up in the same folder is waited for. */
const LOCK_PATIENCE_MS = 10 * 60_000;

/**
 * Regular files below `folder` (relative to the project), sorted; nothing when it is missing.
 * @param {string} folder
 * @param {(path: string) => boolean} [wanted]
 */
export function filesBelow(folder, wanted = () => true) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length + 1))
    .filter(wanted)
    .sort();
}

/**
 * @param {string[]} inputs files relative to the project
 * @param {string[]} facts whatever else the result depends on
 */
function fingerprint(inputs, facts) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const path of inputs) {
    const content = existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path)) : Buffer.alloc(0);
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Runs a step unless its stamp matches and its outputs exist. The hash is taken before the work: what changes meanwhile
 * makes the next start do it again.
 * @param {object} what
 * @param {string} what.name
 * @param {string} what.why
 * @param {string[]} what.inputs
 * @param {string[]} [what.facts]
 * @param {string[]} what.outputs paths that must exist afterwards
 * @param {(note: (text: string) => void) => Promise<void>} what.work
 * @returns {Promise<boolean>} whether it ran
 */
export async function stamped({ name, why, inputs, facts = [], outputs, work }) {
  const stamp = join(CACHE, 'stamps', name.replace(/\W+/g, '-'));
  const wanted = fingerprint(inputs, facts);
  const made = outputs.every((path) => existsSync(join(ROOT, path)));
  const last = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
  if (made && last === wanted) return false;
  await step(name, last === undefined || !made ? why : `${why}; sources changed`, work);
  mkdirSync(join(CACHE, 'stamps'), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

/**
 * Runs `work` while no other process sets up this folder. The lock names its owner, so one that was killed does not block.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  mkdirSync(CACHE, { recursive: true });
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  while (!tryLock()) {
    if (Date.now() > deadline) throw new SetupError(`another set-up holds ${LOCK} (process ${owner()})`);
    await setTimeout(200);
  }
  const unlock = () => rmSync(LOCK, { force: true });
  process.once('exit', unlock);
  try {
    return await work();
  } finally {
    process.removeListener('exit', unlock);
    unlock();
  }
}

const owner = () => {
  try {
    return Number(readFileSync(LOCK, 'utf8'));
  } catch {
    return 0;
  }
};

function tryLock() {
  try {
    const descriptor = openSync(LOCK, 'wx');
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    const pid = owner();
    if (pid > 0 && !existsSync(`/proc/${pid}`)) rmSync(LOCK, { force: true });
    return false;
  }
}
