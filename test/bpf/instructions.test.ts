/**
 * How long the programs are, beside a committed baseline: what the verifier walked (`verified`), and what the CPU gets (`jited`
 * bytes). A change that makes one much longer or shorter is to be seen in review: `npm run accept:instructions` writes the
 * baseline anew. Loading is all that is done here, so an object that does not load any more fails too.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createConntrackShards } from '../../src/datapath/programs.js';
import { type BpfMap, BpfObject } from '../../src/ebpf/binding.js';
import { deepestChains } from '../support/stack.js';

const BUILD = fileURLToPath(new URL('../../bpf/build/', import.meta.url));
const BASELINE = fileURLToPath(new URL('../../bpf/instructions.json', import.meta.url));
/** So much more or less of either is told: below, compilers differ. */
const MARGIN = 0.25;

interface Counts {
  readonly verified: number;
  /** 0: the JIT is off. */
  readonly jited: number;
}

interface Baseline {
  /** `major.minor`: another verifier walks other ways. */
  readonly kernel: string;
  readonly objects: Readonly<Record<string, Readonly<Record<string, Counts>>>>;
}

const kernel = release().split('.').slice(0, 2).join('.');
/** Those that load as they are. */
const objects = ['endpoint', 'packet_path', 'deny_feed', 'classify', 'clock'].map((name) => `${name}.bpf.o`);

/** Loads it over maps of its own, which go with it. */
function measure(name: string): Record<string, Counts> {
  const shards = createConntrackShards();
  const probe = BpfObject.open(BUILD + name);
  const maps: Record<string, { reuse: BpfMap }> = {};
  if (probe.mapNames().includes('osg_conntrack_more')) maps['osg_conntrack_more'] = { reuse: shards };
  const programs = probe.programNames();
  probe.close();
  const object = BpfObject.open(BUILD + name, { maps });
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

/** Bytes of stack that a chain of calls may take, before Linux 6.8 as since. */
const STACK = 512;

function programsOf(name: string): string[] {
  const object = BpfObject.open(BUILD + name);
  try {
    return object.programNames();
  } finally {
    object.close();
  }
}

const far = (was: number, is: number): boolean => was > 0 && is > 0 && Math.abs(is - was) > MARGIN * was;

describe('the programs', () => {
  const found: Record<string, Record<string, Counts>> = {};
  it.each(objects)('%s loads', (name) => {
    found[name] = measure(name);
    for (const [program, { verified }] of Object.entries(found[name])) expect(verified, program).toBeGreaterThan(0);
  });

  it.each([...objects, 'service.bpf.o'])('%s: no chain of calls takes more stack than Linux 6.1 gives', (name) => {
    const chains = deepestChains(BUILD + name, programsOf(name));
    const deep = [...chains.values()].map(({ bytes, functions }) => `${bytes}: ${functions.join(' > ')}`);
    expect(deep.filter((chain) => Number.parseInt(chain, 10) > STACK)).toEqual([]);
    expect(deep.length).toBeGreaterThan(0);
  });

  it('are about as long as the baseline says', (ctx) => {
    if (process.env['OSG_ACCEPT'] === '1') {
      writeFileSync(BASELINE, `${JSON.stringify({ kernel, objects: found } satisfies Baseline, null, 2)}\n`);
      return;
    }
    const baseline = JSON.parse(readFileSync(BASELINE, 'utf8')) as Baseline;
    if (baseline.kernel !== kernel) return ctx.skip(`the baseline is of Linux ${baseline.kernel}, this is ${kernel}`);
    const told = Object.entries(found).flatMap(([object, programs]) =>
      Object.entries(programs).flatMap(([program, is]) => {
        const was = baseline.objects[object]?.[program];
        // A new one is in the baseline from the next time on.
        if (was === undefined) return [];
        return (['verified', 'jited'] as const).flatMap((what) =>
          far(was[what], is[what]) ? [`${object} ${program}: ${what} ${was[what]} → ${is[what]}`] : [],
        );
      }),
    );
    expect(told, 'if it is meant: npm run accept:instructions, and commit bpf/instructions.json').toEqual([]);
  });
});
