/** Our own kinds: the one definition behind the TypeScript types, the JSON Schemas and the CustomResourceDefinitions. */
import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { authored, cel, crd, dnsLabel, fields, labelSelector } from './base.js';

export const API_VERSION = 'openscg.dev/v1alpha1';

const reference = z
  .string()
  .max(317)
  .regex(/^([a-z0-9]([-a-z0-9]*[a-z0-9])?\/)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'a name, or namespace/name');
const cidr = z
  .string()
  .max(43)
  .meta(
    crd({
      'x-kubernetes-validations': [
        // The library's cidr() is Kubernetes 1.30's and later; the host bits of `10.0.0.7/24` are a slip more often than a wish.
        cel('isCIDR(self) && cidr(self).masked() == cidr(self)', 'a canonical prefix such as 10.0.0.0/24 or fd00::/64'),
      ],
    }),
  );
const text = z.string().max(1000);

const icmp = fields({
  type: z.union([z.int().min(0).max(255), z.string().max(32)]).describe('Number, or a name such as echo-request.'),
  code: z.int().min(0).max(255).optional().describe('Absent: every code.'),
});
/** Numbers are bounded by the schema; a string is a number, a range, or a port's name. */
const PORT = '^([0-9]{1,5}(-[0-9]{1,5})?|[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?)$';

const port = fields({
  protocol: z
    .union([z.int().min(0).max(255), z.string().max(16)])
    .optional()
    .describe('Name or IANA number, or any. Default TCP where port is given, ICMP where icmp is.'),
  port: z
    .union([z.int().min(0).max(65535), z.string().max(15)])
    .optional()
    .describe('A number, a range such as 8000-8100, or the name of a container port. Absent: every port.')
    .meta(crd({ pattern: PORT })),
  endPort: z.int().min(1).max(65535).optional().describe('Makes a range of a numeric port.'),
  icmp: icmp.optional().describe('One ICMP or ICMPv6 type.'),
})
  .meta(
    crd({
      'x-kubernetes-validations': [
        cel(
          '!has(self.endPort) || (has(self.port) && type(self.port) == int)',
          'endPort needs a numeric port',
          '.endPort',
        ),
        cel(
          '!has(self.endPort) || !has(self.port) || type(self.port) != int || self.endPort >= int(self.port)',
          'endPort must not be below port',
          '.endPort',
        ),
        cel('!(has(self.icmp) && has(self.port))', 'a pattern has either port or icmp', '.icmp'),
        cel(
          'has(self.protocol) || has(self.port) || has(self.icmp)',
          'the pattern says nothing: give protocol, port or icmp',
        ),
      ],
    }),
  )
  .describe('One protocol and port pattern.');

const peer = fields({
  group: reference.optional().describe('Members of a SecurityGroup: name in this namespace, or namespace/name.'),
  clusterGroup: reference.optional().describe('Members of a ClusterSecurityGroup.'),
  podSelector: labelSelector.optional().describe('Pods of this namespace, or of those that namespaceSelector selects.'),
  namespaceSelector: labelSelector
    .optional()
    .describe('Pods of the namespaces with these labels; with podSelector, those of them that it selects.'),
  serviceAccounts: z.array(dnsLabel).min(1).max(100).optional().describe('Pods that run under one of these.'),
  cidr: cidr.optional().describe('A canonical prefix. It includes pods with such addresses.'),
  except: z
    .array(cidr)
    .max(LIMITS.exceptions)
    .optional()
    .describe('Prefixes inside cidr that are left out.')
    .meta(crd({ maxItems: 8, 'x-kubernetes-list-type': 'atomic' })),
  addressGroup: reference
    .optional()
    .describe('The prefixes of an AddressGroup: name in this namespace, or namespace/name.'),
  nodes: labelSelector.optional().describe('Addresses of the nodes that match.'),
})
  .meta(
    crd({
      'x-kubernetes-validations': [
        cel(
          '[has(self.group), has(self.clusterGroup), has(self.cidr), has(self.addressGroup), has(self.nodes), has(self.podSelector) || has(self.namespaceSelector) || has(self.serviceAccounts)].exists_one(given, given)',
          'a peer is exactly one of group, clusterGroup, selectors (podSelector, namespaceSelector, serviceAccounts), cidr, addressGroup, nodes',
        ),
        cel('!has(self.except) || has(self.cidr)', 'except needs a cidr', '.except'),
      ],
    }),
  )
  .describe('Whom a rule is about: one of group, clusterGroup, selectors, cidr, addressGroup, nodes.');

