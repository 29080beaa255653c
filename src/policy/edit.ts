/** How a flow and a rule differ, in words. */
import { formatAddress } from '../net/address.js';
import { formatProtocol } from '../net/protocol.js';
import { describePeers, describePorts } from './describe.js';
import type { DirectionDecision, Flow } from './flow.js';
import { formatIcmp } from './icmp.js';
import type { Question } from './match.js';
import type { Rule } from './model.js';

type MissField = NonNullable<DirectionDecision['nearestMiss']>['field'];

/** What the flow has in that field. */
export function describeFound({ peerOwners, peer, flow, direction, atMs }: Question, field: MissField): string {
  switch (field) {
    case 'peer': {
      const owner = peerOwners[0];
      return owner === undefined ? formatAddress(peer) : `${owner.id} (${formatAddress(peer)})`;
    }
    case 'protocol':
    case 'port':
      return describeTransport(flow);
    case 'direction':
      return direction;
    case 'expired':
      return new Date(atMs).toISOString();
    case 'audit':
      return 'mode audit';
  }
}

/** What the rule has in that field. */
export function describeExpected(rule: Rule, field: MissField): string {
  switch (field) {
    case 'peer':
      return describePeers(rule.peers);
    case 'protocol':
    case 'port':
      return describePorts(rule.ports);
    case 'direction':
      return rule.direction;
    case 'expired':
      return `before ${new Date(rule.expiresAt as number).toISOString()}`;
    case 'audit':
      return 'mode enforce';
  }
}

/** `TCP 8080`, `ICMP echo-request`, `GRE` */
export function describeTransport({ protocol, port, icmp }: Pick<Flow, 'protocol' | 'port' | 'icmp'>): string {
  const detail = port !== undefined ? ` ${port}` : icmp !== undefined ? ` ${formatIcmp(protocol, icmp)}` : '';
  return `${formatProtocol(protocol)}${detail}`;
}
