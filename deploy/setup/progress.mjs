/** Progress on standard error: one line a step, with its reason and its time. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { styleText } from 'node:util';
import { CACHE, ROOT } from './paths.mjs';

const live = process.stderr.isTTY === true && process.env['CI'] === undefined;
const coloured = process.stderr.isTTY === true && process.env['NO_COLOR'] === undefined;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Lines of a failed command's output that are shown; the log has all. */
const TAIL_LINES = 40;

/**
 * @param {Parameters<typeof styleText>[0]} style
 * @param {string} text
 */
export const paint = (style, text) => (coloured ? styleText(style, text) : text);

/** A failure that is explained already: its message is for the person at the terminal, without a stack. */
export class SetupError extends Error {
  /** Of the process. */
  exitCode = 1;
}

/** The machine lacks something: as `osg` says it. */
export class Lacking extends SetupError {
  /** @override */
  exitCode = 5;
}

/** A signal came while a command ran. */
export class Interrupted extends SetupError {
  /** @override */
  exitCode = 130;
}

/** @param {string} line */
export const say = (line) => void process.stderr.write(`${line}\n`);

/** @param {number} since milliseconds of performance.now() */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs one step and prints how it went.
 * @template T
 * @param {string} name
 * @param {string} reason why it runs
 * @param {(note: (text: string) => void) => Promise<T>} work `note` shows what it is at, on a terminal
 * @returns {Promise<T>}
 */
export async function step(name, reason, work) {
  const began = performance.now();
  let detail = '';
  let frame = 0;
  const own = Symbol(name);
  running.add(own);
  const title = `${name} ${paint('dim', `(${reason})`)}`;
  const draw = () => {
    // Of several at a time the one that began first has the line.
    if (running.values().next().value !== own) return;
    const text = `${FRAMES[frame++ % FRAMES.length]} ${name} (${reason}) ${seconds(began)} ${detail}`;
    process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  };
  const timer = live ? setInterval(draw, 100) : undefined;
  if (!live) say(`… ${title}`);
  try {
    const result = await work((text) => {
      detail = text;
    });
    finish(timer, `${paint('green', '✓')} ${title} ${paint('dim', seconds(began))}`);
    return result;
  } catch (error) {
    finish(timer, `${paint('red', '✗')} ${title} ${paint('dim', seconds(began))}`);
    throw error;
  } finally {
    running.delete(own);
  }
}

/** Steps under way. @type {Set<symbol>} */
const running = new Set();

/**
 * @param {NodeJS.Timeout | undefined} timer
 * @param {string} line
 */
function finish(timer, line) {
  clearInterval(timer);
  say(live ? `\r\x1b[K${line}` : line);
}

/**
 * Runs a command with its output in a log; the end of the log is part of the error when it fails. A signal ends the
 * command first, then rejects with Interrupted.
 * @param {string} command
 * @param {string[]} args
 * @param {{ log: string, cwd?: string, env?: NodeJS.ProcessEnv, note?: (text: string) => void }} options
 * @returns {Promise<void>}
 */
export function run(command, args, { log, cwd = ROOT, env = process.env, note }) {
  mkdirSync(join(CACHE, 'log'), { recursive: true });
  const path = join(CACHE, 'log', `${log}.log`);
  const descriptor = openSync(path, 'w');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (/** @type {Buffer} */ chunk) => {
        writeSync(descriptor, chunk);
        const last = chunk.toString().trimEnd().split('\n').at(-1)?.trim();
        if (last) note?.(last);
      });
    }
    /** @type {NodeJS.Signals | undefined} */
    let interrupted;
    /** @param {NodeJS.Signals} signal */
    const interrupt = (signal) => {
      interrupted = signal;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    const release = () => {
      for (const signal of SIGNALS) process.removeListener(signal, interrupt);
      closeSync(descriptor);
    };
    child.on('error', (error) => {
      release();
      reject(new SetupError(`cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      release();
      if (interrupted !== undefined)
        return reject(new Interrupted(`interrupted by ${interrupted} while ${command} ran`));
      if (code === 0) return resolve();
      const tail = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      reject(new SetupError(`${command} ${args.join(' ')} failed (${how}); whole output in ${path}\n${tail}`));
    });
  });
}
