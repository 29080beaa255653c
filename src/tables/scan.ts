import { OsgArenaSizes, OsgEndpoint, OsgLimits, OsgRevision, OsgServices } from '../gen/abi.js';
import { TablesError } from './error.js';
import type { Memory } from './memory.js';
import { nodeOf, OsgNode, unitOf } from './ref.js';
import type { Steps } from './steps.js';

const { LINE_UNITS } = OsgArenaSizes;
const UNIT_WORDS = OsgArenaSizes.UNIT_BYTES / 4;
const NONE = 0xffffffff;
/** So many units or more. */
const LARGE = 255;
/** Nodes that are visited before the next step, and units that are looked at. */
const STEP_NODES = 1 << 12;
const STEP_UNITS = 1 << 18;
const word = (field: { readonly offset: number }): number => field.offset / 4;

/**
 * Finds what a revision occupies by walking from its line: how a new agent learns which lines of a living arena are free.
 * @param words the arena
 * @param unit of the struct osg_revision
 * @param memory of which nothing is given out before this is done; the units in use are marked in it
 * @returns pairs (unit, units) of them. There may be millions: a flat array
 * @throws {TablesError} LAYOUT if something leads out of the arena or two things overlap
 */
export function* scanSteps(words: Uint32Array, unit: number, memory: Memory): Steps<Uint32Array> {
  /** By the first unit of what is claimed. */
  const sizes = new Uint8Array(words.length / UNIT_WORDS);
  const large = new Map<number, number>();
  let claimed = 0;
  const open: number[] = [];

  /** @returns whether it is new */
  const claim = (at: number, units: number): boolean => {
    const known = sizes[at] === LARGE ? large.get(at) : sizes[at];
    if (known === units) return false;
    if (known !== 0 || !memory.claim(at, units)) {
      throw new TablesError(
        'LAYOUT',
        `unit ${at}`,
        `unit ${at} lies outside the arena or is led to as two different things`,
      );
    }
    sizes[at] = Math.min(units, LARGE);
    if (units >= LARGE) large.set(at, units);
    claimed++;
    return true;
  };

  const visit = (ref: number): void => {
    const at = unitOf(ref) * UNIT_WORDS;
    const refs = (from: number, count: number): void => {
      for (let i = 0; i < count; i++) open.push(words[at + from + i]!);
    };
    switch (nodeOf(ref)) {
      case OsgNode.CELL:
        return;
      case OsgNode.CHAIN:
        claim(unitOf(ref), chainSteps(words, at));
        return;
      case OsgNode.INNER:
        if (!claim(unitOf(ref), LINE_UNITS)) return;
        for (let i = 0; i < 16 && (i === 0 || words[at + i - 1] !== NONE); i++)
          open.push(words[at + 15]! + i * LINE_UNITS);
        return;
      case OsgNode.LEAF:
        if (claim(unitOf(ref), LINE_UNITS)) refs(8, 8);
        return;
      case OsgNode.HALF:
        if (claim(unitOf(ref), 2)) refs(4, 4);
        return;
      case OsgNode.RANGE:
      case OsgNode.EXACT:
        if (claim(unitOf(ref), 1)) refs(2, 2);
        return;
      case OsgNode.CLASS:
        if (claim(unitOf(ref), 1)) refs(0, 1);
        return;
    }
  };

  claim(unit, LINE_UNITS);
  const revision = unit * UNIT_WORDS;
  const fields = OsgRevision.fields;
  for (const field of [fields.class_v4, fields.class_v6, fields.node_v4, fields.node_v6])
    open.push(words[revision + word(field)]!);
  const services = words[revision + word(fields.services)]!;
  if (services !== 0) {
    claim(services, 1);
    for (let family = 0; family < 2; family++)
      open.push(words[services * UNIT_WORDS + word(OsgServices.fields.refs) + family]!);
  }
  const trial = words[revision + word(fields.trial)]!;
  if (trial !== 0) claim(trial, LINE_UNITS);
  const buckets = words[revision + word(fields.buckets)]!;
  const bucketUnits = (words[revision + word(fields.bucket_mask)]! + 1) * 2;
  claim(buckets, Math.max(bucketUnits, LINE_UNITS));
  for (let bucket = 0; bucket < bucketUnits; bucket += 2) {
    for (let i = 0; i < 4; i++) {
      const endpoint = words[(buckets + bucket) * UNIT_WORDS + 4 + i]!;
      if (endpoint === 0) continue;
      const at = endpoint * UNIT_WORDS;
      const { rules, sources, own, candidate } = OsgEndpoint.fields;
      const beside = words[at + word(candidate)]!;
      claim(endpoint, (beside === 0 ? 2 : 3) * LINE_UNITS);
      for (let k = 0; beside !== 0 && k < rules.count; k++) open.push(words[beside * UNIT_WORDS + word(rules) + k]!);
      for (const field of [rules, sources, own])
        for (let k = 0; k < field.count; k++) open.push(words[at + word(field) + k]!);
    }
  }
  let visited = 0;
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (++visited % STEP_NODES === 0) yield;
    visit(ref);
  }
  const owned = new Uint32Array(2 * claimed);
  for (let at = 0, i = 0; at < sizes.length; at++) {
    if (at % STEP_UNITS === 0) yield;
    const size = sizes[at] as number;
    if (size === 0) continue;
    owned[i++] = at;
    owned[i++] = size === LARGE ? (large.get(at) as number) : size;
  }
  return owned;
}

function chainSteps(words: Uint32Array, at: number): number {
  for (let i = 0; i < OsgLimits.CHAIN_MAX_STEPS; i++) {
    if (words[at + i * UNIT_WORDS] === NONE && words[at + i * UNIT_WORDS + 1] === NONE) return i + 1;
  }
  throw new TablesError('LAYOUT', `unit ${at / UNIT_WORDS}`, 'a chain has no last step');
}
