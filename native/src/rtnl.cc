// SPDX-License-Identifier: Apache-2.0
#include "rtnl.h"

#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstring>
#include <vector>

#include "args.h"
#include "netns.h"

namespace osg {
namespace {

constexpr size_t kRouteReceiveRoom = 64 * 1024;
constexpr int kWatchQueue = 1024 * 1024;
constexpr int kMessagesPerTick = 256;
constexpr int kMessagesToDrain = 64 * 1024;

std::string Mac(const uint8_t* data, size_t length) {
  std::string text;
  char byte[4];
  for (size_t i = 0; i < length; i++) {
    snprintf(byte, sizeof(byte), i == 0 ? "%02x" : ":%02x", data[i]);
    text += byte;
  }
  return text;
}

template <typename T>
T Attribute(const rtattr* attribute) {
  T value{};
  memcpy(&value, RTA_DATA(attribute), std::min(sizeof(value), static_cast<size_t>(RTA_PAYLOAD(attribute))));
  return value;
}

std::string Text(const rtattr* attribute) {
  const char* data = static_cast<const char*>(RTA_DATA(attribute));
  return std::string(data, strnlen(data, RTA_PAYLOAD(attribute)));
}

// RTM_NEWLINK or RTM_DELLINK → {event, ifindex, name, ...}; undefined fields are absent.
Napi::Value LinkObject(Napi::Env env, const nlmsghdr* message) {
  const auto* link = static_cast<const ifinfomsg*>(NLMSG_DATA(message));
  Napi::Object out = Napi::Object::New(env);
  out.Set("event", message->nlmsg_type == RTM_DELLINK ? "del" : "new");
  out.Set("ifindex", link->ifi_index);
  out.Set("flags", static_cast<uint32_t>(link->ifi_flags));
  out.Set("up", (link->ifi_flags & IFF_UP) != 0);
  int length = static_cast<int>(IFLA_PAYLOAD(message));
  for (const rtattr* at = IFLA_RTA(link); RTA_OK(at, length); at = RTA_NEXT(at, length)) {
    switch (at->rta_type) {
      case IFLA_IFNAME: out.Set("name", Text(at)); break;
      case IFLA_MTU: out.Set("mtu", Attribute<uint32_t>(at)); break;
      case IFLA_ADDRESS: out.Set("mac", Mac(static_cast<const uint8_t*>(RTA_DATA(at)), RTA_PAYLOAD(at))); break;
      case IFLA_LINK: out.Set("peerIfindex", Attribute<int32_t>(at)); break;
      case IFLA_LINK_NETNSID: out.Set("peerNetnsId", Attribute<int32_t>(at)); break;
      case IFLA_OPERSTATE: out.Set("operState", static_cast<uint32_t>(Attribute<uint8_t>(at))); break;
      case IFLA_MASTER: out.Set("masterIfindex", Attribute<uint32_t>(at)); break;
      case IFLA_IFALIAS: out.Set("alias", Text(at)); break;
      case IFLA_LINKINFO: {
        int inner_length = static_cast<int>(RTA_PAYLOAD(at));
        for (const rtattr* inner = static_cast<const rtattr*>(RTA_DATA(at)); RTA_OK(inner, inner_length);
             inner = RTA_NEXT(inner, inner_length)) {
          if (inner->rta_type == IFLA_INFO_KIND) out.Set("kind", Text(inner));
        }
        break;
      }
      default: break;
    }
  }
  return out;
}

// RTM_NEWADDR or RTM_DELADDR → {event, ifindex, family, address}
Napi::Value AddressObject(Napi::Env env, const nlmsghdr* message) {
  const auto* held = static_cast<const ifaddrmsg*>(NLMSG_DATA(message));
  const size_t bytes = held->ifa_family == AF_INET ? 4 : 16;
  const rtattr* own = nullptr;
  int length = static_cast<int>(IFA_PAYLOAD(message));
  for (const rtattr* at = IFA_RTA(held); RTA_OK(at, length); at = RTA_NEXT(at, length)) {
    // Of a point-to-point interface IFA_ADDRESS is the other end's.
    if (at->rta_type == IFA_LOCAL || (at->rta_type == IFA_ADDRESS && own == nullptr)) own = at;
  }
  if ((held->ifa_family != AF_INET && held->ifa_family != AF_INET6) || own == nullptr || RTA_PAYLOAD(own) != bytes)
    return env.Undefined();
  Napi::Object out = Napi::Object::New(env);
  out.Set("event", message->nlmsg_type == RTM_DELADDR ? "del" : "new");
  out.Set("ifindex", static_cast<uint32_t>(held->ifa_index));
  out.Set("family", held->ifa_family == AF_INET ? 4 : 6);
  out.Set("address", Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(RTA_DATA(own)), bytes));
  return out;
}

Napi::Value ChangeObject(Napi::Env env, const nlmsghdr* message) {
  switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK: return LinkObject(env, message);
    case RTM_NEWADDR:
    case RTM_DELADDR: return AddressObject(env, message);
    default: return env.Undefined();
  }
}

