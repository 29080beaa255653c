/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What is settled before the rules: forged sources, ARP, neighbour discovery, router advertisements, DHCP. */
#ifndef OSG_LIB_GUARD_H
#define OSG_LIB_GUARD_H

#include "lib/classify.h"
#include "lib/parse.h"

enum osg_icmpv6 {
	OSG_MLD_QUERY = 130,
	OSG_MLD_REPORT = 131,
	OSG_MLD_DONE = 132,
	OSG_ND_ROUTER_SOLICIT = 133,
	OSG_ND_ROUTER_ADVERT = 134,
	OSG_ND_NEIGHBOUR_SOLICIT = 135,
	OSG_ND_NEIGHBOUR_ADVERT = 136,
	OSG_ND_REDIRECT = 137,
	OSG_MLD2_REPORT = 143,
};

enum osg_guard_limits { OSG_ND_OPTIONS = 4 };

static __always_inline bool osg_same_mac(const __u8 *a, const __u8 *b)
{
	return osg_be32(a) == osg_be32(b) && osg_be16(a + 4) == osg_be16(b + 4);
}

static __always_inline bool osg_link_local(const __u32 *a)
{
	return a[0] >> 22 == 0x3fa;	/* fe80::/10 */
}

/* Addresses that no router forwards to: link-local ones and ff02::/16. */
static __always_inline bool osg_on_link(const __u32 *a)
{
	return osg_link_local(a) || a[0] >> 16 == 0xff02;
}

static __always_inline bool osg_same_v6(const __u32 *a, const __u32 *b)
{
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]));
}

static __always_inline bool osg_zero(const __u32 *a)
{
	return !(a[0] | a[1] | a[2] | a[3]);
}

/* What the kernel at either end of a link says of itself to groups of that link: it looks for routers, asks for members, joins. */
static __always_inline bool osg_is_chatter(const struct osg_packet *pkt)
{
	__u32 type = pkt->dport >> 8;

	return pkt->family == 6 && pkt->protocol == OSG_PROTO_ICMPV6 && pkt->dst[0] >> 16 == 0xff02 &&
	       ((type >= OSG_MLD_QUERY && type <= OSG_ND_ROUTER_SOLICIT) || type == OSG_MLD2_REPORT);
}

/* The link-local address that a kernel derives from a MAC (RFC 4291, appendix A). */
static __always_inline bool osg_eui64_of(const __u32 *a, const __u8 *mac)
{
	return a[0] == 0xfe800000 && !a[1] && a[2] == ((__u32)(mac[0] ^ 2) << 24 | mac[1] << 16 | mac[2] << 8 | 0xff) &&
	       a[3] == (0xfe000000 | mac[3] << 16 | mac[4] << 8 | mac[5]);
}

/* ARP (RFC 826): from the endpoint only for addresses that are its own or allowed, and its own MAC; to it anything but a
 * claim to its own address. */
static __noinline int osg_guard_arp(OSG_CTX *ctx, const struct osg_run *run, const struct osg_identity *id, __u32 dir)
{
	const __u8 *arp = osg_bytes(ctx, OSG_L3_OFFSET, 28);
	__u32 sender[4] = {}, opcode;

	if (!arp)
		return OSG_REASON_TRUNCATED;
	if (osg_be32(arp) != 0x00010800 || osg_be16(arp + 4) != 0x0604)	/* Ethernet, IPv4, lengths 6 and 4 */
		return OSG_REASON_BAD_HEADER;
	opcode = osg_be16(arp + 6);
	if (opcode != 1 && opcode != 2)
		return OSG_REASON_BAD_HEADER;
	if (!(run->endpoint->flags & OSG_ENDPOINT_HAS_V4))
		return OSG_REASON_ADDRESS_FAMILY;
	sender[0] = osg_be32(arp + 14);
	if (dir == OSG_INGRESS)
		return sender[0] && osg_is_own(run, sender, 4) ? OSG_REASON_NEIGHBOUR_SPOOF : OSG_REASON_NEIGHBOUR;
	if (run->endpoint->flags & OSG_ENDPOINT_HAS_MAC && !osg_same_mac(arp + 8, id->mac))
		return OSG_REASON_NEIGHBOUR_SPOOF;
	/* 0.0.0.0 asks whether an address is free (RFC 5227). */
	if (!sender[0])
		return opcode == 1 ? OSG_REASON_NEIGHBOUR : OSG_REASON_NEIGHBOUR_SPOOF;
	return osg_is_source(run, sender, 4) ? OSG_REASON_NEIGHBOUR : OSG_REASON_NEIGHBOUR_SPOOF;
}

