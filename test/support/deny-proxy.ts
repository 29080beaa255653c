/** A unix-socket proxy that can be told to misbehave: how a network and its failures look to gRPC. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class DenyProxy {
  /** What the server sends is thrown away. */
  swallowReplies = false;
  /** Nothing passes in either direction, and nobody is told. */
  blackHole = false;
  /** Delay of everything towards the server. */
  delayMs = 0;
  readonly #path: string;
  readonly #target: string;
  readonly #sockets = new Set<Socket>();
  readonly #servers = new Set<Socket>();
  #server: Server | undefined;

  /** Both are paths of unix sockets. */
  constructor(path: string, target: string) {
    this.#path = path;
    this.#target = target;
  }

  get address(): string {
    return `unix:${this.#path}`;
  }

  async start(): Promise<void> {
    this.#server = createServer((client) => this.#serve(client));
    await new Promise<void>((resolve) => this.#server?.listen(this.#path, resolve));
  }

  /** The client no longer reads: what the server sends piles up there. */
  stall(): void {
    for (const socket of this.#servers) socket.pause();
  }

  resume(): void {
    for (const socket of this.#servers) socket.resume();
  }

  /** Cuts every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => (this.#server === undefined ? resolve(undefined) : this.#server.close(resolve)));
    rmSync(this.#path, { force: true });
  }

  #serve(client: Socket): void {
    const server = connect(this.#target);
    this.#servers.add(server);
    server.on('close', () => this.#servers.delete(server));
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (data) => {
      if (this.blackHole) return;
      if (this.delayMs === 0) server.write(data);
      else setTimeout(() => server.writable && server.write(data), this.delayMs);
    });
    server.on('data', (data) => {
      if (!this.blackHole && !this.swallowReplies) client.write(data);
    });
  }
}
