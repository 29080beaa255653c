/** The scene of a bad change: seen before it counts, and undone where it counts unseen. */
import { PLAIN } from '../collector/index.js';
import { osg } from '../gen/proto.js';
import { wordOf } from '../rpc/words.js';
import type { Conversation } from './conversations.js';
import { removeIngressRule, writeFile } from './edits.js';
import { silence, talks } from './held.js';
import { API, type Stage, toHost, WAIT_MS } from './stage.js';

const ROLLOUT = (observe: string) => `# Changes of policy go out in steps; the one node is the first.
apiVersion: openscg.dev/v1alpha1
kind: RolloutPolicy
metadata: { name: default }
spec:
  owner: platform
  confirmWithin: 5m                                # not confirmed by then: back, by the kernel's own clock
  rings:
    - { name: canary, share: 100%, observe: ${observe}, confirm: 1m }
  gates:
    - newDenies: { atMost: 0 }                     # flows that it denies and that are allowed now
`;

type Row = osg.v1.RolloutRow.$Properties;
const { RING_STATE_OBSERVING, RING_STATE_UNCONFIRMED, RING_STATE_FAILED } = osg.v1.RingState;

/** How long the longest silence of connections was, looked at again and again until it is asked. */
class Listener {
  longestMs = 0;
  readonly #look: () => Promise<number[]>;

  constructor(look: () => Promise<number[]>) {
    this.#look = look;
  }

  async look(): Promise<void> {
    this.longestMs = Math.max(this.longestMs, ...(await this.#look()));
  }
}

export async function badChange(stage: Stage): Promise<void> {
  const { say, cluster, sandbox, policies } = stage;
  say.scene(
    'A bad change, caught and undone',
    'The rule of 3 is deleted again, while the same connections are open. But now changes go out by a RolloutPolicy.',
  );
  const web = sandbox.host('shop/web');
  const held = toHost(sandbox, 'shop/api').filter((c) => c.from === web && c.service === 'tcp 8080');
  await say.until('both connections talk', WAIT_MS, () => talks(web, held));
  const listener = new Listener(() => silence(web, held));
  const came = (id: Row['id'], test: (row: Row) => boolean) => async (): Promise<boolean> => {
    await listener.look();
    const row = await cluster.rollout();
    return row !== undefined && row.id !== id && test(row);
  };

  await recorded(stage, () => writeFile(policies, 'rollout.yaml', ROLLOUT('1m')));
  const bad = removeIngressRule(policies, API, 'from-web');
  const lookedAt = came(undefined, is(RING_STATE_OBSERVING, RING_STATE_FAILED));
  await say.until('each packet is judged by both policies; the one in force counts', WAIT_MS, lookedAt);
  await would(stage, held);
  await say.until('the change is back before it counted', WAIT_MS, came(undefined, reverted));
  const first = await cluster.rollout();
  say.quote(`${first?.id} ${wordOf(osg.v1.RolloutState, first?.state ?? 0)} by ${first?.by}: ${first?.reason}`);
  const dropped = await Promise.all(held.map((c) => cluster.triedOf(c, 0)));
  say.check(
    'not one packet of web was dropped',
    dropped.flatMap((deny) => (deny === undefined || deny.audit ? [] : [deny.line(PLAIN)])),
  );

  say.note('Once more, and this time nobody looks first: it counts at once, until it is confirmed.');
  const unseen = await recorded(stage, () => {
    bad.undo();
    return writeFile(policies, 'rollout.yaml', ROLLOUT('0s'));
  });
  const again = removeIngressRule(policies, API, 'from-web');
  await say.until('it counts, unconfirmed', WAIT_MS, came(first?.id, is(RING_STATE_UNCONFIRMED, RING_STATE_FAILED)));
  await say.until('it is back by itself', WAIT_MS, came(first?.id, reverted));
  await say.until('the same connections go on', WAIT_MS, () => talks(web, held));
  say.quote(`web heard nothing for ${listener.longestMs} ms; ${(await cluster.rollout())?.reason}`);
  again.undo();
  unseen.undo();
}

const is =
  (...states: readonly osg.v1.RingState[]) =>
  ({ rings }: Row): boolean =>
    states.includes(rings?.[0]?.state ?? 0);
const reverted = ({ state }: Row): boolean => state === osg.v1.RolloutState.ROLLOUT_STATE_REVERTED;

/** The record of what would be denied: by whose rule, in which file. */
async function would({ say, cluster }: Stage, [conversation]: readonly Conversation[]): Promise<void> {
  const deny = conversation && (await cluster.triedOf(conversation, WAIT_MS));
  if (deny !== undefined) say.denies([deny]);
  say.check('the record says whom it would hit, and why', deny?.audit === true ? [] : ['no record of it came']);
}

/** A RolloutPolicy is no change of what anyone may: it is in force when it is recorded. */
async function recorded<T>({ cluster, say }: Stage, edit: () => T): Promise<T> {
  const before = await cluster.newest();
  const done = edit();
  await say.until('changes go out in steps', WAIT_MS, async () => (await cluster.newest()) > before);
  return done;
}
