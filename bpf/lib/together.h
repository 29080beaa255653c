/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Services where no program can stand behind the translation (Linux before 6.4): at the interface nobody knows who gets a packet, so
 * one may be sent to a service if it may be sent to all who stand behind it. The endpoints of each service's port are written by
 * the agent; the rules are asked for each packet, so that no verdict of ours is older than they. */
#ifndef OSG_LIB_TOGETHER_H
#define OSG_LIB_TOGETHER_H

#include "abi/services.h"
#include "lib/classify.h"

#if OSG_TRANSLATED
#define osg_together 0
#else
/* Set before loading, where it is needed; else none of this is in the program. */
const volatile __u32 osg_together = 0;
#endif

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, OSG_SERVICE_PAGES);
	__type(key, struct osg_service_page_key);
	__type(value, struct osg_service_page);
} osg_service_pages SEC(".maps");

/* The stack has no room for it. No packet interrupts another on its CPU. */
struct osg_together_work {
	struct osg_service_page_key page;
	struct osg_key key;
	struct osg_decision one;
	struct osg_decision all;	/* of the first who is denied, else of who is allowed for the shortest time */
	__u64 now_ns;
	__u32 revision;			/* units */
	__u32 endpoint;
	__u32 seen;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_together_work);
} osg_together_now SEC(".maps");

static __always_inline struct osg_together_work *osg_together_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&osg_together_now, &zero);
}

/* NULL: nothing is known of services. */
static __always_inline const struct osg_services *osg_services_of(const struct osg_run *run)
{
	const struct osg_services *services;
	__u32 unit;

	if (!run->revision)
		return NULL;
	unit = run->revision->services;
	if (!unit)
		return NULL;
	services = osg_line_of(unit);
	return services ? services + (unit & 3) : NULL;
}

static __always_inline bool osg_is_service(const struct osg_services *services, const __u32 *address, __u8 family)
{
	return osg_contains(family == 6 ? services->refs[1] : services->refs[0], address, family);
}

/* Judges one who stands behind the service. All that it needs lies in the work: callers lie deep, and have no stack for it. */
static long osg_together_next(__u32 index, void *unused)
{
	struct osg_together_work *work = osg_together_get();
	const struct osg_revision *revision;
	const struct osg_endpoint *endpoint;
	const struct osg_service_page *page;
	const struct osg_backend *backend;
	__u32 ref;

	if (!work)
		return 1;
	work->page.page = index / OSG_PAGE_BACKENDS;
	page = bpf_map_lookup_elem(&osg_service_pages, &work->page);
	index %= OSG_PAGE_BACKENDS;
	if (!page || index >= page->count)
		return 1;
	backend = &page->backends[index];
	revision = osg_line_of(work->revision);
	endpoint = osg_line_of(work->endpoint);
	if (!revision || !endpoint)
		return 1;
	osg_key_of(&work->key, backend->address, work->page.family, osg_port_key(work->page.protocol, backend->port));
	__builtin_memset(&work->one, 0, sizeof(work->one));
	work->one.valid_until_ns = ~0ULL;
	work->one.found = 1;
	if (work->page.family == 6)
		ref = osg_walk(&work->key, endpoint->rules[OSG_EGRESS][1], revision->class_v6);
	else
		ref = osg_walk(&work->key, endpoint->rules[OSG_EGRESS][0], revision->class_v4);
	if (ref >> OSG_REF_NODE_SHIFT == OSG_NODE_CELL)
		osg_cell(ref, &work->one);
	else
		osg_chain(ref & OSG_REF_UNIT_MASK, work->now_ns, &work->one);
	if (work->one.verdict != OSG_ALLOW) {
		work->key.word[OSG_KEY_PORT] = 0;
		work->key.word[OSG_KEY_CLASS] = 0;
		/* Itself it reaches whatever its rules. */
		if (osg_walk(&work->key, endpoint->own[work->page.family == 6], 0) & OSG_CELL_ALLOW) {
			work->one.verdict = OSG_ALLOW;
			work->one.slot = work->one.audit_slot = 0;
			work->one.valid_until_ns = ~0ULL;
		}
	}
	work->seen++;
	if (work->seen == 1 || work->one.verdict != OSG_ALLOW || work->one.valid_until_ns < work->all.valid_until_ns)
		work->all = work->one;
	return work->one.verdict != OSG_ALLOW;
}

