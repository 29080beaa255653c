// SPDX-License-Identifier: Apache-2.0
// The bpf(2) calls and constants that linux-libc-dev 6.1 and libbpf 1.1 (Debian 12) do not have.
// Layouts follow include/uapi/linux/bpf.h of Linux 6.6; the kernel accepts a shorter or zero-padded attribute.
#pragma once
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace osg {

constexpr uint32_t kTcxIngress = 46;  // BPF_TCX_INGRESS, Linux 6.6
constexpr uint32_t kTcxEgress = 47;   // BPF_TCX_EGRESS
constexpr uint32_t kNetfilter = 45;   // BPF_NETFILTER, Linux 6.4
constexpr uint32_t kNetfilterProgram = 32;  // BPF_PROG_TYPE_NETFILTER
constexpr uint32_t kFlagBefore = 1u << 3;  // BPF_F_BEFORE

struct LinkCreateAttr {
  uint32_t prog_fd;
  uint32_t target;  // ifindex, or a descriptor
  uint32_t attach_type;
  uint32_t flags;
  uint32_t relative;  // descriptor or id, as the flags say
  uint32_t pad = 0;
  uint64_t expected_revision;
};

// The same of attach type BPF_NETFILTER, Linux 6.4.
struct NetfilterLinkAttr {
  uint32_t prog_fd;
  uint32_t target;
  uint32_t attach_type;
  uint32_t flags;
  uint32_t family;  // NFPROTO_…
  uint32_t hook;    // NF_INET_…
  int32_t priority;
  uint32_t netfilter_flags;
};

struct ProgQueryAttr {
  uint32_t target;
  uint32_t attach_type;
  uint32_t query_flags;
  uint32_t attach_flags;
  uint64_t prog_ids;
  uint32_t count;
  uint32_t pad = 0;
  uint64_t prog_attach_flags;
  uint64_t link_ids;
  uint64_t link_attach_flags;
  uint64_t revision;
};

// The head of struct bpf_link_info and the words of its union that tcx, xdp, cgroup and netfilter links use.
struct LinkInfo {
  uint32_t type;
  uint32_t id;
  uint32_t prog_id;
  uint32_t pad;
  uint32_t word0;  // tcx, xdp: ifindex; cgroup: low half of the id; netfilter: family
  uint32_t word1;  // tcx: attach type; netfilter: hook
  uint32_t word2;  // cgroup: attach type; netfilter: priority
  uint32_t word3;
  uint64_t rest[8];
};

struct InfoAttr {
  uint32_t fd;
  uint32_t length;
  uint64_t info;
};

constexpr uint32_t kLinkTypeCgroup = 3, kLinkTypeXdp = 6, kLinkTypeNetfilter = 10, kLinkTypeTcx = 11;

template <typename Attr>
inline int BpfCall(int command, Attr* attr) {
  return static_cast<int>(syscall(__NR_bpf, command, attr, sizeof(*attr)));
}

}  // namespace osg
