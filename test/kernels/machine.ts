/** One guest: virtiofsd shares the host's files read-only, qemu emulates the processor, the serial line is what we see. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kernel, Tools } from './packages.js';

export interface Run {
  readonly kernel: Kernel;
  readonly tools: Tools;
  readonly initramfs: string;
  /** Words of the kernel's command line: `osg.root=…`. */
  readonly parameters: readonly string[];
  readonly timeoutMs: number;
  readonly onLine: (line: string) => void;
}

const MEMORY = '3G';

/** What differs from one architecture to the other. */
const PROCESSORS = {
  // Multi-threaded TCG panics 6.12 at random, and so does its way with cmpxchg16b.
  amd64: { arguments: ['-cpu', 'max,-cx16'], console: 'ttyS0' },
  arm64: { arguments: ['-machine', 'virt', '-cpu', 'neoverse-n1'], console: 'ttyAMA0' },
} as const;

/** A guest that has not said a word by then hangs: emulated, 6.12 does now and then before its first process. */
const START_MS = 180_000;

/** Boots, and resolves with the exit code that the guest reports; undefined if it ended without one (a panic), `hung` if it never began. */
export async function boot({
  kernel,
  tools,
  initramfs,
  parameters,
  timeoutMs,
  onLine,
}: Run): Promise<number | 'hung' | undefined> {
  const dir = mkdtempSync(join(tmpdir(), `osg-${process.pid}-vm-`));
  const socket = join(dir, 'fs.sock');
  const env = { ...process.env, LD_LIBRARY_PATH: tools.libraries };
  const children: ChildProcess[] = [];
  const start = (command: string, args: string[], stdout: 'pipe' | 'ignore'): ChildProcess => {
    const child = spawn(command, args, { env, stdio: ['ignore', stdout, 'pipe'] });
    children.push(child);
    child.once('error', (error) => onLine(`${command}: ${error.message}`));
    return child;
  };
  const stop = (): void => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', stop);
  try {
    const files = start(
      tools.virtiofsd,
      [
        `--socket-path=${socket}`,
        '-o',
        `source=${kernel.files}`,
        '-o',
        'sandbox=chroot',
        '-o',
        'cache=always',
        '-o',
        'log_level=err',
      ],
      'ignore',
    );
    files.stderr?.on('data', (text: Buffer) => onLine(`virtiofsd: ${text.toString().trim()}`));
    for (let i = 0; i < 100 && !existsSync(socket); i++) await sleep(50);
    const qemu = start(
      tools.qemu[kernel.arch],
      [
        ...tools.firmware.flatMap((path) => ['-L', path]),
        ...PROCESSORS[kernel.arch].arguments,
        ...['-accel', 'tcg,thread=single', '-smp', '2', '-m', MEMORY, '-nographic', '-no-reboot'],
        ...['-object', `memory-backend-memfd,id=mem,size=${MEMORY},share=on`, '-numa', 'node,memdev=mem'],
        ...['-chardev', `socket,id=fs,path=${socket}`, '-device', 'vhost-user-fs-pci,chardev=fs,tag=host'],
        ...['-device', 'virtio-rng-pci', '-nic', 'none', '-monitor', 'none', '-serial', 'stdio'],
        ...['-kernel', kernel.image, '-initrd', initramfs],
        ...[
          '-append',
          [`console=${PROCESSORS[kernel.arch].console}`, 'loglevel=4', 'panic=-1', 'rdinit=/init', ...parameters].join(
            ' ',
          ),
        ],
      ],
      'pipe',
    );
    qemu.stderr?.on('data', (text: Buffer) => onLine(`qemu: ${text.toString().trim()}`));
    let result: number | 'hung' | undefined;
    const starting = setTimeout(() => {
      result = 'hung';
      qemu.kill('SIGKILL');
    }, START_MS);
    createInterface({ input: qemu.stdout as NodeJS.ReadableStream }).on('line', (raw) => {
      const line = raw.replace(/\r$/, '');
      if (line.includes('osg-guest:')) clearTimeout(starting);
      const code = /osg-guest: result (\d+)/.exec(line)?.[1];
      if (code !== undefined) result = Number(code);
      onLine(line);
    });
    const ended = new Promise<void>((resolve) => qemu.once('close', () => resolve()));
    const timer = setTimeout(() => {
      onLine(`the guest did not end within ${timeoutMs / 1000} s`);
      qemu.kill('SIGKILL');
    }, timeoutMs);
    await ended;
    clearTimeout(timer);
    clearTimeout(starting);
    return result;
  } finally {
    process.off('exit', stop);
    stop();
  }
}
