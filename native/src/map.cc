// SPDX-License-Identifier: Apache-2.0
#include "map.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>

#include "args.h"
#include "mapping.h"

namespace osg {
namespace {

bool IsPerCpu(uint32_t type) {
  return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_LRU_PERCPU_HASH ||
         type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
}

bool IsMapInMap(uint32_t type) { return type == BPF_MAP_TYPE_ARRAY_OF_MAPS || type == BPF_MAP_TYPE_HASH_OF_MAPS; }

size_t RoundUp8(size_t size) { return (size + 7) & ~size_t{7}; }

// createMap(type, keySize, valueSize, maxEntries, flags, name, innerMapFd)
Napi::Value CreateMap(const Napi::CallbackInfo& info) {
  constexpr const char* op = "create map";
  bpf_map_create_opts opts{};
  opts.sz = sizeof(opts);
  opts.map_flags = U32(info, 4, op, "flags");
  const std::string name = Str(info, 5, op, "name");
  if (!info[6].IsUndefined()) opts.inner_map_fd = U32(info, 6, op, "innerMapFd");
  Fd fd(bpf_map_create(static_cast<bpf_map_type>(U32(info, 0, op, "type")), name.empty() ? nullptr : name.c_str(),
                       U32(info, 1, op, "keySize"), U32(info, 2, op, "valueSize"), U32(info, 3, op, "maxEntries"), &opts));
  if (!fd.valid()) Throw(info.Env(), op, errno, name);
  return MapHandle::Wrap(EnvData::Of(info.Env()).map, std::move(fd));
}

Napi::Value OpenPinnedMap(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open pinned map";
  const std::string path = Str(info, 0, op, "path");
  Fd fd(bpf_obj_get(path.c_str()));
  if (!fd.valid()) Throw(info.Env(), op, errno, path);
  return MapHandle::Wrap(EnvData::Of(info.Env()).map, std::move(fd));
}

Napi::Value MapFromId(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open map by id";
  const uint32_t id = U32(info, 0, op, "id");
  Fd fd(bpf_map_get_fd_by_id(id));
  if (!fd.valid()) Throw(info.Env(), op, errno, std::to_string(id));
  return MapHandle::Wrap(EnvData::Of(info.Env()).map, std::move(fd));
}

}  // namespace

MapHandle::MapHandle(const Napi::CallbackInfo& info) : FdObject(info) {
  bpf_map_info map{};
  uint32_t length = sizeof(map);
  if (!IsKind(fd_.get(), "bpf-map")) Throw(info.Env(), "map info", EINVAL, "the descriptor is not a map's");
  if (bpf_obj_get_info_by_fd(fd_.get(), &map, &length) != 0) Throw(info.Env(), "map info", errno);
  type_ = map.type;
  key_size_ = map.key_size;
  value_size_ = map.value_size;
  max_entries_ = map.max_entries;
  flags_ = map.map_flags;
  id_ = map.id;
  name_ = map.name;
  transfer_size_ = IsPerCpu(type_) ? RoundUp8(value_size_) * static_cast<size_t>(libbpf_num_possible_cpus()) : value_size_;
}

MapHandle& MapHandle::Arg(Napi::Value value, const char* op, const char* name) {
  Napi::FunctionReference& type = EnvData::Of(value.Env()).map;
  if (!value.IsObject() || !value.As<Napi::Object>().InstanceOf(type.Value()))
    Throw(value.Env(), op, EINVAL, std::string(name) + " is not a map");
  return *Unwrap(value.As<Napi::Object>());
}

Napi::Value MapHandle::GetFd(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), Checked("map fd")); }

Napi::Value MapHandle::GetInfo(const Napi::CallbackInfo& info) {
  Checked("map info");
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("type", type_);
  out.Set("keySize", key_size_);
  out.Set("valueSize", value_size_);
  out.Set("transferSize", static_cast<double>(transfer_size_));
  out.Set("maxEntries", max_entries_);
  out.Set("flags", flags_);
  out.Set("id", id_);
  out.Set("name", name_);
  return out;
}

// (key, out?) → value or undefined
Napi::Value MapHandle::ReadInto(const Napi::CallbackInfo& info, const char* op,
                                int (*read)(int fd, const void* key, void* value)) {
  const int fd = Checked(op);
  const Bytes key = ExactBytes(info, 0, key_size_, op, "key");
  Napi::Value out = info[1];
  Bytes value;
  if (out.IsUndefined()) {
    Napi::Buffer<uint8_t> fresh = Napi::Buffer<uint8_t>::New(info.Env(), transfer_size_);
    value = {fresh.Data(), fresh.Length()};
    out = fresh;
  } else {
    value = ExactBytes(info, 1, transfer_size_, op, "out");
  }
  if (read(fd, key.data, value.data) == 0) return out;
  if (errno == ENOENT) return Absent(info.Env());
  Throw(info.Env(), op, errno, name_);
}

