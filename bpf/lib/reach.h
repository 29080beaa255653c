/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* May a peer send a protocol at all? Asked where a packet has no port: a fragment ahead of its first one. The rules' tables
 * are walked from stretch to stretch of the protocol's ports, until one is allowed. */
#ifndef OSG_LIB_REACH_H
#define OSG_LIB_REACH_H

#include "lib/classify.h"

enum osg_reach_limits { OSG_REACH_STRETCHES = 64 };

static __always_inline void osg_lower(__u32 *upto, __u32 bound)
{
	if (*upto > bound)
		*upto = bound;
}

/* As osg_walk(), and lowers `upto` to the last port word from the key's on that has the same answer. Global: verified once. */
__noinline __u32 osg_walk_stretch(struct osg_key *key, __u32 ref, __u32 class_ref, __u32 *upto)
{
	__u32 after_class = 0;

	if (!key || !upto)
		return 0;
	for (int step = 0; step < OSG_TABLE_MAX_STEPS; step++) {
		__u32 node = ref >> OSG_REF_NODE_SHIFT, unit = ref & OSG_REF_UNIT_MASK, word = (ref >> OSG_REF_WORD_SHIFT) & (OSG_KEY_WORDS - 1);
		__u32 *line, bounds, below;
		__u64 value;

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
		value = key->word[word];
		OSG_OPAQUE(value);
		if (node == OSG_NODE_INNER || node == OSG_NODE_LEAF) {
			below = osg_count4(line, value) + osg_count3(line + 4, value);
			bounds = 7;
			if (node == OSG_NODE_INNER) {
				below += OSG_BELOW(line[7], value) + osg_count4(line + 8, value) + osg_count3(line + 12, value);
				bounds = 15;
			}
			if (word == OSG_KEY_PORT && below < bounds)
				osg_lower(upto, line[below & 15]);
			ref = node == OSG_NODE_INNER ? line[15] + OSG_LINE_UNITS * below : line[8 + (below & 7)];
		} else if (node == OSG_NODE_HALF) {
			line += (unit & 2) * 4;
			below = osg_count3(line, value);
			if (word == OSG_KEY_PORT && below < 3)
				osg_lower(upto, line[below & 3]);
			ref = line[4 + (below & 3)];
		} else {
			line += (unit & 3) * 4;
			if (node == OSG_NODE_RANGE) {
				__u32 into = (__u32)value - line[0];

				if (word == OSG_KEY_PORT && (__u32)value < line[0])
					osg_lower(upto, line[0] - 1);
				else if (word == OSG_KEY_PORT && into <= line[1])
					osg_lower(upto, line[0] + line[1]);
				ref = into <= line[1] ? line[2] : line[3];
			} else if (node == OSG_NODE_EXACT) {
				__u32 next = key->word[(word + 1) & (OSG_KEY_WORDS - 1)];
				bool second = word + 1 == OSG_KEY_PORT;
				__u32 port = second ? next : (__u32)value, exact = second ? line[1] : line[0];

				if ((second || word == OSG_KEY_PORT) && port <= exact)
					osg_lower(upto, port == exact ? exact : exact - 1);
				ref = (__u32)value == line[0] && next == line[1] ? line[2] : line[3];
			} else {
				after_class = line[0];
				ref = class_ref;
			}
		}
	}
	return 0;
}

/* Is any port of the protocol allowed below `ref`? The key holds the address, and the protocol's first port word. Global: verified
 * once. */
__noinline int osg_reach_below(struct osg_key *key, __u32 ref, __u32 class_ref, __u64 now_ns)
{
	__u32 last;

	if (!key)
		return false;
	last = key->word[OSG_KEY_PORT] | 0xffff;
	for (int i = 0; i < OSG_REACH_STRETCHES; i++) {
		struct osg_decision decision = {};
		__u32 found, upto = last;

		found = osg_walk_stretch(key, ref, class_ref, &upto);
		if (found >> OSG_REF_NODE_SHIFT == OSG_NODE_CHAIN)
			osg_chain(found & OSG_REF_UNIT_MASK, now_ns, &decision);
		else
			osg_cell(found, &decision);
		if (decision.verdict == OSG_ALLOW)
			return true;
		if (upto >= last || upto < key->word[OSG_KEY_PORT])
			return false;
		key->word[OSG_KEY_PORT] = upto + 1;
	}
	return false;
}

/* Do the endpoint's rules of a direction allow any packet of the protocol from or to the peer? */
static __noinline bool osg_reach_rules(const struct osg_run *run, __u32 dir, const __u32 *peer, __u8 family, __u8 protocol)
{
	const struct osg_endpoint *endpoint = run->endpoint;
	bool v6 = family == 6;
	struct osg_key key;

	if (!endpoint || !run->revision)
		return false;
	if (!(endpoint->flags & (dir == OSG_INGRESS ? OSG_ENDPOINT_INGRESS_RESTRICTED : OSG_ENDPOINT_EGRESS_RESTRICTED)))
		return true;
	osg_key_of(&key, peer, family, osg_port_key(protocol, 0));
	return osg_reach_below(&key, v6 ? endpoint->rules[dir & 1][1] : endpoint->rules[dir & 1][0],
			       v6 ? run->revision->class_v6 : run->revision->class_v4, osg_unix_now(run));
}

/* Could a packet of the protocol pass: by a rule of its own direction, or as a reply by one of the other? */
static __always_inline bool osg_reach(const struct osg_run *run, __u32 dir, const struct osg_packet *pkt)
{
	const __u32 *peer = dir == OSG_INGRESS ? pkt->src : pkt->dst;

	if (osg_reach_rules(run, dir, peer, pkt->family, pkt->protocol))
		return true;
	switch (pkt->protocol) {
	case OSG_PROTO_TCP:
	case OSG_PROTO_UDP:
	case OSG_PROTO_SCTP:
	case OSG_PROTO_ICMP:
	case OSG_PROTO_ICMPV6:
		return osg_reach_rules(run, !dir, peer, pkt->family, pkt->protocol);
	default:
		return false;
	}
}

#endif
