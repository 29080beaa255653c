/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The node itself, as it is and not as the inventory knows it. */
#ifndef OSG_ABI_NODE_H
#define OSG_ABI_NODE_H

#include "abi/types.h"

enum osg_node_limits { OSG_NODE_ADDRESSES = 65536 };

/* An address of the node's own network namespace. The agent keeps the set as rtnetlink tells. */
struct osg_node_address {
	__u32 address[4];	/* words, most significant first, host order; IPv4 uses word 0 only */
	__u32 family;		/* 4 or 6 */
};

#endif