const ruleFields = {
  id: dnsLabel.describe('Stable name of the rule, unique in its direction: what a deny is reported by.'),
  description: text.optional().describe('What the rule is for, in a sentence.'),
  ports: z
    .array(port)
    .min(1)
    .max(LIMITS.ports)
    .optional()
    .describe('Absent: every protocol and port.')
    .meta(crd({ maxItems: 50, 'x-kubernetes-list-type': 'atomic' })),
  mode: z.enum(['enforce', 'audit']).optional().describe('audit: judged and reported, not applied. Default enforce.'),
  expiresAt: z
    .string()
    .max(40)
    .optional()
    .describe('RFC 3339 time from which the rule counts as absent, also for live flows.')
    .meta(crd({ format: 'date-time' })),
  owner: text.optional().describe('Who answers for this rule; absent: the owner of the group.'),
  reason: text.optional().describe('Why it is there: shown with each deny and by blame.'),
  ticket: text.optional().describe('Where it was asked for.'),
  runbook: text.optional().describe('What to do when it denies: shown with each deny.'),
};
const peers = z
  .array(peer)
  .max(LIMITS.peers)
  .optional()
  .describe('Absent: everyone. Empty: no one.')
  .meta(crd({ maxItems: 64, 'x-kubernetes-list-type': 'atomic' }));
const action = z
  .enum(['accept', 'deny', 'pass'])
  .optional()
  .describe('Default accept; the group tier knows nothing else.');

const ingressRule = fields({ ...ruleFields, from: peers });
const egressRule = fields({ ...ruleFields, to: peers });

const memberFields = {
  podSelector: labelSelector.optional().describe('Pods with these labels.'),
  serviceAccounts: z
    .array(dnsLabel)
    .min(1)
    .max(100)
    .optional()
    .describe('Pods that run under one of these (and match podSelector, if given).'),
  addresses: z
    .array(cidr)
    .max(LIMITS.prefixes)
    .optional()
    .describe('Members by address, beside those above: plain hosts.')
    .meta(crd({ maxItems: 10_000, 'x-kubernetes-list-type': 'set' })),
};

const shared = {
  owner: text.optional().describe('Who answers for this group.'),
  description: text.optional().describe('What the object is for, in a sentence.'),
};

const trial = z
  .enum(['enforce', 'audit'])
  .optional()
  .describe(
    'audit: the whole group is on trial; what it would allow and deny is reported, not applied. Default enforce.',
  );

function directions<I extends z.ZodType, E extends z.ZodType>(ingress: I, egress: E) {
  return {
    ingress: z
      .array(ingress)
      .max(LIMITS.rules)
      .optional()
      .describe('Declared: members are closed to what no rule allows. Absent: this group says nothing about ingress.')
      .meta(crd({ maxItems: 300, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['id'] })),
    egress: z
      .array(egress)
      .max(LIMITS.rules)
      .optional()
      .describe('Declared: members may send only what a rule allows. Absent: this group says nothing about egress.')
      .meta(crd({ maxItems: 300, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['id'] })),
  };
}

