import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cut, LiveView } from './denies-live.js';

const ESC = '\u001b';
const TOKEN = new RegExp(`${ESC}\\[[\\d;?]*[A-Za-z]|[\\s\\S]`, 'gu');
const COLOUR = new RegExp(`^${ESC}\\[\\d*m$`);

/** As much of a terminal as the view uses: lines that wrap and scroll, cursor up, home, clear below. */
class Terminal {
  readonly scrolled: string[] = [];
  readonly raw: string[] = [];
  #lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  #onResize: () => void = () => undefined;

  constructor(
    public columns: number,
    public rows: number,
  ) {}

  on(_: string, listener: () => void): this {
    this.#onResize = listener;
    return this;
  }

  off(): this {
    this.#onResize = () => undefined;
    return this;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    while (this.#lines.length > rows) this.scrolled.push((this.#lines.shift() ?? []).join(''));
    this.#row = Math.min(this.#row, rows - 1);
    this.#onResize();
  }

  write(text: string): boolean {
    this.raw.push(text);
    for (const [token] of text.matchAll(TOKEN)) this.#put(token);
    return true;
  }

  get screen(): string[] {
    const lines = this.#lines.map((line) => line.join('').trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  #put(token: string): void {
    if (token === '\n') this.#next();
    else if (token === '\r') this.#column = 0;
    else if (token.endsWith('A') && token.length > 1) this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
    else if (token === '\u001b[H') [this.#row, this.#column] = [0, 0];
    else if (token === '\u001b[J') {
      this.#lines.length = this.#row + 1;
      this.#lines[this.#row]?.splice(this.#column);
    } else if (COLOUR.test(token)) return;
    else if (token.startsWith('\u001b')) throw new Error(`unexpected ${JSON.stringify(token)}`);
    else {
      if (this.#column >= this.columns) this.#next();
      const line = this.#lines[this.#row] ?? [];
      this.#lines[this.#row] = line;
      line[this.#column++] = token;
    }
  }

  #next(): void {
    this.#column = 0;
    this.#row++;
    if (this.#row >= this.rows) {
      this.scrolled.push((this.#lines.shift() ?? []).join(''));
      this.#row = this.rows - 1;
    }
    this.#lines[this.#row] ??= [];
  }
}

interface Flow {
  readonly name: string;
  packets: number;
}

const flow = (name: string, packets = 1): Flow => ({ name, packets });
const view = (terminal: Terminal): LiveView<Flow> =>
  new LiveView(terminal, ({ name, packets }) => `${packets} ${name}`);
const redraw = (): void => void vi.advanceTimersByTime(200);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('live view', () => {
  it('counts a flow in its own line, however often it changes', () => {
    const terminal = new Terminal(40, 10);
    const live = view(terminal);
    const [a, b] = [flow('a'), flow('b')];
    for (let round = 0; round < 50; round++) {
      a.packets += 1;
      b.packets += 2;
      live.update(a);
      live.update(b);
      redraw();
    }
    expect(terminal.screen).toEqual(['51 a', '101 b']);
    expect(terminal.scrolled).toEqual([]);
    live.close();
    expect(terminal.screen).toEqual(['51 a', '101 b']);
  });

  it('lets what has not changed for longest scroll away, once until it has doubled', () => {
    const terminal = new Terminal(40, 5);
    const live = view(terminal);
    const flows = Array.from({ length: 6 }, (_, i) => flow(`f${i}`));
    for (const one of flows) live.update(one);
    redraw();
    expect(terminal.screen.slice(-3)).toEqual(['1 f3', '1 f4', '1 f5']);
    live.update(flows[0] as Flow);
    for (let i = 0; i < 3; i++) live.update(flow(`g${i}`));
    redraw();
    const all = [...terminal.scrolled, ...terminal.screen];
    expect(all.filter((line) => line === '1 f0')).toHaveLength(1);
    expect(terminal.screen.slice(-3)).toEqual(['1 g0', '1 g1', '1 g2']);
    live.close();
    expect(new Set([...terminal.scrolled, ...terminal.screen])).toEqual(
      new Set(['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'g0', 'g1', 'g2'].map((name) => `1 ${name}`)),
    );
  });

  it('never wraps, at whatever width, and paints anew after a resize', () => {
    const terminal = new Terminal(80, 12);
    const live = view(terminal);
    const flows = Array.from({ length: 8 }, (_, i) => flow(`${i} ${'long '.repeat(30)}`));
    for (const [columns, rows] of [
      [80, 12],
      [20, 12],
      [9, 4],
      [1, 2],
      [200, 30],
    ] as const) {
      terminal.resize(columns, rows);
      for (const one of flows) live.update(one);
      redraw();
      redraw();
      const size = Math.min(flows.length, Math.max(1, rows - 2));
      expect(terminal.screen.length).toBeLessThanOrEqual(rows);
      if (columns > 9) expect(terminal.screen.slice(-size).map((line) => line.slice(0, 3))).toHaveLength(size);
      for (const line of terminal.screen) expect(line.length).toBeLessThan(Math.max(2, columns));
    }
    live.close();
    expect(terminal.screen.join('')).toContain('long long');
  });

  it('never hides the cursor nor sets a mode: however it ends, nothing is to be put back', () => {
    const terminal = new Terminal(40, 10);
    const live = view(terminal);
    live.update(flow('a'));
    redraw();
    terminal.resize(30, 8);
    redraw();
    live.note('osg: a notice');
    redraw();
    expect(terminal.raw.join('')).not.toContain(`${ESC}[?`);
    expect(terminal.screen).toEqual(['osg: a notice', '1 a']);
    live.close();
  });
});

describe('cut', () => {
  it('keeps colours, which take no room, and ends them', () => {
    const red = '\u001b[31mdenied\u001b[39m';
    expect(cut(`${red} x`, 8)).toBe(`${red} x`);
    expect(cut(`${red} xyz`, 8)).toBe(`${red} …\u001b[0m`);
    expect(cut(red, 3)).toBe('\u001b[31mde…\u001b[0m');
    expect(cut('abc', 0)).toBe('\u001b[0m');
  });

  it('takes wide characters for two, and never cuts one in two', () => {
    expect(cut('日本語', 6)).toBe('日本語');
    expect(cut('日本語', 5)).toBe('日本…\u001b[0m');
    expect(cut('🙂🙂🙂', 4)).toBe('🙂…\u001b[0m');
    expect(cut('a → b', 5)).toBe('a → b');
  });
});
