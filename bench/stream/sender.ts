/** Makes denied packets at a steady rate, in a thread of its own. Tells how many seconds it took. */
import { parentPort, workerData } from 'node:worker_threads';
import { BpfProgram } from '../../src/datapath/binding.js';

const { program: id, rate, seconds } = workerData as { program: number; rate: number; seconds: number };
const program = BpfProgram.fromId(id);
const PACKET = new Uint8Array(64);
const STEP_MS = 10;
const idle = new Int32Array(new SharedArrayBuffer(4));

const start = performance.now();
let sent = 0;
for (let now = start; now - start < seconds * 1000; now = performance.now()) {
  const due = Math.floor(((now - start) * rate) / 1000) - sent;
  // A sender that was held up does not make good for more than a step.
  const repeat = Math.min(due, (rate * STEP_MS * 4) / 1000);
  if (repeat >= 1) program.testRun({ data: PACKET, repeat });
  sent += due;
  Atomics.wait(idle, 0, 0, STEP_MS);
}
parentPort?.postMessage((performance.now() - start) / 1000);
