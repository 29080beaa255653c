/** Conversations that a host keeps open, and how long each has been silent. */
import type { Conversation } from './conversations.js';
import type { Host } from './sandbox.js';

const HOLD_MS = 100;
/** A held flow that heard nothing for this long has been cut. */
export const SILENT_MS = 600;

const nameOf = (c: Conversation): string => `${c.from.name}>${c.target.address}:${c.target.port}`;

export async function hold({ actor }: Host, conversations: readonly Conversation[]): Promise<void> {
  await Promise.all(conversations.map((c) => actor.hold(nameOf(c), c.target, HOLD_MS)));
}

/** Milliseconds of each; −1: it never spoke. */
export async function silence({ actor }: Host, held: readonly Conversation[]): Promise<number[]> {
  const report = await actor.report();
  return held.map((c) => report.held[nameOf(c)]?.silentMs ?? -1);
}

export const talks = async (host: Host, held: readonly Conversation[]): Promise<boolean> =>
  (await silence(host, held)).every((ms) => ms >= 0 && ms < SILENT_MS);
