/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The deny stream's side of the boundary: ring records, flow signatures, counters. Host byte order; times are Unix ns. */
#ifndef OSG_ABI_EVENTS_H
#define OSG_ABI_EVENTS_H

#include "abi/types.h"

enum osg_event_limits {
	OSG_DENY_RING_BYTES = 8388608,		/* 8 MiB: 65,536 records */
	OSG_DENY_WAKE_BYTES = 65536,		/* one wake-up for so many bytes; power of two */
	OSG_DENY_FLOWS = 32768,			/* flow signatures on a node */
	OSG_DENY_FLOWS_PER_ENDPOINT = 4096,
	OSG_DENY_REASONS = 24,			/* see osg_deny_reason_index */
	OSG_DENY_RATE = 500,			/* default events per second and endpoint */
	OSG_DENY_BURST = 1000,
};

/* What the event says of its packets. */
enum osg_event_verdict {
	OSG_EVENT_DENY = 0,
	OSG_EVENT_WOULD_DENY = 1,	/* audit: passed, but would have been denied */
	OSG_EVENT_WOULD_ALLOW = 2,	/* audit: denied, and told of as that too, but would have been allowed */
	OSG_EVENT_VERDICT_MASK = 15,
	/* With each of them: the two sides of a trial differ. */
	OSG_EVENT_TRIAL = 16,
	OSG_EVENT_UNCONFIRMED = 32,	/* the candidate counted: a deny that its predecessor would allow; would-deny: it would deny */
	OSG_EVENT_CUT = 64,		/* the flow had begun before */
	OSG_EVENT_TRIAL_MASK = 112,
};

enum osg_event_kind {
	OSG_EVENT_FIRST = 0,	/* first report of a signature */
	OSG_EVENT_ROLLUP = 1,	/* packets of a known signature since its last report */
	OSG_EVENT_UNLISTED = 2,	/* the signature did not fit the table: one packet, no roll-up will follow */
};

/* One ring record. Addresses as in osg_packet. `packets` and `bytes` are those of this record only. */
struct osg_deny_record {
	__u32 src[4];
	__u32 dst[4];
	__u64 packets;
	__u64 bytes;
	__u64 first_ns;
	__u64 last_ns;
	__u32 slot;
	__u32 generation;	/* of the endpoint index */
	__u32 revision;
	__u16 endpoint;
	__u16 sport;		/* of the first packet; ICMP query: identifier */
	__u16 dport;		/* ICMP: type << 8 | code */
	__u8 family;
	__u8 protocol;
	__u8 tcp_flags;		/* all flags seen */
	__u8 direction;		/* enum osg_direction */
	__u8 verdict;		/* enum osg_event_verdict */
	__u8 reason;		/* enum osg_reason */
	__u8 kind;		/* enum osg_event_kind */
	__u8 reserved;
	__u16 service_port;
	__u32 service[4];	/* whom the packet was sent to, where dst is who gets it; else 0 */
	__u32 reserved2;
};

/* Whom a packet was sent to before the node translated its destination. */
struct osg_service {
	__u32 address[4];
	__u16 port;
	__u16 reserved;
};

/* A flow signature: what denied packets have in common that become one event. */
struct osg_deny_key {
	__u32 peer[4];
	__u32 slot;
	__u32 generation;
	__u16 endpoint;
	__u16 port;		/* destination port, as osg_packet.dport */
	__u8 protocol;
	__u8 reason;
	__u8 direction;
	__u8 verdict;
	__u8 family;
	__u8 service[3];	/* hash of the service's address and port; else 0 */
};

/* The state of one signature. `packets` and `bytes` are pending: counted, not yet in any record. */
struct osg_deny_flow {
	__u64 packets;		/* bit 63: dead, to be deleted by the next sweep */
	__u64 bytes;
	__u64 first_ns;		/* of the pending packets */
	__u64 last_ns;
	__u64 reported_ns;	/* 0: never reported */
	__u32 own[4];		/* the endpoint's address */
	__u32 revision;
	__u16 sport;
	__u8 tcp_flags;
	__u8 reserved;
	struct osg_service service;
	__u32 reserved2;
};

/* Exact figures of one endpoint index, in packets, never reset: denied + would_deny + would_allow = reported + suppressed +
 * lost + pending in osg_deny_flow. Indexes are reused: the agent attributes differences. */
struct osg_deny_endpoint {
	__u64 next_ns;		/* token bucket: theoretical arrival time of the next event */
	__u64 reported;		/* in records that were submitted */
	__u64 suppressed;	/* no token, and no place in the signature table */
	__u64 lost;		/* the ring was full, and no place in the signature table */
	__u64 denied[48];	/* direction * OSG_DENY_REASONS + osg_deny_reason_index */
	__u64 would_deny[2];	/* by enum osg_direction */
	__u64 would_allow[2];
	__u64 denied_bytes[2];
	__u32 flows;		/* signatures it holds now */
	__u32 reserved;
};

/* One element: settings that the agent writes, and arguments and results of a sweep. */
struct osg_deny_control {
	__u64 interval_ns;	/* between events of one endpoint; 0: the default rate */
	__u64 burst_ns;		/* burst × interval_ns */
	__u64 now_ns;		/* sweep, in: Unix ns */
	__u64 rollup_ns;	/* sweep, in: least time between two reports of a signature; 0: report all */
	__u64 idle_ns;		/* sweep, in: signatures with nothing pending for so long are forgotten */
	__u64 limit;		/* sweep, in: records at most */
	__u64 flows;		/* sweep, out: signatures seen */
	__u64 emitted;		/* sweep, out: records submitted */
	__u64 deferred;		/* sweep, out: signatures that were due but had no token, no ring space or hit the limit */
	__u64 pending;		/* sweep, out: packets still pending */
	__u64 deleted;		/* sweep, out */
};

#endif
