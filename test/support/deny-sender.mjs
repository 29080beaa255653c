/** Makes denied packets in a thread of its own, in one call to the kernel. */
import { parentPort, workerData } from 'node:worker_threads';
import { BpfProgram } from '../../dist/datapath/binding.js';

BpfProgram.fromId(workerData.program).testRun({ data: new Uint8Array(64), repeat: workerData.packets });
parentPort?.postMessage('done');
