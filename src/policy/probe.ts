/** A question as people ask it (`shop/web` to `shop/api`, TCP 8080) → flows for the evaluator. */
import { formatAddress, parseAddress } from '../net/address.js';
import { NetError } from '../net/error.js';
import { formatProtocol, hasPorts, isIcmp, parseProtocol } from '../net/protocol.js';
import { type Address, type Family, PROTOCOL } from '../net/types.js';
import { nearest } from './diagnostics.js';
import type { Flow } from './flow.js';
import { ICMP_TYPES } from './icmp.js';
import type { ServiceInfo, Workload, World } from './model.js';
import { ownersOf } from './select.js';
import { backendsOf, type ServicePort, serviceAt, slicesOf } from './services.js';

export interface Probe {
  /** `namespace/pod`, `node:NAME`, or an address (one that a workload owns means that workload). */
  readonly from: string;
  /**
   * Also `svc/NAME` in the namespace of `from`, `svc/NAMESPACE/NAME`, each with `:PORT` instead of `port`, or the address of a
   * Service: who stands behind it is judged.
   */
  readonly to: string;
  /** Name or number; default TCP, or ICMP where a type is given. ICMP means ICMPv6 between IPv6 addresses. */
  readonly protocol?: string | number;
  /** Number, or the name of a container port of the destination. */
  readonly port?: number | string;
  /** ICMP: number or name; default echo-request, code 0. */
  readonly type?: number | string;
  readonly code?: number;
  readonly family?: Family;
}

export type ProbeErrorCode =
  /** No such workload, node, service or named port. */
  | 'UNKNOWN'
  /** It has no address of that family. */
  | 'NO_ADDRESS'
  /** A port, protocol or type that is none. */
  | 'BAD_VALUE';

/** A probe that cannot be asked: `field` is what is wrong with it. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError';

  constructor(
    readonly code: ProbeErrorCode,
    readonly field: keyof Probe,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The probe's flows, one for each family that both ends have, IPv4 first; to a Service one for each pod behind it. Never empty.
 * @throws {ProbeError}
 */
export function probeFlows(world: World, probe: Probe): Flow[] {
  const service = probedService(world, probe);
  if (service !== undefined) return serviceFlows(world, probe, service);
  const from = addressesOf(world, 'from', probe.from);
  const to = addressesOf(world, 'to', probe.to);
  return flowsBetween(probe, from, to);
}

/** The Service that the probe goes to, by name or address. @throws {ProbeError} for a name that is none */
export function probedService(world: World, { from, to }: Probe): ServiceInfo | undefined {
  if (!to.startsWith('svc/')) {
    try {
      return serviceAt(world, parseAddress(to));
    } catch (cause) {
      if (cause instanceof NetError) return undefined;
      throw cause;
    }
  }
  const [whole, given, name] = SERVICE.exec(to) ?? [];
  if (whole === undefined)
    throw new ProbeError(
      'BAD_VALUE',
      'to',
      `${JSON.stringify(to)} is not svc/NAME or svc/NAMESPACE/NAME, with :PORT or not`,
    );
  const namespace = given ?? from.split('/')[0];
  const service = world.services.find((s) => s.namespace === namespace && s.name === name);
  if (service === undefined)
    throw unknown(
      'to',
      `svc/${namespace}/${name}`,
      world.services.map((s) => `svc/${s.namespace}/${s.name}`),
    );
  return service;
}

const SERVICE = /^svc\/(?:([^/:]+)\/)?([^/:]+)(?::([^/:]+))?$/;

