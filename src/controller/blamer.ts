/** Answers `osg blame`: of a stored event, or of a flow as people name it. */
import { decodeDeniedFlow } from '../distribution/explanation.js';
import { BLAME_CHANGES, BLAME_KINDS, BLAME_VERBS, DECISION_REASONS } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import { evaluate } from '../policy/evaluate.js';
import type { World } from '../policy/model.js';
import { ProbeError, probeFlows } from '../policy/probe.js';
import { RpcError } from '../rpc/error.js';
import { type Blame, type Blamed, blame } from './blame.js';
import type { WorldOptions } from './effective.js';
import { ControllerError } from './error.js';
import { keptRevision, SKEW_MS } from './past.js';
import type { PastReader } from './stores.js';
import { readTraces, turns } from './traces.js';

/** Questions at the same time. */
const AT_ONCE = 4;

export interface BlamerParts extends PastReader {
  readonly options: WorldOptions;
  /** What is in force, and its revision; the store has all that is known by now. @throws ControllerError REQUEST: no policy yet */
  now(): Promise<{ readonly world: World; readonly revision: number; readonly timeMs: number }>;
}

export class Blamer {
  readonly #parts: BlamerParts;
  #under = 0;

  constructor(parts: BlamerParts) {
    this.#parts = parts;
  }

  /** @throws DistributionError MALFORMED: no flow; ControllerError REQUEST: no policy yet; RpcError BUSY, UNREACHABLE: nobody waits */
  async ofEvent(
    request: osg.v1.ExplainRequest.$Properties,
    over: () => boolean = () => false,
  ): Promise<osg.v1.BlameReply.$Properties> {
    const { flow, egress, atMs, audit } = decodeDeniedFlow(request);
    const asked = { flow, side: egress ? 'egress' : 'ingress', atMs, audit } as const;
    return this.#ask({ ...asked, revision: request.revision ?? 0 }, over);
  }

  /** Of several flows (families, pods behind a Service) the first that is denied, else the first. @throws ControllerError REQUEST, NOT_FOUND, ARGUMENT */
  async ofFlow(request: osg.v1.BlameRequest): Promise<osg.v1.BlameReply.$Properties> {
    const { from, to, protocol, port, type, timeUnixUs } = request;
    const { world, revision, timeMs } = await this.#parts.now();
    const words = Object.entries({ protocol, port, type }).filter(([, word]) => word !== '');
    const numbered = words.map(([key, word]) => [key, /^\d+$/.test(word) ? Number(word) : word]);
    const probe = { from, to, ...Object.fromEntries(numbered) };
    try {
      const flows = probeFlows(world, probe).map(({ from: _from, to: _to, ...flow }) => flow);
      const flow = flows.find((one) => evaluate(world, one, timeMs, false).verdict === 'deny') ?? flows[0];
      if (flow === undefined) throw new ControllerError('REQUEST', 'blame', 'no flow is meant', { field: 'to' });
      if (timeUnixUs === 0) return await this.#ask({ flow, atMs: timeMs, revision, audit: false });
      return await this.#ask({ flow, atMs: timeUnixUs / 1000, revision: 0, audit: false });
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      const code = error.code === 'BAD_VALUE' ? 'ARGUMENT' : 'NOT_FOUND';
      throw new ControllerError(code, 'blame', error.message, { field: error.field, cause: error });
    }
  }

  /** @param asked `revision` 0: that of its time */
  async #ask(asked: Blamed, over: () => boolean = () => false): Promise<osg.v1.BlameReply.$Properties> {
    const { revisions, options, now } = this.#parts;
    const newest = (await now()).revision;
    if (this.#under >= AT_ONCE) throw new RpcError('BUSY', '', `${AT_ONCE} such questions are under way: ask again`);
    this.#under++;
    try {
      const pause = turns(over);
      const { flow, atMs } = asked;
      const kept =
        asked.revision === 0 ? await revisions.inForceAt(atMs) : await keptRevision(revisions, asked.revision);
      // A store made anew counts from 1 again: what is younger than the event is another revision.
      const then = kept !== undefined && kept.timeMs <= atMs + SKEW_MS ? kept : undefined;
      const gone = then === undefined;
      const { revision, timeMs } = then ?? (await revisions.newest()) ?? { revision: newest, timeMs: 0 };
      const from = { revision, atMs: Math.max(atMs, timeMs) };
      const past = await readTraces(this.#parts, [flow.source, flow.destination], from, pause);
      const done = await blame(past, options, { ...asked, ...from }, pause);
      if (done === undefined) throw new ControllerError('REQUEST', 'blame', 'no revision is kept');
      return encodeBlame(done, gone);
    } finally {
      this.#under--;
    }
  }
}

function encodeBlame(
  { decision, kind, record, sinceMs, cause, inventory, oldest, inventoryFromMs }: Blame,
  revisionGone: boolean,
): osg.v1.BlameReply.$Properties {
  const place = cause?.rule?.source ?? cause?.source;
  const kindOf = kind === 'revision' ? record?.kind : kind;
  return {
    allowed: decision.verdict === 'allow',
    reason: DECISION_REASONS.value[decision.reason],
    rule: decision.rule?.rule ?? '',
    ...(kindOf !== undefined && { kind: BLAME_KINDS.value[kindOf] }),
    revision: record?.revision ?? 0,
    ...(record !== undefined && { source: { ...record.source }, who: record.who, why: record.reason }),
    timeUnixUs: Math.round(sinceMs * 1000),
    ...(cause !== undefined && { verb: BLAME_VERBS.value[cause.verb], object: cause.name }),
    ...(cause?.change && { change: BLAME_CHANGES.value[cause.change] }),
    ...(place !== undefined && { file: place.file, line: place.line }),
    inventory: [...inventory],
    oldestRevision: oldest,
    inventoryFromUnixUs: Math.round(inventoryFromMs * 1000),
    revisionGone,
  };
}
