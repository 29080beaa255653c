/** Files → World. All that is wrong is reported at once; what is sound is in the world, so callers decide by `hasErrors`. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatAddress } from '../net/address.js';
import { toClusterNetworkPolicy } from './convert/cluster-network-policy.js';
import { toAddressGroup, toClusterSecurityGroup, toSecurityGroup } from './convert/groups.js';
import { toNamespace, toNode, toSample, toService, toWorkload } from './convert/inventory.js';
import { toNetworkPolicy } from './convert/network-policy.js';
import { Scope } from './convert/scope.js';
import { type Diagnostic, nearest, show, sortDiagnostics } from './diagnostics.js';
import { type RawObject, readObjects, type TextFile } from './document.js';
import type {
  AddressGroup,
  NamespaceInfo,
  NodeInfo,
  Policy,
  Posture,
  ServiceInfo,
  SourceRef,
  Workload,
  World,
} from './model.js';
import { withDefaultGroups } from './posture.js';
import { API_VERSION } from './schema/groups.js';
import { isLive } from './select.js';

export interface LoadOptions {
  /** Default `kubernetes`. */
  readonly posture?: Posture;
  /** Default true. */
  readonly allowNodeProbes?: boolean;
  /** For namespaced objects that name none. Default `default`. */
  readonly namespace?: string;
}

export interface Loaded {
  readonly world: World;
  readonly diagnostics: Diagnostic[];
}

const EXTENSION = /\.(ya?ml|json)$/i;

/**
 * Reads files, and folders with all below them (`.yaml`, `.yml`, `.json`; hidden ones left out), in sorted order.
 * A path that cannot be read is a diagnostic.
 */
export async function loadSources(paths: readonly string[], options: LoadOptions = {}): Promise<Loaded> {
  const files: TextFile[] = [];
  const unreadable: Diagnostic[] = [];
  for (const path of paths) {
    try {
      for (const file of await listFiles(path)) files.push({ path: file, text: await readFile(file, 'utf8') });
    } catch (cause) {
      unreadable.push({
        severity: 'error',
        code: 'unreadable',
        file: path,
        line: 1,
        column: 1,
        field: '',
        message: (cause as Error).message,
      });
    }
  }
  const { world, diagnostics } = parseSources(files, options);
  return { world, diagnostics: sortDiagnostics([...unreadable, ...diagnostics]) };
}

async function listFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = (await readdir(path, { withFileTypes: true }))
    .filter((e) => !e.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const nested = await Promise.all(
    entries.map((e) => (e.isDirectory() || EXTENSION.test(e.name) ? listFiles(join(path, e.name)) : [])),
  );
  return nested.flat();
}

/** Pure: the same files in any order give the same meaning. */
export function parseSources(files: readonly TextFile[], options: LoadOptions = {}): Loaded {
  const builder = new Builder(options);
  for (const file of files) {
    const { objects, diagnostics } = read(file);
    for (const diagnostic of diagnostics) builder.report(diagnostic);
    for (const raw of objects) builder.add(raw);
  }
  return builder.finish();
}

interface ReadFile {
  readonly objects: readonly RawObject[];
  readonly diagnostics: readonly Diagnostic[];
}

const known = new WeakMap<TextFile, ReadFile>();

/** YAML is most of the work: whoever gives the same file object again, has it parsed once. */
function read(file: TextFile): ReadFile {
  let result = known.get(file);
  if (result === undefined) {
    const diagnostics: Diagnostic[] = [];
    result = { objects: readObjects(file, (diagnostic) => diagnostics.push(diagnostic)), diagnostics };
    known.set(file, result);
  }
  return result;
}

const NETWORKING = 'networking.k8s.io/v1';
const CLUSTER_NETWORKING = 'policy.networking.k8s.io/v1alpha2';
const SAMPLES: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
};

class Builder {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly seen = new Map<string, SourceRef>();
  private readonly policies: Policy[] = [];
  private readonly workloads: Workload[] = [];
  private readonly samples: Scope[] = [];
  private readonly namespaces: NamespaceInfo[] = [];
  private readonly nodes: NodeInfo[] = [];
  private readonly services: ServiceInfo[] = [];
  private readonly addressGroups: AddressGroup[] = [];

  constructor(private readonly options: LoadOptions) {}

  readonly report = (diagnostic: Diagnostic): void => {
    this.diagnostics.push(diagnostic);
  };

