/** The port patterns of our own kinds. */
import { NetError } from '../../net/error.js';
import { formatProtocol, hasPorts, isIcmp, parsePortRange, parseProtocol } from '../../net/protocol.js';
import { type PortRange, PROTOCOL } from '../../net/types.js';
import { nearest, show } from '../diagnostics.js';
import { ICMP_TYPES } from '../icmp.js';
import type { PortMatch } from '../model.js';
import type { Path } from '../path.js';
import type { PortSource } from '../schema/groups.js';
import { portName } from '../schema/kubernetes.js';
import type { Scope } from './scope.js';

/** Usually one pattern; an ICMP type by name without a protocol means both families. Empty after an error. */
export function toPorts(scope: Scope, path: Path, source: PortSource): PortMatch[] {
  const { port, endPort, icmp } = source;
  if (icmp !== undefined && port !== undefined) {
    scope.error(path, 'bad-port', 'a pattern has either port or icmp');
    return [];
  }
  if (endPort !== undefined && typeof port !== 'number') {
    scope.error([...path, 'endPort'], 'bad-port', 'endPort needs a numeric port', { found: show(endPort) });
    return [];
  }
  if (source.protocol === undefined && port === undefined && icmp === undefined) {
    scope.error(path, 'bad-port', 'the pattern says nothing', { expected: 'protocol, port or icmp' });
    return [];
  }
  if (icmp !== undefined) return toIcmp(scope, path, source.protocol, icmp);
  const protocol = toProtocol(scope, [...path, 'protocol'], source.protocol ?? 'TCP');
  if (protocol === undefined) return [];
  if (port === undefined) return [{ protocol }];
  if (protocol === 'any' || !hasPorts(protocol)) {
    scope.error(
      [...path, 'port'],
      'bad-port',
      `${protocol === 'any' ? 'protocol any' : formatProtocol(protocol)} has no ports`,
      { expected: 'protocol TCP, UDP or SCTP' },
    );
    return [];
  }
  if (typeof port === 'string' && !/^[0-9-]+$/.test(port)) {
    const name = portName.safeParse(port);
    if (name.success) return [{ protocol, name: port }];
    scope.error([...path, 'port'], 'bad-port', 'neither port, range nor port name', {
      found: show(port),
      expected: '80, 8000-8100 or http',
    });
    return [];
  }
  const ports = toRange(scope, path, port, endPort);
  return ports === undefined ? [] : [{ protocol, ports }];
}

function toRange(scope: Scope, path: Path, port: number | string, endPort: number | undefined): PortRange | undefined {
  if (typeof port === 'number') {
    const last = endPort ?? port;
    if (last >= port) return { first: port, last };
    scope.error([...path, 'endPort'], 'bad-port', 'the range is inverted', {
      found: `${port}-${last}`,
      expected: `endPort of at least ${port}`,
    });
    return undefined;
  }
  try {
    return parsePortRange(port);
  } catch (cause) {
    if (!(cause instanceof NetError)) throw cause;
    scope.error([...path, 'port'], 'bad-port', 'not a range of ports', { found: show(port), expected: cause.expected });
    return undefined;
  }
}

function toProtocol(scope: Scope, path: Path, protocol: string | number): number | 'any' | undefined {
  if (protocol === 'any') return 'any';
  try {
    return parseProtocol(protocol);
  } catch (cause) {
    if (!(cause instanceof NetError)) throw cause;
    const suggestion =
      typeof protocol === 'string' ? nearest(protocol, ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6', 'any']) : undefined;
    scope.error(path, 'bad-protocol', 'unknown protocol', {
      found: show(protocol),
      expected: cause.expected,
      ...(suggestion !== undefined && { suggestion }),
    });
    return undefined;
  }
}

function toIcmp(
  scope: Scope,
  path: Path,
  protocol: string | number | undefined,
  icmp: NonNullable<PortSource['icmp']>,
): PortMatch[] {
  const parsed = protocol === undefined ? undefined : toProtocol(scope, [...path, 'protocol'], protocol);
  if (protocol !== undefined && parsed === undefined) return [];
  if (parsed !== undefined && (parsed === 'any' || !isIcmp(parsed))) {
    scope.error([...path, 'protocol'], 'bad-port', 'icmp needs protocol ICMP or ICMPv6', { found: show(protocol) });
    return [];
  }
  const code = icmp.code === undefined ? {} : { code: icmp.code };
  if (typeof icmp.type === 'number')
    return [{ protocol: (parsed as number | undefined) ?? PROTOCOL.icmp, icmp: { type: icmp.type, ...code } }];
  const types = Object.hasOwn(ICMP_TYPES, icmp.type) ? ICMP_TYPES[icmp.type as keyof typeof ICMP_TYPES] : undefined;
  const chosen = types?.filter((t) => parsed === undefined || t.protocol === parsed);
  if (chosen === undefined || chosen.length === 0) {
    const suggestion = nearest(icmp.type, Object.keys(ICMP_TYPES));
    scope.error([...path, 'icmp', 'type'], 'bad-port', 'unknown ICMP type', {
      found: show(icmp.type),
      expected: `0..255 or one of ${Object.keys(ICMP_TYPES).join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    });
    return [];
  }
  return chosen.map(({ protocol: p, type }) => ({ protocol: p, icmp: { type, ...code } }));
}
