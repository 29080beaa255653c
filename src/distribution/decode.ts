/** Protobuf → the resolved policy of one node. Whatever is out of range is refused, naming object and field. */
import type { osg } from '../gen/proto.js';
import type { Prefix } from '../net/types.js';
import type { SourceRef } from '../policy/model.js';
import { heldRules, RULES_PACKED, type RulePacker } from '../policy/packed.js';
import { PackedSet } from '../policy/packed-sets.js';
import { Pile } from '../policy/pieces.js';
import type {
  AddressSet,
  HeldPolicy,
  NodeView,
  Trial,
  ViewBackend,
  ViewEndpoint,
  ViewHeader,
  ViewMatch,
  ViewPolicy,
  ViewPort,
  ViewRule,
  ViewService,
} from '../policy/view.js';
import { DistributionError } from './error.js';
import { addressFrom, prefixFrom, unpackPrefixes } from './prefixes.js';
import { ACTIONS, TIERS, TRIAL_MODES } from './words.js';

const EMPTY = new Uint8Array();

function malformed(object: string, field: string, message: string): DistributionError {
  return new DistributionError('MALFORMED', object, `${field}: ${message}`, { field });
}

function required(text: string | null | undefined, object: string, field: string): string {
  if (!text) throw malformed(object, field, 'is missing');
  return text;
}

function inRange(value: number | null | undefined, max: number, object: string, field: string): number {
  const number = value ?? 0;
  if (number > max) throw malformed(object, field, `${number} exceeds ${max}`);
  return number;
}

/** Optional text: an empty string on the wire is an absent field. */
const optional = <K extends string>(key: K, text: string | null | undefined): { [P in K]?: string } =>
  text ? ({ [key]: text } as { [P in K]?: string }) : {};

/** @throws DistributionError MALFORMED */
export function decodeHeader(part: osg.v1.NodeViewPart.$Properties): ViewHeader & Pick<NodeView, 'node'> {
  const node = required(part.node, 'NodeView', 'node');
  return {
    node,
    nodeAddresses: (part.nodeAddresses ?? []).map((bytes) => addressFrom(bytes, `node ${node}`)),
    allowNodeProbes: part.allowNodeProbes ?? false,
    ...(part.trial != null && { trial: decodeTrial(part.trial) }),
  };
}

function decodeTrial({ id, revision, mode, confirmByUnixMs }: osg.v1.Trial.$Properties): Trial {
  const name = required(id, 'Trial', 'id');
  const known = TRIAL_MODES.known(mode);
  if (known === undefined) throw malformed(name, 'mode', `unknown value ${mode}`);
  if (known === 'unconfirmed' && !confirmByUnixMs) throw malformed(name, 'confirm_by_unix_ms', 'is missing');
  return {
    id: name,
    revision: revision ?? 0,
    mode: known,
    ...(confirmByUnixMs ? { confirmBy: confirmByUnixMs } : {}),
  };
}

/** @throws DistributionError MALFORMED */
export function decodeEndpoint(endpoint: osg.v1.Endpoint.$Properties): ViewEndpoint {
  const id = required(endpoint.id, 'Endpoint', 'id');
  return {
    id,
    namespace: endpoint.namespace ?? '',
    name: endpoint.name ?? '',
    labels: Object.fromEntries(Object.entries(endpoint.labels ?? {})),
    addresses: (endpoint.addresses ?? []).map((bytes) => addressFrom(bytes, id)),
    allowedAddresses: (endpoint.allowedAddresses ?? []).map((prefix) => {
      const { family, value } = addressFrom(prefix.address ?? EMPTY, id);
      return prefixFrom(family, value, prefix.length ?? 0, id);
    }),
    attach: {
      ...optional('interface', endpoint.attach?.interface),
      ...optional('netns', endpoint.attach?.netns),
      ...optional('mac', endpoint.attach?.mac),
      ...optional('uid', endpoint.attach?.uid),
    },
    policies: [...(endpoint.policies ?? [])],
    unselected: {
      ingress: endpoint.unselectedIngressDeny ? 'deny' : 'allow',
      egress: endpoint.unselectedEgressDeny ? 'deny' : 'allow',
    },
    ...(endpoint.candidate != null && { candidate: [...(endpoint.candidate.policies ?? [])] }),
  };
}

/** @throws DistributionError MALFORMED */
export function decodePolicy(policy: osg.v1.NodePolicy.$Properties, packer: RulePacker): HeldPolicy {
  const head = decodePolicyHead(policy);
  const rules = new Pile<ViewRule>(RULES_PACKED);
  for (const [i, rule] of (policy.rules ?? []).entries()) rules.push(packer.pack(decodeRule(rule, head.id, i)));
  return { ...head, rules: heldRules(rules) };
}

