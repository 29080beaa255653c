// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

#include "btf.h"
#include "env.h"
#include "error.h"
#include "flows.h"
#include "handle.h"
#include "link.h"
#include "map.h"
#include "mapping.h"
#include "netns.h"
#include "object.h"
#include "probe.h"
#include "program.h"
#include "ring.h"
#include "rtnl.h"
#include "system.h"
#include "tc.h"

namespace osg {
namespace {

// setErrorClass(type): what C++ throws from now on in this environment.
void SetErrorClass(const Napi::CallbackInfo& info) {
  EnvData::Of(info.Env()).error = Napi::Persistent(info[0].As<Napi::Function>());
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new EnvData());
  LibbpfLog::Install();
  exports.Set("setErrorClass", Napi::Function::New(env, SetErrorClass));
  FdHandle::Init(env, exports);
  ObjectHandle::Init(env, exports);
  MapHandle::Init(env, exports);
  MappingHandle::Init(env, exports);
  ProgramHandle::Init(env, exports);
  LinkHandle::Init(env, exports);
  TcFilter::Init(env, exports);
  RingReader::Init(env, exports);
  RtnlWatcher::Init(env, exports);
  InitBtf(env, exports);
  InitFlows(env, exports);
  InitNetns(env, exports);
  InitProbe(env, exports);
  InitSystem(env, exports);
  return exports;
}

}  // namespace
}  // namespace osg

static Napi::Object InitAddon(Napi::Env env, Napi::Object exports) { return osg::Init(env, exports); }
NODE_API_MODULE(osg_native, InitAddon)
