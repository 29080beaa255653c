/** Nodes on the kernel: a packet says which policy counts. */
import type { Agent, Handle } from '../../test/support/agent.js';
import { PORT, type RolloutNodes } from '../../test/support/rollout-nodes.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const now = (): number => performance.timeOrigin + performance.now();

/** From a node's web to its database. */
export class Line {
  readonly #web: Agent;
  readonly #db: Agent;
  readonly #address: string;
  readonly #sender: Handle;
  readonly #receiver: Handle;

  private constructor(web: Agent, db: Agent, address: string, sender: Handle, receiver: Handle) {
    this.#web = web;
    this.#db = db;
    this.#address = address;
    this.#sender = sender;
    this.#receiver = receiver;
  }

  static async open(on: RolloutNodes, i: number): Promise<Line> {
    const [web, db] = [on.node(i).pod(`web${i + 1}`), on.node(i).pod(`db${i + 1}`)];
    const [sender, receiver] = [await web.agent.udpOpen('0.0.0.0', 0), await db.agent.udpOpen('0.0.0.0', PORT)];
    return new Line(web.agent, db.agent, db.address, sender, receiver);
  }

  async #passes(text: string): Promise<boolean> {
    await this.#web.sendTo(this.#sender, this.#address, PORT, text);
    const got = await this.#db.recv(this.#receiver, 0.2).catch(() => undefined);
    return got !== undefined;
  }

  async until(passes: boolean): Promise<void> {
    for (const deadline = now() + 180_000; now() < deadline; await pause(20))
      if ((await this.#passes('which')) === passes) return;
    throw new Error(`packets ${passes ? 'do not pass' : 'pass'} for three minutes`);
  }

  /** When the first packet got through that was sent after now. @throws Error: another one did */
  async first(text: string): Promise<number> {
    let at = 0;
    const arrival = this.#db.recv(this.#receiver, 60).then((data) => {
      if (data !== text) throw new Error(`a packet passed that should not have: ${data}`);
      at = now();
    });
    while (at === 0) {
      await this.#web.sendTo(this.#sender, this.#address, PORT, text);
      await Promise.race([arrival, pause(1)]);
    }
    await arrival;
    // Those that came behind it.
    while (await this.#db.recv(this.#receiver, 0.05).catch(() => undefined));
    return at;
  }
}
