// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* Writes the clocks that packet programs go by into a packet of a test run, for user space to relate them to Unix time. (A
 * program of type syscall may not ask for coarse time.) */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "abi/tables.h"

SEC("tc")
int osg_read_clock(struct __sk_buff *skb)
{
	struct osg_clock *clock = (void *)(long)skb->data;

	if ((void *)(clock + 1) > (void *)(long)skb->data_end)
		return -1;
	clock->jiffies = bpf_jiffies64();
	clock->tai_ns = bpf_ktime_get_tai_ns();
	clock->boot_ns = bpf_ktime_get_boot_ns();
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
