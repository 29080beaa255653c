// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "handle.h"

namespace osg {

// A program as a direct-action filter of a clsact qdisc: the way in where the kernel has no tcx. It stays attached until
// detach(); closing the handle or ending the process does not remove it.
class TcFilter : public Napi::ObjectWrap<TcFilter> {
 public:
  explicit TcFilter(const Napi::CallbackInfo& info);
  static void Init(Napi::Env env, Napi::Object exports);

 private:
  Napi::Value GetProgId(const Napi::CallbackInfo& info);
  Napi::Value GetClosed(const Napi::CallbackInfo& info);
  void Update(const Napi::CallbackInfo& info);
  void Detach(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  void Attach(Napi::Env env, const char* op, int program_fd, bool replace);
  void Checked(Napi::Env env, const char* op);

  bool open_ = false;
  uint32_t ifindex_ = 0, handle_ = 0, priority_ = 0;
  bool ingress_ = false, made_qdisc_ = false;
  Fd netns_;  // invalid: the namespace of the calling thread
};

}  // namespace osg
