// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The program at netfilter's hooks, of both families. Type and attach type are set before loading: libbpf 1.1 does not know them. */
#include "lib/nf.h"
#include "lib/service_hook.h"

SEC("netfilter")
int osg_service(struct bpf_nf_ctx *ctx)
{
	return osg_service_hook(ctx);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
