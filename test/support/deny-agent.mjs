/**
 * The reporter of a node in a process of its own, to be killed: JSON of the kernel maps' ids and options. Says "ready"
 * when it is connected. Runs what is built.
 */
import process from 'node:process';
import { BpfMap, BpfProgram, readRing } from '../../dist/ebpf/binding.js';
import { DenyNames, DenyReporter } from '../../dist/flows/index.js';

const { ids, epoch, address, spool } = JSON.parse(process.argv[2]);
const ring = BpfMap.fromId(ids.events);
await DenyReporter.start({
  node: 'node-1',
  epoch,
  kernel: {
    endpoints: BpfMap.fromId(ids.endpoints),
    control: BpfMap.fromId(ids.control),
    sweep: BpfProgram.fromId(ids.sweep),
    openReader: (onBatch, onError) => readRing(ring, { onBatch, onError }),
  },
  names: new DenyNames(),
  collector: { address },
  spool,
  sweepMs: 50,
  pollMs: 10,
  onState: (connected) => connected && console.log('ready'),
});
