/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Every struct, enum and limit that crosses the kernel boundary. Each is turned into TypeScript from BTF (src/gen/abi.ts)
 * and compared with the loaded object's BTF at start. Host byte order unless a field ends in _be. */
#ifndef OSG_ABI_TYPES_H
#define OSG_ABI_TYPES_H

#include <linux/types.h>

/* Raised when any layout below, in tables.h, or a map's meaning changes. An agent adopts pinned state of its own version only. */
#define OSG_LAYOUT_VERSION 4

enum osg_direction { OSG_INGRESS = 0, OSG_EGRESS = 1 };

enum osg_verdict { OSG_DENY = 0, OSG_ALLOW = 1 };

/* Why a packet got its verdict. One enum for every decision, also those before classification. */
enum osg_reason {
	OSG_REASON_NONE = 0,
	/* allowed */
	OSG_REASON_RULE_ALLOW = 1,
	OSG_REASON_DEFAULT_ALLOW = 2,	/* posture: nothing isolates this direction */
	OSG_REASON_REPLY = 3,		/* conntrack: reply of a flow allowed now */
	OSG_REASON_RELATED = 4,		/* ICMP error that quotes a live or allowed flow */
	OSG_REASON_RECOVERED = 5,	/* recovery window */
	OSG_REASON_NEIGHBOUR = 6,	/* ARP, neighbour discovery for the endpoint's own addresses */
	OSG_REASON_NODE = 7,		/* built-in: the node's own probes */
	OSG_REASON_DHCP = 8,		/* the endpoint's own DHCP client, where configured */
	OSG_REASON_SERVICE = 9,		/* for an address of a service: judged once it is known who gets it */
	OSG_REASON_HAIRPIN = 10,	/* from the endpoint to itself, by way of a service */
	/* denied by policy */
	OSG_REASON_RULE_DENY = 32,
	OSG_REASON_DEFAULT_DENY = 33,	/* isolated, and no rule allows */
	OSG_REASON_NO_POLICY = 34,	/* attached, no policy in force yet */
	OSG_REASON_STALE_FLOW = 35,	/* reply of a flow revoked or expired */
	OSG_REASON_STATE_FULL = 36,	/* allowed, but its conntrack entry did not fit */
	OSG_REASON_SERVICE_PARTIAL = 37,	/* not all backends of the service are allowed, and who gets it cannot be told */
	OSG_REASON_UNTRANSLATED = 38,	/* for an address of a service that nobody stands behind */
	/* denied before policy */
	OSG_REASON_TRUNCATED = 64,
	OSG_REASON_BAD_HEADER = 65,	/* lengths, versions, IHL */
	OSG_REASON_ETHERTYPE = 66,
	OSG_REASON_VLAN = 67,
	OSG_REASON_FRAGMENT = 68,
	OSG_REASON_EXTENSION_HEADER = 69,
	OSG_REASON_SPOOFED_ADDRESS = 70,
	OSG_REASON_SPOOFED_MAC = 71,
	OSG_REASON_NEIGHBOUR_SPOOF = 72,
	OSG_REASON_ROUTER_ADVERT = 73,
	OSG_REASON_DHCP_SERVER = 74,
	OSG_REASON_MAPPED_ADDRESS = 75,	/* ::ffff:0:0/96 on the wire */
	OSG_REASON_ADDRESS_FAMILY = 76,	/* a family the endpoint does not have */
	OSG_REASON_ICMP_ERROR = 77,	/* quotes nothing of ours */
	OSG_REASON_TABLE = 78,		/* the tables could not be read: always a defect, never a pass */
	OSG_REASON_LINK_CHATTER = 79,	/* what the kernels at a link say of themselves to its groups in IPv6: to or by an endpoint that has none, or that no rule lets in */
	OSG_REASON_MAX = 96,
};

/* Array sizes shared by both sides. */
enum osg_limits {
	OSG_MAX_ENDPOINTS = 4096,	/* endpoint indexes 1..4095 on a node */
	OSG_TABLE_MAX_STEPS = 40,	/* nodes one walk may touch */
	OSG_CHAIN_MAX_STEPS = 16,	/* steps of one cell */
};

/* A parsed packet: what the rest of a program run works on. Addresses as words, most significant first, host order;
 * IPv4 uses word 0 only. */
struct osg_packet {
	__u32 src[4];
	__u32 dst[4];
	__u16 sport;		/* ICMP query: identifier */
	__u16 dport;		/* ICMP: type << 8 | code */
	__u8 family;		/* 4 or 6 */
	__u8 protocol;
	__u8 tcp_flags;
	__u8 flags;		/* enum osg_packet_flags */
	__u32 length;		/* bytes from the network header */
	__u32 segments;		/* max(1, gso_segs) */
	__u16 l4_offset;	/* from the start of the skb data */
	__u16 reserved;
};

enum osg_packet_flags {
	OSG_PKT_FRAGMENT_FIRST = 1,
	OSG_PKT_ICMP_ERROR = 2,
	OSG_PKT_MULTICAST = 4,
	OSG_PKT_FRAGMENT_LATER = 8,
	OSG_PKT_BEGINS = 16,		/* can begin a flow: SYN without ACK, INIT, ICMP query, any UDP */
	OSG_PKT_NO_PAYLOAD = 32,	/* TCP without data */
};

enum osg_decision_flags {
	OSG_DECISION_STARTED = 1,	/* the packet made a conntrack entry */
	OSG_DECISION_CROWDED = 2,	/* and its endpoint has little room left */
	OSG_DECISION_SERVICE = 4,	/* it was sent to somebody else: osg_service_named() */
	OSG_DECISION_OFFLOADED = 8,	/* its flow is in a flowtable of the kernel's */
};

/* What classification says of one packet in one direction. */
struct osg_decision {
	__u32 slot;
	__u32 audit_slot;	/* 0: no audit rule touches this cell */
	__u64 valid_until_ns;	/* Unix ns; ~0 for ever: when the verdict must be judged again */
	__u8 verdict;		/* enum osg_verdict */
	__u8 audit_verdict;	/* enum osg_verdict, with audit_slot */
	__u8 found;		/* 0: no policy in force for this endpoint */
	__u8 flags;		/* enum osg_decision_flags, and OSG_EVENT_TRIAL_MASK of enum osg_event_verdict */
	__u32 other;		/* where the other side of a trial leads, a cell or a chain, and then its slot; 0: both lead to the same */
};

/* Exact traffic of one slot on one CPU. */
struct osg_slot_counter {
	__u64 packets;
	__u64 bytes;
	__u64 last_hit_ns;	/* CLOCK_TAI-based Unix ns */
	__u64 audit_packets;	/* times this slot decided an audit verdict that differs from the enforced one */
};

#endif
