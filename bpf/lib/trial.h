/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Two policies side by side: what the one that does not count would have done with a packet. docs/rollout.md has the whole. */
#ifndef OSG_LIB_TRIAL_H
#define OSG_LIB_TRIAL_H

#include "lib/conntrack.h"
#include "lib/notify.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_trial_counts);
} osg_trial_counts SEC(".maps");

/* The packet passes, but other rules would deny it: is it one that rules judge, or a reply of something allowed? TCP tells;
 * of UDP an entry tells, else the higher of two ports is taken for the client's. */
static __noinline int osg_would_deny(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir)
{
	struct osg_decision decision;
	struct osg_ct_entry *e;
	struct osg_ct_key key;

	if (pkt->protocol == OSG_PROTO_TCP || pkt->protocol == OSG_PROTO_SCTP)
		return pkt->flags & OSG_PKT_BEGINS;
	/* An answer that is known as one was not left to be judged behind its translation. */
	if (OSG_TRANSLATED)
		return 1;
	if (!run->endpoint)
		return 0;
	if (!osg_ct_key_of(&key, run, pkt, dir))
		return 1;
	if (pkt->protocol != OSG_PROTO_UDP)
		return (key.peer_port & 1) == dir;
	e = osg_ct_find(&key);
	if (e && e->check == osg_ct_check(&key, run->endpoint->generation))
		return osg_ct_original(e->judged) == dir;
	if (pkt->sport >= pkt->dport)
		return 1;
	osg_ct_judge(run, &key, !dir, 0, &decision);
	return decision.verdict == OSG_DENY;
}

/* A packet within a TCP flow that passes by a rule of its own direction: was the flow begun this way? Nobody noted it where
 * replies are open; then the ports decide, as in osg_ct_reply(). */
static __always_inline bool osg_goes_on(const struct osg_packet *pkt)
{
	return pkt->protocol == OSG_PROTO_TCP && !(pkt->flags & OSG_PKT_BEGINS) && !(pkt->tcp_flags & OSG_TCP_SYN) &&
	       pkt->dport < OSG_EPHEMERAL_PORTS && pkt->dport < pkt->sport;
}

/* Had the flow of a packet begun before? Who is denied makes no entry. */
static __noinline int osg_had_begun(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir)
{
	struct osg_ct_entry *e;
	struct osg_ct_key key;

	if (!(pkt->flags & OSG_PKT_BEGINS))
		return 1;
	if (OSG_TRANSLATED || !run->endpoint || pkt->protocol == OSG_PROTO_TCP || !osg_ct_key_of(&key, run, pkt, dir))
		return 0;
	e = osg_ct_find(&key);
	return e && e->check == osg_ct_check(&key, run->endpoint->generation);
}

/* Says what the other direction says of the flow that the packet is a reply of; its slot. 0: it denies. */
static __noinline __u32 osg_reply_slot(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir)
{
	struct osg_decision other;
	struct osg_ct_key key;

	if (!run->endpoint || !osg_ct_key_of(&key, run, pkt, dir))
		return 0;
	osg_ct_judge(run, &key, !dir, 0, &other);
	return other.verdict == OSG_ALLOW ? other.slot : 0;
}

/* Says what the end of the other side's walk says; decision->other becomes its slot. 0: table defect, or it is the node's own packet,
 * that any side lets in. */
static __noinline int osg_other_verdict(const struct osg_run *run, const struct osg_packet *pkt, __u32 how, struct osg_decision *decision)
{
	struct osg_decision other = {};

	if (!run->root || !run->revision || !run->endpoint)
		return 0;
	if (decision->other)
		osg_end(run, decision->other, 0, &other);
	if (other.verdict == OSG_DENY && (how & 3) == (OSG_INGRESS | 2) && run->revision->flags & OSG_REVISION_NODE_PROBES &&
	    osg_is_node(run, pkt->src, pkt->family))
		return 0;
	decision->other = other.slot;
	return other.verdict == OSG_ALLOW ? OSG_REASON_RULE_ALLOW : OSG_REASON_RULE_DENY;
}

/* Tells of a packet on which the sides differ where the record of its verdict does not. */
static __noinline int osg_tell_trial(const struct osg_run *run, const struct osg_packet *pkt, __u32 how, struct osg_decision *decision)
{
	bool passes = how & 2, candidate = decision->flags & OSG_EVENT_UNCONFIRMED;

	if (!run->root || !run->endpoint || !run->revision)
		return 0;
	if (passes || !candidate)
		osg_notify(pkt, run->endpoint->index, run->endpoint->generation, how & 1,
			   (passes ? OSG_EVENT_WOULD_DENY : OSG_EVENT_WOULD_ALLOW) | (decision->flags & OSG_EVENT_TRIAL_MASK),
			   candidate == passes ? OSG_REASON_RULE_ALLOW : OSG_REASON_RULE_DENY,
			   candidate ? decision->slot : decision->other, run->revision->revision, osg_unix_now(run),
			   OSG_TRANSLATED && decision->flags & OSG_DECISION_SERVICE ? osg_service_named() : NULL);
	/* The deny that follows is of what is in force, and no word of the candidate's. */
	if (!passes && !candidate)
		decision->flags &= ~OSG_EVENT_TRIAL_MASK;
	return 0;
}

/* What would the side that does not count have done with the packet? Where it differs, decision->flags say so. `how`: direction,
 * whether the packet comes from a socket of the node << 1, reason << 8. */
static __noinline int osg_beside(struct osg_run *run, const struct osg_packet *pkt, __u32 how, struct osg_decision *decision)
{
	struct osg_trial_counts *counts = bpf_map_lookup_elem(&osg_trial_counts, (const void *)&osg_only);
	const struct osg_endpoint *ours = run->endpoint;
	bool passes = how >> 8 == OSG_REASON_RULE_ALLOW, stale = how >> 8 == OSG_REASON_STALE_FLOW, candidate, differs;
	__u32 dir = how & 1;
	int verdict;

	if (!ours || !counts || (!passes && how >> 8 != OSG_REASON_RULE_DENY && !stale))
		return 0;
	counts->judged += pkt->segments;
	/* Both walks end in one place. */
	if (!decision->other && !stale)
		return 0;
	run->endpoint = osg_line_of(ours->candidate);
	verdict = osg_other_verdict(run, pkt, how, decision);
	/* What a flow of a service says was asked already. */
	if (!OSG_TRANSLATED && stale && !(decision->flags & OSG_DECISION_SERVICE) && verdict == OSG_REASON_RULE_DENY) {
		__u32 slot = osg_reply_slot(run, pkt, dir);

		if (slot) {
			decision->other = slot;
			verdict = OSG_REASON_RULE_ALLOW;
		}
	}
	differs = verdict && passes == (verdict == OSG_REASON_RULE_DENY);
	if (differs && passes && !osg_goes_on(pkt))
		differs = osg_would_deny(run, pkt, dir);
	run->endpoint = ours;
	if (!differs)
		return 0;
	candidate = ours->flags & OSG_ENDPOINT_CANDIDATE;
	decision->flags |= OSG_EVENT_TRIAL;
	if (candidate)
		decision->flags |= OSG_EVENT_UNCONFIRMED;
	if (passes != candidate && osg_had_begun(run, pkt, dir))
		decision->flags |= OSG_EVENT_CUT;
	/* The other side denies what passes, or the reverse: so the candidate does the one or the other. */
	if (candidate == passes)
		counts->allowed += pkt->segments;
	else
		counts->denied += pkt->segments;
	return osg_tell_trial(run, pkt, dir | passes << 1, decision);
}

#endif
