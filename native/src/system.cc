// SPDX-License-Identifier: Apache-2.0
#include "system.h"

#include <bpf/bpf.h>
#include <linux/membarrier.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <memory>

#include "args.h"
#include "handle.h"

namespace osg {
namespace {

// An update of a map of maps returns when no program run uses the old inner map: it waits for RCU readers.
bool UpdateMapOfMaps() {
  const Fd inner(bpf_map_create(BPF_MAP_TYPE_ARRAY, "osg_rcu_in", 4, 4, 1, nullptr));
  if (!inner.valid()) return false;
  bpf_map_create_opts opts{};
  opts.sz = sizeof(opts);
  opts.inner_map_fd = static_cast<uint32_t>(inner.get());
  const Fd outer(bpf_map_create(BPF_MAP_TYPE_ARRAY_OF_MAPS, "osg_rcu_out", 4, 4, 1, &opts));
  if (!outer.valid()) return false;
  const uint32_t key = 0, value = static_cast<uint32_t>(inner.get());
  return bpf_map_update_elem(outer.get(), &key, &value, 0) == 0;
}

// Written against the C API: node-addon-api's AsyncWorker aborts the process when it completes in a dying Worker.
struct RcuWait {
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;
  int err = 0;
};

void WaitForRcu(napi_env, void* data) {
  auto* wait = static_cast<RcuWait*>(data);
  if (syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) == 0) return;
  wait->err = errno;
  // Refused on kernels with nohz_full CPUs.
  if (UpdateMapOfMaps()) wait->err = 0;
}

void WaitedForRcu(napi_env raw_env, napi_status status, void* data) {
  std::unique_ptr<RcuWait> wait(static_cast<RcuWait*>(data));
  napi_delete_async_work(raw_env, wait->work);
  if (status != napi_ok) return;  // cancelled: the environment ends
  Napi::Env env(raw_env);
  Napi::HandleScope scope(env);
  try {
    if (wait->err == 0) {
      napi_resolve_deferred(env, wait->deferred, env.Undefined());
    } else {
      Throw(env, "synchronize RCU", wait->err);
    }
  } catch (const Napi::Error& error) {
    napi_value reason = nullptr;
    napi_get_reference_value(env, error, &reason);
    if (reason != nullptr) napi_reject_deferred(env, wait->deferred, reason);
  }
}

// → promise, fulfilled when every program run that had begun is over
Napi::Value SynchronizeRcu(const Napi::CallbackInfo& info) {
  constexpr const char* op = "synchronize RCU";
  Napi::Env env = info.Env();
  auto wait = std::make_unique<RcuWait>();
  napi_value promise = nullptr;
  if (napi_create_promise(env, &wait->deferred, &promise) != napi_ok ||
      napi_create_async_work(env, nullptr, Napi::String::New(env, op), WaitForRcu, WaitedForRcu, wait.get(), &wait->work) != napi_ok)
    Throw(env, op, ENOMEM);
  if (napi_queue_async_work(env, wait->work) != napi_ok) {
    napi_delete_async_work(env, wait->work);
    Throw(env, op, ENOMEM, "thread pool");
  }
  wait.release();  // WaitedForRcu owns it
  return Napi::Value(env, promise);
}

template <clockid_t clock>
Napi::Value Clock(const Napi::CallbackInfo& info) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) Throw(info.Env(), "read clock", errno);
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(now.tv_sec) * 1000000000u + static_cast<uint64_t>(now.tv_nsec));
}

// The resolution of a coarse clock is the tick's length, exactly (kernel: KTIME_LOW_RES), while watching ticks errs where they come late.
Napi::Value TickNs(const Napi::CallbackInfo& info) {
  timespec tick{};
  if (clock_getres(CLOCK_MONOTONIC_COARSE, &tick) != 0) Throw(info.Env(), "read the length of a tick", errno);
  return Napi::Number::New(info.Env(), static_cast<double>(tick.tv_sec) * 1e9 + static_cast<double>(tick.tv_nsec));
}

void MountBpffs(const Napi::CallbackInfo& info) {
  constexpr const char* op = "mount bpffs";
  const std::string path = Str(info, 0, op, "path");
  if (mount("bpffs", path.c_str(), "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0700") != 0) Throw(info.Env(), op, errno, path);
}

void Unmount(const Napi::CallbackInfo& info) {
  constexpr const char* op = "unmount";
  const std::string path = Str(info, 0, op, "path");
  if (umount2(path.c_str(), info[1].ToBoolean() ? MNT_DETACH : 0) != 0) Throw(info.Env(), op, errno, path);
}

// lockFile(path of a file or a folder) → handle; the lock is held until close() or the death of the process.
Napi::Value LockFile(const Napi::CallbackInfo& info) {
  constexpr const char* op = "lock file";
  const std::string path = Str(info, 0, op, "path");
  Fd fd(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  // A disk that has become read-only still tells who holds the lock.
  if (!fd.valid() && errno == EROFS) fd = Fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  // A folder is its own lock: in bpffs there are no files.
  if (!fd.valid() && errno == EISDIR) fd = Fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.valid()) Throw(info.Env(), op, errno, path);
  if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) Throw(info.Env(), op, errno, path);
  return FdHandle::Wrap(EnvData::Of(info.Env()).fd, std::move(fd));
}

// bpfIds(kind) → ids of all that the kernel holds
Napi::Value BpfIds(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list BPF ids";
  const std::string kind = Str(info, 0, op, "kind");
  int (*next)(uint32_t, uint32_t*) = kind == "program" ? bpf_prog_get_next_id
                                     : kind == "map"   ? bpf_map_get_next_id
                                     : kind == "link"  ? bpf_link_get_next_id
                                     : kind == "btf"   ? bpf_btf_get_next_id
                                                       : nullptr;
  if (next == nullptr) Throw(info.Env(), op, EINVAL, "kind " + kind + ", expected program, map, link or btf");
  Napi::Array ids = Napi::Array::New(info.Env());
  uint32_t id = 0;
  while (next(id, &id) == 0) ids.Set(ids.Length(), id);
  if (errno != ENOENT) Throw(info.Env(), op, errno, kind);
  return ids;
}

}  // namespace

void FdHandle::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type = DefineClass(env, "FdHandle",
                                    {InstanceAccessor<&FdHandle::GetFd>("fd"), InstanceAccessor("closed", &FdHandle::GetClosed, nullptr),
                                     InstanceMethod("close", &FdHandle::Close)});
  EnvData::Of(env).fd = Napi::Persistent(type);
  exports.Set("FdHandle", type);
}

Napi::Value FdHandle::GetFd(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), Checked("descriptor")); }

void InitSystem(Napi::Env env, Napi::Object exports) {
  exports.Set("synchronizeRcu", Napi::Function::New(env, SynchronizeRcu));
  exports.Set("clockMonotonic", Napi::Function::New(env, Clock<CLOCK_MONOTONIC>));
  exports.Set("clockTai", Napi::Function::New(env, Clock<CLOCK_TAI>));
  exports.Set("tickNs", Napi::Function::New(env, TickNs));
  exports.Set("mountBpffs", Napi::Function::New(env, MountBpffs));
  exports.Set("unmount", Napi::Function::New(env, Unmount));
  exports.Set("lockFile", Napi::Function::New(env, LockFile));
  exports.Set("bpfIds", Napi::Function::New(env, BpfIds));
}

}  // namespace osg
