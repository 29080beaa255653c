/**
 * What is refused though it is signed and has not ended. A line is a serial number (hexadecimal), or `role/name` and a time: every
 * certificate of that role and name whose validity begins no later, whoever renewed it; `#` begins a comment.
 */
import type { PeerIdentity } from './peer.js';

const SERIAL = /^[0-9A-F]{1,64}$/;
const NAMED = /^([a-z]+\/\S{1,253})\s+(\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

export class Revoked {
  /** Each line, whatever its form; a name with its time. */
  readonly #lines = new Set<string>();
  readonly #until = new Map<string, number>();

  /** @throws Error: a line is neither */
  constructor(text = '') {
    for (const [i, whole] of text.split('\n').entries()) {
      const line = whole.replace(/#.*/, '').trim();
      if (line === '') continue;
      const [, name, time] = NAMED.exec(line) ?? [];
      const serial = line.replaceAll(':', '').toUpperCase();
      const until = Date.parse(time ?? '');
      if (name !== undefined && !Number.isNaN(until)) {
        this.#lines.add(`${name} ${until}`);
        this.#until.set(name, Math.max(until, this.#until.get(name) ?? 0));
      } else if (SERIAL.test(serial)) this.#lines.add(serial.replace(/^0+/, ''));
      else
        throw new Error(
          `line ${i + 1}: ${JSON.stringify(line.slice(0, 80))} is no serial number, and no role/name with a time`,
        );
    }
  }

  /** Lines of this that the other does not have. */
  beyond(other: Revoked): number {
    return [...this.#lines].filter((line) => !other.#lines.has(line)).length;
  }

  /** Unix milliseconds: no certificate of that role and name counts that is not younger; 0: all do. */
  until(role: string | undefined, name: string | undefined): number {
    return this.#until.get(`${role}/${name}`) ?? 0;
  }

  has({ serial, role, names = [], fromMs = 0 }: Pick<PeerIdentity, 'serial'> & Partial<PeerIdentity>): boolean {
    return (
      this.#lines.has(serial) || names.some((name) => this.until(role, name) > 0 && fromMs <= this.until(role, name))
    );
  }
}
