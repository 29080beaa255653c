/** The maps of another layout version: found, read, and removed when they have been succeeded. */
import { existsSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BpfMap } from '../ebpf/binding.js';
import { type Layout, OWN_LAYOUT, readLayout, readUint } from '../ebpf/layout.js';

/** What the kernel goes by: number and digest (`Publication.digest`, 0: not told) of a revision. */
export interface RevisionInForce {
  readonly revision: bigint;
  readonly digest: bigint;
}

export interface Predecessor {
  readonly dir: string;
  readonly layout: Layout;
  /** In force when its agent ended. */
  readonly inForce: RevisionInForce;
}

const FOLDER = /^v\d+$/;
export const mapFolder = (dir: string, version = OWN_LAYOUT.version): string => join(dir, `v${version}`);

/** Folders of other versions that are to go when we have succeeded them. */
export function otherFolders(dir: string): string[] {
  const own = mapFolder(dir);
  return readdirSync(dir)
    .filter((name) => FOLDER.test(name))
    .map((name) => join(dir, name))
    .filter((path) => path !== own);
}

/** The other versions whose programs may be at work: they have tables with a revision, and say how they are to be read. */
export function predecessors(dir: string): Predecessor[] {
  return otherFolders(dir).flatMap((path) => {
    const layout = readLayout(path);
    const inForce = layout && revisionInForce(path, layout);
    return layout === undefined || inForce === undefined ? [] : [{ dir: path, layout, inForce }];
  });
}

/** Of tables in any layout that has the fields by which it is found. Undefined: none. */
function revisionInForce(dir: string, { structs, enums }: Layout): RevisionInForce | undefined {
  const [root, revision] = [structs['osg_root']?.fields, structs['osg_revision']?.fields];
  const unitBytes = enums['osg_arena_sizes']?.values['OSG_UNIT_BYTES'];
  const pin = join(dir, 'osg_arena');
  const [at, number, digest] = [root?.['revision'], revision?.['revision'], revision?.['digest']];
  if (!at || !number || !digest || unitBytes === undefined || !existsSync(pin)) return undefined;
  const map = BpfMap.openPinned(pin);
  const mapping = map.mmap(false);
  try {
    const bytes = Buffer.from(mapping.buffer);
    const unit = Number(readUint(bytes, at.offset, at.size));
    if (unit === 0 || (unit + 4) * unitBytes > bytes.length) return undefined;
    const read = ({ offset, size }: typeof at): bigint => readUint(bytes, unit * unitBytes + offset, size);
    return { revision: read(number), digest: read(digest) };
  } finally {
    mapping.close();
    map.close();
  }
}

/** Removes another version's pins: first what makes it look alive. */
export function removeFolder(path: string): void {
  const arena = join(path, 'osg_arena');
  if (existsSync(arena)) unlinkSync(arena);
  removePins(path);
}

/** Removes a data plane's folder. Programs stay on interfaces whose links were not detached only if something else holds them. */
export function removePins(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) removePins(path);
    else unlinkSync(path);
  }
  rmdirSync(dir);
}
