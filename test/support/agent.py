"""Sockets and raw frames inside one network namespace, driven by JSON lines on stdin, answered on stdout.

Each request {"id", "op", ...} runs in its own thread and is answered by {"id", "ok": value} or {"id", "error": text}.
Python's standard library only.
"""
import errno
import json
import os
import socket
import struct
import sys
import threading
import time

handles = {}
lock = threading.Lock()
counter = [0]


def keep(thing):
    with lock:
        counter[0] += 1
        handles[counter[0]] = thing
        return counter[0]


def family(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def op_tcp_listen(host, port):
    s = socket.socket(family(host), socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((host, port))
    s.listen(512)
    return keep(s)


def op_tcp_accept(handle, timeout):
    s = handles[handle]
    s.settimeout(timeout)
    conn, _ = s.accept()
    return keep(conn)


def op_tcp_connect(host, port, timeout, source_port=0):
    s = socket.socket(family(host), socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if source_port:
        s.bind(("", source_port))
    s.settimeout(timeout)
    # With the scope of a link-local address.
    s.connect(socket.getaddrinfo(host, port, s.family, s.type)[0][4] if "%" in host else (host, port))
    return keep(s)


def op_udp_open(host, port):
    s = socket.socket(family(host), socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, 33, 8 << 20)  # SO_RCVBUFFORCE: what comes in a burst is not lost
    s.bind((host, port))
    return keep(s)


def op_udp_burst(host, port, count):
    """A datagram to each of so many ports: as many flows."""
    with socket.socket(family(host), socket.SOCK_DGRAM) as s:
        for n in range(port, port + count):
            s.sendto(b"burst", (host, n))
    return count


def op_udp_connect(handle, host, port):
    """The socket takes datagrams of this peer only."""
    handles[handle].connect((host, port))
    return True


def op_udp_transparent(host, port):
    """A UDP socket bound to an address that is not this host's."""
    s = socket.socket(family(host), socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_IP, 19, 1)  # IP_TRANSPARENT
    s.bind((host, port))
    return keep(s)


def op_icmp_open(host):
    v6 = ":" in host
    s = socket.socket(family(host), socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6 if v6 else socket.IPPROTO_ICMP)
    s.bind((host, 0))
    return keep(s)


def op_icmp_echo(handle, host, timeout):
    s = handles[handle]
    s.settimeout(timeout)
    s.sendto(struct.pack("!BBHHH", 128 if ":" in host else 8, 0, 0, 0, 1) + b"osg", (host, 0))
    return len(s.recv(2048))


def op_send(handle, data, repeat=1):
    for _ in range(repeat):
        handles[handle].sendall(data.encode())
    return True


def op_sendto(handle, host, port, data, repeat=1):
    for _ in range(repeat):
        handles[handle].sendto(data.encode(), (host, port))
    return True


pulses = {}


def op_pulse(handle, host, port, data, every):
    """Sends `data` every so many seconds until `still` is called for the handle. How often it was sent."""
    stop = pulses[handle] = threading.Event()
    sent = 0
    while not stop.is_set():
        handles[handle].sendto(data.encode(), (host, port))
        sent += 1
        stop.wait(every)
    return sent


def op_still(handle):
    pulses.pop(handle).set()
    return True


def op_recv_at(handle, timeout):
    """One read, and when it came: CLOCK_MONOTONIC, nanoseconds."""
    s = handles[handle]
    s.settimeout(timeout)
    data = s.recv(65536)
    return {"at": time.monotonic_ns(), "data": data.decode()}


def op_recv(handle, timeout, size=65536):
    """One read; empty string: end of stream."""
    s = handles[handle]
    s.settimeout(timeout)
    return s.recv(size).decode()


def op_recvfrom(handle, timeout):
    s = handles[handle]
    s.settimeout(timeout)
    data, peer = s.recvfrom(65536)
    return {"data": data.decode(), "host": peer[0], "port": peer[1]}


def op_transfer(handle, size, timeout):
    """Writes `size` bytes to a stream; returns when the kernel took all of them."""
    s = handles[handle]
    s.settimeout(timeout)
    s.sendall(b"x" * size)
    return size


def op_drain(handle, size, timeout):
    """Reads `size` bytes from a stream."""
    s = handles[handle]
    s.settimeout(timeout)
    got = 0
    while got < size:
        part = s.recv(min(1 << 16, size - got))
        if not part:
            break
        got += len(part)
    return got


def op_close(handle, reset=False):
    s = handles.pop(handle)
    if reset:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()
    return True


def op_raw_open(interface, rcvbuf=8 << 20):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    s.setsockopt(socket.SOL_SOCKET, 33, rcvbuf)  # SO_RCVBUFFORCE
    s.bind((interface, 0))
    return keep(s)


def send_frame(s, frame):
    try:
        s.send(frame)
    except OSError as error:  # a program on the way out dropped it: that is for the test to see
        if error.errno != errno.ENOBUFS:
            raise


def op_raw_send(handle, frames, repeat=1):
    s = handles[handle]
    frames = [bytes.fromhex(f) for f in frames]
    for _ in range(repeat):
        for frame in frames:
            send_frame(s, frame)
    return len(frames) * repeat


def op_raw_read(handle, quiet, limit=100000, sent=False):
    """The frames that came in, or those sent, until none came for `quiet` seconds. VLAN tags are put back in place."""
    s = handles[handle]
    s.settimeout(quiet)
    s.setsockopt(263, 8, 1)  # SOL_PACKET, PACKET_AUXDATA
    frames = []
    while len(frames) < limit:
        try:
            data, aux, _, peer = s.recvmsg(65536, 256)
        except (socket.timeout, BlockingIOError):
            break
        if (peer[2] == socket.PACKET_OUTGOING) != sent:
            continue
        for level, kind, value in aux:
            if level == 263 and kind == 8 and len(value) >= 20:
                status, _, _, _, _, tci, tpid = struct.unpack("IIIHHHH", value[:20])
                if status & 0x10:
                    data = data[:12] + struct.pack("!HH", tpid if status & 0x40 else 0x8100, tci) + data[12:]
        frames.append(data.hex())
    return frames


def op_raw_big_tcp(interface, header, size):
    """One TCP packet over IPv4 with more data than a length field can say (Linux 6.3), as if it had come from a socket."""
    attribute = struct.pack("HHI", 8, 63, 1 << 18)  # IFLA_GSO_IPV4_MAX_SIZE
    message = struct.pack("BBHiII", 0, 0, 0, socket.if_nametoindex(interface), 0, 0) + attribute
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as link:
        link.send(struct.pack("IHHII", 16 + len(message), 16, 5, 1, 0) + message)  # RTM_NEWLINK
        failed = struct.unpack("i", link.recv(4096)[16:20])[0]
        if failed:
            raise OSError(-failed, os.strerror(-failed))
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.setsockopt(263, 15, 1)  # SOL_PACKET, PACKET_VNET_HDR
        s.bind((interface, 0))
        s.setsockopt(socket.SOL_SOCKET, 32, 1 << 20)  # SO_SNDBUFFORCE
        offload = struct.pack("BBHHHH", 1, 1, 54, 1400, 34, 16)  # virtio_net_hdr: checksum and segments are still to be made
        return s.send(offload + bytes.fromhex(header) + bytes(size))


def op_raw_flood(handle, prefix, suffix, field, start, count):
    """Sends `count` frames; bytes at `field` (offset, width) of prefix+suffix hold start, start+1, …"""
    s = handles[handle]
    frame = bytearray(bytes.fromhex(prefix + suffix))
    offset, width = field
    for n in range(start, start + count):
        frame[offset:offset + width] = n.to_bytes(width, "big")
        send_frame(s, frame)
    return count


def op_ready():
    return os.getpid()


def reply(message):
    with lock:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def handle(request):
    ident = request.pop("id")
    op = request.pop("op")
    try:
        reply({"id": ident, "ok": globals()["op_" + op](**request)})
    except Exception as error:  # the test decides what an error means
        reply({"id": ident, "error": f"{type(error).__name__}: {error}"})


for line in sys.stdin:
    threading.Thread(target=handle, args=(json.loads(line),), daemon=True).start()
