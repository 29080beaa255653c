/** Walks a plan's objects as the kernel walks its tables: for tests and tools. */
import type { Address, Direction } from '../net/types.js';
import type { TrialSide } from '../policy/view.js';
import { chunkAt, rangeAt } from './partition.js';
import { type Cell, type CellStep, type ClassChunk, type Plan, type RangeChunk, type Row, stepsOf } from './plan.js';
import { wordsOf, writeAddress } from './words.js';

/**
 * @param key `protocol << 16 | port`, see `Row`
 * @param atMs Unix milliseconds
 * @throws {RangeError} for an endpoint that the plan does not have
 */
export function lookupPlan(
  plan: Plan,
  endpointId: string,
  direction: Direction,
  peer: Address,
  key: number,
  atMs: number,
  side: TrialSide = 'predecessor',
): CellStep {
  const endpoint = plan.endpoints.find(({ id }) => id === endpointId);
  if (endpoint === undefined) throw new RangeError(`no endpoint ${endpointId} in the plan of ${plan.node}`);
  const { [direction]: matcher } = side === 'candidate' ? (endpoint.candidate ?? endpoint) : endpoint;
  const row = rowOf(plan, matcher[peer.family === 4 ? 'v4' : 'v6'], peer);
  return stepAt(row, key, atMs);
}

function rowOf(plan: Plan, { chunks }: Plan['endpoints'][number]['ingress']['v4'], peer: Address): Row {
  const w = wordsOf(peer.family);
  const address = new Uint32Array(w);
  writeAddress(address, 0, peer.value, w);
  const { starts, rows } = chunks.at(chunkAt(chunks, address, 0, w)) as RangeChunk;
  const ref = rows[rangeAt(starts, address, 0, w)] as (typeof rows)[number];
  if (!('byClass' in ref)) return ref;
  const map = plan.classes[peer.family === 4 ? 'v4' : 'v6'].chunks;
  const chunk = map.at(chunkAt(map, address, 0, w)) as ClassChunk;
  return ref.byClass[chunk.classes[rangeAt(chunk.starts, address, 0, w)] as number] as Row;
}

function stepAt({ starts, cells }: Row, key: number, atMs: number): CellStep {
  const segment = rangeAt(starts, Uint32Array.of(key), 0, 1);
  return stepsOf(cells[segment] as Cell).find((step) => atMs < step.until) as CellStep;
}
