/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* A frame: its bytes, and what a program run knows of it. */
#ifndef OSG_LIB_FRAME_H
#define OSG_LIB_FRAME_H

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
	OSG_TCP_OPTIONS = 8,		/* of a SYN-ACK, up to its window scale */
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
	__u16 window;		/* as it stands in the header */
	__u16 tcp_bytes;	/* of data */
	__u8 scale;		/* of a SYN-ACK that is looked up, see osg_window_scale */
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

#endif
