/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The accessor of programs at tc hooks. An accessor is all that the decision (lib/decide.h) knows of a program's kind: the context's
 * type, and the functions below. A program of another kind (netfilter, XDP) includes an accessor of its own before the decision. */
#ifndef OSG_ACCESSOR
#define OSG_ACCESSOR

#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "lib/frame.h"

#define OSG_CTX struct __sk_buff

/* Packets are seen as the endpoint sends and gets them. */
#define OSG_TRANSLATED 0

/* Bytes of the whole frame, from its Ethernet header on. */
static __always_inline __u32 osg_length(OSG_CTX *ctx)
{
	return ctx->len;
}

/* Packets that it will be on the wire. */
static __always_inline __u32 osg_segments(OSG_CTX *ctx)
{
	return ctx->gso_segs ?: 1;
}

/* The kernel takes the outer VLAN tag off the frame before a program sees it. */
static __always_inline bool osg_tagged(OSG_CTX *ctx)
{
	return ctx->vlan_present;
}

static __always_inline __u32 osg_interface(OSG_CTX *ctx)
{
	return ctx->ifindex;
}

/* From a socket of this node: no interface brought it. */
static __always_inline bool osg_originated(OSG_CTX *ctx)
{
	return !ctx->ingress_ifindex;
}

/* Of enum osg_tag; it lives as long as the packet is on this node, and whoever classifies it later may overwrite it. */
static __always_inline __u32 osg_tag(OSG_CTX *ctx)
{
	return ctx->tc_index;
}

static __always_inline void osg_set_tag(OSG_CTX *ctx, __u32 tag)
{
	ctx->tc_index = tag;
}

static __always_inline __u32 osg_incoming(OSG_CTX *ctx)
{
	return ctx->ingress_ifindex;
}

struct sk_buff___osg {
	unsigned long _nfct;
} __attribute__((preserve_access_index));

/* Linux 6.2. Weak: where it is missing, osg_kernel_skb is 0, and the verifier sees no call. */
extern void *bpf_cast_to_kern_ctx(void *ctx) __ksym __weak;

/* Set before loading: the kernel's own packet can be read, as it can be where there are programs at netfilter's hooks. */
const volatile __u32 osg_kernel_skb = 0;

/* skb->_nfct; 0: the kernel tracks no flow of the packet. */
static __always_inline __u64 osg_nfct(OSG_CTX *ctx)
{
	struct sk_buff___osg *skb;

	if (!osg_kernel_skb)
		return 0;
	skb = bpf_cast_to_kern_ctx(ctx);
	return skb->_nfct;
}

/* A flow of the workload, as its sockets know it. */
struct osg_socket {
	const __u32 *own, *peer;
	__u16 own_port, peer_port;	/* host byte order */
	__u8 family;
};

static __always_inline __u32 osg_socket_tuple(struct bpf_sock_tuple *tuple, const struct osg_socket *of)
{
	if (of->family == 4) {
		tuple->ipv4.saddr = bpf_htonl(of->peer[0]);
		tuple->ipv4.daddr = bpf_htonl(of->own[0]);
		tuple->ipv4.sport = bpf_htons(of->peer_port);
		tuple->ipv4.dport = bpf_htons(of->own_port);
		return sizeof(tuple->ipv4);
	}
	for (int i = 0; i < 4; i++) {
		tuple->ipv6.saddr[i] = bpf_htonl(of->peer[i]);
		tuple->ipv6.daddr[i] = bpf_htonl(of->own[i]);
	}
	tuple->ipv6.sport = bpf_htons(of->peer_port);
	tuple->ipv6.dport = bpf_htons(of->own_port);
	return sizeof(tuple->ipv6);
}

/* State of the TCP socket that takes the peer's packets, in the namespace of this id (linux/tcp_states.h); 0: none. */
static __noinline __u32 osg_tcp_socket(OSG_CTX *ctx, __u32 netns, const struct osg_socket *of)
{
	struct bpf_sock_tuple tuple = {};
	__u32 size = osg_socket_tuple(&tuple, of), state;
	struct bpf_sock *sk = bpf_skc_lookup_tcp(ctx, &tuple, size, netns, 0);

	if (!sk)
		return 0;
	state = sk->state;
	bpf_sk_release(sk);
	return state;
}

/* Is a UDP socket there connected to the peer? */
static __noinline bool osg_udp_connected(OSG_CTX *ctx, __u32 netns, const struct osg_socket *of)
{
	struct bpf_sock_tuple tuple = {};
	__u32 size = osg_socket_tuple(&tuple, of);
	struct bpf_sock *sk = bpf_sk_lookup_udp(ctx, &tuple, size, netns, 0);
	bool connected;

	if (!sk)
		return false;
	/* The kernel prefers a socket that is connected to the peer; one with another peer it does not find. */
	connected = sk->dst_port != 0;
	bpf_sk_release(sk);
	return connected;
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
static __always_inline const __u8 *osg_bytes(OSG_CTX *ctx, __u32 offset, __u32 need)
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
