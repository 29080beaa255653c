// SPDX-License-Identifier: Apache-2.0
#include "link.h"

#include <bpf/bpf.h>

#include <vector>

#include "args.h"
#include "netns.h"
#include "program.h"
#include "sys.h"

namespace osg {
namespace {

// linkCreate(program, target, attachType, flags, relative, expectedRevision, netnsFd)
Napi::Value LinkCreate(const Napi::CallbackInfo& info) {
  constexpr const char* op = "link create";
  LinkCreateAttr attr{};
  attr.prog_fd = static_cast<uint32_t>(ProgramHandle::Arg(info[0], op, "program").fd(op));
  attr.target = U32(info, 1, op, "target");
  attr.attach_type = U32(info, 2, op, "attachType");
  attr.flags = U32(info, 3, op, "flags");
  attr.relative = U32(info, 4, op, "relative");
  attr.expected_revision = U64(info, 5, op, "expectedRevision");
  const int netns = info[6].IsUndefined() ? -1 : static_cast<int>(U32(info, 6, op, "netnsFd"));
  Fd fd;
  {
    NetnsScope scope(info.Env(), op, netns);
    fd = Fd(BpfCall(BPF_LINK_CREATE, &attr));
    if (!fd.valid())
      Throw(info.Env(), op, errno, "attach type " + std::to_string(attr.attach_type) + ", target " + std::to_string(attr.target));
  }
  return LinkHandle::Wrap(EnvData::Of(info.Env()).link, std::move(fd));
}

// netfilterLink(program, family, hook, priority, netnsFd)
Napi::Value NetfilterLink(const Napi::CallbackInfo& info) {
  constexpr const char* op = "link create";
  NetfilterLinkAttr attr{};
  attr.prog_fd = static_cast<uint32_t>(ProgramHandle::Arg(info[0], op, "program").fd(op));
  attr.attach_type = kNetfilter;
  attr.family = U32(info, 1, op, "family");
  attr.hook = U32(info, 2, op, "hook");
  attr.priority = static_cast<int32_t>(U32(info, 3, op, "priority"));
  const int netns = info[4].IsUndefined() ? -1 : static_cast<int>(U32(info, 4, op, "netnsFd"));
  Fd fd;
  {
    NetnsScope scope(info.Env(), op, netns);
    fd = Fd(BpfCall(BPF_LINK_CREATE, &attr));
    if (!fd.valid())
      Throw(info.Env(), op, errno,
            "netfilter family " + std::to_string(attr.family) + ", hook " + std::to_string(attr.hook) + ", priority " +
                std::to_string(attr.priority));
  }
  return LinkHandle::Wrap(EnvData::Of(info.Env()).link, std::move(fd));
}

Napi::Value OpenPinnedLink(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open pinned link";
  const std::string path = Str(info, 0, op, "path");
  Fd fd(bpf_obj_get(path.c_str()));
  if (!fd.valid()) Throw(info.Env(), op, errno, path);
  return LinkHandle::Wrap(EnvData::Of(info.Env()).link, std::move(fd));
}

Napi::Value LinkFromId(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open link by id";
  const uint32_t id = U32(info, 0, op, "id");
  Fd fd(bpf_link_get_fd_by_id(id));
  if (!fd.valid()) Throw(info.Env(), op, errno, std::to_string(id));
  return LinkHandle::Wrap(EnvData::Of(info.Env()).link, std::move(fd));
}

// firstAttached(target, attachType, netnsFd) → link id of the program that runs first, 0 if it has no link; undefined: there is none
Napi::Value FirstAttached(const Napi::CallbackInfo& info) {
  constexpr const char* op = "query first program";
  const uint32_t target = U32(info, 0, op, "target");
  const int netns = info[2].IsUndefined() ? -1 : static_cast<int>(U32(info, 2, op, "netnsFd"));
  uint32_t program = 0, link = 0;
  ProgQueryAttr attr{};
  attr.target = target;
  attr.attach_type = U32(info, 1, op, "attachType");
  attr.prog_ids = reinterpret_cast<uintptr_t>(&program);
  attr.link_ids = reinterpret_cast<uintptr_t>(&link);
  attr.count = 1;
  NetnsScope scope(info.Env(), op, netns);
  // ENOSPC: there are more.
  if (BpfCall(BPF_PROG_QUERY, &attr) != 0 && errno != ENOSPC) Throw(info.Env(), op, errno, "target " + std::to_string(target));
  return program == 0 ? info.Env().Undefined() : Napi::Number::New(info.Env(), link);
}

// firstAttachedAll(targets: Uint32Array, attachType, netnsFd) → Uint32Array: of each target, the link of the program that runs first;
// 0 where that has no link, where there is no program, and where the kernel does not say
Napi::Value FirstAttachedAll(const Napi::CallbackInfo& info) {
  constexpr const char* op = "query first programs";
  Napi::Env env = info.Env();
  if (!info[0].IsTypedArray() || info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array)
    Throw(env, op, EINVAL, "targets are not a Uint32Array");
  Napi::Uint32Array targets = info[0].As<Napi::Uint32Array>();
  const uint32_t attach_type = U32(info, 1, op, "attachType");
  const int netns = info[2].IsUndefined() ? -1 : static_cast<int>(U32(info, 2, op, "netnsFd"));
  Napi::Uint32Array links = Napi::Uint32Array::New(env, targets.ElementLength());
  NetnsScope scope(env, op, netns);
  for (size_t i = 0; i < targets.ElementLength(); i++) {
    uint32_t program = 0, link = 0;
    ProgQueryAttr attr{};
    attr.target = targets[i];
    attr.attach_type = attach_type;
    attr.prog_ids = reinterpret_cast<uintptr_t>(&program);
    attr.link_ids = reinterpret_cast<uintptr_t>(&link);
    attr.count = 1;
    // ENOSPC: there are more.
    links[i] = BpfCall(BPF_PROG_QUERY, &attr) == 0 || errno == ENOSPC ? link : 0;
  }
  return links;
}

// queryAttached(target, attachType, netnsFd) → {revision, programs: [{progId, linkId}]} in the order they run
Napi::Value QueryAttached(const Napi::CallbackInfo& info) {
  constexpr const char* op = "query attached programs";
  Napi::Env env = info.Env();
  const uint32_t target = U32(info, 0, op, "target"), attach_type = U32(info, 1, op, "attachType");
  const int netns = info[2].IsUndefined() ? -1 : static_cast<int>(U32(info, 2, op, "netnsFd"));
  uint32_t progs[64] = {}, links[64] = {};  // the kernel allows 64 (BPF_MPROG_MAX)
  ProgQueryAttr attr{};
  attr.target = target;
  attr.attach_type = attach_type;
  attr.prog_ids = reinterpret_cast<uintptr_t>(progs);
  attr.link_ids = reinterpret_cast<uintptr_t>(links);
  attr.count = 64;
  {
    NetnsScope scope(env, op, netns);
    if (BpfCall(BPF_PROG_QUERY, &attr) != 0) Throw(env, op, errno, "target " + std::to_string(target));
  }
  Napi::Array list = Napi::Array::New(env, attr.count);
  for (uint32_t i = 0; i < attr.count && i < 64; i++) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("progId", progs[i]);
    entry.Set("linkId", links[i]);
    list.Set(i, entry);
  }
  Napi::Object out = Napi::Object::New(env);
  out.Set("revision", Napi::BigInt::New(env, attr.revision));
  out.Set("programs", list);
  return out;
}

}  // namespace

