/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Is an address one of the node's own: one that its network namespace has now, or one that the inventory gives it? */
#ifndef OSG_LIB_NODE_H
#define OSG_LIB_NODE_H

#include "abi/node.h"
#include "lib/classify.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, OSG_NODE_ADDRESSES);
	__type(key, struct osg_node_address);
	__type(value, __u32);
} osg_node_addresses SEC(".maps");

static __always_inline bool osg_is_node(const struct osg_run *run, const __u32 *address, __u8 family)
{
	struct osg_key key;	/* begins with a struct osg_node_address: the stack is short */

	if (!run->revision)
		return false;
	osg_key_of(&key, address, family, family);
	if (bpf_map_lookup_elem(&osg_node_addresses, &key))
		return true;
	key.word[OSG_KEY_PORT] = 0;
	return osg_walk(&key, family == 6 ? run->revision->node_v6 : run->revision->node_v4, 0) & OSG_CELL_ALLOW;
}

#endif
