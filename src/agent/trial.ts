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

/** Flows that one record each told of first. */
interface Flows {
  denied: number;
  allowed: number;
  cut: number;
}

export class TrialWatch implements TrialPort {
  readonly #kernel: KernelTrials;
  #trial: Trial | undefined;
  #endpoints = 0;
  #flows: Flows = { denied: 0, allowed: 0, cut: 0 };
  #state: TrialState | undefined;
  #sinceMs = 0;
  #reason: TrialStanding['reason'] = '';

  constructor(kernel: KernelTrials) {
    this.#kernel = kernel;
  }

  /** Of the trial that the node has. */
  get id(): string | undefined {
    return this.#trial?.id;
  }

  /** Whether the kernel has that trial, or gets it by a message: else it was unconfirmed when the machine went down. */
  knows(wish: TrialWish | undefined): boolean {
    return !wish?.unconfirmed || wish.withinMs !== undefined || this.#kernel.report(wish.id) !== undefined;
  }

  /** A view is in force, with its trial or without one. @param known the kernel had that trial, or got it by a message */
  applied({ trial, endpoints }: Plan, known: boolean): void {
    if (trial?.id !== this.#trial?.id) {
      this.#flows = { denied: 0, allowed: 0, cut: 0 };
      this.#state = undefined;
      this.#reason = known ? '' : 'reboot';
    }
    this.#trial = trial;
    this.#endpoints = endpoints.filter(({ candidate }) => candidate !== undefined).length;
  }

  decide(id: string, confirm: boolean): void {
    if (this.#kernel.decide(id, confirm) === 'reverted' && this.#state !== 'reverted' && this.#reason === '')
      this.#reason = confirm ? 'deadline' : 'decision';
  }

  /** A record of the deny stream: what it tells of for the first time is a flow. */
  record({ verdict, kind }: Pick<DenyRecord, 'verdict' | 'kind'>): void {
    if ((verdict & OsgEventVerdict.TRIAL) === 0 || kind === OsgEventKind.ROLLUP) return;
    const word = kernelVerdict(verdict);
    if (word !== Verdict.VERDICT_DENY && word !== Verdict.VERDICT_WOULD_DENY) this.#flows.allowed++;
    else {
      this.#flows.denied++;
      if (verdict & OsgEventVerdict.CUT) this.#flows.cut++;
    }
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
    };
  }
}