Napi::Value MapHandle::Lookup(const Napi::CallbackInfo& info) { return ReadInto(info, "map lookup", bpf_map_lookup_elem); }

Napi::Value MapHandle::LookupAndDelete(const Napi::CallbackInfo& info) {
  return ReadInto(info, "map lookup and delete", bpf_map_lookup_and_delete_elem);
}

void MapHandle::Update(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map update";
  const int fd = Checked(op);
  const Bytes key = ExactBytes(info, 0, key_size_, op, "key");
  const Bytes value = ExactBytes(info, 1, transfer_size_, op, "value");
  const uint32_t flags = info[2].IsUndefined() ? 0u : U32(info, 2, op, "flags");
  if (bpf_map_update_elem(fd, key.data, value.data, flags) != 0) Throw(info.Env(), op, errno, name_);
}

void MapHandle::UpdateInner(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map update inner";
  const int fd = Checked(op);
  if (!IsMapInMap(type_)) Throw(info.Env(), op, EINVAL, name_ + " does not hold maps");
  const Bytes key = ExactBytes(info, 0, key_size_, op, "key");
  const int inner = Arg(info[1], op, "inner").fd(op);
  const uint32_t flags = info[2].IsUndefined() ? 0u : U32(info, 2, op, "flags");
  if (bpf_map_update_elem(fd, key.data, &inner, flags) != 0) Throw(info.Env(), op, errno, name_);
}

Napi::Value MapHandle::Delete(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map delete";
  const int fd = Checked(op);
  const Bytes key = ExactBytes(info, 0, key_size_, op, "key");
  if (bpf_map_delete_elem(fd, key.data) == 0) return Napi::Boolean::New(info.Env(), true);
  if (errno == ENOENT) return Napi::Boolean::New(info.Env(), false);
  Throw(info.Env(), op, errno, name_);
}

// (previous | undefined) → the key after it, the first key, or undefined at the end
Napi::Value MapHandle::NextKey(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map next key";
  const int fd = Checked(op);
  const void* previous = info[0].IsUndefined() ? nullptr : ExactBytes(info, 0, key_size_, op, "key").data;
  Napi::Buffer<uint8_t> next = Napi::Buffer<uint8_t>::New(info.Env(), key_size_);
  if (bpf_map_get_next_key(fd, previous, next.Data()) == 0) return next;
  if (errno == ENOENT) return Absent(info.Env());
  Throw(info.Env(), op, errno, name_);
}

// (cursor | undefined, keys, values, andDelete) → {count, cursor | undefined}; keys and values give the room
Napi::Value MapHandle::LookupBatch(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map lookup batch";
  const int fd = Checked(op);
  const size_t cursor_size = std::max<size_t>(key_size_, sizeof(uint32_t));
  void* in = info[0].IsUndefined() ? nullptr : ExactBytes(info, 0, cursor_size, op, "cursor").data;
  const Bytes keys = AnyBytes(info, 1, op, "keys");
  const size_t room = keys.length / key_size_;
  if (room == 0 || room * key_size_ != keys.length || room > UINT32_MAX)
    Throw(info.Env(), op, EINVAL, "keys is not a positive multiple of the key size");
  const Bytes values = ExactBytes(info, 2, room * transfer_size_, op, "values");
  const bool and_delete = info[3].ToBoolean();
  Napi::Buffer<uint8_t> next = Napi::Buffer<uint8_t>::New(info.Env(), cursor_size);
  std::fill_n(next.Data(), cursor_size, uint8_t{0});
  uint32_t count = static_cast<uint32_t>(room);
  bpf_map_batch_opts opts{};
  opts.sz = sizeof(opts);
  const int failed = and_delete ? bpf_map_lookup_and_delete_batch(fd, in, next.Data(), keys.data, values.data, &count, &opts)
                                : bpf_map_lookup_batch(fd, in, next.Data(), keys.data, values.data, &count, &opts);
  // ENOENT: the end was reached, count elements are good. Other failures leave count undefined in part.
  if (failed != 0 && errno != ENOENT) Throw(info.Env(), op, errno, name_);
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("count", count);
  if (failed == 0) out.Set("cursor", next);
  return out;
}

