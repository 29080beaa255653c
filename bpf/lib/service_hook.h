/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Services behind the translation: what endpoints send to an address that the node translates, judged by who gets it. At
 * POST_ROUTING ahead of source translation, and at LOCAL_IN behind all that takes a packet for itself. */
#ifndef OSG_LIB_SERVICE_HOOK_H
#define OSG_LIB_SERVICE_HOOK_H

#include "lib/decide.h"

/* What is wrong is counted here, and told by the agent. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_service_state);
} osg_service_states SEC(".maps");

/* The interface of an endpoint index; 0: none. */
static __always_inline __u32 osg_interface_of(__u32 index)
{
	struct osg_endpoint_state *state = osg_state_get(index);

	return state ? state->ifindex : 0;
}

static __always_inline enum osg_reason osg_parse_network(OSG_CTX *ctx, struct osg_frame *frame)
{
	__builtin_memset(frame, 0, sizeof(*frame));
	frame->pkt.segments = osg_segments(ctx);
	frame->pkt.length = ctx->skb->len;
	return ctx->state->pf == OSG_NF_IPV4 ? osg_parse_ipv4(ctx, frame) : osg_parse_ipv6(ctx, frame);
}

/* A process of the node that has a service's address for its own (NodeLocal DNSCache) asks those who stand behind the service: it may be
 * sent what may be sent to all of them. Where the agent does not know the service as such a one, nobody stands behind it here. */
static __noinline int osg_service_near(const struct osg_run *run, const struct osg_packet *pkt, struct osg_decision *decision)
{
	__u32 port_key = osg_port_key(pkt->protocol, pkt->dport), other;
	struct osg_together_work *work = osg_together_get();
	const struct osg_endpoint *endpoint = run->endpoint;
	struct osg_decision aside;

	if (!work || !run->root || !run->revision || !endpoint)
		return 0;
	if (endpoint->candidate) {
		aside.verdict = decision->verdict;
		if (decision->other)
			osg_end(run, decision->other, 0, &aside);
		if (aside.verdict != OSG_ALLOW)
			osg_together_ask(work, run, endpoint->candidate, pkt->dst, pkt->family, port_key);
		if (aside.verdict != OSG_ALLOW && work->seen)
			decision->other = work->all.slot | (work->all.verdict == OSG_ALLOW ? OSG_CELL_ALLOW : 0);
	}
	if (decision->verdict == OSG_ALLOW)
		return 0;
	osg_together_ask(work, run, endpoint->unit, pkt->dst, pkt->family, port_key);
	if (work->seen && work->all.verdict == OSG_ALLOW) {
		other = decision->other;
		*decision = work->all;
		decision->other = other;
	}
	return 0;
}

/* NONE: not for us to judge. */
static __noinline int osg_service_verdict(OSG_CTX *ctx, const struct osg_run *run, struct osg_frame *frame, __u32 tag,
					struct osg_decision *decision)
{
	const struct osg_services *services = osg_services_of(run);
	struct osg_packet *pkt = &frame->pkt;
	const struct osg_translation *flow;
	struct osg_service *service;
	bool known, ours, still;

	if (!run->endpoint || !run->revision)
		return OSG_REASON_NONE;
	/* What bears another source is encapsulated by now, or of somebody who forges our tag. */
	if (!osg_is_source(run, pkt->src, pkt->family))
		return OSG_REASON_NONE;
	flow = osg_translation_of(osg_nfct(ctx));
	known = flow && flow->family == pkt->family;
	still = services && ctx->state->hook == OSG_NF_POST_ROUTING && osg_is_service(services, pkt->dst, pkt->family);
	ours = known && !flow->reply && flow->translated && osg_same_words(flow->client, pkt->src);
	/* Of UDP only the kernel knows. */
	if (known && flow->answered)
		pkt->flags &= ~OSG_PKT_BEGINS;
	if (!tag && !still) {
		/* Only what is for a service was left to us. */
		if (!services || !known || flow->reply)
			return OSG_REASON_NONE;
		if (!osg_is_service(services, flow->service, flow->family) && !osg_is_local(flow->service, flow->family))
			return OSG_REASON_NONE;
	}
	if (!still)
		osg_lookup_as(false, true, run, OSG_EGRESS, pkt->dst, pkt->family, osg_port_key(pkt->protocol, pkt->dport), 0, decision);
	if (services && ctx->state->hook == OSG_NF_LOCAL_IN)
		osg_service_near(run, pkt, decision);
	if (known && flow->offloaded)
		decision->flags |= OSG_DECISION_OFFLOADED;
	service = osg_service_named();
	if (service && (ours || still)) {
		__builtin_memcpy(service->address, ours && flow ? flow->service : pkt->dst, sizeof(service->address));
		service->port = ours && flow ? flow->service_port : pkt->dport;
		decision->flags |= OSG_DECISION_SERVICE;
	}
	if (pkt->flags & OSG_PKT_ICMP_ERROR && known && flow->translated)
		return osg_server_allowed(run, flow) ? OSG_REASON_RELATED : OSG_REASON_ICMP_ERROR;
	if (still)
		return OSG_REASON_UNTRANSLATED;
	if (decision->verdict == OSG_ALLOW && !decision->other)
		return OSG_REASON_RULE_ALLOW;
	if (osg_is_own(run, pkt->dst, pkt->family)) {
		decision->other = 0;
		return decision->verdict == OSG_ALLOW ? OSG_REASON_RULE_ALLOW : OSG_REASON_HAIRPIN;
	}
	if (decision->verdict == OSG_ALLOW)
		return OSG_REASON_RULE_ALLOW;
	return decision->slot ? OSG_REASON_RULE_DENY : OSG_REASON_TABLE;
}

static __noinline int osg_service_judge(OSG_CTX *ctx, __u32 ifindex, __u32 tag)
{
	struct osg_service_state *state = bpf_map_lookup_elem(&osg_service_states, (const void *)&osg_only);
	struct osg_decision decision = {};
	struct osg_frame frame;
	struct osg_run run;
	int reason;

	if (!osg_run_begin(ifindex, &run) || !osg_egress_restricted(&run) ||
	    (tag && run.endpoint->index != (tag & OSG_TAG_INDEX_MASK)))
		return OSG_NF_ACCEPT;
	reason = osg_parse_network(ctx, &frame) ?: osg_service_verdict(ctx, &run, &frame, tag, &decision);
	if (!reason)
		return OSG_NF_ACCEPT;
	if (state) {
		__sync_fetch_and_add(&state->judged, 1);
		if (!tag)
			__sync_fetch_and_add(&state->untagged, 1);
		if (decision.flags & OSG_DECISION_OFFLOADED)
			__sync_fetch_and_add(&state->offloaded, 1);
	}
	return osg_finish(ctx, &run, &frame.pkt, OSG_EGRESS, reason, &decision) == OSG_DROP ? OSG_NF_DROP : OSG_NF_ACCEPT;
}

static __always_inline int osg_service_hook(OSG_CTX *ctx)
{
	__u32 tag = osg_tag(ctx), ifindex;

	if ((tag & OSG_TAG_KIND_MASK) == OSG_TAG_JUDGED)
		return OSG_NF_ACCEPT;
	if ((tag & OSG_TAG_KIND_MASK) == OSG_TAG_DEFERRED) {
		ifindex = osg_interface_of(tag & OSG_TAG_INDEX_MASK);
	} else {
		ifindex = osg_incoming(ctx);
		tag = 0;
	}
	return ifindex ? osg_service_judge(ctx, ifindex, tag) : OSG_NF_ACCEPT;
}

#endif
