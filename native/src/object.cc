// SPDX-License-Identifier: Apache-2.0
#include "object.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "args.h"
#include "map.h"
#include "program.h"

namespace osg {
namespace {

// Pages that the verifier does not write are never touched, so the room costs nothing. A log that does not fit turns the
// result into ENOSPC, even for an accepted program; from 6.4 its end is kept, before its beginning.
constexpr size_t kLogRoom = 64 * 1024 * 1024;

struct Unmapper {
  void operator()(char* p) const { munmap(p, kLogRoom); }
};
using LogBuffer = std::unique_ptr<char, Unmapper>;

LogBuffer MakeLogBuffer() {
  void* room = mmap(nullptr, kLogRoom, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return LogBuffer(room == MAP_FAILED ? nullptr : static_cast<char*>(room));
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

struct Global {
  bpf_map* map;
  uint32_t offset, size;
};

// Calls fn(section, variable, Global) for every variable of .rodata, .data, .bss and their kin; stops when it returns true.
template <typename Fn>
void EachGlobal(bpf_object* object, Fn fn) {
  const btf* types = bpf_object__btf(object);
  if (types == nullptr) return;
  for (uint32_t id = 1; id < btf__type_cnt(types); id++) {
    const btf_type* section = btf__type_by_id(types, id);
    if (!btf_is_datasec(section)) continue;
    const std::string name = btf__name_by_offset(types, section->name_off);
    bpf_map* map = nullptr;
    bpf_map* candidate;
    bpf_object__for_each_map(candidate, object) {
      if (bpf_map__is_internal(candidate) && EndsWith(bpf_map__name(candidate), name)) map = candidate;
    }
    if (map == nullptr) continue;
    const btf_var_secinfo* variables = btf_var_secinfos(section);
    for (uint16_t i = 0; i < btf_vlen(section); i++) {
      const btf_type* variable = btf__type_by_id(types, variables[i].type);
      if (fn(name, std::string(btf__name_by_offset(types, variable->name_off)),
             Global{map, variables[i].offset, variables[i].size}))
        return;
    }
  }
}

}  // namespace

// (path or image: Buffer, name, pinRoot | undefined, btfPath | undefined)
ObjectHandle::ObjectHandle(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  constexpr const char* op = "open object";
  bpf_object_open_opts opts{};
  opts.sz = sizeof(opts);
  const std::string pin_root = info[2].IsUndefined() ? "" : Str(info, 2, op, "pinRoot");
  const std::string btf_path = info[3].IsUndefined() ? "" : Str(info, 3, op, "btfPath");
  if (!pin_root.empty()) opts.pin_root_path = pin_root.c_str();
  if (!btf_path.empty()) opts.btf_custom_path = btf_path.c_str();
  LibbpfLog log;
  if (info[0].IsString()) {
    name_ = Str(info, 0, op, "path");
    object_ = bpf_object__open_file(name_.c_str(), &opts);
  } else {
    const Bytes image = AnyBytes(info, 0, op, "image");
    name_ = Str(info, 1, op, "name");
    opts.object_name = name_.c_str();
    object_ = bpf_object__open_mem(image.data, image.length, &opts);
  }
  if (object_ == nullptr) ThrowLog(info.Env(), op, errno, name_, "", log.text());
}

ObjectHandle::~ObjectHandle() {
  if (object_ != nullptr) bpf_object__close(object_);
}

bpf_object* ObjectHandle::Checked(Napi::Env env, const char* op, bool want_loaded) {
  if (object_ == nullptr) ThrowClosed(env, op);
  if (loaded_ != want_loaded) Throw(env, op, want_loaded ? EBADFD : EBUSY, want_loaded ? "load first" : "already loaded");
  return object_;
}

bpf_map* ObjectHandle::FindMap(Napi::Env env, const char* op, const std::string& name) {
  bpf_map* map = bpf_object__find_map_by_name(object_, name.c_str());
  if (map == nullptr) Throw(env, op, ENOENT, "no map " + name + " in " + name_);
  return map;
}

bpf_program* ObjectHandle::FindProgram(Napi::Env env, const char* op, const std::string& name) {
  bpf_program* program = bpf_object__find_program_by_name(object_, name.c_str());
  if (program == nullptr) Throw(env, op, ENOENT, "no program " + name + " in " + name_);
  return program;
}

// → [{section, name, size}]
Napi::Value ObjectHandle::Globals(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  if (object_ == nullptr) ThrowClosed(env, "object globals");
  Napi::Array out = Napi::Array::New(env);
  EachGlobal(object_, [&](const std::string& section, const std::string& name, const Global& global) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("section", section);
    entry.Set("name", name);
    entry.Set("size", global.size);
    out.Set(out.Length(), entry);
    return false;
  });
  return out;
}

// (name, value: Buffer of the variable's size)
void ObjectHandle::SetGlobal(const Napi::CallbackInfo& info) {
  constexpr const char* op = "set global";
  Checked(info.Env(), op, false);
  const std::string name = Str(info, 0, op, "name");
  bool found = false;
  EachGlobal(object_, [&](const std::string&, const std::string& variable, const Global& global) {
    if (variable != name) return false;
    const Bytes value = ExactBytes(info, 1, global.size, op, name.c_str());
    size_t size = 0;
    const auto* initial = static_cast<const uint8_t*>(bpf_map__initial_value(global.map, &size));
    if (initial == nullptr || global.offset + global.size > size) Throw(info.Env(), op, ERANGE, name);
    std::vector<uint8_t> section(initial, initial + size);
    std::copy_n(value.data, value.length, section.begin() + global.offset);
    const int err = bpf_map__set_initial_value(global.map, section.data(), size);
    if (err != 0) Throw(info.Env(), op, -err, name);
    return found = true;
  });
  if (!found) Throw(info.Env(), op, ENOENT, "no global variable " + name + " in " + name_);
}

void ObjectHandle::SetMaxEntries(const Napi::CallbackInfo& info) {
  constexpr const char* op = "set max entries";
  Checked(info.Env(), op, false);
  const std::string name = Str(info, 0, op, "map");
  const int err = bpf_map__set_max_entries(FindMap(info.Env(), op, name), U32(info, 1, op, "maxEntries"));
  if (err != 0) Throw(info.Env(), op, -err, name);
}

void ObjectHandle::SetInnerMaxEntries(const Napi::CallbackInfo& info) {
  constexpr const char* op = "set inner max entries";
  Checked(info.Env(), op, false);
  const std::string name = Str(info, 0, op, "map");
  bpf_map* inner = bpf_map__inner_map(FindMap(info.Env(), op, name));
  if (inner == nullptr) Throw(info.Env(), op, EINVAL, name + " has no inner map definition");
  const int err = bpf_map__set_max_entries(inner, U32(info, 1, op, "maxEntries"));
  if (err != 0) Throw(info.Env(), op, -err, name);
}

// (name, map): the object's map is the given one, not a new one. Type and sizes must be those that the object declares.
void ObjectHandle::ReuseMap(const Napi::CallbackInfo& info) {
  constexpr const char* op = "reuse map";
  Checked(info.Env(), op, false);
  const std::string name = Str(info, 0, op, "name");
  bpf_map* map = FindMap(info.Env(), op, name);
  const int fd = MapHandle::Arg(info[1], op, "map").fd(op);
  bpf_map_info have{};
  uint32_t length = sizeof(have);
  if (bpf_obj_get_info_by_fd(fd, &have, &length) != 0) Throw(info.Env(), op, errno, name);
  if (have.type != bpf_map__type(map) || have.key_size != bpf_map__key_size(map) || have.value_size != bpf_map__value_size(map))
    Throw(info.Env(), op, EINVAL,
          name + ": type, key size, value size are " + std::to_string(have.type) + ", " + std::to_string(have.key_size) + ", " +
              std::to_string(have.value_size) + "; expected " + std::to_string(bpf_map__type(map)) + ", " +
              std::to_string(bpf_map__key_size(map)) + ", " + std::to_string(bpf_map__value_size(map)));
  LibbpfLog log;
  const int err = bpf_map__reuse_fd(map, fd);
  if (err != 0) ThrowLog(info.Env(), op, -err, name, "", log.text());
}

void ObjectHandle::SetAutoload(const Napi::CallbackInfo& info) {
  constexpr const char* op = "set autoload";
  Checked(info.Env(), op, false);
  const std::string name = Str(info, 0, op, "program");
  const int err = bpf_program__set_autoload(FindProgram(info.Env(), op, name), info[1].ToBoolean());
  if (err != 0) Throw(info.Env(), op, -err, name);
}

// (program, type | undefined, expectedAttachType | undefined, flags | undefined)
void ObjectHandle::SetProgramType(const Napi::CallbackInfo& info) {
  constexpr const char* op = "set program type";
  Checked(info.Env(), op, false);
  const std::string name = Str(info, 0, op, "program");
  bpf_program* program = FindProgram(info.Env(), op, name);
  int err = 0;
  if (!info[1].IsUndefined()) err = bpf_program__set_type(program, static_cast<bpf_prog_type>(U32(info, 1, op, "type")));
  if (err == 0 && !info[2].IsUndefined())
    err = bpf_program__set_expected_attach_type(program, static_cast<bpf_attach_type>(U32(info, 2, op, "attachType")));
  if (err == 0 && !info[3].IsUndefined()) err = bpf_program__set_flags(program, U32(info, 3, op, "flags"));
  if (err != 0) Throw(info.Env(), op, -err, name);
}

// (logLevel): 0 asks for the verifier's log of a refused program only.
void ObjectHandle::Load(const Napi::CallbackInfo& info) {
  constexpr const char* op = "load object";
  Checked(info.Env(), op, false);
  const uint32_t level = info[0].IsUndefined() ? 0 : U32(info, 0, op, "logLevel");
  std::map<std::string, LogBuffer> buffers;
  bpf_program* program;
  bpf_object__for_each_program(program, object_) {
    if (!bpf_program__autoload(program)) continue;
    LogBuffer buffer = MakeLogBuffer();
    if (!buffer) Throw(info.Env(), op, ENOMEM, "verifier log");
    int err = bpf_program__set_log_buf(program, buffer.get(), kLogRoom);
    if (err == 0) err = bpf_program__set_log_level(program, level);
    if (err != 0) Throw(info.Env(), op, -err, bpf_program__name(program));
    buffers[bpf_program__name(program)] = std::move(buffer);
  }
  LibbpfLog log;
  const int err = bpf_object__load(object_);
  // libbpf must not keep pointers to the logs.
  bpf_object__for_each_program(program, object_) {
    if (err != 0 || bpf_program__autoload(program)) bpf_program__set_log_buf(program, nullptr, 0);
  }
  for (const auto& [name, buffer] : buffers) {
    if (buffer.get()[0] != '\0') logs_[name].assign(buffer.get(), strnlen(buffer.get(), kLogRoom));
  }
  if (err == 0) {
    loaded_ = true;
    return;
  }
  // Programs load in the file's order and the first refusal ends it: the last log is the refused one's.
  std::string failed;
  bpf_object__for_each_program(program, object_) {
    if (logs_.count(bpf_program__name(program)) != 0) failed = bpf_program__name(program);
  }
  // libbpf allows no second attempt.
  bpf_object__close(object_);
  object_ = nullptr;
  std::string detail = name_;
  if (!failed.empty()) detail += ", program " + failed;
  if (!failed.empty() && err == -ENOSPC) detail += ", its verifier log is over " + std::to_string(kLogRoom) + " bytes";
  ThrowLog(info.Env(), op, -err, detail, failed.empty() ? "" : logs_[failed], log.text());
}

Napi::Value ObjectHandle::MapNames(const Napi::CallbackInfo& info) {
  if (object_ == nullptr) ThrowClosed(info.Env(), "map names");
  Napi::Array names = Napi::Array::New(info.Env());
  bpf_map* map;
  bpf_object__for_each_map(map, object_) names.Set(names.Length(), bpf_map__name(map));
  return names;
}

Napi::Value ObjectHandle::ProgramNames(const Napi::CallbackInfo& info) {
  if (object_ == nullptr) ThrowClosed(info.Env(), "program names");
  Napi::Array names = Napi::Array::New(info.Env());
  bpf_program* program;
  bpf_object__for_each_program(program, object_) names.Set(names.Length(), bpf_program__name(program));
  return names;
}

Napi::Value ObjectHandle::GetMap(const Napi::CallbackInfo& info) {
  constexpr const char* op = "object map";
  Checked(info.Env(), op, true);
  const std::string name = Str(info, 0, op, "name");
  Fd fd = Fd::Dup(bpf_map__fd(FindMap(info.Env(), op, name)));
  if (!fd.valid()) Throw(info.Env(), op, errno, name);
  return MapHandle::Wrap(EnvData::Of(info.Env()).map, std::move(fd));
}

Napi::Value ObjectHandle::GetProgram(const Napi::CallbackInfo& info) {
  constexpr const char* op = "object program";
  Checked(info.Env(), op, true);
  const std::string name = Str(info, 0, op, "name");
  bpf_program* program = FindProgram(info.Env(), op, name);
  if (bpf_program__fd(program) < 0) Throw(info.Env(), op, ENOENT, name + " was not selected for loading");
  Fd fd = Fd::Dup(bpf_program__fd(program));
  if (!fd.valid()) Throw(info.Env(), op, errno, name);
  return ProgramHandle::Wrap(EnvData::Of(info.Env()).program, std::move(fd));
}

Napi::Value ObjectHandle::VerifierLog(const Napi::CallbackInfo& info) {
  const auto log = logs_.find(Str(info, 0, "verifier log", "program"));
  return Napi::String::New(info.Env(), log == logs_.end() ? "" : log->second);
}

Napi::Value ObjectHandle::GetClosed(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), object_ == nullptr);
}

