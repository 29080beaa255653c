// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The deny path alone, for tests and benchmarks: every run of osg_deny_feed makes up one denied packet and keeps the
 * sender's own sums, to compare with what arrives. Never attached to anything. */
#include "lib/notify.h"
#include "lib/sweep.h"

struct feed {
	__u64 next;		/* packets made so far */
	__u64 flows;		/* distinct peers for each endpoint, at least 1 */
	__u32 first_endpoint;
	__u32 endpoints;	/* used in turn, at least 1 */
	__u32 family;		/* 4, 6, or 0: in turn */
	__u32 verdict;		/* enum osg_event_verdict */
	__u64 now_ns;		/* Unix ns; the packets' clock is this plus `next` microseconds */
	__u64 packets;		/* the sender's sums */
	__u64 bytes;
	__u64 checksum;		/* of every field of every packet: osg_feed_sum */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct feed);
} osg_feed SEC(".maps");

#define FEED_SLOT 7
#define FEED_REVISION 3
#define FEED_GENERATION 1

SEC("tc")
int osg_deny_feed(struct __sk_buff *skb)
{
	struct osg_packet pkt = {};
	__u32 zero = 0, endpoint, dir;
	struct feed *feed = bpf_map_lookup_elem(&osg_feed, &zero);
	__u64 n, flow, sum, now;
	__u32 *peer, *own;

	if (!feed || !feed->flows || !feed->endpoints)
		return 0;
	n = __sync_fetch_and_add(&feed->next, 1);
	flow = n / feed->endpoints % feed->flows;
	endpoint = feed->first_endpoint + n % feed->endpoints;
	now = feed->now_ns + n * 1000;
	dir = flow & 1;

	pkt.family = feed->family ? feed->family : (flow & 2 ? 6 : 4);
	pkt.protocol = flow & 4 ? 17 : 6;
	pkt.tcp_flags = flow & 4 ? 0 : 2;
	peer = dir == OSG_INGRESS ? pkt.src : pkt.dst;
	own = dir == OSG_INGRESS ? pkt.dst : pkt.src;
	if (pkt.family == 4) {
		peer[0] = 0x0a000000 + (flow & 0xffffff);
		own[0] = 0xc0a80000 + endpoint;
	} else {
		peer[0] = own[0] = 0x20010db8;
		peer[3] = flow;
		own[2] = endpoint;
	}
	pkt.sport = 1024 + (flow & 0x7fff);
	pkt.dport = 8000 + (flow & 0xff);
	pkt.segments = 1 + (n & 3);
	pkt.length = 40 + (n & 0x3ff);

	__sync_fetch_and_add(&feed->packets, pkt.segments);
	__sync_fetch_and_add(&feed->bytes, pkt.length);
	sum = (__u64)pkt.sport + pkt.dport + pkt.family + pkt.protocol + pkt.tcp_flags + pkt.segments + pkt.length + endpoint + dir +
	      feed->verdict + FEED_SLOT + FEED_REVISION + FEED_GENERATION + OSG_REASON_DEFAULT_DENY + now / 1000 % 1000000000;
	for (int i = 0; i < 4; i++)
		sum += (__u64)pkt.src[i] + pkt.dst[i];
	__sync_fetch_and_add(&feed->checksum, sum);

	osg_notify(&pkt, endpoint, FEED_GENERATION, dir, feed->verdict, OSG_REASON_DEFAULT_DENY, FEED_SLOT, FEED_REVISION, now, NULL);
	return 0;
}

SEC("tc")
int osg_deny_sweep(struct __sk_buff *skb)
{
	return osg_deny_sweep_all();
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
