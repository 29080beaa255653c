/** Who signed what changed in a git repository. */
import { locate, Objects } from '../repository.js';
import type { Signed } from '../source.js';
import { type Commit, handsIn } from './history.js';
import type { Actor } from './judge.js';
import { type Signature, signatureOf } from './signatures.js';

/** @param path a folder of the work tree @param head the commit that it has */
export const signedIn = (path: string, head: string): Signed => ({
  at: head,
  since: async (from, keys, wanted) => {
    const location = locate(path);
    const objects = new Objects(location, head);
    try {
      const known = from !== undefined && (await isThere(objects, from));
      const { commits, touched } = await handsIn(objects, known ? from : undefined, head, location.below);
      const actors = new Map<string, Actor>();
      const found = new Map<string, readonly Actor[]>();
      for (const key of wanted) {
        const hands: Actor[] = [];
        for (const id of touched.get(key) ?? []) {
          const commit = commits.get(id) as Commit;
          const actor = actors.get(id) ?? actorOf(commit, await signatureOf(commit.body, keys));
          actors.set(id, actor);
          hands.push(actor);
        }
        found.set(key, hands);
      }
      return found;
    } finally {
      objects.close();
    }
  },
});

/** What was in force may be gone, with a history that was written anew: the new head answers for all that is otherwise. */
async function isThere(objects: Objects, id: string): Promise<boolean> {
  try {
    return (await objects.read(id, 16 << 20)).type === 'commit';
  } catch {
    return false;
  }
}

/** Whatever is in the repository is `source:git` too: a grant to that one asks for no signature. */
function actorOf({ id, author }: Commit, { identities, why }: Signature): Actor {
  const short = id.slice(0, 12);
  const email = /<([^<>\s]+)>$/.exec(author)?.[1];
  return {
    told:
      identities.length > 0
        ? `${identities.join(', ')} (commit ${short})`
        : `commit ${short}, which says it is by ${author}: ${why};`,
    identities: [...identities, 'source:git'],
    ...(email !== undefined && { claimed: [`ssh:${email}`] }),
  };
}
