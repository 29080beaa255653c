/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* From a frame to a struct osg_packet, or to the reason why it is none. Nothing that cannot be parsed is a packet.
 * docs/packets.md lists every case. */
#ifndef OSG_LIB_PARSE_H
#define OSG_LIB_PARSE_H

#include "lib/transport.h"

struct osg_ipv4_header {
	__u8 version_ihl, tos;
	__be16 tot_len, id, frag_off;
	__u8 ttl, protocol;
	__be16 check;
	__be32 saddr, daddr;
};

struct osg_ipv6_header {
	__be32 version;
	__be16 payload_len;
	__u8 nexthdr, hop_limit;
	__be32 saddr[4], daddr[4];
};

/* IPv6 extension headers, from the first one on: a bounded walk to the transport header (RFC 8200, 5095, 6946, 7112). Global:
 * verified once, for both directions. */
__noinline enum osg_reason osg_parse_extensions(OSG_CTX *ctx, struct osg_frame *frame)
{
	struct osg_packet *pkt;
	__u32 offset = OSG_L3_OFFSET + 40, next, end;
	const __u8 *h;

	if (!frame)
		return OSG_REASON_TABLE;
	pkt = &frame->pkt;
	next = pkt->protocol;
	end = OSG_L3_OFFSET + pkt->length;
	for (int i = 0; i < OSG_EXTENSION_HEADERS; i++) {
		__u32 bytes;

		/* Not bounded by a constant up to here: a chain of longest headers ends the walk below. */
		if (offset > OSG_L3_OFFSET + 40 + OSG_EXTENSION_BYTES)
			return OSG_REASON_EXTENSION_HEADER;
		switch (next) {
		case OSG_PROTO_HOP_BY_HOP:
			if (i)
				return OSG_REASON_EXTENSION_HEADER;
			break;
		case OSG_PROTO_ROUTING:
		case OSG_PROTO_FRAGMENT:
		case OSG_PROTO_AH:
		case OSG_PROTO_DESTINATION:
		case OSG_PROTO_MOBILITY:
		case OSG_PROTO_HIP:
		case OSG_PROTO_SHIM6:
			break;
		default:
			pkt->protocol = next;
			if (offset > end)
				return OSG_REASON_BAD_HEADER;
			return osg_parse_transport(ctx, frame, offset, end - offset);
		}
		if (offset + 8 > end)
			return pkt->flags & OSG_PKT_FRAGMENT_FIRST ? OSG_REASON_FRAGMENT : OSG_REASON_BAD_HEADER;
		h = osg_bytes(ctx, offset, 8);
		if (!h)
			return OSG_REASON_TRUNCATED;
		bytes = next == OSG_PROTO_AH ? (h[1] + 2) * 4 : (h[1] + 1) * 8;
		if (next == OSG_PROTO_ROUTING && (h[2] == 0 || h[3] != 0))
			return OSG_REASON_EXTENSION_HEADER;	/* type 0, or the final destination is another address */
		if (next == OSG_PROTO_FRAGMENT) {
			__u32 field = osg_be16(h + 2);

			if (pkt->flags & (OSG_PKT_FRAGMENT_FIRST | OSG_PKT_FRAGMENT_LATER))
				return OSG_REASON_FRAGMENT;
			bytes = 8;
			frame->fragment_id = (__u32)osg_be16(h + 4) << 16 | osg_be16(h + 6);
			frame->fragment_offset = field & 0xfff8;
			frame->fragment_more = field & 1;
			frame->fragment_bytes = end - offset - 8;
			if (frame->fragment_offset) {
				pkt->protocol = h[0];
				pkt->flags |= OSG_PKT_FRAGMENT_LATER;
				pkt->l4_offset = offset + 8;
				return OSG_REASON_NONE;
			}
			/* Neither more nor offset: an atomic fragment, a packet like any other. */
			if (frame->fragment_more)
				pkt->flags |= OSG_PKT_FRAGMENT_FIRST;
		}
		next = h[0];
		offset += bytes;
	}
	return OSG_REASON_EXTENSION_HEADER;
}

/* IPv4 with options or in fragments. */
__noinline enum osg_reason osg_parse_ipv4_slow(OSG_CTX *ctx, struct osg_frame *frame)
{
	struct osg_packet *pkt;
	__u32 header, field;
	const __u8 *h;

	if (!frame)
		return OSG_REASON_TABLE;
	pkt = &frame->pkt;
	h = osg_bytes(ctx, OSG_L3_OFFSET, 20);
	if (!h)
		return OSG_REASON_TRUNCATED;
	header = (h[0] & 15) * 4;
	field = osg_be16(h + 6);
	frame->fragment_id = osg_be16(h + 4);
	frame->fragment_offset = (field & 0x1fff) * 8;
	frame->fragment_more = field >> 13 & 1;
	if (header < 20 || header > pkt->length)
		return OSG_REASON_BAD_HEADER;
	frame->fragment_bytes = pkt->length - header;
	if (frame->fragment_offset) {
		pkt->flags |= OSG_PKT_FRAGMENT_LATER;
		pkt->l4_offset = OSG_L3_OFFSET + header;
		return OSG_REASON_NONE;
	}
	if (frame->fragment_more)
		pkt->flags |= OSG_PKT_FRAGMENT_FIRST;
	return osg_parse_transport(ctx, frame, OSG_L3_OFFSET + header, pkt->length - header);
}

