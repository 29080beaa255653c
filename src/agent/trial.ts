/** The trial of the node as the kernel has it, in words, and what was reported of it. */

import { candidateSlot, type Plan } from '../compiler/plan.js';
import type { TrialReport, TrialState, TrialWish } from '../datapath/trials.js';
import type { DenyRevision } from '../flows/names.js';
import type { DenyRecord } from '../flows/record.js';
import { kernelVerdict, Verdict } from '../flows/words.js';
import { OsgEventKind, OsgEventVerdict } from '../gen/abi.js';
import type { Trial } from '../policy/view.js';
import type { TrialPort, TrialStanding } from './enforcement.js';

/** What records of a trial are named by. */
export const candidateWords = (plan: Plan): Pick<DenyRevision, 'trial'> =>
  plan.trial === undefined
    ? {}
    : { trial: { ...plan.trial, slots: { at: (slot: number) => candidateSlot(plan, slot) } } };

/** What is asked of the kernel for a plan's trial. @param withinMs it is to be confirmed, from now; absent: the kernel knows */
export const wishOf = ({ trial }: Plan, withinMs?: number): TrialWish | undefined =>
  trial && {
    id: trial.id,
    unconfirmed: trial.mode === 'unconfirmed',
    ...(withinMs !== undefined && { withinMs }),
  };

interface KernelTrials {
  report(id: string): TrialReport | undefined;
  decide(id: string, confirm: boolean): TrialState | undefined;
}

/** Of one trial, remembered: beyond it each first record is a flow of its own. */
const MOST_FLOWS = 32_768;

/** Flows: who, whom, which port. */
interface Flows {
  denied: number;
  allowed: number;
  cut: number;
}

type Flow = Pick<DenyRecord, 'endpoint' | 'direction' | 'protocol' | 'source' | 'destination' | 'destinationPort'>;

/** Without the port of its sender, as the kernel's signature. */
const keyOf = ({ endpoint, direction, protocol, source, destination, destinationPort }: Flow): string =>
  [endpoint, direction, protocol, destinationPort, latin1(source), latin1(destination)].join();
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export class TrialWatch implements TrialPort {
  readonly #kernel: KernelTrials;
  #trial: Trial | undefined;
  #endpoints = 0;
  #flows: Flows = { denied: 0, allowed: 0, cut: 0 };
  #state: TrialState | undefined;
  #sinceMs = 0;
  #reason: TrialStanding['reason'] = '';
  readonly #seen = new Set<string>();
  #foundPackets = 0;
  /** What the kernel had of the wish that was asked about last. */
  #asked = 0;
  onFlow: (() => void) | undefined;

  constructor(kernel: KernelTrials) {
    this.#kernel = kernel;
  }

  /** Of the trial that the node has. */
  get id(): string | undefined {
    return this.#trial?.id;
  }

  /** Whether the kernel has that trial, or gets it by a message: else it was unconfirmed when the machine went down. */
  knows(wish: TrialWish | undefined): boolean {
    const found = wish && this.#kernel.report(wish.id);
    this.#asked = found === undefined ? 0 : Number(found.counts.denied + found.counts.allowed);
    return !wish?.unconfirmed || wish.withinMs !== undefined || found !== undefined;
  }

  /** A view is in force, with its trial or without one. @param known the kernel had that trial, or got it by a message */
  applied({ trial, endpoints }: Plan, known: boolean): void {
    if (trial?.id !== this.#trial?.id) {
      this.#flows = { denied: 0, allowed: 0, cut: 0 };
      this.#seen.clear();
      this.#state = undefined;
      this.#foundPackets = this.#asked;
      this.#reason = known ? '' : 'reboot';
    }
    this.#trial = trial;
    this.#endpoints = endpoints.filter(({ candidate }) => candidate !== undefined).length;
  }

  decide(id: string, confirm: boolean): void {
    if (this.#kernel.decide(id, confirm) === 'reverted' && this.#state !== 'reverted' && this.#reason === '')
      this.#reason = confirm ? 'deadline' : 'decision';
  }

  /** A record of the deny stream. A flow that came with too many others is told of by its roll-ups alone. */
  record(record: Pick<DenyRecord, 'verdict' | 'kind'> & Flow): void {
    const { verdict, kind } = record;
    if ((verdict & OsgEventVerdict.TRIAL) === 0) return;
    const word = kernelVerdict(verdict);
    const denied = word === Verdict.VERDICT_DENY || word === Verdict.VERDICT_WOULD_DENY;
    const key = `${denied} ${keyOf(record)}`;
    if (this.#isNew(key, kind)) {
      if (denied) this.#flows.denied++;
      else this.#flows.allowed++;
      this.onFlow?.();
    }
    if (denied && verdict & OsgEventVerdict.CUT && this.#isNew(`cut ${key}`, kind)) this.#flows.cut++;
  }

  #isNew(key: string, kind: number): boolean {
    if (this.#seen.has(key)) return false;
    if (this.#seen.size >= MOST_FLOWS) return kind !== OsgEventKind.ROLLUP;
    this.#seen.add(key);
    return true;
  }

  standing(): TrialStanding | undefined {
    const trial = this.#trial;
    const report = trial && this.#kernel.report(trial.id);
    if (trial === undefined || report === undefined) return undefined;
    const { state, counts, leftMs } = report;
    if (state !== this.#state) {
      this.#state = state;
      this.#sinceMs = Date.now();
      if (state === 'reverted' && this.#reason === '') this.#reason = 'deadline';
    }
    return {
      trial,
      state,
      reason: state === 'reverted' ? this.#reason : '',
      sinceUnixMs: this.#sinceMs,
      ...(leftMs !== undefined && { leftMs }),
      endpoints: this.#endpoints,
      judgedPackets: Number(counts.judged),
      deniedPackets: Number(counts.denied),
      allowedPackets: Number(counts.allowed),
      deniedFlows: this.#flows.denied,
      allowedFlows: this.#flows.allowed,
      cutFlows: this.#flows.cut,
      foundPackets: this.#foundPackets,
    };
  }
}
