/**
 * What no other tool looks at: every folder opens with what it is for, offers and never does (README.md), no module remembers
 * objects by identity, one file dials, files are short: 300 lines of TypeScript, 400 of C and C++ (BPF, the addon, helpers of
 * benchmarks and tests), 500 of a test; and what pages name is there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { ROOT } from './paths.mjs';
import { say } from './progress.mjs';
import { filesBelow } from './stamp.mjs';

/** @param {string} path */
const linesOf = (path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1;

/** @type {string[]} */
const wrong = [];

const sources = filesBelow('src', (path) => path.endsWith('.ts') && !path.startsWith('src/gen/'));
for (const folder of new Set(sources.map((path) => path.split('/').slice(0, 2).join('/')))) {
  if (!existsSync(join(ROOT, folder, 'README.md')))
    wrong.push(`${folder}/README.md is missing: what the folder is for, what it offers, what it never does`);
}
const typescript = [...sources, ...['test', 'bench'].flatMap((folder) => filesBelow(folder, (p) => p.endsWith('.ts')))];
/** @param {string} path */
const limitOf = (path) =>
  !path.endsWith('.ts') ? 400 : path.startsWith('test/') || path.endsWith('.test.ts') ? 500 : 300;
const native = ['bpf', 'native', 'bench', 'test'].flatMap((folder) =>
  filesBelow(folder, (path) => /\.(?:[ch]|cc)$/.test(path) && !path.split('/').includes('build')),
);
for (const path of [...typescript, ...native]) {
  const limit = limitOf(path);
  const found = linesOf(path);
  if (found > limit) wrong.push(`${path}: ${found} lines, at most ${limit}`);
}
/**
 * What is remembered by identity is a field of whoever remembers, and ends with it: never a module's, nor what a function of one
 * closes over. What a pure function says of an immutable object lies in that object.
 */
const FIELD = /^\s+(?:readonly |this\.)?#\w+(?:: [^=]+)? = new Weak/;
for (const path of sources)
  for (const line of readFileSync(join(ROOT, path), 'utf8').split('\n'))
    if (/\bnew Weak(Map|Set)\b/.test(line) && !FIELD.test(line))
      wrong.push(
        `${path}: a module remembers objects by identity: make it a field, or use memoize of src/policy/memo.ts`,
      );

/** Every channel, with its bounds and without proxies, is opened in one place. */
const DIALLER = 'src/rpc/dial.ts';
for (const path of sources)
  if (
    path !== DIALLER &&
    !path.endsWith('.test.ts') &&
    /\bnew (grpc\.)?Client\(/.test(readFileSync(join(ROOT, path), 'utf8'))
  )
    wrong.push(`${path}: opens a channel by itself: openChannel of ${DIALLER}`);

/** Links, and paths between backticks: of a test, its name without the ending will do. */
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
  ['docs', 'src', 'deploy', 'native', 'bench', 'test'].flatMap((folder) =>
    filesBelow(folder, (path) => path.endsWith('.md')),
  ),
);
const PATH = /`((?:src|test|bench|docs|deploy|bpf|native|proto)\/[\w./-]+)`/g;
for (const page of pages) {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => join(dirname(page), to));
  for (const named of links) if (!existsSync(join(ROOT, named))) wrong.push(`${page}: ${named} is not there`);
  for (const [, named = ''] of text.matchAll(PATH))
    if (
      !['', '.test.ts'].some((end) => [ROOT, join(ROOT, dirname(page))].some((at) => existsSync(join(at, named + end))))
    )
      wrong.push(`${page}: ${named} is not there`);
}

for (const line of wrong) say(line);
if (wrong.length > 0) process.exitCode = 1;
