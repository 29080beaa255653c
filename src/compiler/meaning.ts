/** Whether rules of a view mean the same. */
import type { ViewMatch, ViewPort, ViewRule } from '../policy/view.js';

/** Whether two rules give the same verdicts, whatever their words. */
export function meansSame(a: ViewRule, b: ViewRule): boolean {
  if (a === b) return true;
  return (
    a.id === b.id &&
    a.direction === b.direction &&
    a.action === b.action &&
    a.mode === b.mode &&
    a.expiresAt === b.expiresAt &&
    sameLists(a.matches, b.matches, sameMatch)
  );
}

function sameLists<T>(a: 'any' | readonly T[], b: 'any' | readonly T[], same: (x: T, y: T) => boolean): boolean {
  if (a === b) return true;
  return a !== 'any' && b !== 'any' && a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}

function sameMatch(a: ViewMatch, b: ViewMatch): boolean {
  return sameLists(a.peers, b.peers, (x, y) => x === y) && sameLists(a.ports, b.ports, samePort);
}

function samePort(a: ViewPort, b: ViewPort): boolean {
  return (
    a.protocol === b.protocol &&
    a.ports?.first === b.ports?.first &&
    a.ports?.last === b.ports?.last &&
    a.icmp?.type === b.icmp?.type &&
    a.icmp?.code === b.icmp?.code
  );
}
