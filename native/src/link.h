// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "handle.h"

namespace osg {

class LinkHandle : public FdObject<LinkHandle> {
 public:
  explicit LinkHandle(const Napi::CallbackInfo& info);
  static void Init(Napi::Env env, Napi::Object exports);

 private:
  Napi::Value GetFd(const Napi::CallbackInfo& info);
  Napi::Value GetInfo(const Napi::CallbackInfo& info);
  void Update(const Napi::CallbackInfo& info);
  void Detach(const Napi::CallbackInfo& info);
  void Pin(const Napi::CallbackInfo& info);
};

}  // namespace osg
