/** What the machine must have: judged at once, told in one message. Nothing here changes anything. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const KERNEL_FLOOR = [6, 1];
const SUPPORTED_DEBIAN = ['12', '13'];
/** Bits of /proc/self/status CapEff that loading, attaching and making namespaces need. */
const CAPABILITIES = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n };

/** @typedef {{ what: string, remedy: string }} Problem */

/** @param {string} path */
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** The distribution by os-release(5). */
export function distribution() {
  const fields = Object.fromEntries(
    read('/etc/os-release')
      .split('\n')
      .map((line) => /^(\w+)="?(.*?)"?$/.exec(line)?.slice(1, 3) ?? ['', '']),
  );
  const supported = fields['ID'] === 'debian' && SUPPORTED_DEBIAN.includes(fields['VERSION_ID'] ?? '');
  return { supported, name: fields['PRETTY_NAME'] ?? process.platform };
}

/**
 * Whether `command` is found on PATH or in the system's sbin folders.
 * @param {string} command
 */
export function hasCommand(command) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * What stands in the way of running on this machine; empty when nothing does.
 * @returns {Problem[]}
 */
export function machineProblems() {
  if (process.platform !== 'linux') {
    return [
      {
        what: `this is ${process.platform}, not Linux`,
        remedy: 'run it on Debian 12 or 13, a virtual machine will do',
      },
    ];
  }
  return [...privilegeProblems(), ...kernelProblems()];
}

/** @returns {Problem[]} */
function privilegeProblems() {
  if (process.getuid?.() !== 0) {
    return [
      {
        what: `not root (uid ${process.getuid?.()}): network namespaces, BPF and apt need it`,
        remedy: 'run it as root: sudo npm start (npm run check needs no root)',
      },
    ];
  }
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(read('/proc/self/status'))?.[1] ?? '0'}`);
  const missing = Object.entries(CAPABILITIES).filter(([, bit]) => (effective & (1n << bit)) === 0n);
  return missing.map(([name]) => ({
    what: `root without ${name}, as in an unprivileged container`,
    remedy: 'run it on the machine itself, or in a privileged container (docker run --privileged)',
  }));
}

/** @returns {Problem[]} */
function kernelProblems() {
  /** @type {Problem[]} */
  const problems = [];
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (major < Number(KERNEL_FLOOR[0]) || (major === KERNEL_FLOOR[0] && minor < Number(KERNEL_FLOOR[1]))) {
    problems.push({
      what: `kernel ${release()} is older than ${KERNEL_FLOOR.join('.')}`,
      remedy: 'install a newer one and reboot: apt-get install linux-image-amd64 (Debian 12 has 6.1, 13 has 6.12)',
    });
  }
  if (!existsSync('/proc/sys/kernel/unprivileged_bpf_disabled')) {
    problems.push({
      what: 'the kernel has no BPF system call (CONFIG_BPF_SYSCALL)',
      remedy: "boot a distribution's kernel: Debian's have it",
    });
  }
  if (!existsSync('/sys/kernel/btf/vmlinux')) {
    problems.push({
      what: 'the kernel shows no BTF at /sys/kernel/btf/vmlinux (CONFIG_DEBUG_INFO_BTF, or /sys is not mounted)',
      remedy: "boot a distribution's kernel: Debian's have it",
    });
  }
  if (/\[confidentiality\]/.test(read('/sys/kernel/security/lockdown'))) {
    problems.push({
      what: 'kernel lockdown is in confidentiality mode, which forbids BPF programs to read packets',
      remedy: 'boot with lockdown=integrity or without lockdown',
    });
  }
  return problems;
}
