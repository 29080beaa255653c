// SPDX-License-Identifier: Apache-2.0
// The flows that the kernel's own connection tracking knows of a network namespace, by ctnetlink.
#include "flows.h"

#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "args.h"
#include "handle.h"

namespace osg {
namespace {

constexpr size_t kReceiveRoom = 256 * 1024;
constexpr size_t kAddress = 16;

// One direction of a flow, as its packets say; addresses of IPv4 in the first four bytes.
struct Tuple {
  uint8_t source[kAddress];
  uint8_t destination[kAddress];
  uint16_t source_port;  // host byte order
  uint16_t destination_port;
};

// What JavaScript gets, one after the other (src/ebpf/flows.ts).
struct Flow {
  Tuple original;
  Tuple reply;
  uint32_t timeout_s;
  uint8_t family;  // 4, 6
  uint8_t protocol;
  uint8_t tcp_state;  // enum tcp_conntrack
  uint8_t replied;
};
static_assert(sizeof(Flow) == 80);

template <typename T>
T Value(const nlattr* at) {
  T value{};
  if (at->nla_len >= NLA_HDRLEN + sizeof(T)) memcpy(&value, reinterpret_cast<const char*>(at) + NLA_HDRLEN, sizeof(T));
  return value;
}

// Calls each(type, attribute) for what lies in [at, at + length).
template <typename Each>
void Attributes(const void* from, size_t length, Each each) {
  const char* at = static_cast<const char*>(from);
  while (length >= NLA_HDRLEN) {
    const auto* attribute = reinterpret_cast<const nlattr*>(at);
    if (attribute->nla_len < NLA_HDRLEN || attribute->nla_len > length) return;
    each(attribute->nla_type & NLA_TYPE_MASK, attribute);
    const size_t step = NLA_ALIGN(attribute->nla_len);
    if (step >= length) return;
    at += step;
    length -= step;
  }
}

template <typename Each>
void Nested(const nlattr* outer, Each each) {
  Attributes(reinterpret_cast<const char*>(outer) + NLA_HDRLEN, outer->nla_len - NLA_HDRLEN, each);
}

void Address(const nlattr* at, size_t bytes, uint8_t* out) {
  if (at->nla_len >= NLA_HDRLEN + bytes) memcpy(out, reinterpret_cast<const char*>(at) + NLA_HDRLEN, bytes);
}

void ReadTuple(const nlattr* tuple, Tuple& out, uint8_t& protocol) {
  Nested(tuple, [&](int type, const nlattr* part) {
    if (type == CTA_TUPLE_IP)
      Nested(part, [&](int field, const nlattr* at) {
        if (field == CTA_IP_V4_SRC) Address(at, 4, out.source);
        if (field == CTA_IP_V4_DST) Address(at, 4, out.destination);
        if (field == CTA_IP_V6_SRC) Address(at, 16, out.source);
        if (field == CTA_IP_V6_DST) Address(at, 16, out.destination);
      });
    if (type == CTA_TUPLE_PROTO)
      Nested(part, [&](int field, const nlattr* at) {
        if (field == CTA_PROTO_NUM) protocol = Value<uint8_t>(at);
        if (field == CTA_PROTO_SRC_PORT) out.source_port = __builtin_bswap16(Value<uint16_t>(at));
        if (field == CTA_PROTO_DST_PORT) out.destination_port = __builtin_bswap16(Value<uint16_t>(at));
      });
  });
}

Flow ReadFlow(const nlmsghdr* message) {
  Flow flow{};
  const auto* head = static_cast<const nfgenmsg*>(NLMSG_DATA(message));
  flow.family = head->nfgen_family == AF_INET ? 4 : 6;
  const size_t skip = NLMSG_LENGTH(NLMSG_ALIGN(sizeof(*head)));
  if (message->nlmsg_len <= skip) return flow;
  uint8_t ignored = 0;
  Attributes(reinterpret_cast<const char*>(message) + skip, message->nlmsg_len - skip, [&](int type, const nlattr* at) {
    if (type == CTA_TUPLE_ORIG) ReadTuple(at, flow.original, flow.protocol);
    if (type == CTA_TUPLE_REPLY) ReadTuple(at, flow.reply, ignored);
    if (type == CTA_STATUS) flow.replied = (__builtin_bswap32(Value<uint32_t>(at)) & IPS_SEEN_REPLY) != 0;
    if (type == CTA_TIMEOUT) flow.timeout_s = __builtin_bswap32(Value<uint32_t>(at));
    if (type == CTA_PROTOINFO)
      Nested(at, [&](int kind, const nlattr* info) {
        if (kind == CTA_PROTOINFO_TCP)
          Nested(info, [&](int field, const nlattr* state) {
            if (field == CTA_PROTOINFO_TCP_STATE) flow.tcp_state = Value<uint8_t>(state);
          });
      });
  });
  return flow;
}

std::string Key(const uint8_t* address) { return std::string(reinterpret_cast<const char*>(address), kAddress); }

// In a thread of the pool: a node may know hundreds of thousands of flows. Against the C API, as in system.cc.
struct Listing {
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;
  Fd netns;
  std::unordered_set<std::string> of;
  std::vector<Flow> found;
  size_t most = 0;
  int err = 0;
};

int List(Listing& listing) {
  if (listing.netns.valid()) {
    // Back home afterwards: the thread is the pool's.
    const Fd home(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!home.valid() || setns(listing.netns.get(), CLONE_NEWNET) != 0) return errno;
    listing.netns.Close();
    const int err = List(listing);
    if (setns(home.get(), CLONE_NEWNET) != 0) abort();
    return err;
  }
  const Fd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
  if (!fd.valid()) return errno;
  const timeval limit{10, 0};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  struct {
    nlmsghdr header;
    nfgenmsg body;
  } request{};
  request.header.nlmsg_len = sizeof(request);
  request.header.nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.body.version = NFNETLINK_V0;
  if (send(fd.get(), &request, sizeof(request), 0) < 0) return errno;
  std::vector<char> room(kReceiveRoom);
  for (;;) {
    const ssize_t got = recv(fd.get(), room.data(), room.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    auto length = static_cast<unsigned>(got);
    for (auto* message = reinterpret_cast<nlmsghdr*>(room.data()); NLMSG_OK(message, length);
         message = NLMSG_NEXT(message, length)) {
      if (message->nlmsg_type == NLMSG_DONE) return 0;
      if (message->nlmsg_type == NLMSG_ERROR) return -static_cast<const nlmsgerr*>(NLMSG_DATA(message))->error;
      if ((message->nlmsg_type & 0xff) != IPCTNL_MSG_CT_NEW || listing.found.size() >= listing.most) continue;
      const Flow flow = ReadFlow(message);
      if (listing.of.contains(Key(flow.original.source)) || listing.of.contains(Key(flow.reply.source))) listing.found.push_back(flow);
    }
  }
}

void Work(napi_env, void* data) {
  auto* listing = static_cast<Listing*>(data);
  listing->err = List(*listing);
}

void Done(napi_env raw_env, napi_status status, void* data) {
  std::unique_ptr<Listing> listing(static_cast<Listing*>(data));
  napi_delete_async_work(raw_env, listing->work);
  if (status != napi_ok) return;  // cancelled: the environment ends
  Napi::Env env(raw_env);
  Napi::HandleScope scope(env);
  try {
    if (listing->err != 0) Throw(env, "list flows", listing->err);
    const auto* bytes = reinterpret_cast<const uint8_t*>(listing->found.data());
    napi_resolve_deferred(env, listing->deferred, Napi::Buffer<uint8_t>::Copy(env, bytes, listing->found.size() * sizeof(Flow)));
  } catch (const Napi::Error& error) {
    napi_value reason = nullptr;
    napi_get_reference_value(env, error, &reason);
    if (reason != nullptr) napi_reject_deferred(env, listing->deferred, reason);
  }
}

// listFlows(addresses of 16 bytes each, most, netnsFd | undefined) → promise of a Buffer of struct Flow
Napi::Value ListFlows(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list flows";
  Napi::Env env = info.Env();
  auto listing = std::make_unique<Listing>();
  const Bytes addresses = AnyBytes(info, 0, op, "addresses");
  for (size_t at = 0; at + kAddress <= addresses.length; at += kAddress) listing->of.insert(Key(addresses.data + at));
  listing->most = U32(info, 1, op, "most");
  if (!info[2].IsUndefined()) {
    listing->netns = Fd::Dup(static_cast<int>(U32(info, 2, op, "netnsFd")));
    if (!listing->netns.valid()) Throw(env, op, errno, "network namespace");
  }
  napi_value promise = nullptr;
  if (napi_create_promise(env, &listing->deferred, &promise) != napi_ok ||
      napi_create_async_work(env, nullptr, Napi::String::New(env, op), Work, Done, listing.get(), &listing->work) != napi_ok)
    Throw(env, op, ENOMEM);
  if (napi_queue_async_work(env, listing->work) != napi_ok) {
    napi_delete_async_work(env, listing->work);
    Throw(env, op, ENOMEM, "thread pool");
  }
  listing.release();  // Done owns it
  return Napi::Value(env, promise);
}

}  // namespace

void InitFlows(Napi::Env env, Napi::Object exports) { exports.Set("listFlows", Napi::Function::New(env, ListFlows)); }

}  // namespace osg
