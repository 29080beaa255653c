/** A conversation of datagrams, one flow, that goes on until it is ended; each is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent, Handle } from './agent.js';

interface Side {
  readonly agent: Agent;
  readonly address: string;
}

/** Seconds. */
const QUIET = 1;

export class Talk {
  /** Of those that were sent so far. */
  answered = 0;
  lost = 0;
  #over = false;
  readonly #loop: Promise<void>;

  private constructor(client: Side, own: Handle, server: Side, at: Handle, port: number) {
    this.#loop = this.#run(client, own, server, at, port);
    this.#loop.catch(() => undefined);
  }

  static async begin(client: Side, server: Side, port: number): Promise<Talk> {
    const at = await server.agent.udpOpen('0.0.0.0', port);
    return new Talk(client, await client.agent.udpOpen('0.0.0.0', 0), server, at, port);
  }

  async #run(client: Side, own: Handle, server: Side, at: Handle, port: number): Promise<void> {
    for (let n = 0; !this.#over; n++) {
      await client.agent.sendTo(own, server.address, port, `${n}`);
      try {
        const heard = await server.agent.recvFrom(at, QUIET);
        await server.agent.sendTo(at, heard.host, heard.port, heard.data);
        await client.agent.recvFrom(own, QUIET);
        this.answered++;
      } catch {
        this.lost++;
      }
      await sleep(20);
    }
  }

  /** Waits until some more are answered. @throws Error: they are not, within a minute */
  async heard(more = 3): Promise<void> {
    const enough = this.answered + more;
    for (const deadline = Date.now() + 60_000; this.answered < enough; ) {
      if (Date.now() > deadline) throw new Error(`${this.answered} answered, ${this.lost} lost, and no more`);
      await sleep(50);
    }
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#loop;
  }
}
