"""Makes veths one after the other by netlink and says how long each is without programs on both of its tcx hooks: one JSON line
with milliseconds from the kernel's acknowledgement. Standard library only.

    new-veth.py NAME PEER COUNT PAUSE      in the network namespace in which it runs
"""
import ctypes
import json
import os
import socket
import struct
import sys
import time

RTM_NEWLINK, RTM_DELLINK, NLM_F_REQUEST, NLM_F_ACK, NLM_F_CREATE, NLM_F_EXCL = 16, 17, 1, 4, 0x400, 0x200
IFLA_IFNAME, IFLA_LINKINFO, INFO_KIND, INFO_DATA, VETH_INFO_PEER = 3, 18, 1, 2, 1
BPF_PROG_QUERY, TCX_INGRESS, TCX_EGRESS = 16, 46, 47
SYS_BPF = {"x86_64": 321, "aarch64": 280}
LIMIT = 5.0

libc = ctypes.CDLL(None, use_errno=True)
call = SYS_BPF[os.uname().machine]


def attribute(kind, data):
    length = 4 + len(data)
    return struct.pack("=HH", length, kind) + data + b"\0" * (-length % 4)


def request(netlink, kind, flags, body):
    netlink.send(struct.pack("=IHHII", 16 + len(body), kind, NLM_F_REQUEST | NLM_F_ACK | flags, 1, 0) + body)
    answer = netlink.recv(65536)
    (error,) = struct.unpack_from("=i", answer, 16)
    if error:
        raise OSError(-error, os.strerror(-error))


def link(index=0):
    return struct.pack("=BxHiII", 0, 0, index, 0, 0)


def programs(index, hook):
    attr = ctypes.create_string_buffer(struct.pack("=II", index, hook) + bytes(120), 128)
    if libc.syscall(call, BPF_PROG_QUERY, attr, 128) != 0:
        raise OSError(ctypes.get_errno(), "query")
    return struct.unpack_from("=I", attr, 24)[0]


def main(name, peer, count, pause):
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    netlink.bind((0, 0))
    text = lambda value: attribute(IFLA_IFNAME, value.encode() + b"\0")
    info = attribute(
        IFLA_LINKINFO,
        attribute(INFO_KIND, b"veth\0") + attribute(INFO_DATA, attribute(VETH_INFO_PEER, link() + text(peer))),
    )
    open_for = []
    for _ in range(count):
        request(netlink, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link() + text(name) + info)
        began = time.monotonic()
        index = socket.if_nametoindex(name)
        while not (programs(index, TCX_INGRESS) and programs(index, TCX_EGRESS)):
            if time.monotonic() - began > LIMIT:
                raise TimeoutError(f"{name} is open for {LIMIT} s")
            time.sleep(0.0001)
        open_for.append((time.monotonic() - began) * 1000)
        time.sleep(pause)
        request(netlink, RTM_DELLINK, 0, link(index))
        time.sleep(pause)
    print(json.dumps(open_for))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
