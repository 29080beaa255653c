// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/types.h>

#include "handle.h"
#include "poll.h"

namespace osg {

// Interfaces, or addresses, of a network namespace that appear, change and vanish, by rtnetlink.
class RtnlWatcher : public Napi::ObjectWrap<RtnlWatcher> {
 public:
  explicit RtnlWatcher(const Napi::CallbackInfo& info);
  ~RtnlWatcher() override;
  static void Init(Napi::Env env, Napi::Object exports);

 private:
  void Deliver(Napi::Env env);
  void Release();
  void SetRef(const Napi::CallbackInfo& info);
  Napi::Value GetClosed(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  Fd fd_;
  Poller* poller_ = nullptr;
  Napi::FunctionReference on_batch_, on_error_;
};

}  // namespace osg
