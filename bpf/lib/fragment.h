/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Fragments without ports: a later fragment passes only behind a first one that was allowed, in order and without overlap
 * (RFC 1858, 3128, 5722). A small table for each endpoint, by the hash of the datagram: a flood of identifiers throws out
 * datagrams of the same endpoint only. */
#ifndef OSG_LIB_FRAGMENT_H
#define OSG_LIB_FRAGMENT_H

#include "abi/conntrack.h"
#include "lib/conntrack.h"

struct osg_fragment_slot {
	struct bpf_spin_lock lock;
	__u32 reserved;
	struct osg_fragment datagram;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_FRAGMENTS);
	__type(key, __u32);
	__type(value, struct osg_fragment_slot);
} osg_fragments SEC(".maps");

static __always_inline bool osg_fragment_same(const struct osg_fragment *a, const struct osg_fragment *b)
{
	const __u32 *x = a->src, *y = b->src;
	__u32 differs = 0;

	for (int i = 0; i < 8; i++)	/* src and dst lie side by side */
		differs |= x[i] ^ y[i];
	return !differs && a->id == b->id && a->generation == b->generation && a->family == b->family && a->protocol == b->protocol &&
	       a->direction == b->direction;
}

/* Called with a first fragment that is allowed, or with a later one. NONE: it may pass. */
static __noinline int osg_fragment(const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	const struct osg_packet *pkt = &frame->pkt;
	struct osg_settings *settings = osg_settings_get();
	__u32 hash, index, end = frame->fragment_offset + frame->fragment_bytes, first = pkt->flags & OSG_PKT_FRAGMENT_FIRST;
	struct osg_fragment want = {};
	struct osg_fragment_slot *slot;
	__u64 now = osg_ct_now(run);
	int reason = OSG_REASON_FRAGMENT;

	if (!settings || !run->endpoint)
		return OSG_REASON_TABLE;
	/* All but the last are multiples of 8 bytes; nothing reaches beyond 64 KiB. */
	if (!frame->fragment_bytes || end > 65535 || (frame->fragment_more && frame->fragment_bytes & 7))
		return OSG_REASON_FRAGMENT;
	__builtin_memcpy(want.src, pkt->src, sizeof(want.src));
	__builtin_memcpy(want.dst, pkt->dst, sizeof(want.dst));
	want.id = frame->fragment_id;
	want.generation = run->endpoint->generation;
	want.family = pkt->family;
	want.protocol = pkt->family == 4 ? pkt->protocol : 0;	/* IPv6: only the first fragment's counts */
	want.direction = dir;
	hash = want.id;
	for (int i = 0; i < 4; i++)
		hash = (hash ^ want.src[i] ^ (want.dst[i] << 7 | want.dst[i] >> 25)) * 0x9e3779b1;
	index = run->endpoint->index * OSG_FRAGMENTS + (hash >> 16 & (OSG_FRAGMENTS - 1));
	slot = bpf_map_lookup_elem(&osg_fragments, &index);
	if (!slot)
		return OSG_REASON_TABLE;
	bpf_spin_lock(&slot->lock);
	if (slot->datagram.deadline_ns > now && osg_fragment_same(&slot->datagram, &want)) {
		if (!first && slot->datagram.next_offset == frame->fragment_offset) {
			slot->datagram.next_offset = end;
			slot->datagram.deadline_ns = frame->fragment_more ? now + settings->fragment_ns : 0;
			reason = OSG_REASON_NONE;
		}
	} else if (first) {
		want.next_offset = end;
		want.deadline_ns = now + settings->fragment_ns;
		slot->datagram = want;
		reason = OSG_REASON_NONE;
	}
	bpf_spin_unlock(&slot->lock);
	return reason;
}

#endif
