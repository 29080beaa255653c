import { afterEach, describe, expect, it, vi } from 'vitest';
import { safe } from './output.js';

afterEach(() => {
  vi.unstubAllEnvs();
  Object.defineProperty(process.stdout, 'isTTY', { value: undefined, configurable: true });
});

const ESC = String.fromCharCode(27);

describe('F168 control characters in foreign text', () => {
  it('are escaped, all of them, where no colour is shown', () => {
    expect(safe(`a${ESC}[31mb${ESC}[2Jc`)).toBe('a\\u001b[31mb\\u001b[2Jc');
  });

  it('are escaped on a terminal, but for the few colours of our own', () => {
    Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
    vi.stubEnv('NO_COLOR', undefined);
    expect(safe(`${ESC}[31mred${ESC}[39m`)).toBe(`${ESC}[31mred${ESC}[39m`);
    for (const code of ['[8m', '[7m', '[0m', '[2J', '[1;1H', ']0;title', '[38;5;1m'])
      expect(safe(`x${ESC}${code}y`)).toBe(`x\\u001b${code}y`);
  });
});
