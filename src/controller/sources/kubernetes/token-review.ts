/**
 * Whose service account token that is, and of which node: the API server says so (TokenReview), and knows whether the pod that
 * the token is bound to is still there. Since Kubernetes 1.30 it names the pod's node.
 */
import type { KubernetesApi } from './api.js';
import { KubernetesError } from './error.js';

/** What the token must be made for: one that is stolen elsewhere is none here. */
export const AUDIENCE = 'osg-controller';
const NODE = 'authentication.kubernetes.io/node-name';
const POD = 'authentication.kubernetes.io/pod-name';

interface Review {
  readonly status?: {
    readonly authenticated?: boolean;
    readonly error?: string;
    readonly audiences?: readonly string[];
    readonly user?: { readonly username?: string; readonly extra?: Readonly<Record<string, readonly string[]>> };
  };
}

export interface TokenOwner {
  readonly node: string;
  readonly pod: string;
}

/**
 * @param account `namespace/name` of the service account whose pods may ask
 * @throws KubernetesError UNAUTHORIZED: it is no such token; others of the API server
 */
export async function reviewToken(api: KubernetesApi, token: string, account: string): Promise<TokenOwner> {
  const refuse = (why: string): KubernetesError => new KubernetesError('UNAUTHORIZED', 'token of an agent', why);
  const { status } = (await api.request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token, audiences: [AUDIENCE] },
    },
    timeoutMs: 10_000,
  })) as Review;
  if (status?.authenticated !== true) throw refuse(status?.error || 'is refused by the API server');
  if (status.audiences?.includes(AUDIENCE) !== true)
    throw refuse(`is for ${status.audiences?.join(', ') || 'any audience'}, expected ${AUDIENCE}`);
  const { username = '', extra = {} } = status.user ?? {};
  const wanted = `system:serviceaccount:${account.replace('/', ':')}`;
  if (username !== wanted) throw refuse(`is of ${username}, expected ${wanted}`);
  const [node = ''] = extra[NODE] ?? [];
  const [pod = ''] = extra[POD] ?? [];
  if (node === '' || pod === '')
    throw refuse('is bound to no pod and node: it needs a projected token, and Kubernetes 1.30');
  return { node, pod };
}
