/** Rules for an incident: first of all tiers, with an expiry that the kernel enforces even if nobody is left to remove them. */
import type { osg } from '../gen/proto.js';
import { formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { parseSources } from '../policy/load.js';
import type { Peer, Policy, Rule, Workload, WorkloadSelector } from '../policy/model.js';
import { ControllerError } from './error.js';

export interface EmergencyRequest {
  readonly allow?: { readonly from: string; readonly to: string; readonly ports: readonly string[] };
  readonly isolate?: { readonly target: string };
  readonly reason: string;
  readonly ticket: string;
}

export interface Emergency {
  /** `e-<n>`. */
  readonly id: string;
  readonly expiresMs: number;
  readonly request: EmergencyRequest;
  readonly who: string;
  readonly revision: number;
}

/** Whom an emergency may name. */
export interface Names {
  policy(id: string): Policy | undefined;
  workload(id: string): Workload | undefined;
}

const LONGEST_MS = 7 * 24 * 3_600_000;

/** @throws ControllerError REQUEST */
export function checkEmergency(request: EmergencyRequest, forMs: number, names: Names): void {
  const refuse = (field: string, message: string): never => {
    throw new ControllerError('REQUEST', 'emergency', `${field}: ${message}`, { field });
  };
  if ((request.allow === undefined) === (request.isolate === undefined))
    refuse('allow', 'exactly one of allow and isolate is needed');
  if (!(forMs >= 1000)) refuse('for', 'an emergency needs an expiry of at least 1 s');
  if (forMs > LONGEST_MS) refuse('for', 'an emergency lasts at most 7 days; after that it is policy');
  if (request.reason.trim() === '') refuse('reason', 'is needed');
  emergencyPolicies({ id: 'e-0', expiresMs: Date.now() + forMs, request, who: '', revision: 0 }, names);
}

export function summary({ allow, isolate }: EmergencyRequest): string {
  if (isolate !== undefined) return `isolate ${isolate.target}`;
  const ports = allow?.ports.length === 0 ? 'everything' : allow?.ports.join(', ');
  return `allow ${allow?.from} → ${allow?.to} ${ports}`;
}

export const emergencyRow = ({
  id,
  expiresMs,
  request,
  who,
  revision,
}: Emergency): osg.v1.EmergencyRow.$Properties => ({
  id,
  summary: summary(request),
  expiresUnixUs: expiresMs * 1000,
  who,
  reason: request.reason,
  ticket: request.ticket,
  revision,
});

/**
 * Policies of the emergency tier, made anew for every world: workloads are meant by name, whatever their addresses become.
 * A workload that is gone has no members.
 * @throws ControllerError REQUEST: names or ports that mean nothing
 */
export function emergencyPolicies(emergency: Emergency, names: Names): Policy[] {
  const { allow, isolate } = emergency.request;
  if (isolate !== undefined) {
    const { subject } = party(isolate.target, names, 'isolate');
    const deny = (direction: Rule['direction']): Rule => ruleOf(emergency, 'isolate', direction, 'deny', 'any', 'any');
    return [policyOf(emergency, 'isolate', 0, subject, [deny('ingress'), deny('egress')])];
  }
  if (allow === undefined) return [];
  const from = party(allow.from, names, 'from');
  const to = party(allow.to, names, 'to');
  const ports = parsePorts(allow.ports);
  return [
    policyOf(emergency, 'to', 1, to.subject, [ruleOf(emergency, 'to', 'ingress', 'accept', from.peers, ports)]),
    policyOf(emergency, 'from', 1, from.subject, [ruleOf(emergency, 'from', 'egress', 'accept', to.peers, ports)]),
  ];
}

const sourceOf = (emergency: Emergency) => ({ file: `emergency/${emergency.id}`, line: 1 });

function policyOf(
  emergency: Emergency,
  part: string,
  priority: number,
  subject: WorkloadSelector,
  rules: readonly Rule[],
): Policy {
  return {
    id: `ClusterSecurityGroup//emergency-${emergency.id}-${part}`,
    kind: 'ClusterSecurityGroup',
    namespace: '',
    name: `emergency-${emergency.id}-${part}`,
    tier: 'emergency',
    priority,
    subject,
    isolates: { ingress: false, egress: false },
    rules,
    owner: emergency.who,
    labels: {},
    source: sourceOf(emergency),
  };
}

function ruleOf(
  emergency: Emergency,
  part: string,
  direction: Rule['direction'],
  action: Rule['action'],
  peers: Rule['peers'],
  ports: Rule['ports'],
): Rule {
  const { reason, ticket } = emergency.request;
  return {
    id: `ClusterSecurityGroup//emergency-${emergency.id}-${part}/${direction}/${action}`,
    direction,
    action,
    peers,
    ports,
    mode: 'enforce',
    expiresAt: emergency.expiresMs,
    owner: emergency.who,
    reason,
    ...(ticket !== '' && { ticket }),
    source: sourceOf(emergency),
  };
}

interface Party {
  readonly subject: WorkloadSelector;
  readonly peers: readonly Peer[];
}

/** A group's id, a workload's `namespace/name`, or an address or prefix. */
function party(text: string, names: Names, field: string): Party {
  const group = names.policy(text) ?? names.policy(`SecurityGroup/${text}`);
  const workload = names.workload(text);
  if (text === group?.id || (group !== undefined && workload === undefined))
    return { subject: group.subject, peers: [{ kind: 'group', policy: group.id }] };
  if (workload !== undefined) {
    const addresses = workload.addresses.map((a) => ({ ...a, length: a.family === 4 ? 32 : 128 }));
    return {
      subject: { namespace: workload.namespace, addresses },
      peers: addresses.map((prefix) => ({ kind: 'cidr', prefix, except: [] })),
    };
  }
  if (/^[0-9a-fA-F:.]+(\/\d+)?$/.test(text) && !/^[a-f]+$/.test(text)) {
    const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
    const { peers } = parseRule({ from: [{ cidr }] }, field);
    const prefixes = peers === 'any' ? [] : peers.flatMap((peer) => (peer.kind === 'cidr' ? [peer.prefix] : []));
    return { subject: { addresses: prefixes }, peers: peers === 'any' ? [] : peers };
  }
  throw new ControllerError(
    'NOT_FOUND',
    'emergency',
    `${field}: no workload, group, address or prefix is called ${text}`,
    { field },
  );
}

/** `tcp/8080`, `udp/53`, `tcp/8000-8100`, `icmp`, `tcp`. */
function parsePorts(texts: readonly string[]): Rule['ports'] {
  if (texts.length === 0) return 'any';
  const ports = texts.map((text) => {
    const [protocol, port] = text.split('/');
    return { protocol, ...(port !== undefined && { port: /^\d+$/.test(port) ? Number(port) : port }) };
  });
  const { ports: parsed } = parseRule({ ports }, 'ports');
  return parsed;
}

/** Through the same schema as every policy file, so that the same things are refused in the same words. */
function parseRule(rule: object, field: string): Rule {
  const document = {
    apiVersion: 'openscg.dev/v1alpha1',
    kind: 'ClusterSecurityGroup',
    metadata: { name: 'emergency' },
    spec: { tier: 'emergency', priority: 0, members: { podSelector: {} }, ingress: [{ id: 'emergency', ...rule }] },
  };
  const { world, diagnostics } = parseSources([{ path: 'emergency', text: JSON.stringify(document) }]);
  const parsed = world.policies[0]?.rules[0];
  if (parsed === undefined || hasErrors(diagnostics))
    throw new ControllerError('ARGUMENT', 'emergency', `${field}: ${diagnostics.map(formatDiagnostic).join('; ')}`, {
      field,
    });
  return parsed;
}
