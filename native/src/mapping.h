// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "handle.h"

namespace osg {

// The memory of a mapped array: unmapped by close(), or when neither the mapping nor its ArrayBuffer is reachable.
struct MappedMemory {
  uint8_t* data;
  size_t length;
  MappedMemory(uint8_t* d, size_t l) : data(d), length(l) {}
  MappedMemory(const MappedMemory&) = delete;
  ~MappedMemory() { Unmap(); }
  void Unmap();
};

class MappingHandle : public Napi::ObjectWrap<MappingHandle> {
 public:
  explicit MappingHandle(const Napi::CallbackInfo& info);
  static void Init(Napi::Env env, Napi::Object exports);
  static Napi::Value Create(Napi::Env env, int map_fd, size_t length, size_t stride, bool writable);

 private:
  struct Made {
    std::shared_ptr<MappedMemory> memory;
    size_t length, stride;
    bool writable;
  };
  uint8_t* At(const Napi::CallbackInfo& info, size_t width, bool store, const char* op);
  Napi::Value GetBuffer(const Napi::CallbackInfo& info);
  Napi::Value GetStride(const Napi::CallbackInfo& info);
  Napi::Value GetClosed(const Napi::CallbackInfo& info);
  Napi::Value Load32(const Napi::CallbackInfo& info);
  Napi::Value Load64(const Napi::CallbackInfo& info);
  void Store32(const Napi::CallbackInfo& info);
  void Store64(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<MappedMemory> memory_;  // empty when closed
  Napi::Reference<Napi::ArrayBuffer> buffer_;
  size_t length_ = 0, stride_ = 0;
  bool writable_ = false;
};

}  // namespace osg
