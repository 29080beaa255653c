/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The table arena: one array of 64-byte lines that user space writes and the packet path walks. docs/classifier.md has the
 * picture and the measurements. Host byte order throughout.
 *
 * A place in the arena is a unit: 16 bytes, four to a line; unit 0..3 is line 0 (struct osg_root).
 * A ref is one word that leads from a node to the next:
 *     bits 31..29  enum osg_node, what lies there
 *     bits 28..26  the word of the key (enum osg_key_word) that the node compares
 *     bits 25..0   the unit where it begins
 * A cell is no place but an answer: bit 28 says allow, bits 27..0 are the slot. The word 0 is never a valid cell, so that
 * cleared memory reads as a defect and not as a verdict.
 *
 * Nodes that search hold *bounds*: bound i is the first value of child i+1 minus 1, so that the number of bounds below the
 * searched value is the number of the child. Bounds ascend; unused ones are 0xffffffff, which no value exceeds. */
#ifndef OSG_ABI_TABLES_H
#define OSG_ABI_TABLES_H

#include "types.h"

enum osg_node {
	OSG_NODE_CELL = 0,	/* the answer, see above; of a class map: the class number */
	OSG_NODE_CHAIN = 1,	/* the answer depends on the time, or audit rules touch it: struct osg_step [] at the unit */
	OSG_NODE_INNER = 2,	/* one line: 15 bounds, then the ref of the first of its children, which are consecutive lines */
	OSG_NODE_LEAF = 3,	/* one line: 7 bounds, one unused, 8 refs */
	OSG_NODE_HALF = 4,	/* half a line: 3 bounds, one unused, 4 refs */
	OSG_NODE_RANGE = 5,	/* one unit: first value, last minus first, ref of what lies inside, ref of what lies outside */
	OSG_NODE_EXACT = 6,	/* one unit: values of the named word and of the next one, ref if both are equal, ref if not */
	OSG_NODE_CLASS = 7,	/* one unit: ref to go on with once the class of the address (from the class map) is word 5 */
};

enum osg_ref_bits {
	OSG_REF_NODE_SHIFT = 29,
	OSG_REF_WORD_SHIFT = 26,
	OSG_REF_UNIT_MASK = 0x03ffffff,
	OSG_CELL_ALLOW = 0x10000000,
	OSG_CELL_SLOT_MASK = 0x0fffffff,
};

/* The words of a key. IPv4 has its address in word 0, and 0 in words 1 to 3. */
enum osg_key_word {
	OSG_KEY_ADDRESS = 0,	/* words 0..3, most significant first */
	OSG_KEY_PORT = 4,	/* protocol << 16 | port (ICMP: type << 8 | code) */
	OSG_KEY_CLASS = 5,	/* of the address, filled in by OSG_NODE_CLASS */
	OSG_KEY_WORDS = 8,
};

enum osg_arena_sizes {
	OSG_LINE_BYTES = 64,
	OSG_LINE_WORDS = 16,
	OSG_UNIT_BYTES = 16,
	OSG_LINE_UNITS = 4,
};

/* One step of a chain; the first with now < until_ns decides. The last step of every chain has until_ns ~0. A chain lies
 * in consecutive units. */
struct osg_step {
	__u64 until_ns;		/* Unix ns */
	__u32 cell;		/* as in OSG_NODE_CELL */
	__u32 audit;		/* the cell if audit rules were enforced too; 0: no audit rule touches it */
};

/* Line 0. `revision` is the only word that publishing changes in place, with release order, when all else is written. */
struct osg_root {
	__u32 magic;		/* OSG_ARENA_MAGIC */
	__u32 layout;		/* OSG_LAYOUT_VERSION */
	__u32 lines;		/* size of the arena */
	__u32 revision;		/* unit of the struct osg_revision in force; 0: none yet */
	__u64 tai_offset_ns;	/* TAI minus Unix time; kept right by the agent, and not part of any revision */
	__u64 tick_offset_ns;	/* Unix time is jiffies times tick_ns plus this, to within a tick; for last_hit_ns only */
	__u32 tick_ns;
	__u32 reserved;
	__u64 instance;		/* random, of the first publisher: the same arena or another one? */
	__u32 reserved2[4];
};

/* What bpf/prog/clock.bpf.c reads: the kernel's clocks at one moment. */
struct osg_clock {
	__u64 jiffies;
	__u64 tai_ns;
	__u64 boot_ns;		/* since boot, suspended time too: never set */
};

