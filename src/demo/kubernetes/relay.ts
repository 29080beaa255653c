/** Connections to an address of the node, carried to a port of loopback where we are: the API server for its pods. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const SCRIPT = `
const net = require('node:net');
const [host, port, path] = process.argv.slice(1);
net.createServer((from) => {
  const to = net.connect(path);
  for (const [a, b] of [[from, to], [to, from]]) a.on('error', () => b.destroy()).pipe(b);
}).listen(Number(port), host, () => process.stdout.write('listening\\n'));
`;

export class Relay {
  readonly #server: Server;
  readonly #child: ChildProcess;

  private constructor(server: Server, child: ChildProcess) {
    this.#server = server;
    this.#child = child;
  }

  /** @param socket path of a Unix socket that it makes */
  static async open(
    inside: readonly string[],
    socket: string,
    from: { readonly host: string; readonly port: number },
    toPort: number,
  ): Promise<Relay> {
    const server = createServer((one: Socket) => {
      const other = connect(toPort, '127.0.0.1');
      one.on('error', () => other.destroy()).pipe(other);
      other.on('error', () => one.destroy()).pipe(one);
    });
    await once(server.listen(socket), 'listening');
    const [file = '', ...args] = [...inside, process.execPath, '-e', SCRIPT, from.host, `${from.port}`, socket];
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`nobody can listen at ${from.host}:${from.port} on the node`);
    return new Relay(server, child);
  }

  close(): void {
    this.#child.kill('SIGKILL');
    this.#server.close();
  }
}
