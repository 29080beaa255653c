/** What the kernel programs can be told: timeouts, limits, sampling. */

import { setUint, setUint64 } from '../ebpf/struct.js';
import { OsgSettings } from '../gen/abi.js';
import type { ConntrackQuota } from './conntrack.js';
import { DatapathError } from './error.js';

/** Idle times after which a flow is forgotten, and the like; milliseconds. */
export interface Timeouts {
  /** SYN or SYN-ACK seen: half open. */
  readonly tcpNew: number;
  readonly tcpEstablished: number;
  /** One side has closed. */
  readonly tcpHalfClosed: number;
  /** Both sides have, and know it of each other: for what was lost of the last acknowledgement. */
  readonly tcpClosing: number;
  readonly tcpReset: number;
  /** No reply yet. */
  readonly udpNew: number;
  /** A question and its answer. */
  readonly udpAnswered: number;
  /** Both sides speak, for more than two seconds. */
  readonly udpStream: number;
  readonly sctpNew: number;
  readonly sctpEstablished: number;
  readonly icmp: number;
  /** Revoked flows: what is left of them keeps them from coming back by the other direction. */
  readonly revoked: number;
  /** Between two fragments of a datagram. */
  readonly fragment: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
  tcpNew: 30_000,
  tcpEstablished: 5 * 86_400_000,
  tcpHalfClosed: 86_400_000,
  tcpClosing: 5_000,
  tcpReset: 10_000,
  udpNew: 30_000,
  udpAnswered: 30_000,
  udpStream: 180_000,
  sctpNew: 30_000,
  sctpEstablished: 5 * 86_400_000,
  icmp: 30_000,
  revoked: 180_000,
  fragment: 2_000,
};

export interface KernelSettings {
  readonly timeouts: Timeouts;
  /** Related ICMP errors let through for each endpoint: so many a second, after a burst. */
  readonly icmpErrorsPerSecond: number;
  readonly icmpErrorBurst: number;
  /** One in so many allowed packets is entered as a conversation; a power of two, 0: none. */
  readonly sampleRate: number;
  readonly conntrack: ConntrackQuota;
}

export const DEFAULT_SETTINGS: KernelSettings = {
  timeouts: DEFAULT_TIMEOUTS,
  icmpErrorsPerSecond: 1000,
  icmpErrorBurst: 100,
  sampleRate: 1024,
  conntrack: { guaranteed: 256, shared: 262_144 },
};

/** Of one kind of quota. */
export const MOST_ENTRIES = 16_777_216;

const FIELD: Readonly<Record<keyof Timeouts, keyof typeof OsgSettings.fields>> = {
  tcpNew: 'tcp_new_ns',
  tcpEstablished: 'tcp_established_ns',
  tcpHalfClosed: 'tcp_half_closed_ns',
  tcpClosing: 'tcp_closing_ns',
  tcpReset: 'tcp_reset_ns',
  udpNew: 'udp_new_ns',
  udpAnswered: 'udp_answered_ns',
  udpStream: 'udp_stream_ns',
  sctpNew: 'sctp_new_ns',
  sctpEstablished: 'sctp_established_ns',
  icmp: 'icmp_ns',
  revoked: 'revoked_ns',
  fragment: 'fragment_ns',
};

/** struct osg_settings. @throws {DatapathError} CONFIG */
export function encodeSettings(settings: KernelSettings): Buffer {
  const { fields, size } = OsgSettings;
  const { sampleRate, icmpErrorsPerSecond, icmpErrorBurst } = settings;
  const bytes = Buffer.alloc(size);
  for (const [name, field] of Object.entries(FIELD) as [keyof Timeouts, keyof typeof fields][]) {
    const ms = settings.timeouts[name];
    if (!(ms > 0 && ms <= 366 * 86_400_000))
      throw invalid(`timeout ${name} is ${ms} ms: expected more than 0, at most a year`);
    setUint64(bytes, fields[field], BigInt(Math.round(ms * 1e6)));
  }
  if (sampleRate < 0 || sampleRate > 2 ** 31 || (sampleRate & (sampleRate - 1)) !== 0) {
    throw invalid(`sampleRate is ${sampleRate}: expected a power of two, or 0 for none`);
  }
  if (!(icmpErrorsPerSecond > 0) || !(icmpErrorBurst >= 1)) {
    throw invalid(`ICMP errors: ${icmpErrorsPerSecond} a second after ${icmpErrorBurst}: expected positive numbers`);
  }
  const interval = 1e9 / icmpErrorsPerSecond;
  setUint64(bytes, fields.icmp_error_interval_ns, BigInt(Math.round(interval)));
  setUint64(bytes, fields.icmp_error_burst_ns, BigInt(Math.round(interval * icmpErrorBurst)));
  setUint(bytes, fields.sample_mask, sampleRate === 0 ? 0xffffffff : sampleRate - 1);
  for (const [name, least] of [['guaranteed', 1] as const, ['shared', 0] as const]) {
    const entries = settings.conntrack[name];
    if (!(Number.isInteger(entries) && entries >= least && entries <= MOST_ENTRIES))
      throw invalid(`conntrack ${name} is ${entries}: expected ${least} to ${MOST_ENTRIES}`);
    setUint(bytes, fields[`ct_${name}`], entries);
  }
  return bytes;
}

function invalid(message: string): DatapathError {
  return new DatapathError('CONFIG', 'settings', message);
}

/** @param given what differs from the defaults */
export function mergeSettings(
  given: Partial<Omit<KernelSettings, 'timeouts'>> & { readonly timeouts?: Partial<Timeouts> } = {},
): KernelSettings {
  return { ...DEFAULT_SETTINGS, ...given, timeouts: { ...DEFAULT_SETTINGS.timeouts, ...given.timeouts } };
}
