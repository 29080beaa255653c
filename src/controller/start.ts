/** A whole controller: store, sources, listeners. */
import { distributionService } from '../distribution/server.js';
import { type Clock, systemClock } from '../part/clock.js';
import { type Log, SILENT } from '../part/log.js';
import { certificateMetric } from '../part/metrics.js';
import { Resources } from '../part/resources.js';
import type { Running } from '../part/run.js';
import { VERSION } from '../part/version.js';
import type { Posture } from '../policy/model.js';
import { listen } from '../rpc/listen.js';
import { inLog, type TlsFiles, TlsIdentity } from '../rpc/tls.js';
import { AnnouncedPods } from './announced.js';
import { Authority } from './authority/authority.js';
import { AuthorityFile } from './authority/file.js';
import { Controller } from './controller.js';
import { NO_CONTENT, type PolicySet } from './differences.js';
import { DirectorySource } from './directory.js';
import { enrichmentService } from './enrichment.js';
import { ControllerError } from './error.js';
import { FileSource } from './file-source.js';
import { serveFirstCertificates } from './first-certificates.js';
import { GitSource } from './git.js';
import { Issuer, type IssuerFiles } from './issuer.js';
import { lead } from './lead.js';
import { operatorService } from './operator.js';
import { StoredParts } from './parts.js';
import { formatRecorded } from './recorded.js';
import type { Source } from './source.js';
import { Cluster, type KubernetesOptions } from './sources/kubernetes/cluster.js';
import type { FleetState } from './sources/kubernetes/reach.js';
import { lockStore } from './sqlite/lock.js';
import { Store } from './sqlite/store.js';
import type { Stores } from './stores.js';
import type { TextSource } from './text-source.js';

export interface ControllerOptions {
  /** A directory that is watched, `git:` and a folder in a work tree whose commits count, or any other source. */
  readonly policies?: string | Source;
  /** A cluster that is read too: where it declares what `policies` declares, `policies` counts. */
  readonly kubernetes?: KubernetesOptions;
  /** Whoever waits for the Lease waits no longer. */
  readonly stopping?: AbortSignal;
  /** The Lease was lost: the process must end. */
  readonly deposed?: (why: string) => void;
  /** Further sources, as `policies`: e.g. an inventory that comes from elsewhere. */
  readonly more?: readonly (string | Source)[];
  /** Who may change what: a file that none of those whom it binds can write. Absent: whoever may call, or write the sources. */
  readonly authority?: string;
  /** The durable store. One controller at a time. */
  readonly stateDir: string;
  /** Where agents and collectors connect: `unix:/path`, or `host:port` with TLS beyond loopback. */
  readonly listen: string;
  /** Where operators connect: a unix socket. With TLS, certificates of the role operator may use `listen` too. */
  readonly operatorListen?: string;
  readonly tls?: TlsFiles;
  /** An authority by which certificates of nodes and collectors are renewed. Absent: they are not. */
  readonly issuer?: IssuerFiles;
  /** First certificates for agents: where they ask, and the service account (`namespace/name`) whose tokens count. */
  readonly bootstrap?: { readonly listen: string; readonly account: string };
  /** Default `kubernetes`. */
  readonly posture?: Posture;
  /** Default true. */
  readonly allowNodeProbes?: boolean;
  /** Default false. */
  readonly allowOwnNode?: boolean;
  /** What gates of rollouts may ask over HTTP: what lies below one of these. Default: nothing. */
  readonly gateUrls?: readonly string[];
  /** How long a gate that cannot judge yet is waited for. Default 10 s. */
  readonly gatePatienceMs?: number;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly version?: string;
}

export interface RunningController extends Running {
  /** As bound. */
  readonly address: string;
  readonly operatorAddress: string | undefined;
  readonly bootstrapAddress: string | undefined;
  readonly controller: Controller;
  /** Looks for new certificates now, instead of at the next interval. */
  reloadTls(): Promise<void>;
}

const textsOf = (policies: string): TextSource =>
  policies.startsWith('git:')
    ? new GitSource({ path: policies.slice('git:'.length) })
    : new DirectorySource({ path: policies });

async function newest({ revisions }: Stores): Promise<PolicySet> {
  const last = await revisions.newest();
  return last === undefined ? NO_CONTENT.policies : revisions.content(last.revision);
}

const fleetState = ({ fleet }: Controller): FleetState[] =>
  fleet.rows().map(({ node, connected, desiredVersion, realisedVersion, desiredRevision, realisedRevision }) => ({
    name: node ?? '',
    view: fleet.target(node ?? '')?.view,
    realised: connected === true && desiredVersion === realisedVersion && desiredRevision === realisedRevision,
  }));

