/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The decision: what becomes of a packet, and for what reason, decided once; osg_finish() counts, tracks and reports it. Knows
 * frames by their accessor only (lib/skb.h says what that is). */
#ifndef OSG_LIB_DECIDE_H
#define OSG_LIB_DECIDE_H

#include <linux/pkt_cls.h>

#include "lib/classify.h"
#include "lib/conntrack.h"
#include "lib/conversation.h"
#include "lib/fragment.h"
#include "lib/guard.h"
#include "lib/icmp.h"
#include "lib/node.h"
#include "lib/notify.h"
#include "lib/parse.h"
#include "lib/reach.h"
#include "lib/service.h"
#include "lib/sockets.h"
#include "lib/stats.h"
#include "lib/sweep_conntrack.h"
#include "lib/trial.h"

/* TCX_NEXT, and TC_ACT_UNSPEC for a clsact filter: whoever comes next may still look at the packet. */
#define OSG_PASS (-1)
#define OSG_DROP TC_ACT_SHOT

/* From the node's own sockets and bearing one of its addresses: masqueraded traffic has only the address, a transparent
 * proxy only the socket. */
static __always_inline bool osg_from_node(OSG_CTX *ctx, const struct osg_run *run, const struct osg_packet *pkt)
{
	return osg_originated(ctx) && run->revision && run->revision->flags & OSG_REVISION_NODE_PROBES &&
	       osg_is_node(run, pkt->src, pkt->family);
}

/* May be a chain that does: nobody looks at the time here. */
static __always_inline bool osg_denies(__u32 ref)
{
	return ref >> OSG_REF_NODE_SHIFT == OSG_NODE_CELL && !(ref & OSG_CELL_ALLOW);
}

/* The rules of its own direction deny the packet: is there another reason to let it pass? */
static __always_inline int osg_denied(OSG_CTX *ctx, const struct osg_run *run, struct osg_frame *frame, __u32 dir,
				      struct osg_decision *decision)
{
	int reason;

	if (dir == OSG_INGRESS && run->revision && run->endpoint && run->revision->services) {
		reason = osg_service_in(ctx, &frame->pkt, run->revision->unit, run->endpoint->unit);
		if (reason == OSG_REASON_STALE_FLOW && run->endpoint->candidate && osg_denies(decision->other)) {
			decision->other = osg_service_ref(ctx, run->revision->unit, run->endpoint->candidate);
			decision->flags |= OSG_DECISION_SERVICE;
		}
		/* Numbers that the verifier knows: it would follow each that there could be. */
		if (reason)
			return reason == OSG_REASON_STALE_FLOW ? OSG_REASON_STALE_FLOW : reason & 15;
	}
	if (osg_together && dir == OSG_INGRESS)
		osg_together_judge(run, frame->pkt.src, frame->pkt.family, osg_port_key(frame->pkt.protocol, frame->pkt.sport), NULL);
	if (frame->pkt.tcp_flags & OSG_TCP_SYN && frame->pkt.tcp_flags & OSG_TCP_ACK)
		frame->scale = osg_window_scale(ctx, frame->pkt.l4_offset);
	reason = frame->pkt.flags & OSG_PKT_ICMP_ERROR ? osg_icmp_related(ctx, run, frame, dir) : osg_ct_reply(run, frame, dir);
	if (dir == OSG_INGRESS && reason == OSG_REASON_ICMP_ERROR && run->revision && run->revision->services)
		reason = osg_icmp_translated(ctx, run, frame);
	if (!reason)
		reason = osg_socket_reply(ctx, run, frame, dir);
	if (reason > OSG_REASON_NONE && reason < OSG_REASON_RULE_DENY)
		return reason;
	if (dir == OSG_INGRESS && osg_from_node(ctx, run, &frame->pkt)) {
		int failed = OSG_REASON_NONE;

		if (osg_ct_concerns(run, frame, dir))
			failed = osg_ct_track(run, frame, dir, decision, OSG_CT_FROM_NODE);
		return failed ?: OSG_REASON_NODE;
	}
	if (reason)
		return reason;
	/* No workload is a router, and nobody waits for it. */
	if (dir == OSG_INGRESS && osg_is_chatter(&frame->pkt))
		return OSG_REASON_LINK_CHATTER;
	return decision->slot ? OSG_REASON_RULE_DENY : OSG_REASON_TABLE;
}

/* The rules deny it, and nothing else is known of it. */
static __always_inline bool osg_undecided(int reason)
{
	return reason == OSG_REASON_RULE_DENY || reason == OSG_REASON_ICMP_ERROR;
}

