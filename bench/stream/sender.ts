/** Makes denied packets at a steady rate, in a thread of its own, from "go" on. Says when it is ready, then how many it made. */
import { parentPort, workerData } from 'node:worker_threads';
import { BpfProgram } from '../../src/datapath/binding.js';

const { program: id, rate, seconds } = workerData as { program: number; rate: number; seconds: number };
const program = BpfProgram.fromId(id);
const PACKET = new Uint8Array(64);
const STEP_MS = 5;
/** What a sender that was held up makes good at most. */
const CATCH_UP_MS = 250;
const idle = new Int32Array(new SharedArrayBuffer(4));

parentPort?.once('message', () => {
  const start = performance.now();
  let due = 0;
  let sent = 0;
  for (let now = start; now - start < seconds * 1000; now = performance.now()) {
    const target = Math.floor(((now - start) * rate) / 1000);
    due = Math.max(due, target - Math.floor((rate * CATCH_UP_MS) / 1000));
    const repeat = Math.min(target - due, Math.ceil((rate * STEP_MS * 4) / 1000));
    if (repeat >= 1) program.testRun({ data: PACKET, repeat });
    due += repeat;
    sent += repeat;
    if (due >= target) Atomics.wait(idle, 0, 0, STEP_MS);
  }
  parentPort?.postMessage(sent);
});
parentPort?.postMessage('ready');
