/** Refs: one word that leads from a node to the next, as in bpf/abi/tables.h. */
import { OsgNode, OsgRefBits } from '../gen/abi.js';

export const UNIT_MASK = OsgRefBits.REF_UNIT_MASK;
export const SLOT_MASK = OsgRefBits.CELL_SLOT_MASK;
export const ALLOW = OsgRefBits.CELL_ALLOW;

export const refOf = (node: OsgNode, word: number, unit: number): number =>
  ((node << OsgRefBits.REF_NODE_SHIFT) | (word << OsgRefBits.REF_WORD_SHIFT) | unit) >>> 0;

export const nodeOf = (ref: number): OsgNode => (ref >>> OsgRefBits.REF_NODE_SHIFT) as OsgNode;
export const wordOf = (ref: number): number => (ref >>> OsgRefBits.REF_WORD_SHIFT) & 7;
export const unitOf = (ref: number): number => ref & UNIT_MASK;

export const cellRef = (allow: boolean, slot: number): number => (allow ? ALLOW | slot : slot) >>> 0;

/** Answers of a set of addresses: slot 1 either way, since the word 0 is no cell. */
export const MEMBER = cellRef(true, 1);
export const NO_MEMBER = cellRef(false, 1);

/** Class numbers are cells too; they are never the word 0 of cleared memory because they count as allowed. */
export const classCell = (number: number): number => cellRef(true, number);

export { OsgNode };