Fd OpenSocket(Napi::Env env, const char* op, int netns_fd, uint32_t groups, int flags) {
  NetnsScope scope(env, op, netns_fd);
  Fd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | flags, NETLINK_ROUTE));
  if (!fd.valid()) Throw(env, op, errno, "netlink socket");
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = groups;
  if (bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) Throw(env, op, errno, "bind");
  return fd;
}

// Asks the kernel for a dump and hands each message of it to `each`. `request` begins with its nlmsghdr.
template <typename Request, typename Each>
void Dump(Napi::Env env, const char* op, int netns, Request request, uint16_t type, Each each) {
  Fd fd = OpenSocket(env, op, netns, 0, 0);
  // The kernel answers at once; the limit only keeps a defect from hanging the thread.
  const timeval limit{5, 0};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  request.header.nlmsg_len = sizeof(request);
  request.header.nlmsg_type = type;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  if (send(fd.get(), &request, sizeof(request), 0) < 0) Throw(env, op, errno, "send");
  std::vector<char> room(kRouteReceiveRoom);
  for (;;) {
    const ssize_t got = recv(fd.get(), room.data(), room.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) Throw(env, op, errno, "receive");
    auto length = static_cast<unsigned>(got);
    for (auto* message = reinterpret_cast<nlmsghdr*>(room.data()); NLMSG_OK(message, length);
         message = NLMSG_NEXT(message, length)) {
      if (message->nlmsg_type == NLMSG_DONE) return;
      if (message->nlmsg_type == NLMSG_ERROR)
        Throw(env, op, -static_cast<const nlmsgerr*>(NLMSG_DATA(message))->error, "kernel's answer");
      // A dump that changed while it was read is incomplete: EINTR tells the caller to ask again.
      if (message->nlmsg_flags & NLM_F_DUMP_INTR) Throw(env, op, EINTR, "it changed meanwhile");
      each(message);
    }
  }
}

// listLinks(netnsFd | undefined) → [link]
Napi::Value ListLinks(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list interfaces";
  Napi::Env env = info.Env();
  const int netns = info[0].IsUndefined() ? -1 : static_cast<int>(U32(info, 0, op, "netnsFd"));
  struct {
    nlmsghdr header;
    ifinfomsg link;
  } request{};
  request.link.ifi_family = AF_UNSPEC;
  Napi::Array out = Napi::Array::New(env);
  Dump(env, op, netns, request, RTM_GETLINK, [&](const nlmsghdr* message) {
    if (message->nlmsg_type == RTM_NEWLINK) out.Set(out.Length(), LinkObject(env, message));
  });
  return out;
}

