/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Where tracked flows lie, and how many an endpoint may have.
 *
 * One table for the node, whose memory is taken at once: entering a flow there is cheapest. What does not fit goes to shards,
 * whose entries are allocated as they come; as long as they are empty nobody looks there. A tuple's shard is chosen by numbers
 * that nobody outside knows.
 *
 * An endpoint is guaranteed `ct_guaranteed` entries. Of what all share beyond that it may hold OSG_CT_SHARE times what is left,
 * so that one that floods takes no more than OSG_CT_SHARE / (OSG_CT_SHARE + 1) of it, and less as others need some. */
#ifndef OSG_LIB_CONNTRACK_TABLE_H
#define OSG_LIB_CONNTRACK_TABLE_H

#include "abi/conntrack.h"
#include "lib/classify.h"
#include "lib/stats.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, OSG_CT_ENTRIES);
	__type(key, struct osg_ct_key);
	__type(value, struct osg_ct_entry);
} osg_conntrack SEC(".maps");

struct osg_ct_shard {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, OSG_CT_ENTRIES);
	__type(key, struct osg_ct_key);
	__type(value, struct osg_ct_entry);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, OSG_CT_SHARDS);
	__type(key, __u32);
	__array(values, struct osg_ct_shard);
} osg_conntrack_more SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_ct_node);
} osg_conntrack_node SEC(".maps");

/* Where an entry is written before it is entered: the stack has no room for it. No packet interrupts another on its CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_ct_entry);
} osg_conntrack_new SEC(".maps");

/* When the endpoint last saw a SYN-ACK, FIN or reset of a tuple with this hash: seconds of the tick clock. Tells which bare ACKs
 * may complete a handshake or an end, so that the others need no look into the table. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OSG_HANDSHAKES);
	__type(key, __u32);
	__type(value, __u64);
} osg_handshakes SEC(".maps");

#define OSG_READ_ONCE(x) (*(const volatile typeof(x) *)&(x))

/* The tick clock, of all deadlines. */
static __always_inline __u64 osg_ct_now(const struct osg_run *run)
{
	return run->root ? bpf_jiffies64() * run->root->tick_ns : 0;
}

/* The same for two generations of an endpoint index: never. checkOf() in src/datapath/conntrack-entry.ts is its like. */
static __always_inline __u32 osg_ct_check(const struct osg_ct_key *key, __u32 generation)
{
	return ((__u32)key->own_port << 16 | key->peer_port) ^ key->peer[0] ^ key->peer[3] * 3 ^ (__u32)key->protocol << 8 ^
	       (__u32)key->endpoint << 20 ^ generation;
}

/* A moment of the tick clock as entries have it; never 0. */
static __always_inline __u32 osg_ct_time(__u64 now)
{
	return (__u32)(now >> OSG_CT_TIME_SHIFT) + 1 ?: 1;
}

/* Is an entry with this deadline alive? One that is being deleted is not. */
static __always_inline bool osg_ct_lives(__u32 deadline, __u64 now)
{
	return deadline && (__s32)(deadline - (__u32)(now >> OSG_CT_TIME_SHIFT)) > 0;
}

static __always_inline struct osg_ct_node *osg_ct_node_get(void)
{
	return bpf_map_lookup_elem(&osg_conntrack_node, (const void *)&osg_only);
}

static __always_inline struct osg_endpoint_state *osg_state_get(__u32 index)
{
	return bpf_map_lookup_elem(&osg_endpoint_states, &index);
}

static __always_inline struct osg_ct_account *osg_ct_account_of(const struct osg_ct_key *key)
{
	__u32 index = key->endpoint;

	return bpf_map_lookup_elem(&osg_conntrack_accounts, &index);
}

static __always_inline struct osg_ct_account *osg_ct_account_get(__u32 index)
{
	return bpf_map_lookup_elem(&osg_conntrack_accounts, &index);
}

/* The shard that a tuple belongs to. */
static __always_inline void *osg_ct_shard_of(const struct osg_ct_node *node, const struct osg_ct_key *key)
{
	__u64 hash = (((__u64)key->peer[0] << 32 | key->peer[1]) + node->seed[3]) * node->seed[0];
	__u32 shard;

	hash += ((__u64)key->peer[2] << 32 | key->peer[3]) * node->seed[1];
	hash += ((__u64)key->own_port << 48 | (__u64)key->peer_port << 32 | (__u64)key->endpoint << 8 | key->protocol) * node->seed[2];
	hash ^= hash >> 32;
	shard = hash * node->seed[3] >> 48 & (OSG_CT_SHARDS - 1);
	return bpf_map_lookup_elem(&osg_conntrack_more, &shard);
}

