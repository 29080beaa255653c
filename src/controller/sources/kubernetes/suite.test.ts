/** What a real API server runs too (test/kubernetes), on the stand-in. */
import { describe } from 'vitest';
import { accessTo, KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import { kubernetesSuite } from '../../../../test/support/kubernetes-suite.js';

const OURS = ['securitygroups', 'clustersecuritygroups', 'addressgroups', 'rolloutpolicies', 'authoritypolicies'];

describe('on the stand-in', () => {
  kubernetesSuite(async () => {
    const server = await new KubernetesServer().listen();
    const { port } = server;
    server.faults.absent = new Set(OURS.map((plural) => `/apis/openscg.dev/v1alpha1/${plural}`));
    return {
      access: accessTo(server.url),
      port,
      kill: () => server.close(),
      start: async () => void (await server.listen(port)),
      forget: async () => server.compact(),
      wipe: async () => server.wipe(),
      bookmark: () => server.bookmark(),
      define: async () => void server.faults.absent?.clear(),
      close: () => server.close(),
    };
  }, 10_000);
});
