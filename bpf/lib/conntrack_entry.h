/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* A tracked flow: its key, its state, its lifetime.
 *
 * Lifetimes: an entry's deadline is changed by compare-and-swap only. Whoever wins the change to 0 deletes the entry, and no
 * one revives it: between the two the tuple is busy. So a live entry is never deleted. */
#ifndef OSG_LIB_CONNTRACK_ENTRY_H
#define OSG_LIB_CONNTRACK_ENTRY_H

#include "abi/conntrack.h"
#include "lib/classify.h"
#include "lib/stats.h"

struct osg_ct_table {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, OSG_CT_ENTRIES);
	__type(key, struct osg_ct_key);
	__type(value, struct osg_ct_entry);
};

/* By endpoint index: a table's size is its endpoint's quota. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct osg_ct_table);
} osg_conntrack SEC(".maps");

/* When the endpoint last saw a SYN-ACK of a tuple with this hash: seconds of the tick clock. Tells which bare ACKs may
 * complete a handshake, so that the others need no look into the table. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_HANDSHAKES);
	__type(key, __u32);
	__type(value, __u64);
} osg_handshakes SEC(".maps");

#define OSG_READ_ONCE(x) (*(const volatile typeof(x) *)&(x))

/* The tick clock, of all deadlines. */
static __always_inline __u64 osg_ct_now(const struct osg_run *run)
{
	return run->root ? bpf_jiffies64() * run->root->tick_ns : 0;
}

static __always_inline __u32 osg_ct_check(const struct osg_ct_key *key)
{
	return ((__u32)key->own_port << 16 | key->peer_port) ^ key->peer[0] ^ key->peer[3] * 3 ^ (__u32)key->protocol << 8 ^ key->generation;
}

/* False: no protocol of which flows are tracked. */
static __always_inline bool osg_ct_key_of(struct osg_ct_key *key, const struct osg_run *run, const struct osg_packet *pkt, __u32 dir)
{
	bool ingress = dir == OSG_INGRESS, icmp = pkt->protocol == OSG_PROTO_ICMP || pkt->protocol == OSG_PROTO_ICMPV6;
	__u8 type = pkt->dport >> 8;

	__builtin_memset(key, 0, sizeof(*key));
	__builtin_memcpy(key->own, ingress ? pkt->dst : pkt->src, sizeof(key->own));
	__builtin_memcpy(key->peer, ingress ? pkt->src : pkt->dst, sizeof(key->peer));
	key->generation = run->endpoint->generation;
	key->family = pkt->family;
	key->protocol = pkt->protocol;
	key->own_port = ingress ? pkt->dport : pkt->sport;
	key->peer_port = ingress ? pkt->sport : pkt->dport;
	if (!icmp)
		return pkt->protocol == OSG_PROTO_TCP || pkt->protocol == OSG_PROTO_UDP || pkt->protocol == OSG_PROTO_SCTP;
	if ((pkt->protocol == OSG_PROTO_ICMP) != (pkt->family == 4))
		return false;
	key->own_port = pkt->sport;
	if (osg_icmp_is_query(pkt->protocol, type)) {
		key->peer_port = type << 8;
		key->icmp_direction = dir;
		return true;
	}
	if (osg_icmp_is_reply(pkt->protocol, type)) {
		key->peer_port = pkt->protocol == OSG_PROTO_ICMPV6 ? 128 << 8 : type == 0 ? 8 << 8 : 13 << 8;
		key->icmp_direction = !dir;
		return true;
	}
	return false;
}

/* The protocol/port word by which the rules of `original` judge the flow. */
static __always_inline __u32 osg_ct_port_key(const struct osg_ct_key *key, __u32 original)
{
	bool icmp = key->protocol == OSG_PROTO_ICMP || key->protocol == OSG_PROTO_ICMPV6;

	return osg_port_key(key->protocol, !icmp && original == OSG_INGRESS ? key->own_port : key->peer_port);
}

