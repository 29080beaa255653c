// SPDX-License-Identifier: Apache-2.0
#include "error.h"

#include <bpf/libbpf.h>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "env.h"

namespace osg {
namespace {

// libbpf's print hook is one per process; what it prints goes to the innermost collector of the calling thread.
thread_local LibbpfLog* current_log = nullptr;

// A runaway library message is cut: the verifier's log travels separately and whole.
constexpr size_t kMaxLibbpfText = 64 * 1024;
constexpr size_t kLogTail = 1500;

int Print(libbpf_print_level level, const char* format, va_list args) {
  if (level == LIBBPF_DEBUG || current_log == nullptr) return 0;
  va_list again;
  va_copy(again, args);
  const int length = vsnprintf(nullptr, 0, format, again);
  va_end(again);
  if (length <= 0) return 0;
  std::string line(static_cast<size_t>(length) + 1, '\0');
  vsnprintf(line.data(), line.size(), format, args);
  line.resize(static_cast<size_t>(length));
  current_log->Append(line);
  return 0;
}

Napi::Error Make(Napi::Env env, const std::string& code, const std::string& operation, int err,
                 const std::string& message, const std::string& verifier_log, int64_t count) {
  Napi::Object fields = Napi::Object::New(env);
  fields.Set("code", code);
  fields.Set("operation", operation);
  if (err != 0) fields.Set("errno", err);
  if (!verifier_log.empty()) fields.Set("verifierLog", verifier_log);
  if (count >= 0) fields.Set("count", static_cast<double>(count));
  Napi::FunctionReference& type = EnvData::Of(env).error;
  if (type.IsEmpty()) return Napi::Error::New(env, message);
  return Napi::Error(env, type.New({Napi::String::New(env, message), fields}));
}

std::string Describe(const std::string& operation, int err, const std::string& detail) {
  std::string text = operation + ": " + ErrnoName(err) + " " + strerror(err);
  if (!detail.empty()) text += " (" + detail + ")";
  return text;
}

std::string Tail(const std::string& text) {
  if (text.size() <= kLogTail) return text;
  const size_t cut = text.find('\n', text.size() - kLogTail);
  return "…\n" + text.substr(cut == std::string::npos ? text.size() - kLogTail : cut + 1);
}

}  // namespace

std::string ErrnoName(int err) {
  const char* name = strerrorname_np(err);
  return name != nullptr ? name : "E" + std::to_string(err);
}

void Throw(Napi::Env env, const std::string& operation, int err, const std::string& detail) {
  throw Make(env, ErrnoName(err), operation, err, Describe(operation, err, detail), "", -1);
}

void ThrowLog(Napi::Env env, const std::string& operation, int err, const std::string& detail,
              const std::string& verifier_log, const std::string& libbpf_log) {
  std::string message = Describe(operation, err, detail);
  if (!libbpf_log.empty()) message += "\n" + Tail(libbpf_log);
  if (!verifier_log.empty()) message += "\nverifier log:\n" + Tail(verifier_log);
  throw Make(env, ErrnoName(err), operation, err, message, verifier_log, -1);
}

void ThrowCount(Napi::Env env, const std::string& operation, int err, uint32_t count) {
  throw Make(env, ErrnoName(err), operation, err, Describe(operation, err, std::to_string(count) + " done"), "", count);
}

void ThrowClosed(Napi::Env env, const std::string& operation) {
  throw Make(env, "CLOSED", operation, 0, operation + ": the handle is closed", "", -1);
}

LibbpfLog::LibbpfLog() : outer_(current_log) { current_log = this; }
LibbpfLog::~LibbpfLog() { current_log = outer_; }
void LibbpfLog::Append(const std::string& line) {
  if (text_.size() + line.size() <= kMaxLibbpfText) text_ += line;
}
void LibbpfLog::Install() { libbpf_set_print(Print); }

}  // namespace osg
