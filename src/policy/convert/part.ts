/** One document of a file → what its objects became. */
import type { Diagnostic } from '../diagnostics.js';
import { nearest, show } from '../diagnostics.js';
import { type RawObject, readObjects, type TextPart } from '../document.js';
import type {
  AddressGroup,
  EndpointSlice,
  NamespaceInfo,
  NodeInfo,
  Policy,
  ServiceCidr,
  ServiceInfo,
  SourceRef,
  Workload,
} from '../model.js';
import type { Path } from '../path.js';
import type { RolloutPolicy } from '../rollout.js';
import { API_VERSION } from '../schema/groups.js';
import {
  toAdminNetworkPolicy,
  toBaselineAdminNetworkPolicy,
  toClusterNetworkPolicy,
} from './cluster-network-policy.js';
import { toAddressGroup, toClusterSecurityGroup, toSecurityGroup } from './groups.js';
import { toNamespace, toNode, toSample, toScheduledSample, toWorkload } from './inventory.js';
import { toNetworkPolicy } from './network-policy.js';
import { warnNulls, withoutNulls } from './nulls.js';
import { toRolloutPolicy } from './rollout.js';
import { Scope } from './scope.js';
import { toEndpointSlice, toService, toServiceCidr } from './services.js';

/** What objects become, by kind. */
export interface Lists {
  readonly policies: Policy[];
  readonly workloads: Workload[];
  readonly namespaces: NamespaceInfo[];
  readonly nodes: NodeInfo[];
  readonly services: ServiceInfo[];
  readonly endpointSlices: EndpointSlice[];
  readonly serviceCidrs: ServiceCidr[];
  readonly addressGroups: AddressGroup[];
  readonly rollouts: RolloutPolicy[];
}
type List = keyof Lists;
type Item = Lists[List][number];

export interface ParsedObject {
  /** `<kind>/<namespace>/<name>`, unique in a world. */
  readonly id: string;
  /** As it names itself. */
  readonly object: string;
  readonly list: List;
  readonly items: readonly Item[];
  /** Where its name is written. */
  readonly name: Required<SourceRef>;
  readonly source: SourceRef;
}

