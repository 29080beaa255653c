// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The programs on a workload's interface, and what the agent runs beside them. */
#include "lib/skb.h"
#include "lib/decide.h"
#include "lib/known.h"
#include "lib/succession.h"
#include "lib/sweep.h"
#include "lib/sweep_conntrack.h"

SEC("tc")
int osg_ingress(struct __sk_buff *ctx)
{
	return osg_endpoint(ctx, OSG_INGRESS);
}

SEC("tc")
int osg_egress(struct __sk_buff *ctx)
{
	return osg_endpoint(ctx, OSG_EGRESS);
}

/* Turns pending denies into records; any packet will do. */
SEC("tc")
int osg_deny_sweep(struct __sk_buff *ctx)
{
	return osg_deny_sweep_all();
}

/* Removes what is over, when the agent says so. */
SEC("syscall")
int osg_sweep(struct osg_sweep *sweep)
{
	struct osg_sweep work = *sweep;
	struct osg_run run = { .root = osg_line_of(0) };

	work.seen = work.live = work.deleted = work.error = 0;
	work.now_ns = osg_ct_now(&run);
	if (work.mode == OSG_SWEEP_CONVERSATIONS)
		osg_conversation_sweep(&work);
	else if (work.mode == OSG_SWEEP_RECOUNT)
		osg_ct_recount(work.endpoint);
	else if (work.mode != OSG_SWEEP_CLOCK)
		osg_ct_sweep(&work, work.table);
	*sweep = work;
	return 0;
}

/* Enters one flow that exists already. */
SEC("syscall")
int osg_ct_insert(struct osg_ct_insertion *insertion)
{
	struct osg_ct_insertion work = *insertion;

	work.result = osg_ct_enter(&work);
	insertion->result = work.result;
	return 0;
}

/* Returns 1 if there is no such element. */
SEC("syscall")
int osg_add(struct osg_addition *addition)
{
	struct osg_addition work = *addition;

	return osg_add_to(&work);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