static __always_inline struct osg_ct_entry *osg_ct_find_more(const struct osg_ct_key *key)
{
	struct osg_ct_node *node = osg_ct_node_get();
	void *shard;

	if (!node || !OSG_READ_ONCE(node->more))
		return NULL;
	shard = osg_ct_shard_of(node, key);
	return shard ? bpf_map_lookup_elem(shard, key) : NULL;
}

static __always_inline struct osg_ct_entry *osg_ct_find(const struct osg_ct_key *key)
{
	struct osg_ct_entry *e = bpf_map_lookup_elem(&osg_conntrack, key);

	return e ? e : osg_ct_find_more(key);
}

static __always_inline __u32 osg_ct_live(const struct osg_ct_account *account)
{
	__s64 live = OSG_READ_ONCE(account->created) - OSG_READ_ONCE(account->removed);

	return live > 0 ? live : 0;
}

/* How many entries an endpoint that has `live` may have, as things are. */
static __always_inline __u32 osg_ct_limit(const struct osg_settings *settings, const struct osg_ct_node *node, __u32 live)
{
	__u32 guaranteed = settings->ct_guaranteed, over = live > guaranteed ? live - guaranteed : 0;
	__s64 others = (__s64)OSG_READ_ONCE(node->shared) - over, rest = settings->ct_shared;

	if (others > 0)
		rest -= others;
	return guaranteed + (rest > 0 ? (__u64)rest * OSG_CT_SHARE / (OSG_CT_SHARE + 1) : 0);
}

/* Has the endpoint more than limit - limit / part entries? */
static __always_inline bool osg_ct_fill(__u32 endpoint, __u32 part)
{
	struct osg_ct_account *account = osg_ct_account_get(endpoint);
	struct osg_settings *settings = osg_settings_get();
	struct osg_ct_node *node = osg_ct_node_get();
	__u32 live, limit;

	if (!account || !settings || !node)
		return false;
	live = osg_ct_live(account);
	limit = osg_ct_limit(settings, node, live);
	return live > limit - limit / part;
}

/* An entry was made. */
static __always_inline void osg_ct_count(struct osg_ct_account *account, bool more)
{
	struct osg_settings *settings = osg_settings_get();
	struct osg_ct_node *node = osg_ct_node_get();
	__s64 live = __sync_fetch_and_add(&account->created, 1) - OSG_READ_ONCE(account->removed);

	if (!settings || !node)
		return;
	if (live >= settings->ct_guaranteed)
		__sync_fetch_and_add(&node->shared, 1);
	if (more)
		__sync_fetch_and_add(&node->more, 1);
}

/* An entry was deleted. */
static __always_inline void osg_ct_uncount(__u32 endpoint, bool more, bool revoked)
{
	struct osg_ct_account *account = osg_ct_account_get(endpoint);
	struct osg_settings *settings = osg_settings_get();
	struct osg_ct_node *node = osg_ct_node_get();
	__s64 live;

	if (!account || !settings || !node)
		return;
	live = OSG_READ_ONCE(account->created) - __sync_fetch_and_add(&account->removed, 1);
	if (live > settings->ct_guaranteed)
		__sync_fetch_and_add(&node->shared, (__u64)-1);
	if (more)
		__sync_fetch_and_add(&node->more, (__u64)-1);
	if (revoked)
		__sync_fetch_and_add(&account->revoked, (__u32)-1);
}

/* Puts an entry in. 0, or the kernel's error: -17 if there is one. */
static __always_inline int osg_ct_put(const struct osg_ct_node *node, const struct osg_ct_key *key, struct osg_ct_entry *e)
{
	/* An int: before Linux 6.4 the upper half of what a map's function returns is not its sign. */
	int error = bpf_map_update_elem(&osg_conntrack, key, e, BPF_NOEXIST);

	if (error == -7 /* E2BIG */) {
		void *shard = osg_ct_shard_of(node, key);

		e->flags |= OSG_CT_MORE;
		if (shard)
			error = bpf_map_update_elem(shard, key, e, BPF_NOEXIST);
	}
	return error;
}

/* Deletes an entry, unless another does or one that refreshes it wins. It is not to be used any more. */
static __always_inline void osg_ct_remove(const struct osg_ct_key *key, struct osg_ct_entry *e, __u32 generation)
{
	__u32 deadline = OSG_READ_ONCE(e->deadline);
	bool more = e->flags & OSG_CT_MORE, revoked = e->judged & OSG_CT_REVOKED;
	struct osg_ct_node *node = osg_ct_node_get();
	void *shard;

	if (!node || !deadline || e->check != osg_ct_check(key, generation) ||
	    __sync_val_compare_and_swap(&e->deadline, deadline, 0) != deadline)
		return;
	if (!more) {
		bpf_map_delete_elem(&osg_conntrack, key);
	} else {
		shard = osg_ct_shard_of(node, key);
		if (!shard)
			return;
		bpf_map_delete_elem(shard, key);
	}
	osg_ct_uncount(key->endpoint, more, revoked);
}

#endif
