/**
 * Loaded before a process' own code (`node --import`): counts the blocks of JavaScript that the process runs, its own and its
 * libraries', as V8 counts them for coverage. At SIGUSR2 what was counted so far is written to the file of the process in
 * OSG_COUNT_BLOCKS, with how often it was asked.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

const session = new Session();
session.connect();
const ask = (method, params) =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, value) => (error ? reject(error) : resolve(value))),
  );

await ask('Profiler.enable');
await ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

let asked = 0;
let counted = 0;
process.on('SIGUSR2', async () => {
  // What is taken is set to zero. Of Node.js' own code the timers and sockets are counted too, which no change asks for.
  const { result } = await ask('Profiler.takePreciseCoverage');
  for (const { url, functions } of result)
    if (url.startsWith('file:')) for (const { ranges } of functions) for (const { count } of ranges) counted += count;
  const file = join(process.env.OSG_COUNT_BLOCKS, String(process.pid));
  writeFileSync(`${file}.new`, `${++asked} ${counted}`);
  renameSync(`${file}.new`, file);
});
