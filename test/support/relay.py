"""Passes connections on: relay.py LISTEN CONNECT, each unix:/path or tcp:host:port, in the network namespace it is started in."""
import socket
import sys
import threading


def parse(text):
    kind, rest = text.split(":", 1)
    if kind == "unix":
        return socket.AF_UNIX, rest
    host, port = rest.rsplit(":", 1)
    return socket.AF_INET, (host, int(port))


def pump(source, sink):
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
    except OSError:
        pass
    for one in (source, sink):
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(accepted, target):
    family, address = parse(target)
    onward = socket.socket(family, socket.SOCK_STREAM)
    onward.settimeout(2)
    try:
        onward.connect(address)
    except OSError:
        accepted.close()
        return
    onward.settimeout(None)
    for pair in ((accepted, onward), (onward, accepted)):
        threading.Thread(target=pump, args=pair, daemon=True).start()


family, address = parse(sys.argv[1])
listener = socket.socket(family, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(address)
listener.listen(64)
print("ready", flush=True)
while True:
    serve(listener.accept()[0], sys.argv[2])
