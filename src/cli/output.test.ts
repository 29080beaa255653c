import stringWidth from 'string-width';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Verdict } from '../flows/index.js';
import { logger } from '../part/log.js';
import { printer } from './denies-print.js';
import { colour, complain, line, printTable, safe } from './output.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  Object.defineProperty(process.stdout, 'isTTY', { value: undefined, configurable: true });
});

const ESC = String.fromCharCode(27);

it('rows with wide characters end where the line does, however many columns a character takes', () => {
  const written: string[] = [];
  Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
  Object.defineProperty(process.stdout, 'columns', { value: 40, configurable: true });
  vi.stubEnv('NO_COLOR', '1');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  printTable(
    ['NAME', 'WHY'],
    [
      ['店舗/決済', '支払いの前に確認する人がいないので閉じた'],
      ['shop/🦊🦊', '🦊'.repeat(30)],
      ['shop/db', 'n'.repeat(60)],
      ['shop/é', 'short'],
    ],
  );
  const lines = written.join('').trimEnd().split('\n');
  expect(lines.map((text) => stringWidth(text)).slice(1)).toEqual([40, 40, 40, 16]);
  expect(lines.filter((text) => text.endsWith('…')).length).toBe(3);
});

describe('F168 control characters in foreign text', () => {
  it('are escaped, all of them, where no colour is shown', () => {
    expect(safe(`a${ESC}[31mb${ESC}[2Jc`)).toBe('a\\u001b[31mb\\u001b[2Jc');
  });

  const onTerminal = (): string[] => {
    const written: string[] = [];
    Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
    vi.stubEnv('NO_COLOR', undefined);
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    return written;
  };

  it('are escaped on a terminal, those of our own colours too', () => {
    onTerminal();
    for (const code of ['[31m', '[39m', '[1m', '[8m', '[7m', '[0m', '[2J', '[1;1H', ']0;title', '[38;5;1m'])
      expect(safe(`x${ESC}${code}y`)).toBe(`x\\u001b${code}y`);
    expect(safe(colour('red', 'red'))).toBe(`${ESC}[31mred${ESC}[39m`);
    expect(safe(colour('red', `${ESC}[39m${ESC}[32mwell`))).toBe(`${ESC}[31m\\u001b[39m\\u001b[32mwell${ESC}[39m`);
    // Bold within dim, as styleText does not nest.
    expect(safe(`${colour('bold', 'a')}${colour('dim', 'b')}`)).not.toMatch(/<[0-9a-f]{24}>/);
  });

  it('neither in lines, tables, nor what a live view shows do they colour anything', () => {
    const written = onTerminal();
    const evil = `${ESC}[32mcurrent${ESC}[39m`;
    line(`${colour('red', evil)}: ${evil}`);
    printTable([`NAME`, 'STATE'], [[evil, colour('red', evil)]]);
    const printing = printer('table', true, undefined);
    void printing.add([
      {
        node: evil,
        peer: evil,
        context: {
          endpoint: evil,
          rule: evil,
          file: evil,
          owner: evil,
          verdict: Verdict.VERDICT_DENY,
          isolatedBy: [{ policy: evil, owner: evil }],
        },
        item: { source: Uint8Array.of(1, 1, 1, 1), destination: Uint8Array.of(1, 1, 1, 2), protocol: 6, packets: 1 },
      },
    ]);
    printing.note(evil);
    printing.close();
    const text = written.join('');
    expect(text).toContain(`\\u001b[32mcurrent`);
    expect(text).toContain(`${ESC}[31m`);
    expect(text).not.toContain(`${ESC}[32m`);
    expect(text).not.toMatch(/<[0-9a-f]{24}>/);
  });

  it('errors and logs bring none to standard error', () => {
    onTerminal();
    const written: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    complain(`${ESC}[31ma\n${String.fromCharCode(0x9b)}31mb`);
    expect(written.join('')).toBe('osg: \\u001b[31ma\n\\u009b31mb\n');
    const logged: string[] = [];
    const write = (text: string): void => void logged.push(text);
    logger('test', 'info', { write }).info({ node: `a${String.fromCharCode(0x9b, 0x202e)}31m` }, `x${ESC}[31m`);
    expect(logged.join('')).toContain('a\\u009b\\u202e31m');
    expect(logged.join('')).toContain('x\\u001b[31m');
    expect(JSON.parse(logged.join(''))).toMatchObject({ node: `a${String.fromCharCode(0x9b, 0x202e)}31m` });
  });
});
