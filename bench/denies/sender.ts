/** The other side of bench/denies.ts, in a thread of its own: makes denied packets as fast as the reader takes records. */
import { parentPort, workerData } from 'node:worker_threads';
import { BpfProgram } from '../../src/datapath/binding.js';

const {
  program: id,
  records,
  window,
  shared,
} = workerData as { program: number; records: number; window: number; shared: Int32Array };
const program = BpfProgram.fromId(id);
const PACKET = new Uint8Array(64);
const STEP = 4000;

parentPort?.once('message', () => {
  for (let sent = 0; sent < records; sent += STEP) {
    for (let read = Atomics.load(shared, 0); sent - read > window; read = Atomics.load(shared, 0))
      Atomics.wait(shared, 0, read, 5);
    program.testRun({ data: PACKET, repeat: Math.min(STEP, records - sent) });
  }
});
parentPort?.postMessage('ready');
