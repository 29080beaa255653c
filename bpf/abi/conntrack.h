/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Connection tracking, conversations: what lies in their maps. docs/revocation.md says what it is for.
 * Host byte order. The tick clock is jiffies times osg_root.tick_ns: monotonic, to within a tick, and the only one that costs
 * no call. */
#ifndef OSG_ABI_CONNTRACK_H
#define OSG_ABI_CONNTRACK_H

#include "abi/types.h"

enum osg_conntrack_limits {
	OSG_CT_ENTRIES = 32768,		/* of the node, whose memory is taken at once, unless configured */
	OSG_CT_SHARDS = 16,		/* power of two: tables for the rest, whose memory is taken by need */
	OSG_HANDSHAKES = 1024,		/* power of two, for each endpoint */
	OSG_CONVERSATION_SETS = 256,	/* power of two, for each endpoint */
	OSG_CONVERSATION_WAYS = 4,	/* conversations of one set */
	OSG_CT_SHARE = 4,		/* an endpoint may hold so many times what is left of the shared rest */
	OSG_CT_UDP_STREAM_MS = 2000,	/* who speaks so long after the first packet is no mere question and answer */
	OSG_CT_PLAUSIBLE = 8388608,	/* bytes that TCP's numbers may jump from one packet to the next */
	OSG_CT_TIME_SHIFT = 22,		/* about 4 ms */
	OSG_CT_ROOM_MS = 100,		/* packets of a crowded endpoint search one table for what is over, at most so often */
	OSG_EPHEMERAL_PORTS = 32768,	/* from here on Linux takes the ports of clients */
};

/* A flow as its endpoint sees it: a packet and its reply have the same key. At most one entry exists for a tuple, so the
 * original direction lies in the entry (one lookup answers both "is it mine" and "is there an opposite one"); only ICMP
 * queries, which may cross with the same identifier, have it in the key too.
 *
 * 40 bytes, as the entry: with the 48 that the kernel adds (Linux 6.1 to 6.18) an element is two cache lines, and what a reply
 * reads of it after the search is one. */
struct osg_ct_key {
	__u32 own[4];
	__u32 peer[4];
	__u16 own_port;		/* ICMP: identifier */
	__u16 peer_port;	/* ICMP: type of the query << 8 | enum osg_direction of the query */
	__u16 endpoint;		/* its index: one table holds the flows of all */
	__u8 protocol;
	__u8 family;
};

enum osg_ct_state {
	OSG_CT_NEW = 1,			/* SYN or INIT seen; UDP, ICMP: no reply yet */
	OSG_CT_SYN_RECEIVED = 2,	/* SYN-ACK seen, its ACK not yet */
	OSG_CT_ESTABLISHED = 3,		/* UDP: both speak, and for longer than OSG_CT_UDP_STREAM_MS */
	OSG_CT_HALF_CLOSED = 4,		/* one FIN was acknowledged */
	OSG_CT_CLOSING = 5,		/* both were: only the last acknowledgement may come again */
	OSG_CT_RESET = 6,
	OSG_CT_ANSWERED = 7,		/* UDP, ICMP: a reply was seen */
	OSG_CT_STATE_MASK = 7,
};

/* Above the state. `OSG_CT_FIN_ACKED << 1` and so on are those of the reply direction. */
enum osg_ct_closed {
	OSG_CT_FIN_ACKED = 8,
	OSG_CT_FIN_SEEN = 32,
};

/* A flow's verdict, in one word: above the slot that decided last. Changed with the revision only. */
enum osg_ct_judged {
	OSG_CT_SLOT_MASK = 0x0fffffff,
	OSG_CT_LIMITED = 0x10000000,	/* the verdict runs out: every packet is judged again */
	OSG_CT_REVOKED = 0x20000000,	/* judged and denied: a tombstone until idle */
	OSG_CT_ORIGINAL_EGRESS = 0x40000000,	/* the original direction */
	OSG_CT_FROM_NODE = 0x80000000,	/* let in by the built-in node rule, and judged again by it */
};

enum osg_ct_flags {
	OSG_CT_RECOVERED = 1,		/* entered by the recovery window, or from what user space knew */
	OSG_CT_MORE = 2,		/* lies in a shard */
	OSG_CT_NUMBERED = 4,		/* TCP: all replies pass by this entry, so that its numbers are those of now */
	OSG_CT_CONTESTED = 8,		/* went on after a reset: the next one must fit exactly */
	OSG_CT_SCALE_SHIFT = 4,		/* above: the scale of the reply side's window */
};

/* Times are of the tick clock in units of 1 << OSG_CT_TIME_SHIFT ns: they come again after 208 days.
 * TCP's numbers are of the last plausible packets. What ends a flow has to fit them: a third party cannot know them. */
struct osg_ct_entry {
	__u32 deadline;		/* 0: being deleted, never to be revived. Changed by compare-and-swap only */
	__u32 revision;		/* its lower half, that judged the flow last; 0: being judged; ~0: to be judged before it is believed */
	__u32 judged;		/* enum osg_ct_judged */
	__u32 check;		/* of key and generation: memory of a deleted entry may be another one's by now */
	__u32 created;
	__u32 acked;		/* what the replies acknowledge: what the original side has to send next */
	__u32 next;		/* end of the replies so far */
	__u32 fin[2];		/* of the original, of the reply side: end of a FIN that was seen */
	__u16 window;		/* what the reply side takes after `acked`, >> scale */
	__u8 state;		/* enum osg_ct_state | enum osg_ct_closed */
	__u8 flags;		/* enum osg_ct_flags | scale << OSG_CT_SCALE_SHIFT */
};

