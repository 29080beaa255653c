// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* For `npm run bench -- packet-path`: the endpoint programs, a program that does nothing, and one that decides by two LPM
 * lookups, each run over a list of flows. Every run first writes the next flow's addresses and ports into the packet, which
 * the empty program pays for as well, and then compares what was decided with what the list says should be. */
#include "lib/skb.h"
#include "lib/decide.h"

struct bench_flow {
	__u32 address[4];	/* of the peer; network byte order */
	__be16 sport, dport;
	__u32 slot;		/* what must decide */
	__u32 verdict;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bench_flow);
} bench_flows SEC(".maps");

struct bench_state {
	__u32 position;
	__u32 mask;		/* flows minus 1 */
	__u64 wrong;
	__u64 runs;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bench_state);
} bench_state SEC(".maps");

/* Peer prefix → identity, then identity, protocol and port → slot. */
struct bench_peer {
	__u32 bits;
	__u32 address[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 262144);
	__type(key, struct bench_peer);
	__type(value, __u32);
} bench_peers SEC(".maps");

struct bench_policy {
	__u32 bits;
	__u32 identity;
	__u8 protocol;
	__u8 direction;
	__be16 port;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 262144);
	__type(key, struct bench_policy);
	__type(value, __u32);
} bench_policies SEC(".maps");

const volatile __u32 bench_family = 4;
/* The peer is the source (ingress) or the destination (egress) of the packet. */
const volatile __u32 bench_egress = 0;

static __always_inline struct bench_flow *bench_next(struct __sk_buff *ctx, struct bench_state *state)
{
	__u32 position = state->position++ & state->mask;
	struct bench_flow *flow = bpf_map_lookup_elem(&bench_flows, &position);
	__u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (!flow || data + 74 > end)
		return NULL;
	if (bench_family == 4) {
		*(__u32 *)(data + (bench_egress ? 30 : 26)) = flow->address[0];
		*(__be16 *)(data + 34) = flow->sport;
		*(__be16 *)(data + 36) = flow->dport;
	} else {
		__u32 *address = (void *)(data + (bench_egress ? 38 : 22));

		address[0] = flow->address[0];
		address[1] = flow->address[1];
		address[2] = flow->address[2];
		address[3] = flow->address[3];
		*(__be16 *)(data + 54) = flow->sport;
		*(__be16 *)(data + 56) = flow->dport;
	}
	return flow;
}

static __always_inline struct bench_state *bench_begin(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&bench_state, &zero);
}

SEC("tc")
int bench_empty(struct __sk_buff *ctx)
{
	struct bench_state *state = bench_begin();
	struct bench_flow *flow;

	if (!state)
		return OSG_DROP;
	flow = bench_next(ctx, state);
	if (!flow)
		return OSG_DROP;
	state->runs++;
	return OSG_PASS;
}

/* osg_endpoint() of lib/decide.h, with its decision in sight. */
static __always_inline int bench_endpoint(struct __sk_buff *ctx, __u32 dir)
{
	struct bench_state *state = bench_begin();
	struct osg_decision decision = {};
	struct bench_flow *flow;
	struct osg_frame frame;
	struct osg_run run;
	int reason, action;

	if (!state)
		return OSG_DROP;
	flow = bench_next(ctx, state);
	if (!flow)
		return OSG_DROP;
	reason = osg_parse(ctx, &frame);
	if (!osg_run_begin(ctx->ifindex, &run))
		reason = reason ?: OSG_REASON_NO_POLICY;
	if (!reason)
		reason = osg_decide(ctx, &run, &frame, dir, &decision);
	action = osg_finish(ctx, &run, &frame.pkt, dir, reason, &decision);
	state->runs++;
	state->wrong += decision.slot != flow->slot || (action == OSG_PASS) != flow->verdict;
	return action;
}

SEC("tc")
int bench_ingress(struct __sk_buff *ctx)
{
	return bench_endpoint(ctx, OSG_INGRESS);
}

SEC("tc")
int bench_egress_path(struct __sk_buff *ctx)
{
	return bench_endpoint(ctx, OSG_EGRESS);
}

/* The classifier alone: parse, classify, count. */
SEC("tc")
int bench_classify(struct __sk_buff *ctx)
{
	struct bench_state *state = bench_begin();
	struct osg_decision decision = {};
	struct bench_flow *flow;
	struct osg_frame frame;
	struct osg_run run;

	if (!state)
		return OSG_DROP;
	flow = bench_next(ctx, state);
	if (!flow || osg_parse(ctx, &frame) || !osg_run_begin(ctx->ifindex, &run))
		return OSG_DROP;
	osg_classify(&run, &frame.pkt, bench_egress, 0, &decision);
	osg_count_slot(decision.slot, frame.pkt.segments, frame.pkt.length, osg_coarse_now(&run));
	state->runs++;
	state->wrong += decision.slot != flow->slot || decision.verdict != flow->verdict;
	return decision.verdict == OSG_ALLOW ? OSG_PASS : OSG_DROP;
}

SEC("tc")
int bench_lpm(struct __sk_buff *ctx)
{
	struct bench_policy policy = { .bits = 64, .protocol = OSG_PROTO_TCP };
	struct bench_state *state = bench_begin();
	__u8 *data, *end;
	struct bench_peer peer = {};
	struct bench_flow *flow;
	__u32 *found;

	if (!state)
		return OSG_DROP;
	flow = bench_next(ctx, state);
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	if (!flow || data + 74 > end)
		return OSG_DROP;
	if (bench_family == 4) {
		peer.bits = 32;
		peer.address[0] = *(__u32 *)(data + (bench_egress ? 30 : 26));
		policy.port = *(__be16 *)(data + 36);
	} else {
		peer.bits = 128;
		__builtin_memcpy(peer.address, data + (bench_egress ? 38 : 22), 16);
		policy.port = *(__be16 *)(data + 56);
	}
	found = bpf_map_lookup_elem(&bench_peers, &peer);
	policy.identity = found ? *found : 0;
	found = bpf_map_lookup_elem(&bench_policies, &policy);
	if (!found)
		return OSG_DROP;
	osg_count_slot(*found & OSG_CELL_SLOT_MASK, 1, ctx->len, bpf_ktime_get_coarse_ns());
	state->runs++;
	state->wrong += (*found & OSG_CELL_SLOT_MASK) != flow->slot || !!(*found & OSG_CELL_ALLOW) != flow->verdict;
	return *found & OSG_CELL_ALLOW ? OSG_PASS : OSG_DROP;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
