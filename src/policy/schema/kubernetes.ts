/** Kubernetes objects: NetworkPolicy strictly as the API server takes it, inventory as loosely as it prints it. */
import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { fields, labelSelector, namedMetadata } from './base.js';

const portNumber = z.int().min(1).max(65535);
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
export const portName = z
  .string()
  .regex(PORT_NAME, 'a port name: at most 15 lower-case letters, digits and inner dashes, at least one letter');

const policyPort = fields({
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
  port: z.union([portNumber, portName]).nullish(),
  endPort: portNumber.nullish(),
}).superRefine(({ port, endPort }, context) => {
  if (endPort === undefined || endPort === null) return;
  if (typeof port !== 'number')
    context.addIssue({ code: 'custom', path: ['endPort'], message: 'endPort needs a numeric port', input: endPort });
  else if (endPort < port)
    context.addIssue({
      code: 'custom',
      path: ['endPort'],
      message: `endPort must not be below port ${port}`,
      input: endPort,
    });
});

const ipBlock = fields({ cidr: z.string(), except: z.array(z.string()).max(LIMITS.exceptions).nullish() });

const policyPeer = fields({
  podSelector: labelSelector.nullish(),
  namespaceSelector: labelSelector.nullish(),
  ipBlock: ipBlock.nullish(),
}).superRefine((peer, context) => {
  const selects = Boolean(peer.podSelector) || Boolean(peer.namespaceSelector);
  if (peer.ipBlock && selects)
    context.addIssue({
      code: 'custom',
      path: ['ipBlock'],
      message: 'ipBlock cannot be combined with selectors in one peer',
      input: peer.ipBlock,
    });
  if (!peer.ipBlock && !selects)
    context.addIssue({
      code: 'custom',
      path: [],
      message: 'a peer needs podSelector, namespaceSelector or ipBlock',
      input: peer,
    });
});

const peers = z.array(policyPeer).max(LIMITS.peers).nullish();
const ports = z.array(policyPort).max(LIMITS.ports).nullish();

export const networkPolicy = fields({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('NetworkPolicy'),
  metadata: namedMetadata,
  /** Absent as the API server reads it: the policy of every pod of the namespace that lets nobody in. */
  spec: fields({
    podSelector: labelSelector.optional(),
    policyTypes: z
      .array(z.enum(['Ingress', 'Egress']))
      .max(2)
      .nullish(),
    ingress: z
      .array(fields({ from: peers, ports }))
      .max(LIMITS.rules)
      .nullish(),
    egress: z
      .array(fields({ to: peers, ports }))
      .max(LIMITS.rules)
      .nullish(),
  }).default({}),
  status: z.unknown().optional(),
});

export type NetworkPolicySource = z.infer<typeof networkPolicy>;

const containerPort = z.looseObject({
  name: z.string().nullish(),
  containerPort: portNumber,
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
});
const container = z.looseObject({ ports: z.array(containerPort).nullish(), restartPolicy: z.string().nullish() });

export const podSpec = z.looseObject({
  nodeName: z.string().nullish(),
  hostNetwork: z.boolean().nullish(),
  serviceAccountName: z.string().nullish(),
  containers: z.array(container).nullish(),
  initContainers: z.array(container).nullish(),
});

export type PodSpecSource = z.infer<typeof podSpec>;

const podMetadata = namedMetadata.extend({
  uid: z.string().nullish(),
  ownerReferences: z
    .array(z.looseObject({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() }))
    .nullish(),
});

export const pod = z.looseObject({
  metadata: podMetadata,
  spec: podSpec.nullish(),
  status: z
    .looseObject({
      phase: z.string().nullish(),
      podIP: z.string().nullish(),
      podIPs: z.array(z.looseObject({ ip: z.string() })).nullish(),
    })
    .nullish(),
});

export const namespace = z.looseObject({ metadata: namedMetadata });

export const node = z.looseObject({
  metadata: namedMetadata,
  status: z
    .looseObject({ addresses: z.array(z.looseObject({ type: z.string(), address: z.string() })).nullish() })
    .nullish(),
});

export const service = z.looseObject({
  metadata: namedMetadata,
  spec: z
    .looseObject({
      clusterIP: z.string().nullish(),
      clusterIPs: z.array(z.string()).nullish(),
      externalIPs: z.array(z.string()).nullish(),
      selector: z.record(z.string(), z.string()).nullish(),
      ports: z
        .array(
          z.looseObject({
            name: z.string().nullish(),
            protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
            port: portNumber,
            targetPort: z.union([portNumber, z.string()]).nullish(),
            nodePort: z.int().min(0).max(65535).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      loadBalancer: z
        .looseObject({
          ingress: z.array(z.looseObject({ ip: z.string().nullish(), ipMode: z.string().nullish() })).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

export const serviceCidr = z.looseObject({
  metadata: namedMetadata,
  spec: z.looseObject({ cidrs: z.array(z.string()) }),
});

export const endpointSlice = z.looseObject({
  metadata: namedMetadata,
  addressType: z.string().nullish(),
  endpoints: z
    .array(
      z.looseObject({
        addresses: z.array(z.string()),
        conditions: z
          .looseObject({
            ready: z.boolean().nullish(),
            serving: z.boolean().nullish(),
            terminating: z.boolean().nullish(),
          })
          .nullish(),
        targetRef: z
          .looseObject({ kind: z.string().nullish(), namespace: z.string().nullish(), name: z.string().nullish() })
          .nullish(),
      }),
    )
    .nullish(),
  ports: z
    .array(
      z.looseObject({
        name: z.string().nullish(),
        protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
        port: portNumber.nullish(),
      }),
    )
    .nullish(),
});

/** Deployment and its like: one sample pod stands for all replicas. */
const template = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  spec: podSpec.nullish(),
});

export const controller = z.looseObject({
  metadata: podMetadata,
  spec: z.looseObject({ replicas: z.number().nullish(), template }),
  status: z
    .looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).nullish() })
    .nullish(),
});

export const scheduled = z.looseObject({
  metadata: podMetadata,
  spec: z.looseObject({ jobTemplate: z.looseObject({ spec: z.looseObject({ template }) }) }),
});