/* True if every link-layer address option from `offset` on holds the endpoint's MAC. */
static __always_inline bool osg_nd_options_own(OSG_CTX *ctx, __u32 offset, __u32 end, const __u8 *mac)
{
	for (int i = 0; i < OSG_ND_OPTIONS; i++) {
		const __u8 *option;

		if (offset + 8 > end || offset > 900)
			return offset == end;
		option = osg_bytes(ctx, offset, 8);
		if (!option || !option[1])
			return false;
		if ((option[0] == 1 || option[0] == 2) && !osg_same_mac(option + 2, mac))
			return false;
		offset += option[1] * 8;
	}
	return offset == end;
}

/* Neighbour discovery (RFC 4861) and multicast listener reports (RFC 2710, 3810), which it needs on snooping switches.
 * NONE: not for this guard, the rules judge it. */
static __noinline int osg_guard_nd(OSG_CTX *ctx, const struct osg_run *run, const struct osg_identity *id,
				   const struct osg_frame *frame, __u32 dir)
{
	const struct osg_packet *pkt = &frame->pkt;
	__u32 type = pkt->dport >> 8, code = pkt->dport & 255, offset = pkt->l4_offset, target[4], end = offset + frame->l4_bytes;
	bool has_mac = run->endpoint->flags & OSG_ENDPOINT_HAS_MAC, local;
	const __u8 *h;

	if (type == OSG_MLD_REPORT || type == OSG_MLD_DONE || type == OSG_MLD2_REPORT) {
		if (dir == OSG_INGRESS || frame->hop_limit != 1)
			return OSG_REASON_NONE;
		return osg_link_local(pkt->src) || osg_zero(pkt->src) ? OSG_REASON_NEIGHBOUR : OSG_REASON_NEIGHBOUR_SPOOF;
	}
	if (type < OSG_ND_ROUTER_SOLICIT || type > OSG_ND_REDIRECT)
		return OSG_REASON_NONE;
	if (type == OSG_ND_ROUTER_ADVERT)
		return OSG_REASON_ROUTER_ADVERT;
	if (type == OSG_ND_REDIRECT || code || frame->hop_limit != 255 || pkt->flags & OSG_PKT_FRAGMENT_FIRST)
		return OSG_REASON_NEIGHBOUR_SPOOF;
	local = osg_link_local(pkt->src) || osg_zero(pkt->src);
	if (dir == OSG_EGRESS && !local && !osg_is_source(run, pkt->src, 6))
		return OSG_REASON_SPOOFED_ADDRESS;
	if (type == OSG_ND_ROUTER_SOLICIT) {
		if (dir == OSG_INGRESS)
			return OSG_REASON_NONE;	/* no workload is a router */
		if (!osg_on_link(pkt->dst))
			return OSG_REASON_NEIGHBOUR_SPOOF;
		return !has_mac || osg_nd_options_own(ctx, offset + 8, end, id->mac) ? OSG_REASON_NEIGHBOUR : OSG_REASON_NEIGHBOUR_SPOOF;
	}
	if (frame->l4_bytes < 24)
		return OSG_REASON_BAD_HEADER;
	h = osg_bytes(ctx, offset, 24);
	if (!h)
		return OSG_REASON_TRUNCATED;
	for (int i = 0; i < 4; i++)
		target[i] = osg_be32(h + 8 + 4 * i);
	if (dir == OSG_INGRESS)
		return type == OSG_ND_NEIGHBOUR_ADVERT && osg_is_own(run, target, 6) ? OSG_REASON_NEIGHBOUR_SPOOF : OSG_REASON_NEIGHBOUR;
	/* To the solicited-node group, or to whom it asks for (RFC 4861, 4.3): else a router would carry it to anyone. */
	if (type == OSG_ND_NEIGHBOUR_SOLICIT && !osg_on_link(pkt->dst) && !osg_same_v6(pkt->dst, target))
		return OSG_REASON_NEIGHBOUR_SPOOF;
	/* Others' addresses may be asked for, but only one's own advertised, or claimed by asking from the unspecified one. */
	if (type == OSG_ND_NEIGHBOUR_ADVERT || osg_zero(pkt->src)) {
		bool own = osg_link_local(target) ? !has_mac || osg_eui64_of(target, id->mac) || osg_is_source(run, target, 6) :
						    osg_is_source(run, target, 6);

		if (!own)
			return OSG_REASON_NEIGHBOUR_SPOOF;
	}
	return !has_mac || osg_nd_options_own(ctx, offset + 24, end, id->mac) ? OSG_REASON_NEIGHBOUR : OSG_REASON_NEIGHBOUR_SPOOF;
}