/* To be judged behind the translation. */
static __always_inline bool osg_is_deferred(enum osg_service_place place)
{
	return place == OSG_PLACE_SERVICE || place == OSG_PLACE_LOCAL;
}

/* A fragment without ports: behind its first one, or ahead of it where that may come at all. */
static __always_inline int osg_later_fragment(OSG_CTX *ctx, const struct osg_run *run, const struct osg_frame *frame, __u32 dir,
					      bool deferred)
{
	__u32 restricted = dir == OSG_INGRESS ? OSG_ENDPOINT_INGRESS_RESTRICTED : OSG_ENDPOINT_EGRESS_RESTRICTED;
	int reason = osg_fragment(run, frame, dir, 0);

	if (reason != OSG_FRAGMENT_UNKNOWN)
		return reason;
	if (!deferred && !osg_reach(run, dir, &frame->pkt) && !(dir == OSG_INGRESS && osg_from_node(ctx, run, &frame->pkt)))
		return OSG_REASON_FRAGMENT;
	reason = osg_fragment(run, frame, dir, OSG_FRAGMENT_AHEAD);
	if (reason != OSG_FRAGMENT_UNKNOWN)
		return reason;
	/* Too many datagrams at once. Where nothing is restricted every first one passes, and there is nothing to bound. */
	return run->endpoint && !(run->endpoint->flags & restricted) ? OSG_REASON_NONE : OSG_REASON_FRAGMENT;
}

/* Why the packet passes, or why not. */
static __always_inline int osg_decide(OSG_CTX *ctx, const struct osg_run *run, struct osg_frame *frame, __u32 dir,
				      struct osg_decision *decision)
{
	int reason = osg_guard(ctx, run, frame, dir);
	enum osg_service_place place = OSG_PLACE_OTHER;

	if (reason)
		return reason;
	if (osg_together)
		osg_together_begin();
	if (dir == OSG_EGRESS && run->revision && run->endpoint && run->revision->services)
		place = osg_service_place(&frame->pkt, run->revision->unit, run->endpoint->unit);
	if (frame->pkt.flags & OSG_PKT_FRAGMENT_LATER)
		return osg_later_fragment(ctx, run, frame, dir, osg_is_deferred(place)) ?: osg_is_deferred(place) ? OSG_REASON_SERVICE : OSG_REASON_RELATED;
	osg_classify(run, &frame->pkt, dir, 0, decision);
	if (osg_together && place == OSG_PLACE_TOGETHER)
		osg_together_judge(run, frame->pkt.dst, frame->pkt.family, osg_port_key(frame->pkt.protocol, frame->pkt.dport), decision);
	if (decision->verdict == OSG_ALLOW && place != OSG_PLACE_LOCAL) {
		reason = OSG_REASON_RULE_ALLOW;
		if (osg_ct_concerns(run, frame, dir))
			reason = osg_ct_track(run, frame, dir, decision, 0) ?: OSG_REASON_RULE_ALLOW;
	} else if (place == OSG_PLACE_SERVICE) {
		reason = OSG_REASON_RULE_DENY;
	} else {
		/* An answer to the node, or to somebody behind its address, goes where it came from. */
		reason = osg_denied(ctx, run, frame, dir, decision);
		if (osg_is_deferred(place) && decision->verdict == OSG_ALLOW && osg_undecided(reason)) {
			reason = OSG_REASON_RULE_ALLOW;
			if (osg_ct_concerns(run, frame, dir))
				reason = osg_ct_track(run, frame, dir, decision, 0) ?: OSG_REASON_RULE_ALLOW;
		}
	}
	if (osg_is_deferred(place) && (reason == OSG_REASON_RULE_ALLOW || osg_undecided(reason)))
		reason = OSG_REASON_SERVICE;
	if (osg_together && place == OSG_PLACE_TOGETHER && (reason == OSG_REASON_RULE_DENY || reason == OSG_REASON_TABLE))
		reason = decision->slot ? OSG_REASON_SERVICE_PARTIAL : OSG_REASON_UNTRANSLATED;
	if (frame->pkt.flags & OSG_PKT_FRAGMENT_FIRST) {
		bool allowed = reason < OSG_REASON_RULE_DENY;
		int failed = osg_fragment(run, frame, dir, allowed ? OSG_FRAGMENT_ALLOWED : OSG_FRAGMENT_DENIED);

		if (allowed)
			return failed ?: reason;
	}
	return reason;
}

