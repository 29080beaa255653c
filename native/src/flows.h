// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <napi.h>

namespace osg {

void InitFlows(Napi::Env env, Napi::Object exports);

}  // namespace osg
