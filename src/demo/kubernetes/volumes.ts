/** A pod's volumes as folders of the node, as kubelet makes them: ConfigMaps, Secrets, tokens, empty folders, the node's own paths. */
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Container, Pod, Volume } from './objects.js';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What is wanted of the cluster. */
export interface VolumeSources {
  /** Of a ConfigMap: text; of a Secret: base64. @throws where it is not there yet */
  data(kind: 'configmaps' | 'secrets', namespace: string, name: string): Promise<Readonly<Record<string, string>>>;
  /** A token of the pod's service account, for an audience; empty: the API server's. */
  token(pod: Pod, audience: string): string;
  /** PEM of who signed the API server's certificate. */
  readonly authority: string;
  /** The node's file of that path. */
  hostPath(path: string): string;
}

export interface Mount {
  readonly containerPath: string;
  readonly hostPath: string;
  readonly readonly: boolean;
}

/** @param folder of this pod @returns name of a volume → its folder; throws as long as something of it is not there */
export async function makeVolumes(pod: Pod, folder: string, sources: VolumeSources): Promise<Map<string, string>> {
  const volumes = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) volumes.set(volume.name, await make(pod, volume, folder, sources));
  if (pod.spec.automountServiceAccountToken === true) {
    const path = join(folder, 'account');
    put(
      pod,
      path,
      {
        token: sources.token(pod, ''),
        'ca.crt': sources.authority,
        namespace: pod.metadata.namespace,
      },
      user(pod),
    );
    volumes.set(ACCOUNT, path);
  }
  return volumes;
}

async function make(pod: Pod, volume: Volume, folder: string, sources: VolumeSources): Promise<string> {
  const { namespace } = pod.metadata;
  const path = join(folder, volume.name);
  if (volume.hostPath !== undefined) {
    const host = sources.hostPath(volume.hostPath.path);
    mkdirSync(host, { recursive: true });
    return host;
  }
  if (volume.configMap !== undefined)
    put(pod, path, await sources.data('configmaps', namespace, volume.configMap.name));
  else if (volume.secret !== undefined)
    put(
      pod,
      path,
      Object.fromEntries(
        Object.entries(await sources.data('secrets', namespace, volume.secret.secretName)).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64'),
        ]),
      ),
    );
  else if (volume.projected !== undefined)
    put(
      pod,
      path,
      Object.fromEntries(
        volume.projected.sources.flatMap(({ serviceAccountToken: token }) =>
          token === undefined ? [] : [[token.path, sources.token(pod, token.audience)]],
        ),
      ),
      user(pod),
    );
  else if (volume.emptyDir !== undefined)
    put(pod, path, {}, 0, pod.spec.securityContext?.fsGroup === undefined ? 0o777 : 0o2770);
  else throw new Error(`volume ${volume.name}: a kind that is not known here`);
  return path;
}

/** Whose a token is. */
const user = ({ spec }: Pod): number => spec.securityContext?.runAsUser ?? 0;

function put(
  pod: Pod,
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
  owner = 0,
  mode = 0o755,
): void {
  const group = pod.spec.securityContext?.fsGroup ?? 0;
  const own = (path: string, bits: number): void => {
    chownSync(path, owner, group);
    chmodSync(path, bits);
  };
  mkdirSync(folder, { recursive: true });
  own(folder, mode);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    own(path, 0o440);
  }
}

export function mountsOf({ volumeMounts = [] }: Container, volumes: ReadonlyMap<string, string>): Mount[] {
  const mounts = volumeMounts.map(({ name, mountPath, subPath = '', readOnly = false }) => ({
    containerPath: mountPath,
    hostPath: join(volumes.get(name) ?? '', subPath),
    readonly: readOnly,
  }));
  const account = volumes.get(ACCOUNT);
  return account === undefined ? mounts : [...mounts, { containerPath: ACCOUNT, hostPath: account, readonly: true }];
}
