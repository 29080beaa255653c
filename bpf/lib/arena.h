/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The table arena as the packet path sees it, and the walk through it. */
#ifndef OSG_LIB_ARENA_H
#define OSG_LIB_ARENA_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "abi/tables.h"

struct osg_line {
	__u32 word[OSG_LINE_WORDS];
};

/* Written by user space through a mapping; its size is set before loading. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_line);
} osg_arena SEC(".maps");

struct osg_key {
	__u32 word[OSG_KEY_WORDS];
};

/* The line that a unit lies in; NULL beyond the arena. An array lookup is inlined: no call, one bounds check. */
static __always_inline void *osg_line_of(__u32 unit)
{
	__u32 line = unit / OSG_LINE_UNITS;

	return bpf_map_lookup_elem(&osg_arena, &line);
}

/* Hides from the compiler that a word has only 32 bits: knowing it, it would turn the arithmetic below into branches. */
#define OSG_OPAQUE(word) asm("" : "+r"(word))

/* 1 if bound < value, without a branch: what is searched is random, and a branch would be mispredicted half the time (and
 * the verifier would follow both ways of each). `value` is opaque. */
#define OSG_BELOW(bound, value) (((__u64)(bound) - (value)) >> 63)

static __always_inline __u32 osg_count3(const __u32 *bounds, __u64 value)
{
	return OSG_BELOW(bounds[0], value) + OSG_BELOW(bounds[1], value) + OSG_BELOW(bounds[2], value);
}

static __always_inline __u32 osg_count4(const __u32 *bounds, __u64 value)
{
	return (OSG_BELOW(bounds[0], value) + OSG_BELOW(bounds[1], value)) + (OSG_BELOW(bounds[2], value) + OSG_BELOW(bounds[3], value));
}

/* Follows refs from `ref` until a cell or a chain, whose ref is returned; 0 if the tables are defective. `class_ref` is the
 * class map of the address's family. */
static __always_inline __u32 osg_walk_inline(struct osg_key *key, __u32 ref, __u32 class_ref)
{
	__u32 after_class = 0;


	for (int step = 0; step < OSG_TABLE_MAX_STEPS; step++) {
		__u32 node = ref >> OSG_REF_NODE_SHIFT;
		__u32 unit = ref & OSG_REF_UNIT_MASK;
		__u64 value;
		__u32 *line;

		if (node <= OSG_NODE_CHAIN) {
			if (!after_class)
				return ref;
			if (node == OSG_NODE_CHAIN)
				return 0;
			key->word[OSG_KEY_CLASS] = ref & OSG_CELL_SLOT_MASK;
			ref = after_class;
			after_class = 0;
			continue;
		}
		line = osg_line_of(unit);
		if (!line)
			return 0;
		value = key->word[(ref >> OSG_REF_WORD_SHIFT) & (OSG_KEY_WORDS - 1)];
		OSG_OPAQUE(value);
		if (node == OSG_NODE_INNER) {
			/* All bounds at once: a choice among groups first takes fewer instructions and more time. */
			__u32 low = osg_count4(line, value) + osg_count4(line + 4, value);
			__u32 high = osg_count4(line + 8, value) + osg_count3(line + 12, value);

			ref = line[15] + OSG_LINE_UNITS * (low + high);
		} else if (node == OSG_NODE_LEAF) {
			ref = line[8 + osg_count4(line, value) + osg_count3(line + 4, value)];
		} else if (node == OSG_NODE_HALF) {
			line += (unit & 2) * 4;
			ref = line[4 + osg_count3(line, value)];
		} else {
			line += (unit & 3) * 4;
			if (node == OSG_NODE_RANGE) {
				value = (__u32)(value - line[0]);
				OSG_OPAQUE(value);
				ref = line[2 + OSG_BELOW(line[1], value)];
			} else if (node == OSG_NODE_EXACT) {
				__u32 next = key->word[((ref >> OSG_REF_WORD_SHIFT) + 1) & (OSG_KEY_WORDS - 1)];

				value = (line[0] ^ (__u32)value) | (line[1] ^ next);
				OSG_OPAQUE(value);
				ref = line[2 + OSG_BELOW(0, value)];
			} else {
				after_class = line[0];
				ref = class_ref;
			}
		}
	}
	return 0;
}

/* The same as a subprogram, where size matters more than the cost of a call. Global: the verifier judges it once, for any
 * arguments, not once for each call. */
__noinline __u32 osg_walk(struct osg_key *key, __u32 ref, __u32 class_ref)
{
	return key ? osg_walk_inline(key, ref, class_ref) : 0;
}

/* One node of a search by bounds further; 0 if the tables are defective. */
static __always_inline __u32 osg_search(const struct osg_key *key, __u32 ref)
{
	__u64 value = key->word[(ref >> OSG_REF_WORD_SHIFT) & (OSG_KEY_WORDS - 1)];
	__u32 *line = osg_line_of(ref & OSG_REF_UNIT_MASK), low;

	if (!line)
		return 0;
	OSG_OPAQUE(value);
	low = osg_count4(line, value) + osg_count3(line + 4, value);
	if (ref >> OSG_REF_NODE_SHIFT == OSG_NODE_LEAF)
		return line[8 + (low & 7)];
	return line[15] + OSG_LINE_UNITS * (low + OSG_BELOW(line[7], value) + osg_count4(line + 8, value) + osg_count3(line + 12, value));
}

static __always_inline bool osg_searches(__u32 ref)
{
	return ref >> OSG_REF_NODE_SHIFT == OSG_NODE_INNER || ref >> OSG_REF_NODE_SHIFT == OSG_NODE_LEAF;
}

/* The beginning of two walks of one key: two policies share most of their nodes but for the uppermost. Returns where the first one goes
 * on. `other`: where the second begins, and then its end; 0 if they meet. Global. */
__noinline __u32 osg_walk_beside(struct osg_key *key, __u32 ref, __u32 class_ref, __u32 *other)
{
	__u32 second;

	if (!key || !other)
		return 0;
	second = *other;
	for (int step = 0; step < OSG_TABLE_MAX_STEPS / 4; step++) {
		if (ref == second || !osg_searches(ref) || !osg_searches(second))
			break;
		ref = osg_search(key, ref);
		second = osg_search(key, second);
	}
	*other = ref == second ? 0 : osg_walk(key, second, class_ref);
	return ref;
}

#endif