static __always_inline enum osg_reason osg_parse_ipv4(OSG_CTX *ctx, struct osg_frame *frame)
{
	const struct osg_ipv4_header *ip = (const void *)osg_bytes(ctx, OSG_L3_OFFSET, 20);
	struct osg_packet *pkt = &frame->pkt;
	__u32 room = osg_length(ctx) - OSG_L3_OFFSET, length;

	if (!ip)
		return OSG_REASON_TRUNCATED;
	length = bpf_ntohs(ip->tot_len);
	/* Big TCP (Linux 6.3): a GSO packet of 64 KiB and more says 0. */
	if (!length && room > 65535 && pkt->segments > 1)
		length = room;
	pkt->family = 4;
	pkt->protocol = ip->protocol;
	pkt->length = length;
	pkt->src[0] = bpf_ntohl(ip->saddr);
	pkt->dst[0] = bpf_ntohl(ip->daddr);
	frame->hop_limit = ip->ttl;
	if (pkt->dst[0] >= 0xe0000000)
		pkt->flags |= OSG_PKT_MULTICAST;
	if (ip->version_ihl >> 4 != 4 || length < 20)
		return OSG_REASON_BAD_HEADER;
	if (length > room)
		return OSG_REASON_TRUNCATED;
	if (ip->version_ihl != 0x45 || ip->frag_off & bpf_htons(0x3fff))
		return osg_parse_ipv4_slow(ctx, frame);
	return osg_parse_transport(ctx, frame, OSG_L3_OFFSET + 20, length - 20);
}

static __always_inline bool osg_mapped(const __u32 *a)
{
	return !a[0] && !a[1] && a[2] == 0xffff;
}

static __always_inline enum osg_reason osg_parse_ipv6(OSG_CTX *ctx, struct osg_frame *frame)
{
	const struct osg_ipv6_header *ip = (const void *)osg_bytes(ctx, OSG_L3_OFFSET, 40);
	struct osg_packet *pkt = &frame->pkt;
	__u32 room = osg_length(ctx) - OSG_L3_OFFSET, length;

	if (!ip)
		return OSG_REASON_TRUNCATED;
	length = bpf_ntohs(ip->payload_len) + 40;
	if (length == 40 && room > 65535 && pkt->segments > 1)
		length = room;
	pkt->family = 6;
	pkt->protocol = ip->nexthdr;
	pkt->length = length;
	for (int i = 0; i < 4; i++) {
		pkt->src[i] = bpf_ntohl(ip->saddr[i]);
		pkt->dst[i] = bpf_ntohl(ip->daddr[i]);
	}
	frame->hop_limit = ip->hop_limit;
	if (pkt->dst[0] >> 24 == 0xff)
		pkt->flags |= OSG_PKT_MULTICAST;
	if ((bpf_ntohl(ip->version) >> 28) != 6)
		return OSG_REASON_BAD_HEADER;
	if (length > room)
		return OSG_REASON_TRUNCATED;
	if (osg_mapped(pkt->src) || osg_mapped(pkt->dst))
		return OSG_REASON_MAPPED_ADDRESS;
	switch (pkt->protocol) {
	case OSG_PROTO_TCP:
	case OSG_PROTO_UDP:
	case OSG_PROTO_ICMPV6:
	case OSG_PROTO_SCTP:
		return osg_parse_transport(ctx, frame, OSG_L3_OFFSET + 40, length - 40);
	default:
		return osg_parse_extensions(ctx, frame);
	}
}

/* Fills `frame`, as far as it goes. ARP comes back as OSG_REASON_NONE with family 0: lib/guard.h judges it. */
static __always_inline enum osg_reason osg_parse(OSG_CTX *ctx, struct osg_frame *frame)
{
	const __u8 *eth;

	__builtin_memset(frame, 0, sizeof(*frame));
	frame->pkt.segments = osg_segments(ctx);
	frame->pkt.length = osg_length(ctx) > OSG_L3_OFFSET ? osg_length(ctx) - OSG_L3_OFFSET : 0;
	eth = osg_bytes(ctx, 0, OSG_L3_OFFSET);
	if (!eth)
		return OSG_REASON_TRUNCATED;
	__builtin_memcpy(frame->mac, eth + 6, 6);
	frame->ethertype = osg_be16(eth + 12);
	if (osg_tagged(ctx))
		return OSG_REASON_VLAN;
	switch (frame->ethertype) {
	case OSG_ETH_IPV4:
		return osg_parse_ipv4(ctx, frame);
	case OSG_ETH_IPV6:
		return osg_parse_ipv6(ctx, frame);
	case OSG_ETH_ARP:
		return OSG_REASON_NONE;
	case OSG_ETH_VLAN:
	case OSG_ETH_QINQ:
		return OSG_REASON_VLAN;
	default:
		return OSG_REASON_ETHERTYPE;
	}
}

#endif
