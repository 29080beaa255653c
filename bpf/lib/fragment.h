/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Fragments. A datagram's first one has ports and is judged like any packet; the later ones follow its verdict, or go ahead
 * of it where the peer may send the protocol at all: without its first no datagram forms. What overlaps (RFC 1858, 3128, 5722)
 * never passes. A small table for each endpoint: a flood of identifiers harms datagrams of the same endpoint only. */
#ifndef OSG_LIB_FRAGMENT_H
#define OSG_LIB_FRAGMENT_H

#include "abi/fragment.h"
#include "lib/conntrack.h"

struct osg_fragment_table {
	struct bpf_spin_lock lock;
	__u32 reserved;
	__u64 deadline_ns[OSG_FRAGMENTS];	/* past: the place is free */
	__u32 tag[OSG_FRAGMENTS];		/* hash of the datagram in it */
	struct osg_fragment datagram[OSG_FRAGMENTS];
};

/* By endpoint index. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_fragment_table);
} osg_fragments SEC(".maps");

static __always_inline bool osg_fragment_same(const struct osg_fragment_id *a, const struct osg_fragment_id *b)
{
	const __u32 *x = (const void *)a, *y = (const void *)b;
	__u32 differs = 0;

	for (__u32 i = 0; i < sizeof(*a) / sizeof(*x); i++)
		differs |= x[i] ^ y[i];
	return !differs;
}

/* All ones if bound < value, else 0: in a way that the compiler makes no branch of. The verifier would follow both, in each turn. */
static __always_inline __u64 osg_mask_below(__u64 bound, __u64 value)
{
	__u64 mask = bound - value;

	OSG_OPAQUE(mask);
	mask = 0 - (mask >> 63);
	OSG_OPAQUE(mask);
	return mask;
}

static __always_inline __u64 osg_choose(__u64 mask, __u64 yes, __u64 no)
{
	return (yes & mask) | (no & ~mask);
}

/* The place of a live datagram with this tag, or OSG_FRAGMENTS; and the place whose time is up first. */
static __always_inline __u32 osg_fragment_find(const struct osg_fragment_table *table, __u32 tag, __u64 now, __u32 *oldest)
{
	__u64 least = ~0ULL >> 1, found = OSG_FRAGMENTS;

	for (__u32 i = 0; i < OSG_FRAGMENTS; i++) {
		__u64 deadline = table->deadline_ns[i], at = i;

		found = osg_choose(osg_mask_below(0, table->tag[i] ^ tag) | osg_mask_below(deadline, now + 1), found, at);
		deadline = (deadline & ~(OSG_FRAGMENTS - 1ULL)) | at;
		least = osg_choose(osg_mask_below(deadline, least), deadline, least);
	}
	*oldest = least & (OSG_FRAGMENTS - 1);
	return found;
}

/* A run that stands for none. */
#define OSG_FRAGMENT_NO_RUN 0xffff0000

/* Adds units [from, to) to what has passed of a datagram. False: they overlap, contradict its length, or make too many pieces. */
static __always_inline bool osg_fragment_add(struct osg_fragment *d, __u64 from, __u64 to, __u64 last)
{
	__u64 left = OSG_FRAGMENT_RUNS, right = OSG_FRAGMENT_RUNS, wrong = 0, end = d->end;
	__u32 n = d->runs;

	if (end && (last ? to != end : to > end))
		return false;
	for (__u32 i = 0; i < OSG_FRAGMENT_RUNS; i++) {
		__u64 run = d->run[i], at = i, a = run >> 16, b = run & 0xffff;

		wrong |= (osg_mask_below(from, b) & osg_mask_below(a, to)) | (last & osg_mask_below(to, b));
		left = osg_choose(osg_mask_below(0, b ^ from), left, at);
		right = osg_choose(osg_mask_below(0, a ^ to), right, at);
	}
	if (wrong)
		return false;
	if (!from)
		left = OSG_FRAGMENT_RUNS;	/* nothing lies before it; its end is that of no run */
	if (left < OSG_FRAGMENT_RUNS && right < OSG_FRAGMENT_RUNS) {
		n = (n - 1) & (OSG_FRAGMENT_RUNS - 1);
		d->run[left] = (d->run[left] & 0xffff0000) | (d->run[right] & 0xffff);
		d->run[right] = d->run[n];
		d->run[n] = OSG_FRAGMENT_NO_RUN;
		d->runs = n;
	} else if (left < OSG_FRAGMENT_RUNS) {
		d->run[left] = (d->run[left] & 0xffff0000) | to;
	} else if (right < OSG_FRAGMENT_RUNS) {
		d->run[right] = from << 16 | (d->run[right] & 0xffff);
	} else {
		if (n >= OSG_FRAGMENT_RUNS)
			return false;
		__u64 at = n;

		/* 6.1 (not 6.12) forgets the bound of n, of which it compared the lower half, where n is spilled. */
		asm volatile("%0 &= %1" : "+r"(at) : "i"(OSG_FRAGMENT_RUNS - 1));
		d->run[at] = from << 16 | to;
		d->runs = n + 1;
	}
	return true;
}

/* Beside NONE and FRAGMENT: no such datagram is known; of AHEAD: and there is no room for another one. */
#define OSG_FRAGMENT_UNKNOWN (-1)

