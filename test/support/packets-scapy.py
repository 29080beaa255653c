"""Hostile packets by scapy: argv[1] is JSON with the addresses, the answer on stdout is a JSON list of cases.

A case: fault, about, direction (as the workload sees it), reasons (one for each frame, as in enum osg_reason, "" where
any will do), frames (hex).
"""
import json
import random
import sys

from scapy.all import *  # noqa: F403: scapy's own way
from scapy.contrib.geneve import GENEVE

A = json.loads(sys.argv[1])
WEB4, WEB6, CLIENT4, CLIENT6 = A["web4"], A["web6"], A["client4"], A["client6"]
WEBMAC, GATEMAC = A["webMac"], A["gatewayMac"]
EVIL4, EVIL6, EVILMAC = "10.66.6.6", "fd66::6", "02:66:66:66:66:66"
ALLOWED = A["allowedPort"]
random.seed(A["seed"])
cases = []


def case(fault, about, direction, reasons, *packets):
    frames = []
    for packet in packets:
        if not isinstance(packet, Ether):
            source, target = (GATEMAC, WEBMAC) if direction == "ingress" else (WEBMAC, GATEMAC)
            packet = Ether(src=source, dst=target) / packet
        frames.append(bytes(packet).hex())
    if isinstance(reasons, str):
        reasons = [reasons] * len(frames)
    assert len(reasons) == len(frames), about
    cases.append({"fault": fault, "about": about, "direction": direction, "reasons": reasons, "frames": frames})


def into(fault, about, reasons, *packets):
    case(fault, about, "ingress", reasons, *packets)


def out(fault, about, reasons, *packets):
    case(fault, about, "egress", reasons, *packets)


def in4(**more):
    return IP(**{"src": EVIL4, "dst": WEB4, **more})


def in6(**more):
    return IPv6(**{"src": EVIL6, "dst": WEB6, **more})


def out4(**more):
    return IP(**{"src": WEB4, "dst": EVIL4, **more})


def out6(**more):
    return IPv6(**{"src": WEB6, "dst": EVIL6, **more})


tcp = TCP(sport=40000, dport=ALLOWED)
udp = UDP(sport=40000, dport=53)
load = Raw(b"x" * 64)

# Fragments.
into("F1", "lone later fragment of the allowed flow", "FRAGMENT", IP(src=CLIENT4, dst=WEB4, proto=6, frag=3, id=901) / load)
into("F1", "the same over IPv6", "FRAGMENT",
     IPv6(src=CLIENT6, dst=WEB6) / IPv6ExtHdrFragment(nh=17, offset=3, id=901) / load)
tiny = fragment(IP(src=CLIENT4, dst=WEB4, id=902) / tcp / load, fragsize=8)
into("F2", "TCP header in pieces of 8 bytes", "FRAGMENT", *tiny)
into("F2", "the flags in the second fragment (RFC 1858)", "FRAGMENT",
     IP(src=CLIENT4, dst=WEB4, id=903, flags="MF", proto=6) / Raw(bytes(tcp)[:16]),
     IP(src=CLIENT4, dst=WEB4, id=903, frag=2, proto=6) / Raw(bytes(tcp)[16:] + b"x" * 32))
into("F3", "teardrop", ["RULE_DENY", "FRAGMENT"],
     in4(id=904, flags="MF", proto=17) / Raw(bytes(udp / Raw(b"x" * 28))), in4(id=904, frag=3, proto=17) / Raw(b"x" * 4))
into("F3", "overlap that rewrites the ports", ["RULE_DENY", "FRAGMENT", "RULE_DENY"],
     in4(id=905, flags="MF", proto=6) / Raw(bytes(TCP(sport=1, dport=81)) + b"x" * 4),
     in4(id=905, flags="MF", frag=1, proto=6) / Raw(b"y" * 16), in4(id=905, flags="MF", proto=6) / Raw(bytes(tcp) + b"x" * 4))
