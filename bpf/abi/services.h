/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Services: what the programs on interfaces tell those at netfilter's hooks, and what of them lies in tables. docs/packets.md has
 * the picture. */
#ifndef OSG_ABI_SERVICES_H
#define OSG_ABI_SERVICES_H

#include "abi/types.h"

/* skb->tc_index of what an endpoint sends: what became of it at its interface, above the endpoint's index. */
enum osg_tag {
	OSG_TAG_INDEX_MASK = 0x0fff,
	OSG_TAG_KIND_MASK = 0xf000,
	OSG_TAG_JUDGED = 0x5000,	/* its verdict stands */
	OSG_TAG_DEFERRED = 0xa000,	/* for an address of a service: judged by who gets it in the end */
};

enum osg_services_flags {
	OSG_SERVICES_DEFERRED = 1,	/* programs at netfilter's hooks judge; else such an address is judged as it is written */
};

/* One unit: the addresses that the node translates. */
struct osg_services {
	__u32 refs[2];		/* by family: is this an address of a service? cell allow: yes */
	__u32 flags;		/* enum osg_services_flags */
	__u32 reserved;
};

/* One element; written by programs alone. */
struct osg_service_state {
	__u64 judged;		/* packets judged at netfilter's hooks */
	__u64 untagged;		/* of these: their tag was lost */
	__u64 offloaded;	/* of these: their flow is in a flowtable, so that later ones come by no hook */
};

#endif
