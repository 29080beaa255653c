// SPDX-License-Identifier: Apache-2.0
// Readability of a descriptor, watched on the environment's own event loop.
#pragma once
#include <napi.h>
#include <node_api.h>

#include <functional>

// The few functions of libuv 1.x that are used, so that its headers need not be installed: node-api-headers has none.
// Their signatures and enum values belong to libuv's stable ABI.
extern "C" {
struct uv_loop_s;
struct osg_uv_handle;  // any uv_handle_t
size_t uv_handle_size(int type);
void uv_handle_set_data(osg_uv_handle* handle, void* data);
void* uv_handle_get_data(const osg_uv_handle* handle);
int uv_poll_init(uv_loop_s* loop, osg_uv_handle* handle, int fd);
int uv_poll_start(osg_uv_handle* handle, int events, void (*callback)(osg_uv_handle*, int status, int events));
void uv_close(osg_uv_handle* handle, void (*callback)(osg_uv_handle*));
void uv_ref(osg_uv_handle* handle);
void uv_unref(osg_uv_handle* handle);
}

namespace osg {

// Calls `ready` on the loop thread, inside a handle scope, while the descriptor is readable. Close() before the
// descriptor is closed. Ends by itself, in order, when the environment ends.
class Poller {
 public:
  using Ready = std::function<void(Napi::Env)>;
  // `gone` runs when the environment ends while the poller is open; nothing is called after it.
  Poller(Napi::Env env, const char* op, int fd, Ready ready, std::function<void()> gone);
  void Close();  // deletes this, later
  void Ref(bool on);

 private:
  ~Poller() = default;
  void Start();
  static void OnReady(osg_uv_handle* handle, int status, int events);
  static void OnClosed(osg_uv_handle* handle);
  static void OnEnvironmentEnd(napi_async_cleanup_hook_handle handle, void* self);

  napi_env env_;
  osg_uv_handle* handle_;
  Ready ready_;
  std::function<void()> gone_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool closing_ = false;
};

// Calls a JavaScript function from the event loop. What it throws goes to on_error if there is one, else to
// process 'uncaughtException' (a Worker's 'error'); never swallowed.
void CallFromLoop(Napi::Env env, const Napi::FunctionReference& callback, const Napi::FunctionReference& on_error,
                  const std::initializer_list<napi_value>& args);

}  // namespace osg
