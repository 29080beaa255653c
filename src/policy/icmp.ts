import { PROTOCOL } from '../net/types.js';

const v4 = (type: number) => ({ protocol: PROTOCOL.icmp as number, type });
const v6 = (type: number) => ({ protocol: PROTOCOL.icmpv6 as number, type });

/** ICMP and ICMPv6 types by the names of their RFCs (792, 4443); one that exists in both families means both. */
export const ICMP_TYPES = {
  'echo-request': [v4(8), v6(128)],
  'echo-reply': [v4(0), v6(129)],
  'destination-unreachable': [v4(3), v6(1)],
  'time-exceeded': [v4(11), v6(3)],
  'parameter-problem': [v4(12), v6(4)],
  'packet-too-big': [v6(2)],
  redirect: [v4(5), v6(137)],
  'timestamp-request': [v4(13)],
  'timestamp-reply': [v4(14)],
} as const;

/** `type 8 (echo-request)`; the number alone where it has no name. */
export function formatIcmp(
  protocol: number,
  { type, code }: { readonly type: number; readonly code?: number },
): string {
  const name = Object.entries(ICMP_TYPES).find(([, types]) =>
    types.some((t) => t.protocol === protocol && t.type === type),
  )?.[0];
  return `${name ?? `type ${type}`}${code === undefined || (code === 0 && name?.startsWith('echo')) ? '' : ` code ${code}`}`;
}
