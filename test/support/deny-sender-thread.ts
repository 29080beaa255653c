/** The thread of deny-sender.ts: says "ready", waits for "go", sends, tells how many it sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { BpfProgram } from '../../src/ebpf/binding.js';
import type { SenderData } from './deny-sender.js';

const { program: id, sending, read } = workerData as SenderData;
const program = BpfProgram.fromId(id);
const PACKET = new Uint8Array(64);
const STEP = 4000;
const STEP_MS = 5;
const CATCH_UP_MS = 250;

const make = (packets: number): unknown => program.testRun({ data: PACKET, repeat: packets });

function inStep(packets: number, window: number): number {
  let sent = 0;
  while (sent < packets) {
    const seen = Atomics.load(read, 0);
    if (seen < 0) break;
    if (sent - seen > window) {
      Atomics.wait(read, 0, seen, 5);
      continue;
    }
    const step = Math.min(STEP, packets - sent);
    make(step);
    sent += step;
  }
  return sent;
}

function steady(rate: number, seconds: number): number {
  const start = performance.now();
  let due = 0;
  let sent = 0;
  for (let now = start; now - start < seconds * 1000; now = performance.now()) {
    const target = Math.floor(((now - start) * rate) / 1000);
    due = Math.max(due, target - Math.floor((rate * CATCH_UP_MS) / 1000));
    const packets = Math.min(target - due, Math.ceil((rate * STEP_MS * 4) / 1000));
    if (packets >= 1) make(packets);
    due += packets;
    sent += packets;
    if (due >= target) Atomics.wait(read, 0, 0, STEP_MS);
  }
  return sent;
}

function send(): number {
  switch (sending.kind) {
    case 'at once':
      make(sending.packets);
      return sending.packets;
    case 'in step':
      return inStep(sending.packets, sending.window);
    case 'steady':
      return steady(sending.rate, sending.seconds);
  }
}

parentPort?.once('message', () => parentPort?.postMessage(send()));
parentPort?.postMessage('ready');
