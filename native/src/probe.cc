// SPDX-License-Identifier: Apache-2.0
#include "probe.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/if_link.h>
#include <sched.h>
#include <sys/mman.h>

#include <optional>
#include <thread>

#include "args.h"
#include "handle.h"
#include "sys.h"

namespace osg {
namespace {

constexpr uint32_t kNoSuchDevice = 0x7ffffff0;

Fd LoadTrivial(bpf_prog_type type, uint32_t attach_type = 0) {
  const bpf_insn program[] = {
      {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0},
      {BPF_JMP | BPF_EXIT, 0, 0, 0, 0},
  };
  bpf_prog_load_opts opts{};
  opts.sz = sizeof(opts);
  opts.expected_attach_type = static_cast<bpf_attach_type>(attach_type);
  return Fd(bpf_prog_load(type, "osg_probe", "GPL", program, 2, &opts));
}

// r0 = 0; *(u64 *)(r10 - 8) = r0; r0 = cmpxchg(r10 - 8, r0, r1)
bool HasCompareExchange() {
  const bpf_insn program[] = {
      {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0},
      {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_1, 0, 0, 1},
      {BPF_STX | BPF_MEM | BPF_DW, BPF_REG_10, BPF_REG_0, -8, 0},
      {BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_10, BPF_REG_1, -8, BPF_CMPXCHG},
      {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0},
      {BPF_JMP | BPF_EXIT, 0, 0, 0, 0},
  };
  return Fd(bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "osg_probe", "GPL", program, 6, nullptr)).valid();
}

// A kernel that knows the attach type looks for the device and does not find it; another refuses the type.
bool KnowsTcx() {
  const Fd program = LoadTrivial(BPF_PROG_TYPE_SCHED_CLS);
  if (!program.valid()) return false;
  LinkCreateAttr attr{};
  attr.prog_fd = static_cast<uint32_t>(program.get());
  attr.target = kNoSuchDevice;
  attr.attach_type = kTcxIngress;
  const Fd link(BpfCall(BPF_LINK_CREATE, &attr));
  return !link.valid() && errno == ENODEV;
}

// XDP answers EINVAL to a missing device, so a device is needed: the loopback of a namespace that ends with the thread.
// Unknown (empty) without the right to make one.
std::optional<bool> HasXdpLink() {
  const Fd program = LoadTrivial(BPF_PROG_TYPE_XDP);
  if (!program.valid()) return false;
  std::optional<bool> answer;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) != 0) return;
    LinkCreateAttr attr{};
    attr.prog_fd = static_cast<uint32_t>(program.get());
    attr.target = 1;
    attr.attach_type = BPF_XDP;
    attr.flags = XDP_FLAGS_SKB_MODE;
    answer = Fd(BpfCall(BPF_LINK_CREATE, &attr)).valid();
  }).join();
  return answer;
}

bool HasMmapableArray() {
  bpf_map_create_opts opts{};
  opts.sz = sizeof(opts);
  opts.map_flags = BPF_F_MMAPABLE;
  const Fd map(bpf_map_create(BPF_MAP_TYPE_ARRAY, "osg_probe", 4, 64, 1, &opts));
  if (!map.valid()) return false;
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void* data = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, map.get(), 0);
  if (data == MAP_FAILED) return false;
  munmap(data, page);
  return true;
}

bool HasBatch() {
  const Fd map(bpf_map_create(BPF_MAP_TYPE_HASH, "osg_probe", 4, 4, 4, nullptr));
  if (!map.valid()) return false;
  const uint32_t keys[2] = {1, 2}, values[2] = {1, 2};
  uint32_t count = 2;
  return bpf_map_update_batch(map.get(), keys, values, &count, nullptr) == 0;
}

// A failed probe must not throw: its errno is the answer to "why not".
Napi::Value Probe(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  LibbpfLog log;
  Napi::Object out = Napi::Object::New(env);
  const Fd program = LoadTrivial(BPF_PROG_TYPE_SCHED_CLS);
  const int err = errno;
  out.Set("loadPrograms", program.valid());
  if (!program.valid()) out.Set("loadError", ErrnoName(err));
  out.Set("tcx", KnowsTcx());
  if (const std::optional<bool> xdp = HasXdpLink()) out.Set("xdpLink", *xdp);
  out.Set("netfilter", LoadTrivial(static_cast<bpf_prog_type>(kNetfilterProgram), kNetfilter).valid());
  out.Set("ringbuf", libbpf_probe_bpf_map_type(BPF_MAP_TYPE_RINGBUF, nullptr) == 1);
  out.Set("mmapableArray", HasMmapableArray());
  out.Set("batch", HasBatch());
  out.Set("compareExchange", HasCompareExchange());
  const auto helper = [](bpf_func_id id) { return libbpf_probe_bpf_helper(BPF_PROG_TYPE_SCHED_CLS, id, nullptr) == 1; };
  out.Set("ktimeGetTaiNs", helper(BPF_FUNC_ktime_get_tai_ns));
  out.Set("forEachMapElem", helper(BPF_FUNC_for_each_map_elem));
  out.Set("loop", helper(BPF_FUNC_loop));
  return out;
}

}  // namespace

void InitProbe(Napi::Env env, Napi::Object exports) { exports.Set("probe", Napi::Function::New(env, Probe)); }

}  // namespace osg