/* DHCP and DHCPv6: no workload is a server; a client where configured. NONE: not DHCP, or for the rules to judge. */
static __always_inline int osg_guard_dhcp(const struct osg_run *run, const struct osg_packet *pkt, __u32 dir)
{
	__u16 client = pkt->family == 4 ? 68 : 546, server = pkt->family == 4 ? 67 : 547;
	bool allowed = run->endpoint->flags & OSG_ENDPOINT_DHCP_CLIENT;

	if (pkt->protocol != OSG_PROTO_UDP)
		return OSG_REASON_NONE;
	if (pkt->sport == server && pkt->dport == client)
		return dir == OSG_INGRESS && allowed ? OSG_REASON_DHCP : OSG_REASON_DHCP_SERVER;
	if (allowed && dir == OSG_EGRESS && pkt->sport == client && pkt->dport == server &&
	    (osg_zero(pkt->src) || osg_link_local(pkt->src) || osg_is_source(run, pkt->src, pkt->family)))
		return OSG_REASON_DHCP;
	return OSG_REASON_NONE;
}

/* May the endpoint send from this address? Own ones first: no walk. A link-local one is its own if it derives from its MAC. */
static __always_inline bool osg_source_ok(const struct osg_run *run, const struct osg_identity *id, const struct osg_packet *pkt)
{
	if (pkt->family == 4) {
		if (id->own_v4_count && pkt->src[0] == id->own_v4)
			return true;
	} else {
		if (id->own_v6_count && pkt->src[0] == id->own_v6[0] && pkt->src[1] == id->own_v6[1] && pkt->src[2] == id->own_v6[2] &&
		    pkt->src[3] == id->own_v6[3])
			return true;
		if (run->endpoint->flags & OSG_ENDPOINT_HAS_MAC && osg_eui64_of(pkt->src, id->mac))
			return true;
	}
	return osg_is_source(run, pkt->src, pkt->family);
}

/* NONE: the rules shall judge the packet. Anything else is its verdict. */
static __always_inline int osg_guard(OSG_CTX *ctx, const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	const struct osg_packet *pkt = &frame->pkt;
	const struct osg_identity *id = osg_identity(run);
	__u32 flags = run->endpoint->flags;
	int reason;

	if (!id)
		return OSG_REASON_TABLE;
	if (dir == OSG_EGRESS && flags & OSG_ENDPOINT_HAS_MAC && !osg_same_mac(frame->mac, id->mac))
		return OSG_REASON_SPOOFED_MAC;
	if (!pkt->family)
		return osg_guard_arp(ctx, run, id, dir);
	if (!(flags & (pkt->family == 4 ? OSG_ENDPOINT_HAS_V4 : OSG_ENDPOINT_HAS_V6))) {
		/* Whoever has no IPv6 is not asked for neighbours either. */
		if (pkt->family == 6 && pkt->protocol == OSG_PROTO_ICMPV6 && pkt->dst[0] >> 16 == 0xff02)
			return OSG_REASON_LINK_CHATTER;
		return OSG_REASON_ADDRESS_FAMILY;
	}
	if (pkt->protocol == OSG_PROTO_ICMPV6 && pkt->family == 6 && pkt->dport >= OSG_MLD_REPORT << 8 &&
	    !(pkt->flags & OSG_PKT_FRAGMENT_LATER)) {
		reason = osg_guard_nd(ctx, run, id, frame, dir);
		if (reason)
			return reason;
	}
	reason = osg_guard_dhcp(run, pkt, dir);
	if (reason)
		return reason;
	if (dir == OSG_EGRESS && !osg_source_ok(run, id, pkt))
		return OSG_REASON_SPOOFED_ADDRESS;
	return OSG_REASON_NONE;
}

#endif
