// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <napi.h>

#include "handle.h"

namespace osg {

// Puts the calling thread into another network namespace while it lives. The process aborts if the way back fails:
// everything that it did afterwards would happen in the wrong namespace.
class NetnsScope {
 public:
  // netns_fd < 0: stay where we are.
  NetnsScope(Napi::Env env, const char* op, int netns_fd);
  ~NetnsScope();
  NetnsScope(const NetnsScope&) = delete;
  NetnsScope& operator=(const NetnsScope&) = delete;

 private:
  Fd home_;
};

void InitNetns(Napi::Env env, Napi::Object exports);

}  // namespace osg