/** @throws ControllerError, RpcError, KubernetesError; nothing is left open then */
export const startController = (options: ControllerOptions): Promise<RunningController> =>
  Resources.open(async (resources) => {
    const { stateDir, log = SILENT, clock = systemClock, version = VERSION } = options;
    if (options.tls?.renew === true)
      throw new ControllerError('INVALID', 'tls.renew', 'a controller renews for nodes and collectors, not for itself');
    const tls = options.tls && resources.add(await TlsIdentity.open(options.tls, inLog(log)));
    const authorityFile = options.authority === undefined ? undefined : new AuthorityFile(options.authority);
    const cluster = options.kubernetes && resources.add(new Cluster(options.kubernetes, log));
    let kept: PolicySet = NO_CONTENT.policies;
    // It reads the cluster while it waits for the Lease: whoever takes over has the picture already.
    const clusterSource = cluster?.source(() => kept);
    if (clusterSource !== undefined) resources.defer(() => clusterSource.close());
    const world = {
      posture: options.posture ?? 'kubernetes',
      allowNodeProbes: options.allowNodeProbes ?? true,
      allowOwnNode: options.allowOwnNode ?? false,
    };
    const named = [options.policies ?? [], options.more ?? []].flat();
    const paths = named.filter((source): source is string => typeof source === 'string');
    const inherited = await lead({
      ...{ cluster, clusterSource, tls, world, log, clock },
      ...{ listen: options.listen, deposed: options.deposed, stopping: options.stopping },
      texts: paths.length === named.length ? () => paths.map(textsOf) : undefined,
    });
    resources.defer(lockStore(stateDir));
    const store: Stores = resources.add(
      Store.open(stateDir, clock.now(), (error) => log.error({ error: error.message }, 'not written')),
    );
    const parts = paths.length === 0 ? undefined : await StoredParts.open(store.documents);
    const sources: Source[] = named.map((source) =>
      typeof source === 'string' ? new FileSource(textsOf(source), parts) : source,
    );
    const announced =
      clusterSource &&
      new AnnouncedPods(clusterSource, clock, {
        refused: (node, why) => log.warn({ node, why }, 'a node announces what it is not believed'),
      });
    if (announced !== undefined) sources.push(announced);
    if (sources.length === 0)
      throw new ControllerError('INVALID', 'controller', 'has no source: name policies, kubernetes, or both');
    // Closes the sources, and the store once they are silent.
    const controller = resources.add(
      new Controller({
        store,
        ...(authorityFile && { authority: new Authority(authorityFile, store.revisions, clock) }),
        sources,
        world,
        announced: (node, pods) => announced?.announce(node, pods),
        gateUrls: options.gateUrls ?? [],
        ...(options.gatePatienceMs !== undefined && { gatePatienceMs: options.gatePatienceMs }),
        log,
        clock,
        version,
      }),
    );
    if (cluster !== undefined) kept = await newest(store);
    const { registry } = controller.metrics;
    if (tls !== undefined) certificateMetric(registry, tls);
    if (inherited !== undefined) await controller.claims.continueFrom(inherited);
    await controller.start();
    cluster?.follow({
      fleet: () => fleetState(controller),
      recorded: () => {
        const recorded = controller.recorded.get();
        return recorded === undefined ? '' : formatRecorded(recorded);
      },
      notAdmitted: () => controller.notAdmitted(),
      settled: () => controller.settled(),
    });
    const operators = operatorService(controller);
    const nodes = distributionService((hello, stream) => controller.fleet.connect(hello, stream));
    const collectors = enrichmentService({
      inventory: controller.archive.inventory,
      explain: (request, over) => controller.archive.explainer.explain(request, over),
      blame: (request, over) => controller.archive.blamer.ofEvent(request, over),
    });
    let bootstrapAddress: string | undefined;
    const { issuer: files } = options;
    const { metrics } = controller;
    const { revisions, renewals } = store;
    const issuer = files && (await Issuer.open({ files, revisions, renewals, metrics, log, clock }));
    const overTls = [operators, ...(issuer === undefined ? [] : [issuer.service])];
    const services = [nodes, collectors, ...(tls === undefined ? [] : overTls)];
    const main = resources.add(await listen(options.listen, services, tls));
    const { operatorListen } = options;
    const operator =
      operatorListen === undefined ? undefined : resources.add(await listen(operatorListen, [operators]));
    const { bootstrap } = options;
    if (bootstrap !== undefined) {
      if (tls === undefined || issuer === undefined || cluster === undefined)
        throw new ControllerError('INVALID', 'controller', 'bootstrap needs tls, issuer and kubernetes', {
          field: 'bootstrap',
        });
      const { listen: at, account } = bootstrap;
      const first = resources.add(
        await serveFirstCertificates({
          ...{ listen: at, tls, issuer },
          nodeOf: (token) => cluster.nodeOf(token, account),
          refused: (node, error) => log.warn({ node, error: error.message }, 'no first certificate'),
        }),
      );
      log.info({ address: first.address, account }, 'bootstrap listens');
      bootstrapAddress = first.address;
    }
    log.info({ address: main.address, operator: operator?.address }, 'controller listens');
    return {
      address: main.address,
      operatorAddress: operator?.address,
      bootstrapAddress,
      controller,
      metrics: registry,
      notReady: () => controller.notReady(),
      warnings: () => [...controller.warnings(), ...(tls?.warnings ?? [])],
      reloadTls: async () => tls?.reload(),
      close: () => resources.close(),
    };
  });
