// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "handle.h"
#include "poll.h"

namespace osg {

// Reads a BPF ring buffer in bounded batches. One reader for each ring at a time: the consumer's place is shared memory.
class RingReader : public Napi::ObjectWrap<RingReader> {
 public:
  explicit RingReader(const Napi::CallbackInfo& info);
  ~RingReader() override;
  static void Init(Napi::Env env, Napi::Object exports);

 private:
  struct Batch {
    uint32_t count = 0;
    bool limited = false;  // more is waiting, the batch was full
  };
  Batch Fill(Napi::Env env);
  const uint8_t* At(Napi::Env env, uint64_t place);
  void CopyRecord(Napi::Env env, uint8_t* out, uint64_t place, uint32_t length);
  void Woken(Napi::Env env);
  uint32_t Deliver(Napi::Env env);
  void Release();
  void Checked(Napi::Env env, const char* op);
  Napi::Value Consume(const Napi::CallbackInfo& info);
  Napi::Value GetStats(const Napi::CallbackInfo& info);
  Napi::Value GetClosed(const Napi::CallbackInfo& info);
  void SetLeast(const Napi::CallbackInfo& info);
  void SetRef(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  Fd fd_;
  Fd wakes_;           // an epoll instance, edge-triggered on the ring
  uint32_t least_ = 0;
  uint32_t size_ = 0;  // of the data area, a power of two
  size_t page_ = 0;
  uint64_t* consumer_ = nullptr;        // one page, ours to write
  const uint64_t* producer_ = nullptr;  // one page
  uint8_t* window_ = nullptr;           // a part of the data area, from the byte window_at_ on
  uint32_t window_at_ = 0, window_size_ = 0;
  uint32_t max_records_ = 0;
  Poller* poller_ = nullptr;
  Napi::FunctionReference on_batch_, on_error_;
  Napi::Reference<Napi::Buffer<uint8_t>> buffer_;
  Napi::Reference<Napi::Uint32Array> offsets_, lengths_;
  bool delivering_ = false;
  uint64_t records_ = 0, bytes_ = 0, batches_ = 0, discarded_ = 0, oversize_ = 0;
  uint64_t longest_ns_ = 0, longest_cpu_ns_ = 0;  // of one batch, the callback included
};

}  // namespace osg
