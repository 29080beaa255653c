/** The packet that begins a flow, as it would be on the wire. */
import { addressToBytes } from '../net/address.js';
import { hasPorts, isIcmp } from '../net/protocol.js';
import { PROTOCOL } from '../net/types.js';
import type { Flow } from '../policy/flow.js';

/** Of every packet. The highest: taken for a client's, whatever the port of the server. */
const SOURCE_PORT = 65535;
/** Bytes after the IP header: enough for every transport header. */
const PAYLOAD = 40;
const SYN = 2;
const INIT = 1;

/** Ethernet, IPv4 or IPv6, then TCP SYN, UDP, SCTP INIT, ICMP or 40 zero bytes. Network byte order; no checksums. */
export function frameOf({ source, destination, protocol, port = 0, icmp }: Flow): Buffer {
  const v4 = source.family === 4;
  const header = v4 ? 20 : 40;
  const frame = Buffer.alloc(14 + header + PAYLOAD);
  frame.writeUInt16BE(v4 ? 0x0800 : 0x86dd, 12);
  const ip = frame.subarray(14);
  if (v4) {
    ip[0] = 0x45;
    ip.writeUInt16BE(header + PAYLOAD, 2);
    ip[8] = 64;
    ip[9] = protocol;
  } else {
    ip[0] = 0x60;
    ip.writeUInt16BE(PAYLOAD, 4);
    ip[6] = protocol;
    ip[7] = 64;
  }
  ip.set(addressToBytes(source), v4 ? 12 : 8);
  ip.set(addressToBytes(destination), v4 ? 16 : 24);
  const transport = ip.subarray(header);
  if (hasPorts(protocol)) {
    transport.writeUInt16BE(SOURCE_PORT, 0);
    transport.writeUInt16BE(port, 2);
  } else if (isIcmp(protocol)) {
    transport.set([icmp?.type ?? 0, icmp?.code ?? 0]);
  }
  if (protocol === PROTOCOL.tcp) transport.set([5 << 4, SYN], 12);
  if (protocol === PROTOCOL.udp) transport.writeUInt16BE(PAYLOAD, 4);
  if (protocol === PROTOCOL.sctp) transport[12] = INIT;
  return frame;
}
