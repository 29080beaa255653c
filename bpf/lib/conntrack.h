/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Connection tracking, only where it changes the answer: entries are made by packets that their rules allow and that begin a
 * flow, and asked for only when the rules of a packet's own direction deny it. docs/revocation.md has the reasons. */
#ifndef OSG_LIB_CONNTRACK_H
#define OSG_LIB_CONNTRACK_H

#include "lib/conntrack_entry.h"
#include "lib/node.h"
#include "lib/together.h"

/* Judges a flow by the rules of its original direction, or by the built-in node rule if that let it in. */
static __noinline void osg_ct_judge(const struct osg_run *run, const struct osg_ct_key *key, __u32 original, __u32 from_node,
				    struct osg_decision *out)
{
	if (osg_together && (original & 1) == OSG_EGRESS && osg_together_holds(run, key->peer, key->family)) {
		/* The key is read again, and not kept: callers lie deep. */
		asm volatile("" ::: "memory");
		osg_together_again(run, key->peer, key->family, osg_ct_port_key(key, original), out);
	} else {
		osg_lookup(run, original & 1, key->peer, key->family, osg_ct_port_key(key, original), 0, out);
	}
	if (out->verdict == OSG_DENY && from_node && run->revision && run->revision->flags & OSG_REVISION_NODE_PROBES &&
	    osg_is_node(run, key->peer, key->family)) {
		out->verdict = OSG_ALLOW;
		out->valid_until_ns = ~0ULL;
	}
}

/* Changes an entry's verdict. By who has claimed it only. */
static __always_inline void osg_ct_set(const struct osg_ct_key *key, struct osg_ct_entry *e, __u32 judged)
{
	struct osg_ct_account *account = osg_ct_account_of(key);
	__u32 before = e->judged;

	e->judged = judged;
	if (account && (before ^ judged) & OSG_CT_REVOKED)
		__sync_fetch_and_add(&account->revoked, judged & OSG_CT_REVOKED ? 1 : (__u32)-1);
}

/* Where a flow that is judged again gets its verdict: the stack has no room for it. No packet interrupts another on its CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_decision);
} osg_judged_now SEC(".maps");

/* Is the flow allowed now? The last verdict counts while its revision is in force, unless it runs out; else the flow is judged
 * again, and the verdict written by whoever claims the entry first. */
static __always_inline bool osg_ct_allowed(const struct osg_run *run, const struct osg_ct_key *key, struct osg_ct_entry *e)
{
	__u32 seen = OSG_READ_ONCE(e->revision), judged = OSG_READ_ONCE(e->judged), current, fresh;
	struct osg_decision *decision;

	if (!run->revision)
		return false;
	current = osg_ct_revision(run);
	if (seen == current && !(judged & OSG_CT_LIMITED) && OSG_READ_ONCE(e->revision) == current)
		return !(judged & OSG_CT_REVOKED);
	decision = bpf_map_lookup_elem(&osg_judged_now, (const void *)&osg_only);
	if (!decision)
		return false;
	osg_ct_judge(run, key, osg_ct_original(judged), judged & OSG_CT_FROM_NODE, decision);
	fresh = osg_ct_verdict(decision, judged);
	if ((seen != current || judged != fresh) && seen && __sync_val_compare_and_swap(&e->revision, seen, 0) == seen) {
		osg_ct_set(key, e, fresh);
		__sync_lock_test_and_set(&e->revision, current);
	}
	return decision->verdict == OSG_ALLOW;
}

/* What osg_ct_create says besides reasons. */
#define OSG_CT_EXISTS (-1)	/* the tuple is taken, by either direction */
#define OSG_CT_CROWDED (-2)	/* entered, but little room is left */
/* Argument of osg_ct_create, `how`: state, flags << 8, and enum osg_ct_judged; or that there is no entry in a shard. */
#define OSG_CT_SEARCHED (1U << 16)

static __always_inline __u32 osg_ct_how(__u32 original, __u32 state, __u32 flags)
{
	return (original == OSG_EGRESS ? OSG_CT_ORIGINAL_EGRESS : 0) | state | flags << 8;
}

