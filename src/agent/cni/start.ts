/** The CNI plugin's listener of an agent, and how pods begin on it. */
import type { Registry } from 'prom-client';
import { type Log, SILENT } from '../../part/log.js';
import type { Agent } from '../agent.js';
import type { NodeLocator } from '../locate/node.js';
import { countPods } from '../metrics.js';
import { Admission, type Gate } from './admission.js';
import { type CniListener, listenCni } from './listener.js';

export interface PodOptions {
  /** Unix socket of the CNI plugin; absent: there is none. */
  readonly cniSocket?: string | undefined;
  /** libcni's cache. */
  readonly cniCache?: string | undefined;
  /** How long ADD waits for a pod's policy; default 5 s. The pod starts with everything denied then. */
  readonly policyWaitMs?: number | undefined;
  /** Pods of these start open and are so until a policy names them. */
  readonly exemptNamespaces?: readonly string[] | undefined;
  /** Names of interfaces that are pods': denied from their first moment. */
  readonly interfaces?: readonly string[] | undefined;
}

/** Undefined where no socket is asked for. @throws AgentError ENFORCEMENT */
export async function startCni(
  { pods = {}, log = SILENT }: { readonly pods?: PodOptions; readonly log?: Log },
  { agent, metrics }: { readonly agent: Agent; readonly metrics: Registry },
  gate: Gate,
  locator: NodeLocator,
  onError: (error: unknown) => void,
): Promise<CniListener | undefined> {
  const { cniSocket, policyWaitMs = 5_000 } = pods;
  if (cniSocket === undefined) return undefined;
  const admission = new Admission({
    locator,
    gate,
    policyWaitMs,
    log,
    events: {
      tell: (sandbox, gone) => agent.tellPod(sandbox, gone),
      changed: () => agent.podsChanged(),
      names: (sandbox) => agent.names(sandbox),
      known: (sandbox) => agent.isKnown(sandbox),
      until: (done, ms, gone) => agent.pods.until(done, ms, gone),
    },
  });
  countPods(metrics, admission);
  const listener = await listenCni(cniSocket, (question, gone) => admission.answer(question, gone), onError);
  log.info({ socket: cniSocket }, 'the CNI plugin may ask');
  return listener;
}
