/** The controller's end of the distribution stream. */
import type { osg } from '../gen/proto.js';
import { RpcError, type RpcErrorCode } from '../rpc/error.js';
import { DISTRIBUTION } from '../rpc/methods.js';
import { checkNode } from '../rpc/peer.js';
import { begin, overOr, type Service, serve } from '../rpc/serve.js';

type Message = osg.v1.AgentMessage.$Properties;

export type WriteToNode = (message: osg.v1.ControllerMessage.$Properties) => void;

/** Messages that a node leaves unread before its stream ends: more than a snapshot has chunks. */
const MAX_UNREAD = 4096;

/** Messages that may wait to be sent, for whoever asks for room. */
const FEW_UNREAD = 2;

/** One connected agent. */
export interface NodeConnection {
  message(message: osg.v1.AgentMessage.$Properties): void;
  closed(): void;
}

export interface StreamHandle {
  readonly write: WriteToNode;
  /** Whoever writes much waits for this: undefined if the node has taken almost all, else resolved when it has, or the stream is over. */
  room(): Promise<void> | undefined;
  /** Ends the stream, e.g. since the node connected again. */
  end(code: RpcErrorCode, why: string): void;
}

/** Called with a checked Hello. @throws RpcError to refuse the node. */
export type Connect = (hello: osg.v1.Hello.$Properties, stream: StreamHandle) => NodeConnection;

export const distributionService = (connectNode: Connect): Service =>
  serve(DISTRIBUTION, 'node', {
    Stream: (call, { peer }) =>
      new Promise<void>((resolve, reject) => {
        let connection: NodeConnection | undefined;
        let over = false;
        let roomy = (): void => undefined;
        const room = (): Promise<void> | undefined =>
          over || call.writableLength < FEW_UNREAD
            ? undefined
            : new Promise((resolve) => {
                const before = roomy;
                roomy = () => {
                  before();
                  resolve();
                };
              });
        const sent = (): void => {
          if (!over && call.writableLength >= FEW_UNREAD) return;
          const tell = roomy;
          roomy = () => undefined;
          tell();
        };
        const finish = (settle: () => void): void => {
          if (over) return;
          over = true;
          settle();
          connection?.closed();
          sent();
        };
        const end = (code: RpcErrorCode, why: string): void => finish(() => reject(new RpcError(code, '', why)));
        const greet = (message: Message): void => {
          const hello = checkedHello(message);
          checkNode(hello.node ?? '', peer);
          begin(call);
          const write: WriteToNode = (reply) => {
            if (over) return;
            if (call.writableLength >= MAX_UNREAD) end('BUSY', `${MAX_UNREAD} messages are not read`);
            else call.write(reply, sent);
          };
          connection = connectNode(hello, { write, room, end });
        };
        call.on('data', (message: Message) => {
          if (over) return;
          try {
            if (connection === undefined) greet(message);
            else if (message.hello != null)
              throw new RpcError('PROTOCOL', 'stream', 'Hello comes only once', { field: 'hello' });
            else connection.message(message);
          } catch (error) {
            finish(() => reject(error));
          }
        });
        call.on('end', () => finish(resolve));
        void overOr(call).then(() => finish(resolve));
      }),
  });

/** @throws RpcError PROTOCOL */
function checkedHello({ hello }: Message): osg.v1.Hello.$Properties {
  const wrong = (operation: string, message: string, field: string): RpcError =>
    new RpcError('PROTOCOL', operation, message, { field });
  if (hello == null) throw wrong('stream', 'the first message must be Hello', 'hello');
  if (!hello.node) throw wrong('hello', 'node is missing', 'node');
  if (hello.protocolVersion !== 2)
    throw wrong('hello', `protocol version ${hello.protocolVersion ?? 0} is not spoken here, 2 is`, 'protocol_version');
  return hello;
}