/** Plain data. */
export interface ParsedPart {
  readonly file: string;
  readonly linesBefore: number;
  /** The sound ones. */
  readonly objects: readonly ParsedObject[];
  /** Deployments and their like: what becomes of them depends on all files. */
  readonly samples: readonly ParsedObject[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param namespace for namespaced objects that name none */
export function parsePart(part: TextPart, namespace: string): ParsedPart {
  const diagnostics: Diagnostic[] = [];
  const samples: ParsedObject[] = [];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const objects = readObjects(part, report).flatMap((raw) => parseObject(raw, namespace, samples, report) ?? []);
  return { file: part.path, linesBefore: part.linesBefore, objects, samples, diagnostics };
}

/**
 * One object that was never text, such as an API server's: all that can be said of a place is its field.
 * @param file stands for where it is declared
 */
export function parseValue(
  value: Readonly<Record<string, unknown>>,
  file: string,
): { readonly object: ParsedObject | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const raw: RawObject = { value: value as RawObject['value'], file, locate: () => ({ file, line: 0, column: 0 }) };
  const object = parseObject(raw, 'default', [], (diagnostic) => {
    diagnostics.push(diagnostic);
  });
  return { object, diagnostics };
}

/** The same text at another place. */
export function movedTo(part: ParsedPart, { path: file, linesBefore }: TextPart): ParsedPart {
  if (part.file === file && part.linesBefore === linesBefore) return part;
  const by = linesBefore - part.linesBefore;
  const move = <T extends SourceRef>(place: T): T => ({ ...place, file, line: place.line + by });
  const moveItem = (item: Item): Item => ({
    ...item,
    source: move(item.source),
    ...('rules' in item && { rules: item.rules.map((rule) => ({ ...rule, source: move(rule.source) })) }),
  });
  const moveObject = (object: ParsedObject): ParsedObject => ({
    ...object,
    items: object.items.map(moveItem),
    name: move(object.name),
    source: move(object.source),
  });
  return {
    file,
    linesBefore,
    objects: part.objects.map(moveObject),
    samples: part.samples.map(moveObject),
    diagnostics: part.diagnostics.map(move),
  };
}

const NETWORKING = 'networking.k8s.io/v1';
const CLUSTER_NETWORKING = 'policy.networking.k8s.io/v1alpha2';
/** Of their predecessors, still in many clusters. */
const ADMIN_NETWORKING = 'policy.networking.k8s.io/v1alpha1';

/** How objects of one kind are read. */
interface Kind {
  readonly list: List;
  readonly namespaced: boolean;
  /** Undefined where there is nothing, or something is wrong with it, which is reported. */
  convert(scope: Scope, namespace: string): Item | readonly Item[] | undefined;
  /** What it declares counts only where the inventory has nothing better. */
  readonly sample?: true;
}

const sample: Kind = { list: 'workloads', namespaced: true, convert: toSample, sample: true };

/** Every kind that is read, by `<apiVersion> <kind>`: a new one is a line here. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [`${API_VERSION} SecurityGroup`, { list: 'policies', namespaced: true, convert: toSecurityGroup }],
  [`${API_VERSION} ClusterSecurityGroup`, { list: 'policies', namespaced: false, convert: toClusterSecurityGroup }],
  [`${API_VERSION} AddressGroup`, { list: 'addressGroups', namespaced: true, convert: toAddressGroup }],
  [`${API_VERSION} RolloutPolicy`, { list: 'rollouts', namespaced: false, convert: toRolloutPolicy }],
  [`${NETWORKING} NetworkPolicy`, { list: 'policies', namespaced: true, convert: toNetworkPolicy }],
  [
    `${CLUSTER_NETWORKING} ClusterNetworkPolicy`,
    { list: 'policies', namespaced: false, convert: toClusterNetworkPolicy },
  ],
  [`${ADMIN_NETWORKING} AdminNetworkPolicy`, { list: 'policies', namespaced: false, convert: toAdminNetworkPolicy }],
  [
    `${ADMIN_NETWORKING} BaselineAdminNetworkPolicy`,
    { list: 'policies', namespaced: false, convert: toBaselineAdminNetworkPolicy },
  ],
  ['v1 Pod', { list: 'workloads', namespaced: true, convert: toWorkload }],
  ['v1 Namespace', { list: 'namespaces', namespaced: false, convert: toNamespace }],
  ['v1 Node', { list: 'nodes', namespaced: false, convert: toNode }],
  ['v1 Service', { list: 'services', namespaced: true, convert: toService }],
  ['discovery.k8s.io/v1 EndpointSlice', { list: 'endpointSlices', namespaced: true, convert: toEndpointSlice }],
  [`${NETWORKING} ServiceCIDR`, { list: 'serviceCidrs', namespaced: false, convert: toServiceCidr }],
  ['apps/v1 Deployment', sample],
  ['apps/v1 StatefulSet', sample],
  ['apps/v1 DaemonSet', sample],
  ['apps/v1 ReplicaSet', sample],
  ['v1 ReplicationController', sample],
  ['batch/v1 Job', sample],
  ['batch/v1 CronJob', { ...sample, convert: toScheduledSample }],
]);

function parseObject(
  written: RawObject,
  fallback: string,
  samples: ParsedObject[],
  report: (diagnostic: Diagnostic) => void,
): ParsedObject | undefined {
  const { value, nulls } = withoutNulls(written.value);
  const raw: RawObject = nulls.length > 0 ? { ...written, value } : written;
  const { apiVersion, kind, metadata } = value;
  const { name, namespace: given } = (metadata ?? {}) as { name?: unknown; namespace?: unknown };
  const object = `${String(kind)}/${typeof given === 'string' ? given : ''}/${String(name ?? '')}`;
  const scope = new Scope(raw, object, report);
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
    scope.error([], 'missing', 'an object needs apiVersion and kind', { found: show({ apiVersion, kind }) });
    return undefined;
  }
  const known = KINDS.get(`${apiVersion} ${kind}`);
  if (known === undefined) {
    refuseUnknown(scope, apiVersion, kind);
    return undefined;
  }
  const namespace = typeof given === 'string' && given !== '' ? given : fallback;
  if (known.list === 'policies') {
    warnNulls(scope, nulls, kind, namespace);
    warnTraps(scope);
  }
  const parsed = parsedObject(scope, known.namespaced ? namespace : '', known.list, known.convert(scope, namespace));
  if (known.sample !== true) return parsed;
  if (parsed !== undefined) samples.push(parsed);
  return undefined;
}

/** Undefined where there is nothing, or something is wrong with it. */
export function parsedObject(
  scope: Scope,
  namespace: string,
  list: List,
  item: Item | readonly Item[] | undefined,
): ParsedObject | undefined {
  if (item === undefined || scope.failed) return undefined;
  const { kind, metadata } = scope.raw.value as { kind: string; metadata: { name: string } };
  return {
    id: `${kind}/${namespace}/${metadata.name}`,
    object: scope.object,
    list,
    items: [item].flat() as Item[],
    name: scope.raw.locate(['metadata', 'name']),
    source: scope.source([]),
  };
}

/** What is read, as `kind` and `apiVersion`, of those that say who may talk to whom. */
const AUTHORED: ReadonlySet<List> = new Set(['policies', 'addressGroups', 'rollouts']);
const POLICY_KINDS = new Map(
  [...KINDS].flatMap(([key, { list }]) => (AUTHORED.has(list) ? [key.split(' ').reverse() as [string, string]] : [])),
);
const OUR_KINDS = [...POLICY_KINDS].flatMap(([kind, version]) => (version === API_VERSION ? [kind] : []));

/** Other projects' kinds of the same name. */
const FOREIGN = /calico|antrea|cilium/;
/** Kinds of other projects that say who may talk to whom. */
const FOREIGN_POLICY =
  /(?:Network|Firewall|Authorization|TrafficPermission|SecurityGroup|Isolation)Polic(?:y|ies)$|Firewall$|TrafficPermission$|ServiceIntentions$|ServerAuthorization$/;

/** A policy that would silently not be enforced is an error; other objects are none of our business. */
function refuseUnknown(scope: Scope, apiVersion: string, kind: string): void {
  const expected = POLICY_KINDS.get(kind);
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
  } else if (FOREIGN_POLICY.test(kind) || (expected !== undefined && FOREIGN.test(apiVersion))) {
    scope.warn(['kind'], 'ignored-kind', `${kind} of ${apiVersion} is not enforced here: what it says is not judged`);
  }
}

/** Tells where `kubectl` reads something else than stands there for a reader of today's YAML. */
function warnTraps(scope: Scope): void {
  if (scope.raw.traps !== true) return;
  const look = (value: unknown, path: Path): void => {
    if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) look(item, [...path, Array.isArray(value) ? Number(key) : key]);
      return;
    }
    const name = scope.raw.trapAt?.(path, 'key');
    if (name !== undefined)
      scope.warn(
        path,
        'yaml-1.1',
        `the key ${name.written} is ${String(name.read)} to kubectl and the API server (YAML 1.1)`,
      );
    const trap = scope.raw.trapAt?.(path);
    // A boolean is refused where it is not one.
    if (typeof trap?.read === 'number')
      scope.warn(path, 'yaml-1.1', `${trap.written} is ${String(trap.read)} to kubectl and the API server (YAML 1.1)`);
  };
  look(scope.raw.value, []);
}