void ObjectHandle::Close(const Napi::CallbackInfo&) {
  if (object_ != nullptr) bpf_object__close(object_);
  object_ = nullptr;
}

void ObjectHandle::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type = DefineClass(
      env, "BpfObject",
      {InstanceMethod<&ObjectHandle::Globals>("globals"), InstanceMethod<&ObjectHandle::SetGlobal>("setGlobal"),
       InstanceMethod<&ObjectHandle::SetMaxEntries>("setMaxEntries"),
       InstanceMethod<&ObjectHandle::SetInnerMaxEntries>("setInnerMaxEntries"),
       InstanceMethod<&ObjectHandle::ReuseMap>("reuseMap"), InstanceMethod<&ObjectHandle::SetAutoload>("setAutoload"),
       InstanceMethod<&ObjectHandle::SetProgramType>("setProgramType"), InstanceMethod<&ObjectHandle::Load>("load"),
       InstanceMethod<&ObjectHandle::MapNames>("mapNames"), InstanceMethod<&ObjectHandle::ProgramNames>("programNames"),
       InstanceMethod<&ObjectHandle::GetMap>("map"), InstanceMethod<&ObjectHandle::GetProgram>("program"),
       InstanceMethod<&ObjectHandle::VerifierLog>("verifierLog"), InstanceAccessor<&ObjectHandle::GetClosed>("closed"),
       InstanceMethod<&ObjectHandle::Close>("close")});
  EnvData::Of(env).object = Napi::Persistent(type);
  exports.Set("BpfObject", type);
}

}  // namespace osg
