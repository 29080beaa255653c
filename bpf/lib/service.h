/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Services at the endpoint's interface. What an endpoint sends to an address that the node translates is judged behind the
 * translation (lib/service_hook.h): here it is only marked. Its replies are judged by what the kernel's own connection tracking
 * says of them, so that no entry of ours can be stale. */
#ifndef OSG_LIB_SERVICE_H
#define OSG_LIB_SERVICE_H

#include "abi/services.h"
#include "lib/conntrack.h"
#include "lib/node.h"
#include "lib/together.h"
#include "lib/translation.h"

/* One that the node has at this moment: where node ports are. */
static __always_inline bool osg_is_local(const __u32 *address, __u8 family)
{
	struct osg_key key;

	osg_key_of(&key, address, family, family);
	return bpf_map_lookup_elem(&osg_node_addresses, &key) != NULL;
}

static __always_inline bool osg_egress_restricted(const struct osg_run *run)
{
	/* In a trial by either side: it is judged by both where the other one would judge it. */
	return run->endpoint && (run->endpoint->flags | run->endpoint->flags >> 6) & OSG_ENDPOINT_EGRESS_RESTRICTED;
}

/* The run of another function, again: of the same revision. False only if the tables are defective. */
static __always_inline bool osg_run_again(struct osg_run *run, __u32 revision_unit, __u32 endpoint_unit)
{
	run->root = osg_line_of(0);
	run->revision = osg_line_of(revision_unit);
	run->endpoint = osg_line_of(endpoint_unit);
	return run->root && run->revision && run->endpoint;
}

/* To what the endpoint sends. */
enum osg_service_place {
	OSG_PLACE_OTHER = 0,	/* what no rule of the node translates, or where nothing is restricted: judged where it is sent */
	OSG_PLACE_SERVICE = 1,	/* an address of a service: judged behind the translation */
	OSG_PLACE_LOCAL = 2,	/* one of the node's: the same, unless it is an answer */
	OSG_PLACE_TOGETHER = 3,	/* an address of a service: judged here, by all who stand behind it (lib/together.h) */
};

/* Global: verified once. */
__noinline enum osg_service_place osg_service_place(const struct osg_packet *pkt, __u32 revision_unit, __u32 endpoint_unit)
{
	const struct osg_services *services;
	struct osg_run run;

	if (!pkt || !osg_run_again(&run, revision_unit, endpoint_unit) || !osg_egress_restricted(&run))
		return OSG_PLACE_OTHER;
	services = osg_services_of(&run);
	if (!services)
		return OSG_PLACE_OTHER;
	if (!(services->flags & OSG_SERVICES_DEFERRED))
		return osg_together && osg_is_service(services, pkt->dst, pkt->family) ? OSG_PLACE_TOGETHER : OSG_PLACE_OTHER;
	if (osg_is_service(services, pkt->dst, pkt->family))
		return OSG_PLACE_SERVICE;
	return osg_is_local(pkt->dst, pkt->family) ? OSG_PLACE_LOCAL : OSG_PLACE_OTHER;
}

/* May the endpoint send to who stands behind the service? */
static __always_inline bool osg_server_allowed(const struct osg_run *run, const struct osg_translation *flow)
{
	struct osg_decision decision;

	osg_lookup(run, OSG_EGRESS, flow->server, flow->family, osg_port_key(flow->protocol, flow->server_port), 0, &decision);
	return decision.verdict == OSG_ALLOW || osg_is_own(run, flow->server, flow->family);
}

/* Asked when the rules deny a packet to the endpoint. HAIRPIN: it comes from the endpoint itself; REPLY, STALE_FLOW: of a server that
 * stands behind a service; NONE: neither. Global: verified once. */
__noinline int osg_service_in(OSG_CTX *ctx, const struct osg_packet *pkt, __u32 revision_unit, __u32 endpoint_unit)
{
	struct osg_run again, *run = &again;
	const struct osg_translation *flow;
	__u32 tag = osg_tag(ctx);

	if (!pkt || !osg_run_again(run, revision_unit, endpoint_unit))
		return OSG_REASON_NONE;
	flow = osg_translation_of(osg_nfct(ctx));
	/* A bridge stands for all its ports, and who is not enforced may forge a tag: then it takes a flow of the endpoint with itself. */
	if (tag & OSG_TAG_KIND_MASK && (tag & OSG_TAG_INDEX_MASK) == run->endpoint->index &&
	    (osg_incoming(ctx) == run->endpoint->ifindex ||
	     (flow && osg_is_own(run, flow->client, flow->family) && osg_is_own(run, flow->server, flow->family))))
		return OSG_REASON_HAIRPIN;
	if (!flow || !flow->translated || !flow->reply || !osg_egress_restricted(run) || flow->family != pkt->family ||
	    flow->protocol != pkt->protocol || !osg_same_words(flow->client, pkt->dst) || !osg_same_words(flow->service, pkt->src) ||
	    flow->client_port != pkt->dport || flow->service_port != pkt->sport)
		return OSG_REASON_NONE;
	if (pkt->flags & OSG_PKT_BEGINS && pkt->protocol != OSG_PROTO_UDP)
		return OSG_REASON_NONE;
	return osg_server_allowed(run, flow) ? OSG_REASON_REPLY : OSG_REASON_STALE_FLOW;
}

/* In a trial, of a reply of such a server: where the rules of that side lead for who stands behind the service, a cell or a chain; 0: they
 * deny. Global: verified once. */
__noinline __u32 osg_service_ref(OSG_CTX *ctx, __u32 revision_unit, __u32 endpoint_unit)
{
	const struct osg_translation *flow;
	struct osg_run run;
	struct osg_key key;
	bool v6;

	if (!osg_run_again(&run, revision_unit, endpoint_unit))
		return 0;
	flow = osg_translation_of(osg_nfct(ctx));
	if (!flow)
		return 0;
	v6 = flow->family == 6;
	osg_key_of(&key, flow->server, flow->family, osg_port_key(flow->protocol, flow->server_port));
	return osg_walk(&key, v6 ? run.endpoint->rules[OSG_EGRESS][1] : run.endpoint->rules[OSG_EGRESS][0],
			v6 ? run.revision->class_v6 : run.revision->class_v4);
}

/* Of an ICMP error to the endpoint: did the endpoint send what it quotes to a service, and may it send to who stands behind it? Global:
 * verified once. */
__noinline int osg_service_quoted(OSG_CTX *ctx, const struct osg_packet *quoted, __u32 revision_unit, __u32 endpoint_unit)
{
	const struct osg_translation *flow;
	struct osg_run run;

	if (!quoted || !osg_run_again(&run, revision_unit, endpoint_unit))
		return false;
	flow = osg_translation_of(osg_nfct(ctx));
	if (!flow)
		return false;
	return flow->translated && flow->family == quoted->family && flow->protocol == quoted->protocol &&
	       osg_same_words(flow->client, quoted->src) && osg_same_words(flow->service, quoted->dst) &&
	       flow->client_port == quoted->sport && flow->service_port == quoted->dport && osg_server_allowed(&run, flow);
}

#endif
