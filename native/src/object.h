// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bpf/libbpf.h>

#include <map>
#include <string>
#include <vector>

#include "handle.h"

namespace osg {

// An ELF object: opened, adjusted, then loaded once. Programs and maps taken from it outlive it.
class ObjectHandle : public Napi::ObjectWrap<ObjectHandle> {
 public:
  explicit ObjectHandle(const Napi::CallbackInfo& info);
  ~ObjectHandle() override;
  static void Init(Napi::Env env, Napi::Object exports);

 private:
  bpf_object* Checked(Napi::Env env, const char* op, bool want_loaded);
  bpf_map* FindMap(Napi::Env env, const char* op, const std::string& name);
  bpf_program* FindProgram(Napi::Env env, const char* op, const std::string& name);
  Napi::Value Globals(const Napi::CallbackInfo& info);
  void SetGlobal(const Napi::CallbackInfo& info);
  void SetMaxEntries(const Napi::CallbackInfo& info);
  void SetInnerMaxEntries(const Napi::CallbackInfo& info);
  void ReuseMap(const Napi::CallbackInfo& info);
  void SetAutoload(const Napi::CallbackInfo& info);
  void SetProgramType(const Napi::CallbackInfo& info);
  void Load(const Napi::CallbackInfo& info);
  Napi::Value MapNames(const Napi::CallbackInfo& info);
  Napi::Value ProgramNames(const Napi::CallbackInfo& info);
  Napi::Value GetMap(const Napi::CallbackInfo& info);
  Napi::Value GetProgram(const Napi::CallbackInfo& info);
  Napi::Value VerifierLog(const Napi::CallbackInfo& info);
  Napi::Value GetClosed(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  bpf_object* object_ = nullptr;
  bool loaded_ = false;
  std::string name_;
  std::map<std::string, std::string> logs_;  // by program
};

}  // namespace osg
