/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Classification: from an interface to its endpoint, and from (peer address, protocol, port) to a verdict and a slot.
 *
 *   struct osg_run run;
 *   if (!osg_run_begin(ifindex, &run)) ...             no policy in force for this interface
 *   osg_classify(&run, &pkt, OSG_INGRESS, 0, &out);    judge a packet by the rules of its own direction
 *   osg_lookup(&run, dir, peer, family, key24, 0, &out);   the same for any peer and key, such as a reversed tuple
 *   osg_is_source(&run, address, family), osg_is_own(...)   sets of addresses
 *   osg_count_slot(out.slot, segments, bytes, osg_coarse_now(&run))           lib/counters.h
 *
 * `now_ns` is Unix time (osg_unix_now); 0 means that it is read if, and only if, the answer depends on it. */
#ifndef OSG_LIB_CLASSIFY_H
#define OSG_LIB_CLASSIFY_H

#include "lib/arena.h"
#include "lib/counters.h"

/* What one program run works on: one revision, whole. Valid until the program returns. */
struct osg_run {
	const struct osg_root *root;
	const struct osg_revision *revision;
	const struct osg_endpoint *endpoint;	/* NULL: no policy in force for the interface. In a trial, of the side that counts */
};

/* Unix time by the corrected clock; expiry follows it also when the agent is dead. */
static __always_inline __u64 osg_unix_now(const struct osg_run *run)
{
	return bpf_ktime_get_tai_ns() - run->root->tai_offset_ns;
}

/* Unix time to within a clock tick, by the one clock that costs no call: reading jiffies is inlined. */
static __always_inline __u64 osg_coarse_now(const struct osg_run *run)
{
	return bpf_jiffies64() * run->root->tick_ns + run->root->tick_offset_ns;
}

/* `unit` if the words are equal, else 0; without a branch. */
static __always_inline __u32 osg_pick(__u32 have, __u32 want, __u32 unit)
{
	__u64 differs = have ^ want;

	OSG_OPAQUE(differs);
	return unit & (OSG_BELOW(0, differs) - 1);
}

/* A CPU's clock of trials: the time since boot at its last tick. */
struct osg_trial_clock {
	__u64 jiffies;
	__u64 boot_ns;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_trial_clock);
} osg_trial_clock SEC(".maps");

/* Time since boot, sleep included, to within a tick: jiffies cost nothing, but stand still while the machine sleeps; so the clock itself is
 * read, once a tick, which is also the first one after sleep. */
static __always_inline __u64 osg_boot_tick(void)
{
	__u32 zero = 0;
	struct osg_trial_clock *clock = bpf_map_lookup_elem(&osg_trial_clock, &zero);
	__u64 jiffies = bpf_jiffies64();

	if (!clock)
		return ~0ULL;
	if (clock->jiffies != jiffies) {
		clock->boot_ns = bpf_ktime_get_boot_ns();
		clock->jiffies = jiffies;
	}
	return clock->boot_ns;
}

/* The endpoint has a candidate beside it: finds which of the two counts, once for the whole run. */
static __always_inline void osg_take_side(struct osg_run *run)
{
	const struct osg_endpoint *candidate = osg_line_of(run->endpoint->candidate);
	const struct osg_trial *trial = osg_line_of(run->revision->trial);
	__u64 until;

	if (!trial || !candidate || !run->revision->trial)
		return;
	until = *(const volatile __u64 *)&trial->until_ns;
	if (until && (until == ~0ULL || osg_boot_tick() < until))
		run->endpoint = candidate;
}

/* Reads the root, once, and finds the endpoint of an interface. False: no policy is in force for it. */
static __always_inline bool osg_run_begin(__u32 ifindex, struct osg_run *run)
{
	const struct osg_bucket *bucket;
	const struct osg_revision *revision;
	__u32 unit, at;

	run->endpoint = NULL;
	run->revision = NULL;
	run->root = osg_line_of(0);
	if (!run->root)
		return false;
	unit = *(const volatile __u32 *)&run->root->revision;
	if (!unit)
		return false;
	revision = osg_line_of(unit);
	if (!revision)
		return false;
	run->revision = revision;
	at = revision->buckets + 2 * ((ifindex * revision->bucket_multiplier >> 16) & revision->bucket_mask);
	bucket = osg_line_of(at);
	if (!bucket)
		return false;
	bucket += (at >> 1) & 1;
	unit = osg_pick(bucket->ifindex[0], ifindex, bucket->endpoint[0]) | osg_pick(bucket->ifindex[1], ifindex, bucket->endpoint[1]) |
	       osg_pick(bucket->ifindex[2], ifindex, bucket->endpoint[2]) | osg_pick(bucket->ifindex[3], ifindex, bucket->endpoint[3]);
	if (!unit)
		return false;
	run->endpoint = osg_line_of(unit);
	if (!run->endpoint)
		return false;
	if (run->endpoint->candidate)
		osg_take_side(run);
	return true;
}

/* Who the endpoint is; NULL only if the tables are defective. */
static __always_inline const struct osg_identity *osg_identity(const struct osg_run *run)
{
	return run->endpoint ? osg_line_of(run->endpoint->identity) : NULL;
}

/* The protocol/port word of a key. */
static __always_inline __u32 osg_port_key(__u8 protocol, __u16 port)
{
	return (__u32)protocol << 16 | port;
}

