/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What the kernel's own connection tracking knows of a packet: whom its sender named, and who is meant. IPVS sets no status bit,
 * so the two tuples are compared. */
#ifndef OSG_LIB_TRANSLATION_H
#define OSG_LIB_TRANSLATION_H

#include "lib/classify.h"
#include "lib/frame.h"

#include <bpf/bpf_core_read.h>

/* As struct nf_conntrack_tuple of Linux 5.x to 6.18. */
struct osg_kernel_tuple {
	__be32 src[4];
	__be16 sport;
	__u16 family;
	__be32 dst[4];
	__be16 dport;
	__u8 protocol;
	__u8 direction;
};

struct nf_conntrack_tuple_hash {
	__u64 node[2];
};

struct nf_conn___osg {
	struct nf_conntrack_tuple_hash tuplehash[2];
} __attribute__((preserve_access_index));

enum osg_kernel_conntrack {
	OSG_NFCT_INFO_MASK = 7,		/* of skb->_nfct: enum ip_conntrack_info */
	OSG_NFCT_FIRST_REPLY = 3,	/* IP_CT_ESTABLISHED_REPLY, IP_CT_RELATED_REPLY */
	OSG_NFCT_TUPLES = 16,		/* offset of nf_conn.tuplehash but in kernels that debug their locks */
	OSG_NFCT_TUPLE = 56,		/* size of its elements, and of what lies before the tuple in them: */
	OSG_NFCT_NODE = 16,
	OSG_NFCT_OFFLOAD = 1 << 14,	/* IPS_OFFLOAD */
};

/* Of the original direction, in host byte order. */
struct osg_translation {
	__u32 client[4];
	__u32 service[4];	/* to whom the client sends */
	__u32 server[4];	/* who gets it, and answers */
	__u16 client_port;
	__u16 service_port;
	__u16 server_port;
	__u8 protocol;
	__u8 family;
	__u8 reply;		/* the packet goes in the reply direction */
	__u8 translated;	/* the service is not the server */
	__u8 offloaded;
	__u8 answered;		/* packets went both ways before */
};

/* Where it is written: the stack has no room for it. No packet interrupts another on its CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_translation);
} osg_translation_now SEC(".maps");

/* NULL: the kernel tracks no flow of the packet. Valid until the next call. `nfct`: skb->_nfct. */
static __noinline const struct osg_translation *osg_translation_of(__u64 nfct)
{
	__u32 zero = 0;
	struct osg_translation *out = bpf_map_lookup_elem(&osg_translation_now, &zero);
	__u32 offset = bpf_core_field_exists(struct nf_conn___osg, tuplehash) ? bpf_core_field_offset(struct nf_conn___osg, tuplehash) :
										OSG_NFCT_TUPLES;
	struct osg_kernel_tuple tuple;
	__u32 differs = 0;
	__u64 at, status;

	if (nfct < 4096 || !out)
		return NULL;
	at = (nfct & ~(__u64)OSG_NFCT_INFO_MASK) + offset + OSG_NFCT_NODE;
	if (bpf_probe_read_kernel(&tuple, sizeof(tuple), (void *)at))
		return NULL;
	for (int i = 0; i < 4; i++) {
		out->client[i] = bpf_ntohl(tuple.src[i]);
		out->service[i] = bpf_ntohl(tuple.dst[i]);
	}
	out->client_port = bpf_ntohs(tuple.sport);
	out->service_port = bpf_ntohs(tuple.dport);
	out->protocol = tuple.protocol;
	out->family = tuple.family == 2 ? 4 : tuple.family == 10 ? 6 : 0;
	at += OSG_NFCT_TUPLE;
	if (bpf_probe_read_kernel(&tuple, 20, (void *)at))
		return NULL;
	for (int i = 0; i < 4; i++) {
		out->server[i] = bpf_ntohl(tuple.src[i]);
		differs |= out->service[i] ^ out->server[i];
	}
	out->server_port = bpf_ntohs(tuple.sport);
	/* Now, and not of copies behind the call: callers that lie deep have no stack for them. */
	asm volatile("" : "+r"(differs) :: "memory");
	at += OSG_NFCT_TUPLE - OSG_NFCT_NODE;
	if (bpf_probe_read_kernel(&status, sizeof(status), (void *)at))
		return NULL;
	out->reply = (nfct & OSG_NFCT_INFO_MASK) >= OSG_NFCT_FIRST_REPLY;
	out->translated = differs || out->service_port != out->server_port;
	out->offloaded = !!(status & OSG_NFCT_OFFLOAD);
	out->answered = out->reply || !(nfct & OSG_NFCT_INFO_MASK);
	return out->family ? out : NULL;
}

static __always_inline bool osg_same_words(const __u32 *a, const __u32 *b)
{
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]));
}

#endif
