/** What the controller knows of one node. */
import type { Place, RevisedView } from '../distribution/receiver.js';
import type { StreamHandle } from '../distribution/server.js';
import type { NodeSession, Target } from '../distribution/session.js';
import type { osg } from '../gen/proto.js';

export interface Node {
  readonly name: string;
  target: Target | undefined;
  /** Whether it was connected when the target was set. */
  atOnce: boolean;
  /** Its target is the first since the start, and nobody has connected to get it. */
  fresh: boolean;
  /** The highest version that its view had. */
  newest: number;
  /** Newest first. */
  recent: RevisedView[];
  session: NodeSession | undefined;
  stream: StreamHandle | undefined;
  lastContact: number;
  realised: (Omit<Place, 'version'> & { readonly version?: number; readonly unixUs: number }) | undefined;
  refusal: osg.v1.Nack.$Properties | undefined;
  report: osg.v1.AgentStatus.$Properties | undefined;
  /** When it came. */
  reportedMs: number;
  version: string;
  capabilities: readonly string[];
}

export const newNode = (name: string): Node => ({
  name,
  target: undefined,
  atOnce: false,
  fresh: false,
  newest: 0,
  recent: [],
  session: undefined,
  stream: undefined,
  lastContact: 0,
  realised: undefined,
  refusal: undefined,
  report: undefined,
  reportedMs: 0,
  version: '',
  capabilities: [],
});
