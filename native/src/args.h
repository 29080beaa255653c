// SPDX-License-Identifier: Apache-2.0
// Reading and checking arguments; every failure is a BpfError that names the operation and the argument.
#pragma once
#include <errno.h>
#include <napi.h>

#include <string>

#include "error.h"

namespace osg {

struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

inline uint32_t AsU32(Napi::Value value, const char* op, const char* name) {
  if (value.IsNumber()) {
    const double number = value.As<Napi::Number>().DoubleValue();
    if (number >= 0 && number <= 4294967295.0 && number == static_cast<double>(static_cast<uint32_t>(number)))
      return static_cast<uint32_t>(number);
  }
  Throw(value.Env(), op, EINVAL, std::string(name) + " is not an unsigned 32-bit integer");
}

inline uint32_t U32(const Napi::CallbackInfo& info, size_t i, const char* op, const char* name) {
  return AsU32(info[i], op, name);
}

inline uint64_t U64(const Napi::CallbackInfo& info, size_t i, const char* op, const char* name) {
  const Napi::Value value = info[i];
  if (value.IsBigInt()) {
    bool lossless = false;
    const uint64_t number = value.As<Napi::BigInt>().Uint64Value(&lossless);
    if (lossless) return number;
  }
  Throw(info.Env(), op, EINVAL, std::string(name) + " is not an unsigned 64-bit bigint");
}

inline std::string Str(const Napi::CallbackInfo& info, size_t i, const char* op, const char* name) {
  if (!info[i].IsString()) Throw(info.Env(), op, EINVAL, std::string(name) + " is not a string");
  std::string text = info[i].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) Throw(info.Env(), op, EINVAL, std::string(name) + " holds a NUL");
  return text;
}

inline Bytes AsBytes(Napi::Value value, const char* op, const char* name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    Throw(value.Env(), op, EINVAL, std::string(name) + " is not a Buffer");
  Napi::Uint8Array array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

inline Bytes AnyBytes(const Napi::CallbackInfo& info, size_t i, const char* op, const char* name) {
  return AsBytes(info[i], op, name);
}

// A Buffer of exactly `length` bytes.
inline Bytes ExactBytes(const Napi::CallbackInfo& info, size_t i, size_t length, const char* op, const char* name) {
  const Bytes bytes = AnyBytes(info, i, op, name);
  if (bytes.length != length)
    Throw(info.Env(), op, EINVAL,
          std::string(name) + " has " + std::to_string(bytes.length) + " bytes, expected " + std::to_string(length));
  return bytes;
}

inline Napi::Value Absent(Napi::Env env) { return env.Undefined(); }

}  // namespace osg
