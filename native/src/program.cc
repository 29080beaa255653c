// SPDX-License-Identifier: Apache-2.0
#include "program.h"

#include <bpf/bpf.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "args.h"

namespace osg {
namespace {

constexpr uint32_t kMaxOut = 1024 * 1024;
constexpr size_t kSkBuffSize = sizeof(__sk_buff);

Napi::Value OpenPinnedProgram(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open pinned program";
  const std::string path = Str(info, 0, op, "path");
  Fd fd(bpf_obj_get(path.c_str()));
  if (!fd.valid()) Throw(info.Env(), op, errno, path);
  return ProgramHandle::Wrap(EnvData::Of(info.Env()).program, std::move(fd));
}

Napi::Value ProgramFromId(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open program by id";
  const uint32_t id = U32(info, 0, op, "id");
  Fd fd(bpf_prog_get_fd_by_id(id));
  if (!fd.valid()) Throw(info.Env(), op, errno, std::to_string(id));
  return ProgramHandle::Wrap(EnvData::Of(info.Env()).program, std::move(fd));
}

// The kernel counts runs and their time while the returned handle is open.
Napi::Value EnableRunStats(const Napi::CallbackInfo& info) {
  Fd fd(bpf_enable_stats(BPF_STATS_RUN_TIME));
  if (!fd.valid()) Throw(info.Env(), "enable run stats", errno);
  return FdHandle::Wrap(EnvData::Of(info.Env()).fd, std::move(fd));
}

std::string Hex(const uint8_t* data, size_t length) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < length; i++) {
    text += digits[data[i] >> 4];
    text += digits[data[i] & 15];
  }
  return text;
}

}  // namespace

ProgramHandle::ProgramHandle(const Napi::CallbackInfo& info) : FdObject(info) {
  if (!IsKind(fd_.get(), "bpf-prog")) Throw(info.Env(), "program info", EINVAL, "the descriptor is not a program's");
}

ProgramHandle& ProgramHandle::Arg(Napi::Value value, const char* op, const char* name) {
  Napi::FunctionReference& type = EnvData::Of(value.Env()).program;
  if (!value.IsObject() || !value.As<Napi::Object>().InstanceOf(type.Value()))
    Throw(value.Env(), op, EINVAL, std::string(name) + " is not a program");
  return *Unwrap(value.As<Napi::Object>());
}

Napi::Value ProgramHandle::GetFd(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), Checked("program fd"));
}

Napi::Value ProgramHandle::GetInfo(const Napi::CallbackInfo& info) {
  constexpr const char* op = "program info";
  const int fd = Checked(op);
  bpf_prog_info prog{};
  uint32_t length = sizeof(prog);
  if (bpf_obj_get_info_by_fd(fd, &prog, &length) != 0) Throw(info.Env(), op, errno);
  std::vector<uint32_t> maps(prog.nr_map_ids);
  if (!maps.empty()) {
    bpf_prog_info again{};
    length = sizeof(again);
    again.nr_map_ids = static_cast<uint32_t>(maps.size());
    again.map_ids = reinterpret_cast<uintptr_t>(maps.data());
    if (bpf_obj_get_info_by_fd(fd, &again, &length) != 0) Throw(info.Env(), op, errno);
  }
  Napi::Env env = info.Env();
  Napi::Array ids = Napi::Array::New(env, maps.size());
  for (uint32_t i = 0; i < maps.size(); i++) ids.Set(i, maps[i]);
  Napi::Object out = Napi::Object::New(env);
  out.Set("type", prog.type);
  out.Set("id", prog.id);
  out.Set("name", std::string(prog.name, strnlen(prog.name, sizeof(prog.name))));
  out.Set("tag", Hex(prog.tag, sizeof(prog.tag)));
  out.Set("jitedBytes", prog.jited_prog_len);
  out.Set("translatedBytes", prog.xlated_prog_len);
  out.Set("verifiedInstructions", prog.verified_insns);
  out.Set("runTimeNs", Napi::BigInt::New(env, static_cast<uint64_t>(prog.run_time_ns)));
  out.Set("runCount", Napi::BigInt::New(env, static_cast<uint64_t>(prog.run_cnt)));
  out.Set("mapIds", ids);
  return out;
}

