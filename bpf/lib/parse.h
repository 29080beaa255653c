/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* From a frame to a struct osg_packet, or to the reason why it is none. Nothing that cannot be parsed is a packet.
 * docs/packets.md lists every case. */
#ifndef OSG_LIB_PARSE_H
#define OSG_LIB_PARSE_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "abi/types.h"

enum osg_ethertype { OSG_ETH_IPV4 = 0x0800, OSG_ETH_ARP = 0x0806, OSG_ETH_VLAN = 0x8100, OSG_ETH_IPV6 = 0x86dd, OSG_ETH_QINQ = 0x88a8 };

enum osg_protocol {
	OSG_PROTO_HOP_BY_HOP = 0,
	OSG_PROTO_ICMP = 1,
	OSG_PROTO_TCP = 6,
	OSG_PROTO_UDP = 17,
	OSG_PROTO_ROUTING = 43,
	OSG_PROTO_FRAGMENT = 44,
	OSG_PROTO_AH = 51,
	OSG_PROTO_ICMPV6 = 58,
	OSG_PROTO_DESTINATION = 60,
	OSG_PROTO_SCTP = 132,
	OSG_PROTO_MOBILITY = 135,
	OSG_PROTO_HIP = 139,
	OSG_PROTO_SHIM6 = 140,
};

enum osg_tcp_flags { OSG_TCP_FIN = 1, OSG_TCP_SYN = 2, OSG_TCP_RST = 4, OSG_TCP_ACK = 16 };

enum osg_parse_limits {
	OSG_L3_OFFSET = 14,		/* the network header, after Ethernet's */
	OSG_EXTENSION_HEADERS = 6,	/* IPv6 headers before the transport header */
	OSG_EXTENSION_BYTES = 512,	/* and their length */
};

/* What a program run knows of a frame beside its struct osg_packet. */
struct osg_frame {
	struct osg_packet pkt;
	__u8 mac[6];		/* source */
	__u16 ethertype;
	__u32 fragment_id;	/* valid with OSG_PKT_FRAGMENT_* */
	__u16 fragment_offset;	/* bytes */
	__u16 fragment_bytes;	/* payload of this fragment */
	__u8 fragment_more;
	__u8 hop_limit;
	__u16 l4_bytes;		/* from l4_offset to the end of the IP packet, capped at 65535 */
	__u32 seq;		/* TCP */
	__u32 ack;
};

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

static __always_inline __u16 osg_be16(const __u8 *p)
{
	return (__u16)p[0] << 8 | p[1];
}

static __always_inline __u32 osg_be32(const __u8 *p)
{
	return (__u32)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

/* A packet pointer from the context, in one instruction that the compiler does not touch: it would keep the 32-bit field in a
 * register and copy its lower half, and the verifier would no longer know a pointer. */
#define OSG_CTX_POINTER(ctx, field)                                                                                  \
	({                                                                                                           \
		const __u8 *pointer;                                                                                 \
		asm volatile("%0 = *(u32 *)(%1 + %2)" : "=r"(pointer) : "r"(ctx), "i"(__builtin_offsetof(struct __sk_buff, field))); \
		pointer;                                                                                             \
	})

/* The bytes of the frame from `offset` (below 1024) on: `need` of them can be read, or 0 is returned. What lies outside the
 * linear part of the skb is pulled into it: pointers taken before are void then. */
static __always_inline const __u8 *osg_bytes(struct __sk_buff *ctx, __u32 offset, __u32 need)
{
	const __u8 *data = OSG_CTX_POINTER(ctx, data), *end = OSG_CTX_POINTER(ctx, data_end);

	/* Where a caller's bound makes the mask needless to the compiler, the verifier of Linux 6.1 may have lost that bound. */
	if (!__builtin_constant_p(offset))
		asm("" : "+r"(offset));
	offset &= 1023;
	if (data + offset + need <= end)
		return data + offset;
	if (offset + need > ctx->len || bpf_skb_pull_data(ctx, offset + need))
		return 0;
	data = OSG_CTX_POINTER(ctx, data);
	end = OSG_CTX_POINTER(ctx, data_end);
	if (data + offset + need <= end)
		return data + offset;
	return 0;
}

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

/* Ports and flags, from the transport header at pkt->l4_offset; `bytes` of it are in this IP packet. A first fragment must
 * hold the whole transport header. */
static __always_inline enum osg_reason osg_parse_transport(struct __sk_buff *ctx, struct osg_frame *frame, __u32 offset, __u32 bytes)
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

/* IPv6 extension headers, from the first one on: a bounded walk to the transport header (RFC 8200, 5095, 6946, 7112). Global:
 * verified once, for both directions. */
__noinline enum osg_reason osg_parse_extensions(struct __sk_buff *ctx, struct osg_frame *frame)
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
__noinline enum osg_reason osg_parse_ipv4_slow(struct __sk_buff *ctx, struct osg_frame *frame)
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

static __always_inline enum osg_reason osg_parse_ipv4(struct __sk_buff *ctx, struct osg_frame *frame)
{
	const struct osg_ipv4_header *ip = (const void *)osg_bytes(ctx, OSG_L3_OFFSET, 20);
	struct osg_packet *pkt = &frame->pkt;
	__u32 room = ctx->len - OSG_L3_OFFSET, length;

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

static __always_inline enum osg_reason osg_parse_ipv6(struct __sk_buff *ctx, struct osg_frame *frame)
{
	const struct osg_ipv6_header *ip = (const void *)osg_bytes(ctx, OSG_L3_OFFSET, 40);
	struct osg_packet *pkt = &frame->pkt;
	__u32 room = ctx->len - OSG_L3_OFFSET, length;

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
static __always_inline enum osg_reason osg_parse(struct __sk_buff *ctx, struct osg_frame *frame)
{
	const __u8 *eth;

	__builtin_memset(frame, 0, sizeof(*frame));
	frame->pkt.segments = ctx->gso_segs ?: 1;
	frame->pkt.length = ctx->len > OSG_L3_OFFSET ? ctx->len - OSG_L3_OFFSET : 0;
	eth = osg_bytes(ctx, 0, OSG_L3_OFFSET);
	if (!eth)
		return OSG_REASON_TRUNCATED;
	__builtin_memcpy(frame->mac, eth + 6, 6);
	frame->ethertype = osg_be16(eth + 12);
	/* The kernel takes the outer tag off the frame before a program sees it. */
	if (ctx->vlan_present)
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
