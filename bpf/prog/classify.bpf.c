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
	__u32 reserved2;
	__u64 now_ns;
	struct osg_decision answer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct osg_question);
} questions SEC(".maps");

__u32 question_count = 0;

static long answer(__u32 index, void *ctx)
{
	struct osg_question *question = bpf_map_lookup_elem(&questions, &index);
	struct osg_run run;
	__u32 peer[4];

	if (!question)
		return 1;
	osg_run_begin(question->ifindex, &run);
	__builtin_memcpy(peer, question->peer, sizeof(peer));
	osg_lookup(&run, question->direction & 1, peer, question->family, question->port_key, question->now_ns, &question->answer);
	return 0;
}

SEC("tc")
int judge(struct __sk_buff *skb)
{
	bpf_loop(question_count, answer, NULL, 0);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
