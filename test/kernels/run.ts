/**
 * `npm run test:kernels [-- 6.1 6.12 arm64] [load | FILE…]`: inside Debian's cloud kernels, emulated by qemu: the stated floor without tcx,
 * and the one after it. First that the programs load, which takes two minutes (`load`: only that), then tests of the kernel side.
 * `arm64`, only where it is named: the image for that architecture on such a kernel, and only that the programs load and judge.
 * Needs root for the shared file system, the network once, and patience: TCG is slow.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeInitramfs } from './initramfs.js';
import { boot, type Run } from './machine.js';
import { HOME, KERNELS, type KernelName, kernel, ROOT, SUITES, tools } from './packages.js';

/** Programs loaded, corpus judged, attached, flows tracked, tables published. */
const TESTS = [
  'test/native/',
  'test/netns/datapath.test.ts',
  'test/netns/packets',
  'test/netns/conntrack.test.ts',
  'test/netns/services',
  'test/netns/translators.test.ts',
  'test/corpus-engines.test.ts',
  'test/failure/publish.test.ts',
];
/** The tests' time limits are multiplied by this. */
const SLOW = 20;
const TIMEOUT_MS = 60 * 60_000;

const names = Object.keys(SUITES) as KernelName[];
const args = process.argv.slice(2);
const named = names.filter((name) => args.includes(name));
const wanted = named.length > 0 ? named : names.filter((name) => SUITES[name].arch === 'amd64');
const tests = args.filter((arg) => !(arg in SUITES));
/** Only that the programs load, which comes first in any case. */
const LOAD = 'load';
const given = tests.length === 0 ? TESTS : tests.filter((test) => test !== LOAD);
/** Below the project's folder. */
const GUEST = 'test/kernels/guest.sh';
mkdirSync(KERNELS, { recursive: true });

// So that what runs is ended on the way out.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const say = (line: string): void => console.error(line);
const live = process.stderr.isTTY === true;
const began = performance.now();
const since = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`.padStart(6);

say(`${since()}  qemu: fetched and unpacked below .cache/kernels if it is not there yet`);
const emulator = tools();
const failed: string[] = [];
for (const name of wanted) {
  say(`${since()}  kernel ${name}: the cloud kernel of Debian's ${SUITES[name].suite}, ${SUITES[name].arch}`);
  const found = kernel(name, emulator);
  const own = found.arch === 'amd64';
  const root = own ? ROOT : `/${HOME}`;
  const initramfs = join(KERNELS, `initramfs-${name}.gz`);
  writeInitramfs(found, emulator, join(root, GUEST), initramfs);
  const path = join(KERNELS, `${name}.log`);
  const log = createWriteStream(path);
  say(`${since()}  ${found.release}: boots; whole output in ${path}`);
  let ran = 0;
  const machine: Run = {
    kernel: found,
    tools: emulator,
    initramfs,
    parameters: [
      `osg.root=${root}`,
      `osg.node=${own ? process.execPath : '/usr/local/bin/node'}`,
      `osg.slow=${SLOW}`,
      // The image has no tests.
      `osg.tests=${own ? given.join(',') : ''}`,
    ],
    timeoutMs: TIMEOUT_MS,
    onLine: (line) => {
      log.write(`${line}\n`);
      if (/^\s*[✓×↓]/.test(line)) ran++;
      if (/^\s*(×|FAIL|Tests|Test Files|osg-guest:|osg-load:)/.test(line))
        say(`${since()}  ${found.release}: ${line.trim()}`);
      else if (live) process.stderr.write(`\r\x1b[K${since()}  ${found.release}: ${ran} tests ran\r`);
    },
  };
  let code = await boot(machine);
  for (let again = 0; again < 2 && code === 'hung'; again++) {
    say(`${since()}  ${found.release}: hangs before its first process; once more`);
    code = await boot(machine);
  }
  log.end();
  if (code === undefined) say(`${since()}  ${found.release}: ended without a result, see the log`);
  if (code !== 0) failed.push(found.release);
}
say(failed.length === 0 ? 'all kernels passed' : `failed on ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
