/** Places for calls of one kind: what one identity holds never keeps the others out, nor all readers the operators. */
import { RpcError } from './error.js';

export interface QuotaOptions {
  /** Calls at the same time. */
  readonly total: number;
  /** Of one identity; operators have no such bound. */
  readonly each: number;
  /** Of `total`, for operators alone. */
  readonly reserve: number;
}

/** Who asks for a place. */
export interface Asker {
  /** Of the certificate. */
  readonly name: string;
  readonly operator: boolean;
}

export class Quota {
  readonly #what: string;
  readonly #options: QuotaOptions;
  readonly #held = new Map<string, number>();
  #count = 0;

  /** @param what the calls, in the plural, for the message of a refusal */
  constructor(what: string, options: QuotaOptions) {
    this.#what = what;
    this.#options = options;
  }

  /** Places taken. */
  get count(): number {
    return this.#count;
  }

  /** @returns gives the place back; more than once is fine. @throws RpcError BUSY */
  take({ name, operator }: Asker): () => void {
    const { total, each, reserve } = this.#options;
    const held = this.#held.get(name) ?? 0;
    if (!operator && held >= each)
      throw new RpcError(
        'BUSY',
        '',
        `${name} has ${held} ${this.#what} under way, the most there may be: end one of them, or wait`,
      );
    if (this.#count >= (operator ? total : total - reserve))
      throw new RpcError('BUSY', '', `too many ${this.#what} are under way: ask again`);
    this.#held.set(name, held + 1);
    this.#count++;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#count--;
      const left = (this.#held.get(name) ?? 1) - 1;
      if (left > 0) this.#held.set(name, left);
      else this.#held.delete(name);
    };
  }
}
