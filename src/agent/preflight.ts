/** What must be there before anything is touched: one clear refusal instead of the kernel's bare EPERM. */
import { dirname } from 'node:path';
import type { Features } from '../ebpf/binding.js';
import { isBpffs } from '../ebpf/bpffs.js';
import { AgentError } from './error.js';

/**
 * @param netns of another namespace, if its interfaces are to be enforced
 * @throws AgentError ENFORCEMENT, naming all that is missing
 */
export function preflight({ capabilities }: Pick<Features, 'capabilities'>, bpffsDir: string, netns?: string): void {
  const { bpf, netAdmin, perfmon, sysAdmin } = capabilities;
  const missing = [
    ...(bpf ? [] : ['CAP_BPF']),
    ...(netAdmin ? [] : ['CAP_NET_ADMIN']),
    ...(perfmon ? [] : ['CAP_PERFMON']),
    ...(netns === undefined || sysAdmin ? [] : [`CAP_SYS_ADMIN (to enter the network namespace ${netns})`]),
  ];
  const problems = [
    ...(missing.length === 0 ? [] : [`the process lacks ${missing.join(', ')}`]),
    ...(inBpffs(bpffsDir) ? [] : [`${bpffsDir} is in no bpffs: mount one (mount -t bpf bpffs /sys/fs/bpf)`]),
  ];
  if (problems.length > 0)
    throw new AgentError(
      'ENFORCEMENT',
      'start',
      `${problems.join('; ')}. What an earlier agent enforces stays in force.`,
    );
}

/** The folder itself is made when it is absent. */
function inBpffs(path: string): boolean {
  for (const folder of [path, dirname(path)]) {
    try {
      return isBpffs(folder);
    } catch {
      // Not there: ask its parent.
    }
  }
  return false;
}
