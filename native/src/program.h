// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "handle.h"

namespace osg {

class ProgramHandle : public FdObject<ProgramHandle> {
 public:
  explicit ProgramHandle(const Napi::CallbackInfo& info);
  static void Init(Napi::Env env, Napi::Object exports);
  int fd(const char* operation) { return Checked(operation); }
  static ProgramHandle& Arg(Napi::Value value, const char* op, const char* name);

 private:
  Napi::Value GetFd(const Napi::CallbackInfo& info);
  Napi::Value GetInfo(const Napi::CallbackInfo& info);
  Napi::Value TestRun(const Napi::CallbackInfo& info);
  Napi::Value TestRunMany(const Napi::CallbackInfo& info);
  void Pin(const Napi::CallbackInfo& info);
};

}  // namespace osg
