/** Changes of side of a trial under 10,000 rules and traffic: every packet's verdict is looked at. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Allow, Policy, TestNode, Workload } from './node.js';

const SCRIPT = fileURLToPath(new URL('flips.py', import.meta.url));
const RULES = 10_000;
const TICKS_MS = 50;
const PROTOCOLS = [6, 17];
/** Of what both sides allow, of what the predecessor alone does, and of what the candidate alone does. */
const PORTS = [31010, 31020, 31030] as const;

/** A rule in a hundred is another one for the candidate. */
function policyOf(client: Workload, side: 0 | 1): Policy {
  const [both, old, fresh] = PORTS;
  const allow = (port: number): Allow[] =>
    PROTOCOLS.flatMap((protocol) => [`${client.v4}/32`, `${client.v6}/128`].map((peer) => ({ peer, protocol, port })));
  const others = Array.from({ length: RULES - 8 }, (_, i): Allow => {
    const changed = side === 1 && i % 100 === 50 ? 1 : 0;
    return { peer: `100.${64 + (i >> 14)}.${(i >> 6) & 255}.${((i & 63) << 2) + changed}/32`, port: 1 + (i % 30_000) };
  });
  return { ingress: [...allow(both), ...allow(side === 0 ? old : fresh), ...others], egress: [] };
}

export interface Figures {
  /** Of the side. */
  readonly changes: number;
  readonly datagrams: number;
  readonly answers: number;
  /** Verdicts that are of no order of the two sides: more changes than there were. */
  readonly mixed: number;
  /** Datagrams and answers of flows that both allow. */
  readonly lost: number;
  /** Streams that both allow. */
  readonly exchanges: number;
  readonly opened: number;
  readonly broken: number;
  /** Streams that one of the two sides allows; `odd`: either both or none was answered. */
  readonly handshakes: number;
  readonly odd: number;
}

/** A process in a workload's namespace, and what it said. */
class Side {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(node: TestNode, { netns }: Workload, args: readonly (string | number)[]) {
    this.#child = node.box.spawn(netns, '/usr/bin/python3', ['-u', SCRIPT, ...args.map(String)]);
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  async said<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('flips.py ended');
    return JSON.parse(value as string);
  }

  ask<T>(command: string): Promise<T> {
    this.#child.stdin?.write(`${command}\n`);
    return this.said<T>();
  }

  async end(): Promise<void> {
    const over = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await over;
  }
}

interface Asked {
  /** First datagram, and how many there were so far. */
  readonly numbers: readonly [number, number];
  /** Places in the server's notes. */
  readonly answered: readonly number[];
  readonly exchanges: number;
  readonly opened: number;
  readonly broken: number;
  readonly handshakes: readonly (readonly [number, number])[];
}

/** Of the last side that was seen, how often it was another one than before. */
class Sequence {
  changes = 0;
  #last = 0;

  see(side: 0 | 1): void {
    if (side !== this.#last) this.changes++;
    this.#last = side;
  }

  get last(): number {
    return this.#last;
  }
}

/** What a round's traffic says, that begins and ends with the predecessor. @param changes of side that there were */
function judge(notes: readonly (readonly [number, number])[], asked: Asked, changes: number): Figures {
  const delivered = [0, 1, 2].map((kind) => new Set(notes.filter(([k]) => k === kind).map(([, number]) => number)));
  const passed = (kind: number, number: number): 0 | 1 => (delivered[kind]?.has(number) === true ? 1 : 0);
  const answered = new Set(asked.answered);
  const [there, back] = [new Sequence(), new Sequence()];
  const [first, end] = asked.numbers;
  let lost = 0;
  for (let number = first; number < end; number++) {
    lost += 1 - passed(0, number);
    there.see(passed(1, number) === 1 ? 0 : 1);
    there.see(passed(2, number));
  }
  notes.forEach(([kind], place) => {
    const heard = answered.has(place);
    if (kind === 0) lost += heard ? 0 : 1;
    else back.see((kind === 2) === heard ? 1 : 0);
  });
  const mixed = [there, back].reduce((sum, { changes: seen, last }) => sum + Math.abs(seen - changes) + last, 0);
  const { exchanges, opened, broken, handshakes } = asked;
  const odd = handshakes.filter(([old, fresh]) => old === fresh).length;
  const sums = { lost, mixed, exchanges, opened, broken, odd };
  return { changes, datagrams: 3 * (end - first), answers: notes.length, handshakes: 2 * handshakes.length, ...sums };
}

/** How a round ends, whose candidate has counted for a while. */
export type Ending = 'word' | 'deadline' | 'confirmed';

export class Flips {
  #trials = 0;

  private constructor(
    readonly node: TestNode,
    private readonly server: Side,
    private readonly client: Side,
  ) {}

  /** 10,000 rules are in force for `server`, with the candidate beside them, and `client`, whom nothing governs, asks. */
  static async begin(node: TestNode, server: Workload, client: Workload, address: string): Promise<Flips> {
    const [predecessor, candidate] = [policyOf(client, 0), policyOf(client, 1)];
    const trial = { id: 'flips', unconfirmed: false };
    await node.enforce({ [server.name]: predecessor }, { candidate: { [server.name]: candidate }, trial });
    const answers = new Side(node, server, ['serve', ...PORTS]);
    const asks = new Side(node, client, ['ask', address, ...PORTS]);
    await Promise.all([answers.said(), asks.said()]);
    return new Flips(node, answers, asks);
  }

  /** Observed, then unconfirmed, then back. */
  async round(ending: Ending): Promise<Figures> {
    const { node, client, server } = this;
    const { trials } = node.datapath;
    const id = `flips-${++this.#trials}`;
    await client.ask('go');
    await node.lay({ id, unconfirmed: false });
    await this.#seen();
    await node.lay({ id, unconfirmed: true, withinMs: 3_600_000 });
    await this.#seen();
    if (ending === 'confirmed') {
      trials.decide(id, true);
      await this.#seen();
    }
    if (ending === 'deadline') await node.lay({ id, unconfirmed: true, withinMs: 20 });
    else trials.decide(id, false);
    while (trials.report(id)?.state !== 'reverted') await sleep(5);
    // The kernel looks at its clock once a tick.
    if (ending === 'deadline') await sleep(TICKS_MS);
    await this.#seen();
    const asked = await client.ask<Asked>('mark');
    return judge(await server.ask('mark'), asked, 2);
  }

  /** Some traffic more was judged, all of it since now. */
  async #seen(): Promise<void> {
    const enough = (await this.client.ask<number>('progress')) + 2;
    while ((await this.client.ask<number>('progress')) < enough) await sleep(2);
  }

  async end(): Promise<void> {
    await Promise.all([this.server.end(), this.client.end()]);
  }
}
