/**
 * Why a flow was denied: judged again by the policies of the revision that was in force then. Earlier revisions are parsed and
 * judged in one thread of their own, one question after the other, so that policy is distributed meanwhile (F161). A question
 * that takes too long, too much memory, or whose caller is gone, ends with its thread; the next one begins another.
 */
import { Worker } from 'node:worker_threads';
import { decodeDeniedFlow } from '../distribution/explanation.js';
import type { osg } from '../gen/proto.js';
import type { DeniedFlow } from '../policy/explain-deny.js';
import { RpcError } from '../rpc/error.js';
import type { WorldOptions } from './effective.js';
import { ControllerError } from './error.js';

/** What a question may be told as it is; what else happens in the thread is the store's. */
const KNOWN = ['REQUEST', 'NOT_FOUND'] as const;
/** Questions under way, those that wait counted. */
const MAX_QUESTIONS = 16;
/** From the question to its answer. */
const DEADLINE_MS = 15_000;
const LOOK_MS = 100;
/** The worlds that the thread holds are given back after as long without a question. */
const IDLE_MS = 60_000;
/** What the thread may hold: two worlds of a large fleet. */
const MEGABYTES = 2048;

export interface ThreadData {
  /** `Stores.path`. */
  readonly store: string;
  readonly options: WorldOptions;
}

export interface Job {
  readonly revision: number;
  readonly denied: DeniedFlow;
  readonly nowMs: number;
}

export interface Outcome {
  readonly explanation?: osg.v1.Explanation.$Properties;
  readonly error?: string;
  readonly code?: string | undefined;
}

export interface ExplainerParts extends ThreadData {
  now(): number;
  /** Asked before each question. @throws ControllerError REQUEST: no policy yet */
  ready(): Promise<void>;
  /** For tests: default 15 s. */
  readonly deadlineMs?: number;
}

interface Question {
  readonly job: Job;
  readonly over: () => boolean;
  readonly until: number;
  readonly resolve: (explanation: osg.v1.Explanation.$Properties) => void;
  readonly reject: (error: Error) => void;
}

/** A thread runs what was compiled, also where this file runs from its source. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/controller/explain-thread.js' : './explain-thread.js',
  import.meta.url,
);

export class Explainer {
  readonly #parts: ExplainerParts;
  /** The first is in the thread. */
  readonly #questions: Question[] = [];
  #thread: Worker | undefined;
  #look: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
  }

  /** Questions under way. */
  get count(): number {
    return this.#questions.length;
  }

  /**
   * @param over whether nobody waits for the answer any more
   * @throws DistributionError MALFORMED: no flow; ControllerError REQUEST: no policy yet; RpcError BUSY, UNREACHABLE
   */
  async explain(
    request: osg.v1.ExplainRequest.$Properties,
    over: () => boolean = () => false,
  ): Promise<osg.v1.Explanation.$Properties> {
    const denied = decodeDeniedFlow(request);
    await this.#parts.ready();
    if (this.#questions.length >= MAX_QUESTIONS)
      throw new RpcError('BUSY', '', `${MAX_QUESTIONS} explanations are under way: ask again`);
    const job = { revision: request.revision ?? 0, denied, nowMs: this.#parts.now() };
    const until = performance.now() + (this.#parts.deadlineMs ?? DEADLINE_MS);
    return new Promise((resolve, reject) => {
      this.#questions.push({ job, over, until, resolve, reject });
      this.#look ??= setInterval(() => this.#review(), LOOK_MS).unref();
      if (this.#questions.length === 1) this.#next();
    });
  }

  close(): void {
    for (const { reject } of this.#questions.splice(0))
      reject(new RpcError('UNREACHABLE', '', 'the controller is shutting down'));
    this.#end();
    clearInterval(this.#look);
  }

  /** Gives the first question to the thread. */
  #next(): void {
    clearTimeout(this.#idle);
    const [first] = this.#questions;
    if (first === undefined) {
      clearInterval(this.#look);
      this.#look = undefined;
      this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
      return;
    }
    this.#thread ??= this.#begin();
    this.#thread.postMessage(first.job);
  }

  #begin(): Worker {
    const { store, options } = this.#parts;
    const workerData: ThreadData = { store, options };
    const thread = new Worker(THREAD, { workerData, resourceLimits: { maxOldGenerationSizeMb: MEGABYTES } });
    thread.unref();
    thread.on('message', ({ explanation, error, code }: Outcome) => {
      if (thread !== this.#thread) return;
      const question = this.#questions.shift();
      if (explanation !== undefined) question?.resolve(explanation);
      else question?.reject(new ControllerError(KNOWN.find((one) => one === code) ?? 'STORE', 'explain', error ?? ''));
      this.#next();
    });
    // Out of memory, or a defect: of this question, not of the controller.
    thread.on('error', (error) => {
      if (thread !== this.#thread) return;
      this.#thread = undefined;
      this.#questions.shift()?.reject(new ControllerError('STORE', 'explain', error.message, { cause: error }));
      this.#next();
    });
    return thread;
  }

  #end(): void {
    clearTimeout(this.#idle);
    void this.#thread?.terminate();
    this.#thread = undefined;
  }

  /** Ends what nobody waits for, and what takes too long. */
  #review(): void {
    const now = performance.now();
    const [first] = this.#questions;
    for (const question of [...this.#questions]) {
      const why = question.over()
        ? new RpcError('UNREACHABLE', '', 'the caller is gone')
        : question.until < now
          ? new RpcError('BUSY', '', 'the explanation took too long: ask again')
          : undefined;
      if (why === undefined) continue;
      this.#questions.splice(this.#questions.indexOf(question), 1);
      question.reject(why);
    }
    if (this.#questions[0] === first) return;
    this.#end();
    this.#next();
  }
}
