/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Deny reporting. Every denied (or would-be denied) packet is counted exactly; the first packet of a signature becomes an
 * event at once, later ones become roll-ups (lib/sweep.h). A packet is in exactly one of: a submitted record (reported),
 * its signature's pending count, suppressed, lost; each has its own counter. */
#ifndef OSG_LIB_NOTIFY_H
#define OSG_LIB_NOTIFY_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "abi/events.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, OSG_DENY_RING_BYTES);
} osg_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, OSG_DENY_FLOWS);
	__type(key, struct osg_deny_key);
	__type(value, struct osg_deny_flow);
} osg_deny_flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_MAX_ENDPOINTS);
	__type(key, __u32);
	__type(value, struct osg_deny_endpoint);
} osg_deny_eps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_deny_control);
} osg_deny_ctl SEC(".maps");

/* Where a signature's state is written before it is entered: the stack has no room for it. No packet interrupts another on its CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_deny_flow);
} osg_deny_new SEC(".maps");

/* Whom the packet was sent to that is judged on this CPU, if its destination was translated. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_service);
} osg_service_now SEC(".maps");

static __always_inline struct osg_service *osg_service_named(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&osg_service_now, &zero);
}

#define OSG_DENY_DEAD (1ULL << 63)

/* A denying osg_reason as an index below OSG_DENY_REASONS: policy reasons (32..39) from 0, the others (64..79) from 8;
 * anything else is 23, too. */
static __always_inline __u32 osg_deny_reason_index(__u32 reason)
{
	if (reason >= 32 && reason < 40)
		return reason - 32;
	if (reason >= 64 && reason < 80)
		return reason - 64 + 8;
	return OSG_DENY_REASONS - 1;
}

/* Takes one event's worth from the endpoint's token bucket (GCRA: one word, compare-and-swap). False: no token. */
static __always_inline bool osg_deny_take_token(struct osg_deny_endpoint *ep, const struct osg_deny_control *ctl, __u64 now)
{
	__u64 interval = ctl->interval_ns, burst = ctl->burst_ns;

	if (!interval) {
		interval = 1000000000ULL / OSG_DENY_RATE;
		burst = interval * OSG_DENY_BURST;
	}
#pragma unroll
	for (int attempt = 0; attempt < 3; attempt++) {
		__u64 old = *(volatile __u64 *)&ep->next_ns;
		/* Further ahead than a full burst: the clock was set back. */
		__u64 base = old > now && old - now <= burst + interval ? old : now;

		if (base + interval - now > burst)
			return false;
		if (__sync_val_compare_and_swap(&ep->next_ns, old, base + interval) == old)
			return true;
	}
	return false;
}

/* One wake-up for a record that finds the ring read to its end, and one for every OSG_DENY_WAKE_BYTES produced, whatever the reader does. */
static __always_inline void osg_deny_submit(struct osg_deny_record *record)
{
	__u64 pos = bpf_ringbuf_query(&osg_events, BPF_RB_PROD_POS);
	bool crossed = (pos & (OSG_DENY_WAKE_BYTES - 1)) < sizeof(*record) + BPF_RINGBUF_HDR_SZ;

	bpf_ringbuf_submit(record, crossed ? BPF_RB_FORCE_WAKEUP : 0);
}

/* Adds a packet to its signature's pending count. False: the entry is dead. Bytes before packets: who takes the packets
 * finds their bytes. */
static __always_inline bool osg_deny_account(struct osg_deny_flow *flow, const struct osg_packet *pkt, __u32 revision, __u64 now)
{
	__u64 old;

	if (*(volatile __u64 *)&flow->packets & OSG_DENY_DEAD)
		return false;
	__sync_fetch_and_add(&flow->bytes, pkt->length);
	old = __sync_fetch_and_add(&flow->packets, pkt->segments);
	if (old & OSG_DENY_DEAD)
		return false;
	if (!old)
		flow->first_ns = now;
	flow->last_ns = now;
	flow->revision = revision;
	flow->tcp_flags |= pkt->tcp_flags;
	return true;
}

/* Enters a signature. 0: done. */
static __always_inline long osg_deny_list(struct osg_deny_endpoint *ep, const struct osg_deny_key *key, const struct osg_deny_flow *fresh)
{
	long error = bpf_map_update_elem(&osg_deny_flows, key, fresh, BPF_NOEXIST);

	if (!error)
		__sync_fetch_and_add(&ep->flows, 1);
	return error;
}

/* Accounts for one denied, would-be denied or would-be allowed packet. `endpoint`: index below OSG_MAX_ENDPOINTS (0: none known);
 * `slot`: deciding rule or default, 0 before policy; `now_ns`: Unix ns. Uses about 60 bytes of stack. */
