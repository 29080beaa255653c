/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Where a workload's sockets are: what exists there when a direction becomes restricted goes on. docs/revocation.md. */
#ifndef OSG_ABI_SOCKETS_H
#define OSG_ABI_SOCKETS_H

#include "abi/types.h"

/* One element for each endpoint index. */
struct osg_sockets_of {
	__u32 netns;		/* id of the workload's network namespace in that of its interface, plus 1; 0: not known */
	__u32 generation;	/* of the index: an earlier holder's sockets say nothing */
};

/* A flow that the node's own connection tracking knows: argument of the program osg_enter. */
struct osg_known_flow {
	__u32 own[4];		/* words, most significant first; IPv4 uses word 0 only */
	__u32 peer[4];
	__u32 ifindex;		/* of the endpoint's interface */
	__u16 own_port;
	__u16 peer_port;
	__u8 family;
	__u8 protocol;
	__u8 original;		/* enum osg_direction of the packet that began it */
	__u8 established;	/* both sides have spoken */
	__u32 reason;		/* out, enum osg_reason: RECOVERED, or why it has no entry; NONE: it has one already */
};

#endif