/* What a fragment is to its datagram. */
struct osg_fragment_part {
	struct osg_fragment_id who;
	__u16 from, to;		/* units of 8 bytes */
	__u16 last;
	__u16 state;		/* 0: later, of a datagram that is known. AHEAD: later, of any. ALLOWED, DENIED: first */
};

/* Global: verified once. */
__noinline int osg_fragment_enter(__u32 endpoint, const struct osg_fragment_part *part, __u64 now, __u64 until)
{
	struct osg_fragment_table *table = bpf_map_lookup_elem(&osg_fragments, &endpoint);
	int reason = OSG_REASON_FRAGMENT;
	__u32 tag, place, oldest;
	struct osg_fragment *d;

	if (!table || !part)
		return OSG_REASON_TABLE;
	tag = part->who.id;
	for (int i = 0; i < 4; i++)
		tag = (tag ^ part->who.src[i] ^ (part->who.dst[i] << 7 | part->who.dst[i] >> 25)) * 0x9e3779b1;
	bpf_spin_lock(&table->lock);
	place = osg_fragment_find(table, tag, now, &oldest);
	d = &table->datagram[place & (OSG_FRAGMENTS - 1)];
	if (place < OSG_FRAGMENTS && osg_fragment_same(&d->who, &part->who)) {
		if (d->state == OSG_FRAGMENT_DENIED)
			goto out;
		if (part->state == OSG_FRAGMENT_DENIED) {
			/* Another first one, allowed, may have passed before this one. */
			if (d->state == OSG_FRAGMENT_AHEAD)
				d->state = OSG_FRAGMENT_DENIED;
			goto out;
		}
	} else {
		place = oldest;
		d = &table->datagram[place & (OSG_FRAGMENTS - 1)];
		if (!part->state || (part->state != OSG_FRAGMENT_ALLOWED && table->deadline_ns[place & (OSG_FRAGMENTS - 1)] > now)) {
			reason = OSG_FRAGMENT_UNKNOWN;
			goto out;
		}
		d->who = part->who;
		d->state = part->state;
		d->end = 0;
		d->runs = 0;
		for (int i = 0; i < OSG_FRAGMENT_RUNS; i++)
			d->run[i] = OSG_FRAGMENT_NO_RUN;
		table->tag[place & (OSG_FRAGMENTS - 1)] = tag;
		table->deadline_ns[place & (OSG_FRAGMENTS - 1)] = until;
		if (part->state == OSG_FRAGMENT_DENIED)
			goto out;
	}
	if (!osg_fragment_add(d, part->from, part->to, part->last))
		goto out;
	reason = OSG_REASON_NONE;
	if (part->last)
		d->end = part->to;
	if (part->state == OSG_FRAGMENT_ALLOWED)
		d->state = OSG_FRAGMENT_ALLOWED;
	if (d->state == OSG_FRAGMENT_ALLOWED)
		table->deadline_ns[place & (OSG_FRAGMENTS - 1)] = d->end && d->run[0] == d->end ? 0 : until;
out:
	bpf_spin_unlock(&table->lock);
	return reason;
}

/* A fragment that may not begin a datagram where the transport header of its first one lies. */
static __always_inline bool osg_fragment_tiny(const struct osg_frame *frame)
{
	__u32 header = frame->pkt.protocol == OSG_PROTO_TCP ? 20 : frame->pkt.protocol == OSG_PROTO_SCTP ? 16 : 8;

	return frame->fragment_offset && frame->fragment_offset < header;
}

/* What becomes of a fragment that is, in the words of enum osg_fragment_state, its datagram's first one (ALLOWED, DENIED), ahead of
 * that (AHEAD), or behind it (0). NONE: it may pass. */
static __noinline int osg_fragment(const struct osg_run *run, const struct osg_frame *frame, __u32 dir, __u32 state)
{
	__u32 end = frame->fragment_offset + frame->fragment_bytes;
	struct osg_settings *settings = osg_settings_get();
	const struct osg_packet *pkt = &frame->pkt;
	struct osg_fragment_part part = {};
	__u64 now = osg_ct_now(run);

	if (!settings || !run->endpoint)
		return OSG_REASON_TABLE;
	/* All but the last are multiples of 8 bytes; nothing reaches beyond 64 KiB. */
	if (!frame->fragment_bytes || end > 65535 || (frame->fragment_more && frame->fragment_bytes & 7) || osg_fragment_tiny(frame))
		return OSG_REASON_FRAGMENT;
	__builtin_memcpy(part.who.src, pkt->src, sizeof(part.who.src));
	__builtin_memcpy(part.who.dst, pkt->dst, sizeof(part.who.dst));
	part.who.id = frame->fragment_id;
	part.who.generation = run->endpoint->generation;
	part.who.family = pkt->family;
	part.who.protocol = pkt->family == 4 ? pkt->protocol : 0;
	part.who.direction = dir;
	part.from = frame->fragment_offset / 8;
	part.to = (end + 7) / 8;
	part.last = !frame->fragment_more;
	part.state = state;
	return osg_fragment_enter(run->endpoint->index, &part, now, now + settings->fragment_ns);
}

#endif
