/** Text or bytes that are no address, prefix, port or protocol. `found` is the offending text. */
export class NetError extends Error {
  override readonly name = 'NetError';

  constructor(
    readonly code: 'address' | 'prefix' | 'port' | 'protocol',
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${JSON.stringify(found)} is not ${expected}`);
  }
}
