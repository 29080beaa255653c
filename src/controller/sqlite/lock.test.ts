import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { lockStore } from './lock.js';

let directory = '';
let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});
const fresh = (): string => {
  directory = join(mkdtempSync(join(tmpdir(), 'osg-lock-')), 'store');
  return directory;
};

it('F166 one controller holds a store: a second is refused, and told who is there', () => {
  const store = fresh();
  const unlock = lockStore(store);
  expect(statSync(store).mode & 0o777).toBe(0o700);
  expect(() => lockStore(store)).toThrowError(
    expect.objectContaining({ code: 'STORE', message: expect.stringContaining(`process ${process.pid} on`) }),
  );
  unlock();
  lockStore(store)();
});

it('F166 the kernel lets the lock of a dead process go', async () => {
  const store = fresh();
  const script = `import { lockStore } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    lockStore(${JSON.stringify(store)}); console.log('held'); setInterval(() => undefined, 1000);`;
  const loader = fileURLToPath(new URL('../../../deploy/setup/typescript.mjs', import.meta.url));
  child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child?.stdout?.once('data', resolve));
  expect(() => lockStore(store)).toThrowError(expect.objectContaining({ code: 'STORE' }));
  const gone = new Promise((resolve) => child?.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  lockStore(store)();
});
