// SPDX-License-Identifier: Apache-2.0
#include "tc.h"

#include <bpf/libbpf.h>

#include "args.h"
#include "netns.h"
#include "program.h"

namespace osg {
namespace {

bpf_tc_hook Hook(uint32_t ifindex, bool ingress) {
  bpf_tc_hook hook{};
  hook.sz = sizeof(hook);
  hook.ifindex = static_cast<int>(ifindex);
  hook.attach_point = ingress ? BPF_TC_INGRESS : BPF_TC_EGRESS;
  return hook;
}

bpf_tc_opts Options(uint32_t handle, uint32_t priority) {
  bpf_tc_opts opts{};
  opts.sz = sizeof(opts);
  opts.handle = handle;
  opts.priority = priority;
  return opts;
}

// queryTc(ifindex, ingress, handle, priority, netnsFd) → program id or undefined
Napi::Value QueryTc(const Napi::CallbackInfo& info) {
  constexpr const char* op = "query tc filter";
  const bpf_tc_hook hook = Hook(U32(info, 0, op, "ifindex"), info[1].ToBoolean());
  bpf_tc_opts opts = Options(U32(info, 2, op, "handle"), U32(info, 3, op, "priority"));
  const int netns = info[4].IsUndefined() ? -1 : static_cast<int>(U32(info, 4, op, "netnsFd"));
  LibbpfLog log;
  NetnsScope scope(info.Env(), op, netns);
  const int err = bpf_tc_query(&hook, &opts);
  // EINVAL: no clsact qdisc there; ENOENT: the qdisc has no such filter.
  if (err == -ENOENT || err == -EINVAL) return Absent(info.Env());
  if (err != 0) ThrowLog(info.Env(), op, -err, "", "", log.text());
  return Napi::Number::New(info.Env(), opts.prog_id);
}

// destroyClsact(ifindex, netnsFd): removes the qdisc with all its filters, other people's too
void DestroyClsact(const Napi::CallbackInfo& info) {
  constexpr const char* op = "remove clsact qdisc";
  bpf_tc_hook hook = Hook(U32(info, 0, op, "ifindex"), true);
  hook.attach_point = static_cast<bpf_tc_attach_point>(BPF_TC_INGRESS | BPF_TC_EGRESS);
  const int netns = info[1].IsUndefined() ? -1 : static_cast<int>(U32(info, 1, op, "netnsFd"));
  LibbpfLog log;
  NetnsScope scope(info.Env(), op, netns);
  const int err = bpf_tc_hook_destroy(&hook);
  // No such qdisc: ENOENT, or EINVAL by the kernel's "Invalid handle".
  if (err != 0 && err != -ENOENT && err != -EINVAL) ThrowLog(info.Env(), op, -err, "", "", log.text());
}

}  // namespace

// (program | undefined to adopt what is attached, ifindex, ingress, handle, priority, netnsFd | undefined)
TcFilter::TcFilter(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  constexpr const char* op = "attach by clsact";
  ifindex_ = U32(info, 1, op, "ifindex");
  ingress_ = info[2].ToBoolean();
  handle_ = U32(info, 3, op, "handle");
  priority_ = U32(info, 4, op, "priority");
  if (!info[5].IsUndefined()) netns_ = Fd::Dup(static_cast<int>(U32(info, 5, op, "netnsFd")));
  if (!info[0].IsUndefined()) {
    const int program = ProgramHandle::Arg(info[0], op, "program").fd(op);
    LibbpfLog log;
    NetnsScope scope(info.Env(), op, netns_.get());
    bpf_tc_hook hook = Hook(ifindex_, ingress_);
    const int err = bpf_tc_hook_create(&hook);
    if (err != 0 && err != -EEXIST) ThrowLog(info.Env(), op, -err, "qdisc", "", log.text());
    made_qdisc_ = err == 0;
    Attach(info.Env(), op, program, false);
  }
  open_ = true;
}

// In the caller's namespace scope.
void TcFilter::Attach(Napi::Env env, const char* op, int program_fd, bool replace) {
  const bpf_tc_hook hook = Hook(ifindex_, ingress_);
  bpf_tc_opts opts = Options(handle_, priority_);
  opts.prog_fd = program_fd;
  opts.flags = replace ? BPF_TC_F_REPLACE : 0;
  LibbpfLog log;
  const int err = bpf_tc_attach(&hook, &opts);
  if (err != 0) ThrowLog(env, op, -err, "ifindex " + std::to_string(ifindex_), "", log.text());
}

void TcFilter::Checked(Napi::Env env, const char* op) {
  if (!open_) ThrowClosed(env, op);
}

Napi::Value TcFilter::GetProgId(const Napi::CallbackInfo& info) {
  constexpr const char* op = "tc filter info";
  Checked(info.Env(), op);
  const bpf_tc_hook hook = Hook(ifindex_, ingress_);
  bpf_tc_opts opts = Options(handle_, priority_);
  LibbpfLog log;
  NetnsScope scope(info.Env(), op, netns_.get());
  return Napi::Number::New(info.Env(), bpf_tc_query(&hook, &opts) == 0 ? opts.prog_id : 0);
}

Napi::Value TcFilter::GetClosed(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), !open_); }

void TcFilter::Update(const Napi::CallbackInfo& info) {
  constexpr const char* op = "tc filter update";
  Checked(info.Env(), op);
  const int program = ProgramHandle::Arg(info[0], op, "program").fd(op);
  NetnsScope scope(info.Env(), op, netns_.get());
  Attach(info.Env(), op, program, true);
}

// (removeQdisc): with true, the clsact qdisc goes as well if this handle made it.
void TcFilter::Detach(const Napi::CallbackInfo& info) {
  constexpr const char* op = "tc filter detach";
  Checked(info.Env(), op);
  bpf_tc_hook hook = Hook(ifindex_, ingress_);
  const bpf_tc_opts opts = Options(handle_, priority_);
  LibbpfLog log;
  NetnsScope scope(info.Env(), op, netns_.get());
  int err = bpf_tc_detach(&hook, &opts);
  if (err != 0) ThrowLog(info.Env(), op, -err, "ifindex " + std::to_string(ifindex_), "", log.text());
  if (made_qdisc_ && info[0].ToBoolean()) {
    hook.attach_point = static_cast<bpf_tc_attach_point>(BPF_TC_INGRESS | BPF_TC_EGRESS);
    err = bpf_tc_hook_destroy(&hook);
    if (err != 0 && err != -ENOENT) ThrowLog(info.Env(), op, -err, "qdisc", "", log.text());
  }
}

void TcFilter::Close(const Napi::CallbackInfo&) {
  open_ = false;
  netns_.Close();
}

void TcFilter::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type = DefineClass(
      env, "TcFilter",
      {InstanceAccessor<&TcFilter::GetProgId>("progId"), InstanceAccessor<&TcFilter::GetClosed>("closed"),
       InstanceMethod<&TcFilter::Update>("update"), InstanceMethod<&TcFilter::Detach>("detach"),
       InstanceMethod<&TcFilter::Close>("close")});
  EnvData::Of(env).tc_filter = Napi::Persistent(type);
  exports.Set("TcFilter", type);
  exports.Set("queryTc", Napi::Function::New(env, QueryTc));
  exports.Set("destroyClsact", Napi::Function::New(env, DestroyClsact));
}

}  // namespace osg
