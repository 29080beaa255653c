/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Garbage collection: marks what is over, then deletes it. */
#ifndef OSG_LIB_SWEEP_CONNTRACK_H
#define OSG_LIB_SWEEP_CONNTRACK_H

#include "lib/conntrack_entry.h"

static __always_inline bool osg_ct_is_dead(const struct osg_ct_key *key, const struct osg_ct_entry *e, __u32 deadline,
					   const struct osg_sweep *sweep)
{
	__u32 progress = e->state & OSG_CT_STATE_MASK, generation;
	struct osg_endpoint_state *state;

	if (sweep->mode == OSG_SWEEP_FLUSH)
		return key->endpoint == sweep->endpoint;
	if (!osg_ct_lives(deadline, sweep->now_ns))
		return true;
	if (sweep->mode == OSG_SWEEP_ROOM && key->endpoint == sweep->endpoint && key->protocol == OSG_PROTO_TCP && !(e->judged & OSG_CT_REVOKED) &&
	    (progress == OSG_CT_CLOSING || progress == OSG_CT_RESET))
		return true;
	state = osg_state_get(key->endpoint);
	generation = state ? state->generation : 0;
	return generation && e->check != osg_ct_check(key, generation);
}

static long osg_ct_sweep_one(void *table, struct osg_ct_key *key, struct osg_ct_entry *e, struct osg_sweep *sweep)
{
	__u32 deadline = OSG_READ_ONCE(e->deadline);
	bool more = e->flags & OSG_CT_MORE, revoked = e->judged & OSG_CT_REVOKED;
	__u32 endpoint = key->endpoint;

	sweep->seen++;
	/* Marked already: another sweep is deleting it. */
	if (!deadline)
		return 0;
	/* A refresh in between wins. */
	if (osg_ct_is_dead(key, e, deadline, sweep) && __sync_val_compare_and_swap(&e->deadline, deadline, 0) == deadline) {
		bpf_map_delete_elem(table, key);
		osg_ct_uncount(endpoint, more, revoked);
		sweep->deleted++;
		return 0;
	}
	sweep->live++;
	return 0;
}

/* Sweeps table 0, or 1 + number of a shard. */
static __always_inline void osg_ct_sweep(struct osg_sweep *sweep, __u32 table)
{
	__u32 shard = table - 1;
	void *more;

	if (!table) {
		bpf_for_each_map_elem(&osg_conntrack, osg_ct_sweep_one, sweep, 0);
		/* Not one call for either map, which the compiler would make of both: 6.1 refuses it. */
		asm volatile("" ::: "memory");
		return;
	}
	more = bpf_map_lookup_elem(&osg_conntrack_more, &shard);
	if (more)
		bpf_for_each_map_elem(more, osg_ct_sweep_one, sweep, 0);
	else
		sweep->error = 1;
}

static long osg_ct_recount_one(__u32 index, __u64 *shared)
{
	struct osg_ct_account *account = osg_ct_account_get(index);
	struct osg_settings *settings = osg_settings_get();
	__u32 live;

	if (!account || !settings)
		return 1;
	live = osg_ct_live(account);
	if (live > settings->ct_guaranteed)
		*shared += live - settings->ct_guaranteed;
	return 0;
}

/* What is shared, from the endpoints' own figures: a count that two processors changed at once may be off by one. */
static __always_inline void osg_ct_recount(__u32 endpoints)
{
	struct osg_ct_node *node = osg_ct_node_get();
	__u64 shared = 0;

	bpf_loop(endpoints, osg_ct_recount_one, &shared, 0);
	if (node)
		__sync_lock_test_and_set(&node->shared, shared);
}

/* Looks for room in one table after another: an endpoint that has little left does so itself, for without an agent nobody else
 * removes what is over. */
static __noinline int osg_ct_make_room(const struct osg_run *run)
{
	struct osg_sweep sweep = { .mode = OSG_SWEEP_ROOM, .now_ns = osg_ct_now(run) };
	struct osg_ct_account *account;
	__u64 last;

	sweep.endpoint = run->endpoint ? run->endpoint->index : 0;
	account = osg_ct_account_get(sweep.endpoint);
	if (!account)
		return 0;
	last = OSG_READ_ONCE(account->room_ns);
	if (sweep.now_ns - last > OSG_CT_ROOM_MS * 1000000ULL &&
	    __sync_val_compare_and_swap(&account->room_ns, last, sweep.now_ns) == last) {
		__u32 table = account->room_table % (1 + OSG_CT_SHARDS);
		struct osg_ct_node *node = osg_ct_node_get();

		account->room_table = table + 1;
		osg_ct_sweep(&sweep, node && OSG_READ_ONCE(node->more) ? table : 0);
	}
	return 0;
}

#endif
