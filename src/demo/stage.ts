/** What all scenes of the story stand on. */
import type { World } from '../policy/model.js';
import type { Cluster } from './cluster.js';
import { allConversations, type Conversation } from './conversations.js';
import type { Narrator } from './narrator.js';
import type { Sandbox } from './sandbox.js';

/** Nothing takes so long, also on a busy machine. */
export const WAIT_MS = 10_000;

export interface Stage {
  readonly sandbox: Sandbox;
  readonly cluster: Cluster;
  readonly policies: string;
  /** What should be true: the declared policy as the reference reads it, now. */
  readonly reference: () => Promise<World>;
  readonly say: Narrator;
  readonly signal: AbortSignal;
}

export const API = { kind: 'SecurityGroup', name: 'api' } as const;
export const WEB = { kind: 'SecurityGroup', name: 'web' } as const;

export const toHost = (sandbox: Sandbox, name: string): Conversation[] =>
  allConversations(sandbox).filter((c) => c.to.name === name);
