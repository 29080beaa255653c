// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Programs that the verifier refuses after a long walk: their logs are megabytes long.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64[64]);
} table SEC(".maps");

static __always_inline int wander(struct __sk_buff *skb, int bound, int refuse)
{
	__u32 key = 0;
	__u64 *values = bpf_map_lookup_elem(&table, &key);
	__u64 sum = 0;

	if (!values)
		return 0;
	for (int i = 0; i < bound; i++) {
		if (skb->mark & (1u << (i & 31)))
			sum += values[i & 63];
		else
			sum ^= skb->priority + i;
	}
	values[refuse ? skb->len : 0] = sum; /* the length is out of bounds: refused */
	return sum;
}

SEC("tc")
int accepted_long(struct __sk_buff *skb)
{
	return wander(skb, 1000, 0);
}

SEC("tc")
int refused_short(struct __sk_buff *skb)
{
	return wander(skb, 4, 1);
}

SEC("tc")
int refused_long(struct __sk_buff *skb)
{
	return wander(skb, 1000, 1);
}

SEC("tc")
int accepted(struct __sk_buff *skb)
{
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
