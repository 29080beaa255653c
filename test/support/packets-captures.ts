/**
 * The captures of tcpdump's own tests, as Debian 12's source package ships them: some 650 files of odd, broken and hostile
 * protocol traffic. Fetched once below `.cache/captures` and checked; they are no part of this project.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ARCHIVE = 'tcpdump_4.99.3.orig.tar.gz';
const SHA256 = 'ad75a6ed3dc0d9732945b2e5483cb41dc8b4b528a169315e499c6861952e73b3';
/** The second keeps what the first has moved on from. */
const MIRRORS = ['http://deb.debian.org/debian', 'http://archive.debian.org/debian'];
const FOLDER = fileURLToPath(new URL('../../.cache/captures', import.meta.url));
const TESTS = join(FOLDER, 'tcpdump-4.99.3', 'tests');

/** Paths of all captures, in order. Throws, with what to do, when they can neither be found nor fetched. */
export function captures(): string[] {
  if (!existsSync(TESTS)) fetchAndUnpack();
  return readdirSync(TESTS)
    .filter((name) => name.endsWith('.pcap'))
    .sort()
    .map((name) => join(TESTS, name));
}

function fetchAndUnpack(): void {
  mkdirSync(FOLDER, { recursive: true });
  const archive = join(FOLDER, ARCHIVE);
  const failures: string[] = [];
  for (const mirror of MIRRORS) {
    if (verified(archive)) break;
    const url = `${mirror}/pool/main/t/tcpdump/${ARCHIVE}`;
    try {
      // apt's own downloader: it knows the machine's proxies, and refuses what has another checksum.
      execFileSync('/usr/lib/apt/apt-helper', ['download-file', url, archive, `SHA256:${SHA256}`], { stdio: 'pipe' });
    } catch (error) {
      failures.push(`${url}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (!verified(archive)) {
    throw new Error(
      `The captures of tcpdump's tests are not here and could not be fetched. Put ${ARCHIVE} of Debian 12's source package ` +
        `tcpdump (SHA-256 ${SHA256}) at ${archive} and try again.\n${failures.join('\n')}`,
    );
  }
  const parts = join(FOLDER, `unpacking-${process.pid}`);
  mkdirSync(parts, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', parts, 'tcpdump-4.99.3/tests']);
  rmSync(join(FOLDER, 'tcpdump-4.99.3'), { recursive: true, force: true });
  renameSync(join(parts, 'tcpdump-4.99.3'), join(FOLDER, 'tcpdump-4.99.3'));
  rmSync(parts, { recursive: true });
}

function verified(archive: string): boolean {
  if (!existsSync(archive)) return false;
  return execFileSync('sha256sum', [archive], { encoding: 'utf8' }).startsWith(SHA256);
}