into("F4", "last fragment first", ["FRAGMENT", "FRAGMENT", "RULE_DENY"],
     *reversed(fragment(in4(id=906) / udp / Raw(b"x" * 152), fragsize=64)))
into("F5", "a hundred identities", "RULE_DENY", *[in4(id=n, flags="MF") / udp / load for n in range(1, 101)])
into("F8", "headers go on in the next fragment (RFC 7112)", ["BAD_HEADER", "FRAGMENT"],
     in6() / IPv6ExtHdrFragment(nh=60, m=1, id=907) / Raw(b"\x06\x01" + b"\x01\x04" + b"\0" * 4),
     in6() / IPv6ExtHdrFragment(nh=60, offset=1, id=907) / Raw(b"\0" * 8 + bytes(tcp)))
into("F8", "overlapping fragments (RFC 5722)", ["RULE_DENY", "FRAGMENT"],
     in6() / IPv6ExtHdrFragment(nh=17, m=1, id=908) / Raw(bytes(udp / Raw(b"x" * 24))),
     in6() / IPv6ExtHdrFragment(nh=17, offset=2, id=908) / Raw(b"y" * 32))
into("F8", "a fragment in a fragment", "FRAGMENT",
     in6() / IPv6ExtHdrFragment(nh=44, m=1, id=909) / IPv6ExtHdrFragment(nh=6, m=1, id=909) / tcp / Raw(b"x" * 4))
into("F8", "an atomic fragment", "RULE_DENY", in6() / IPv6ExtHdrFragment(nh=6, id=910) / tcp)

# IPv4 options and IPv6 extension headers.
for name, option in {
    "record route": IPOption_RR(routers=[CLIENT4]),
    "loose source route": IPOption_LSRR(routers=[CLIENT4]),
    "strict source route": IPOption_SSRR(routers=[CLIENT4]),
    "router alert": IPOption_Router_Alert(),
    "timestamp": IPOption_Timestamp(),
    "security": IPOption_Security(),
    "nothing": [IPOption_NOP()] * 40,
}.items():
    into("F6", name, "RULE_DENY", in4(options=option) / tcp)
    out("F6", name, "RULE_DENY", out4(options=option) / tcp)
into("F6", "header lengths below 5", "BAD_HEADER", *[in4(ihl=n) / tcp for n in range(5)])
into("F7", "hop-by-hop, destination, routing", "RULE_DENY",
     in6() / IPv6ExtHdrHopByHop(options=[RouterAlert()]) / IPv6ExtHdrDestOpt() / IPv6ExtHdrRouting(type=2, segleft=0, addresses=[WEB6]) / tcp)
into("F7", "routing header 0", "EXTENSION_HEADER", in6() / IPv6ExtHdrRouting(type=0, addresses=[CLIENT6, WEB6], segleft=2) / tcp)
into("F7", "segment routing", "EXTENSION_HEADER", in6() / IPv6ExtHdrSegmentRouting(addresses=[CLIENT6, WEB6], segleft=1) / tcp)
chain = in6()
for _ in range(40):
    chain = chain / IPv6ExtHdrDestOpt()
into("F7", "forty destination headers", "EXTENSION_HEADER", chain / tcp)
into("F7", "a jumbogram", "", in6(plen=0) / IPv6ExtHdrHopByHop(options=[Jumbo(jumboplen=65536)]) / tcp)

# Lengths, ethertypes, tags.
into("F9", "length beyond the frame", "TRUNCATED", in4(len=1500) / tcp, in6(plen=1400) / tcp)
into("F9", "length below the header", "BAD_HEADER", in4(len=8) / tcp)
into("F9", "TCP data offset", "BAD_HEADER", *[in4() / TCP(dport=ALLOWED, dataofs=n) for n in (1, 4, 15)])
into("F9", "UDP length", "BAD_HEADER", in4() / UDP(dport=53, len=4) / load, in6() / UDP(dport=53, len=4000) / load)
into("F9", "wrong versions", "BAD_HEADER", *[in4(version=n) / tcp for n in (0, 5, 6, 15)])
for ethertype in (0x88CC, 0x8863, 0x8864, 0x8847, 0x888E, 0x88F7, 0x9000, 0x86DF, 0x0000):
    frame = Ether(src=GATEMAC, dst=WEBMAC, type=ethertype) / load
    into("F10", f"ethertype {ethertype:04x}", "ETHERTYPE", frame)
    out("F10", f"ethertype {ethertype:04x}", "ETHERTYPE", Ether(src=WEBMAC, dst=GATEMAC, type=ethertype) / load)
