/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Roll-ups: the program osg_deny_sweep walks the flow signatures once, turns what is pending into records, and forgets idle
 * signatures. The agent runs it by BPF_PROG_TEST_RUN with any packet; arguments and results lie in osg_deny_ctl. One sweep
 * at a time. Comes with lib/notify.h, whose maps it shares. */
#ifndef OSG_LIB_SWEEP_H
#define OSG_LIB_SWEEP_H

#include "lib/notify.h"

/* Turns one signature's pending packets into a record. False: no token, no ring space, or nothing was left. */
static __always_inline bool osg_deny_rollup(const struct osg_deny_key *key, struct osg_deny_flow *flow,
					    struct osg_deny_endpoint *ep, const struct osg_deny_control *ctl)
{
	struct osg_deny_record *record;
	const __u32 *peer = key->peer, *own = flow->own;
	bool ingress = key->direction == OSG_INGRESS;
	__u64 packets;

	if (!osg_deny_take_token(ep, ctl, ctl->now_ns))
		return false;
	record = bpf_ringbuf_reserve(&osg_events, sizeof(*record), 0);
	if (!record)
		return false;
	__builtin_memcpy(record->src, ingress ? peer : own, sizeof(record->src));
	__builtin_memcpy(record->dst, ingress ? own : peer, sizeof(record->dst));
	record->first_ns = flow->first_ns;
	packets = __sync_lock_test_and_set(&flow->packets, 0);
	record->packets = packets;
	record->bytes = __sync_lock_test_and_set(&flow->bytes, 0);
	record->last_ns = flow->last_ns;
	record->slot = key->slot;
	record->generation = key->generation;
	record->revision = flow->revision;
	record->endpoint = key->endpoint;
	record->sport = flow->sport;
	record->dport = key->port;
	record->family = key->family;
	record->protocol = key->protocol;
	record->tcp_flags = flow->tcp_flags;
	record->direction = key->direction;
	record->verdict = key->verdict;
	record->reason = key->reason;
	record->kind = flow->reported_ns ? OSG_EVENT_ROLLUP : OSG_EVENT_FIRST;
	record->reserved = 0;
	record->service_port = flow->service.port;
	__builtin_memcpy(record->service, flow->service.address, sizeof(record->service));
	record->reserved2 = 0;
	flow->reported_ns = ctl->now_ns;
	osg_deny_submit(record);
	__sync_fetch_and_add(&ep->reported, packets);
	return true;
}

static long osg_deny_visit(void *map, struct osg_deny_key *key, struct osg_deny_flow *flow, void *unused)
{
	__u32 zero = 0, index = key->endpoint;
	struct osg_deny_control *ctl = bpf_map_lookup_elem(&osg_deny_ctl, &zero);
	struct osg_deny_endpoint *ep = bpf_map_lookup_elem(&osg_deny_eps, &index);
	__u64 packets = *(volatile __u64 *)&flow->packets;

	if (!ctl || !ep)
		return 1;
	ctl->flows++;
	if (packets & OSG_DENY_DEAD) {
		/* Marked by an earlier sweep: whoever found the entry before the mark is done with it by now. */
		if (!bpf_map_delete_elem(map, key)) {
			ctl->deleted++;
			__sync_fetch_and_add(&ep->flows, (__u32)-1);
		}
		return 0;
	}
	if (!packets) {
		if (flow->last_ns + ctl->idle_ns <= ctl->now_ns)
			__sync_val_compare_and_swap(&flow->packets, 0, OSG_DENY_DEAD);
		return 0;
	}
	if (flow->reported_ns + ctl->rollup_ns <= ctl->now_ns || flow->reported_ns > ctl->now_ns || !ctl->rollup_ns) {
		if (ctl->emitted < ctl->limit && osg_deny_rollup(key, flow, ep, ctl))
			ctl->emitted++;
		else
			ctl->deferred++;
	}
	ctl->pending += *(volatile __u64 *)&flow->packets;
	return 0;
}

static __always_inline int osg_deny_sweep_all(void)
{
	__u32 zero = 0;
	struct osg_deny_control *ctl = bpf_map_lookup_elem(&osg_deny_ctl, &zero);

	if (!ctl)
		return 0;
	ctl->flows = 0;
	ctl->emitted = 0;
	ctl->deferred = 0;
	ctl->pending = 0;
	ctl->deleted = 0;
	bpf_for_each_map_elem(&osg_deny_flows, osg_deny_visit, 0, 0);
	return 0;
}

#endif
