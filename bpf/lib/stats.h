/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Settings, the endpoints' states, counts of each reason. */
#ifndef OSG_LIB_STATS_H
#define OSG_LIB_STATS_H

#include "abi/conntrack.h"
#include "lib/classify.h"
#include "lib/parse.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2 * OSG_REASON_MAX);
	__type(key, __u32);
	__type(value, struct osg_reason_counter);
} osg_reasons SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_settings);
} osg_settings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_endpoint_state);
} osg_endpoint_states SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_ct_account);
} osg_conntrack_accounts SEC(".maps");

/* The key of maps with one element: not on the stack, of which deep calls have little left. */
static const volatile __u32 osg_only = 0;

static __always_inline struct osg_settings *osg_settings_get(void)
{
	return bpf_map_lookup_elem(&osg_settings, (const void *)&osg_only);
}

/* Every reason but the two of plain allows, which the slots count. Endpoint 0 stands for interfaces without one. */
static __always_inline void osg_count_reason(__u32 endpoint, enum osg_direction dir, __u32 reason, const struct osg_packet *pkt)
{
	__u32 index = (endpoint * 2 + dir) * OSG_REASON_MAX + reason;
	struct osg_reason_counter *counter = bpf_map_lookup_elem(&osg_reasons, &index);

	if (!counter)
		return;
	counter->packets += pkt->segments;
	counter->bytes += pkt->length;
}

#endif
