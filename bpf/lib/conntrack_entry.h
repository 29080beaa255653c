/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* A tracked flow: its key, its state, its lifetime.
 *
 * Lifetimes: an entry's deadline is changed by compare-and-swap only. Whoever wins the change to 0 deletes the entry, and no
 * one revives it: between the two the tuple is busy. So a live entry is never deleted. */
#ifndef OSG_LIB_CONNTRACK_ENTRY_H
#define OSG_LIB_CONNTRACK_ENTRY_H

#include "lib/conntrack_table.h"

/* False: no protocol of which flows are tracked. */
static __always_inline bool osg_ct_key_of(struct osg_ct_key *key, const struct osg_run *run, const struct osg_packet *pkt, __u32 dir)
{
	bool ingress = dir == OSG_INGRESS, icmp = pkt->protocol == OSG_PROTO_ICMP || pkt->protocol == OSG_PROTO_ICMPV6;
	__u8 type = pkt->dport >> 8;

	__builtin_memset(key, 0, sizeof(*key));
	__builtin_memcpy(key->own, ingress ? pkt->dst : pkt->src, sizeof(key->own));
	__builtin_memcpy(key->peer, ingress ? pkt->src : pkt->dst, sizeof(key->peer));
	key->endpoint = run->endpoint->index;
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
		key->peer_port = type << 8 | (dir & 1);
		return true;
	}
	if (osg_icmp_is_reply(pkt->protocol, type)) {
		key->peer_port = (pkt->protocol == OSG_PROTO_ICMPV6 ? 128 << 8 : type == 0 ? 8 << 8 : 13 << 8) | !dir;
		return true;
	}
	return false;
}

/* The protocol/port word by which the rules of `original` judge the flow. */
static __always_inline __u32 osg_ct_port_key(const struct osg_ct_key *key, __u32 original)
{
	bool icmp = key->protocol == OSG_PROTO_ICMP || key->protocol == OSG_PROTO_ICMPV6;

	return osg_port_key(key->protocol, icmp ? key->peer_port & 0xff00 : original == OSG_INGRESS ? key->own_port : key->peer_port);
}

static __always_inline __u32 osg_ct_original(__u32 judged)
{
	return judged & OSG_CT_ORIGINAL_EGRESS ? OSG_EGRESS : OSG_INGRESS;
}

/* The word for a verdict; `how`: the bits that do not come of the rules. */
static __always_inline __u32 osg_ct_verdict(const struct osg_decision *decision, __u32 how)
{
	return (decision->slot & OSG_CT_SLOT_MASK) | (decision->valid_until_ns == ~0ULL ? 0 : OSG_CT_LIMITED) |
	       (decision->verdict == OSG_DENY ? OSG_CT_REVOKED : 0) | (how & (OSG_CT_ORIGINAL_EGRESS | OSG_CT_FROM_NODE));
}

/* The revision in force as entries have it. */
static __always_inline __u32 osg_ct_revision(const struct osg_run *run)
{
	__u32 revision = run->revision->revision;

	/* The sides of a trial are two: where the other one counts, flows are judged again. */
	if (run->endpoint && run->endpoint->flags & OSG_ENDPOINT_CANDIDATE)
		revision ^= 1U << 31;

	return revision + 1 <= 1 ? 1 : revision;
}

