/** What a denied packet was by its form: the beginning of a conversation, or a part of one that nobody tracks. */
import type { osg } from '../gen/proto.js';

/** Ports from here on are given to clients by chance (Linux: net.ipv4.ip_local_port_range). */
export const EPHEMERAL = 32_768;

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

const TCP = 6;
const UDP = 17;
const ECHO_REPLY = { 1: 0, 58: 129 } as const;

export const isEphemeral = (port: number | null | undefined): boolean => (port ?? 0) >= EPHEMERAL;

/**
 * `reply`: sent back by a server. `later`: of a conversation that began before, either way. `first`: may begin one. UDP has
 * no flags: from a service's port to one given by chance is taken for a reply.
 */
export function partOfFlow({
  protocol,
  sourcePort,
  destinationPort,
  tcpFlags,
}: osg.v1.FlowItem.$Properties): 'first' | 'reply' | 'later' {
  const back = !isEphemeral(sourcePort) && (sourcePort ?? 0) > 0 && isEphemeral(destinationPort);
  const flags = tcpFlags ?? 0;
  if (protocol === TCP) {
    if ((flags & (SYN | ACK)) === (SYN | ACK)) return 'reply';
    if ((flags & SYN) !== 0 || (flags & (FIN | RST | ACK)) === 0) return 'first';
    return back ? 'reply' : 'later';
  }
  if (protocol === UDP) return back ? 'reply' : 'first';
  if (protocol === 1 || protocol === 58)
    return (destinationPort ?? 0) >> 8 === ECHO_REPLY[protocol] ? 'reply' : 'first';
  return 'first';
}