static __always_inline void osg_notify(const struct osg_packet *pkt, __u32 endpoint, __u32 generation,
				       enum osg_direction direction, enum osg_event_verdict verdict, enum osg_reason reason,
				       __u32 slot, __u32 revision, __u64 now_ns, const struct osg_service *service)
{
	__u32 zero = 0, dir = direction & 1, why = osg_deny_reason_index(reason);
	struct osg_deny_endpoint *ep = bpf_map_lookup_elem(&osg_deny_eps, &endpoint);
	struct osg_deny_control *ctl = bpf_map_lookup_elem(&osg_deny_ctl, &zero);
	struct osg_deny_record *record = 0;
	struct osg_deny_flow *flow, *fresh;
	bool granted, known;
	long stored = -1;

	/* The compiler knows this bound and would leave the check out; the verifier does not. */
	asm("" : "+r"(why));
	if (!ep || !ctl || why >= OSG_DENY_REASONS)
		return;
	if ((verdict & OSG_EVENT_VERDICT_MASK) == OSG_EVENT_WOULD_DENY) {
		__sync_fetch_and_add(&ep->would_deny[dir], pkt->segments);
	} else if ((verdict & OSG_EVENT_VERDICT_MASK) == OSG_EVENT_WOULD_ALLOW) {
		__sync_fetch_and_add(&ep->would_allow[dir], pkt->segments);
	} else {
		__sync_fetch_and_add(&ep->denied[dir * OSG_DENY_REASONS + why], pkt->segments);
		__sync_fetch_and_add(&ep->denied_bytes[dir], pkt->length);
	}

	struct osg_deny_key key = {
		.slot = slot, .generation = generation, .endpoint = endpoint, .port = pkt->dport, .protocol = pkt->protocol,
		.reason = reason, .direction = dir, .verdict = verdict, .family = pkt->family,
	};
	/* A dozen things to several groups are one flow; to an endpoint from nobody in particular. */
	if (reason == OSG_REASON_LINK_CHATTER) {
		key.peer[0] = dir == OSG_INGRESS ? 0 : 0xff020000;
		key.port = 0;
	} else {
		__builtin_memcpy(key.peer, dir == OSG_INGRESS ? pkt->src : pkt->dst, sizeof(key.peer));
	}

	if (service) {
		__u32 hash = (service->address[0] ^ service->address[3] * 3 ^ (__u32)service->port << 16) * 0x9e3779b1;

		key.service[0] = hash >> 24;
		key.service[1] = hash >> 16;
		key.service[2] = hash >> 8;
	}

	flow = bpf_map_lookup_elem(&osg_deny_flows, &key);
	if (flow && osg_deny_account(flow, pkt, revision, now_ns))
		return;

	fresh = bpf_map_lookup_elem(&osg_deny_new, &zero);
	if (!fresh)
		return;
	__builtin_memset(fresh, 0, sizeof(*fresh));
	fresh->first_ns = fresh->last_ns = now_ns;
	fresh->revision = revision;
	fresh->sport = pkt->sport;
	fresh->tcp_flags = pkt->tcp_flags;
	__builtin_memcpy(fresh->own, dir == OSG_INGRESS ? pkt->dst : pkt->src, sizeof(fresh->own));
	if (service)
		fresh->service = *service;
	known = flow || *(volatile __u32 *)&ep->flows >= OSG_DENY_FLOWS_PER_ENDPOINT;
	granted = osg_deny_take_token(ep, ctl, now_ns);
	if (granted)
		record = bpf_ringbuf_reserve(&osg_events, sizeof(*record), 0);
	/* Asked once: Linux 6.1 forgets at a second question that the record is not null, and then misses its release. */
	if (record) {
		fresh->reported_ns = now_ns;
		if (!known)
			stored = osg_deny_list(ep, &key, fresh);
		__builtin_memcpy(record->src, pkt->src, sizeof(record->src));
		__builtin_memcpy(record->dst, pkt->dst, sizeof(record->dst));
		record->packets = pkt->segments;
		record->bytes = pkt->length;
		record->first_ns = now_ns;
		record->last_ns = now_ns;
		record->slot = slot;
		record->generation = generation;
		record->revision = revision;
		record->endpoint = endpoint;
		record->sport = pkt->sport;
		record->dport = pkt->dport;
		record->family = pkt->family;
		record->protocol = pkt->protocol;
		record->tcp_flags = pkt->tcp_flags;
		record->direction = dir;
		record->verdict = verdict;
		record->reason = reason;
		record->kind = stored ? OSG_EVENT_UNLISTED : OSG_EVENT_FIRST;
		record->reserved = 0;
		record->service_port = fresh->service.port;
		__builtin_memcpy(record->service, fresh->service.address, sizeof(record->service));
		record->reserved2 = 0;
		osg_deny_submit(record);
		__sync_fetch_and_add(&ep->reported, pkt->segments);
		return;
	}
	fresh->packets = pkt->segments;
	fresh->bytes = pkt->length;
	if (!known && !osg_deny_list(ep, &key, fresh))
		return;
	/* Another CPU may have entered the signature in the meantime. */
	if (!flow) {
		flow = bpf_map_lookup_elem(&osg_deny_flows, &key);
		if (flow && osg_deny_account(flow, pkt, revision, now_ns))
			return;
	}
	__sync_fetch_and_add(granted ? &ep->lost : &ep->suppressed, pkt->segments);
}

#endif
