// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "handle.h"

namespace osg {

// One BPF map. Keys and values are Buffers of exactly the map's sizes.
class MapHandle : public FdObject<MapHandle> {
 public:
  explicit MapHandle(const Napi::CallbackInfo& info);
  static void Init(Napi::Env env, Napi::Object exports);
  int fd(const char* operation) { return Checked(operation); }
  uint32_t type() const { return type_; }
  uint32_t max_entries() const { return max_entries_; }
  // The MapHandle in argument i, or a BpfError.
  static MapHandle& Arg(Napi::Value value, const char* op, const char* name);

 private:
  Napi::Value GetFd(const Napi::CallbackInfo& info);
  Napi::Value GetInfo(const Napi::CallbackInfo& info);
  Napi::Value Lookup(const Napi::CallbackInfo& info);
  Napi::Value LookupAndDelete(const Napi::CallbackInfo& info);
  void Update(const Napi::CallbackInfo& info);
  void UpdateInner(const Napi::CallbackInfo& info);
  Napi::Value Delete(const Napi::CallbackInfo& info);
  Napi::Value NextKey(const Napi::CallbackInfo& info);
  Napi::Value LookupBatch(const Napi::CallbackInfo& info);
  Napi::Value UpdateBatch(const Napi::CallbackInfo& info);
  Napi::Value DeleteBatch(const Napi::CallbackInfo& info);
  void Freeze(const Napi::CallbackInfo& info);
  void Pin(const Napi::CallbackInfo& info);
  Napi::Value Mmap(const Napi::CallbackInfo& info);
  Napi::Value ReadInto(const Napi::CallbackInfo& info, const char* op,
                       int (*read)(int fd, const void* key, void* value));

  uint32_t type_ = 0, key_size_ = 0, value_size_ = 0, max_entries_ = 0, flags_ = 0, id_ = 0;
  size_t transfer_size_ = 0;  // bytes of a value as the system call moves it: all CPUs of a per-CPU map
  std::string name_;
};

}  // namespace osg