/* Enters a flow that is allowed now. NONE, STATE_FULL, TABLE, or one of the above. `acked`: of TCP, what its peer has to send. */
static __noinline int osg_ct_create(const struct osg_run *run, const struct osg_ct_key *key, const struct osg_decision *decision,
				    __u32 how, __u32 acked)
{
	struct osg_ct_account *account = osg_ct_account_of(key);
	struct osg_settings *settings = osg_settings_get();
	struct osg_ct_node *node = osg_ct_node_get();
	struct osg_ct_entry *fresh = bpf_map_lookup_elem(&osg_conntrack_new, (const void *)&osg_only);
	__u64 now = osg_ct_now(run);
	bool crowded = false;
	__u32 live, limit;
	int error;

	if (!settings || !account || !node || !fresh || !run->revision || !run->endpoint)
		return OSG_REASON_TABLE;
	if (!(how & OSG_CT_SEARCHED) && osg_ct_find_more(key))
		return OSG_CT_EXISTS;
	live = osg_ct_live(account);
	/* Far below its guarantee nothing has to be computed. */
	if (live >= settings->ct_guaranteed - settings->ct_guaranteed / 8) {
		limit = osg_ct_limit(settings, node, live);
		if (live >= limit) {
			if (bpf_map_lookup_elem(&osg_conntrack, key))
				return OSG_CT_EXISTS;
			__sync_fetch_and_add(&account->state_full, 1);
			return OSG_REASON_STATE_FULL;
		}
		crowded = live >= limit - limit / 8;
	}
	fresh->revision = osg_ct_revision(run);
	fresh->judged = osg_ct_verdict(decision, how) & ~OSG_CT_REVOKED;
	fresh->check = osg_ct_check(key, run->endpoint->generation);
	fresh->created = osg_ct_time(now);
	fresh->acked = acked;
	fresh->next = fresh->fin[0] = fresh->fin[1] = 0;
	fresh->window = 0;
	fresh->state = how;
	fresh->flags = how >> 8;
	fresh->deadline = osg_ct_time(osg_ct_until(now, osg_ct_timeout(settings, key, fresh)));
	error = osg_ct_put(node, key, fresh);
	if (error == -17 /* EEXIST */)
		return OSG_CT_EXISTS;
	if (error) {
		__sync_fetch_and_add(&account->state_full, 1);
		return OSG_REASON_STATE_FULL;
	}
	osg_ct_count(account, fresh->flags & OSG_CT_MORE);
	return crowded ? OSG_CT_CROWDED : OSG_REASON_NONE;
}

/* Does a packet that its own rules allow concern the table? TCP: what begins a flow only if its reply direction is restricted;
 * else what ends a flow, or completes a handshake. Others: if either direction is. */
