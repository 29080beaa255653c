/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Connection tracking, fragments, conversations: what lies in their maps. docs/revocation.md says what it is for.
 * Host byte order. Deadlines and ages are nanoseconds of the tick clock (jiffies times osg_root.tick_ns: monotonic, to within
 * a tick, and the only one that costs no call), validity is Unix time. */
#ifndef OSG_ABI_CONNTRACK_H
#define OSG_ABI_CONNTRACK_H

#include "abi/types.h"

enum osg_conntrack_limits {
	OSG_CT_ENTRIES = 16384,		/* of one endpoint, unless configured */
	OSG_HANDSHAKES = 1024,		/* power of two, for each endpoint */
	OSG_FRAGMENTS = 64,		/* power of two: datagrams under way to or from one endpoint */
	OSG_CONVERSATION_SETS = 256,	/* power of two, for each endpoint */
	OSG_CONVERSATION_WAYS = 4,	/* conversations of one set */
	OSG_FULL_SWEEP_MS = 1000,	/* a full table is searched for expired entries at most so often */
	OSG_EPHEMERAL_PORTS = 32768,	/* from here on Linux takes the ports of clients */
};

/* A flow as its endpoint sees it: a packet and its reply have the same key. At most one entry exists for a tuple, so the
 * original direction lies in the entry (one lookup answers both "is it mine" and "is there an opposite one"); only ICMP
 * queries, which may cross with the same identifier, have it in the key too. */
struct osg_ct_key {
	__u32 own[4];
	__u32 peer[4];
	__u32 generation;	/* of the endpoint index: an earlier holder's flows are not ours */
	__u16 own_port;		/* ICMP: identifier */
	__u16 peer_port;	/* ICMP: type of the query << 8 */
	__u8 family;
	__u8 protocol;
	__u8 icmp_direction;	/* ICMP: enum osg_direction of the query; else 0 */
	__u8 reserved;
};

enum osg_ct_state {
	OSG_CT_NEW = 1,			/* SYN or INIT seen; UDP, ICMP: no reply yet */
	OSG_CT_SYN_RECEIVED = 2,	/* SYN-ACK seen, its ACK not yet */
	OSG_CT_ESTABLISHED = 3,		/* UDP: a reply was seen */
	OSG_CT_HALF_CLOSED = 4,		/* one FIN */
	OSG_CT_CLOSING = 5,		/* both */
	OSG_CT_RESET = 6,
};

enum osg_ct_flags {
	OSG_CT_FROM_NODE = 1,		/* let in by the built-in node rule, and judged again by it */
	OSG_CT_RECOVERED = 2,		/* entered by the recovery window */
};

struct osg_ct_entry {
	__u64 deadline_ns;	/* 0: being deleted, never to be revived. Changed by compare-and-swap only */
	__u64 revision;		/* that judged the flow last; 0: being judged */
	__u64 valid_until_ns;	/* Unix ns: then it must be judged again */
	__u64 created_ns;
	__u32 slot;		/* that allowed the flow */
	__u32 handshake_ack;	/* what the ACK of our SYN-ACK must acknowledge */
	__u32 check;		/* of the key: memory of a deleted entry may be another one's by now */
	__u8 direction;		/* enum osg_direction of the original */
	__u8 state;		/* enum osg_ct_state */
	__u8 closed;		/* 1: FIN from the original side, 2: from the other */
	__u8 revoked;		/* judged and denied: a tombstone until idle */
	__u8 flags;		/* enum osg_ct_flags */
	__u8 reserved[7];
};

/* Settings; one element, written before the first program is attached. */
struct osg_settings {
	__u64 tcp_new_ns;		/* SYN seen, SYN-ACK seen */
	__u64 tcp_established_ns;
	__u64 tcp_half_closed_ns;
	__u64 tcp_closing_ns;		/* both FINs */
	__u64 tcp_reset_ns;
	__u64 udp_new_ns;
	__u64 udp_stream_ns;
	__u64 sctp_new_ns;
	__u64 sctp_established_ns;
	__u64 icmp_ns;
	__u64 revoked_ns;		/* tombstones */
	__u64 fragment_ns;		/* between a datagram's fragments */
	__u64 icmp_error_interval_ns;	/* related ICMP errors: one in so long, after a burst; for each endpoint */
	__u64 icmp_error_burst_ns;
	__u32 sample_mask;		/* one in mask + 1 allowed packets is entered as a conversation; ~0: none */
	__u32 reserved;
};

/* One element for each endpoint index. */
struct osg_endpoint_state {
	__u64 recover_until_ns[2];	/* by direction of the packet: end of its recovery window */
	__u64 icmp_error_next_ns;	/* token bucket: theoretical arrival time */
	__u64 full_sweep_ns;		/* last search of its full table for expired entries */
	__u64 state_full;		/* entries that did not fit */
	__u64 created;			/* entries made, ever */
	__u32 reserved;
	/* The agent's own notes, for the next agent; programs do not read them. */
	__u32 generation;		/* of the index */
	__u64 holder;			/* hash of the endpoint's id */
	__u32 ifindex;			/* 0: not attached */
	__u32 restricted;		/* 1 << direction, of the revision in force */
};

/* A datagram whose first fragment was allowed. */
struct osg_fragment {
	__u32 src[4];
	__u32 dst[4];
	__u32 id;
	__u32 generation;
	__u64 deadline_ns;
	__u32 next_offset;	/* where the next fragment must begin: in order, no overlap */
	__u8 family;
	__u8 protocol;		/* IPv4; IPv6: 0 */
	__u8 direction;
	__u8 reserved;
};

/* What an endpoint was allowed to do with a peer's service, or a peer with its: one cache line. */
struct osg_conversation {
	__u32 peer[4];
	__u32 generation;	/* of the endpoint index */
	__u32 kind;		/* direction of the original << 16 | family << 8 | protocol; 0: free, or being written */
	__u16 port;		/* of the server: destination port of the original */
	__u16 reserved;
	__u32 slot;		/* that allowed it last */
	__u32 first_s;		/* Unix seconds */
	__u32 last_s;
	__u64 flows;		/* beginnings seen; UDP where it is not tracked: 0 */
	__u64 packets;		/* of the samples only, both ways: multiply by the sample rate for an estimate */
	__u64 bytes;
};

/* Element: endpoint * OSG_CONVERSATION_SETS + hash of peer and port. A full set takes nothing new. */
struct osg_conversation_set {
	struct osg_conversation way[OSG_CONVERSATION_WAYS];
};

enum osg_sweep_mode { OSG_SWEEP_EXPIRED = 0, OSG_SWEEP_FLUSH = 1, OSG_SWEEP_CONVERSATIONS = 2, OSG_SWEEP_CLOCK = 3 };

/* Argument and result of the program osg_sweep. */
struct osg_sweep {
	__u32 mode;		/* in: enum osg_sweep_mode */
	__u32 endpoint;		/* in: index */
	__u64 until_ns;		/* in: OSG_SWEEP_CONVERSATIONS: forget those last used up to this Unix time */
	__u64 now_ns;		/* out: the clock of deadlines */
	__u32 generation;	/* in: what is of another generation goes too, if not 0 */
	__u32 seen;		/* out */
	__u32 live;
	__u32 revoked;		/* among the live */
	__u32 deleted;
	__u32 error;		/* 1: no such table */
};

/* Exact count of one reason on one CPU. Element: (endpoint * 2 + direction) * OSG_REASON_MAX + reason. */
struct osg_reason_counter {
	__u64 packets;
	__u64 bytes;
};

#endif