// listAddresses(netnsFd | undefined) → [address]
Napi::Value ListAddresses(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list addresses";
  Napi::Env env = info.Env();
  const int netns = info[0].IsUndefined() ? -1 : static_cast<int>(U32(info, 0, op, "netnsFd"));
  struct {
    nlmsghdr header;
    ifaddrmsg address;
  } request{};
  request.address.ifa_family = AF_UNSPEC;
  Napi::Array out = Napi::Array::New(env);
  Dump(env, op, netns, request, RTM_GETADDR, [&](const nlmsghdr* message) {
    if (message->nlmsg_type != RTM_NEWADDR) return;
    const Napi::Value address = AddressObject(env, message);
    if (!address.IsUndefined()) out.Set(out.Length(), address);
  });
  return out;
}

// listHostRoutes(netnsFd | undefined) → [{family, address, ifindex}]: unicast routes to single addresses over one interface
Napi::Value ListHostRoutes(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list routes";
  Napi::Env env = info.Env();
  const int netns = info[0].IsUndefined() ? -1 : static_cast<int>(U32(info, 0, op, "netnsFd"));
  struct {
    nlmsghdr header;
    rtmsg route;
  } request{};
  request.route.rtm_family = AF_UNSPEC;
  Napi::Array out = Napi::Array::New(env);
  Dump(env, op, netns, request, RTM_GETROUTE, [&](const nlmsghdr* message) {
    if (message->nlmsg_type != RTM_NEWROUTE) return;
    const auto* route = static_cast<const rtmsg*>(NLMSG_DATA(message));
    const size_t bytes = route->rtm_family == AF_INET ? 4 : 16;
    if (route->rtm_family != AF_INET && route->rtm_family != AF_INET6) return;
    if (route->rtm_dst_len != 8 * bytes || route->rtm_type != RTN_UNICAST || route->rtm_table == RT_TABLE_LOCAL) return;
    const rtattr *destination = nullptr, *over = nullptr;
    int length = static_cast<int>(RTM_PAYLOAD(message));
    for (const rtattr* at = RTM_RTA(route); RTA_OK(at, length); at = RTA_NEXT(at, length)) {
      if (at->rta_type == RTA_DST) destination = at;
      if (at->rta_type == RTA_OIF) over = at;
    }
    if (destination == nullptr || over == nullptr || RTA_PAYLOAD(destination) != bytes) return;
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("family", route->rtm_family == AF_INET ? 4 : 6);
    entry.Set("address", Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(RTA_DATA(destination)), bytes));
    entry.Set("ifindex", Attribute<uint32_t>(over));
    out.Set(out.Length(), entry);
  });
  return out;
}

// listNeighbours(bridge, netnsFd | undefined) → [{ifindex, mac, address?}]: neighbours with their addresses, or with `bridge`
// the learned entries of bridges' forwarding tables, whose ifindex is the port's
Napi::Value ListNeighbours(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list neighbours";
  Napi::Env env = info.Env();
  const bool bridge = info[0].ToBoolean();
  const int netns = info[1].IsUndefined() ? -1 : static_cast<int>(U32(info, 1, op, "netnsFd"));
  struct {
    nlmsghdr header;
    ndmsg neighbour;
  } request{};
  request.neighbour.ndm_family = bridge ? AF_BRIDGE : AF_UNSPEC;
  Napi::Array out = Napi::Array::New(env);
  Dump(env, op, netns, request, RTM_GETNEIGH, [&](const nlmsghdr* message) {
    if (message->nlmsg_type != RTM_NEWNEIGH) return;
    const auto* neighbour = static_cast<const ndmsg*>(NLMSG_DATA(message));
    if (neighbour->ndm_state & (NUD_FAILED | NUD_INCOMPLETE | NUD_NOARP)) return;
    // Of a bridge these are its ports' own.
    if (bridge && (neighbour->ndm_state & NUD_PERMANENT)) return;
    const rtattr *mac = nullptr, *address = nullptr;
    int length = static_cast<int>(message->nlmsg_len - NLMSG_LENGTH(sizeof(*neighbour)));
    const auto* first = reinterpret_cast<const char*>(neighbour) + NLMSG_ALIGN(sizeof(*neighbour));
    for (const auto* at = reinterpret_cast<const rtattr*>(first); RTA_OK(at, length); at = RTA_NEXT(at, length)) {
      if (at->rta_type == NDA_LLADDR) mac = at;
      if (at->rta_type == NDA_DST) address = at;
    }
    const bool named = address != nullptr && (RTA_PAYLOAD(address) == 4 || RTA_PAYLOAD(address) == 16);
    if (mac == nullptr || RTA_PAYLOAD(mac) != 6 || named == bridge) return;
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("ifindex", static_cast<uint32_t>(neighbour->ndm_ifindex));
    entry.Set("mac", Mac(static_cast<const uint8_t*>(RTA_DATA(mac)), 6));
    if (named)
      entry.Set("address", Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(RTA_DATA(address)), RTA_PAYLOAD(address)));
    out.Set(out.Length(), entry);
  });
  return out;
}

