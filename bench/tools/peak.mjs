/** Loaded into a measured process: tells its peak memory in KiB and its CPU time in ms on descriptor 3 when it ends. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${maxRSS} ${Math.round((userCPUTime + systemCPUTime) / 1000)}`);
});