/* What was judged of an earlier packet counts no more. */
static __always_inline void osg_together_begin(void)
{
	struct osg_together_work *work = osg_together_get();

	if (work)
		work->page.family = 0;
}

/* Is it an address of a service that is judged so? */
static __always_inline bool osg_together_holds(const struct osg_run *run, const __u32 *address, __u8 family)
{
	const struct osg_services *services = osg_services_of(run);
	struct osg_together_work *work;

	if (!services || !run->root || !run->revision || !run->endpoint || services->flags & OSG_SERVICES_DEFERRED)
		return false;
	work = osg_together_get();
	if (!work)
		return false;
	osg_key_of(&work->key, address, family, 0);
	return osg_walk(&work->key, services->refs[family == 6], 0) & OSG_CELL_ALLOW;
}

/* As judged last. Without it what goes to a service is denied: callers lie too deep to judge. `out`: slot 0 and deny: nobody is there. */
static __always_inline void osg_together_say(const struct osg_together_work *work, bool same, struct osg_decision *out)
{
	if (same && work->seen) {
		*out = work->all;
		return;
	}
	__builtin_memset(out, 0, sizeof(*out));
	out->valid_until_ns = ~0ULL;
	out->found = 1;
}

/* Of such an address: what osg_together_judge() has said of this packet's service. */
static __always_inline void osg_together_again(const struct osg_run *run, const __u32 *address, __u8 family, __u32 port_key,
					       struct osg_decision *out)
{
	struct osg_together_work *work = osg_together_get();
	__u32 differs;

	if (!work || !run->revision || !run->endpoint)
		return;
	differs = (work->page.address[0] ^ address[0]) | (work->page.family ^ family) |
		  (osg_port_key(work->page.protocol, work->page.port) ^ port_key) | (work->revision ^ run->revision->unit) |
		  (work->endpoint ^ run->endpoint->unit);
	if (family == 6)
		differs |= (work->page.address[1] ^ address[1]) | (work->page.address[2] ^ address[2]) |
			   (work->page.address[3] ^ address[3]);
	osg_together_say(work, !differs, out);
}

/* Asks the rules of an endpoint, or of its candidate, for all who stand behind an address of a service. */
static __always_inline void osg_together_ask(struct osg_together_work *work, const struct osg_run *run, __u32 endpoint_unit,
					     const __u32 *address, __u8 family, __u32 port_key)
{
	work->revision = run->revision->unit;
	work->endpoint = endpoint_unit;
	work->now_ns = osg_unix_now(run);
	work->seen = 0;
	osg_key_of(&work->key, address, family, 0);
	work->page.address[0] = work->key.word[0];
	work->page.address[1] = work->key.word[1];
	work->page.address[2] = work->key.word[2];
	work->page.address[3] = work->key.word[3];
	work->page.port = port_key;
	work->page.protocol = port_key >> 16;
	work->page.family = family;
	bpf_loop(OSG_PAGE_BACKENDS * OSG_PAGES, osg_together_next, NULL, 0);
}

/* Judges what the endpoint sends to an address of a service. `out` may be NULL. False: it is none, or others judge. */
static __noinline bool osg_together_judge(const struct osg_run *run, const __u32 *address, __u8 family, __u32 port_key,
					  struct osg_decision *out)
{
	struct osg_together_work *work;

	if (!osg_together_holds(run, address, family))
		return false;
	work = osg_together_get();
	if (!work)
		return false;
	osg_together_ask(work, run, run->endpoint->unit, address, family, port_key);
	if (out)
		osg_together_say(work, true, out);
	return true;
}

#endif