/* Packets of endpoints with a candidate that both judged, since the map was made. On one CPU. */
struct osg_trial_counts {
	__u64 judged;
	__u64 denied;		/* by the candidate, not by its predecessor: whichever counted */
	__u64 allowed;		/* the other way round */
};

enum osg_arena_magic { OSG_ARENA_MAGIC = 0x4f534741 };

enum osg_revision_flags {
	OSG_REVISION_NODE_PROBES = 1,	/* the node may reach its own workloads */
};

/* One line: where everything of one revision hangs. A program run reads the root once and works on this line only. */
struct osg_revision {
	__u64 revision;		/* monotonic */
	__u64 digest;		/* of the view that it was made of, as the publisher was told; 0: not told */
	__u32 buckets;		/* unit of the first bucket (struct osg_bucket) */
	__u32 bucket_mask;	/* number of buckets minus 1; a power of two minus 1 */
	__u32 bucket_multiplier;	/* bucket = (ifindex * multiplier >> 16) & mask */
	__u32 trial;		/* unit of the struct osg_trial; 0: no endpoint has a candidate */
	__u32 class_v4;		/* refs of the class maps */
	__u32 class_v6;
	__u32 node_v4;		/* refs: is the address one of the node's own? cell allow: yes */
	__u32 node_v6;
	__u32 flags;		/* enum osg_revision_flags */
	__u32 slots;		/* slots in use: 1..slots-1 */
	__u32 unit;		/* where this lies: for functions that are verified by themselves */
	__u32 services;		/* unit of its struct osg_services; 0: no service is known */
};

/* One line: which of two policies counts where an endpoint has a candidate beside it. `until_ns` is the only word that changes in
 * place. */
struct osg_trial {
	__u64 until_ns;		/* the candidate counts before this boot time (bpf_ktime_get_boot_ns), else its predecessor; ~0: always */
	__u64 id;		/* of the rollout, as the publisher was told */
	__u64 laid_ms;		/* Unix ms */
	struct osg_trial_counts before;	/* as they were then */
	__u64 reserved[2];
};

/* Half a line: four endpoints by interface; 0 where there is none. */
struct osg_bucket {
	__u32 ifindex[4];
	__u32 endpoint[4];	/* unit of struct osg_endpoint */
};

enum osg_endpoint_flags {
	OSG_ENDPOINT_INGRESS_RESTRICTED = 1,	/* some packet may be denied: replies of egress flows need conntrack */
	OSG_ENDPOINT_EGRESS_RESTRICTED = 2,
	OSG_ENDPOINT_HAS_V4 = 4,
	OSG_ENDPOINT_HAS_V6 = 8,
	OSG_ENDPOINT_HAS_MAC = 16,
	OSG_ENDPOINT_DHCP_CLIENT = 32,
	OSG_ENDPOINT_INGRESS_TRIED = 64,	/* in a trial, by the other side's rules some packet may be denied: flows are tracked as if by ours */
	OSG_ENDPOINT_EGRESS_TRIED = 128,
	OSG_ENDPOINT_CANDIDATE = 256,	/* the candidate's */
};

/* One line: what judges packets. The line after it is the endpoint's struct osg_identity. */
struct osg_endpoint {
	__u32 ifindex;
	__u32 index;		/* PlanEndpoint.index */
	__u32 generation;	/* of the index: conntrack entries of an earlier holder are not ours */
	__u32 flags;		/* enum osg_endpoint_flags */
	__u32 rules[2][2];	/* refs by enum osg_direction, then 0 for IPv4, 1 for IPv6 */
	__u32 sources[2];	/* refs by family: may it send from this address (its own, or an allowed one)? cell allow: yes */
	__u32 own[2];		/* refs by family: is this address its own? cell allow: yes */
	__u32 identity;		/* unit of its struct osg_identity */
	__u32 candidate;	/* unit of the candidate's struct osg_endpoint, of which it is that of the predecessor's; 0: they judge alike */
	__u32 unit;		/* where this lies */
	__u32 reserved;
};

/* One line: who the endpoint is. */
struct osg_identity {
	__u32 own_v6[4];	/* its first IPv6 address, most significant word first */
	__u32 own_v4;		/* its first IPv4 address */
	__u32 own_v4_count;	/* how many it has; 0: the fields above mean nothing */
	__u32 own_v6_count;
	__u8 mac[6];
	__u16 reserved;
	__u32 reserved2[7];
};

#endif
