// SPDX-License-Identifier: Apache-2.0
#include "netns.h"

#include <net/if.h>
#include <sched.h>

#include <cstdio>
#include <cstdlib>

#include "args.h"

namespace osg {
namespace {

// withNetns(path or descriptor, fn) → what fn returns
Napi::Value WithNetns(const Napi::CallbackInfo& info) {
  constexpr const char* op = "enter network namespace";
  Fd opened;
  int fd;
  if (info[0].IsString()) {
    const std::string path = Str(info, 0, op, "path");
    opened = Fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.valid()) Throw(info.Env(), op, errno, path);
    fd = opened.get();
  } else {
    fd = static_cast<int>(U32(info, 0, op, "descriptor"));
  }
  if (!info[1].IsFunction()) Throw(info.Env(), op, EINVAL, "fn is not a function");
  NetnsScope scope(info.Env(), op, fd);
  return info[1].As<Napi::Function>().Call({});
}

// openNetns(path) → handle whose fd goes into withNetns and the attach functions
Napi::Value OpenNetns(const Napi::CallbackInfo& info) {
  constexpr const char* op = "open network namespace";
  const std::string path = Str(info, 0, op, "path");
  Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) Throw(info.Env(), op, errno, path);
  return FdHandle::Wrap(EnvData::Of(info.Env()).fd, std::move(fd));
}

Napi::Value IfNameToIndex(const Napi::CallbackInfo& info) {
  constexpr const char* op = "interface index";
  const std::string name = Str(info, 0, op, "name");
  const unsigned index = if_nametoindex(name.c_str());
  if (index == 0) Throw(info.Env(), op, errno, name);
  return Napi::Number::New(info.Env(), index);
}

}  // namespace

NetnsScope::NetnsScope(Napi::Env env, const char* op, int netns_fd) {
  if (netns_fd < 0) return;
  home_ = Fd(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!home_.valid()) Throw(env, op, errno, "own namespace");
  if (setns(netns_fd, CLONE_NEWNET) != 0) Throw(env, op, errno, "setns");
}

NetnsScope::~NetnsScope() {
  if (!home_.valid() || setns(home_.get(), CLONE_NEWNET) == 0) return;
  perror("osg: cannot return to the own network namespace");
  abort();
}

void InitNetns(Napi::Env env, Napi::Object exports) {
  exports.Set("withNetns", Napi::Function::New(env, WithNetns));
  exports.Set("openNetns", Napi::Function::New(env, OpenNetns));
  exports.Set("ifNameToIndex", Napi::Function::New(env, IfNameToIndex));
}

}  // namespace osg