for name, tags in {"VLAN": Dot1Q(vlan=7), "priority tag": Dot1Q(vlan=0, prio=7), "QinQ": Dot1AD(vlan=5) / Dot1Q(vlan=6),
                   "three tags": Dot1Q(vlan=1) / Dot1Q(vlan=2) / Dot1Q(vlan=3)}.items():
    into("F11", name, "VLAN", Ether(src=GATEMAC, dst=WEBMAC) / tags / IP(src=CLIENT4, dst=WEB4) / tcp)
    out("F11", name, "VLAN", Ether(src=WEBMAC, dst=GATEMAC) / tags / out4() / tcp)

# Tunnels: what is inside is not looked at.
inner4, inner6 = IP(src=CLIENT4, dst=WEB4) / tcp, IPv6(src=CLIENT6, dst=WEB6) / tcp
tunnels = {
    "GRE": GRE() / inner4, "IP in IP": inner4, "6in4": inner6, "ESP": ESP(spi=1) / load, "AH": AH(nh=6, payloadlen=4) / tcp,
    "VXLAN": UDP(dport=4789) / VXLAN(vni=5) / Ether() / inner4, "Geneve": UDP(dport=6081) / GENEVE() / Ether() / inner4,
    "L2TP": UDP(dport=1701) / L2TP() / load, "MPLS in IP": Raw(b"\0" * 8),
}
for name, tunnel in tunnels.items():
    proto = {"MPLS in IP": {"proto": 137}}.get(name, {})
    into("F12", name, "RULE_DENY", in4(**proto) / tunnel)
    out("F12", name, "RULE_DENY", out4(**proto) / tunnel)
out("F12", "IPv4 in IPv6", "RULE_DENY", out6() / inner4)
out("F12", "IPv6 in IPv6", "RULE_DENY", out6() / inner6)
out("F12", "GRE over IPv6", "RULE_DENY", out6(nh=47) / GRE() / inner6)

# Forged sources.
out("F13", "another's MAC", "SPOOFED_MAC", Ether(src=EVILMAC, dst=GATEMAC) / out4() / tcp,
    Ether(src=GATEMAC, dst=GATEMAC) / out6() / tcp)
