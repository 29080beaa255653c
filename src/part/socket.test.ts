import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targetOf } from '../rpc/dial.js';
import { listen } from '../rpc/listen.js';
import { ownOnly } from '../sqlite/own-only.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-socket-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('F166 foreign hands on sockets and store files', () => {
  it('a socket is for its owner alone, is bound once, and takes no place of a file', async () => {
    const path = join(folder, 'run', 'a.sock');
    const text = `unix:${path}`;
    const first = await listen(text, []);
    expect([mode(path), mode(join(folder, 'run'))]).toEqual([0o600, 0o700]);
    await expect(listen(text, [])).rejects.toThrow(/another process listens there/);
    expect(existsSync(path)).toBe(true);
    await first.close();
    writeFileSync(path, 'precious');
    await expect(listen(text, [])).rejects.toThrow(/is there already, and no socket/);
    expect(readFileSync(path, 'utf8')).toBe('precious');
    rmSync(path);
    mkdirSync(path);
    await expect(listen(text, [])).rejects.toThrow(/is there already, and no socket/);
  });

  it('what another process has bound meanwhile stays when a listener ends', async () => {
    const path = join(folder, 'a.sock');
    const first = await listen(`unix:${path}`, []);
    rmSync(path);
    const other = createServer().listen(path);
    await new Promise((resolve) => other.once('listening', resolve));
    const before = statSync(path).ino;
    // libuv removes the name that it bound; what is left to us is left alone.
    await first.close();
    if (existsSync(path)) expect(statSync(path).ino).toBe(before);
    await new Promise((resolve) => other.close(resolve));
  });

  it('no other than its owner may connect, from the moment that it is there', async () => {
    const before = process.umask(0);
    try {
      const path = join(folder, 'a.sock');
      const modes: number[] = [];
      const watching = setInterval(() => existsSync(path) && modes.push(mode(path)), 0);
      const listener = await listen(`unix:${path}`, []);
      clearInterval(watching);
      modes.push(mode(path));
      expect(modes.filter((one) => (one & 0o077) !== 0)).toEqual([]);
      expect(mode(path)).toBe(0o600);
      await listener.close();
    } finally {
      expect(process.umask(before)).toBe(0);
    }
  });

  it('loopback without TLS is refused unless development is meant, at both ends', async () => {
    for (const text of ['127.0.0.1:0', 'localhost:0', '[::1]:0']) {
      await expect(listen(text, [])).rejects.toThrow(/every process of this machine.*OSG_INSECURE_LOOPBACK=1/);
      expect(() => targetOf(text, undefined, { role: 'controller' })).toThrow(/OSG_INSECURE_LOOPBACK=1/);
    }
    expect(targetOf('127.0.0.1:4317', undefined, {}).address).toBe('127.0.0.1:4317');
    expect(() => targetOf('192.0.2.1:4317', undefined, {})).toThrow(/needs mTLS/);
    process.env['OSG_INSECURE_LOOPBACK'] = '1';
    try {
      const listener = await listen('127.0.0.1:0', []);
      await listener.close();
    } finally {
      delete process.env['OSG_INSECURE_LOOPBACK'];
    }
  });

  it('a store made by an earlier version is taken from others', () => {
    const path = join(folder, 'x.db');
    for (const name of [path, `${path}-wal`]) writeFileSync(name, 'x', { mode: 0o644 });
    ownOnly(path);
    expect([mode(path), mode(`${path}-wal`)]).toEqual([0o600, 0o600]);
    ownOnly(join(folder, 'new.db'));
    expect(mode(join(folder, 'new.db'))).toBe(0o600);
  });
});
