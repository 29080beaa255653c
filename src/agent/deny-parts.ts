/** What the deny stream needs of the kernel. */
import type { Datapath } from '../datapath/datapath.js';
import { readRing } from '../ebpf/binding.js';
import type { DenyKernelParts } from '../flows/kernel.js';

/** The kernel's side of the deny stream. Maps are asked for anew each time: growth of the tables replaces their handles. */
export function denyParts(datapath: Datapath): DenyKernelParts {
  const map = (name: string): DenyKernelParts['endpoints'] => ({
    get info() {
      return datapath.map(name).info;
    },
    lookup: (key, out) => datapath.map(name).lookup(key, out),
    update: (key, value) => datapath.map(name).update(key, value),
    lookupBatch: (cursor, keys, values) => datapath.map(name).lookupBatch(cursor, keys, values),
  });
  return {
    endpoints: map('osg_deny_eps'),
    room: () => datapath.endpoints,
    control: map('osg_deny_ctl'),
    sweep: { testRun: (options) => datapath.kernel.denySweep.testRun(options) },
    openReader: (onBatch, onError) =>
      readRing(datapath.map('osg_events'), { onBatch, onError, maxRecordsPerTick: 1024 }),
  };
}
