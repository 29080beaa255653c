/**
 * A cluster as source: a reflector for each kind, one batch of objects for all that came at once, each admitted by itself.
 *
 * One bad object holds nobody up (F137). What cannot be read keeps its last good version; what never was good is read as far
 * as it goes and fails closed (`readable.ts`); both are told. A list that is suddenly much shorter than what was there is not
 * believed (F136): a wrong context, a fresh etcd.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SourceVersion } from '../../../distribution/receiver.js';
import type { Prefix } from '../../../net/types.js';
import type { Problem, Source, SourceEvents, SourceObject } from '../../source.js';
import type { KubernetesApi } from './api.js';
import type { KubernetesError } from './error.js';
import { type Read, readObject } from './readable.js';
import { Reflector, type ReflectorTimes } from './reflector.js';
import { INVENTORY_RESOURCES, type KubernetesObject, POLICY_RESOURCES, type Resource } from './resources.js';

export interface KubernetesSourceOptions extends ReflectorTimes {
  readonly api: KubernetesApi;
  /** What is taken from the cluster; the other may come from files or git. */
  readonly take: 'policies' | 'inventory' | 'both';
  /** A list may lose so large a part of a kind's objects at once, 0 to 1; more is not believed. 1: anything is. */
  readonly maxShrink: number;
  /** Of which the addresses of Services are taken too, beside those that the cluster says. */
  readonly serviceCidrs?: readonly Prefix[];
  /** The last good version of an object that is not known yet, from the store; undefined where there is none. */
  readonly lastGood?: (key: string) => SourceObject | undefined;
  /** Told what became of each policy object, and which are gone. */
  readonly judged?: (object: KubernetesObject, resource: Resource, read: Read) => void;
  readonly gone?: (object: KubernetesObject, resource: Resource) => void;
  /** `start` waits so long for the first picture; later it comes as a change. Milliseconds. */
  readonly patience?: number;
}

/** Changes that come within so many ms are one batch: a Deployment's pods, a namespace with its policies. */
const TOGETHER_MS = 5;
/** Lists of fewer objects may lose all of them. */
const FEW = 10;

interface Watched {
  readonly resource: Resource;
  reflector: Reflector | undefined;
  /** As the server has them. */
  readonly objects: Map<string, KubernetesObject>;
  synced: boolean;
  failing: KubernetesError | undefined;
  /** Why the last list was not believed. */
  disbelief: string | undefined;
}

export class KubernetesSource implements Source {
  readonly #options: KubernetesSourceOptions;
  readonly #watched: readonly Watched[];
  #events: SourceEvents | undefined;
  /** Objects that changed since the last batch; undefined: it is gone. */
  #changed = new Map<string, { watched: Watched; key: string; object: KubernetesObject | undefined }>();
  /** What was said last, by source key: the last good version. */
  readonly #said = new Map<string, SourceObject>();
  /** Good versions that were said to whoever listened before. */
  readonly #remembered = new Map<string, SourceObject>();
  readonly #problems = new Map<string, readonly Problem[]>();
  /** Whose objects were never good: what was said of them is what could be read. */
  readonly #closed = new Set<string>();
  #told = '[]';
  /** The first picture takes longer than `start` waits. */
  #late = false;
  #timer: NodeJS.Timeout | undefined;
  #synced: (() => void) | undefined;
  /** What the settings say, until it is said. */
  #settings: readonly SourceObject[];

