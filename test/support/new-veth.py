"""Makes veths one after the other by netlink, sets them up at once, sends frames both ways and says how long frames
still arrive: one JSON line {"out": [ms], "in": [ms]} (as the workload sees it), from the kernel's acknowledgement to the sending of
the last frame that arrived; -1: none did. Standard library only.

    new-veth.py NAME PEER ADDRESS SOURCE COUNT      in the network namespace in which it runs, which has ADDRESS and a route to SOURCE
"""
import fcntl
import json
import os
import socket
import struct
import sys
import time

RTM_NEWLINK, RTM_DELLINK, NLM_F_REQUEST, NLM_F_ACK, NLM_F_CREATE, NLM_F_EXCL = 16, 17, 1, 4, 0x400, 0x200
IFLA_IFNAME, IFLA_LINKINFO, INFO_KIND, INFO_DATA, VETH_INFO_PEER, IFF_UP = 3, 18, 1, 2, 1, 1
SIOCGIFHWADDR = 0x8927
PORT = 7777
# Whom no policy knows. The node itself would be let in, by the built-in rule for its probes.
STRANGER = "192.0.2.9"
WATCH_SECONDS = 0.25
INTERVAL = 0.0002


def attribute(kind, data):
    length = 4 + len(data)
    return struct.pack("=HH", length, kind) + data + b"\0" * (-length % 4)


def link(index=0, flags=0):
    return struct.pack("=BxHiII", 0, 0, index, flags, flags)


def request(netlink, kind, flags, body):
    netlink.send(struct.pack("=IHHII", 16 + len(body), kind, NLM_F_REQUEST | NLM_F_ACK | flags, 1, 0) + body)
    (error,) = struct.unpack_from("=i", netlink.recv(65536), 16)
    if error:
        raise OSError(-error, os.strerror(-error))


def mac(name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        return fcntl.ioctl(s, SIOCGIFHWADDR, struct.pack("256s", name.encode()))[18:24]


def frame(to, source, address, sent):
    payload = struct.pack("!d", sent)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0, socket.inet_aton(source), socket.inet_aton(address))
    words = struct.unpack("!10H", header)
    total = sum(words)
    total = (total & 0xFFFF) + (total >> 16)
    checksum = ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF
    header = header[:10] + struct.pack("!H", checksum) + header[12:]
    return to + b"\x02\0\0\0\0\x01" + b"\x08\0" + header + struct.pack("!HHHH", PORT, PORT, 8 + len(payload), 0) + payload


def raw(name):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    s.bind((name, 0x0800))
    s.setblocking(False)
    return s


def drain(s, offset):
    """When the newest of the frames that wait here was sent."""
    newest = 0.0
    while True:
        try:
            data, *_, where = s.recvfrom(2048)
        except BlockingIOError:
            return newest
        if len(where) > 2 and where[2] == socket.PACKET_OUTGOING:
            continue
        if len(data) >= offset + 8:
            newest = max(newest, struct.unpack_from("!d", data, offset)[0])


def watch(name, peer, address, source, local, began):
    """Milliseconds (out, in)."""
    host, inside = raw(name), raw(peer)
    macs = mac(name), mac(peer)
    last = [0.0, 0.0]
    while time.monotonic() - began < WATCH_SECONDS:
        now = time.monotonic()
        for s, to, data in ((inside, macs[0], (source, address)), (host, macs[1], (STRANGER, source))):
            try:
                s.send(frame(to, *data, now))
            except OSError:
                pass
        last = [max(last[0], drain(local, 0)), max(last[1], drain(inside, 42))]
        time.sleep(INTERVAL)
    host.close()
    inside.close()
    return [(at - began) * 1000 if at else -1 for at in last]


def main(name, peer, address, source, count):
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    netlink.bind((0, 0))
    local = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    local.bind((address, PORT))
    local.setblocking(False)
    text = lambda value: attribute(IFLA_IFNAME, value.encode() + b"\0")
    data = attribute(VETH_INFO_PEER, link() + text(peer))
    info = attribute(IFLA_LINKINFO, attribute(INFO_KIND, b"veth\0") + attribute(INFO_DATA, data))
    result = {"out": [], "in": []}
    for _ in range(count):
        request(netlink, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link(0, IFF_UP) + text(name) + info)
        began = time.monotonic()
        # The kernel refuses to open an end before it has the other one.
        request(netlink, RTM_NEWLINK, 0, link(socket.if_nametoindex(peer), IFF_UP))
        out, into = watch(name, peer, address, source, local, began)
        result["out"].append(out)
        result["in"].append(into)
        request(netlink, RTM_DELLINK, 0, link(socket.if_nametoindex(name)))
        time.sleep(0.1)
        drain(local, 0)
    print(json.dumps(result))


main(*sys.argv[1:5], int(sys.argv[5]))
