/**
 * How long the BPF programs are, beside those of the branch point: what the verifier walked (`verified`), and what the CPU gets
 * (`jited` bytes). Both are compiled by the compiler of today and loaded by the kernel of today, so what differs is the change.
 *
 * As a program it prints that (`npm run instructions`), and ends with 0: about as long; 1: not; 7: it could not be judged.
 */
import { fileURLToPath } from 'node:url';
import { createConntrackShards } from '../../src/datapath/programs.js';
import { type BpfMap, BpfObject } from '../../src/ebpf/binding.js';
import { branchPoint, isAsThen, meant, objectsIn, objectsOf } from './branch-point.js';

export const BUILD = fileURLToPath(new URL('../../bpf/build/', import.meta.url));
/** Those that load as they are. */
export const OBJECTS = ['endpoint', 'packet_path', 'deny_feed', 'classify', 'clock'].map((name) => `${name}.bpf.o`);
/** So much more or less of either is to be said in a commit. */
const MARGIN = 0.1;
/** Of a program of a few instructions, two are a tenth. */
const LEAST = 64;

export interface Counts {
  readonly verified: number;
  /** 0: the JIT is off. */
  readonly jited: number;
}

/** Loads it over maps of its own, which go with it. By program. */
export function measure(folder: string, name: string): Record<string, Counts> {
  const shards = createConntrackShards();
  const probe = BpfObject.open(folder + name);
  const maps: Record<string, { reuse: BpfMap }> = {};
  if (probe.mapNames().includes('osg_conntrack_more')) maps['osg_conntrack_more'] = { reuse: shards };
  const programs = probe.programNames();
  probe.close();
  const object = BpfObject.open(folder + name, { maps });
  try {
    object.load();
    return Object.fromEntries(
      programs.sort().map((program) => {
        const handle = object.program(program);
        const { verifiedInstructions: verified, jitedBytes: jited } = handle.info;
        handle.close();
        return [program, { verified, jited }];
      }),
    );
  } finally {
    object.close();
    shards.close();
  }
}

export type Comparison =
  | { readonly kind: 'unjudged'; readonly why: string }
  | { readonly kind: 'same'; readonly commit: string }
  | {
      readonly kind: 'compared';
      readonly commit: string;
      /** All that differs, as text. */
      readonly lines: readonly string[];
      /** Of these, what is far from what it was. */
      readonly far: readonly string[];
      /** Why that is meant, as the commits since say. */
      readonly meant: readonly string[];
    };

const far = (was: number, is: number): boolean =>
  was > 0 && is > 0 && Math.abs(is - was) > Math.max(LEAST, MARGIN * was);

/** @param now of what is built, by object; measured where it is absent */
export function compareInstructions(now: Readonly<Record<string, Record<string, Counts>>> = {}): Comparison {
  const point = branchPoint();
  if ('unknown' in point) return { kind: 'unjudged', why: point.unknown };
  const { commit } = point;
  if (isAsThen(commit)) return { kind: 'same', commit };
  let before: Record<string, Record<string, Counts>>;
  try {
    const folder = objectsOf(commit);
    const there = new Set(objectsIn(folder));
    before = Object.fromEntries(OBJECTS.filter((name) => there.has(name)).map((name) => [name, measure(folder, name)]));
  } catch (error) {
    return { kind: 'unjudged', why: `the programs of ${commit.slice(0, 12)} do not build or load here: ${error}` };
  }
  const changes = Object.entries(before).flatMap(([object, programs]) => {
    const found = now[object] ?? measure(BUILD, object);
    return Object.entries(programs).flatMap(([program, was]) => {
      const is = found[program];
      // One that went, or that is new, is neither longer nor shorter.
      if (is === undefined) return [];
      return (['verified', 'jited'] as const).flatMap((what) =>
        was[what] === is[what]
          ? []
          : { text: `${object} ${program}: ${what} ${was[what]} → ${is[what]}`, far: far(was[what], is[what]) },
      );
    });
  });
  return {
    kind: 'compared',
    commit,
    lines: changes.map(({ text }) => text),
    far: changes.filter((change) => change.far).map(({ text }) => text),
    meant: meant(commit),
  };
}

function main(): number {
  const found = compareInstructions();
  if (found.kind === 'unjudged') {
    console.log(`not judged: ${found.why}`);
    return 7;
  }
  const since = found.commit.slice(0, 12);
  if (found.kind === 'same') {
    console.log(`bpf/ is as it was at the branch point ${since}: nothing differs`);
    return 0;
  }
  for (const line of found.lines) console.log(`${found.far.includes(line) ? '!' : ' '} ${line}`);
  console.log(
    `${found.lines.length} figures differ from those of the branch point ${since}, ${found.far.length} by far`,
  );
  for (const why of found.meant) console.log(`meant: ${why}`);
  return found.far.length > 0 && found.meant.length === 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