  add(raw: RawObject): void {
    const { apiVersion, kind, metadata } = raw.value;
    const { name, namespace } = (metadata ?? {}) as { name?: unknown; namespace?: unknown };
    const object = `${String(kind)}/${typeof namespace === 'string' ? namespace : ''}/${String(name ?? '')}`;
    const scope = new Scope(raw, object, this.report);
    if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
      if (/(^|\/)kustomization\.ya?ml$/.test(raw.file)) return;
      scope.error([], 'missing', 'an object needs apiVersion and kind', { found: show({ apiVersion, kind }) });
      return;
    }
    const place = typeof namespace === 'string' && namespace !== '' ? namespace : (this.options.namespace ?? 'default');
    this.convert(scope, apiVersion, kind, place);
  }

  private convert(scope: Scope, apiVersion: string, kind: string, namespace: string): void {
    switch (`${apiVersion} ${kind}`) {
      case `${API_VERSION} SecurityGroup`:
        this.keep(scope, namespace, this.policies, toSecurityGroup(scope, namespace));
        break;
      case `${API_VERSION} ClusterSecurityGroup`:
        this.keep(scope, '', this.policies, toClusterSecurityGroup(scope));
        break;
      case `${API_VERSION} AddressGroup`:
        this.keep(scope, namespace, this.addressGroups, toAddressGroup(scope, namespace));
        break;
      case `${NETWORKING} NetworkPolicy`:
        this.keep(scope, namespace, this.policies, toNetworkPolicy(scope, namespace));
        break;
      case `${CLUSTER_NETWORKING} ClusterNetworkPolicy`:
        this.keep(scope, '', this.policies, toClusterNetworkPolicy(scope));
        break;
      case 'v1 Pod':
        this.keep(scope, namespace, this.workloads, toWorkload(scope, namespace));
        break;
      case 'v1 Namespace':
        this.keep(scope, '', this.namespaces, toNamespace(scope));
        break;
      case 'v1 Node':
        this.keep(scope, '', this.nodes, toNode(scope));
        break;
      case 'v1 Service':
        this.keep(scope, namespace, this.services, toService(scope, namespace));
        break;
      default:
        if (SAMPLES[kind] === apiVersion) this.samples.push(scope);
        else refuseUnknown(scope, apiVersion, kind);
    }
  }

  private keep<T extends { readonly source: SourceRef }>(
    scope: Scope,
    namespace: string,
    list: T[],
    item: T | readonly T[] | undefined,
  ): void {
    if (item === undefined || scope.failed) return;
    const { kind, metadata } = scope.raw.value as { kind: string; metadata: { name: string } };
    const id = `${kind}/${namespace}/${metadata.name}`;
    const first = this.seen.get(id);
    if (first !== undefined) {
      scope.error(['metadata', 'name'], 'duplicate', `${id} is already declared at ${first.file}:${first.line}`);
      return;
    }
    this.seen.set(id, scope.source([]));
    for (const one of [item].flat() as T[]) list.push(one);
  }

  finish(): Loaded {
    this.addSamples();
    this.checkAddresses();
    const { posture = 'kubernetes', allowNodeProbes = true } = this.options;
    const { policies, workloads, namespaces, nodes, services, addressGroups } = this;
    const world = withDefaultGroups({
      policies,
      workloads,
      namespaces,
      nodes,
      services,
      addressGroups,
      posture,
      allowNodeProbes,
    });
    return { world, diagnostics: sortDiagnostics(this.diagnostics) };
  }

  /** Sorted by name, so that the order of files gives no address away. */
  private addSamples(): void {
    const named = this.samples.map((scope) => {
      const { metadata } = scope.raw.value as { metadata?: { namespace?: string } };
      return { scope, namespace: metadata?.namespace || (this.options.namespace ?? 'default') };
    });
    const running = new Set(this.workloads.map((w) => w.namespace));
    named.sort((a, b) => (a.scope.object < b.scope.object ? -1 : a.scope.object > b.scope.object ? 1 : 0));
    for (const [i, { scope, namespace }] of named.entries()) {
      if (!running.has(namespace)) this.keep(scope, namespace, this.workloads, toSample(scope, namespace, i + 1));
    }
  }

  private checkAddresses(): void {
    const owners = new Map<string, Workload>();
    for (const workload of this.workloads.filter(isLive)) {
      for (const address of workload.addresses) {
        const text = formatAddress(address);
        const other = owners.get(text);
        if (other === undefined) owners.set(text, workload);
        else {
          const { file, line, column = 1 } = workload.source;
          this.report({
            severity: 'warning',
            code: 'shared-address',
            file,
            line,
            column,
            field: 'status.podIPs',
            object: `Pod/${workload.id}`,
            message: `${text} is also that of ${other.id}`,
          });
        }
      }
    }
  }
}

const OUR_KINDS = ['SecurityGroup', 'ClusterSecurityGroup', 'AddressGroup'];
const POLICY_KINDS: Readonly<Record<string, string>> = {
  NetworkPolicy: NETWORKING,
  ClusterNetworkPolicy: CLUSTER_NETWORKING,
  SecurityGroup: API_VERSION,
  ClusterSecurityGroup: API_VERSION,
  AddressGroup: API_VERSION,
};

/** Other projects' kinds of the same name. */
const FOREIGN = /calico|antrea|cilium/;

/** A policy that would silently not be enforced is an error; other objects are none of our business. */
function refuseUnknown(scope: Scope, apiVersion: string, kind: string): void {
  const expected = POLICY_KINDS[kind];
  if (apiVersion === API_VERSION) {
    const suggestion = nearest(kind, OUR_KINDS);
    scope.error(['kind'], 'unknown-kind', 'unknown kind', {
      found: show(kind),
      expected: `one of ${OUR_KINDS.join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    });
  } else if (expected !== undefined && !FOREIGN.test(apiVersion)) {
    scope.error(['apiVersion'], 'unknown-kind', `${kind} of this apiVersion is not enforced`, {
      found: show(apiVersion),
      expected,
    });
  } else if (/Policy$/.test(kind) && /network/i.test(`${apiVersion} ${kind}`)) {
    scope.warn(['kind'], 'ignored-kind', `${apiVersion} ${kind} is not read: what it says is not enforced`);
  }
}
