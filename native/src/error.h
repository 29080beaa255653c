// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <napi.h>

#include <string>

namespace osg {

// "ENOENT" for 2; "E999" for a number without a name.
std::string ErrnoName(int err);

// Throws BpfError {code: name of err, operation, errno} with the message "operation: NAME text (detail)".
[[noreturn]] void Throw(Napi::Env env, const std::string& operation, int err, const std::string& detail = "");

// The same with the verifier's log and libbpf's own messages; the end of the log goes into the message.
[[noreturn]] void ThrowLog(Napi::Env env, const std::string& operation, int err, const std::string& detail,
                           const std::string& verifier_log, const std::string& libbpf_log);

// The same with `count`: how many elements took effect before the failure.
[[noreturn]] void ThrowCount(Napi::Env env, const std::string& operation, int err, uint32_t count);

// Throws BpfError {code: "CLOSED"}.
[[noreturn]] void ThrowClosed(Napi::Env env, const std::string& operation);

// Collects libbpf's warnings printed by this thread while it lives.
class LibbpfLog {
 public:
  LibbpfLog();
  ~LibbpfLog();
  LibbpfLog(const LibbpfLog&) = delete;
  LibbpfLog& operator=(const LibbpfLog&) = delete;
  const std::string& text() const { return text_; }
  // Routes libbpf's (process-wide) print hook to the collector of the printing thread, if it has one.
  static void Install();
  void Append(const std::string& line);

 private:
  std::string text_;
  LibbpfLog* outer_;
};

}  // namespace osg