static __noinline int osg_audit(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir, const struct osg_decision *decision)
{
	bool passes = decision->verdict == OSG_ALLOW;

	if (!run->endpoint || !run->revision)
		return 0;
	osg_count_audit(decision->audit_slot, pkt->segments);
	osg_notify(pkt, run->endpoint->index, run->endpoint->generation, dir, passes ? OSG_EVENT_WOULD_DENY : OSG_EVENT_WOULD_ALLOW,
		   passes ? OSG_REASON_RULE_DENY : OSG_REASON_RULE_ALLOW, decision->audit_slot, run->revision->revision,
		   osg_unix_now(run), OSG_TRANSLATED && decision->flags & OSG_DECISION_SERVICE ? osg_service_named() : NULL);
	return 0;
}

static __noinline int osg_drop(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir, __u32 reason,
			       const struct osg_decision *decision)
{
	__u32 endpoint = 0, generation = 0, revision = 0, slot = 0;
	__u64 now = run->root ? osg_unix_now(run) : 0;

	if (run->endpoint) {
		endpoint = run->endpoint->index;
		generation = run->endpoint->generation;
	}
	if (run->revision)
		revision = run->revision->revision;
	/* That a table is full is no rule's doing. */
	if (reason >= OSG_REASON_RULE_DENY && reason < OSG_REASON_TRUNCATED && reason != OSG_REASON_STATE_FULL)
		slot = decision->slot;
	osg_count_reason(endpoint, dir, reason, pkt);
	if (slot)
		osg_count_slot(slot, pkt->segments, pkt->length, now);
	osg_notify(pkt, endpoint, generation, dir, OSG_EVENT_DENY | (decision->flags & OSG_EVENT_TRIAL_MASK), reason, slot, revision, now,
		   OSG_TRANSLATED && decision->flags & OSG_DECISION_SERVICE ? osg_service_named() : NULL);
	return OSG_DROP;
}

/* The one place where a verdict has effects. */
static __always_inline int osg_finish(OSG_CTX *ctx, struct osg_run *run, const struct osg_packet *pkt, __u32 dir, int reason,
				      struct osg_decision *decision)
{
	struct osg_settings *settings;
	__u32 started = decision->flags & OSG_DECISION_STARTED;
	__u64 now, seen;

	if (decision->audit_slot && decision->audit_verdict != decision->verdict &&
	    (reason == OSG_REASON_RULE_DENY || (reason == OSG_REASON_RULE_ALLOW && osg_would_deny(run, pkt, dir))))
		osg_audit(run, pkt, dir, decision);
	if (run->endpoint && run->endpoint->candidate)
		osg_beside(run, pkt, dir | osg_originated(ctx) << 1 | reason << 8, decision);
	if (reason == OSG_REASON_STATE_FULL || decision->flags & OSG_DECISION_CROWDED)
		osg_ct_make_room(run);
	/* Nothing passes without tables, which the verifier of Linux 6.1 cannot know. */
	if (reason >= OSG_REASON_RULE_DENY || reason <= OSG_REASON_NONE || !run->root)
		return osg_drop(run, pkt, dir, reason, decision);
	if (reason != OSG_REASON_RULE_ALLOW) {
		osg_count_reason(run->endpoint ? run->endpoint->index : 0, dir, reason, pkt);
		return OSG_PASS;
	}
	now = osg_coarse_now(run);
	seen = osg_count_slot(decision->slot, pkt->segments, pkt->length, now);
	if (pkt->flags & OSG_PKT_BEGINS && pkt->protocol != OSG_PROTO_UDP)
		started = 1;
	settings = osg_settings_get();
	/* One packet in so many of each rule, by the count that is at hand: a random number would cost a call. */
	if (started || (settings && (seen & settings->sample_mask) < pkt->segments))
		osg_converse(run, pkt, dir, decision->slot, started);
	return OSG_PASS;
}

/* A whole program run, but for its wiring. */
static __always_inline int osg_endpoint(OSG_CTX *ctx, __u32 dir)
{
	struct osg_decision decision = {};
	struct osg_frame frame;
	struct osg_run run;
	int reason = osg_parse(ctx, &frame);

	if (!osg_run_begin(osg_interface(ctx), &run))
		reason = reason ?: OSG_REASON_NO_POLICY;
	if (!reason)
		reason = osg_decide(ctx, &run, &frame, dir, &decision);
	if (osg_finish(ctx, &run, &frame.pkt, dir, reason, &decision) == OSG_DROP)
		return OSG_DROP;
	if (dir == OSG_EGRESS && run.endpoint && run.revision->services)
		osg_set_tag(ctx, (reason == OSG_REASON_SERVICE ? OSG_TAG_DEFERRED : OSG_TAG_JUDGED) | run.endpoint->index);
	return OSG_PASS;
}

#endif
