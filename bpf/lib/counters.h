/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Exact traffic of every slot. A plain array indexed by stripe and slot: a per-CPU array costs two dependent cache misses. */
#ifndef OSG_LIB_COUNTERS_H
#define OSG_LIB_COUNTERS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "abi/types.h"

/* Stripe s holds counters s * slots .. (s + 1) * slots - 1. Both are set before loading; `shared` if there are fewer
 * stripes than CPUs, so that additions must be atomic. A power of two stripes. */
const volatile __u32 osg_counter_slots = 1;
const volatile __u32 osg_counter_stripes = 1;
const volatile __u32 osg_counter_shared = 1;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_slot_counter);
} osg_slot_counters SEC(".maps");

static __always_inline struct osg_slot_counter *osg_slot_counter(__u32 slot)
{
	__u32 index = slot;

	if (slot >= osg_counter_slots)
		return NULL;
	if (osg_counter_stripes > 1)
		index += (bpf_get_smp_processor_id() & (osg_counter_stripes - 1)) * osg_counter_slots;
	return bpf_map_lookup_elem(&osg_slot_counters, &index);
}

/* Programs of one CPU never interrupt one another (bottom halves are off), so a stripe of one's own needs no atomics. Returns
 * how many packets the stripe has now counted for the slot; 0 if there is no such slot. */
static __always_inline __u64 osg_count_slot(__u32 slot, __u64 packets, __u64 bytes, __u64 now_ns)
{
	struct osg_slot_counter *counter = osg_slot_counter(slot);
	__u64 seen;

	if (!counter)
		return 0;
	counter->last_hit_ns = now_ns;
	if (osg_counter_shared) {
		seen = __sync_fetch_and_add(&counter->packets, packets) + packets;
		__sync_fetch_and_add(&counter->bytes, bytes);
	} else {
		seen = counter->packets + packets;
		counter->packets = seen;
		counter->bytes += bytes;
	}
	return seen;
}

/* Counts a packet whose audit verdict, decided by `slot`, differs from the enforced one. */
static __always_inline void osg_count_audit(__u32 slot, __u64 packets)
{
	struct osg_slot_counter *counter = osg_slot_counter(slot);

	if (!counter)
		return;
	if (osg_counter_shared)
		__sync_fetch_and_add(&counter->audit_packets, packets);
	else
		counter->audit_packets += packets;
}

#endif
