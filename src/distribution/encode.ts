/** The resolved policy of one node → protobuf. The same object always gives the same bytes. */
import type { osg } from '../gen/proto.js';
import type { SourceRef } from '../policy/model.js';
import type {
  AddressSet,
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
import type { ServiceChange } from '../policy/view-change.js';
import { addressBytes, packPrefixes } from './prefixes.js';
import { ACTIONS, TIERS, TRIAL_MODES } from './words.js';

/** The fields of a view that are no list of objects. */
export function encodeHeader(view: ViewHeader & Pick<NodeView, 'node'>): osg.v1.NodeViewPart.$Properties {
  return {
    node: view.node,
    nodeAddresses: view.nodeAddresses.map(addressBytes),
    allowNodeProbes: view.allowNodeProbes,
    ...(view.trial !== undefined && { trial: encodeTrial(view.trial) }),
  };
}

const encodeTrial = ({ id, revision, mode, confirmBy }: Trial): osg.v1.Trial.$Properties => ({
  id,
  revision,
  mode: TRIAL_MODES.value[mode],
  ...(confirmBy !== undefined && { confirmByUnixMs: confirmBy }),
});

export function encodeEndpoint(endpoint: ViewEndpoint): osg.v1.Endpoint.$Properties {
  return {
    id: endpoint.id,
    namespace: endpoint.namespace,
    name: endpoint.name,
    labels: Object.fromEntries(Object.entries(endpoint.labels).sort(([a], [b]) => (a < b ? -1 : 1))),
    addresses: endpoint.addresses.map(addressBytes),
    allowedAddresses: endpoint.allowedAddresses.map(({ length, ...address }) => ({
      address: addressBytes(address),
      length,
    })),
    attach: {
      ...(endpoint.attach.interface !== undefined && { interface: endpoint.attach.interface }),
      ...(endpoint.attach.netns !== undefined && { netns: endpoint.attach.netns }),
      ...(endpoint.attach.mac !== undefined && { mac: endpoint.attach.mac }),
      ...(endpoint.attach.uid !== undefined && { uid: endpoint.attach.uid }),
    },
    policies: [...endpoint.policies],
    unselectedIngressDeny: endpoint.unselected.ingress === 'deny',
    unselectedEgressDeny: endpoint.unselected.egress === 'deny',
    ...(endpoint.candidate !== undefined && { candidate: { policies: [...endpoint.candidate] } }),
  };
}

export const encodePolicy = (policy: ViewPolicy): osg.v1.NodePolicy.$Properties => ({
  ...encodePolicyHead(policy),
  rules: policy.rules.map(encodeRule),
});

/** All of it but its rules. */
export function encodePolicyHead(policy: Omit<ViewPolicy, 'rules'>): osg.v1.NodePolicy.$Properties {
  return {
    key: policy.key,
    id: policy.id,
    tier: TIERS.value[policy.tier],
    priority: policy.priority,
    isolatesIngress: policy.isolates.ingress,
    isolatesEgress: policy.isolates.egress,
    ...(policy.owner !== undefined && { owner: policy.owner }),
    source: encodeSource(policy.source),
  };
}

export function encodeRule(rule: ViewRule): osg.v1.Rule.$Properties {
  return {
    id: rule.id,
    egress: rule.direction === 'egress',
    action: ACTIONS.value[rule.action],
    audit: rule.mode === 'audit',
    ...(rule.expiresAt !== undefined && { expiresAtMs: rule.expiresAt }),
    matches: rule.matches.map(encodeMatch),
    ...(rule.owner !== undefined && { owner: rule.owner }),
    ...(rule.reason !== undefined && { reason: rule.reason }),
    ...(rule.ticket !== undefined && { ticket: rule.ticket }),
    ...(rule.runbook !== undefined && { runbook: rule.runbook }),
    source: encodeSource(rule.source),
  };
}

const encodeSource = ({ file, line, column }: SourceRef): osg.v1.Source.$Properties => ({
  file,
  line,
  ...(column !== undefined && { column }),
});

/** No literal of these begins with a spread: the engine (V8 11) gives each object that comes of one a hidden class of its own. */
const encodeMatch = ({ peers, ports }: ViewMatch): osg.v1.Match.$Properties => ({
  sets: peers === 'any' ? [] : [...peers],
  ports: ports === 'any' ? [] : ports.map(encodePort),
  ...(peers === 'any' && { anyPeer: true }),
  ...(ports === 'any' && { anyPort: true }),
});

function encodePort({ protocol, ports, icmp }: ViewPort): osg.v1.Port.$Properties {
  return {
    protocol: protocol === 'any' ? 0 : protocol,
    ...(protocol === 'any' && { anyProtocol: true }),
    ...(ports !== undefined && { hasPorts: true, first: ports.first, last: ports.last }),
    ...(icmp !== undefined && { hasIcmp: true, icmpType: icmp.type }),
    ...(icmp?.code !== undefined && { hasCode: true, icmpCode: icmp.code }),
  };
}

export const encodeSet = ({ id, prefixes }: AddressSet): osg.v1.AddressSet.$Properties => ({
  id,
  ...packPrefixes(prefixes),
});

export const encodeService = (service: ViewService): osg.v1.ViewService.$Properties => ({
  ...encodeServiceHead(service),
  ports: service.ports.map((port) => ({ ...encodeServicePort(port), endpoints: port.endpoints.map(encodeBackend) })),
});

/** All of it but its endpoints. */
export const encodeServiceHead = ({
  namespace,
  name,
  addresses,
  ports,
}: ViewService): osg.v1.ViewService.$Properties => ({
  namespace,
  name,
  addresses: addresses.map(addressBytes),
  ports: ports.map(encodeServicePort),
});

const encodeServicePort = ({ name, protocol, port, nodePort }: ViewService['ports'][number]) => ({
  name,
  protocol,
  port,
  ...(nodePort !== undefined && { nodePort }),
});

export const encodeBackend = ({
  address,
  port,
  ready,
  serving,
  terminating,
}: ViewBackend): osg.v1.Backend.$Properties => ({
  address: addressBytes(address),
  port,
  ready,
  serving,
  terminating,
});

export const encodeServiceChange = ({ key, ports }: ServiceChange): osg.v1.ServiceChange.$Properties => ({
  key,
  ports: ports.map(({ at, put, removed }) => ({
    at,
    put: put.map(encodeBackend),
    removed: removed.map(({ address, port }) => ({ address: addressBytes(address), port })),
  })),
});
