/** How the demo looks: pure functions from observations to lines of text. */
import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { LinePaint } from '../collector/index.js';
import type { Observation } from './conversations.js';

/** Colours only where the reader is a terminal. */
export class Paint {
  constructor(readonly colour: boolean) {}
  #style(style: Parameters<typeof styleText>[0], text: string): string {
    return this.colour ? styleText(style, text) : text;
  }
  allow = (text: string): string => this.#style('green', text);
  deny = (text: string): string => this.#style('red', text);
  wrong = (text: string): string => this.#style(['inverse', 'red'], text);
  dim = (text: string): string => this.#style('dim', text);
  title = (text: string): string => this.#style('bold', text);
  /** For lines of denies. */
  get line(): LinePaint {
    return {
      time: this.dim,
      deny: this.deny,
      audit: (text) => this.#style('yellow', text),
      name: this.title,
      dim: this.dim,
    };
  }
}

interface Line {
  readonly to: string;
  readonly service: string;
  readonly allowed: Set<string>;
  readonly denied: Set<string>;
  readonly wrong: Set<string>;
}

/** One line for each service: who reaches it and who does not. IPv4 and IPv6 are told apart only where they differ. */
export function conversationTable(observations: readonly Observation[], paint: Paint, width: number): string {
  const table = new Table({
    head: ['to', 'service', 'reached by', 'denied to'].map(paint.title),
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: columnWidths(width),
  });
  let above = '';
  for (const line of lines(observations)) {
    const to = line.to === above ? '' : line.to;
    above = line.to;
    table.push([
      to,
      line.service,
      [...[...line.allowed].map(paint.allow), ...[...line.wrong].map(paint.wrong)].join(' '),
      [...line.denied].map(paint.deny).join(' '),
    ]);
  }
  return table.toString();
}

function columnWidths(width: number): number[] {
  const fixed = [24, 12];
  const rest = Math.max(60, width - 36 - 5);
  return [...fixed, Math.floor(rest * 0.4), Math.ceil(rest * 0.6)];
}

function lines(observations: readonly Observation[]): Line[] {
  const byService = new Map<string, Observation[]>();
  for (const o of observations) {
    const key = `${o.conversation.to.name} ${o.conversation.service}`;
    byService.set(key, [...(byService.get(key) ?? []), o]);
  }
  return [...byService.values()].map((group) => {
    const { to, service } = (group[0] as Observation).conversation;
    const line: Line = { to: to.name, service, allowed: new Set(), denied: new Set(), wrong: new Set() };
    for (const o of group) sort(line, o, group);
    return line;
  });
}

function sort(line: Line, o: Observation, group: readonly Observation[]): void {
  const { from } = o.conversation;
  const both = group.filter((other) => other.conversation.from === from);
  const same = both.every((other) => other.echoed === o.echoed && other.asExpected === o.asExpected);
  const name = same ? from.name : `${from.name}(${o.conversation.source.includes(':') ? 'v6' : 'v4'})`;
  if (!o.asExpected) line.wrong.add(`${name}!`);
  else (o.echoed ? line.allowed : line.denied).add(name);
}

/** What went otherwise than the reference evaluator says, one line each. */
export function mismatches(observations: readonly Observation[]): string[] {
  return observations
    .filter((o) => !o.asExpected)
    .map(({ conversation: c, expected, echoed, received }) => {
      const saw = `client ${echoed ? 'got an echo' : 'heard nothing'}${received === undefined ? '' : `, server ${received ? 'received it' : 'received nothing'}`}`;
      return `${c.from.name} (${c.source}) → ${c.to.name} (${c.target.address}) ${c.service}: expected ${expected.verdict}, but ${saw}`;
    });
}
