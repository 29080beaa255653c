/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* ICMP errors that no rule allows: judged by the packet they quote. It must be between the endpoint's own address and the
 * error's receiver, and belong to a live entry, or be allowed now in either orientation: path MTU discovery has to work for
 * untracked flows too. Rate-limited for each endpoint. */
#ifndef OSG_LIB_ICMP_H
#define OSG_LIB_ICMP_H

#include "lib/conntrack.h"
#include "lib/service.h"

enum osg_icmp_limits { OSG_QUOTED_EXTENSION_HEADERS = 4 };

/* The quoted packet's addresses, protocol and ports. False: it cannot be told, or is a later fragment. */
static __noinline int osg_icmp_quoted(OSG_CTX *ctx, const struct osg_frame *frame, struct osg_packet *quoted)
{
	__u32 offset = frame->pkt.l4_offset + 8, bytes = frame->l4_bytes;
	const __u8 *h;

	if (bytes < 8 + 20 + 8)
		return false;
	bytes -= 8;
	quoted->family = frame->pkt.family;
	if (quoted->family == 4) {
		__u32 header;

		h = osg_bytes(ctx, offset, 20);
		if (!h || h[0] >> 4 != 4 || osg_be16(h + 6) & 0x1fff)
			return false;
		header = (h[0] & 15) * 4;
		quoted->protocol = h[9];
		quoted->src[0] = osg_be32(h + 12);
		quoted->dst[0] = osg_be32(h + 16);
		if (header < 20 || header + 8 > bytes)
			return false;
		offset += header;
	} else {
		__u32 walked = 40, next;

		h = osg_bytes(ctx, offset, 40);
		if (!h || h[0] >> 4 != 6)
			return false;
		next = h[6];
		for (int i = 0; i < 4; i++) {
			quoted->src[i] = osg_be32(h + 8 + 4 * i);
			quoted->dst[i] = osg_be32(h + 24 + 4 * i);
		}
		for (int i = 0; i < OSG_QUOTED_EXTENSION_HEADERS; i++) {
			if (next != OSG_PROTO_HOP_BY_HOP && next != OSG_PROTO_DESTINATION && next != OSG_PROTO_FRAGMENT)
				break;
			if (walked > 600)
				return false;
			h = osg_bytes(ctx, offset + walked, 8);
			if (!h || (next == OSG_PROTO_FRAGMENT && osg_be16(h + 2) & 0xfff8))
				return false;
			walked += next == OSG_PROTO_FRAGMENT ? 8 : (h[1] + 1) * 8;
			next = h[0];
		}
		quoted->protocol = next;
		if (walked > 600 || walked + 8 > bytes)
			return false;
		offset += walked;
	}
	h = osg_bytes(ctx, offset, 8);
	if (!h)
		return false;
	switch (quoted->protocol) {
	case OSG_PROTO_TCP:
	case OSG_PROTO_UDP:
	case OSG_PROTO_SCTP:
		quoted->sport = osg_be16(h);
		quoted->dport = osg_be16(h + 2);
		return true;
	case OSG_PROTO_ICMP:
	case OSG_PROTO_ICMPV6:
		quoted->dport = osg_be16(h);
		quoted->sport = osg_be16(h + 4);
		return osg_icmp_is_query(quoted->protocol, h[0]);
	default:
		return true;
	}
}

static __always_inline bool osg_same_address(const __u32 *a, const __u32 *b)
{
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]));
}

/* Takes one error's worth from the endpoint's token bucket. */
static __always_inline bool osg_icmp_token(struct osg_endpoint_state *state, const struct osg_settings *settings, __u64 now)
{
	__u64 old = OSG_READ_ONCE(state->icmp_error_next_ns), base = old > now ? old : now;

	if (base + settings->icmp_error_interval_ns - now > settings->icmp_error_burst_ns)
		return false;
	return __sync_val_compare_and_swap(&state->icmp_error_next_ns, old, base + settings->icmp_error_interval_ns) == old;
}

