// SPDX-License-Identifier: Apache-2.0
#include "mapping.h"

#include <sys/mman.h>

#include "args.h"

namespace osg {

void MappedMemory::Unmap() {
  if (data != nullptr) munmap(data, length);
  data = nullptr;
}

Napi::Value MappingHandle::Create(Napi::Env env, int map_fd, size_t length, size_t stride, bool writable) {
  // The kernel maps whole pages; the ArrayBuffer shows the array's own bytes.
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t mapped = (length + page - 1) / page * page;
  void* data = mmap(nullptr, mapped, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, map_fd, 0);
  if (data == MAP_FAILED) Throw(env, "map mmap", errno);
  Made made{std::make_shared<MappedMemory>(static_cast<uint8_t*>(data), mapped), length, stride, writable};
  return EnvData::Of(env).mapping.New({Napi::External<Made>::New(env, &made)});
}

MappingHandle::MappingHandle(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  if (!info[0].IsExternal()) Throw(info.Env(), "new", EPERM, "made by map.mmap() only");
  Made& made = *info[0].As<Napi::External<Made>>().Data();
  memory_ = std::move(made.memory);
  length_ = made.length;
  stride_ = made.stride;
  writable_ = made.writable;
  auto* keep = new std::shared_ptr<MappedMemory>(memory_);
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(
      info.Env(), memory_->data, length_,
      [](Napi::Env, void*, std::shared_ptr<MappedMemory>* held) { delete held; }, keep);
  // Strong: the buffer lives as long as the mapping that hands it out.
  buffer_ = Napi::Persistent(buffer);
}

uint8_t* MappingHandle::At(const Napi::CallbackInfo& info, size_t width, bool store, const char* op) {
  if (!memory_) ThrowClosed(info.Env(), op);
  const size_t offset = U32(info, 0, op, "offset");
  if (offset % width != 0 || offset + width > length_)
    Throw(info.Env(), op, ERANGE, "offset " + std::to_string(offset) + " of " + std::to_string(length_) + " bytes");
  if (store && !writable_) Throw(info.Env(), op, EACCES, "mapped read-only");
  return memory_->data + offset;
}

Napi::Value MappingHandle::GetBuffer(const Napi::CallbackInfo& info) {
  if (!memory_) ThrowClosed(info.Env(), "mapping buffer");
  return buffer_.Value();
}
Napi::Value MappingHandle::GetStride(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(stride_));
}
Napi::Value MappingHandle::GetClosed(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), !memory_); }

Napi::Value MappingHandle::Load32(const Napi::CallbackInfo& info) {
  const auto* at = reinterpret_cast<uint32_t*>(At(info, 4, false, "loadAcquire32"));
  return Napi::Number::New(info.Env(), __atomic_load_n(at, __ATOMIC_ACQUIRE));
}
Napi::Value MappingHandle::Load64(const Napi::CallbackInfo& info) {
  const auto* at = reinterpret_cast<uint64_t*>(At(info, 8, false, "loadAcquire64"));
  return Napi::BigInt::New(info.Env(), __atomic_load_n(at, __ATOMIC_ACQUIRE));
}
void MappingHandle::Store32(const Napi::CallbackInfo& info) {
  auto* at = reinterpret_cast<uint32_t*>(At(info, 4, true, "storeRelease32"));
  __atomic_store_n(at, U32(info, 1, "storeRelease32", "value"), __ATOMIC_RELEASE);
}
void MappingHandle::Store64(const Napi::CallbackInfo& info) {
  auto* at = reinterpret_cast<uint64_t*>(At(info, 8, true, "storeRelease64"));
  __atomic_store_n(at, U64(info, 1, "storeRelease64", "value"), __ATOMIC_RELEASE);
}

void MappingHandle::Close(const Napi::CallbackInfo&) {
  if (!memory_) return;
  Napi::ArrayBuffer buffer = buffer_.Value();
  // A buffer that somebody else detached (by a transfer) has moved its memory on: then the new owner's end unmaps it.
  if (!buffer.IsDetached()) {
    buffer.Detach();
    memory_->Unmap();
  }
  memory_.reset();
  buffer_.Reset();
}

void MappingHandle::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type = DefineClass(
      env, "BpfMapping",
      {InstanceAccessor<&MappingHandle::GetBuffer>("buffer"), InstanceAccessor<&MappingHandle::GetStride>("stride"),
       InstanceAccessor<&MappingHandle::GetClosed>("closed"), InstanceMethod<&MappingHandle::Load32>("loadAcquire32"),
       InstanceMethod<&MappingHandle::Load64>("loadAcquire64"), InstanceMethod<&MappingHandle::Store32>("storeRelease32"),
       InstanceMethod<&MappingHandle::Store64>("storeRelease64"), InstanceMethod<&MappingHandle::Close>("close")});
  EnvData::Of(env).mapping = Napi::Persistent(type);
  exports.Set("BpfMapping", type);
}

}  // namespace osg