// ({data?, dataOutSize?, ctx?, ctxOutSize?, repeat?, flags?, cpu?})
Napi::Value ProgramHandle::TestRun(const Napi::CallbackInfo& info) {
  constexpr const char* op = "program test run";
  Napi::Env env = info.Env();
  const int fd = Checked(op);
  if (!info[0].IsObject()) Throw(env, op, EINVAL, "options is not an object");
  const Napi::Object options = info[0].As<Napi::Object>();
  const auto number = [&](const char* name, uint32_t absent) {
    const Napi::Value value = options.Get(name);
    return value.IsUndefined() ? absent : AsU32(value, op, name);
  };
  const auto bytes = [&](const char* name) {
    const Napi::Value value = options.Get(name);
    return value.IsUndefined() ? Bytes{} : AsBytes(value, op, name);
  };
  const Bytes data = bytes("data"), ctx = bytes("ctx");
  const uint32_t data_out_size = number("dataOutSize", 0), ctx_out_size = number("ctxOutSize", 0);
  if (data_out_size > kMaxOut || ctx_out_size > kMaxOut) Throw(env, op, EINVAL, "an output size is over 1 MiB");
  Napi::Buffer<uint8_t> data_out = Napi::Buffer<uint8_t>::New(env, data_out_size);
  Napi::Buffer<uint8_t> ctx_out = Napi::Buffer<uint8_t>::New(env, ctx_out_size);
  bpf_test_run_opts opts{};
  opts.sz = sizeof(opts);
  opts.data_in = data.length != 0 ? data.data : nullptr;
  opts.data_size_in = static_cast<uint32_t>(data.length);
  opts.data_out = data_out_size != 0 ? data_out.Data() : nullptr;
  opts.data_size_out = data_out_size;
  opts.ctx_in = ctx.length != 0 ? ctx.data : nullptr;
  opts.ctx_size_in = static_cast<uint32_t>(ctx.length);
  opts.ctx_out = ctx_out_size != 0 ? ctx_out.Data() : nullptr;
  opts.ctx_size_out = ctx_out_size;
  opts.repeat = static_cast<int>(std::min<uint32_t>(number("repeat", 1), INT32_MAX));
  opts.flags = number("flags", 0);
  opts.cpu = number("cpu", 0);
  if (bpf_prog_test_run_opts(fd, &opts) != 0) Throw(env, op, errno);
  const auto filled = [](Napi::Buffer<uint8_t> buffer, uint32_t length) {
    Napi::Function cut = buffer.Get("subarray").As<Napi::Function>();
    return cut.Call(buffer, {Napi::Number::New(buffer.Env(), 0), Napi::Number::New(buffer.Env(), length)});
  };
  Napi::Object out = Napi::Object::New(env);
  out.Set("retval", static_cast<int32_t>(opts.retval));
  out.Set("durationNs", opts.duration);
  out.Set("dataOut", filled(data_out, data_out_size != 0 ? opts.data_size_out : 0));
  out.Set("ctxOut", filled(ctx_out, ctx_out_size != 0 ? opts.ctx_size_out : 0));
  return out;
}

// (packets, offsets: Uint32Array of n + 1, contexts | undefined: one or n, ctxSize) → Int32Array of n return values
Napi::Value ProgramHandle::TestRunMany(const Napi::CallbackInfo& info) {
  constexpr const char* op = "program test run many";
  Napi::Env env = info.Env();
  const int fd = Checked(op);
  const Bytes packets = AnyBytes(info, 0, op, "packets");
  if (!info[1].IsTypedArray() || info[1].As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array)
    Throw(env, op, EINVAL, "offsets is not a Uint32Array");
  Napi::Uint32Array offsets = info[1].As<Napi::Uint32Array>();
  if (offsets.ElementLength() == 0) Throw(env, op, EINVAL, "offsets is empty");
  const size_t count = offsets.ElementLength() - 1;
  Bytes contexts;
  const size_t ctx_size = info[3].IsUndefined() ? kSkBuffSize : U32(info, 3, op, "ctxSize");
  if (!info[2].IsUndefined()) {
    contexts = AnyBytes(info, 2, op, "contexts");
    if (ctx_size == 0 || (contexts.length != ctx_size && contexts.length != ctx_size * count))
      Throw(env, op, EINVAL, "contexts holds neither one context nor one for each packet");
  }
  const bool own_context = contexts.length != ctx_size;
  Napi::Int32Array results = Napi::Int32Array::New(env, count);
  for (size_t i = 0; i < count; i++) {
    const uint32_t from = offsets[i], to = offsets[i + 1];
    if (from > to || to > packets.length) Throw(env, op, ERANGE, "offsets at packet " + std::to_string(i));
    bpf_test_run_opts opts{};
    opts.sz = sizeof(opts);
    opts.data_in = packets.data + from;
    opts.data_size_in = to - from;
    opts.repeat = 1;
    if (contexts.data != nullptr) {
      opts.ctx_in = contexts.data + (own_context ? i * ctx_size : 0);
      opts.ctx_size_in = static_cast<uint32_t>(ctx_size);
    }
    if (bpf_prog_test_run_opts(fd, &opts) != 0) Throw(env, op, errno, "packet " + std::to_string(i));
    results[i] = static_cast<int32_t>(opts.retval);
  }
  return results;
}

void ProgramHandle::Pin(const Napi::CallbackInfo& info) {
  constexpr const char* op = "program pin";
  const int fd = Checked(op);
  const std::string path = Str(info, 0, op, "path");
  if (bpf_obj_pin(fd, path.c_str()) != 0) Throw(info.Env(), op, errno, path);
}

void ProgramHandle::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type = DefineClass(
      env, "BpfProgram",
      {InstanceAccessor<&ProgramHandle::GetFd>("fd"), InstanceAccessor("closed", &ProgramHandle::GetClosed, nullptr),
       InstanceAccessor<&ProgramHandle::GetInfo>("info"), InstanceMethod<&ProgramHandle::TestRun>("testRun"),
       InstanceMethod<&ProgramHandle::TestRunMany>("testRunMany"), InstanceMethod<&ProgramHandle::Pin>("pin"),
       InstanceMethod("close", &ProgramHandle::Close)});
  EnvData::Of(env).program = Napi::Persistent(type);
  exports.Set("BpfProgram", type);
  exports.Set("openPinnedProgram", Napi::Function::New(env, OpenPinnedProgram));
  exports.Set("programFromId", Napi::Function::New(env, ProgramFromId));
  exports.Set("enableRunStats", Napi::Function::New(env, EnableRunStats));
}

}  // namespace osg
