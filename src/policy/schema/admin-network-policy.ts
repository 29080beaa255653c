/** AdminNetworkPolicy and BaselineAdminNetworkPolicy policy.networking.k8s.io/v1alpha1, as their CustomResourceDefinitions take them. */
import { z } from 'zod';
import { fields, namedMetadata } from './base.js';
import { egressPeer, exactlyOne, ingressPeer, pods } from './cluster-network-policy.js';

const number = z.int().min(1).max(65535);
/** Absent: TCP. */
const protocol = z.enum(['TCP', 'UDP', 'SCTP']).nullish();

const portRange = fields({ protocol, start: number, end: number }).superRefine(({ start, end }, context) => {
  if (start >= end)
    context.addIssue({ code: 'custom', path: ['end'], message: `end must be above start ${start}`, input: end });
});

const port = exactlyOne(
  fields({
    portNumber: fields({ protocol, port: number }).optional(),
    namedPort: z.string().optional(),
    portRange: portRange.optional(),
  }),
  'portNumber, namedPort or portRange',
);

const rules = <A extends z.ZodType>(action: A) => {
  const rule = { name: z.string().max(100).optional(), action, ports: z.array(port).min(1).max(100).optional() };
  return {
    ingress: z
      .array(fields({ ...rule, from: z.array(ingressPeer).min(1).max(100) }))
      .max(100)
      .nullish(),
    egress: z
      .array(fields({ ...rule, to: z.array(egressPeer).min(1).max(100) }))
      .max(100)
      .nullish(),
  };
};

const subject = exactlyOne(fields(pods), 'namespaces or pods');
const apiVersion = z.literal('policy.networking.k8s.io/v1alpha1');

export const adminNetworkPolicy = fields({
  apiVersion,
  kind: z.literal('AdminNetworkPolicy'),
  metadata: namedMetadata,
  spec: fields({ priority: z.int().min(0).max(1000), subject, ...rules(z.enum(['Allow', 'Deny', 'Pass'])) }),
  status: z.unknown().optional(),
});

export const baselineAdminNetworkPolicy = fields({
  apiVersion,
  kind: z.literal('BaselineAdminNetworkPolicy'),
  metadata: namedMetadata.extend({ name: z.literal('default') }),
  spec: fields({ subject, ...rules(z.enum(['Allow', 'Deny'])) }),
  status: z.unknown().optional(),
});

export type AdminNetworkPolicySource = z.infer<typeof adminNetworkPolicy>;
export type AdminPortSource = z.infer<typeof port>;
