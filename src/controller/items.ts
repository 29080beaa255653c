/** Objects of the model as text in the store. */

const BIG = '$bigint';

export const writeItem = (item: unknown): string =>
  JSON.stringify(item, (_key, value: unknown) => (typeof value === 'bigint' ? { [BIG]: String(value) } : value));

export const readItem = <T>(text: string): T =>
  JSON.parse(text, (_key, value: unknown) => {
    const big = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[BIG] : undefined;
    return typeof big === 'string' ? BigInt(big) : value;
  }) as T;

/** One stored item as text; `to` 0: still. */
export interface StoredSpan {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}
