// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <napi.h>

namespace osg {

void InitSystem(Napi::Env env, Napi::Object exports);

}  // namespace osg