/** All of it but its rules. @throws DistributionError MALFORMED */
export function decodePolicyHead(policy: osg.v1.NodePolicy.$Properties): Omit<ViewPolicy, 'rules'> {
  const id = required(policy.id, 'Policy', 'id');
  const tier = TIERS.known(policy.tier);
  if (tier === undefined) throw malformed(id, 'tier', `unknown value ${policy.tier}`);
  return {
    key: required(policy.key, id, 'key'),
    id,
    tier,
    priority: policy.priority ?? 0,
    isolates: { ingress: policy.isolatesIngress ?? false, egress: policy.isolatesEgress ?? false },
    ...optional('owner', policy.owner),
    source: decodeSource(policy.source),
  };
}

/** Not packed. @throws DistributionError MALFORMED */
export function decodeRule(rule: osg.v1.Rule.$Properties, policy: string, index: number): ViewRule {
  const id = required(rule.id, policy, `rules[${index}].id`);
  const action = ACTIONS.known(rule.action);
  if (action === undefined) throw malformed(policy, `rules[${index}].action`, `unknown value ${rule.action}`);
  const direction = rule.egress ? 'egress' : 'ingress';
  const mode = rule.audit ? 'audit' : 'enforce';
  const matches = (rule.matches ?? []).map((match, i) => decodeMatch(match, policy, `rules[${index}].matches[${i}]`));
  const { expiresAtMs, owner, reason, ticket, runbook } = rule;
  return {
    id,
    direction,
    action,
    mode,
    ...(expiresAtMs ? { expiresAt: expiresAtMs } : {}),
    matches,
    ...optional('owner', owner),
    ...optional('reason', reason),
    ...optional('ticket', ticket),
    ...optional('runbook', runbook),
    source: decodeSource(rule.source),
  };
}

const decodeSource = (source: osg.v1.Source.$Properties | null | undefined): SourceRef => ({
  file: source?.file ?? '',
  line: source?.line ?? 0,
  ...(source?.column ? { column: source.column } : {}),
});

function decodeMatch(match: osg.v1.Match.$Properties, object: string, field: string): ViewMatch {
  return {
    peers: match.anyPeer ? 'any' : (match.sets ?? []),
    ports: match.anyPort
      ? 'any'
      : (match.ports ?? []).map((port, i) => decodePort(port, object, `${field}.ports[${i}]`)),
  };
}

function decodePort(port: osg.v1.Port.$Properties, object: string, field: string): ViewPort {
  const protocol = port.anyProtocol ? 'any' : inRange(port.protocol, 255, object, `${field}.protocol`);
  const first = inRange(port.first, 65535, object, `${field}.first`);
  const last = inRange(port.last, 65535, object, `${field}.last`);
  if (port.hasPorts && first > last) throw malformed(object, field, `inverted range ${first}-${last}`);
  const type = inRange(port.icmpType, 255, object, `${field}.icmp_type`);
  const code = inRange(port.icmpCode, 255, object, `${field}.icmp_code`);
  return {
    protocol,
    ...(port.hasPorts && { ports: { first, last } }),
    ...(port.hasIcmp && { icmp: { type, ...(port.hasCode && { code }) } }),
  };
}

/** @throws DistributionError MALFORMED */
export function decodeSet(set: osg.v1.AddressSet.$Properties): AddressSet {
  const id = required(set.id, 'AddressSet', 'id');
  return PackedSet.of({ id, prefixes: unpackPrefixes({ v4: set.v4 ?? EMPTY, v6: set.v6 ?? EMPTY }, id) });
}

/** @throws DistributionError MALFORMED */
export function decodeService(service: osg.v1.ViewService.$Properties): ViewService {
  const [namespace, name] = [service.namespace ?? '', required(service.name, 'Service', 'name')];
  const key = `${namespace}/${name}`;
  return {
    namespace,
    name,
    addresses: (service.addresses ?? []).map((bytes) => addressFrom(bytes, key)),
    ports: (service.ports ?? []).map((port, i) => {
      const nodePort = inRange(port.nodePort, 65535, key, `ports[${i}].node_port`);
      return {
        name: port.name ?? '',
        protocol: inRange(port.protocol, 255, key, `ports[${i}].protocol`),
        port: inRange(port.port, 65535, key, `ports[${i}].port`),
        ...(nodePort > 0 && { nodePort }),
        endpoints: (port.endpoints ?? []).map((backend) => decodeBackend(backend, key)),
      };
    }),
  };
}

/** @throws DistributionError MALFORMED */
export const decodeBackend = (backend: osg.v1.Backend.$Properties, service: string): ViewBackend => ({
  address: addressFrom(backend.address ?? EMPTY, service),
  port: inRange(backend.port, 65535, service, 'endpoints.port'),
  ready: backend.ready ?? false,
  serving: backend.serving ?? false,
  terminating: backend.terminating ?? false,
});

/** @throws DistributionError MALFORMED */
export const serviceAddressesFrom = ({ serviceAddresses }: osg.v1.NodeViewPart.$Properties): readonly Prefix[] =>
  unpackPrefixes({ v4: serviceAddresses?.v4 ?? EMPTY, v6: serviceAddresses?.v6 ?? EMPTY }, 'service addresses');
