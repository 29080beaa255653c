/** `osg denies -f` on a terminal: the flows that change have a line each at the bottom, counted in place. */
import { columnsOf } from '../collector/index.js';

/** One flow as it is shown. */
export interface LiveFlow {
  readonly packets: number;
}

/** What is needed of a terminal; process.stdout is one. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
  write(text: string): unknown;
}

const FLOWS = 20;
const REDRAW_MS = 100;
/** A resize comes as many. */
const SETTLE_MS = 150;
const HISTORY = 300;
const ESC = '\u001b[';
const COLOUR = new RegExp(`^${'\u001b'}\\[[\\d;]*m`);

/**
 * A window of at most twenty flows below what has scrolled by. A line of it never wraps, so that the window's height is
 * known. The flow that has not changed for longest makes room for a new one: its line then stays as it is, and is
 * printed again when the flow has come back and its packets have doubled. The cursor is never hidden, nor any mode of the
 * terminal changed: nothing must be put back, however the program ends.
 */
export class LiveView<Flow extends LiveFlow> {
  readonly #screen: Screen;
  readonly #text: (flow: Flow, columns: number) => string;
  /** As shown. */
  #window: Flow[] = [];
  /** The same flows, least recently changed first. */
  readonly #recent = new Set<Flow>();
  /** Packets that a line above the window tells of a flow. */
  readonly #told = new WeakMap<Flow, number>();
  readonly #history: string[] = [];
  #above: string[] = [];
  #drawn = 0;
  #repaint = false;
  #timer: NodeJS.Timeout | undefined;

  /** `text` gives a flow's line for so many columns (Infinity: the whole of it): colours are its only control characters. */
  constructor(screen: Screen, text: (flow: Flow, columns: number) => string) {
    this.#screen = screen;
    this.#text = text;
    screen.on('resize', this.#onResize);
  }

  /** The flow is new or has changed. */
  update(flow: Flow): void {
    if (!this.#recent.delete(flow)) {
      this.#makeRoom(this.#size - 1);
      this.#window.push(flow);
    }
    this.#recent.add(flow);
    this.#schedule(REDRAW_MS);
  }

  /** A line above the window. */
  note(text: string): void {
    this.#above.push(text);
    this.#schedule(REDRAW_MS);
  }

  /** Leaves every flow of the window as a whole line, and the cursor below. */
  close(): void {
    this.#screen.off('resize', this.#onResize);
    clearTimeout(this.#timer);
    const lines = [...this.#above, ...this.#window.map((flow) => this.#whole(flow))];
    this.#screen.write(`${this.#upAndClear()}${lines.map((text) => `${text}\n`).join('')}`);
    this.#window = [];
    this.#recent.clear();
  }

  #whole(flow: Flow): string {
    return this.#text(flow, Number.POSITIVE_INFINITY);
  }

  get #size(): number {
    return Math.max(1, Math.min(FLOWS, this.#screen.rows - 2));
  }

  readonly #onResize = (): void => {
    this.#repaint = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule(SETTLE_MS);
  };

  #schedule(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, ms);
  }

  #makeRoom(size: number): void {
    for (const flow of this.#recent) {
      if (this.#window.length <= size) return;
      this.#recent.delete(flow);
      this.#window = this.#window.filter((other) => other !== flow);
      if (flow.packets < 2 * (this.#told.get(flow) ?? 0)) continue;
      this.#told.set(flow, flow.packets);
      this.#above.push(this.#whole(flow));
    }
  }

  #draw(): void {
    this.#makeRoom(this.#size);
    const above = this.#above.splice(0);
    this.#history.push(...above);
    this.#history.splice(0, this.#history.length - HISTORY);
    const columns = this.#screen.columns - 1;
    const window = this.#window.map((flow) => cut(this.#text(flow, columns), columns));
    const lines = this.#repaint ? [...this.#visible(), ...window] : [...above, ...window];
    // Where the old lines are after a resize, no two terminals agree on: the screen is painted anew.
    const start = this.#repaint ? `${ESC}H${ESC}J` : this.#upAndClear();
    this.#repaint = false;
    this.#drawn = window.length;
    this.#screen.write(`${start}${lines.map((text) => `${text}\n`).join('')}`);
  }

  /** The newest lines above the window, as many as there is room for. */
  #visible(): string[] {
    const room = this.#screen.rows - this.#window.length - 1;
    return room <= 0 ? [] : this.#history.slice(-room).map((text) => cut(text, this.#screen.columns - 1));
  }

  #upAndClear(): string {
    return this.#drawn === 0 ? '' : `\r${ESC}${this.#drawn}A${ESC}J`;
  }
}

/** As much of the text as fits; colours take no room. Characters whose width terminals disagree on are taken for wide. */
export function cut(text: string, columns: number): string {
  let out = '';
  let width = 0;
  for (let at = 0; at < text.length; ) {
    const colour = COLOUR.exec(text.slice(at, at + 16))?.[0];
    if (colour !== undefined) {
      out += colour;
      at += colour.length;
      continue;
    }
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    const wide = columnsOf(char);
    const last = at + char.length >= text.length;
    if (width + wide > columns - (last ? 0 : 1)) return `${out}${columns > 0 ? '…' : ''}${ESC}0m`;
    out += char;
    width += wide;
    at += char.length;
  }
  return out;
}
