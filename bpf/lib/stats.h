/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Counts of each reason, and conversations. */
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
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, OSG_CONVERSATIONS);
	__type(key, struct osg_conversation_key);
	__type(value, struct osg_conversation);
} osg_conversations SEC(".maps");

static __always_inline struct osg_settings *osg_settings_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&osg_settings, &zero);
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

static __always_inline void osg_conversation_key_of(struct osg_conversation_key *key, const struct osg_run *run,
						    const struct osg_packet *pkt, __u32 dir)
{
	__builtin_memset(key, 0, sizeof(*key));
	__builtin_memcpy(key->peer, dir == OSG_INGRESS ? pkt->src : pkt->dst, sizeof(key->peer));
	key->generation = run->endpoint->generation;
	key->endpoint = run->endpoint->index;
	key->port = pkt->dport;
	key->family = pkt->family;
	key->protocol = pkt->protocol;
	key->direction = dir;
}

static __always_inline struct osg_conversation *osg_conversation_new(const struct osg_conversation_key *key, __u64 now)
{
	struct osg_conversation fresh = { .first_ns = now };
	struct osg_endpoint_state *state;
	__u32 index = key->endpoint;

	state = bpf_map_lookup_elem(&osg_endpoint_states, &index);
	if (!state || *(volatile __u32 *)&state->conversations >= OSG_CONVERSATIONS_PER_ENDPOINT)
		return 0;
	if (!bpf_map_update_elem(&osg_conversations, key, &fresh, BPF_NOEXIST))
		__sync_fetch_and_add(&state->conversations, 1);
	return bpf_map_lookup_elem(&osg_conversations, key);
}

/* Enters a packet that its rules allow. `starts`: it begins a flow, which makes a conversation; else it is a sample, which
 * belongs to a conversation of either direction. Only where a beginning cannot be told (UDP, untracked) a sample makes one.
 * Full tables take nothing new. */
static __noinline int osg_converse(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir, __u32 slot, int starts)
{
	struct osg_conversation_key key;
	struct osg_conversation *found;
	__u64 now = osg_coarse_now(run);

	if (!run->endpoint)
		return 0;
	osg_conversation_key_of(&key, run, pkt, dir);
	found = bpf_map_lookup_elem(&osg_conversations, &key);
	if (!found && !starts) {
		key.direction = !dir;
		key.port = pkt->sport;
		found = bpf_map_lookup_elem(&osg_conversations, &key);
		key.direction = dir;
		key.port = pkt->dport;
	}
	if (!found && (starts || pkt->protocol == OSG_PROTO_UDP))
		found = osg_conversation_new(&key, now);
	if (!found)
		return 0;
	found->last_ns = now;
	if (starts) {
		found->slot = slot;
		__sync_fetch_and_add(&found->flows, 1);
	} else {
		__sync_fetch_and_add(&found->packets, pkt->segments);
		__sync_fetch_and_add(&found->bytes, pkt->length);
	}
	return 0;
}

#endif
