/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Connection tracking, only where it changes the answer: entries are made by packets that their rules allow and that begin a
 * flow, and asked for only when the rules of a packet's own direction deny it. docs/revocation.md has the reasons. */
#ifndef OSG_LIB_CONNTRACK_H
#define OSG_LIB_CONNTRACK_H

#include "lib/conntrack_entry.h"

/* Judges a flow by the rules of its original direction, or by the built-in node rule if that let it in. */
static __noinline void osg_ct_judge(const struct osg_run *run, const struct osg_ct_key *key, __u32 original, __u32 from_node,
				    struct osg_decision *out)
{
	osg_lookup(run, original & 1, key->peer, key->family, osg_ct_port_key(key, original), 0, out);
	if (out->verdict == OSG_DENY && from_node && run->revision && run->revision->flags & OSG_REVISION_NODE_PROBES &&
	    osg_is_node(run, key->peer, key->family)) {
		out->verdict = OSG_ALLOW;
		out->valid_until_ns = ~0ULL;
	}
}

/* Is the flow allowed now? The last verdict counts while its revision is in force and it has not run out; else the flow is
 * judged again, and the verdict written by whoever claims the entry first. */
static __always_inline bool osg_ct_allowed(const struct osg_run *run, const struct osg_ct_key *key, struct osg_ct_entry *e)
{
	__u64 seen = OSG_READ_ONCE(e->revision), until = OSG_READ_ONCE(e->valid_until_ns), current;
	struct osg_decision decision;
	bool revoked = OSG_READ_ONCE(e->revoked);

	if (!run->revision)
		return false;
	current = run->revision->revision;
	if (seen == current && OSG_READ_ONCE(e->revision) == current && (until == ~0ULL || osg_unix_now(run) < until))
		return !revoked;
	osg_ct_judge(run, key, e->direction, e->flags & OSG_CT_FROM_NODE, &decision);
	if (seen && __sync_val_compare_and_swap(&e->revision, seen, 0) == seen) {
		e->valid_until_ns = decision.valid_until_ns;
		e->slot = decision.slot;
		e->revoked = decision.verdict == OSG_DENY;
		__sync_lock_test_and_set(&e->revision, current);
	}
	return decision.verdict == OSG_ALLOW;
}

#include "lib/sweep_conntrack.h"

#define OSG_CT_EXISTS (-1)

/* Enters a flow that is allowed now. NONE, STATE_FULL, or OSG_CT_EXISTS: its tuple is taken, by either direction. */
static __noinline int osg_ct_create(const struct osg_run *run, void *table, const struct osg_ct_key *key,
				    const struct osg_decision *decision, __u32 direction_state_flags)
{
	struct osg_settings *settings = osg_settings_get();
	__u32 index = run->endpoint ? run->endpoint->index : 0;
	struct osg_endpoint_state *state = bpf_map_lookup_elem(&osg_endpoint_states, &index);
	struct osg_ct_entry fresh = {};
	__u64 now = osg_ct_now(run);
	int error;

	if (!settings || !state || !run->revision)
		return OSG_REASON_TABLE;
	fresh.direction = direction_state_flags;
	fresh.state = direction_state_flags >> 8;
	fresh.flags = direction_state_flags >> 16;
	fresh.slot = decision->slot;
	fresh.valid_until_ns = decision->valid_until_ns;
	fresh.deadline_ns = osg_ct_until(now, osg_ct_timeout(settings, key, &fresh));
	fresh.created_ns = now;
	fresh.revision = run->revision->revision;
	fresh.check = osg_ct_check(key);
	/* An int: before Linux 6.4 the upper half of what a map's function returns is not its sign. */
	error = bpf_map_update_elem(table, key, &fresh, BPF_NOEXIST);
	if (!error)
		__sync_fetch_and_add(&state->created, 1);
	if (!error)
		return OSG_REASON_NONE;
	if (error == -17 /* EEXIST */)
		return OSG_CT_EXISTS;
	__sync_fetch_and_add(&state->state_full, 1);
	return OSG_REASON_STATE_FULL;
}

