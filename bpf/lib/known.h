/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Enters flows that the agent knows of, as if their packets had come. */
#ifndef OSG_LIB_KNOWN_H
#define OSG_LIB_KNOWN_H

#include "lib/conntrack.h"

/* Finds the flow's endpoint, and judges it by the rules of its original direction. */
static __always_inline int osg_ct_enter_judge(struct osg_ct_insertion *in)
{
	struct osg_decision decision;
	struct osg_run run;

	if (!osg_run_begin(in->ifindex, &run) || !run.endpoint)
		return OSG_CT_INSERT_NO_ENDPOINT;
	in->key.endpoint = run.endpoint->index;
	in->generation = run.endpoint->generation;
	if (osg_together)
		osg_together_judge(&run, in->key.peer, in->key.family, osg_ct_port_key(&in->key, OSG_EGRESS), NULL);
	osg_ct_judge(&run, &in->key, osg_ct_original(in->entry.judged), 0, &decision);
	if (decision.verdict != OSG_ALLOW)
		return OSG_CT_INSERT_DENIED;
	in->entry.judged = osg_ct_verdict(&decision, in->entry.judged);
	in->entry.revision = osg_ct_revision(&run);
	return OSG_CT_INSERT_DONE;
}

/* See struct osg_ct_insertion. */
static __always_inline int osg_ct_enter(struct osg_ct_insertion *in)
{
	struct osg_run run = { .root = osg_line_of(0) };
	struct osg_settings *settings = osg_settings_get();
	struct osg_ct_node *node = osg_ct_node_get();
	struct osg_ct_entry *e = &in->entry, *old;
	struct osg_ct_account *account;
	__u64 now = osg_ct_now(&run);
	__u32 live;
	int error;

	if (in->flags & OSG_CT_INSERT_JUDGE) {
		error = osg_ct_enter_judge(in);
		if (error)
			return error;
	}
	account = osg_ct_account_of(&in->key);
	if (!account || !settings || !node)
		return OSG_CT_INSERT_NO_ENDPOINT;
	if (!e->created)
		e->created = osg_ct_time(now);
	if (!e->deadline)
		e->deadline = osg_ct_time(osg_ct_until(now, osg_ct_timeout(settings, &in->key, e)));
	e->check = osg_ct_check(&in->key, in->generation);
	e->flags &= ~OSG_CT_MORE;
	old = osg_ct_find(&in->key);
	if (old) {
		if (!old->deadline)
			return OSG_CT_INSERT_EXISTS;
		/* What an earlier holder of the index left is nobody's. */
		if (old->check == e->check &&
		    (!(in->flags & OSG_CT_INSERT_REPLACE) ||
		     (in->flags & OSG_CT_INSERT_UNUSED && (old->revision != ~0U || old->deadline != in->known_deadline))))
			return OSG_CT_INSERT_EXISTS;
		e->flags |= old->flags & OSG_CT_MORE;
		osg_ct_set(&in->key, old, e->judged);
		*old = *e;
		return OSG_CT_INSERT_DONE;
	}
	live = osg_ct_live(account);
	if (!(in->flags & OSG_CT_INSERT_OVER_QUOTA) && live >= osg_ct_limit(settings, node, live))
		return OSG_CT_INSERT_FULL;
	error = osg_ct_put(node, &in->key, e);
	if (error)
		return error == -17 /* EEXIST */ ? OSG_CT_INSERT_EXISTS : OSG_CT_INSERT_FULL;
	osg_ct_count(account, e->flags & OSG_CT_MORE);
	if (e->judged & OSG_CT_REVOKED)
		__sync_fetch_and_add(&account->revoked, 1);
	return OSG_CT_INSERT_DONE;
}

#endif
