/** Ways to an API server that a test can cut, change and count. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { KubernetesApi, type StreamOptions } from '../../src/controller/sources/kubernetes/api.js';
import { KubernetesError } from '../../src/controller/sources/kubernetes/error.js';

/** Between the server and those under test: can be cut without the server's knowing. */
export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  isCut = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server);
    server.on('connection', (from) => wire.#carry(from, port));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return wire;
  }

  #carry(from: Socket, port: number): void {
    from.on('error', () => undefined);
    if (this.isCut) return void from.destroy();
    const to = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#sockets.add(one);
      one
        .on('error', () => other.destroy())
        .on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing passes while that is done. */
  async without(work: () => Promise<void>): Promise<void> {
    this.isCut = true;
    this.cut();
    await work();
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

/** Counts watches and bookmarks, and can be a client of servers that stream no lists. */
export class Tapped extends KubernetesApi {
  bookmarks = 0;
  watches = 0;
  streamsLists = true;

  override async *lines(path: string, options: StreamOptions): AsyncGenerator<string> {
    if (!this.streamsLists && options.query['sendInitialEvents'] === true)
      throw new KubernetesError('INVALID', `watch ${path}`, 'not now');
    this.watches += 1;
    for await (const line of super.lines(path, options)) {
      if (line.includes('"BOOKMARK"')) this.bookmarks += 1;
      yield line;
    }
  }
}
