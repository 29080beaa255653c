"""Steady conversations inside one network namespace that keep score of every message: one JSON line for each command on
stdin ("report", or "stop", which waits for what is under way and ends).

    life.py server ADDRESS FRIEND        answers FRIEND on port 8080 (TCP, UDP); whatever else arrives is `wrong`
    life.py client ADDRESS SERVER PERIOD one TCP connection and one UDP flow to 8080, and knocks at 9090, which is denied
    life.py rogue ADDRESS SERVER PERIOD  knocks at 8080 and 9090 by UDP and TCP, all denied

Standard library only.
"""
import errno
import json
import os
import select
import socket
import struct
import sys
import time

OPEN, SHUT = 8080, 9090
MESSAGE = struct.Struct("!Q")


def datagram(address, port):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    s.bind((address, port))
    s.setblocking(False)
    return s


def listener(address, port):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.listen(64)
    s.setblocking(False)
    return s


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


class Commands:
    """Lines on stdin, read without blocking."""

    def __init__(self):
        os.set_blocking(0, False)
        self.pending = b""

    def read(self):
        try:
            data = os.read(0, 4096)
        except BlockingIOError:
            return []
        if not data:
            return ["stop"]
        *lines, self.pending = (self.pending + data).split(b"\n")
        return [line.decode() for line in lines]


def serve(address, friend):
    commands = Commands()
    score = {"echoed": 0, "datagrams": 0, "wrong": 0, "wrong_from": []}
    streams = {}
    udp = {datagram(address, port): port for port in (OPEN, SHUT)}
    tcp = {listener(address, port): port for port in (OPEN, SHUT)}

    def wrong(peer, what):
        score["wrong"] += 1
        if len(score["wrong_from"]) < 20:
            score["wrong_from"].append([peer, what, time.time()])

    say("ready")
    while True:
        ready, _, _ = select.select([0, *udp, *tcp, *streams], [], [], 1)
        for s in ready:
            if s == 0:
                for command in commands.read():
                    say(score)
                    if command == "stop":
                        return
            elif s in udp:
                data, peer = s.recvfrom(2048)
                if udp[s] == OPEN and peer[0] == friend:
                    score["datagrams"] += 1
                    s.sendto(data, peer)
                else:
                    wrong(peer[0], f"udp {udp[s]}")
            elif s in tcp:
                stream, peer = s.accept()
                if tcp[s] == OPEN and peer[0] == friend:
                    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    streams[stream] = peer
                else:
                    wrong(peer[0], f"tcp {tcp[s]}")
                    stream.close()
            else:
                try:
                    data = s.recv(65536)
                except OSError:
                    data = b""
                if data:
                    score["echoed"] += len(data)
                    s.sendall(data)
                else:
                    del streams[s]
                    s.close()


class Knocks:
    """Attempts that must not come about."""

    def __init__(self, address, server, ports):
        self.udp = datagram(address, 0)
        self.address, self.server, self.ports = address, server, ports
        self.streams = []
        self.score = {"knocks": 0, "tcp_knocks": 0, "opened": 0, "answered": 0}

    def datagrams(self):
        for port in self.ports:
            self.udp.sendto(b"knock", (self.server, port))
            self.score["knocks"] += 1

    def connect(self):
        for port in self.ports:
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            s.bind((self.address, 0))
            s.setblocking(False)
            code = s.connect_ex((self.server, port))
            self.score["tcp_knocks"] += 1
            if code not in (0, errno.EINPROGRESS):
                raise OSError(code, "connect")
            self.streams.append((s, time.monotonic()))

    def look(self):
        try:
            self.udp.recv(2048)
            self.score["answered"] += 1
        except BlockingIOError:
            pass
        _, done, _ = select.select([], [s for s, _ in self.streams], [], 0)
        keep = []
        for s, since in self.streams:
            if s in done and s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                self.score["opened"] += 1
            if s in done or time.monotonic() - since > 0.5:
                s.close()
            else:
                keep.append((s, since))
        self.streams = keep


def knock(address, server, period):
    commands = Commands()
    knocks = Knocks(address, server, (OPEN, SHUT))
    say("ready")
    due = time.monotonic()
    turn = 0
    while True:
        select.select([0], [], [], max(0, due - time.monotonic()))
        for command in commands.read():
            say(knocks.score)
            if command == "stop":
                return
        if time.monotonic() < due:
            continue
        due = max(due + period, time.monotonic())
        turn += 1
        knocks.datagrams()
        if turn % 16 == 0:
            knocks.connect()
        knocks.look()


def retransmits(stream):
    info = stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
    return struct.unpack_from("I", info, 100)[0]


def talk(address, server, period):
    commands = Commands()
    knocks = Knocks(address, server, (SHUT,))
    udp = datagram(address, 0)
    udp.connect((server, OPEN))
    stream = socket.create_connection((server, OPEN), timeout=5, source_address=(address, 0))
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream.setblocking(False)
    score = {"sent": 0, "echoed": 0, "datagrams": 0, "longest_silence": 0.0, "broken": ""}
    pending = b""
    expected = 0
    heard = time.monotonic()
    unanswered = set()
    say("ready")
    due = time.monotonic()
    stopping = None
    turn = 0
    while True:
        select.select([0, udp, stream], [], [], max(0, min(due - time.monotonic(), 0.2)))
        now = time.monotonic()
        try:
            while True:
                unanswered.discard(MESSAGE.unpack(udp.recv(64))[0])
        except BlockingIOError:
            pass
        except OSError as error:
            score["broken"] = f"udp {error}"
        try:
            data = stream.recv(65536)
            if not data:
                score["broken"] = "tcp end of stream"
            score["longest_silence"] = max(score["longest_silence"], now - heard)
            heard = now
            pending += data
            while len(pending) >= MESSAGE.size:
                (number,) = MESSAGE.unpack_from(pending)
                pending = pending[MESSAGE.size:]
                if number != expected:
                    score["broken"] = f"tcp order {number} for {expected}"
                expected = number + 1
                score["echoed"] += 1
        except BlockingIOError:
            pass
        except OSError as error:
            score["broken"] = f"tcp {error}"
        knocks.look()
        for command in commands.read():
            if command == "stop":
                stopping = now
            else:
                say({**score, **knocks.score, "missing": len(unanswered), "retransmits": retransmits(stream)})
        if stopping is not None:
            done = not unanswered and score["echoed"] == score["sent"]
            if done or now - stopping > 2 or score["broken"]:
                lost = sorted(unanswered)
                return say({**score, **knocks.score, "missing": len(lost), "lost": lost[:20], "retransmits": retransmits(stream)})
            continue
        if now < due:
            continue
        due = max(due + period, now)
        turn += 1
        if not score["broken"]:
            stream.send(MESSAGE.pack(score["sent"]))
            score["sent"] += 1
        unanswered.add(score["datagrams"])
        udp.send(MESSAGE.pack(score["datagrams"]))
        score["datagrams"] += 1
        knocks.datagrams()
        if turn % 16 == 0:
            knocks.connect()


role, *arguments = sys.argv[1:]
if role == "server":
    serve(*arguments)
elif role == "client":
    talk(arguments[0], arguments[1], float(arguments[2]))
else:
    knock(arguments[0], arguments[1], float(arguments[2]))
