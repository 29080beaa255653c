/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Conversations: who was allowed to talk to whom. An array of sets of one cache line each, a window of it for each endpoint: a
 * flow that begins touches one line, and an endpoint with many peers takes no other's room. */
#ifndef OSG_LIB_CONVERSATION_H
#define OSG_LIB_CONVERSATION_H

#include "abi/conntrack.h"
#include "lib/classify.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_CONVERSATION_SETS);
	__type(key, __u32);
	__type(value, struct osg_conversation_set);
} osg_conversation_sets SEC(".maps");

static __always_inline __u32 osg_conversation_kind(const struct osg_packet *pkt, __u32 dir)
{
	return dir << 16 | (__u32)pkt->family << 8 | pkt->protocol;
}

static __always_inline struct osg_conversation_set *osg_conversation_set(__u32 endpoint, const __u32 *peer, __u32 port)
{
	__u32 hash = (peer[0] ^ peer[1] * 3 ^ peer[2] * 5 ^ peer[3] * 7 ^ port << 16) * 0x9e3779b1;
	__u32 index = endpoint * OSG_CONVERSATION_SETS + (hash >> 16 & (OSG_CONVERSATION_SETS - 1));

	return bpf_map_lookup_elem(&osg_conversation_sets, &index);
}

static __always_inline struct osg_conversation *osg_conversation_find(struct osg_conversation_set *set, const struct osg_conversation *want)
{
	for (int i = 0; i < OSG_CONVERSATION_WAYS; i++) {
		struct osg_conversation *way = &set->way[i];

		if (way->kind == want->kind && way->port == want->port && way->generation == want->generation &&
		    !((way->peer[0] ^ want->peer[0]) | (way->peer[1] ^ want->peer[1]) | (way->peer[2] ^ want->peer[2]) |
		      (way->peer[3] ^ want->peer[3])))
			return way;
	}
	return 0;
}

/* Enters a conversation. Two CPUs that do so at once may enter it twice: who reads adds equal ones up. */
static __always_inline struct osg_conversation *osg_conversation_new(struct osg_conversation_set *set, const struct osg_conversation *want)
{
	for (int i = 0; i < OSG_CONVERSATION_WAYS; i++) {
		struct osg_conversation *way = &set->way[i];
		__u32 kind = *(volatile __u32 *)&way->kind;

		if (kind == OSG_CONVERSATION_BUSY || (kind && way->generation == want->generation) ||
		    __sync_val_compare_and_swap(&way->kind, kind, OSG_CONVERSATION_BUSY) != kind)
			continue;
		__builtin_memcpy(way->peer, want->peer, sizeof(way->peer));
		way->generation = want->generation;
		way->port = want->port;
		way->first_s = want->last_s;
		way->flows = 0;
		way->packets = 0;
		way->bytes = 0;
		__sync_lock_test_and_set(&way->kind, want->kind);
		return way;
	}
	return 0;
}

/* Enters a packet that its rules allow. `starts`: it begins a flow, which makes a conversation; else it is a sample, which
 * belongs to a conversation of either direction. Only where a beginning cannot be told (UDP, untracked) a sample makes one. */
static __noinline int osg_converse(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir, __u32 slot, int starts)
{
	struct osg_conversation want = {};
	struct osg_conversation_set *set, *other;
	struct osg_conversation *found;
	__u32 endpoint;

	if (!run->endpoint || !run->root)
		return 0;
	endpoint = run->endpoint->index;
	__builtin_memcpy(want.peer, dir == OSG_INGRESS ? pkt->src : pkt->dst, sizeof(want.peer));
	want.generation = run->endpoint->generation;
	want.kind = osg_conversation_kind(pkt, dir);
	want.port = pkt->dport;
	want.last_s = osg_coarse_now(run) / 1000000000;
	set = osg_conversation_set(endpoint, want.peer, want.port);
	if (!set)
		return 0;
	found = osg_conversation_find(set, &want);
	if (!found && !starts) {
		want.kind = osg_conversation_kind(pkt, !dir);
		want.port = pkt->sport;
		other = osg_conversation_set(endpoint, want.peer, want.port);
		found = other ? osg_conversation_find(other, &want) : 0;
		want.kind = osg_conversation_kind(pkt, dir);
		want.port = pkt->dport;
	}
	if (!found && (starts || pkt->protocol == OSG_PROTO_UDP))
		found = osg_conversation_new(set, &want);
	if (!found)
		return 0;
	found->last_s = want.last_s;
	if (starts) {
		found->slot = slot;
		__sync_fetch_and_add(&found->flows, 1);
	} else {
		__sync_fetch_and_add(&found->packets, pkt->segments);
		__sync_fetch_and_add(&found->bytes, pkt->length);
	}
	return 0;
}

static long osg_conversation_sweep_one(__u32 i, struct osg_sweep *sweep)
{
	__u32 index = sweep->endpoint * OSG_CONVERSATION_SETS + i, until_s = sweep->until_ns / 1000000000;
	struct osg_conversation_set *set = bpf_map_lookup_elem(&osg_conversation_sets, &index);

	if (!set) {
		sweep->error = 1;
		return 1;
	}
	for (int w = 0; w < OSG_CONVERSATION_WAYS; w++) {
		struct osg_conversation *way = &set->way[w];
		__u32 kind = *(volatile __u32 *)&way->kind;

		if (!kind || kind == OSG_CONVERSATION_BUSY)
			continue;
		sweep->seen++;
		if (way->last_s <= until_s && __sync_val_compare_and_swap(&way->kind, kind, 0) == kind)
			sweep->deleted++;
		else
			sweep->live++;
	}
	return 0;
}

/* Forgets what an endpoint used last up to sweep->until_ns. */
static __always_inline void osg_conversation_sweep(struct osg_sweep *sweep)
{
	bpf_loop(OSG_CONVERSATION_SETS, osg_conversation_sweep_one, sweep, 0);
}

#endif
