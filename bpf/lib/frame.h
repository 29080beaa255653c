/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What a program run knows of a frame. Its bytes come by an accessor: lib/skb.h. */
#ifndef OSG_LIB_FRAME_H
#define OSG_LIB_FRAME_H

#include <linux/types.h>
#include <stdbool.h>

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
	__u8 scale;		/* of a SYN-ACK that is looked up, see osg_window_scale */
	__u32 tcp_bytes;	/* of data; big TCP (Linux 6.3) has more than 64 KiB in a packet */
};

static __always_inline __u16 osg_be16(const __u8 *p)
{
	return (__u16)p[0] << 8 | p[1];
}

static __always_inline __u32 osg_be32(const __u8 *p)
{
	return (__u32)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

#endif
