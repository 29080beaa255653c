/** The Unix socket of the CNI plugin: one question a connection, root only, bounded in size, number and time. */
import { createServer, type Server, type Socket } from 'node:net';
import { clearSocket, privately } from '../../part/socket.js';
import { AgentError } from '../error.js';

const MAX_QUESTION = 1 << 20;
const MAX_CONNECTIONS = 256;
const READ_MS = 5_000;
const ANSWER_MS = 120_000;

export interface CniListener {
  close(): Promise<void>;
}

/**
 * @param answer never rejects @throws AgentError ENFORCEMENT the socket cannot be bound
 */
export async function listenCni(
  path: string,
  answer: (question: string, gone: AbortSignal) => Promise<object>,
  onError: (error: unknown) => void,
): Promise<CniListener> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new AgentError('ENFORCEMENT', 'CNI socket', `${path}: ${why}`, { cause });
  };
  const wrong = await clearSocket(path).catch((error: Error) => refuse(error.message, error));
  if (wrong !== undefined) refuse(wrong);
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    serve(socket, answer);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await privately(() => bound(server, path)).catch((error: Error) => refuse(error.message, error));
  server.on('error', onError);
  return {
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const bound = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });

function serve(socket: Socket, answer: (question: string, gone: AbortSignal) => Promise<object>): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  // Whoever hangs up is not told anything.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(READ_MS, () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_QUESTION) socket.destroy();
    else chunks.push(chunk);
  });
  socket.on('end', () => {
    socket.setTimeout(ANSWER_MS);
    void answer(Buffer.concat(chunks).toString('utf8'), gone.signal).then((said) => {
      if (!socket.destroyed) socket.end(JSON.stringify(said));
    });
  });
}
