/** The AuthorityPolicy's file, read again when it changes. One that is wrong leaves what was read before, and is told of. */
import { readFileSync, statSync } from 'node:fs';
import { ControllerError } from '../error.js';
import { type AuthorityPolicy, parseAuthority } from './policy.js';

const MOST_BYTES = 4 << 20;

export class AuthorityFile {
  readonly #path: string;
  #fact = '';
  #policy: AuthorityPolicy;
  /** Why what is in the file now does not count. */
  #wrong: string | undefined;

  /** @throws ControllerError INVALID */
  constructor(path: string) {
    this.#path = path;
    this.#fact = this.#factOf();
    this.#policy = this.#read();
  }

  get policy(): AuthorityPolicy {
    this.#look();
    return this.#policy;
  }

  get warnings(): readonly string[] {
    this.#look();
    return this.#wrong === undefined
      ? []
      : [`the authority policy was not taken, the last good one stays: ${this.#wrong}`];
  }

  #look(): void {
    try {
      const fact = this.#factOf();
      if (fact === this.#fact) return;
      this.#fact = fact;
      this.#policy = this.#read();
      this.#wrong = undefined;
    } catch (error) {
      this.#wrong = (error as Error).message;
    }
  }

  #factOf(): string {
    const found = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
  }

  #read(): AuthorityPolicy {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      throw new ControllerError('INVALID', this.#path, `cannot be read: ${(error as Error).message}`, {
        field: 'authority',
        cause: error,
      });
    }
    if (text.length > MOST_BYTES)
      throw new ControllerError('INVALID', this.#path, `has ${text.length} characters, at most ${MOST_BYTES}`, {
        field: 'authority',
      });
    return parseAuthority({ path: this.#path, text });
  }
}
