// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Programs and maps that exercise the native bindings.
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_helpers.h>

enum colour { RED = 1, GREEN = -2 };
enum { ANONYMOUS_LIMIT = 77 };

struct point {
	__u16 x;
	__s32 y[2][3];
	union {
		__u64 wide;
		__u8 narrow[8];
	};
	enum colour colour;
	__u32 flag : 3;
};

struct line {
	__u64 words[8];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct line);
} lines SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct point);
} points SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} ring SEC(".maps");

const volatile __u32 verdict = TC_ACT_OK;
const volatile __u32 record_bytes = 128;
const volatile struct point origin;
__u64 runs;

/* Returns `verdict`, counts the run. */
SEC("tc")
int decide(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u32 *count = bpf_map_lookup_elem(&counts, &key);

	if (count)
		(*count)++;
	__sync_fetch_and_add(&runs, 1);
	return verdict;
}

/* Returns the second byte of the packet plus the mark of the context. */
SEC("tc")
int echo(struct __sk_buff *skb)
{
	__u8 byte = 0;

	bpf_skb_load_bytes(skb, 1, &byte, 1);
	return byte + skb->mark;
}

/* The second word of line 0, as user space stored it. */
SEC("tc")
int read_line(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct line *line = bpf_map_lookup_elem(&lines, &key);

	return line ? *(volatile __u64 *)&line->words[1] : 0;
}

/* One record: 128 bytes (8 of them a counter), or 12 with an odd mark; thrown away with mark 2; silent with mark 4. */
SEC("tc")
int emit(struct __sk_buff *skb)
{
	if (skb->mark == 1) {
		__u32 *small = bpf_ringbuf_reserve(&ring, 12, 0);

		if (!small)
			return 1;
		small[0] = 0xabcd;
		small[1] = small[2] = 0;
		bpf_ringbuf_submit(small, 0);
		return 0;
	}
	__u64 *record = bpf_ringbuf_reserve(&ring, 128, 0);

	if (!record)
		return 1;
	for (int i = 1; i < 16; i++)
		record[i] = i;
	record[0] = __sync_fetch_and_add(&runs, 1);
	if (skb->mark == 2)
		bpf_ringbuf_discard(record, 0);
	else
		bpf_ringbuf_submit(record, skb->mark == 4 ? BPF_RB_NO_WAKEUP : 0);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
