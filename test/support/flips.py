"""Traffic across a trial's changes of side: three services, of which both sides allow the first, the predecessor alone the second and the
candidate alone the third. Driven by JSON lines on stdin ("go", "progress", "mark", "end"), answered on stdout. Standard library only.

  flips.py serve PORT PORT PORT              answers each datagram and each piece of a stream, on all addresses
  flips.py ask ADDRESS PORT PORT PORT        asks, without a pause from "go" to "mark"

All datagrams of one end are sent by one thread on one CPU, so the order of sending is the order of judging.
"""
import json
import os
import select
import socket
import struct
import sys
import time

FLOWS = 16  # of each service
STREAMS = 4
PATIENCE = 20
FENCE = (1 << 64) - 1  # noted by nobody


def say(value):
    print(json.dumps(value), flush=True)


def datagrams(family):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, 33, 32 << 20)  # SO_RCVBUFFORCE: what comes in a burst is not lost
    s.setblocking(False)
    return s


def serve(ports):
    """Notes [service, number] of each datagram; its answer bears its place in the notes."""
    poll, kinds, streams, notes = select.epoll(), {}, {}, []
    for kind, port in enumerate(ports):
        u = datagrams(socket.AF_INET6)
        u.bind(("::", port))
        t = socket.socket(socket.AF_INET6)
        t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        t.bind(("::", port))
        t.listen(512)
        t.setblocking(False)
        for s, stream in ((u, False), (t, True)):
            kinds[s.fileno()] = (kind, s, stream)
            poll.register(s, select.EPOLLIN)
    poll.register(0, select.EPOLLIN)
    say("ready")
    while True:
        for fd, _ in poll.poll():
            if fd == 0:
                if os.read(0, 4096) == b"":
                    return
                say(notes)
                notes = []
            elif fd in streams:
                s = streams[fd]
                try:
                    data = s.recv(4096)
                except OSError:
                    data = b""
                if data:
                    s.sendall(data)
                else:
                    poll.unregister(fd)
                    streams.pop(fd).close()
            else:
                kind, s, stream = kinds[fd]
                try:
                    while stream:
                        c, _ = s.accept()
                        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                        streams[c.fileno()] = c
                        poll.register(c, select.EPOLLIN)
                    while True:
                        data, peer = s.recvfrom(64)
                        number = struct.unpack("!Q", data)[0]
                        if number == FENCE:
                            s.sendto(data + bytes(8), peer)
                            break
                        s.sendto(data + struct.pack("!Q", len(notes)), peer)
                        notes.append([kind, number])
                except OSError:
                    pass


class Asker:
    def __init__(self, address, ports):
        self.address, self.ports = address, ports
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.flows = [datagrams(self.family) for _ in range(FLOWS)]
        self.streams, self.batches, self.number = [], 0, 0
        self.clear()

    def clear(self):
        self.first = self.number
        self.answered = set()
        # Streams that both allow: exchanges, and those that ended or stood still. Handshakes: [second, third service] of each batch.
        self.told = {"exchanges": 0, "opened": 0, "broken": 0, "handshakes": []}

    def begin(self, kind):
        s = socket.socket(self.family)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.setblocking(False)
        s.connect_ex((self.address, self.ports[kind]))
        return s

    def open(self):
        s = self.begin(0)
        if not select.select([], [s], [], PATIENCE)[1] or s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self.told["broken"] += 1
        s.settimeout(PATIENCE)
        self.told["opened"] += 1
        return s

    def exchange(self, s):
        try:
            s.sendall(b"x" * 64)
            got = 0
            while got < 64:
                part = s.recv(64 - got)
                if not part:
                    raise OSError("ended")
                got += len(part)
            self.told["exchanges"] += 1
        except OSError:
            self.told["broken"] += 1

    def hear(self, wanted):
        """Until the first service has answered all of these numbers, or patience ends."""
        deadline = time.monotonic() + PATIENCE
        while wanted and time.monotonic() < deadline:
            for s in select.select(self.flows, [], [], 1)[0]:
                try:
                    while True:
                        data, peer = s.recvfrom(64)
                        number, place = struct.unpack("!QQ", data)
                        if number != FENCE:
                            self.answered.add(place)
                        if peer[1] == self.ports[0]:
                            wanted.discard(number)
                except OSError:
                    pass

    def fence(self):
        self.flows[0].sendto(struct.pack("!Q", FENCE), (self.address, self.ports[0]))
        self.hear({FENCE})

    def batch(self):
        tried = [self.begin(1), self.begin(2)]
        wanted = set(range(self.number, self.number + FLOWS))
        for s in self.flows:
            data = struct.pack("!Q", self.number)
            self.number += 1
            for port in self.ports:
                s.sendto(data, (self.address, port))
        self.hear(wanted)
        # One of the two is answered, unless the side changed between their SYNs.
        ready = select.select([], tried, [], 0.9)[1]
        self.told["handshakes"].append([int(s in ready) for s in tried])
        for s in tried:
            s.close()
        for s in self.streams:
            self.exchange(s)
        s = self.open()
        self.exchange(s)
        s.close()
        self.batches += 1

    def run(self):
        going = False
        while True:
            if select.select([0], [], [], 0 if going else None)[0]:
                command = sys.stdin.readline().strip()
                if command == "go":
                    if not self.streams:
                        self.streams = [self.open() for _ in range(STREAMS)]
                    going = True
                elif command == "mark":
                    going = False
                    self.batch()
                    # Nobody waits for answers of services that one side denies. The server looks at all of its sockets between two fences,
                    # perhaps in another order.
                    for _ in range(3):
                        self.fence()
                    say({"numbers": [self.first, self.number], "answered": sorted(self.answered), **self.told})
                    self.clear()
                    continue
                elif not command:
                    return
                say(self.batches)
            if going:
                self.batch()


def main():
    cpus = sorted(os.sched_getaffinity(0))
    if sys.argv[1] == "serve":
        os.sched_setaffinity(0, {cpus[-1]})
        serve([int(port) for port in sys.argv[2:]])
    else:
        os.sched_setaffinity(0, {cpus[0]})
        asker = Asker(sys.argv[2], [int(port) for port in sys.argv[3:]])
        say("ready")
        asker.run()


main()
