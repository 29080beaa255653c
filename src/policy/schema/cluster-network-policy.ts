/** ClusterNetworkPolicy policy.networking.k8s.io/v1alpha2, as its CustomResourceDefinition (experimental channel) takes it. */
import { z } from 'zod';
import { fields, labelSelector, namedMetadata } from './base.js';

const number = z.int().min(1).max(65535);

const range = fields({ start: number, end: number }).superRefine(({ start, end }, context) => {
  if (start >= end) {
    context.addIssue({ code: 'custom', path: ['end'], message: `end must be above start ${start}`, input: end });
  }
});
const port = exactlyOne(fields({ number: number.optional(), range: range.optional() }), 'number or range');
const transport = fields({ destinationPort: port });

const protocol = exactlyOne(
  fields({
    tcp: transport.optional(),
    udp: transport.optional(),
    sctp: transport.optional(),
    destinationNamedPort: z.string().optional(),
  }),
  'tcp, udp, sctp or destinationNamedPort',
);

const namespacedPods = fields({ namespaceSelector: labelSelector.optional(), podSelector: labelSelector });
export const pods = { namespaces: labelSelector.optional(), pods: namespacedPods.optional() };

export const ingressPeer = exactlyOne(fields(pods), 'namespaces or pods');
export const egressPeer = exactlyOne(
  fields({
    ...pods,
    nodes: labelSelector.optional(),
    networks: z.array(z.string().max(43)).min(1).max(25).optional(),
    domainNames: z.array(z.string()).min(1).max(25).optional(),
  }),
  'namespaces, pods, nodes or networks',
);

const rule = {
  name: z.string().max(100).optional(),
  action: z.enum(['Accept', 'Deny', 'Pass']),
  protocols: z.array(protocol).min(1).max(25).optional(),
};

export const clusterNetworkPolicy = fields({
  apiVersion: z.literal('policy.networking.k8s.io/v1alpha2'),
  kind: z.literal('ClusterNetworkPolicy'),
  metadata: namedMetadata,
  spec: fields({
    tier: z.enum(['Admin', 'Baseline']),
    priority: z.int().min(0).max(1000),
    subject: exactlyOne(fields(pods), 'namespaces or pods'),
    ingress: z
      .array(fields({ ...rule, from: z.array(ingressPeer).min(1).max(25) }))
      .max(25)
      .optional(),
    egress: z
      .array(fields({ ...rule, to: z.array(egressPeer).min(1).max(25) }))
      .max(25)
      .optional(),
  }),
  status: z.unknown().optional(),
});

export type ClusterNetworkPolicySource = z.infer<typeof clusterNetworkPolicy>;

/** The CRD's MinProperties=1, MaxProperties=1. */
export function exactlyOne<T extends z.ZodType<object>>(schema: T, names: string): T {
  return schema.superRefine((value, context) => {
    if (Object.values(value).filter((v) => v !== undefined).length !== 1) {
      context.addIssue({ code: 'custom', path: [], message: `exactly one of ${names} must be set`, input: value });
    }
  });
}
