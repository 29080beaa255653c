// SPDX-License-Identifier: Apache-2.0
#include "btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <memory>

#include "args.h"

namespace osg {
namespace {

struct ObjectCloser {
  void operator()(bpf_object* object) const { bpf_object__close(object); }
};
struct BtfFreer {
  void operator()(btf* types) const { btf__free(types); }
};

// Walks one BTF and says in JSON what the structs, unions and enums look like.
class Describer {
 public:
  Describer(Napi::Env env, const btf* types) : env_(env), types_(types) {}

  Napi::Value Run() {
    Napi::Array structs = Napi::Array::New(env_), enums = Napi::Array::New(env_);
    for (uint32_t id = 1; id < btf__type_cnt(types_); id++) {
      const btf_type* type = At(id);
      std::string name = Name(type->name_off);
      const btf_type* shape = type;
      // `typedef struct {…} name;`: the typedef names the anonymous shape.
      if (btf_is_typedef(type)) {
        shape = At(type->type);
        if (shape == nullptr || shape->name_off == 0 ? false : !Name(shape->name_off).empty()) continue;
      }
      if (shape == nullptr || name.empty()) continue;
      if (btf_is_composite(shape)) {
        Napi::Object entry = Composite(shape);
        entry.Set("name", name);
        structs.Set(structs.Length(), entry);
      } else if (btf_is_any_enum(shape)) {
        Napi::Object entry = Enum(shape);
        entry.Set("name", name);
        enums.Set(enums.Length(), entry);
      }
    }
    // An anonymous enum only names constants.
    for (uint32_t id = 1; id < btf__type_cnt(types_); id++) {
      const btf_type* type = At(id);
      if (btf_is_any_enum(type) && Name(type->name_off).empty()) {
        Napi::Object entry = Enum(type);
        entry.Set("name", "");
        enums.Set(enums.Length(), entry);
      }
    }
    Napi::Object out = Napi::Object::New(env_);
    out.Set("structs", structs);
    out.Set("enums", enums);
    return out;
  }

 private:
  const btf_type* At(uint32_t id) const { return btf__type_by_id(types_, id); }
  std::string Name(uint32_t offset) const {
    const char* name = btf__name_by_offset(types_, offset);
    return name == nullptr ? "" : name;
  }

  // Fills kind, type, size, signed, dims, elementSize and, for anonymous composites, members.
  void Describe(Napi::Object out, uint32_t id) {
    std::string name;
    Napi::Array dims = Napi::Array::New(env_);
    double count = 1;
    const btf_type* type = At(id);
    for (;; type = At(id)) {
      if (btf_is_typedef(type)) {
        if (name.empty()) name = Name(type->name_off);
        id = type->type;
      } else if (btf_is_mod(type) || btf_is_type_tag(type)) {
        id = type->type;
      } else if (btf_is_array(type)) {
        const struct btf_array* array = ::btf_array(type);
        dims.Set(dims.Length(), array->nelems);
        count *= array->nelems;
        id = array->type;
      } else {
        break;
      }
    }
    if (name.empty()) name = Name(type->name_off);
    const char* kind = "other";
    double size = static_cast<double>(btf__resolve_size(types_, id));
    bool is_signed = false;
    if (btf_is_int(type)) {
      kind = (btf_int_encoding(type) & BTF_INT_BOOL) ? "bool" : "int";
      is_signed = (btf_int_encoding(type) & BTF_INT_SIGNED) != 0;
    } else if (btf_is_struct(type)) {
      kind = "struct";
    } else if (btf_is_union(type)) {
      kind = "union";
    } else if (btf_is_any_enum(type)) {
      kind = "enum";
      is_signed = btf_kflag(type);
    } else if (btf_is_ptr(type)) {
      kind = "pointer";
    } else if (btf_is_float(type)) {
      kind = "float";
    }
    if (size < 0) size = 0;
    out.Set("kind", kind);
    out.Set("type", name);
    out.Set("signed", is_signed);
    out.Set("dims", dims);
    out.Set("elementSize", size);
    out.Set("size", size * count);
    if (btf_is_composite(type) && Name(type->name_off).empty()) out.Set("members", Members(type));
  }