// (keys, values, flags) → count
Napi::Value MapHandle::UpdateBatch(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map update batch";
  const int fd = Checked(op);
  const Bytes keys = AnyBytes(info, 0, op, "keys");
  const size_t room = keys.length / key_size_;
  if (room * key_size_ != keys.length) Throw(info.Env(), op, EINVAL, "keys is not a multiple of the key size");
  const Bytes values = ExactBytes(info, 1, room * transfer_size_, op, "values");
  bpf_map_batch_opts opts{};
  opts.sz = sizeof(opts);
  opts.elem_flags = info[2].IsUndefined() ? 0u : U32(info, 2, op, "flags");
  uint32_t count = static_cast<uint32_t>(room);
  if (room != 0 && bpf_map_update_batch(fd, keys.data, values.data, &count, &opts) != 0)
    ThrowCount(info.Env(), op, errno, errno == EFAULT ? 0 : count);
  return Napi::Number::New(info.Env(), count);
}

// (keys) → count. A key that is absent ends the batch with ENOENT after `count` deletions.
Napi::Value MapHandle::DeleteBatch(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map delete batch";
  const int fd = Checked(op);
  const Bytes keys = AnyBytes(info, 0, op, "keys");
  const size_t room = keys.length / key_size_;
  if (room * key_size_ != keys.length) Throw(info.Env(), op, EINVAL, "keys is not a multiple of the key size");
  bpf_map_batch_opts opts{};
  opts.sz = sizeof(opts);
  uint32_t count = static_cast<uint32_t>(room);
  if (room != 0 && bpf_map_delete_batch(fd, keys.data, &count, &opts) != 0)
    ThrowCount(info.Env(), op, errno, errno == EFAULT ? 0 : count);
  return Napi::Number::New(info.Env(), count);
}

void MapHandle::Freeze(const Napi::CallbackInfo& info) {
  if (bpf_map_freeze(Checked("map freeze")) != 0) Throw(info.Env(), "map freeze", errno, name_);
}

void MapHandle::Pin(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map pin";
  const int fd = Checked(op);
  const std::string path = Str(info, 0, op, "path");
  if (bpf_obj_pin(fd, path.c_str()) != 0) Throw(info.Env(), op, errno, path);
}

// (writable) → mapping of the whole array
Napi::Value MapHandle::Mmap(const Napi::CallbackInfo& info) {
  constexpr const char* op = "map mmap";
  const int fd = Checked(op);
  if (type_ != BPF_MAP_TYPE_ARRAY || (flags_ & BPF_F_MMAPABLE) == 0)
    Throw(info.Env(), op, EINVAL, name_ + " is not an array with BPF_F_MMAPABLE");
  const size_t stride = RoundUp8(value_size_);
  return MappingHandle::Create(info.Env(), fd, stride * max_entries_, stride, info[0].ToBoolean());
}

void MapHandle::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type = DefineClass(
      env, "BpfMap",
      {InstanceAccessor<&MapHandle::GetFd>("fd"), InstanceAccessor<&MapHandle::GetInfo>("info"),
       InstanceAccessor("closed", &MapHandle::GetClosed, nullptr), InstanceMethod<&MapHandle::Lookup>("lookup"),
       InstanceMethod<&MapHandle::LookupAndDelete>("lookupAndDelete"), InstanceMethod<&MapHandle::Update>("update"),
       InstanceMethod<&MapHandle::UpdateInner>("updateInner"), InstanceMethod<&MapHandle::Delete>("delete"),
       InstanceMethod<&MapHandle::NextKey>("nextKey"), InstanceMethod<&MapHandle::LookupBatch>("lookupBatch"),
       InstanceMethod<&MapHandle::UpdateBatch>("updateBatch"), InstanceMethod<&MapHandle::DeleteBatch>("deleteBatch"),
       InstanceMethod<&MapHandle::Freeze>("freeze"), InstanceMethod<&MapHandle::Pin>("pin"),
       InstanceMethod<&MapHandle::Mmap>("mmap"), InstanceMethod("close", &MapHandle::Close)});
  EnvData::Of(env).map = Napi::Persistent(type);
  exports.Set("BpfMap", type);
  exports.Set("createMap", Napi::Function::New(env, CreateMap));
  exports.Set("openPinnedMap", Napi::Function::New(env, OpenPinnedMap));
  exports.Set("mapFromId", Napi::Function::New(env, MapFromId));
}

}  // namespace osg