/** The Service's port that is asked for. @throws {ProbeError} */
function servicePort(service: ServiceInfo, probe: Probe): ServicePort {
  const of = `Service ${service.namespace}/${service.name}`;
  const said = SERVICE.exec(probe.to)?.[3];
  if (said !== undefined && probe.port !== undefined)
    throw new ProbeError('BAD_VALUE', 'port', `is said twice: ${said} in ${probe.to}, and ${probe.port}`);
  const asked = String(said ?? probe.port ?? '');
  const anyProtocol = said !== undefined && probe.protocol === undefined && probe.type === undefined;
  const protocol = anyProtocol ? undefined : protocolOf(probe);
  const port = service.ports.find(
    (p) => (anyProtocol || p.protocol === protocol) && asked !== '' && (String(p.port) === asked || p.name === asked),
  );
  if (port !== undefined) return port;
  const known = service.ports.map(
    (p) => `${formatProtocol(p.protocol)} ${p.port}${p.name === '' ? '' : ` (${p.name})`}`,
  );
  const has = known.length === 0 ? '' : `; it has ${known.join(', ')}`;
  throw new ProbeError('UNKNOWN', 'port', `${of} has no such port${has}`);
}

/** By family, then by pod. */
function serviceFlows(world: World, probe: Probe, service: ServiceInfo): Flow[] {
  const from = addressesOf(world, 'from', probe.from);
  const of = `Service ${service.namespace}/${service.name}`;
  const port = servicePort(service, probe);
  const backends = backendsOf(world, service, port).filter(({ addresses }) => addresses.length > 0);
  if (backends.length === 0) {
    const why =
      slicesOf(world, service).length > 0
        ? 'its EndpointSlices have none with that port'
        : Object.keys(service.selector).length === 0
          ? 'it has no selector, and no EndpointSlice is known'
          : 'its selector selects none with that port';
    throw new ProbeError('NO_ADDRESS', 'to', `no pod is known behind ${of}: ${why}`);
  }
  const asked = parseFamily(probe.to);
  const flows = backends.flatMap(({ workload, addresses, port: own }) => {
    try {
      const { protocol } = port;
      return flowsBetween({ ...probe, protocol, port: own, ...(asked !== undefined && { family: asked }) }, from, {
        addresses,
        ...(workload && { workload }),
      });
    } catch (cause) {
      if (cause instanceof ProbeError && cause.code === 'NO_ADDRESS' && backends.length > 1) return [];
      throw cause;
    }
  });
  if (flows.length === 0) throw new ProbeError('NO_ADDRESS', 'to', `${probe.from} has no family in common with ${of}`);
  return flows.sort((a, b) => a.source.family - b.source.family);
}

function parseFamily(to: string): Family | undefined {
  return to.startsWith('svc/') ? undefined : parseAddress(to).family;
}

interface ProbeEnd {
  readonly addresses: readonly Address[];
  readonly workload?: Workload;
  /** The pod that was named, where its address alone does not tell: it has ended, or another one has the address too. */
  readonly meant?: Workload;
}

function flowsBetween(probe: Probe, from: ProbeEnd, to: ProbeEnd): Flow[] {
  const protocol = protocolOf(probe);
  const pairs = ([4, 6] as const)
    .filter((f) => (probe.family ?? f) === f && (protocol !== PROTOCOL.icmpv6 || f === 6))
    .flatMap((f) => {
      const source = from.addresses.find((a) => a.family === f);
      const destination = to.addresses.find((a) => a.family === f);
      return source === undefined || destination === undefined ? [] : [{ source, destination }];
    });
  if (pairs.length === 0) {
    const family = probe.family === undefined ? 'a common family' : `IPv${probe.family}`;
    throw new ProbeError('NO_ADDRESS', 'to', `${probe.from} and ${probe.to} have no addresses of ${family}`);
  }
  const who = { ...(from.meant && { from: from.meant }), ...(to.meant && { to: to.meant }) };
  return pairs.map((pair) => ({ ...toFlow(probe, pair, protocol, to.workload), ...who }));
}

function toFlow(
  probe: Probe,
  pair: { source: Address; destination: Address },
  protocol: number | 'icmp',
  server: Workload | undefined,
): Flow {
  const number = protocol === 'icmp' ? (pair.source.family === 6 ? PROTOCOL.icmpv6 : PROTOCOL.icmp) : protocol;
  if (isIcmp(number)) return { ...pair, protocol: number, icmp: icmpOf(probe, number) };
  if (!hasPorts(number)) return { ...pair, protocol: number };
  return { ...pair, protocol: number, port: portOf(probe, number, server) };
}

