/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Adds to counters that packet programs use: another layout's counts, when its programs have gone. Each addition is one
 * instruction on the CPU whose element it changes, where no packet program can be in the middle of its own: nothing is lost. */
#ifndef OSG_LIB_SUCCESSION_H
#define OSG_LIB_SUCCESSION_H

#include "abi/conntrack.h"
#include "abi/succession.h"
#include "lib/counters.h"
#include "lib/stats.h"

static __always_inline int osg_add_to(const struct osg_addition *addition)
{
	const __u64 *amounts = addition->amounts;
	__u32 index = addition->index;

	if (addition->kind == OSG_ADD_SLOT) {
		struct osg_slot_counter *counter = osg_slot_counter(index);

		if (!counter)
			return 1;
		__sync_fetch_and_add(&counter->packets, amounts[0]);
		__sync_fetch_and_add(&counter->bytes, amounts[1]);
		__sync_fetch_and_add(&counter->audit_packets, amounts[2]);
		if (counter->last_hit_ns < amounts[3])
			counter->last_hit_ns = amounts[3];
	} else if (addition->kind == OSG_ADD_REASON) {
		struct osg_reason_counter *counter = bpf_map_lookup_elem(&osg_reasons, &index);

		if (!counter)
			return 1;
		__sync_fetch_and_add(&counter->packets, amounts[0]);
		__sync_fetch_and_add(&counter->bytes, amounts[1]);
	} else {
		struct osg_ct_account *account = bpf_map_lookup_elem(&osg_conntrack_accounts, &index);

		if (!account)
			return 1;
		__sync_fetch_and_add(&account->created, amounts[0]);
		__sync_fetch_and_add(&account->state_full, amounts[1]);
		__sync_fetch_and_add(&account->removed, amounts[2]);
		__sync_fetch_and_add(&account->revoked, (__u32)amounts[3]);
	}
	return 0;
}

#endif