out("F13", "another's address", "SPOOFED_ADDRESS", *[IP(src=s, dst=EVIL4) / tcp for s in (CLIENT4, "127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "10.200.0.1")],
    *[IPv6(src=s, dst=EVIL6) / tcp for s in (CLIENT6, "::1", "::", "ff02::1", "fe80::66", "fd00:200::1")])
into("F13", "land: its own address as the source", "RULE_DENY", IP(src=WEB4, dst=WEB4) / TCP(sport=80, dport=80))
out("F14", "replies to nobody", "RULE_DENY", out4() / TCP(sport=ALLOWED, dport=40000, flags="SA"), out6() / UDP(sport=53, dport=40000) / load)
into("F14", "replies to nobody", "RULE_DENY", in4() / TCP(sport=443, dport=40000, flags="A"), in6() / UDP(sport=53, dport=40000) / load)

# Neighbours, routers, DHCP.
out("F15", "ARP for others' addresses", "NEIGHBOUR_SPOOF",
    *[Ether(src=WEBMAC, dst="ff:ff:ff:ff:ff:ff") / ARP(op=op, hwsrc=WEBMAC, psrc=a, pdst=CLIENT4) for op in (1, 2) for a in ("10.200.0.1", CLIENT4)],
    Ether(src=WEBMAC, dst="ff:ff:ff:ff:ff:ff") / ARP(op=2, hwsrc=EVILMAC, psrc=WEB4, pdst=CLIENT4))
out("F15", "ARP of another", "SPOOFED_MAC", Ether(src=EVILMAC, dst="ff:ff:ff:ff:ff:ff") / ARP(op=2, hwsrc=EVILMAC, psrc="10.200.0.1"))
out("F15", "other kinds of ARP", "BAD_HEADER", *[Ether(src=WEBMAC, dst=GATEMAC) / ARP(op=op, hwsrc=WEBMAC, psrc=WEB4) for op in (3, 8, 99)])
into("F15", "someone claims its address", "NEIGHBOUR_SPOOF",
     Ether(src=EVILMAC, dst=WEBMAC) / ARP(op=2, hwsrc=EVILMAC, psrc=WEB4, pdst=WEB4),
     Ether(src=EVILMAC, dst=WEBMAC) / IPv6(src="fe80::66", dst=WEB6, hlim=255) / ICMPv6ND_NA(tgt=WEB6, O=1) / ICMPv6NDOptDstLLAddr(lladdr=EVILMAC))
out("F15", "neighbour advertisements for others", "NEIGHBOUR_SPOOF",
    *[IPv6(src=WEB6, dst="ff02::1", hlim=255) / ICMPv6ND_NA(tgt=t, O=1) / ICMPv6NDOptDstLLAddr(lladdr=WEBMAC) for t in (CLIENT6, "fd00:200::1", "fe80::1")])
out("F15", "solicitations that a router would carry on", "NEIGHBOUR_SPOOF",
    IPv6(src=WEB6, dst=CLIENT6, hlim=255) / ICMPv6ND_NS(tgt="fd00:200::1"), IPv6(src=WEB6, dst=CLIENT6, hlim=255) / ICMPv6ND_RS())
for direction, source in (("egress", "fe80::ff:fe00:101"), ("ingress", "fe80::66")):
    case("F16", "rogue router", direction, "ROUTER_ADVERT",
         IPv6(src=source, dst="ff02::1", hlim=255) / ICMPv6ND_RA() / ICMPv6NDOptPrefixInfo(prefix="fd66::", prefixlen=64) / ICMPv6NDOptRDNSS(dns=[EVIL6]),
         IPv6(src=source, dst="ff02::1", hlim=255) / IPv6ExtHdrDestOpt() / ICMPv6ND_RA())
    case("F15", "redirect", direction, "NEIGHBOUR_SPOOF", IPv6(src=source, dst=WEB6, hlim=255) / ICMPv6ND_Redirect(tgt=EVIL6, dst=CLIENT6))
offer = BOOTP(op=2, yiaddr="10.66.6.7", siaddr=EVIL4) / DHCP(options=[("message-type", "offer"), ("router", EVIL4), "end"])
into("F16", "rogue DHCP server", "DHCP_SERVER", in4(dst="255.255.255.255") / UDP(sport=67, dport=68) / offer)
out("F16", "rogue DHCP server", "DHCP_SERVER", out4(dst="255.255.255.255") / UDP(sport=67, dport=68) / offer)
into("F16", "rogue DHCPv6 server", "DHCP_SERVER", in6() / UDP(sport=547, dport=546) / DHCP6_Advertise())
out("F16", "rogue DHCPv6 server", "DHCP_SERVER", out6() / UDP(sport=547, dport=546) / DHCP6_Advertise())

# ICMP.
foreign4, foreign6 = IP(src="10.66.0.1", dst="10.66.0.2") / udp / load, IPv6(src="fd66::1", dst="fd66::2") / udp / load
into("F17", "errors about other people's packets", "ICMP_ERROR",
     *[in4() / ICMP(type=t, code=c) / foreign4 for t, c in ((3, 1), (3, 4), (11, 0), (12, 0))],
     *[in6() / e / foreign6 for e in (ICMPv6DestUnreach(), ICMPv6PacketTooBig(mtu=1280), ICMPv6TimeExceeded(), ICMPv6ParamProblem())])
into("F17", "errors about what its rules deny", "ICMP_ERROR", in4() / ICMP(type=3, code=1) / IP(src=WEB4, dst=EVIL4) / udp / load)
into("F17", "an error about an error's half", "ICMP_ERROR", in4() / ICMP(type=3, code=1) / Raw(bytes(foreign4)[:12]))
into("F17", "redirect", "RULE_DENY", in4() / ICMP(type=5, code=1, gw=EVIL4) / foreign4)
into("F18", "replies without a question", "RULE_DENY", in4() / ICMP(type=0, id=7) / load, in6() / ICMPv6EchoReply(id=7) / load)
into("F18", "questions", "RULE_DENY", in4() / ICMP(type=8) / load, in4() / ICMP(type=13), in4() / ICMP(type=17), in6() / ICMPv6EchoRequest())

# Addresses and protocols.
out("F19", "IPv4-mapped", "MAPPED_ADDRESS", out6(dst="::ffff:10.66.6.6") / tcp)
into("F19", "IPv4-mapped", "MAPPED_ADDRESS", in6(src="::ffff:10.66.6.6") / tcp)
out("F19", "metadata and link-local", "RULE_DENY", out4(dst="169.254.169.254") / TCP(dport=80), out6(dst="fe80::1") / TCP(dport=80),
    out6(dst="fd00:ec2::254") / TCP(dport=80))
out("F20", "multicast and broadcast", "RULE_DENY", out4(dst="224.0.0.251") / UDP(sport=5353, dport=5353) / DNS(),
    out4(dst="239.255.255.250") / UDP(dport=1900) / load, out4(dst="255.255.255.255") / UDP(dport=137) / load, out6(dst="ff02::fb") / UDP(sport=5353, dport=5353) / DNS())
into("F20", "multicast and broadcast", "RULE_DENY", in4(dst="224.0.0.252") / UDP(dport=5355) / load, in4(dst="255.255.255.255") / UDP(dport=9) / load)
for proto in (2, 46, 88, 89, 103, 112, 115, 132, 136, 253, 255):
    into("F23", f"protocol {proto}", "RULE_DENY", in4(proto=proto) / load, in6(nh=proto) / load)
    out("F23", f"protocol {proto}", "RULE_DENY", out4(proto=proto) / load, out6(nh=proto) / load)
into("F24", "every combination of TCP flags", "RULE_DENY", *[in4() / TCP(sport=443, dport=ALLOWED, flags=n) for n in range(256)])
out("F26", "every combination of TCP flags", "RULE_DENY", *[out6() / TCP(sport=ALLOWED, dport=443, flags=n) for n in range(256)])

# Scapy's own fuzzing: random values in every field that is not fixed.
n = A["fuzz"]
fuzzed = {
    "IPv4": lambda: fuzz(in4()) / fuzz(TCP()), "IPv4 and UDP": lambda: in4() / fuzz(UDP()) / load, "IPv6": lambda: fuzz(in6()) / fuzz(TCP()),
    "ICMP": lambda: in4() / fuzz(ICMP()) / load, "fragments": lambda: in6() / fuzz(IPv6ExtHdrFragment()) / fuzz(TCP()),
    "routing headers": lambda: in6() / fuzz(IPv6ExtHdrRouting()) / tcp, "destination headers": lambda: in6() / fuzz(IPv6ExtHdrDestOpt()) / fuzz(TCP()),
    "SCTP": lambda: in4() / fuzz(SCTP()), "GRE": lambda: in4() / fuzz(GRE()) / load,
}
for name, make in fuzzed.items():
    into("F9", f"fuzzed {name}", "", *[make() for _ in range(n)])
out("F9", "fuzzed IPv4 out", "", *[fuzz(out4()) / fuzz(UDP()) for _ in range(n)])
out("F15", "fuzzed ARP", "", *[Ether(src=WEBMAC, dst=GATEMAC) / fuzz(ARP(hwsrc=EVILMAC, psrc=EVIL4)) for _ in range(n)])

print(json.dumps(cases))