// listTcFilters(ifindex, ingress, netnsFd | undefined) → [{kind, priority, handle, name}] of a clsact qdisc, in their order
Napi::Value ListTcFilters(const Napi::CallbackInfo& info) {
  constexpr const char* op = "list tc filters";
  Napi::Env env = info.Env();
  const int netns = info[2].IsUndefined() ? -1 : static_cast<int>(U32(info, 2, op, "netnsFd"));
  struct {
    nlmsghdr header;
    tcmsg filter;
  } request{};
  request.filter.tcm_family = AF_UNSPEC;
  request.filter.tcm_ifindex = static_cast<int>(U32(info, 0, op, "ifindex"));
  request.filter.tcm_parent = TC_H_MAKE(TC_H_CLSACT, info[1].ToBoolean() ? TC_H_MIN_INGRESS : TC_H_MIN_EGRESS);
  Napi::Array out = Napi::Array::New(env);
  Dump(env, op, netns, request, RTM_GETTFILTER, [&](const nlmsghdr* message) {
    if (message->nlmsg_type != RTM_NEWTFILTER) return;
    const auto* filter = static_cast<const tcmsg*>(NLMSG_DATA(message));
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("priority", filter->tcm_info >> 16);
    entry.Set("handle", filter->tcm_handle);
    int length = static_cast<int>(message->nlmsg_len - NLMSG_LENGTH(sizeof(*filter)));
    std::string bpf_name;  // the same number means something else to other kinds
    bool reached = filter->tcm_handle != 0;  // else a classifier, whose filters follow
    const auto* first = reinterpret_cast<const char*>(filter) + NLMSG_ALIGN(sizeof(*filter));
    for (const auto* at = reinterpret_cast<const rtattr*>(first); RTA_OK(at, length); at = RTA_NEXT(at, length)) {
      if (at->rta_type == TCA_KIND) entry.Set("kind", Text(at));
      if (at->rta_type == TCA_OPTIONS) {
        int inner_length = static_cast<int>(RTA_PAYLOAD(at));
        for (const rtattr* inner = static_cast<const rtattr*>(RTA_DATA(at)); RTA_OK(inner, inner_length);
             inner = RTA_NEXT(inner, inner_length))
          if (inner->rta_type == TCA_BPF_NAME) bpf_name = Text(inner);
      }
      // Other chains are reached by a jump only.
      if (at->rta_type == TCA_CHAIN && Attribute<uint32_t>(at) != 0) reached = false;
    }
    if (!entry.Get("kind").IsUndefined() && entry.Get("kind").As<Napi::String>().Utf8Value() == "bpf") entry.Set("name", bpf_name);
    if (reached) out.Set(out.Length(), entry);
  });
  return out;
}

}  // namespace