static __always_inline void osg_cell(__u32 cell, struct osg_decision *out)
{
	out->slot = cell & OSG_CELL_SLOT_MASK;
	out->verdict = cell & OSG_CELL_ALLOW ? OSG_ALLOW : OSG_DENY;
}

/* The first step whose time has not passed. Rare: expiring and audited cells only. */
__noinline int osg_chain(__u32 unit, __u64 now_ns, struct osg_decision *out)
{
	if (!out)
		return 0;
	for (int i = 0; i < OSG_CHAIN_MAX_STEPS; i++) {
		struct osg_step *step = osg_line_of(unit + i);

		if (!step)
			return 0;
		step += (unit + i) & 3;
		if (now_ns < step->until_ns || step->until_ns == ~0ULL) {
			osg_cell(step->cell, out);
			out->valid_until_ns = step->until_ns;
			out->audit_slot = step->audit & OSG_CELL_SLOT_MASK;
			out->audit_verdict = step->audit & OSG_CELL_ALLOW ? OSG_ALLOW : OSG_DENY;
			return 1;
		}
	}
	return 0;
}

static __always_inline void osg_key_of(struct osg_key *key, const __u32 *address, __u8 family, __u32 port)
{
	bool v6 = family == 6;

	key->word[0] = address[0];
	key->word[1] = v6 ? address[1] : 0;
	key->word[2] = v6 ? address[2] : 0;
	key->word[3] = v6 ? address[3] : 0;
	key->word[OSG_KEY_PORT] = port;
	key->word[OSG_KEY_CLASS] = 0;
	key->word[6] = 0;
	key->word[7] = 0;
}

static __always_inline __u32 osg_other_ref(__u32 unit, enum osg_direction dir, bool v6)
{
	const struct osg_endpoint *other = osg_line_of(unit);

	if (!other)
		return 0;
	return v6 ? other->rules[dir & 1][1] : other->rules[dir & 1][0];
}

/* What the end of a walk says. */
static __always_inline void osg_end(const struct osg_run *run, __u32 ref, __u64 now_ns, struct osg_decision *out)
{
	if (ref >> OSG_REF_NODE_SHIFT == OSG_NODE_CELL)
		osg_cell(ref, out);
	else if (!osg_chain(ref & OSG_REF_UNIT_MASK, now_ns ? now_ns : osg_unix_now(run), out))
		osg_cell(0, out);
}

/* Judges (peer, protocol/port) by the rules of one direction of the endpoint. `peer`: four words, as in struct osg_packet.
 * out->found is 0, and the verdict deny, if no policy is in force; slot 0 with found 1 means defective tables. `in_line`
 * spares a call, which costs as much as two nodes, and multiplies the code: for what every packet comes by. `both`: in a trial
 * also where the other side leads. */
static __always_inline void osg_lookup_as(bool in_line, bool both, const struct osg_run *run, enum osg_direction dir, const __u32 *peer,
					  __u8 family, __u32 port_key, __u64 now_ns, struct osg_decision *out)
{
	bool v6 = family == 6;
	struct osg_key key;
	__u32 ref, class_ref;

	__builtin_memset(out, 0, sizeof(*out));
	out->valid_until_ns = ~0ULL;
	if (!run->endpoint || !run->revision)
		return;
	out->found = 1;
	osg_key_of(&key, peer, family, port_key);
	/* The key is whole before the rest is read: callers that lie deep have no stack for both (6.1 counts 32 bytes at a time). */
	if (!in_line)
		asm volatile("" ::: "memory");
	ref = v6 ? run->endpoint->rules[dir & 1][1] : run->endpoint->rules[dir & 1][0];
	class_ref = v6 ? run->revision->class_v6 : run->revision->class_v4;
	if (both && run->endpoint->candidate) {
		out->other = osg_other_ref(run->endpoint->candidate, dir, v6);
		ref = osg_walk_beside(&key, ref, class_ref, &out->other);
	}
	ref = in_line ? osg_walk_inline(&key, ref, class_ref) : osg_walk(&key, ref, class_ref);
	osg_end(run, ref, now_ns, out);
}

static __always_inline void osg_lookup(const struct osg_run *run, enum osg_direction dir, const __u32 *peer, __u8 family,
				       __u32 port_key, __u64 now_ns, struct osg_decision *out)
{
	osg_lookup_as(false, false, run, dir, peer, family, port_key, now_ns, out);
}

/* Judges a packet by the rules of its own direction. */
static __always_inline void osg_classify(const struct osg_run *run, const struct osg_packet *pkt, enum osg_direction dir,
					 __u64 now_ns, struct osg_decision *out)
{
	osg_lookup_as(true, true, run, dir, dir == OSG_INGRESS ? pkt->src : pkt->dst, pkt->family,
		      osg_port_key(pkt->protocol, pkt->dport), now_ns, out);
}

static __always_inline bool osg_contains(__u32 ref, const __u32 *address, __u8 family)
{
	struct osg_key key;

	osg_key_of(&key, address, family, 0);
	return osg_walk(&key, ref, 0) & OSG_CELL_ALLOW;
}

/* May the endpoint send from this address: its own, or an allowed one? */
static __always_inline bool osg_is_source(const struct osg_run *run, const __u32 *address, __u8 family)
{
	return run->endpoint && osg_contains(run->endpoint->sources[family == 6], address, family);
}

static __always_inline bool osg_is_own(const struct osg_run *run, const __u32 *address, __u8 family)
{
	return run->endpoint && osg_contains(run->endpoint->own[family == 6], address, family);
}

#endif