/* For what the stack has no room: the quoted packet. No packet interrupts another on its CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_packet);
} osg_quoted_now SEC(".maps");

/* RELATED or ICMP_ERROR. */
static __noinline int osg_icmp_related(OSG_CTX *ctx, const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	struct osg_packet *quoted = bpf_map_lookup_elem(&osg_quoted_now, (const void *)&osg_only);
	struct osg_endpoint_state *state;
	struct osg_settings *settings;
	struct osg_decision decision;
	struct osg_ct_entry *e;
	struct osg_ct_key key;
	__u32 index, sent = !dir;	/* the quoted packet went the other way */
	bool tracked, allowed = false;

	if (!quoted || !run->endpoint)
		return OSG_REASON_ICMP_ERROR;
	__builtin_memset(quoted, 0, sizeof(*quoted));
	if (!osg_icmp_quoted(ctx, frame, quoted))
		return OSG_REASON_ICMP_ERROR;
	/* The receiver of the error is the sender of what it quotes, and one of the two is the endpoint. */
	if (!osg_same_address(frame->pkt.dst, quoted->src))
		return OSG_REASON_ICMP_ERROR;
	if (!osg_is_source(run, sent == OSG_EGRESS ? quoted->src : quoted->dst, quoted->family))
		return OSG_REASON_ICMP_ERROR;
	if (osg_together && sent == OSG_EGRESS)
		osg_together_judge(run, quoted->dst, quoted->family, osg_port_key(quoted->protocol, quoted->dport), NULL);
	index = run->endpoint->index;
	tracked = osg_ct_key_of(&key, run, quoted, sent);
	if (tracked) {
		e = osg_ct_find(&key);
		if (e && e->check == osg_ct_check(&key, run->endpoint->generation) && osg_ct_lives(OSG_READ_ONCE(e->deadline), osg_ct_now(run)))
			allowed = osg_ct_allowed(run, &key, e);
	}
	for (__u32 original = 0; original < 2 && !allowed; original++) {
		/* A quoted query is only ever sent, never the answer to one. */
		if ((key.peer_port & 1) != original && (quoted->protocol == OSG_PROTO_ICMP || quoted->protocol == OSG_PROTO_ICMPV6))
			continue;
		osg_ct_judge(run, &key, original, 0, &decision);
		allowed = decision.verdict == OSG_ALLOW;
	}
	if (!allowed)
		return OSG_REASON_ICMP_ERROR;
	settings = osg_settings_get();
	state = bpf_map_lookup_elem(&osg_endpoint_states, &index);
	if (!settings || !state)
		return OSG_REASON_TABLE;
	return osg_icmp_token(state, settings, osg_ct_now(run)) ? OSG_REASON_RELATED : OSG_REASON_ICMP_ERROR;
}

/* The same of an error to the endpoint about what it sent to a service. */
static __noinline int osg_icmp_translated(OSG_CTX *ctx, const struct osg_run *run, const struct osg_frame *frame)
{
	struct osg_packet *quoted = bpf_map_lookup_elem(&osg_quoted_now, (const void *)&osg_only);
	struct osg_endpoint_state *state;
	struct osg_settings *settings;

	if (!quoted || !run->endpoint || !run->revision)
		return OSG_REASON_TABLE;
	__builtin_memset(quoted, 0, sizeof(*quoted));
	if (!osg_icmp_quoted(ctx, frame, quoted) || !osg_same_address(frame->pkt.dst, quoted->src) ||
	    !osg_service_quoted(ctx, quoted, run->revision->unit, run->endpoint->unit))
		return OSG_REASON_ICMP_ERROR;
	settings = osg_settings_get();
	state = osg_state_get(run->endpoint->index);
	if (!settings || !state)
		return OSG_REASON_TABLE;
	return osg_icmp_token(state, settings, osg_ct_now(run)) ? OSG_REASON_RELATED : OSG_REASON_ICMP_ERROR;
}

#endif
