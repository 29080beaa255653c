/**
 * How long the programs are, beside those of the branch point (`npm run instructions` prints it): a change that makes one much
 * longer or shorter is to be said in a commit. Where there is none to compare with, that is a skip. An object that does not load
 * any more fails too.
 */
import { describe, expect, it } from 'vitest';
import { BpfObject } from '../../src/ebpf/binding.js';
import { BUILD, type Counts, compareInstructions, measure, OBJECTS } from '../support/instructions.js';
import { deepestChains } from '../support/stack.js';

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

describe('the programs', () => {
  const found: Record<string, Record<string, Counts>> = {};
  it.each(OBJECTS)('%s loads', (name) => {
    found[name] = measure(BUILD, name);
    for (const [program, { verified }] of Object.entries(found[name])) expect(verified, program).toBeGreaterThan(0);
  });

  it.each([...OBJECTS, 'service.bpf.o'])('%s: no chain of calls takes more stack than Linux 6.1 gives', (name) => {
    const chains = deepestChains(BUILD + name, programsOf(name));
    const deep = [...chains.values()].map(({ bytes, functions }) => `${bytes}: ${functions.join(' > ')}`);
    expect(deep.filter((chain) => Number.parseInt(chain, 10) > STACK)).toEqual([]);
    expect(deep.length).toBeGreaterThan(0);
  });

  it('are about as long as at the branch point', { timeout: 300_000 }, (ctx) => {
    const compared = compareInstructions(found);
    if (compared.kind === 'unjudged') return ctx.skip(`not judged: ${compared.why}`);
    if (compared.kind === 'same' || compared.meant.length > 0) return;
    const how = 'if it is meant, say why in a commit, by a last line `Instructions: why`';
    expect(compared.far, how).toEqual([]);
  });
});
