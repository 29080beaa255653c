// SPDX-License-Identifier: Apache-2.0
// A descriptor owned by a JavaScript object: closed by close(), else when the object is collected or its environment ends.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <napi.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "env.h"
#include "error.h"

namespace osg {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.Release()) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      Close();
      fd_ = other.Release();
    }
    return *this;
  }
  ~Fd() { Close(); }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int Release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void Close() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  static Fd Dup(int fd) { return Fd(fcntl(fd, F_DUPFD_CLOEXEC, 3)); }

 private:
  int fd_ = -1;
};

// Whether the descriptor is the kernel's "bpf-map", "bpf-prog" or "bpf_link".
inline bool IsKind(int fd, const char* kind) {
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  char target[64];
  const ssize_t length = readlink(path.c_str(), target, sizeof(target));
  return length > 0 && std::string_view(target, static_cast<size_t>(length)).find(kind) != std::string_view::npos;
}

// Base of the classes that wrap one descriptor. They can only be made from C++, by Wrap().
template <typename T>
class FdObject : public Napi::ObjectWrap<T> {
 public:
  explicit FdObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<T>(info) {
    if (info.Length() < 1 || !info[0].IsExternal()) Throw(info.Env(), "new", EPERM, "made by the functions of this module only");
    fd_ = std::move(*info[0].As<Napi::External<Fd>>().Data());
  }

  static Napi::Object Wrap(Napi::FunctionReference& type, Fd fd) {
    return type.New({Napi::External<Fd>::New(type.Env(), &fd)});
  }

  int Checked(const char* operation) {
    if (!fd_.valid()) ThrowClosed(this->Env(), operation);
    return fd_.get();
  }

  void Close(const Napi::CallbackInfo&) { fd_.Close(); }
  Napi::Value GetClosed(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), !fd_.valid()); }

 protected:
  Fd fd_;
};

// A bare descriptor (enabled statistics, a held lock).
class FdHandle : public FdObject<FdHandle> {
 public:
  using FdObject::FdObject;
  static void Init(Napi::Env env, Napi::Object exports);
  Napi::Value GetFd(const Napi::CallbackInfo& info);
};

}  // namespace osg
