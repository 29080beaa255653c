/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Datagrams that arrive in fragments. docs/packets.md says what passes. Host byte order. */
#ifndef OSG_ABI_FRAGMENT_H
#define OSG_ABI_FRAGMENT_H

#include "abi/types.h"

enum osg_fragment_limits {
	OSG_FRAGMENTS = 64,		/* datagrams under way to or from one endpoint; a power of two */
	OSG_FRAGMENT_RUNS = 32,		/* stretches of one datagram that do not touch one another */
};

enum osg_fragment_state {
	OSG_FRAGMENT_AHEAD = 1,		/* its first fragment, which is judged, has not come yet */
	OSG_FRAGMENT_ALLOWED = 2,
	OSG_FRAGMENT_DENIED = 3,
};

/* Who sent which datagram to whom. */
struct osg_fragment_id {
	__u32 src[4];
	__u32 dst[4];
	__u32 id;
	__u32 generation;	/* of the endpoint index */
	__u8 family;
	__u8 protocol;		/* IPv4; IPv6: 0, only the first fragment's counts there */
	__u8 direction;
	__u8 reserved;
};

/* A datagram, and what of it has passed. */
struct osg_fragment {
	struct osg_fragment_id who;
	__u16 state;		/* enum osg_fragment_state */
	__u16 end;		/* its length in units of 8 bytes, rounded up, once the last fragment was seen; else 0 */
	__u32 runs;		/* how many there are below */
	__u32 run[OSG_FRAGMENT_RUNS];	/* units [from, to) that have passed: from << 16 | to */
};

#endif
