/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Enters flows that the agent knows of, as if their packets had come: judged by the rules of their original direction. */
#ifndef OSG_LIB_KNOWN_H
#define OSG_LIB_KNOWN_H

#include "abi/sockets.h"
#include "lib/conntrack.h"

/* Enters a flow that user space knows of. See struct osg_ct_insertion. */
static __always_inline int osg_ct_enter(struct osg_ct_insertion *in)
{
	struct osg_run run = { .root = osg_line_of(0) };
	struct osg_ct_account *account = osg_ct_account_of(&in->key);
	struct osg_settings *settings = osg_settings_get();
	struct osg_ct_node *node = osg_ct_node_get();
	struct osg_ct_entry *e = &in->entry, *old = osg_ct_find(&in->key);
	__u64 now = osg_ct_now(&run);
	__u32 live;
	int error;

	if (!account || !settings || !node)
		return OSG_CT_INSERT_NO_ENDPOINT;
	if (!e->created_ns)
		e->created_ns = now;
	if (!e->deadline_ns)
		e->deadline_ns = osg_ct_until(now, osg_ct_timeout(settings, &in->key, e));
	e->check = osg_ct_check(&in->key);
	e->flags &= ~OSG_CT_MORE;
	if (old) {
		if (!(in->flags & OSG_CT_INSERT_REPLACE) ||
		    (in->flags & OSG_CT_INSERT_UNUSED && (old->revision != ~0ULL || old->deadline_ns != in->known_deadline_ns)))
			return OSG_CT_INSERT_EXISTS;
		osg_ct_revoke(&in->key, old, e->revoked);
		e->flags |= old->flags & OSG_CT_MORE;
		*old = *e;
		return OSG_CT_INSERT_DONE;
	}
	live = osg_ct_live(account);
	if (!(in->flags & OSG_CT_INSERT_OVER_QUOTA) && live >= osg_ct_limit(settings, node, live))
		return OSG_CT_INSERT_FULL;
	error = bpf_map_update_elem(&osg_conntrack, &in->key, e, BPF_NOEXIST);
	if (error == -7 /* E2BIG */) {
		void *shard = osg_ct_shard_of(node, &in->key);

		e->flags |= OSG_CT_MORE;
		if (shard)
			error = bpf_map_update_elem(shard, &in->key, e, BPF_NOEXIST);
	}
	if (error)
		return error == -17 /* EEXIST */ ? OSG_CT_INSERT_EXISTS : OSG_CT_INSERT_FULL;
	osg_ct_count(account, e->flags & OSG_CT_MORE);
	if (e->revoked)
		__sync_fetch_and_add(&account->revoked, 1);
	return OSG_CT_INSERT_DONE;
}

static __always_inline int osg_enter_known(const struct osg_known_flow *flow)
{
	bool ingress = flow->original == OSG_INGRESS;
	struct osg_decision decision;
	struct osg_packet pkt = {};
	struct osg_ct_key key;
	struct osg_run run;
	int reason;

	if (!osg_run_begin(flow->ifindex, &run))
		return OSG_REASON_NO_POLICY;
	__builtin_memcpy(pkt.src, ingress ? flow->peer : flow->own, sizeof(pkt.src));
	__builtin_memcpy(pkt.dst, ingress ? flow->own : flow->peer, sizeof(pkt.dst));
	pkt.sport = ingress ? flow->peer_port : flow->own_port;
	pkt.dport = ingress ? flow->own_port : flow->peer_port;
	pkt.family = flow->family;
	pkt.protocol = flow->protocol;
	if (!osg_ct_key_of(&key, &run, &pkt, flow->original & 1))
		return OSG_REASON_BAD_HEADER;
	osg_ct_judge(&run, &key, flow->original & 1, 0, &decision);
	if (decision.verdict != OSG_ALLOW)
		return OSG_REASON_RULE_DENY;
	reason = osg_ct_recover(&run, &key, &decision,
				(flow->original & 1) | (flow->established ? OSG_CT_ESTABLISHED : OSG_CT_NEW) << 8 | OSG_CT_RECOVERED << 16);
	return reason == OSG_CT_EXISTS ? OSG_REASON_NONE : reason ?: OSG_REASON_RECOVERED;
}

#endif
