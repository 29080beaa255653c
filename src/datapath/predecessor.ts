/** The maps of another layout version: found, read, and removed when they have been succeeded. */
import { existsSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BpfMap } from '../ebpf/binding.js';
import { changedMeaning, type Layout, OWN_LAYOUT, readLayout, readUint } from '../ebpf/layout.js';
import type { TrialLine } from '../tables/index.js';
import { LAYOUT_CHANGES } from './layout-changes.js';

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
function revisionInForce(dir: string, layout: Layout): RevisionInForce | undefined {
  return withRevision(dir, layout, (field) => {
    const [revision, digest] = [field('osg_revision', 'revision'), field('osg_revision', 'digest')];
    return revision === undefined || digest === undefined ? undefined : { revision, digest };
  });
}

/** Of the trial in force there. Undefined: none, or its meaning is not ours. */
export function trialInForce({ dir, layout }: Predecessor): TrialLine | undefined {
  if (changedMeaning('osg_trial', layout, OWN_LAYOUT, LAYOUT_CHANGES)) return undefined;
  return withRevision(dir, layout, (field) => {
    const unit = Number(field('osg_revision', 'trial') ?? 0n);
    if (unit === 0) return undefined;
    const of = (name: string): bigint | undefined => field('osg_trial', name, unit);
    const [id, until, laid] = [of('id'), of('until_ns'), of('laid_ms')];
    if (id === undefined || until === undefined || laid === undefined) return undefined;
    const counted = (name: string): bigint => field('osg_trial', 'before', unit, name) ?? 0n;
    const before = { judged: counted('judged'), denied: counted('denied'), allowed: counted('allowed') };
    return { id, until, laidMs: Number(laid), before };
  });
}

/** Reads an integer of a struct at a unit, or of a struct within it; undefined: the layout has none, or it lies outside the tables. */
type ReadField = (struct: string, name: string, unit?: number, inner?: string) => bigint | undefined;

/** @param use gets fields of the revision in force, unless another unit is named */
function withRevision<T>(dir: string, { structs, enums }: Layout, use: (field: ReadField) => T): T | undefined {
  const unitBytes = enums['osg_arena_sizes']?.values['OSG_UNIT_BYTES'];
  const root = structs['osg_root']?.fields['revision'];
  const pin = join(dir, 'osg_arena');
  if (!root || unitBytes === undefined || !existsSync(pin)) return undefined;
  const map = BpfMap.openPinned(pin);
  const mapping = map.mmap(false);
  try {
    const bytes = Buffer.from(mapping.buffer);
    const revision = Number(readUint(bytes, root.offset, root.size));
    if (revision === 0) return undefined;
    return use((struct, name, unit = revision, inner) => {
      const outer = structs[struct]?.fields[name];
      const field = inner === undefined ? outer : outer && structs[outer.type]?.fields[inner];
      if (outer === undefined || field === undefined) return undefined;
      const at = unit * unitBytes + (inner === undefined ? 0 : outer.offset) + field.offset;
      return at + field.size > bytes.length ? undefined : readUint(bytes, at, field.size);
    });
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
