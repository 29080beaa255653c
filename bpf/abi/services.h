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
	OSG_SERVICES_DEFERRED = 1,	/* programs at netfilter's hooks judge; else those at the interface (lib/together.h) */
};

/* One unit: the addresses that the node translates. */
struct osg_services {
	__u32 refs[2];		/* by family: is this an address of a service? cell allow: yes */
	__u32 flags;		/* enum osg_services_flags */
	__u32 reserved;
};

enum osg_service_limits {
	OSG_PAGE_BACKENDS = 16,
	OSG_PAGES = 64,			/* of one service's port */
	OSG_SERVICE_PAGES = 65536,	/* of all */
	OSG_NEAR_PAGES = 1024,		/* of those that the node itself serves, where others judge what is sent to the rest */
};

/* Key of osg_service_pages: a port of an address of a service, and a part of those who stand behind it. */
struct osg_service_page_key {
	__u32 address[4];	/* host byte order, as in struct osg_packet; IPv4: the first */
	__u32 page;		/* from 0; the first one that is not there ends them */
	__u16 port;
	__u8 protocol;
	__u8 family;		/* 4, 6 */
};

struct osg_backend {
	__u32 address[4];
	__u16 port;
	__u16 reserved;
};

struct osg_service_page {
	__u32 count;
	__u32 reserved;
	struct osg_backend backends[OSG_PAGE_BACKENDS];
};

/* One element; written by programs alone. */
struct osg_service_state {
	__u64 judged;		/* packets judged at netfilter's hooks */
	__u64 untagged;		/* of these: their tag was lost */
	__u64 offloaded;	/* of these: their flow is in a flowtable, so that later ones come by no hook */
};

#endif