static __always_inline __u64 osg_ct_timeout(const struct osg_settings *s, const struct osg_ct_key *key, const struct osg_ct_entry *e)
{
	__u8 state = OSG_READ_ONCE(e->state) & OSG_CT_STATE_MASK;

	if (e->judged & OSG_CT_REVOKED)
		return s->revoked_ns;
	switch (key->protocol) {
	case OSG_PROTO_TCP:
		return state == OSG_CT_ESTABLISHED ? s->tcp_established_ns :
		       state == OSG_CT_HALF_CLOSED ? s->tcp_half_closed_ns :
		       state == OSG_CT_CLOSING ? s->tcp_closing_ns :
		       state == OSG_CT_RESET ? s->tcp_reset_ns : s->tcp_new_ns;
	case OSG_PROTO_UDP:
		return state == OSG_CT_ESTABLISHED ? s->udp_stream_ns : state == OSG_CT_ANSWERED ? s->udp_answered_ns : s->udp_new_ns;
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
	__u32 old = OSG_READ_ONCE(e->deadline);

	if (!old)
		return false;
	if (!exact && (__s32)(old - osg_ct_time(now + timeout)) >= 0)
		return true;
	/* Who loses lost to another refresh, or to the sweep. */
	return __sync_val_compare_and_swap(&e->deadline, old, osg_ct_time(osg_ct_until(now, timeout))) == old || OSG_READ_ONCE(e->deadline);
}

static __always_inline __u64 *osg_handshake(const struct osg_run *run, const struct osg_ct_key *key)
{
	__u32 hash = (key->peer[0] ^ key->peer[3] ^ ((__u32)key->own_port << 16 | key->peer_port)) * 0x9e3779b1;
	__u32 index = run->endpoint->index * OSG_HANDSHAKES + (hash >> 16 & (OSG_HANDSHAKES - 1));

	return bpf_map_lookup_elem(&osg_handshakes, &index);
}

/* From now on bare acknowledgements of the flow are looked up, for as long as a handshake may take. */
static __always_inline void osg_ct_watch(const struct osg_run *run, const struct osg_ct_key *key, __u64 now)
{
	__u64 *seen = osg_handshake(run, key);

	if (seen)
		*seen = now / 1000000000;
}

static __always_inline bool osg_near(__u32 a, __u32 b)
{
	return a - b + OSG_CT_PLAUSIBLE < 2 * OSG_CT_PLAUSIBLE;
}

/* The answer to a SYN acknowledges it, and perhaps data that came with it (RFC 7413). */
static __always_inline bool osg_ct_answers(const struct osg_ct_entry *e, const struct osg_frame *frame)
{
	return frame->ack - e->acked < 65536;
}

/* Does a reset count? Its receiver takes it if it stands exactly where the next byte is expected, and answers one that lies
 * elsewhere in its window (RFC 5961), whereupon the flow goes on. What lies outside it ignores, and so do we. */
static __always_inline bool osg_ct_resets(const struct osg_ct_entry *e, const struct osg_frame *frame, bool reply)
{
	/* Without numbers: its replies pass by rule, so that the entry decides nothing. */
	__u8 state = e->state & OSG_CT_STATE_MASK, flags = e->flags;

	if (state > OSG_CT_SYN_RECEIVED && !(flags & OSG_CT_NUMBERED))
		return true;
	if (!reply)
		return frame->seq == e->acked ||
		       (!(flags & OSG_CT_CONTESTED) && frame->seq - e->acked <= (__u32)e->window << (flags >> OSG_CT_SCALE_SHIFT));
	if (state == OSG_CT_NEW)
		return frame->pkt.tcp_flags & OSG_TCP_ACK && osg_ct_answers(e, frame);
	return frame->seq == e->next;
}

/* Notes TCP's numbers of a packet that is no reset; `state` with what is closed, which it returns as it is now. `numbered`: a
 * reply that passes by the entry. */
static __always_inline __u8 osg_ct_number(struct osg_ct_entry *e, const struct osg_frame *frame, __u8 state, bool reply, bool numbered)
{
	__u8 flags = frame->pkt.tcp_flags, noted = e->flags;
	__u32 end = frame->seq + frame->tcp_bytes + !!(flags & OSG_TCP_FIN) + !!(flags & OSG_TCP_SYN), side = reply & 1;
	bool known = noted & OSG_CT_NUMBERED, syn = flags & OSG_TCP_SYN, fresh = (state & OSG_CT_STATE_MASK) == OSG_CT_NEW;

	if (!reply) {
		/* A SYN that comes again, perhaps of a client that began anew. */
		if (syn && fresh)
			e->acked = frame->seq + 1;
	} else if (!numbered) {
		/* By rule: from now on we may miss some. */
		if (known)
			e->flags = noted & ~OSG_CT_NUMBERED;
		if (syn && fresh)
			e->next = end;
	} else if (!known || fresh) {
		if (fresh && !(syn && osg_ct_answers(e, frame)))
			return state;
		e->acked = frame->ack;
		e->next = end;
		/* That of a SYN is not scaled. */
		e->window = syn ? frame->window >> (frame->scale & 15) : frame->window;
		e->flags = (noted & 15) | OSG_CT_NUMBERED | frame->scale << OSG_CT_SCALE_SHIFT;
	} else if (osg_near(frame->seq, e->next) && osg_near(frame->ack, e->acked)) {
		if ((__s32)(end - e->next) > 0)
			e->next = end;
		if ((__s32)(frame->ack - e->acked) >= 0) {
			e->acked = frame->ack;
			e->window = frame->window;
		}
	} else {
		return state;
	}
	/* A FIN counts when the other side acknowledges it, and is none if more is acknowledged than its end. */
	if (flags & OSG_TCP_FIN) {
		e->fin[side] = end;
		state |= OSG_CT_FIN_SEEN << side;
	}
	if (flags & OSG_TCP_ACK && state & OSG_CT_FIN_SEEN << !side) {
		__u32 beyond = frame->ack - e->fin[!side];

		if (!beyond)
			state |= OSG_CT_FIN_ACKED << !side;
		else if (beyond < OSG_CT_PLAUSIBLE)
			state &= ~((OSG_CT_FIN_SEEN | OSG_CT_FIN_ACKED) << !side);
	}
	return state;
}

/* The state of a TCP flow, and what is closed of it, after one more packet. */
static __always_inline __u8 osg_ct_tcp_next(const struct osg_run *run, const struct osg_ct_key *key, struct osg_ct_entry *e,
					    const struct osg_frame *frame, __u8 before, bool reply, bool numbered, __u64 now)
{
	const __u32 both = OSG_CT_FIN_ACKED | OSG_CT_FIN_ACKED << 1;
	__u8 flags = frame->pkt.tcp_flags, closed, state = before & OSG_CT_STATE_MASK;

	if (flags & OSG_TCP_RST) {
		if (!osg_ct_resets(e, frame, reply))
			return before;
		osg_ct_watch(run, key, now);
		return OSG_CT_RESET | (before & ~OSG_CT_STATE_MASK);
	}
	closed = osg_ct_number(e, frame, before, reply, numbered) & ~OSG_CT_STATE_MASK;
	if (flags & OSG_TCP_FIN)
		osg_ct_watch(run, key, now);
	if (state == OSG_CT_RESET) {
		/* A side that goes on did not take it; but what was under way to it is no sign. */
		if (!reply && (flags & (OSG_TCP_SYN | OSG_TCP_FIN) || frame->ack != e->next))
			return state | closed;
		e->flags |= OSG_CT_CONTESTED;
		state = OSG_CT_ESTABLISHED;
	}
	if (closed & both)
		return closed | ((closed & both) == both ? OSG_CT_CLOSING : OSG_CT_HALF_CLOSED);
	if (flags & OSG_TCP_SYN) {
		if (!reply || !(flags & OSG_TCP_ACK) || state != OSG_CT_NEW || !osg_ct_answers(e, frame))
			return state | closed;
		osg_ct_watch(run, key, now);
		return closed | OSG_CT_SYN_RECEIVED;
	}
	/* A server speaks when the handshake is over. */
	if (state == OSG_CT_SYN_RECEIVED && (reply || (flags & OSG_TCP_ACK && frame->ack - e->next < 65536)))
		return closed | OSG_CT_ESTABLISHED;
	return closed | (state == OSG_CT_HALF_CLOSED || state == OSG_CT_CLOSING ? OSG_CT_ESTABLISHED : state);
}

/* How a packet goes with a flow. */
#define OSG_CT_REPLY 1		/* against the original direction */
#define OSG_CT_BY_ENTRY 2	/* it passes by the entry alone */

/* What one more packet of the flow does to its state. The entry is not to be used afterwards. A function of its own: deep
 * calls have little stack left. */
static __noinline int osg_ct_advance(const struct osg_run *run, const struct osg_ct_key *key, struct osg_ct_entry *e,
				     const struct osg_frame *frame, __u32 how)
{
	struct osg_settings *settings = osg_settings_get();
	__u8 before = OSG_READ_ONCE(e->state), state = before & OSG_CT_STATE_MASK, next = before;
	bool reply = how & OSG_CT_REPLY;
	__u64 now = osg_ct_now(run);

	if (!settings || !run->endpoint)
		return 0;
	if (key->protocol == OSG_PROTO_TCP)
		next = osg_ct_tcp_next(run, key, e, frame, before, reply, how & OSG_CT_BY_ENTRY, now);
	else if (key->protocol != OSG_PROTO_UDP)
		next = reply ? OSG_CT_ESTABLISHED : state;
	else if (state == OSG_CT_ANSWERED && osg_ct_time(now) - e->created > (OSG_CT_UDP_STREAM_MS * 1000000ULL >> OSG_CT_TIME_SHIFT))
		next = OSG_CT_ESTABLISHED;
	else if (state == OSG_CT_NEW && reply)
		next = OSG_CT_ANSWERED;
	if (next != before)
		e->state = next;
	next &= OSG_CT_STATE_MASK;
	osg_ct_refresh(e, now, osg_ct_timeout(settings, key, e), next != state);
	/* Over, in a table that fills: what remains is not worth a place. */
	if (next != state && (next == OSG_CT_CLOSING || next == OSG_CT_RESET) && osg_ct_fill(key->endpoint, 2))
		osg_ct_remove(key, e, run->endpoint->generation);
	return 0;
}

#endif
