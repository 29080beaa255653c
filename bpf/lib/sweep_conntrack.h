/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Garbage collection: marks expired entries, then deletes them. Comes with lib/conntrack.h. */
#ifndef OSG_LIB_SWEEP_CONNTRACK_H
#define OSG_LIB_SWEEP_CONNTRACK_H

#include "lib/conntrack.h"

static long osg_ct_sweep_one(void *table, struct osg_ct_key *key, struct osg_ct_entry *e, struct osg_sweep *sweep)
{
	__u64 deadline = OSG_READ_ONCE(e->deadline_ns);
	bool dead = sweep->mode == OSG_SWEEP_FLUSH || deadline <= sweep->now_ns ||
		    (sweep->generation && key->generation != sweep->generation);

	sweep->seen++;
	/* Marked already: another sweep is deleting it. */
	if (!deadline)
		return 0;
	/* A refresh in between wins. */
	if (dead && __sync_val_compare_and_swap(&e->deadline_ns, deadline, 0) == deadline) {
		bpf_map_delete_elem(table, key);
		sweep->deleted++;
		return 0;
	}
	sweep->live++;
	if (e->revoked)
		sweep->revoked++;
	return 0;
}

#endif
