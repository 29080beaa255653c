// SPDX-License-Identifier: Apache-2.0
// What one JavaScript environment (main thread or Worker) keeps; there is no state shared between environments.
#pragma once
#include <napi.h>

namespace osg {

struct EnvData {
  Napi::FunctionReference error;  // the BpfError class of binding.ts
  Napi::FunctionReference object, map, mapping, program, link, tc_filter, fd;

  static EnvData& Of(Napi::Env env) { return *env.GetInstanceData<EnvData>(); }
};

}  // namespace osg
