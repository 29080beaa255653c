/** A process that collects expired flows of one endpoint as fast as it can: argv is program id, endpoint index.
 * Writes a line when it has begun, and what it did when stdin ends. */
import { setImmediate } from 'node:timers/promises';
import { sweep } from '../../src/datapath/sweeping.js';
import { BpfProgram } from '../../src/ebpf/binding.js';
import { OsgSweep, OsgSweepMode } from '../../src/gen/abi.js';

const [id, endpoint] = process.argv.slice(2).map(Number) as [number, number];
const program = BpfProgram.fromId(id);
let open = true;
let [sweeps, deleted] = [0, 0];
process.stdin.resume().once('end', () => {
  open = false;
});
process.stdout.write('began\n');
while (open) {
  deleted += sweep(program, { mode: OsgSweepMode.EXPIRED, endpoint }).readUInt32LE(OsgSweep.fields.deleted.offset);
  if (++sweeps % 16 === 0) await setImmediate();
}
process.stdout.write(JSON.stringify({ sweeps, deleted }));