static __always_inline __u64 osg_ct_timeout(const struct osg_settings *s, const struct osg_ct_key *key, const struct osg_ct_entry *e)
{
	__u8 state = OSG_READ_ONCE(e->state);

	if (e->revoked)
		return s->revoked_ns;
	switch (key->protocol) {
	case OSG_PROTO_TCP:
		return state == OSG_CT_ESTABLISHED ? s->tcp_established_ns :
		       state == OSG_CT_HALF_CLOSED ? s->tcp_half_closed_ns :
		       state == OSG_CT_CLOSING ? s->tcp_closing_ns :
		       state == OSG_CT_RESET ? s->tcp_reset_ns : s->tcp_new_ns;
	case OSG_PROTO_UDP:
		return state == OSG_CT_ESTABLISHED ? s->udp_stream_ns : s->udp_new_ns;
	case OSG_PROTO_SCTP:
		return state == OSG_CT_ESTABLISHED ? s->sctp_established_ns : s->sctp_new_ns;
	default:
		return s->icmp_ns;
	}
}

/* Long timeouts get a little more than asked for, so that not every packet has to write. */
static __always_inline __u64 osg_ct_until(__u64 now, __u64 timeout)
{
	return now + timeout + (timeout > 60000000000ULL ? timeout >> 5 : 0);
}

/* Keeps an entry alive; `exact`: also sooner than it was. False: it is being deleted. */
static __always_inline bool osg_ct_refresh(struct osg_ct_entry *e, __u64 now, __u64 timeout, bool exact)
{
	__u64 old = OSG_READ_ONCE(e->deadline_ns);

	if (!old)
		return false;
	if (!exact && old >= now + timeout)
		return true;
	/* Who loses lost to another refresh, or to the sweep. */
	return __sync_val_compare_and_swap(&e->deadline_ns, old, osg_ct_until(now, timeout)) == old || OSG_READ_ONCE(e->deadline_ns);
}

static __always_inline __u64 *osg_handshake(const struct osg_run *run, const struct osg_ct_key *key)
{
	__u32 hash = (key->peer[0] ^ key->peer[3] ^ ((__u32)key->own_port << 16 | key->peer_port)) * 0x9e3779b1;
	__u32 index = run->endpoint->index * OSG_HANDSHAKES + (hash >> 16 & (OSG_HANDSHAKES - 1));

	return bpf_map_lookup_elem(&osg_handshakes, &index);
}

/* What one more packet of the flow does to its state. `reply`: against the original direction. */
static __always_inline void osg_ct_advance(const struct osg_run *run, const struct osg_settings *settings, const struct osg_ct_key *key,
					   struct osg_ct_entry *e, const struct osg_frame *frame, bool reply, __u64 now)
{
	__u8 flags = frame->pkt.tcp_flags, state = OSG_READ_ONCE(e->state), next = state;

	if (key->protocol != OSG_PROTO_TCP) {
		if (reply)
			next = OSG_CT_ESTABLISHED;
	} else if (flags & OSG_TCP_RST) {
		next = OSG_CT_RESET;
	} else if (flags & OSG_TCP_FIN) {
		e->closed |= reply ? 2 : 1;
		next = e->closed == 3 ? OSG_CT_CLOSING : OSG_CT_HALF_CLOSED;
	} else if (flags & OSG_TCP_SYN) {
		if (reply && flags & OSG_TCP_ACK && state == OSG_CT_NEW) {
			__u64 *seen = osg_handshake(run, key);

			e->handshake_ack = frame->seq + 1;
			next = OSG_CT_SYN_RECEIVED;
			if (seen)
				*seen = now / 1000000000;
		}
	} else if (reply) {
		/* A server speaks when the handshake is over; and a peer that goes on after a reset did not take it. */
		if (state == OSG_CT_SYN_RECEIVED || state == OSG_CT_RESET)
			next = OSG_CT_ESTABLISHED;
	} else if (state == OSG_CT_SYN_RECEIVED && flags & OSG_TCP_ACK && frame->ack - e->handshake_ack < 65536) {
		next = OSG_CT_ESTABLISHED;
	}
	if (next != state)
		e->state = next;
	osg_ct_refresh(e, now, osg_ct_timeout(settings, key, e), next != state);
}

#endif