// (onBatch(changes, overflow), onError | undefined, addresses, netnsFd | undefined)
RtnlWatcher::RtnlWatcher(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const bool addresses = info[2].ToBoolean();
  const char* op = addresses ? "watch addresses" : "watch interfaces";
  Napi::Env env = info.Env();
  if (!info[0].IsFunction()) Throw(env, op, EINVAL, "onBatch is not a function");
  on_batch_ = Napi::Persistent(info[0].As<Napi::Function>());
  if (info[1].IsFunction()) on_error_ = Napi::Persistent(info[1].As<Napi::Function>());
  const int netns = info[3].IsUndefined() ? -1 : static_cast<int>(U32(info, 3, op, "netnsFd"));
  fd_ = OpenSocket(env, op, netns, addresses ? RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR : RTMGRP_LINK, SOCK_NONBLOCK);
  // Without CAP_NET_ADMIN the smaller limit of the system holds.
  if (setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kWatchQueue, sizeof(kWatchQueue)) != 0)
    setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &kWatchQueue, sizeof(kWatchQueue));
  poller_ = new Poller(
      env, op, fd_.get(), [this](Napi::Env loop_env) { Deliver(loop_env); }, [this] { poller_ = nullptr; });
  Ref();
}

RtnlWatcher::~RtnlWatcher() { Release(); }

void RtnlWatcher::Release() {
  if (poller_ != nullptr) poller_->Close();
  poller_ = nullptr;
  fd_.Close();
}

void RtnlWatcher::Deliver(Napi::Env env) {
  Napi::Array changes = Napi::Array::New(env);
  bool overflow = false;
  std::vector<char> room(kRouteReceiveRoom);
  // After an overflow the kernel drops silently until the queue is empty: only then may the listener list anew.
  for (int i = 0; i < (overflow ? kMessagesToDrain : kMessagesPerTick); i++) {
    const ssize_t got = recv(fd_.get(), room.data(), room.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == ENOBUFS) {  // the kernel dropped events
      overflow = true;
      continue;
    }
    if (got <= 0) break;
    auto length = static_cast<unsigned>(got);
    for (auto* message = reinterpret_cast<nlmsghdr*>(room.data()); NLMSG_OK(message, length);
         message = NLMSG_NEXT(message, length)) {
      const Napi::Value change = ChangeObject(env, message);
      if (!change.IsUndefined()) changes.Set(changes.Length(), change);
    }
  }
  if (changes.Length() == 0 && !overflow) return;
  CallFromLoop(env, on_batch_, on_error_, {changes, Napi::Boolean::New(env, overflow)});
}

void RtnlWatcher::SetRef(const Napi::CallbackInfo& info) {
  if (!fd_.valid()) ThrowClosed(info.Env(), "watcher ref");
  if (poller_ != nullptr) poller_->Ref(info[0].ToBoolean());
}

Napi::Value RtnlWatcher::GetClosed(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), !fd_.valid()); }

void RtnlWatcher::Close(const Napi::CallbackInfo&) {
  if (!fd_.valid()) return;
  Release();
  Unref();
}

void RtnlWatcher::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type =
      DefineClass(env, "RtnlWatcher",
                  {InstanceMethod<&RtnlWatcher::SetRef>("setRef"), InstanceAccessor<&RtnlWatcher::GetClosed>("closed"),
                   InstanceMethod<&RtnlWatcher::Close>("close")});
  exports.Set("RtnlWatcher", type);
  exports.Set("listAddresses", Napi::Function::New(env, ListAddresses));
  exports.Set("listHostRoutes", Napi::Function::New(env, ListHostRoutes));
  exports.Set("listNeighbours", Napi::Function::New(env, ListNeighbours));
  exports.Set("listLinks", Napi::Function::New(env, ListLinks));
  exports.Set("listTcFilters", Napi::Function::New(env, ListTcFilters));
}

}  // namespace osg