export const securityGroupSpec = fields({
  ...shared,
  mode: trial,
  default: z
    .boolean()
    .optional()
    .describe('The default group of the namespace: has the workloads that no other group selects.'),
  members: fields(memberFields)
    .meta(
      crd({
        'x-kubernetes-validations': [
          cel(
            'has(self.podSelector) || has(self.serviceAccounts) || has(self.addresses)',
            'a group must say who its members are; podSelector: {} is everyone',
          ),
        ],
      }),
    )
    .describe('To whom the rules apply; other rules mean them by the name of the group.'),
  ...directions(ingressRule, egressRule),
});

export const clusterSecurityGroupSpec = fields({
  ...shared,
  mode: trial,
  tier: z
    .enum(['emergency', 'admin', 'group', 'baseline'])
    .optional()
    .describe('Default group: a union of allows. The others: first match by priority.'),
  priority: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('Within the tier; lower is first. Required outside the group tier.'),
  members: fields({
    namespaceSelector: labelSelector.optional().describe('Absent: every namespace.'),
    ...memberFields,
  })
    .meta(
      crd({
        'x-kubernetes-validations': [
          cel(
            'has(self.podSelector) || has(self.serviceAccounts) || has(self.addresses) || has(self.namespaceSelector)',
            'a group must say who its members are; podSelector: {} is everyone',
          ),
        ],
      }),
    )
    .describe('To whom the rules apply; other rules mean them by the name of the group.'),
  ...directions(fields({ ...ruleFields, action, from: peers }), fields({ ...ruleFields, action, to: peers })),
}).meta(
  crd({
    'x-kubernetes-validations': [
      cel(
        "!has(self.tier) || self.tier == 'group' || has(self.priority)",
        'the ordered tiers (emergency, admin, baseline) need a priority from 0 to 1000',
        '.priority',
      ),
      cel(
        "!has(self.priority) || (has(self.tier) && self.tier != 'group')",
        'the group tier is a union and has no priorities',
        '.priority',
      ),
      ...(['ingress', 'egress'] as const).map((direction) =>
        cel(
          `(has(self.tier) && self.tier != 'group') || !has(self.${direction}) || self.${direction}.all(rule, !has(rule.action) || rule.action == 'accept')`,
          'the group tier only accepts: deny and pass need tier emergency, admin or baseline',
          `.${direction}`,
        ),
      ),
    ],
  }),
);

export const addressGroupSpec = fields({
  ...shared,
  addresses: z
    .array(cidr)
    .max(LIMITS.prefixes)
    .optional()
    .describe(
      'Canonical prefixes. An object in a cluster holds 50,000; a longer list is several AddressGroups: see groups.',
    )
    .meta(crd({ maxItems: 50_000, 'x-kubernetes-list-type': 'set' })),
  groups: z
    .array(reference)
    .min(1)
    .max(100)
    .optional()
    .describe('AddressGroups whose addresses are of this one too: name in this namespace, or namespace/name.')
    .meta(crd({ maxItems: 100, 'x-kubernetes-list-type': 'set' })),
}).meta(
  crd({
    'x-kubernetes-validations': [
      cel('has(self.addresses) || has(self.groups)', 'give addresses, groups, or both; addresses: [] is nobody'),
    ],
  }),
);

export const securityGroup = authored(API_VERSION, 'SecurityGroup', securityGroupSpec);
export const clusterSecurityGroup = authored(API_VERSION, 'ClusterSecurityGroup', clusterSecurityGroupSpec);
export const addressGroup = authored(API_VERSION, 'AddressGroup', addressGroupSpec);

export type SecurityGroupSource = z.infer<typeof securityGroup>;
export type ClusterSecurityGroupSource = z.infer<typeof clusterSecurityGroup>;
export type AddressGroupSource = z.infer<typeof addressGroup>;
export type PeerSource = z.infer<typeof peer>;
export type PortSource = z.infer<typeof port>;
export type IngressRuleSource = z.infer<typeof ingressRule> & { action?: z.infer<typeof action> };
export type EgressRuleSource = z.infer<typeof egressRule> & { action?: z.infer<typeof action> };
