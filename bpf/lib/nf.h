/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The accessor of programs at netfilter's hooks (Linux 6.4), in place of lib/skb.h. A packet begins with its network header there:
 * offsets are those of a frame all the same. */
#ifndef OSG_ACCESSOR
#define OSG_ACCESSOR

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "lib/frame.h"

struct sk_buff {
	unsigned int len;
	int skb_iif;
	__u16 tc_index;
	unsigned int end;
	unsigned char *head;
	unsigned long _nfct;
} __attribute__((preserve_access_index));

struct skb_shared_info {
	unsigned short gso_segs;
} __attribute__((preserve_access_index));

struct nf_hook_state {
	__u8 hook;
	__u8 pf;
} __attribute__((preserve_access_index));

/* Not to be relocated: the verifier wants the context's own offsets. */
struct bpf_nf_ctx {
	const struct nf_hook_state *state;
	struct sk_buff *skb;
};

#define OSG_CTX struct bpf_nf_ctx

/* A packet may have been sent to somebody else than its destination. */
#define OSG_TRANSLATED 1

enum osg_nf {
	OSG_NF_DROP = 0,
	OSG_NF_ACCEPT = 1,
	OSG_NF_LOCAL_IN = 1,
	OSG_NF_POST_ROUTING = 4,
	OSG_NF_IPV4 = 2,	/* pf */
	OSG_NF_SLICE = 40,	/* bytes that are looked at at once */
};

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size) __ksym;

/* Where headers are copied to that lie in pieces. Packets that endpoints send come here in softirqs, which do not interrupt one another. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u8[OSG_NF_SLICE]);
} osg_slice SEC(".maps");

static __always_inline __u32 osg_length(OSG_CTX *ctx)
{
	return ctx->skb->len + OSG_L3_OFFSET;
}

static __always_inline __u32 osg_segments(OSG_CTX *ctx)
{
	struct skb_shared_info *info = (void *)(ctx->skb->head + ctx->skb->end);
	unsigned short segments = 0;

	bpf_core_read(&segments, sizeof(segments), &info->gso_segs);
	return segments ?: 1;
}

static __always_inline bool osg_tagged(OSG_CTX *ctx)
{
	return false;
}

static __always_inline __u32 osg_tag(OSG_CTX *ctx)
{
	return ctx->skb->tc_index;
}

static __always_inline void osg_set_tag(OSG_CTX *ctx, __u32 tag)
{
}

static __always_inline __u32 osg_incoming(OSG_CTX *ctx)
{
	__u32 ifindex = ctx->skb->skb_iif;

	/* One load for this and for something else, which the compiler would make of it, the verifier refuses. */
	asm("" : "+r"(ifindex));
	return ifindex;
}

static __always_inline __u32 osg_interface(OSG_CTX *ctx)
{
	return ctx->skb->skb_iif;
}

static __always_inline bool osg_originated(OSG_CTX *ctx)
{
	return !ctx->skb->skb_iif;
}

static __always_inline __u64 osg_nfct(OSG_CTX *ctx)
{
	return ctx->skb->_nfct;
}

/* Nobody asks a workload's sockets here. */
struct osg_socket {
	const __u32 *own, *peer;
	__u16 own_port, peer_port;
	__u8 family;
};

static __always_inline __u32 osg_tcp_socket(OSG_CTX *ctx, __u32 netns, const struct osg_socket *of)
{
	return 0;
}

static __always_inline bool osg_udp_connected(OSG_CTX *ctx, __u32 netns, const struct osg_socket *of)
{
	return false;
}

/* As in lib/skb.h; `need` is at most OSG_NF_SLICE. */
static __always_inline const __u8 *osg_bytes(OSG_CTX *ctx, __u32 offset, __u32 need)
{
	__u8 *buffer = bpf_map_lookup_elem(&osg_slice, (const void *)&(const __u32){ 0 });
	struct bpf_dynptr packet;

	if (!buffer || offset < OSG_L3_OFFSET || offset + need > osg_length(ctx) ||
	    bpf_dynptr_from_skb((struct __sk_buff *)ctx->skb, 0, &packet))
		return 0;
	return bpf_dynptr_slice(&packet, offset - OSG_L3_OFFSET, buffer, need);
}

#endif
