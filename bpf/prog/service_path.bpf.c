// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* For `npm run bench -- packet-path`: the program at netfilter's hooks on a packet that was left to it. Run by BPF_PROG_TEST_RUN a packet
 * bears no tag and came by no interface, so both are given here. */
#include "lib/nf.h"
#include "lib/service_hook.h"

/* Of the benchmark's only endpoint. */
const volatile __u32 bench_ifindex = 1;
const volatile __u32 bench_index = 1;

SEC("netfilter")
int bench_service(struct bpf_nf_ctx *ctx)
{
	return osg_service_judge(ctx, bench_ifindex, OSG_TAG_DEFERRED | bench_index);
}

/* What every packet of the node pays that is none of an endpoint's. */
SEC("netfilter")
int bench_other(struct bpf_nf_ctx *ctx)
{
	return osg_service_hook(ctx);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
