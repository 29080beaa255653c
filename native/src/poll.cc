// SPDX-License-Identifier: Apache-2.0
#include "poll.h"

#include <cstdlib>

#include "error.h"

namespace osg {
namespace {
constexpr int kUvPoll = 8;      // UV_POLL of uv_handle_type
constexpr int kUvReadable = 1;  // UV_READABLE

void Fatal(napi_env env, napi_value error) { napi_fatal_exception(env, error); }
}  // namespace

Poller::Poller(Napi::Env env, const char* op, int fd, Ready ready, std::function<void()> gone)
    : env_(env), ready_(std::move(ready)), gone_(std::move(gone)) {
  uv_loop_s* loop = nullptr;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) Throw(env, op, ENOTSUP, "no event loop");
  handle_ = static_cast<osg_uv_handle*>(calloc(1, uv_handle_size(kUvPoll)));
  const int err = uv_poll_init(loop, handle_, fd);
  if (err != 0) {
    free(handle_);
    Throw(env, op, -err, "poll");
  }
  uv_handle_set_data(handle_, this);
  napi_add_async_cleanup_hook(env, OnEnvironmentEnd, this, &hook_);
  Start();
}

void Poller::Start() { uv_poll_start(handle_, kUvReadable, OnReady); }

void Poller::Ref(bool on) {
  if (closing_) return;
  on ? uv_ref(handle_) : uv_unref(handle_);
}

void Poller::Close() {
  if (closing_) return;
  closing_ = true;
  uv_close(handle_, OnClosed);
}

void Poller::OnClosed(osg_uv_handle* handle) {
  auto* self = static_cast<Poller*>(uv_handle_get_data(handle));
  napi_remove_async_cleanup_hook(self->hook_);
  free(handle);
  delete self;
}

void Poller::OnEnvironmentEnd(napi_async_cleanup_hook_handle, void* data) {
  auto* self = static_cast<Poller*>(data);
  if (self->closing_) return;  // the hook is removed when libuv has closed the handle
  self->gone_();
  self->Close();
}

void Poller::OnReady(osg_uv_handle* handle, int status, int) {
  auto* self = static_cast<Poller*>(uv_handle_get_data(handle));
  if (self->closing_) return;
  // A pending socket error (a netlink queue that overflowed) ends libuv's watch; the read that follows clears the error.
  if (status < 0) self->Start();
  Napi::Env env(self->env_);
  Napi::HandleScope scope(env);
  try {
    self->ready_(env);
  } catch (const Napi::Error& error) {
    try {
      Fatal(env, error.Value());
    } catch (const Napi::Error&) {
      // A Worker that is being terminated runs no more JavaScript, not even to hear of an error.
    }
  }
}

void CallFromLoop(Napi::Env env, const Napi::FunctionReference& callback, const Napi::FunctionReference& on_error,
                  const std::initializer_list<napi_value>& args) {
  napi_value resource, name;
  napi_create_object(env, &resource);
  napi_create_string_utf8(env, "osg", NAPI_AUTO_LENGTH, &name);
  napi_async_context context = nullptr;
  if (napi_async_init(env, resource, name, &context) != napi_ok) return;
  napi_value result;
  napi_make_callback(env, context, env.Global(), callback.Value(), args.size(), args.begin(), &result);
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  napi_value error;
  if (pending && napi_get_and_clear_last_exception(env, &error) == napi_ok) {
    if (on_error.IsEmpty()) {
      Fatal(env, error);
    } else {
      napi_make_callback(env, context, env.Global(), on_error.Value(), 1, &error, &result);
      napi_is_exception_pending(env, &pending);
      if (pending && napi_get_and_clear_last_exception(env, &error) == napi_ok) Fatal(env, error);
    }
  }
  napi_async_destroy(env, context);
}

}  // namespace osg
