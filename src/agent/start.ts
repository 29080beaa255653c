/** A whole agent: enforcement, the stream to the controller, a status socket. */
import { readFileSync } from 'node:fs';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Registry } from 'prom-client';
import { parseListenAddress, requireTlsBeyondLocal } from '../control/address.js';
import type { ClientTimes } from '../control/client.js';
import { type Clock, systemClock } from '../control/clock.js';
import { listen, type Listener } from '../control/server.js';
import { NODE_OPERATOR } from '../control/service.js';
import { channelCredentials, type TlsFiles, TlsIdentity } from '../control/tls.js';
import { Agent, type Log } from './agent.js';
import type { EnforcementPort } from './enforcement.js';

export interface AgentOptions {
  /** As the inventory and the certificate name it. */
  readonly node: string;
  /** `unix:/path` or `host:port`; TLS beyond loopback. */
  readonly controller: string;
  readonly tls?: TlsFiles;
  /** Where the last good policy is kept. */
  readonly stateDir: string;
  readonly port: EnforcementPort;
  /** A unix socket for `osg status` and `osg verify`. */
  readonly statusListen?: string;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly version?: string;
  readonly times?: Partial<ClientTimes>;
  readonly figures?: () => Readonly<Record<string, number>>;
}

export interface RunningAgent {
  readonly agent: Agent;
  readonly metrics: Registry;
  /** Why it is not ready, or undefined. */
  notReady(): string | undefined;
  /** Enforcement stays. */
  close(): Promise<void>;
}

const nothing = (): void => undefined;
const SILENT: Log = { info: nothing, warn: nothing, error: nothing, debug: nothing };

/** New for every boot of the kernel. */
export const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** Resolves when the last good policy is in force, or there is none. @throws ControlError, AgentError */
export async function startAgentWith(options: AgentOptions): Promise<RunningAgent> {
  const { node, controller, stateDir, port, log = SILENT, clock = systemClock, version = '0.0.0' } = options;
  const address = parseListenAddress(controller);
  requireTlsBeyondLocal(address, options.tls !== undefined);
  const tls = options.tls && (await TlsIdentity.open(options.tls, {
    reloaded: (notAfter) => log.info({ notAfter }, 'certificates reloaded'),
    failed: (error) => log.error({ error: error.message }, 'certificates not reloaded'),
  }));
  const credentials = channelCredentials(address.kind === 'unix' ? undefined : tls);
  const agent = new Agent({
    node,
    bootId: bootId(),
    version,
    controller: address.text,
    credentials,
    stateDir,
    port,
    log,
    clock,
    ...(options.times !== undefined && { times: options.times }),
    ...(options.figures !== undefined && { figures: options.figures }),
  });
  let listener: Listener | undefined;
  const close = async (): Promise<void> => {
    await listener?.close();
    await agent.close();
    tls?.close();
  };
  try {
    if (options.statusListen !== undefined) listener = await listen(options.statusListen, [nodeOperator(agent, port)]);
    await agent.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { agent, metrics: agent.metrics.registry, notReady: () => agent.notReady(), close };
}

function nodeOperator(agent: Agent, port: EnforcementPort) {
  const implementation = {
    Status: (_call: unknown, callback: (error: null, reply: object) => void) => callback(null, agent.report()),
    Verify: (_call: unknown, callback: (error: { code: number; details: string } | null, reply?: object) => void) => {
      const { plan } = agent;
      if (plan === undefined || port.verify === undefined) return callback({ code: 9, details: 'no policy is in force that could be verified' });
      port.verify(plan).then(
        (result) => callback(null, { ...result, differences: result.differences.slice(0, 50) }),
        (error: Error) => callback({ code: 13, details: error.message }),
      );
    },
  };
  return { methods: NODE_OPERATOR, implementation: implementation as unknown as UntypedServiceImplementation };
}