static __always_inline bool osg_ct_concerns(const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	const __u32 both = OSG_ENDPOINT_INGRESS_RESTRICTED | OSG_ENDPOINT_EGRESS_RESTRICTED;
	/* In a trial by both sides: when the other one counts, the flows are known. */
	__u32 restricted = (run->endpoint->flags | run->endpoint->flags >> 6) & both, reply = dir == OSG_INGRESS ? OSG_ENDPOINT_EGRESS_RESTRICTED : OSG_ENDPOINT_INGRESS_RESTRICTED;
	const struct osg_packet *pkt = &frame->pkt;

	switch (pkt->protocol) {
	case OSG_PROTO_TCP:
		if (pkt->flags & OSG_PKT_BEGINS)
			return restricted & reply;
		return restricted && (pkt->tcp_flags & (OSG_TCP_SYN | OSG_TCP_FIN | OSG_TCP_RST) || pkt->flags & OSG_PKT_NO_PAYLOAD);
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

/* May a packet that begins a flow take the tuple over from a live entry? What was closed, reset or revoked leaves it to who
 * begins anew. Who goes against a flow's direction may do so if that flow is not allowed now: TCP and SCTP say that they begin;
 * of UDP that takes a rule, for where a direction is merely open, each answer to a revoked flow would bring it back. */
static __always_inline bool osg_ct_yields(const struct osg_run *run, const struct osg_ct_key *key, struct osg_ct_entry *e, __u32 dir)
{
	__u32 restricted = run->endpoint->flags & (dir == OSG_INGRESS ? OSG_ENDPOINT_INGRESS_RESTRICTED : OSG_ENDPOINT_EGRESS_RESTRICTED);

	__u32 judged = OSG_READ_ONCE(e->judged), state = e->state & OSG_CT_STATE_MASK;

	if (key->protocol == OSG_PROTO_TCP && (state == OSG_CT_CLOSING || state == OSG_CT_RESET))
		return true;
	if (osg_ct_original(judged) == dir)
		return judged & OSG_CT_REVOKED;
	return (restricted || key->protocol != OSG_PROTO_UDP) && !osg_ct_allowed(run, key, e);
}

/* Tracks a packet that is allowed as one of its own direction. NONE, or why it must be dropped all the same. */
static __noinline int osg_ct_track(const struct osg_run *run, const struct osg_frame *frame, __u32 dir, struct osg_decision *decision,
				   __u32 from_node)
{
	struct osg_settings *settings = osg_settings_get();
	const struct osg_packet *pkt = &frame->pkt;
	bool begins = pkt->flags & OSG_PKT_BEGINS;
	__u32 how = osg_ct_how(dir, OSG_CT_NEW, 0) | from_node, old;
	struct osg_ct_entry *e;
	struct osg_ct_key key;
	__u64 now;
	int reason;

	if (!run->endpoint || !run->revision || !settings || !osg_ct_key_of(&key, run, pkt, dir))
		return OSG_REASON_NONE;
	if (pkt->protocol == OSG_PROTO_TCP && !(pkt->tcp_flags & (OSG_TCP_SYN | OSG_TCP_FIN | OSG_TCP_RST))) {
		__u64 *seen = osg_handshake(run, &key);

		if (!seen || osg_ct_now(run) / 1000000000 - *seen > settings->tcp_new_ns / 1000000000 + 1)
			return OSG_REASON_NONE;
	}
	/* What begins a flow is new as a rule: the insertion itself tells. Of UDP every packet could begin one. */
	if (begins && pkt->protocol != OSG_PROTO_UDP) {
		reason = osg_ct_create(run, &key, decision, how, frame->seq + 1);
		if (reason != OSG_CT_EXISTS)
			goto created;
	}
	now = osg_ct_now(run);
	e = osg_ct_find(&key);
	if (e) {
		__u32 check = osg_ct_check(&key, run->endpoint->generation);

		old = OSG_READ_ONCE(e->deadline);
		/* It is being deleted. */
		if (!old)
			return begins ? OSG_REASON_STATE_FULL : OSG_REASON_NONE;
		/* What an earlier holder of the index left is nobody's: the account is the index's, and counts it already. */
		if (e->check == check && osg_ct_lives(old, now) && !(begins && osg_ct_yields(run, &key, e, dir))) {
			osg_ct_advance(run, &key, e, frame, osg_ct_original(e->judged) != dir ? OSG_CT_REPLY : 0);
			return OSG_REASON_NONE;
		}
		if (!begins)
			return OSG_REASON_NONE;
		/* A new flow takes over what an old one left. */
		if (__sync_val_compare_and_swap(&e->deadline, old, osg_ct_time(now + settings->tcp_new_ns)) != old)
			return OSG_READ_ONCE(e->deadline) ? OSG_REASON_NONE : OSG_REASON_STATE_FULL;
		__sync_lock_test_and_set(&e->revision, 0);
		e->check = check;
		osg_ct_set(&key, e, osg_ct_verdict(decision, how) & ~OSG_CT_REVOKED);
		e->state = OSG_CT_NEW;
		e->flags &= OSG_CT_MORE;
		e->acked = frame->seq + 1;
		e->created = osg_ct_time(now);
		__sync_lock_test_and_set(&e->revision, osg_ct_revision(run));
		osg_ct_refresh(e, now, osg_ct_timeout(settings, &key, e), true);
		decision->flags |= OSG_DECISION_STARTED;
		return OSG_REASON_NONE;
	}
	if (!begins)
		return OSG_REASON_NONE;
	reason = osg_ct_create(run, &key, decision, how | OSG_CT_SEARCHED, frame->seq + 1);
created:
	if (reason == OSG_REASON_NONE)
		decision->flags |= OSG_DECISION_STARTED;
	else if (reason == OSG_CT_CROWDED)
		decision->flags |= OSG_DECISION_STARTED | OSG_DECISION_CROWDED;
	/* If another CPU entered it first: as good. */
	return reason < OSG_REASON_NONE ? OSG_REASON_NONE : reason;
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
	__u32 deadline, judged;
	__u64 now;
	int reason;
	bool icmp = pkt->protocol == OSG_PROTO_ICMP || pkt->protocol == OSG_PROTO_ICMPV6;

	/* A packet that begins a flow is no reply; of UDP nobody can tell. */
	if (!run->endpoint || !settings || (pkt->flags & OSG_PKT_BEGINS && pkt->protocol != OSG_PROTO_UDP))
		return OSG_REASON_NONE;
	if (!osg_ct_key_of(&key, run, pkt, dir))
		return OSG_REASON_NONE;
	state = osg_state_get(run->endpoint->index);
	if (!state)
		return OSG_REASON_TABLE;
	now = osg_ct_now(run);
	e = osg_ct_find(&key);
	if (e && e->check == osg_ct_check(&key, run->endpoint->generation)) {
		deadline = OSG_READ_ONCE(e->deadline);
		if (osg_ct_lives(deadline, now)) {
			judged = OSG_READ_ONCE(e->judged);
			if (osg_ct_original(judged) == dir) {
				/* A flow of this direction that is denied now. It stays known while anyone tries. */
				osg_ct_allowed(run, &key, e);
				osg_ct_refresh(e, now, osg_ct_timeout(settings, &key, e), e->judged & OSG_CT_REVOKED);
				return OSG_REASON_NONE;
			}
			if (!osg_ct_allowed(run, &key, e)) {
				osg_ct_refresh(e, now, osg_ct_timeout(settings, &key, e), true);
				return OSG_REASON_STALE_FLOW;
			}
			osg_ct_advance(run, &key, e, frame, OSG_CT_REPLY | OSG_CT_BY_ENTRY);
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
	reason = osg_ct_create(run, &key, &decision, osg_ct_how(!dir, OSG_CT_ESTABLISHED, OSG_CT_RECOVERED) | OSG_CT_SEARCHED, 0);
	return reason > OSG_REASON_NONE ? reason : OSG_REASON_RECOVERED;
}

/* Enters a flow that other sources than its packets tell of. As osg_ct_create(), but that little room is left is no matter. */
static __always_inline int osg_ct_recover(const struct osg_run *run, const struct osg_ct_key *key, const struct osg_decision *decision,
					  __u32 how)
{
	int reason = osg_ct_create(run, key, decision, how, 0);

	return reason == OSG_CT_CROWDED ? OSG_REASON_NONE : reason;
}

#endif
