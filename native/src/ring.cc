// SPDX-License-Identifier: Apache-2.0
#include "ring.h"

#include <linux/bpf.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "args.h"
#include "map.h"

namespace osg {
namespace {
constexpr uint32_t kBusy = BPF_RINGBUF_BUSY_BIT, kDiscard = BPF_RINGBUF_DISCARD_BIT;
constexpr uint32_t kWindow = 256 << 10;  // a power of two, as a ring's size is

template <typename T>
T Acquire(const T* at) {
  return __atomic_load_n(at, __ATOMIC_ACQUIRE);
}
uint64_t Now(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000 + static_cast<uint64_t>(now.tv_nsec);
}
uint32_t RoundUp8(uint32_t n) { return (n + 7) & ~7u; }
}  // namespace

// (map, onBatch, onError | undefined, maxRecords, maxBytes)
RingReader::RingReader(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  constexpr const char* op = "read ring";
  Napi::Env env = info.Env();
  MapHandle& map = MapHandle::Arg(info[0], op, "map");
  const int map_fd = map.fd(op);
  if (map.type() != BPF_MAP_TYPE_RINGBUF) Throw(env, op, EINVAL, "map is not a ring buffer");
  if (!info[1].IsFunction()) Throw(env, op, EINVAL, "onBatch is not a function");
  max_records_ = U32(info, 3, op, "maxRecords");
  const uint32_t max_bytes = U32(info, 4, op, "maxBytes");
  if (max_records_ == 0 || max_bytes < 8) Throw(env, op, EINVAL, "maxRecords or maxBytes too small");
  // A descriptor of our own: libuv watches each number once, and the map handle may be closed before us.
  fd_ = Fd::Dup(map_fd);
  if (!fd_.valid()) Throw(env, op, errno);
  size_ = map.max_entries();
  page_ = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  window_size_ = std::min(size_, kWindow);
  void* consumer = mmap(nullptr, page_, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
  if (consumer == MAP_FAILED) Throw(env, op, errno, "consumer page");
  consumer_ = static_cast<uint64_t*>(consumer);
  void* producer = mmap(nullptr, page_, PROT_READ, MAP_SHARED, fd_.get(), static_cast<off_t>(page_));
  if (producer == MAP_FAILED) {
    const int err = errno;
    Release();
    Throw(env, op, err, "producer page");
  }
  producer_ = static_cast<uint64_t*>(producer);
  wakes_ = Fd(epoll_create1(EPOLL_CLOEXEC));
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {}};
  if (!wakes_.valid() || epoll_ctl(wakes_.get(), EPOLL_CTL_ADD, fd_.get(), &event) != 0) {
    const int err = errno;
    Release();
    Throw(env, op, err, "wake-ups");
  }
  on_batch_ = Napi::Persistent(info[1].As<Napi::Function>());
  if (info[2].IsFunction()) on_error_ = Napi::Persistent(info[2].As<Napi::Function>());
  buffer_ = Napi::Persistent(Napi::Buffer<uint8_t>::New(env, max_bytes));
  offsets_ = Napi::Persistent(Napi::Uint32Array::New(env, max_records_ + 1));
  lengths_ = Napi::Persistent(Napi::Uint32Array::New(env, max_records_));
  try {
    poller_ = new Poller(
        env, op, wakes_.get(), [this](Napi::Env loop_env) { Woken(loop_env); }, [this] { poller_ = nullptr; });
  } catch (const Napi::Error&) {
    Release();
    throw;
  }
  Ref();  // an open reader is alive even if nobody holds it
}

RingReader::~RingReader() { Release(); }

void RingReader::Release() {
  if (poller_ != nullptr) poller_->Close();
  poller_ = nullptr;
  if (consumer_ != nullptr) munmap(consumer_, page_);
  consumer_ = nullptr;
  if (producer_ != nullptr) munmap(const_cast<uint64_t*>(producer_), page_);
  producer_ = nullptr;
  if (window_ != nullptr) munmap(window_, window_size_);
  window_ = nullptr;
  wakes_.Close();
  fd_.Close();
}

void RingReader::Checked(Napi::Env env, const char* op) {
  if (!fd_.valid()) ThrowClosed(env, op);
}

// The byte of the ring at a place, and those behind it up to the window's end. The last window that was looked through stays
// mapped: every page mapped counts as memory of the process.
const uint8_t* RingReader::At(Napi::Env env, uint64_t place) {
  const uint32_t at = static_cast<uint32_t>(place & (size_ - 1)), first = at & ~(window_size_ - 1);
  if (window_ == nullptr || first != window_at_) {
    void* mapped = mmap(window_, window_size_, PROT_READ, MAP_SHARED | (window_ == nullptr ? 0 : MAP_FIXED), fd_.get(),
                        static_cast<off_t>(2 * page_ + first));
    if (mapped == MAP_FAILED) {
      const int err = errno;
      // A fixed mapping that failed may have taken the old one away.
      window_ = nullptr;
      Throw(env, "read ring", err, "data pages");
    }
    window_ = static_cast<uint8_t*>(mapped);
    window_at_ = first;
  }
  return window_ + (at - first);
}

// Of a record that goes on in another window, or at the ring's beginning, all parts. Headers are not parted: they lie at multiples
// of their size.
void RingReader::CopyRecord(Napi::Env env, uint8_t* out, uint64_t place, uint32_t length) {
  while (length > 0) {
    const uint32_t part = std::min(length, window_size_ - static_cast<uint32_t>(place & (window_size_ - 1)));
    memcpy(out, At(env, place), part);
    out += part;
    place += part;
    length -= part;
  }
}

// Copies what is ready, up to the bounds, and moves the consumer on.
RingReader::Batch RingReader::Fill(Napi::Env env) {
  Napi::Buffer<uint8_t> buffer = buffer_.Value();
  Napi::Uint32Array offset_array = offsets_.Value(), length_array = lengths_.Value();
  uint8_t* out = buffer.Data();
  uint32_t* offsets = offset_array.Data();
  uint32_t* lengths = length_array.Data();
  const size_t room = buffer.ByteLength();
  // Somebody may have transferred them away.
  if (offset_array.ElementLength() <= max_records_ || length_array.ElementLength() < max_records_ || room == 0)
    Throw(env, "read ring", EFAULT, "the batch buffers were detached");
  Batch batch;
  uint32_t used = 0;
  offsets[0] = 0;
  uint64_t place = *consumer_;  // only we write it
  for (bool again = true; again;) {
    again = false;
    const uint64_t end = Acquire(producer_);
    while (place < end) {
      const uint32_t header = Acquire(reinterpret_cast<const uint32_t*>(At(env, place)));
      if (header & kBusy) break;
      const uint32_t length = header & ~kDiscard;
      if (header & kDiscard) {
        discarded_++;
      } else if (length > room) {
        oversize_++;
      } else {
        if (batch.count == max_records_ || used + RoundUp8(length) > RoundUp8(static_cast<uint32_t>(room)) || used + length > room) {
          batch.limited = true;
          break;
        }
        CopyRecord(env, out + used, place + BPF_RINGBUF_HDR_SZ, length);
        lengths[batch.count] = length;
        used += RoundUp8(length);
        bytes_ += length;
        offsets[++batch.count] = used;
      }
      place += RoundUp8(length + BPF_RINGBUF_HDR_SZ);
      again = true;
    }
    // The producer wakes us only if it sees our place at its record: publish the place, then look once more.
    __atomic_store_n(consumer_, place, __ATOMIC_RELEASE);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (batch.limited) break;
  }
  records_ += batch.count;
  return batch;
}

// Wake-ups are told once each, so that what is left unread on purpose does not wake the loop again and again.
void RingReader::Woken(Napi::Env env) {
  epoll_event event;
  epoll_wait(wakes_.get(), &event, 1, 0);
  if (Acquire(producer_) - Acquire(consumer_) >= least_) Deliver(env);
}

uint32_t RingReader::Deliver(Napi::Env env) {
  if (delivering_) Throw(env, "ring consume", EBUSY, "inside onBatch");
  const uint64_t wall = Now(CLOCK_MONOTONIC), cpu = Now(CLOCK_THREAD_CPUTIME_ID);
  const Batch batch = Fill(env);
  // A full batch leaves work: ask to be woken for it after the loop has served everybody else.
  if (batch.limited) {
    epoll_event event{.events = EPOLLIN | EPOLLET, .data = {}};
    if (epoll_ctl(wakes_.get(), EPOLL_CTL_MOD, fd_.get(), &event) != 0) Throw(env, "read ring", errno, "wake-ups");
  }
  if (batch.count == 0) return 0;
  batches_++;
  // The callback may close the reader: this handle keeps it from being collected until the flag is reset.
  [[maybe_unused]] const Napi::Value self = Value();
  delivering_ = true;
  CallFromLoop(env, on_batch_, on_error_,
               {buffer_.Value(), offsets_.Value(), Napi::Number::New(env, batch.count), lengths_.Value()});
  delivering_ = false;
  longest_ns_ = std::max(longest_ns_, Now(CLOCK_MONOTONIC) - wall);
  longest_cpu_ns_ = std::max(longest_cpu_ns_, Now(CLOCK_THREAD_CPUTIME_ID) - cpu);
  return batch.count;
}

// → how many records were handed to onBatch
Napi::Value RingReader::Consume(const Napi::CallbackInfo& info) {
  Checked(info.Env(), "ring consume");
  return Napi::Number::New(info.Env(), Deliver(info.Env()));
}

// (bytes): a wake-up with less unread than that is passed over
void RingReader::SetLeast(const Napi::CallbackInfo& info) {
  Checked(info.Env(), "ring least");
  least_ = U32(info, 0, "ring least", "bytes");
}

Napi::Value RingReader::GetStats(const Napi::CallbackInfo& info) {
  Checked(info.Env(), "ring stats");
  const uint64_t consumer = Acquire(consumer_), producer = Acquire(producer_);
  Napi::Object out = Napi::Object::New(info.Env());
  out.Set("records", static_cast<double>(records_));
  out.Set("bytes", static_cast<double>(bytes_));
  out.Set("batches", static_cast<double>(batches_));
  out.Set("discarded", static_cast<double>(discarded_));
  out.Set("oversize", static_cast<double>(oversize_));
  out.Set("longestNs", static_cast<double>(longest_ns_));
  out.Set("longestCpuNs", static_cast<double>(longest_cpu_ns_));
  out.Set("consumerPosition", static_cast<double>(consumer));
  out.Set("producerPosition", static_cast<double>(producer));
  out.Set("availableBytes", static_cast<double>(producer - consumer));
  out.Set("ringBytes", size_);
  return out;
}

Napi::Value RingReader::GetClosed(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), !fd_.valid()); }

void RingReader::SetRef(const Napi::CallbackInfo& info) {
  Checked(info.Env(), "ring ref");
  if (poller_ != nullptr) poller_->Ref(info[0].ToBoolean());
}

void RingReader::Close(const Napi::CallbackInfo&) {
  if (!fd_.valid()) return;
  Release();
  Unref();
}

void RingReader::Init(Napi::Env env, Napi::Object exports) {
  Napi::Function type =
      DefineClass(env, "RingReader",
                  {InstanceMethod<&RingReader::Consume>("consume"), InstanceMethod<&RingReader::SetLeast>("setLeast"),
                   InstanceMethod<&RingReader::SetRef>("setRef"),
                   InstanceAccessor<&RingReader::GetStats>("stats"), InstanceAccessor<&RingReader::GetClosed>("closed"),
                   InstanceMethod<&RingReader::Close>("close")});
  exports.Set("RingReader", type);
}

}  // namespace osg
