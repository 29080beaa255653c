/** What the plugin asks, and the answers it understands (native/cni/osg-cni.cc). Pure. */
import { z } from 'zod';
import { NetError } from '../../net/error.js';
import { cniArgs, cniResult, type Made, madeBy, type PodName, podNamed } from '../locate/result.js';

const question = z.looseObject({
  command: z.enum(['ADD', 'DEL', 'CHECK']),
  containerId: z.string().min(1).max(256),
  netns: z.string().max(4096),
  ifName: z.string().min(1).max(64),
  args: z.string().max(65_536),
  config: z.looseObject({
    cniVersion: z.string().max(32).optional(),
    prevResult: cniResult.optional(),
    failOpen: z.boolean().optional(),
    timeoutSeconds: z.number().optional(),
  }),
});

export interface Question {
  readonly command: 'ADD' | 'DEL' | 'CHECK';
  readonly container: string;
  /** Path of the pod's network namespace; empty at the last DEL. */
  readonly netns: string;
  readonly ifName: string;
  readonly version: string;
  /** To be printed as it is. */
  readonly previous: object | undefined;
  readonly pod: PodName | undefined;
  readonly made: Made | undefined;
  readonly failOpen: boolean;
  /** The plugin waits so long for the answer. */
  readonly timeoutMs: number;
}

export type CniErrorCode =
  /** The container runtime's environment names no pod. */
  | 'ENVIRONMENT'
  /** What the plugin sent is no JSON. */
  | 'DECODE'
  /** The network configuration, or what the plugins before ours made, is not what can be enforced. */
  | 'CONFIG'
  /** It may go well when kubelet tries again. */
  | 'TRY_LATER';

/** Numbers of the CNI specification. */
const NUMBER: Readonly<Record<CniErrorCode, number>> = { ENVIRONMENT: 4, DECODE: 6, CONFIG: 7, TRY_LATER: 11 };

export class CniError extends Error {
  override readonly name = 'CniError';
  /** @param details what there is to do about it */
  constructor(
    readonly code: CniErrorCode,
    message: string,
    readonly details: string,
  ) {
    super(message);
  }
}

export type Answer = { readonly result: object } | { readonly error: object };

const DEFAULT_TIMEOUT_S = 15;

/** @throws CniError */
export function questionOf(text: string): Question {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CniError('DECODE', 'osg: the plugin’s question is no JSON', String(error).slice(0, 200));
  }
  const parsed = question.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    throw new CniError(
      'CONFIG',
      'osg: the container runtime’s request is not understood',
      `${where}: ${issue?.message}`,
    );
  }
  const { command, containerId: container, netns, ifName, args, config } = parsed.data;
  const { prevResult, failOpen = false, timeoutSeconds = DEFAULT_TIMEOUT_S, cniVersion } = config;
  return {
    command,
    container,
    netns,
    ifName,
    version: cniVersion ?? prevResult?.cniVersion ?? '1.0.0',
    previous: prevResult,
    pod: podNamed(cniArgs(args)),
    made: prevResult && made(prevResult, ifName),
    failOpen,
    timeoutMs: Math.min(110, Math.max(1, timeoutSeconds)) * 1000,
  };
}

function made(result: z.infer<typeof cniResult>, ifName: string): Made {
  try {
    return madeBy(result, ifName);
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    throw new CniError('CONFIG', 'osg: prevResult has what is no address', error.message);
  }
}

export const refusal = (error: CniError, version: string): Answer => ({
  error: { cniVersion: version, code: NUMBER[error.code], msg: error.message, details: error.details },
});
