import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LineSink } from './sink.js';

const LINE = `${'x'.repeat(99)}\n`;
const dropped = (lines: number): string => `dropped ${lines}\n`;

describe('a sink of lines', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'osg-sink-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** Both ends of a pipe; the writing one blocks, as a standard error does. */
  function pipe(): { reader: number; writer: number } {
    const path = join(dir, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { reader, writer: openSync(path, constants.O_WRONLY) };
  }

  function readAll(reader: number): string {
    const buffer = Buffer.alloc(1 << 20);
    let text = '';
    try {
      for (let read = readSync(reader, buffer); read > 0; read = readSync(reader, buffer))
        text += buffer.toString('utf8', 0, read);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('EAGAIN');
    }
    return text;
  }

  it('F117 a pipe that nobody reads blocks nothing: bounded, dropped, counted, told when it is read again', async () => {
    const { reader, writer } = pipe();
    const sink = new LineSink(writer, { maxQueued: 10_000, dropped, retryMs: 5 });
    for (let i = 0; i < 2000; i++) sink.write(LINE);
    expect(sink.dropped).toBeGreaterThan(0);
    let text = readAll(reader);
    for (let i = 0; i < 200 && !text.includes('dropped'); i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      text += readAll(reader);
    }
    const lines = text.trimEnd().split('\n');
    expect(lines.filter((line) => `${line}\n` === LINE)).toHaveLength(2000 - sink.dropped);
    expect(lines.at(-1)).toBe(`dropped ${sink.dropped}`);
    expect(lines).toHaveLength(2001 - sink.dropped);
    sink.close();
    for (const fd of [reader, writer]) closeSync(fd);
  });

  it('F117 leaves the mode of a descriptor that others share alone', () => {
    const { reader, writer } = pipe();
    const sink = new LineSink(writer);
    sink.write(LINE);
    const flags = Number.parseInt(
      /^flags:\t(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${writer}`, 'utf8'))?.[1] ?? '',
      8,
    );
    expect(flags & constants.O_NONBLOCK).toBe(0);
    sink.close();
    for (const fd of [reader, writer]) closeSync(fd);
  });

  it('F117 a reader that has gone (EPIPE) ends nothing', () => {
    const { reader, writer } = pipe();
    const sink = new LineSink(writer, { maxQueued: 1000 });
    closeSync(reader);
    for (let i = 0; i < 50; i++) sink.write(LINE);
    expect(sink.dropped).toBe(40);
    sink.close();
    closeSync(writer);
  });

  it('F117 a full disk ends nothing', () => {
    const full = openSync('/dev/full', 'w');
    const sink = new LineSink(full, { maxQueued: 1000 });
    for (let i = 0; i < 50; i++) sink.write(LINE);
    expect(sink.dropped).toBe(40);
    sink.close();
    closeSync(full);
  });

  it('writes into a file behind what others write there', () => {
    const path = join(dir, 'log');
    const fd = openSync(path, 'w');
    const sink = new LineSink(fd);
    sink.write('one\n');
    writeSync(fd, 'two\n');
    sink.write('three\n');
    sink.close();
    closeSync(fd);
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('F117 writes into a socket, as systemd gives one, and stops where nobody reads it', async () => {
    const path = join(dir, 'socket');
    const server = createServer((socket) => socket.pause());
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const program = `
      import { LineSink } from ${JSON.stringify(new URL('./sink.ts', import.meta.url).pathname)};
      const sink = new LineSink(2, { maxQueued: 10000 });
      for (let i = 0; i < 20000; i++) sink.write('x'.repeat(99) + '\\n');
      process.stdout.write(String(sink.dropped > 0), () => process.exit());
    `;
    const loader = new URL('../../deploy/setup/typescript.mjs', import.meta.url).pathname;
    const script = `import socket, os, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); os.dup2(s.fileno(), 2); os.execvp(sys.argv[2], sys.argv[2:])`;
    const child = spawn(
      'python3',
      ['-c', script, path, process.execPath, '--import', loader, '--input-type=module', '-e', program],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    server.close();
    expect({ code, out }).toEqual({ code: 0, out: 'true' });
  }, 120_000);
});