  Napi::Array Members(const btf_type* composite) {
    Napi::Array members = Napi::Array::New(env_);
    const btf_member* member = btf_members(composite);
    for (uint16_t i = 0; i < btf_vlen(composite); i++, member++) {
      Napi::Object entry = Napi::Object::New(env_);
      entry.Set("name", Name(member->name_off));
      const uint32_t bits = btf_member_bit_offset(composite, i), width = btf_member_bitfield_size(composite, i);
      entry.Set("offset", bits / 8);
      Describe(entry, member->type);
      if (width != 0) {
        entry.Set("bitOffset", bits);
        entry.Set("bitSize", width);
      }
      members.Set(i, entry);
    }
    return members;
  }

  Napi::Object Composite(const btf_type* type) {
    Napi::Object out = Napi::Object::New(env_);
    out.Set("kind", btf_is_union(type) ? "union" : "struct");
    out.Set("size", type->size);
    out.Set("members", Members(type));
    return out;
  }

  Napi::Object Enum(const btf_type* type) {
    Napi::Object out = Napi::Object::New(env_);
    Napi::Array values = Napi::Array::New(env_);
    for (uint16_t i = 0; i < btf_vlen(type); i++) {
      Napi::Object entry = Napi::Object::New(env_);
      if (btf_is_enum64(type)) {
        const struct btf_enum64* value = ::btf_enum64(type) + i;
        entry.Set("name", Name(value->name_off));
        const uint64_t bits = btf_enum64_value(value);
        entry.Set("value", btf_kflag(type) ? static_cast<double>(static_cast<int64_t>(bits)) : static_cast<double>(bits));
      } else {
        const struct btf_enum* value = ::btf_enum(type) + i;
        entry.Set("name", Name(value->name_off));
        entry.Set("value", btf_kflag(type) ? static_cast<double>(value->val) : static_cast<double>(static_cast<uint32_t>(value->val)));
      }
      values.Set(i, entry);
    }
    out.Set("size", type->size);
    out.Set("values", values);
    return out;
  }

  Napi::Env env_;
  const btf* types_;
};

// readBtf(path | image of an ELF object or of raw BTF)
Napi::Value ReadBtf(const Napi::CallbackInfo& info) {
  constexpr const char* op = "read BTF";
  LibbpfLog log;
  std::unique_ptr<btf, BtfFreer> own;
  std::unique_ptr<bpf_object, ObjectCloser> object;
  const btf* types = nullptr;
  std::string what = "image";
  if (info[0].IsString()) {
    what = Str(info, 0, op, "path");
    own.reset(btf__parse(what.c_str(), nullptr));
    types = own.get();
  } else {
    const Bytes image = AnyBytes(info, 0, op, "image");
    if (image.length >= 2 && image.data[0] == 0x9f && image.data[1] == 0xeb) {
      own.reset(btf__new(image.data, static_cast<uint32_t>(image.length)));
      types = own.get();
    } else {
      bpf_object_open_opts opts{};
      opts.sz = sizeof(opts);
      opts.object_name = "btf";
      object.reset(bpf_object__open_mem(image.data, image.length, &opts));
      if (object) {
        types = bpf_object__btf(object.get());
        if (types == nullptr) errno = ENODATA;
      }
    }
  }
  if (types == nullptr) ThrowLog(info.Env(), op, errno, what, "", log.text());
  return Describer(info.Env(), types).Run();
}

}  // namespace

void InitBtf(Napi::Env env, Napi::Object exports) { exports.Set("readBtf", Napi::Function::New(env, ReadBtf)); }

}  // namespace osg