/* A full table is searched for expired entries, now and then: without an agent nobody else removes them. */
static __noinline int osg_ct_make_room(const struct osg_run *run)
{
	struct osg_sweep sweep = { .mode = OSG_SWEEP_EXPIRED, .now_ns = osg_ct_now(run) };
	__u32 index = run->endpoint ? run->endpoint->index : 0;
	struct osg_endpoint_state *state = bpf_map_lookup_elem(&osg_endpoint_states, &index);
	void *table = bpf_map_lookup_elem(&osg_conntrack, &index);
	__u64 last;

	if (!state || !table)
		return 0;
	last = OSG_READ_ONCE(state->full_sweep_ns);
	if (sweep.now_ns - last > OSG_FULL_SWEEP_MS * 1000000ULL &&
	    __sync_val_compare_and_swap(&state->full_sweep_ns, last, sweep.now_ns) == last)
		bpf_for_each_map_elem(table, osg_ct_sweep_one, &sweep, 0);
	return 0;
}

/* Does a packet that its own rules allow concern the table? TCP: only if its reply direction is restricted, and then only
 * what begins or ends a flow or completes a handshake. Others: if either direction is. */
static __always_inline bool osg_ct_concerns(const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	const __u32 both = OSG_ENDPOINT_INGRESS_RESTRICTED | OSG_ENDPOINT_EGRESS_RESTRICTED;
	__u32 restricted = run->endpoint->flags & both, reply = dir == OSG_INGRESS ? OSG_ENDPOINT_EGRESS_RESTRICTED : OSG_ENDPOINT_INGRESS_RESTRICTED;
	const struct osg_packet *pkt = &frame->pkt;

	switch (pkt->protocol) {
	case OSG_PROTO_TCP:
		return restricted & reply && (pkt->tcp_flags & (OSG_TCP_SYN | OSG_TCP_FIN | OSG_TCP_RST) || pkt->flags & OSG_PKT_NO_PAYLOAD);
	case OSG_PROTO_UDP:
	case OSG_PROTO_SCTP:
		return restricted;
	case OSG_PROTO_ICMP:
	case OSG_PROTO_ICMPV6:
		return restricted && pkt->flags & OSG_PKT_BEGINS;
	default:
		return false;
	}
}

/* Tracks a packet that is allowed as one of its own direction. NONE, or why it must be dropped all the same. */
static __noinline int osg_ct_track(const struct osg_run *run, const struct osg_frame *frame, __u32 dir, struct osg_decision *decision,
				   __u32 flags)
{
	struct osg_settings *settings = osg_settings_get();
	const struct osg_packet *pkt = &frame->pkt;
	bool begins = pkt->flags & OSG_PKT_BEGINS;
	struct osg_ct_entry *e;
	struct osg_ct_key key;
	__u64 now, old;
	__u32 index;
	void *table;
	int reason;

	if (!run->endpoint || !run->revision || !settings || !osg_ct_key_of(&key, run, pkt, dir))
		return OSG_REASON_NONE;
	if (pkt->protocol == OSG_PROTO_TCP && !(pkt->tcp_flags & (OSG_TCP_SYN | OSG_TCP_FIN | OSG_TCP_RST))) {
		__u64 *seen = osg_handshake(run, &key);

		if (!seen || osg_ct_now(run) / 1000000000 - *seen > settings->tcp_new_ns / 1000000000 + 1)
			return OSG_REASON_NONE;
	}
	index = run->endpoint->index;
	table = bpf_map_lookup_elem(&osg_conntrack, &index);
	if (!table)
		return OSG_REASON_TABLE;
	/* What begins a flow is new as a rule: the insertion itself tells. Of UDP every packet could begin one. */
	if (begins && pkt->protocol != OSG_PROTO_UDP) {
		reason = osg_ct_create(run, table, &key, decision, dir | OSG_CT_NEW << 8 | flags << 16);
		decision->started = !reason;
		if (reason != OSG_CT_EXISTS)
			return reason;
	}
	now = osg_ct_now(run);
	e = bpf_map_lookup_elem(table, &key);
	if (e) {
		bool own = e->direction == dir;

		old = OSG_READ_ONCE(e->deadline_ns);
		if (!old)
			return begins ? OSG_REASON_STATE_FULL : OSG_REASON_NONE;
		if (e->check != osg_ct_check(&key))
			return begins ? OSG_REASON_STATE_FULL : OSG_REASON_NONE;
		if (old > now && !(begins && own && (e->revoked || e->state >= OSG_CT_CLOSING))) {
			osg_ct_advance(run, settings, &key, e, frame, !own, now);
			return OSG_REASON_NONE;
		}
		if (!begins)
			return OSG_REASON_NONE;
		/* A new flow takes over what an old one left: its tuple expired, or was revoked, closed or reset. */
		if (__sync_val_compare_and_swap(&e->deadline_ns, old, now + settings->tcp_new_ns) != old)
			return OSG_READ_ONCE(e->deadline_ns) ? OSG_REASON_NONE : OSG_REASON_STATE_FULL;
		__sync_lock_test_and_set(&e->revision, 0);
		e->direction = dir;
		e->state = OSG_CT_NEW;
		e->closed = 0;
		e->revoked = 0;
		e->flags = flags;
		e->slot = decision->slot;
		e->created_ns = now;
		e->valid_until_ns = decision->valid_until_ns;
		__sync_lock_test_and_set(&e->revision, run->revision->revision);
		osg_ct_refresh(e, now, osg_ct_timeout(settings, &key, e), true);
		decision->started = 1;
		return OSG_REASON_NONE;
	}
	if (!begins)
		return OSG_REASON_NONE;
	reason = osg_ct_create(run, table, &key, decision, dir | OSG_CT_NEW << 8 | flags << 16);
	decision->started = !reason;
	/* Another CPU entered it first: as good. */
	return reason == OSG_CT_EXISTS ? OSG_REASON_NONE : reason;
}

