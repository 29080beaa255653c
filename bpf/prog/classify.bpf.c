// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* The classifier alone, for tests and benchmarks: judges a list of questions in one run, through the same lib/ code as the
 * endpoint programs. */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include "lib/classify.h"

struct osg_question {
	__u32 peer[4];
	__u32 port_key;
	__u32 ifindex;
	__u8 family;
	__u8 direction;
	__u16 reserved;
	__u32 expected;		/* for `steady`: the slot must be twice this, plus 1 in odd revisions */
	__u64 now_ns;
	struct osg_decision answer;
	struct osg_decision aside;	/* of the side of a trial that does not count; found 0: the same */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct osg_question);
} questions SEC(".maps");

/* Offsets in the mapping of .bss, in this order. */
struct osg_judge_state {
	__u32 count;		/* of questions */
	__u32 reserved;
	__u64 runs;
	__u64 mixed;		/* answers of `steady` that are not of the revision that the run began with */
	__u64 wrong;		/* answers that are right in no revision */
} state = {};

static long answer(__u32 index, void *ctx)
{
	struct osg_question *question = bpf_map_lookup_elem(&questions, &index);
	struct osg_run run;
	__u32 peer[4];

	if (!question)
		return 1;
	osg_run_begin(question->ifindex, &run);
	__builtin_memcpy(peer, question->peer, sizeof(peer));
	osg_lookup_as(true, true, &run, question->direction & 1, peer, question->family, question->port_key, question->now_ns, &question->answer);
	__builtin_memset(&question->aside, 0, sizeof(question->aside));
	if (run.root && question->answer.other) {
		question->aside.valid_until_ns = ~0ULL;
		osg_end(&run, question->answer.other, question->now_ns, &question->aside);
		question->aside.found = 1;
	}
	if (run.root && question->answer.found)
		osg_count_slot(question->answer.slot, 1, 100, osg_coarse_now(&run));
	return 0;
}

/* Answers each question, as a packet of its own of 100 bytes. */
SEC("tc")
int judge(struct __sk_buff *skb)
{
	bpf_loop(state.count, answer, NULL, 0);
	return 0;
}

static long check(__u32 index, struct osg_run *run)
{
	struct osg_question *question = bpf_map_lookup_elem(&questions, &index);
	struct osg_decision decision;
	__u32 peer[4];

	if (!question || !run->revision)
		return 1;
	__builtin_memcpy(peer, question->peer, sizeof(peer));
	osg_lookup(run, question->direction & 1, peer, question->family, question->port_key, question->now_ns, &decision);
	if (!decision.found || decision.slot >> 1 != question->expected)
		__sync_fetch_and_add(&state.wrong, 1);
	else if ((decision.slot & 1) != (run->revision->revision & 1))
		__sync_fetch_and_add(&state.mixed, 1);
	return 0;
}

/* Answers all questions for one packet: they must all be of one revision. */
SEC("tc")
int steady(struct __sk_buff *skb)
{
	struct osg_run run;

	if (!osg_run_begin(100, &run))
		__sync_fetch_and_add(&state.wrong, 1);
	else
		bpf_loop(state.count, check, &run, 0);
	__sync_fetch_and_add(&state.runs, 1);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