function addressesOf(world: World, field: 'from' | 'to', text: string): ProbeEnd {
  if (text.startsWith('node:')) {
    const node = world.nodes.find((n) => n.name === text.slice('node:'.length));
    if (node !== undefined) return { addresses: node.addresses };
    throw unknown(
      field,
      text,
      world.nodes.map((n) => `node:${n.name}`),
    );
  }
  if (text.includes('/')) {
    const workload = world.workloads.find((w) => w.id === text);
    if (workload === undefined)
      throw unknown(
        field,
        text,
        world.workloads.map((w) => w.id),
      );
    if (workload.addresses.length === 0) throw new ProbeError('NO_ADDRESS', field, `${text} has no address yet`);
    return { addresses: workload.addresses, workload, ...meantBy(world, workload) };
  }
  try {
    const address = parseAddress(text);
    const workload = world.workloads.find(
      (w) => !w.ended && w.addresses.some((a) => a.family === address.family && a.value === address.value),
    );
    return { addresses: [address], ...(workload && { workload }) };
  } catch (cause) {
    if (!(cause instanceof NetError)) throw cause;
    throw new ProbeError(
      'BAD_VALUE',
      field,
      `${JSON.stringify(text)} is neither namespace/pod, node:NAME${field === 'to' ? ', svc/NAME' : ''} nor an address`,
    );
  }
}

/** One that has ended is judged as it was. */
function meantBy(world: World, workload: Workload): { meant?: Workload } {
  if (workload.hostNetwork) return {};
  if (workload.ended) return { meant: { ...workload, ended: false } };
  const alone = workload.addresses.every((address) => ownersOf(world, address).every(({ id }) => id === workload.id));
  return alone ? {} : { meant: workload };
}

function unknown(field: 'from' | 'to', text: string, known: readonly string[]): ProbeError {
  const near = nearest(text, known);
  return new ProbeError(
    'UNKNOWN',
    field,
    `the inventory has no ${text}${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

function protocolOf({ protocol, type }: Probe): number | 'icmp' {
  if (protocol === undefined) return type === undefined ? PROTOCOL.tcp : 'icmp';
  if (typeof protocol === 'string' && protocol.toLowerCase() === 'icmp') return 'icmp';
  try {
    return parseProtocol(protocol);
  } catch (cause) {
    throw new ProbeError('BAD_VALUE', 'protocol', (cause as Error).message);
  }
}

function icmpOf({ type = 'echo-request', code = 0 }: Probe, protocol: number): { type: number; code: number } {
  if (!isByte(code)) throw new ProbeError('BAD_VALUE', 'code', `ICMP code ${code} is not 0..255`);
  if (typeof type === 'number' && isByte(type)) return { type, code };
  const known = Object.entries(ICMP_TYPES)
    .find(([name]) => name === type)?.[1]
    .find((t) => t.protocol === protocol);
  if (known === undefined)
    throw new ProbeError('BAD_VALUE', 'type', `ICMP type ${JSON.stringify(type)} is not 0..255 and no known name`);
  return { type: known.type, code };
}

function isByte(n: number): boolean {
  return Number.isInteger(n) && n >= 0 && n <= 255;
}

function portOf({ port, to }: Probe, protocol: number, server: Workload | undefined): number {
  if (typeof port === 'string' && !/^[0-9]+$/.test(port)) {
    const named = server?.ports.find((p) => p.name === port && p.protocol === protocol);
    if (named === undefined)
      throw new ProbeError(
        'UNKNOWN',
        'port',
        `${to} has no container port named ${JSON.stringify(port)} of that protocol`,
      );
    return named.port;
  }
  const number = Number(port);
  if (port === undefined || !Number.isInteger(number) || number < 0 || number > 65535) {
    throw new ProbeError('BAD_VALUE', 'port', `port ${JSON.stringify(port)} is not 0..65535`);
  }
  return number;
}

/** `10.0.0.1 → 10.0.0.2` */
export function formatEnds({ source, destination }: Flow): string {
  return `${formatAddress(source)} → ${formatAddress(destination)}`;
}
