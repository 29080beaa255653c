/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* From the maps of one layout version to those of another: what user space cannot add by itself without losing counts. */
#ifndef OSG_ABI_SUCCESSION_H
#define OSG_ABI_SUCCESSION_H

#include "abi/types.h"

enum osg_addition_kind {
	OSG_ADD_SLOT = 0,	/* osg_slot_counters; amounts: packets, bytes, audit_packets, last_hit_ns (the later one holds) */
	OSG_ADD_REASON = 1,	/* osg_reasons; amounts: packets, bytes */
	OSG_ADD_ACCOUNT = 2,	/* osg_conntrack_accounts; amounts: created, state_full, removed, revoked (modulo 2^32) */
};

/* Argument of the program osg_add. */
struct osg_addition {
	__u32 kind;		/* enum osg_addition_kind */
	__u32 index;		/* of the element; of a slot its number */
	__u64 amounts[4];
};

#endif
