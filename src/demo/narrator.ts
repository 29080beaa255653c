/** Tells the story on a terminal and keeps the score. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deny } from './cluster.js';
import type { Observation } from './conversations.js';
import { conversationTable, Paint } from './render.js';

/** Of 80 columns, behind the indent. */
const TEXT_WIDTH = 76;

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

export class Narrator {
  readonly #paint: Paint;
  readonly #out: NodeJS.WriteStream;
  readonly #signal: AbortSignal;
  readonly #pauseMs: number;
  #scene = 0;
  #passed = 0;
  readonly #failed: string[] = [];

  /** `pauseMs`: time to read after each scene's end. */
  constructor(out: NodeJS.WriteStream, signal: AbortSignal, pauseMs: number) {
    this.#out = out;
    this.#signal = signal;
    this.#pauseMs = pauseMs;
    this.#paint = new Paint(out.isTTY === true && out.hasColors());
  }

  get failures(): readonly string[] {
    return this.#failed;
  }

  #line(text = ''): void {
    this.#out.write(`${text}\n`);
  }

  async pause(): Promise<void> {
    await sleep(this.#pauseMs, undefined, { signal: this.#signal });
  }

  step(text: string): void {
    this.#line(this.#paint.dim(`  ${text}`));
  }

  scene(title: string, text: string): void {
    this.#signal.throwIfAborted();
    this.#line();
    this.#line(this.#paint.title(`${++this.#scene}. ${title}`));
    this.note(text);
    this.#line();
  }

  /** What happens next in the scene. */
  note(text: string): void {
    for (const line of wrapped(text, TEXT_WIDTH)) this.#line(`   ${line}`);
  }

  conversations(observations: readonly Observation[]): void {
    this.#line(conversationTable(observations, this.#paint, this.#out.columns ?? 120));
  }

  denies(events: readonly Deny[]): void {
    for (const event of events) this.#line(`   ${event.line(this.#paint.line)}`);
  }

  quote(text: string): void {
    for (const line of text.split('\n')) this.#line(`   ${this.#paint.dim('│')} ${line}`);
  }

  /** Keeps the score: `problems` empty means the statement holds. */
  check(statement: string, problems: readonly string[]): void {
    if (problems.length === 0) {
      this.#passed++;
      this.#line(`   ${this.#paint.allow('✓')} ${statement}`);
      return;
    }
    this.#failed.push(statement);
    this.#line(`   ${this.#paint.wrong('✗')} NOT: ${statement}`);
    for (const problem of problems.slice(0, 10)) this.#line(`     ${this.#paint.deny(problem)}`);
    if (problems.length > 10) this.#line(`     … and ${problems.length - 10} more`);
  }

  /** Waits until a statement becomes true, and says how long that took since `started` (`performance.now()`). */
  async until(
    statement: string,
    limitMs: number,
    test: () => boolean | Promise<boolean>,
    started = performance.now(),
  ): Promise<void> {
    const limit = performance.now() + limitMs;
    while (performance.now() < limit) {
      this.#signal.throwIfAborted();
      if (await test())
        return this.check(`${statement} ${this.#paint.dim(`(${took(performance.now() - started)})`)}`, []);
      await sleep(5);
    }
    this.check(statement, [`not within ${limitMs / 1000} s`]);
  }

  /** The last words; true if every check held. */
  end(): boolean {
    this.#line();
    if (this.#failed.length === 0) this.#line(this.#paint.allow(`All ${this.#passed} checks held.`));
    else
      this.#line(
        this.#paint.wrong(
          `${this.#failed.length} of ${this.#passed + this.#failed.length} checks did not hold: ${this.#failed.join('; ')}`,
        ),
      );
    return this.#failed.length === 0;
  }
}

const took = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