/* Flows beyond what one table holds at once; one element. */
struct osg_ct_node {
	__u64 seed[4];		/* odd random numbers: nobody outside knows which shard a flow lies in. Written once */
	__u64 shared;		/* entries beyond the guarantees of their endpoints, all together; corrected by the agent */
	__u64 more;		/* entries in shards */
	__u64 reserved[2];
};

/* Settings; one element, written before the first program is attached. */
struct osg_settings {
	__u64 tcp_new_ns;		/* SYN seen, SYN-ACK seen */
	__u64 tcp_established_ns;
	__u64 tcp_half_closed_ns;
	__u64 tcp_closing_ns;		/* both FINs acknowledged */
	__u64 tcp_reset_ns;
	__u64 udp_new_ns;
	__u64 udp_answered_ns;
	__u64 udp_stream_ns;
	__u64 sctp_new_ns;
	__u64 sctp_established_ns;
	__u64 icmp_ns;
	__u64 revoked_ns;		/* tombstones */
	__u64 fragment_ns;		/* between a datagram's fragments */
	__u64 icmp_error_interval_ns;	/* related ICMP errors: one in so long, after a burst; for each endpoint */
	__u64 icmp_error_burst_ns;
	__u32 sample_mask;		/* one in mask + 1 allowed packets is entered as a conversation; ~0: none */
	__u32 ct_guaranteed;		/* entries of each endpoint */
	__u32 ct_shared;		/* entries of all endpoints beyond that */
	__u32 reserved;
};

/* One element for each endpoint index. */
struct osg_endpoint_state {
	__u64 recover_until_ns[2];	/* by direction of the packet: end of its recovery window */
	__u64 icmp_error_next_ns;	/* token bucket: theoretical arrival time */
	/* The agent's own notes, for the next agent. */
	__u32 generation;		/* of the index; the sweep takes what belongs to another one */
	__u32 restricted;		/* 1 << direction, of the revision in force */
	__u64 holder;			/* hash of the endpoint's id */
	__u32 ifindex;			/* 0: not attached */
	__u32 reserved;
};

/* One element for each endpoint index, written by programs alone. Entries now: created - removed. */
struct osg_ct_account {
	__u64 created;			/* entries made, ever */
	__u64 removed;			/* of these */
	__u64 state_full;		/* entries that did not fit */
	__u64 room_ns;			/* last search for room by its packets */
	__u32 room_table;		/* which table comes next there */
	__u32 revoked;			/* tombstones now */
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

enum osg_sweep_mode {
	OSG_SWEEP_EXPIRED = 0,		/* of all endpoints: removes what is over, or of an earlier generation */
	OSG_SWEEP_FLUSH = 1,		/* removes all of one endpoint */
	OSG_SWEEP_CONVERSATIONS = 2,
	OSG_SWEEP_CLOCK = 3,
	OSG_SWEEP_ROOM = 4,		/* as EXPIRED, and what is closed of one endpoint */
	OSG_SWEEP_RECOUNT = 5,		/* osg_ct_node.shared, of the first `endpoint` indexes */
};

/* Argument and result of the program osg_sweep. */
struct osg_sweep {
	__u32 mode;		/* in: enum osg_sweep_mode */
	__u32 endpoint;		/* in: index */
	__u64 until_ns;		/* in: OSG_SWEEP_CONVERSATIONS: forget those last used up to this Unix time */
	__u64 now_ns;		/* out: the clock of deadlines */
	__u32 generation;	/* in: OSG_SWEEP_CONVERSATIONS: what is of another generation goes too, if not 0 */
	__u32 table;		/* in: 0, or 1 + number of a shard */
	__u32 seen;		/* out */
	__u32 live;
	__u32 deleted;
	__u32 error;		/* 1: no such table */
};

enum osg_ct_insert_flags {
	OSG_CT_INSERT_OVER_QUOTA = 1,	/* also where its endpoint has no room */
	OSG_CT_INSERT_REPLACE = 2,	/* an entry of the same tuple; not while programs use it */
	OSG_CT_INSERT_UNUSED = 4,	/* with REPLACE: only if it was never judged and still has known_deadline */
	OSG_CT_INSERT_JUDGE = 8,	/* now, by the rules of its original direction; of the endpoint at `ifindex` */
};

enum osg_ct_insert_result {
	OSG_CT_INSERT_DONE = 0,
	OSG_CT_INSERT_EXISTS = 1,
	OSG_CT_INSERT_FULL = 2,
	OSG_CT_INSERT_NO_ENDPOINT = 3,
	OSG_CT_INSERT_DENIED = 4,
};

/* Argument and result of the program osg_ct_insert: enters a flow that user space knows of. `entry.revision` 0 is not allowed; ~0,
 * which no revision has, makes the flow be judged before it is believed. `check` is made here. deadline, created 0: now, and what
 * the state gives from now. */
struct osg_ct_insertion {
	struct osg_ct_key key;
	struct osg_ct_entry entry;
	__u32 generation;	/* of the endpoint index; with JUDGE: found, as key.endpoint is */
	__u32 ifindex;
	__u32 known_deadline;
	__u32 flags;		/* enum osg_ct_insert_flags */
	__u32 result;		/* out: enum osg_ct_insert_result */
	__u32 reserved;
};

/* Exact count of one reason on one CPU. Element: (endpoint * 2 + direction) * OSG_REASON_MAX + reason. */
struct osg_reason_counter {
	__u64 packets;
	__u64 bytes;
};

#endif
