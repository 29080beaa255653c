/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Ports, flags, ICMP types: from the transport header. */
#ifndef OSG_LIB_TRANSPORT_H
#define OSG_LIB_TRANSPORT_H

#include "lib/frame.h"

#ifndef OSG_ACCESSOR
#error "include an accessor first, such as lib/skb.h"
#endif

/* ICMP types that ask a question and the types that answer it, both families: query, then answer. */
static __always_inline bool osg_icmp_is_query(__u8 protocol, __u8 type)
{
	return protocol == OSG_PROTO_ICMP ? type == 8 || type == 13 : type == 128;
}

static __always_inline bool osg_icmp_is_reply(__u8 protocol, __u8 type)
{
	return protocol == OSG_PROTO_ICMP ? type == 0 || type == 14 : type == 129;
}

/* Errors that quote a packet. Redirects (5) quote one too, but tell a host to change its routes: they need a rule. */
static __always_inline bool osg_icmp_is_error(__u8 protocol, __u8 type)
{
	return protocol == OSG_PROTO_ICMP ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
}

/* The window scale that a SYN-ACK announces (RFC 7323), 0 if none. Global: verified once. */
__noinline int osg_window_scale(OSG_CTX *ctx, __u32 l4_offset)
{
	__u32 at = (l4_offset & 511) + 20;

	for (int i = 0; i < OSG_TCP_OPTIONS; i++) {
		const __u8 *option = osg_bytes(ctx, at, 3);

		if (!option || !option[0])
			return 0;
		if (option[0] == 3)
			return option[2] > 14 ? 14 : option[2];
		if (option[0] != 1 && (option[1] < 2 || option[1] > 40))
			return 0;
		at += option[0] == 1 ? 1 : option[1];
	}
	return 0;
}

/* Ports and flags, from the transport header at pkt->l4_offset; `bytes` of it are in this IP packet. A first fragment must
 * hold the whole transport header. */
static __always_inline enum osg_reason osg_parse_transport(OSG_CTX *ctx, struct osg_frame *frame, __u32 offset, __u32 bytes)
{
	struct osg_packet *pkt = &frame->pkt;
	enum osg_reason cut = pkt->flags & OSG_PKT_FRAGMENT_FIRST ? OSG_REASON_FRAGMENT : OSG_REASON_BAD_HEADER;
	const __u8 *h;

	pkt->l4_offset = offset;
	frame->l4_bytes = bytes > 65535 ? 65535 : bytes;
	switch (pkt->protocol) {
	case OSG_PROTO_TCP: {
		__u32 doff;

		if (bytes < 20)
			return cut;
		h = osg_bytes(ctx, offset, 20);
		if (!h)
			return OSG_REASON_TRUNCATED;
		doff = (h[12] >> 4) * 4;
		if (doff < 20 || doff > bytes)
			return cut;
		pkt->sport = osg_be16(h);
		pkt->dport = osg_be16(h + 2);
		pkt->tcp_flags = h[13];
		frame->seq = osg_be32(h + 4);
		frame->ack = osg_be32(h + 8);
		frame->window = osg_be16(h + 14);
		frame->tcp_bytes = bytes - doff;
		if (doff == bytes)
			pkt->flags |= OSG_PKT_NO_PAYLOAD;
		if ((pkt->tcp_flags & (OSG_TCP_SYN | OSG_TCP_ACK)) == OSG_TCP_SYN)
			pkt->flags |= OSG_PKT_BEGINS;
		return OSG_REASON_NONE;
	}
	case OSG_PROTO_UDP: {
		__u32 length;

		if (bytes < 8)
			return cut;
		h = osg_bytes(ctx, offset, 8);
		if (!h)
			return OSG_REASON_TRUNCATED;
		length = osg_be16(h + 4);
		pkt->sport = osg_be16(h);
		pkt->dport = osg_be16(h + 2);
		pkt->flags |= OSG_PKT_BEGINS;
		if (length < 8 || (length > bytes && !(pkt->flags & OSG_PKT_FRAGMENT_FIRST)))
			return OSG_REASON_BAD_HEADER;
		return OSG_REASON_NONE;
	}
	case OSG_PROTO_SCTP:
		if (bytes < 16)
			return cut;
		h = osg_bytes(ctx, offset, 16);
		if (!h)
			return OSG_REASON_TRUNCATED;
		pkt->sport = osg_be16(h);
		pkt->dport = osg_be16(h + 2);
		if (h[12] == 1)	/* INIT */
			pkt->flags |= OSG_PKT_BEGINS;
		return OSG_REASON_NONE;
	case OSG_PROTO_ICMP:
	case OSG_PROTO_ICMPV6:
		/* Each belongs to its own IP version; in the other it is an unknown protocol with a rule or none. */
		if ((pkt->protocol == OSG_PROTO_ICMP) != (pkt->family == 4))
			return OSG_REASON_NONE;
		if (bytes < 8)
			return cut;
		h = osg_bytes(ctx, offset, 8);
		if (!h)
			return OSG_REASON_TRUNCATED;
		pkt->dport = osg_be16(h);
		if (osg_icmp_is_query(pkt->protocol, h[0])) {
			pkt->sport = osg_be16(h + 4);
			pkt->flags |= OSG_PKT_BEGINS;
		} else if (osg_icmp_is_reply(pkt->protocol, h[0])) {
			pkt->sport = osg_be16(h + 4);
		} else if (osg_icmp_is_error(pkt->protocol, h[0])) {
			pkt->flags |= OSG_PKT_ICMP_ERROR;
		}
		return OSG_REASON_NONE;
	default:
		return OSG_REASON_NONE;
	}
}

#endif
