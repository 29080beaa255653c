/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Conversations: who was allowed to talk to whom. Sets of four, a window of them for each endpoint, so that one with many peers
 * takes no other's room. Which ways of a set are taken, and by what hash, is one word: what is not there and has no room, as
 * most flows of a busy endpoint, is told by it alone. */
#ifndef OSG_LIB_CONVERSATION_H
#define OSG_LIB_CONVERSATION_H

#include "abi/conntrack.h"
#include "lib/classify.h"
#include "lib/parse.h"

/* Element: as osg_conversation_sets. Way i: bits 16 i to 16 i + 15 of its hash; 0: free. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_CONVERSATION_SETS);
	__type(key, __u32);
	__type(value, __u64);
} osg_conversation_tags SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_CONVERSATION_SETS);
	__type(key, __u32);
	__type(value, struct osg_conversation_set);
} osg_conversation_sets SEC(".maps");

/* Where a conversation is or would be. */
struct osg_conversation_place {
	struct osg_conversation_set *set;
	__u64 *tags;
	__u64 seen;		/* *tags */
	__u64 tag;		/* its own, not 0 */
};

static __always_inline bool osg_conversation_place(struct osg_conversation_place *place, __u32 endpoint, const struct osg_conversation *want)
{
	__u64 hash = ((__u64)want->peer[0] << 32 | want->peer[1]) ^ ((__u64)want->peer[3] << 32 | want->peer[2]) * 0xff51afd7ed558ccdULL;
	__u32 index;

	hash = (hash ^ hash >> 32) * 0x9e3779b97f4a7c15ULL;
	hash = (hash ^ hash >> 32 ^ ((__u64)want->kind << 16 | want->port) ^ (__u64)want->generation << 40) * 0x9e3779b97f4a7c15ULL;
	index = endpoint * OSG_CONVERSATION_SETS + (hash >> 56 & (OSG_CONVERSATION_SETS - 1));
	place->tag = (hash >> 40 & 0xffff) ?: 1;
	place->tags = bpf_map_lookup_elem(&osg_conversation_tags, &index);
	place->set = bpf_map_lookup_elem(&osg_conversation_sets, &index);
	if (!place->tags || !place->set)
		return false;
	place->seen = *(volatile __u64 *)place->tags;
	return true;
}

static __always_inline bool osg_conversation_same(const struct osg_conversation *a, const struct osg_conversation *b)
{
	return a->kind == b->kind && a->port == b->port && a->generation == b->generation &&
	       !((a->peer[0] ^ b->peer[0]) | (a->peer[1] ^ b->peer[1]) | (a->peer[2] ^ b->peer[2]) | (a->peer[3] ^ b->peer[3]));
}

/* `make`: entered if it is not there and there is room. Who loses a race for room does without. */
static __always_inline struct osg_conversation *osg_conversation_get(__u32 endpoint, const struct osg_conversation *want, bool make)
{
	struct osg_conversation_place place;
	struct osg_conversation *way;

	if (!osg_conversation_place(&place, endpoint, want))
		return 0;
	for (int i = 0; i < OSG_CONVERSATION_WAYS; i++) {
		if ((place.seen >> 16 * i & 0xffff) != place.tag)
			continue;
		way = &place.set->way[i];
		if (osg_conversation_same(way, want))
			return way;
		if (!*(volatile __u32 *)&way->kind)
			return 0;	/* being entered, or forgotten */
	}
	for (int i = 0; make && i < OSG_CONVERSATION_WAYS; i++) {
		if (place.seen >> 16 * i & 0xffff)
			continue;
		if (__sync_val_compare_and_swap(place.tags, place.seen, place.seen | place.tag << 16 * i) != place.seen)
			return 0;
		way = &place.set->way[i];
		__builtin_memcpy(way->peer, want->peer, sizeof(way->peer));
		way->generation = want->generation;
		way->port = want->port;
		way->first_s = want->last_s;
		way->last_s = want->last_s;
		way->flows = 0;
		way->packets = 0;
		way->bytes = 0;
		__sync_lock_test_and_set(&way->kind, want->kind);
		return way;
	}
	return 0;
}

static __always_inline __u32 osg_conversation_kind(const struct osg_packet *pkt, __u32 dir)
{
	return dir << 16 | (__u32)pkt->family << 8 | pkt->protocol;
}

/* Enters a packet that its rules allow. `starts`: it begins a flow, which makes a conversation; else it is a sample, which
 * belongs to a conversation of either direction. Only where a beginning cannot be told (UDP, untracked) a sample makes one. */
static __noinline int osg_converse(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir, __u32 slot, int starts)
{
	struct osg_conversation want = {};
	struct osg_conversation *found;
	__u32 endpoint;

	if (!run->endpoint || !run->root)
		return 0;
	endpoint = run->endpoint->index;
	__builtin_memcpy(want.peer, dir == OSG_INGRESS ? pkt->src : pkt->dst, sizeof(want.peer));
	want.generation = run->endpoint->generation;
	want.last_s = osg_coarse_now(run) / 1000000000;
	want.kind = osg_conversation_kind(pkt, dir);
	want.port = pkt->dport;
	found = osg_conversation_get(endpoint, &want, starts);
	if (!found && !starts) {
		want.kind = osg_conversation_kind(pkt, !dir);
		want.port = pkt->sport;
		found = osg_conversation_get(endpoint, &want, false);
		want.kind = osg_conversation_kind(pkt, dir);
		want.port = pkt->dport;
		if (!found && pkt->protocol == OSG_PROTO_UDP)
			found = osg_conversation_get(endpoint, &want, true);
	}
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
	__u64 *tags = bpf_map_lookup_elem(&osg_conversation_tags, &index);

	if (!set || !tags) {
		sweep->error = 1;
		return 1;
	}
	for (int w = 0; w < OSG_CONVERSATION_WAYS; w++) {
		struct osg_conversation *way = &set->way[w];
		__u32 kind = *(volatile __u32 *)&way->kind;

		if (!kind)
			continue;
		sweep->seen++;
		if (way->last_s > until_s && (!sweep->generation || way->generation == sweep->generation)) {
			sweep->live++;
			continue;
		}
		/* Its kind first: a way whose tag is gone may be another's. */
		way->kind = 0;
		__sync_fetch_and_and(tags, ~(0xffffULL << 16 * w));
		sweep->deleted++;
	}
	return 0;
}

/* Forgets what an endpoint used last up to sweep->until_ns, and what was an earlier holder's. */
static __always_inline void osg_conversation_sweep(struct osg_sweep *sweep)
{
	bpf_loop(OSG_CONVERSATION_SETS, osg_conversation_sweep_one, sweep, 0);
}

#endif
