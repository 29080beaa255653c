/** Maps of ours that are found pinned: what a foreign hand put in their place is told by its name. */
import { BpfMap, type MapInfo } from '../ebpf/binding.js';
import { DatapathError } from './error.js';

export type Shape = Pick<MapInfo, 'type' | 'keySize' | 'valueSize'>;

/** @throws {DatapathError} LAYOUT: it is a map of another shape @throws {BpfError} it is no map */
export function openPin(path: string, { type, keySize, valueSize }: Shape): BpfMap {
  const map = BpfMap.openPinned(path);
  const found = map.info;
  if (found.type === type && found.keySize === keySize && found.valueSize === valueSize) return map;
  map.close();
  const text = (shape: Shape): string =>
    `type ${shape.type}, keys of ${shape.keySize}, values of ${shape.valueSize} bytes`;
  throw new DatapathError(
    'LAYOUT',
    'open',
    `${path}: a foreign map is pinned there (${text(found)}), expected ${text({ type, keySize, valueSize })}: remove it`,
  );
}