  constructor(options: KubernetesSourceOptions) {
    this.#options = options;
    const { take, serviceCidrs = [] } = options;
    this.#settings = take === 'policies' || serviceCidrs.length === 0 ? [] : [configured(serviceCidrs)];
    const resources = [
      ...(take === 'policies' ? [] : INVENTORY_RESOURCES),
      ...(take === 'inventory' ? [] : POLICY_RESOURCES),
    ];
    this.#watched = resources.map((resource) => ({
      resource,
      reflector: undefined,
      objects: new Map(),
      synced: false,
      failing: undefined,
      disbelief: undefined,
    }));
  }

  /** Begins to read; nothing is said of it before `start`. */
  read(): void {
    const { api, firstWait, longestWait, absentWait, silence, gathering } = this.#options;
    const times = defined({ firstWait, longestWait, absentWait, silence, gathering });
    for (const watched of this.#watched) {
      if (watched.reflector !== undefined) continue;
      watched.reflector = new Reflector({ ...times, api, resource: watched.resource, sink: this.#sink(watched) });
      watched.reflector.start();
    }
  }

  /** Once more: who listens from now on is told everything, and nobody else anything. */
  async start(events: SourceEvents): Promise<void> {
    this.#events = events;
    if (this.#said.size > 0) this.#anew();
    const { patience = 10_000 } = this.#options;
    const whole = new Promise<void>((resolve) => {
      this.#synced = resolve;
    });
    this.read();
    this.#soon();
    const late = setTimeout(() => {
      this.#late = true;
      this.#tell();
      this.#synced?.();
    }, patience);
    await whole;
    clearTimeout(late);
  }

  #anew(): void {
    for (const [at, said] of this.#said) if (!this.#closed.has(at)) this.#remembered.set(at, said);
    for (const known of [this.#said, this.#problems, this.#closed]) known.clear();
    this.#told = '[]';
    for (const watched of this.#watched)
      for (const [key, object] of watched.objects)
        this.#changed.set(`${watched.resource.plural} ${key}`, { watched, key, object });
  }

  close(): void {
    this.#events = undefined;
    clearTimeout(this.#timer);
    for (const { reflector } of this.#watched) void reflector?.close();
  }

  /** The objects of a kind that is watched, as the server has them. */
  objects(resource: Resource): Iterable<KubernetesObject> {
    return this.#watched.find((watched) => watched.resource === resource)?.objects.values() ?? [];
  }

  /** Kinds whose picture is not what the server has now, with why. */
  get behind(): readonly { readonly kind: string; readonly why: string }[] {
    return this.#watched.flatMap(({ resource, synced, failing, disbelief }) => {
      const why = failing?.message ?? disbelief ?? (synced ? undefined : 'not listed yet');
      return why === undefined ? [] : [{ kind: resource.kind, why }];
    });
  }

  #sink(watched: Watched) {
    const change = (key: string, object: KubernetesObject | undefined): void => {
      const before = watched.objects.get(key);
      if (object !== undefined) watched.objects.set(key, object);
      else if (before !== undefined) {
        watched.objects.delete(key);
        if (this.#events !== undefined) this.#options.gone?.(before, watched.resource);
      }
      this.#changed.set(`${watched.resource.plural} ${key}`, { watched, key, object });
      this.#soon();
    };
    return {
      replaced: (objects: ReadonlyMap<string, KubernetesObject>): void => {
        watched.disbelief = this.#disbelief(watched, objects);
        if (watched.disbelief === undefined)
          for (const key of [...watched.objects.keys()]) if (!objects.has(key)) change(key, undefined);
        for (const [key, object] of objects) {
          const before = watched.objects.get(key)?.metadata;
          const { uid, resourceVersion } = object.metadata;
          if (before?.uid !== uid || before.resourceVersion !== resourceVersion) change(key, object);
        }
        watched.synced = true;
        this.#soon();
      },
      upserted: (key: string, object: KubernetesObject): void => change(key, object),
      deleted: (key: string): void => change(key, undefined),
      failing: (error: KubernetesError | undefined): void => {
        watched.failing = error;
        if (this.#isWhole() || this.#late) this.#tell();
      },
    };
  }

  #disbelief({ resource, objects: before }: Watched, now: ReadonlyMap<string, unknown>): string | undefined {
    const { maxShrink } = this.#options;
    let lost = 0;
    for (const key of before.keys()) if (!now.has(key)) lost += 1;
    if (lost <= FEW || lost <= before.size * maxShrink) return undefined;
    return (
      `the API server lists ${now.size} ${resource.plural} where there were ${before.size}: not believed, those that were ` +
      `there stay (--max-shrink ${maxShrink}); if it is true, start the controller once with --max-shrink 1`
    );
  }

  #isWhole(): boolean {
    return this.#watched.every(({ synced }) => synced);
  }

  #soon(): void {
    if (this.#events === undefined || !this.#isWhole()) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, TOGETHER_MS);
  }

  #flush(): void {
    const changed = this.#changed;
    this.#changed = new Map();
    const upserts: SourceObject[] = [...this.#settings];
    this.#settings = [];
    const deletes: string[] = [];
    let newest = '';
    for (const { watched, key, object } of changed.values()) {
      const at = `${watched.resource.kind}/${key.includes('/') ? '' : '/'}${key}`;
      if (object === undefined) {
        this.#problems.delete(at);
        this.#closed.delete(at);
        this.#remembered.delete(at);
        if (this.#said.delete(at)) deletes.push(at);
        continue;
      }
      newest = object.metadata.resourceVersion;
      const said = this.#read(watched.resource, at, object);
      if (said !== undefined) {
        this.#said.set(at, said);
        upserts.push(said);
      }
    }
    const version: SourceVersion = { id: newest, author: '', subject: '', timeUnixUs: Date.now() * 1000 };
    this.#events?.changed({ upserts, deletes, admission: 'each', version, who: 'kubernetes' });
    this.#tell();
    this.#synced?.();
  }

  /** What is said of an object now; undefined where what was said last stays. */
  #read(resource: Resource, at: string, object: KubernetesObject): SourceObject | undefined {
    const read = readObject(object, at);
    const { uid, resourceVersion } = object.metadata;
    const isPolicy = POLICY_RESOURCES.includes(resource);
    if (isPolicy) this.#options.judged?.(object, resource, read);
    const made = read.object && {
      key: at,
      list: read.object.list,
      items: read.object.items,
      provenance: { uid, resourceVersion },
    };
    if (read.problems.length === 0) {
      this.#problems.delete(at);
      this.#closed.delete(at);
      return made;
    }
    const said = this.#closed.has(at) ? undefined : this.#said.get(at);
    const good = said ?? this.#options.lastGood?.(at) ?? this.#remembered.get(at);
    // After a restart what was closed comes back as the last one that was in force.
    const isGood = good !== undefined && !isDeepStrictEqual(good.items, made?.items);
    const inForce = isGood ? 'last-good' : made !== undefined ? 'closed' : 'nothing';
    if (inForce === 'closed') this.#closed.add(at);
    else this.#closed.delete(at);
    this.#problems.set(
      at,
      read.problems.map((problem) => ({ ...problem, refused: { key: at, inForce } })),
    );
    return isGood ? good : made;
  }

  /** What is wrong now, told when it changes. */
  #tell(): void {
    const lists = this.behind.map(({ kind, why }) => ({ file: `cluster ${kind}`, line: 0, field: '', message: why }));
    const problems: Problem[] = [...lists, ...[...this.#problems.values()].flat()];
    const text = JSON.stringify(problems);
    if (text === this.#told) return;
    this.#told = text;
    this.#events?.failed(problems);
  }
}

/** As a ServiceCIDR of no name that a cluster could give. */
function configured(prefixes: readonly Prefix[]): SourceObject {
  const source = { file: '<serviceCidrs>', line: 1 };
  const name = '<configured>';
  return { key: `ServiceCIDR//${name}`, list: 'serviceCidrs', items: [{ name, prefixes, source }], provenance: source };
}

/** Without what is undefined: a default stands then. */
function defined(times: { readonly [K in keyof ReflectorTimes]: number | undefined }): ReflectorTimes {
  return Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined));
}