/* Asked when the rules of a packet's own direction deny it. REPLY or RECOVERED: it passes; STALE_FLOW, STATE_FULL, TABLE: it is
 * dropped for that reason; NONE: as the rules say. */
static __noinline int osg_ct_reply(const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	struct osg_settings *settings = osg_settings_get();
	const struct osg_packet *pkt = &frame->pkt;
	struct osg_endpoint_state *state;
	struct osg_decision decision;
	struct osg_ct_entry *e;
	struct osg_ct_key key;
	__u64 now, deadline;
	__u32 index;
	void *table;
	int reason;
	bool icmp = pkt->protocol == OSG_PROTO_ICMP || pkt->protocol == OSG_PROTO_ICMPV6;

	/* A packet that begins a flow is no reply; of UDP nobody can tell. */
	if (!run->endpoint || !settings || (pkt->flags & OSG_PKT_BEGINS && pkt->protocol != OSG_PROTO_UDP))
		return OSG_REASON_NONE;
	if (!osg_ct_key_of(&key, run, pkt, dir))
		return OSG_REASON_NONE;
	index = run->endpoint->index;
	table = bpf_map_lookup_elem(&osg_conntrack, &index);
	state = bpf_map_lookup_elem(&osg_endpoint_states, &index);
	if (!table || !state)
		return OSG_REASON_TABLE;
	now = osg_ct_now(run);
	e = bpf_map_lookup_elem(table, &key);
	if (e && e->check == osg_ct_check(&key)) {
		deadline = OSG_READ_ONCE(e->deadline_ns);
		if (deadline > now) {
			if (e->direction == dir) {
				/* A flow of this direction that is denied now. It stays known while anyone tries. */
				osg_ct_allowed(run, &key, e);
				osg_ct_refresh(e, now, osg_ct_timeout(settings, &key, e), e->revoked);
				return OSG_REASON_NONE;
			}
			if (!osg_ct_allowed(run, &key, e)) {
				osg_ct_refresh(e, now, osg_ct_timeout(settings, &key, e), true);
				return OSG_REASON_STALE_FLOW;
			}
			osg_ct_advance(run, settings, &key, e, frame, true, now);
			return OSG_REASON_REPLY;
		}
		if (!deadline)
			return OSG_REASON_NONE;
	}
	if (icmp || now >= OSG_READ_ONCE(state->recover_until_ns[dir & 1]))
		return OSG_REASON_NONE;
	/* Where the other direction is open, that it allows the reverse says nothing: what comes to a service port is no reply. */
	if (!(run->endpoint->flags & (dir == OSG_INGRESS ? OSG_ENDPOINT_EGRESS_RESTRICTED : OSG_ENDPOINT_INGRESS_RESTRICTED)) &&
	    key.own_port < OSG_EPHEMERAL_PORTS && key.own_port < key.peer_port)
		return OSG_REASON_NONE;
	osg_ct_judge(run, &key, !dir, 0, &decision);
	if (decision.verdict != OSG_ALLOW)
		return OSG_REASON_NONE;
	/* The end of an unknown flow passes, but is nothing to remember; nor is what an expired entry still occupies. */
	if (e || (pkt->protocol == OSG_PROTO_TCP && pkt->tcp_flags & (OSG_TCP_FIN | OSG_TCP_RST)))
		return OSG_REASON_RECOVERED;
	reason = osg_ct_create(run, table, &key, &decision, !dir | OSG_CT_ESTABLISHED << 8 | OSG_CT_RECOVERED << 16);
	return reason > OSG_REASON_NONE ? reason : OSG_REASON_RECOVERED;
}

#endif
