/** Probes in, verdicts out, by any engine. */

import { formatAddress } from '../../net/address.js';
import { evaluate } from '../evaluate.js';
import type { DirectionDecision, Flow } from '../flow.js';
import type { ServiceInfo, World } from '../model.js';
import { type Probe, ProbeError, probedService, probeFlows } from '../probe.js';
import { ownersOf } from '../select.js';
import { demandWorkloads, PolicyToolError } from './error.js';

/** What any engine says of one direction; engines that hold compiled tables have no nearest miss. */
export interface SimulatedDirection extends Pick<DirectionDecision, 'verdict' | 'reason'> {
  readonly rule?: string;
  readonly isolatedBy?: readonly string[];
  /** The verdict if audit rules were enforced too, where they change the verdict or who decides. */
  readonly audit?: { readonly verdict: 'allow' | 'deny'; readonly rule?: string };
}

export interface SimulatedFlow {
  readonly verdict: 'allow' | 'deny';
  readonly egress: SimulatedDirection;
  readonly ingress: SimulatedDirection;
}

/** Judges flows of one world at one time. */
export interface Engine {
  judge(flow: Flow): SimulatedFlow;
  close(): void;
}

/** @param atMs Unix milliseconds */
export type OpenEngine = (world: World, atMs: number) => Engine | Promise<Engine>;

export const referenceEngine: OpenEngine = (world, atMs) => ({
  judge: (flow) => {
    const { verdict, egress, ingress } = evaluate(world, flow, atMs, false);
    return { verdict, egress: brief(egress), ingress: brief(ingress) };
  },
  close: () => {},
});

function brief({ verdict, reason, rule, isolatedBy, audit }: DirectionDecision): SimulatedDirection {
  return {
    verdict,
    reason,
    ...(rule && { rule: rule.rule }),
    ...(isolatedBy && { isolatedBy }),
    ...(audit && { audit: { verdict: audit.verdict, ...(audit.rule && { rule: audit.rule.rule }) } }),
  };
}

/** One line of the answer: the probe as asked, and the verdict; to a Service, that of each pod behind it, and `deny` if any of them is denied. */
export type SimulatedProbe = Probe &
  SimulatedFlow & {
    /** `namespace/name` */
    readonly service?: string;
    readonly backends?: readonly { readonly to: string; readonly port: number; readonly verdict: 'allow' | 'deny' }[];
  };

/**
 * Parses probes, one JSON object a line; empty lines are skipped.
 * @throws {PolicyToolError} code `PROBE`, naming the line
 */
export function parseProbes(text: string, file: string): Probe[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [checkProbe(JSON.parse(line) as unknown)];
    } catch (cause) {
      throw new PolicyToolError('PROBE', `${file}:${i + 1}: ${(cause as Error).message}`, { cause });
    }
  });
}

const FIELDS: Readonly<Record<keyof Probe, readonly string[]>> = {
  from: ['string'],
  to: ['string'],
  protocol: ['string', 'number', 'undefined'],
  port: ['string', 'number', 'undefined'],
  type: ['string', 'number', 'undefined'],
  code: ['number', 'undefined'],
  family: ['number', 'undefined'],
};

function checkProbe(value: unknown): Probe {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ProbeError('BAD_VALUE', 'from', 'a probe is a JSON object');
  const probe = value as Record<string, unknown>;
  for (const [field, types] of Object.entries(FIELDS) as [keyof Probe, readonly string[]][]) {
    if (!types.includes(typeof probe[field]))
      throw new ProbeError(
        'BAD_VALUE',
        field,
        `${field} is ${JSON.stringify(probe[field])}, expected ${types.join(' or ')}`,
      );
  }
  if (probe['family'] !== undefined && probe['family'] !== 4 && probe['family'] !== 6)
    throw new ProbeError('BAD_VALUE', 'family', 'family is 4 or 6');
  return probe as unknown as Probe;
}

/**
 * The verdict of each probe, in order: of its IPv4 flow, or IPv6 where only that exists or is asked.
 * @throws {PolicyToolError} code `PROBE`, with the probe's number, before anything is judged; `nothing` without workloads
 */
export async function simulate(
  world: World,
  probes: readonly Probe[],
  atMs: number,
  open: OpenEngine = referenceEngine,
): Promise<SimulatedProbe[]> {
  demandWorkloads(world, 'simulate');
  const asked = probes.map((probe, i): Asked => {
    try {
      const all = probeFlows(world, probe);
      // One family; more than one flow only to the pods behind a Service.
      return {
        service: probedService(world, probe),
        flows: all.filter((f) => f.source.family === all[0]?.source.family),
      };
    } catch (cause) {
      if (!(cause instanceof ProbeError)) throw cause;
      throw new PolicyToolError('PROBE', `probe ${i + 1}: ${cause.field}: ${cause.message}`, { cause });
    }
  });
  const engine = await open(world, atMs);
  try {
    return probes.map((probe, i) => answer(world, probe, asked[i] as Asked, engine));
  } finally {
    engine.close();
  }
}

interface Asked {
  readonly service: ServiceInfo | undefined;
  readonly flows: readonly Flow[];
}

function answer(world: World, probe: Probe, { service, flows }: Asked, engine: Engine): SimulatedProbe {
  const judged = flows.map((flow) => ({ flow, result: engine.judge(flow) }));
  const deciding = judged.find(({ result }) => result.verdict === 'deny') ?? judged[0];
  const result = deciding?.result as SimulatedFlow;
  if (service === undefined) return { ...probe, ...result };
  return {
    ...probe,
    ...result,
    service: `${service.namespace}/${service.name}`,
    backends: judged.map(({ flow, result: { verdict } }) => ({
      to: ownersOf(world, flow.destination)[0]?.id ?? formatAddress(flow.destination),
      port: flow.port as number,
      verdict,
    })),
  };
}
