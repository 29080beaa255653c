export type NetErrorCode =
  /** No IPv4 or IPv6 address. */
  | 'ADDRESS'
  /** No CIDR prefix, or one with bits past its length. */
  | 'PREFIX'
  /** No port or range of ports. */
  | 'PORT'
  /** No protocol name or number. */
  | 'PROTOCOL';

/** Text or bytes that are no address, prefix, port or protocol. `found` is the offending text. */
export class NetError extends Error {
  override readonly name = 'NetError';

  constructor(
    readonly code: NetErrorCode,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${JSON.stringify(found)} is not ${expected}`);
  }
}