LinkHandle::LinkHandle(const Napi::CallbackInfo& info) : FdObject(info) {
  if (!IsKind(fd_.get(), "bpf_link") && !IsKind(fd_.get(), "bpf-link"))
    Throw(info.Env(), "link info", EINVAL, "the descriptor is not a link's");
}

Napi::Value LinkHandle::GetFd(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), Checked("link fd")); }

Napi::Value LinkHandle::GetInfo(const Napi::CallbackInfo& info) {
  constexpr const char* op = "link info";
  LinkInfo link{};
  InfoAttr attr{static_cast<uint32_t>(Checked(op)), sizeof(link), reinterpret_cast<uintptr_t>(&link)};
  if (BpfCall(BPF_OBJ_GET_INFO_BY_FD, &attr) != 0) Throw(info.Env(), op, errno);
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("type", link.type);
  out.Set("id", link.id);
  out.Set("progId", link.prog_id);
  const bool on_device = link.type == kLinkTypeTcx || link.type == kLinkTypeXdp;
  out.Set("ifindex", on_device ? link.word0 : 0);  // 0: detached, or the device is gone
  out.Set("attachType", link.type == kLinkTypeTcx ? link.word1 : link.type == kLinkTypeCgroup ? link.word2 : 0);
  if (link.type == kLinkTypeNetfilter) out.Set("priority", static_cast<int32_t>(link.word2));
  return out;
}

void LinkHandle::Update(const Napi::CallbackInfo& info) {
  constexpr const char* op = "link update";
  const int fd = Checked(op);
  const int program = ProgramHandle::Arg(info[0], op, "program").fd(op);
  if (bpf_link_update(fd, program, nullptr) != 0) Throw(info.Env(), op, errno);
}

void LinkHandle::Detach(const Napi::CallbackInfo& info) {
  if (bpf_link_detach(Checked("link detach")) != 0) Throw(info.Env(), "link detach", errno);
}

void LinkHandle::Pin(const Napi::CallbackInfo& info) {
  constexpr const char* op = "link pin";
  const int fd = Checked(op);
  const std::string path = Str(info, 0, op, "path");
  if (bpf_obj_pin(fd, path.c_str()) != 0) Throw(info.Env(), op, errno, path);
}

void LinkHandle::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type =
      DefineClass(env, "BpfLink",
                  {InstanceAccessor<&LinkHandle::GetFd>("fd"), InstanceAccessor("closed", &LinkHandle::GetClosed, nullptr),
                   InstanceAccessor<&LinkHandle::GetInfo>("info"), InstanceMethod<&LinkHandle::Update>("update"),
                   InstanceMethod<&LinkHandle::Detach>("detach"), InstanceMethod<&LinkHandle::Pin>("pin"),
                   InstanceMethod("close", &LinkHandle::Close)});
  EnvData::Of(env).link = Napi::Persistent(type);
  exports.Set("BpfLink", type);
  exports.Set("linkCreate", Napi::Function::New(env, LinkCreate));
  exports.Set("netfilterLink", Napi::Function::New(env, NetfilterLink));
  exports.Set("openPinnedLink", Napi::Function::New(env, OpenPinnedLink));
  exports.Set("linkFromId", Napi::Function::New(env, LinkFromId));
  exports.Set("firstAttached", Napi::Function::New(env, FirstAttached));
  exports.Set("firstAttachedAll", Napi::Function::New(env, FirstAttachedAll));
  exports.Set("queryAttached", Napi::Function::New(env, QueryAttached));
}

}  // namespace osg
