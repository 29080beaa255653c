/** The files of a large cluster: its dump (namespaces, nodes, pods) and its policies. */

export interface Size {
  readonly namespaces: number;
  readonly pods: number;
  readonly policies: number;
}

const APPS = ['web', 'api', 'db', 'cache', 'jobs'] as const;
const NODES = 100;

/** One YAML text of `kubectl get -o yaml`'s kind for all pods, two replicas of each app. */
export function inventory({ namespaces, pods }: Size): string {
  const items = [
    ...Array.from({ length: NODES }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `n${i}` },
      status: { addresses: [{ type: 'InternalIP', address: `172.20.0.${i + 1}` }] },
    })),
    ...Array.from({ length: namespaces }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `ns${i}`, labels: { team: `t${i % 50}`, stage: i % 3 === 0 ? 'prod' : 'test' } },
    })),
    ...Array.from({ length: pods }, (_, i) => pod(i, namespaces)),
  ];
  return items.map((item) => JSON.stringify(item)).join('\n---\n');
}

function pod(i: number, namespaces: number) {
  const namespace = `ns${i % namespaces}`;
  const place = Math.floor(i / namespaces);
  const app = APPS[place % APPS.length] as string;
  const hash = `${app}5d4f8`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-${hash}-${place}`,
      namespace,
      labels: { app, team: `t${i % 50}`, 'pod-template-hash': hash },
      ownerReferences: [{ kind: 'ReplicaSet', name: `${app}-${hash}`, controller: true }],
    },
    spec: { nodeName: `n${i % NODES}`, containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: { phase: 'Running', podIP: `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}` },
  };
}

/** Of each namespace in turn: who may reach its apps. @param edited the port that the first of them opens */
export function policies({ namespaces, policies: count }: Size, edited = 8080): string {
  return Array.from({ length: count }, (_, i) => {
    const namespace = `ns${i % namespaces}`;
    const app = APPS[Math.floor(i / namespaces) % APPS.length] as string;
    const client = APPS[(Math.floor(i / namespaces) + 1) % APPS.length] as string;
    const spec = {
      podSelector: { matchLabels: { app } },
      ingress: [
        { from: [{ podSelector: { matchLabels: { app: client } } }], ports: [{ port: i === 0 ? edited : 8080 }] },
        { from: [{ namespaceSelector: { matchLabels: { team: `t${i % 50}` } } }], ports: [{ port: 9000 + (i % 90) }] },
        { from: [{ ipBlock: { cidr: `192.0.${i >> 8}.${i & 255}/32` } }], ports: [{ port: 443 }] },
      ],
    };
    return JSON.stringify({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `p${i}`, namespace },
      spec,
    });
  }).join('\n---\n');
}

/** A rule of a tier above all that every pod has. */
export function wideRule(action: 'accept' | 'deny'): string {
  const from = [{ namespaceSelector: { matchLabels: { team: 't3' } }, podSelector: {} }];
  return JSON.stringify({
    apiVersion: 'openscg.dev/v1alpha1',
    kind: 'ClusterSecurityGroup',
    metadata: { name: 'wide' },
    spec: {
      owner: 'a',
      tier: 'admin',
      priority: 1,
      members: { podSelector: {} },
      ingress: [{ id: 'r', action, from, ports: [{ port: 8080 }] }],
    },
  });
}
