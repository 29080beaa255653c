// osg-cni: the last plugin of a CNI chain (https://www.cni.dev/docs/spec/ 1.1.0). It asks the node's agent to take a pod's
// interface under policy and waits, bounded, for its word: a pod's first instruction runs after that.
//
// It decides nothing. What kubelet's runtime gave it goes to the agent's socket as one JSON object,
//   {"command": CNI_COMMAND, "containerId": …, "netns": …, "ifName": …, "args": CNI_ARGS, "config": <standard input as it is>}
// and the agent answers with one, {"result": <what to print>} or {"error": <a CNI error object>}.
//
// Settings, in the plugin's entry of the conflist: "agentSocket" (default /run/osg/cni.sock), "timeoutSeconds" (1 to 110,
// default 15), "failOpen" (default false: a pod that cannot be taken under policy does not start).
//
// Static, a few hundred KB, no dependency: it lives in the host's /opt/cni/bin, where nothing else of ours is.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

using std::string;
using std::string_view;

constexpr size_t kMaxInput = 1 << 20;  // a conflist's entry with prevResult is a few KB
constexpr int kMaxDepth = 64;
constexpr char kDefaultSocket[] = "/run/osg/cni.sock";
constexpr long kDefaultTimeout = 15, kLongestTimeout = 110;  // containerd gives a sandbox two minutes
constexpr long kDelTimeoutMs = 2000;
constexpr long kRetryMs = 100;

// Error codes of the specification.
enum Code { kInvalidEnvironment = 4, kIo = 5, kDecode = 6, kInvalidConfig = 7, kTryLater = 11 };

long NowMs() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

string Quote(string_view text) {
  string out = "\"";
  for (unsigned char c : text) {
    if (c == '"' || c == '\\') (out += '\\') += static_cast<char>(c);
    else if (c < 0x20 || c == 0x7f) {
      char buffer[8];
      snprintf(buffer, sizeof buffer, "\\u%04x", c);
      out += buffer;
    } else out += static_cast<char>(c);
  }
  return out + '"';
}

// Finds values of an object's own keys without parsing what is in them: enough to cut a document in pieces.
class Scanner {
 public:
  explicit Scanner(string_view text) : text_(text) {}

  // The raw text of `key`'s value; empty where the text is no object, is broken, or has no such key.
  string_view Find(string_view key) {
    at_ = 0;
    string_view found;
    if (!Object(key, &found, 0)) return {};
    Space();
    return at_ == text_.size() ? found : string_view{};
  }

  bool Whole() {
    at_ = 0;
    string_view ignored;
    if (!Object({}, &ignored, 0)) return false;
    Space();
    return at_ == text_.size();
  }

 private:
  void Space() {
    while (at_ < text_.size() && strchr(" \t\r\n", text_[at_]) != nullptr && text_[at_] != '\0') at_++;
  }
  bool Take(char c) {
    Space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    at_++;
    return true;
  }
  bool String(string_view *out) {
    Space();
    size_t from = at_;
    if (!Take('"')) return false;
    for (; at_ < text_.size() && text_[at_] != '"'; at_++) {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
      if (text_[at_] == '\\') at_++;
    }
    if (at_ >= text_.size()) return false;
    at_++;
    if (out != nullptr) *out = text_.substr(from + 1, at_ - from - 2);
    return true;
  }
  bool Scalar() {
    size_t from = at_;
    while (at_ < text_.size() && (isalnum(static_cast<unsigned char>(text_[at_])) || strchr("+-.", text_[at_])) && text_[at_])
      at_++;
    return at_ > from;
  }
  bool Value(int depth) {
    Space();
    if (depth > kMaxDepth || at_ >= text_.size()) return false;
    if (text_[at_] == '{') return Object({}, nullptr, depth + 1);
    if (text_[at_] == '"') return String(nullptr);
    if (text_[at_] != '[') return Scalar();
    at_++;
    if (Take(']')) return true;
    do
      if (!Value(depth + 1)) return false;
    while (Take(','));
    return Take(']');
  }
  bool Object(string_view key, string_view *found, int depth) {
    if (!Take('{')) return false;
    if (Take('}')) return true;
    do {
      string_view name;
      if (!String(&name) || !Take(':')) return false;
      Space();
      size_t from = at_;
      if (!Value(depth)) return false;
      // Of a key that stands twice the last counts, as for every parser around us.
      if (found != nullptr && name == key) *found = text_.substr(from, at_ - from);
    } while (Take(','));
    return Take('}');
  }

  string_view text_;
  size_t at_ = 0;
};

string Unquoted(string_view raw, string_view fallback) {
  bool plain = raw.size() > 2 && raw.front() == '"' && raw.find('\\') == string_view::npos;
  return string(plain ? raw.substr(1, raw.size() - 2) : fallback);
}

string Environment(const char *name) {
  const char *value = getenv(name);
  return value == nullptr ? "" : value;
}

int Print(string_view text) {
  fwrite(text.data(), 1, text.size(), stdout);
  fputc('\n', stdout);
  return fflush(stdout) == 0 ? 0 : 1;
}

int Fail(string_view version, Code code, string_view message, string_view details) {
  Print("{\"cniVersion\": " + Quote(version) + ", \"code\": " + std::to_string(code) + ", \"msg\": " + Quote(message) +
        ", \"details\": " + Quote(details) + "}");
  return 1;
}

// Reads until the end; false with errno on failure, EFBIG when there is more than `most`.
bool ReadAll(int fd, string *out, size_t most, long deadline) {
  char buffer[16384];
  for (;;) {
    pollfd p{fd, POLLIN, 0};
    long left = deadline - NowMs();
    int ready = left <= 0 ? 0 : poll(&p, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return errno = ready == 0 ? ETIMEDOUT : errno, false;
    ssize_t n = read(fd, buffer, sizeof buffer);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n < 0) return false;
    if (n == 0) return true;
    out->append(buffer, static_cast<size_t>(n));
    if (out->size() > most) return errno = EFBIG, false;
  }
}

bool WriteAll(int fd, string_view text, long deadline) {
  while (!text.empty()) {
    ssize_t n = send(fd, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) {
      text.remove_prefix(static_cast<size_t>(n));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    pollfd p{fd, POLLOUT, 0};
    long left = deadline - NowMs();
    if (left <= 0 || poll(&p, 1, static_cast<int>(left)) == 0) return errno = ETIMEDOUT, false;
  }
  return true;
}

// One question and its whole answer. False with errno.
bool Ask(const string &path, string_view question, string *answer, long deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return errno = ENAMETOOLONG, false;
  memcpy(address.sun_path, path.data(), path.size());
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  answer->clear();
  bool done = connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
              WriteAll(fd, question, deadline) && shutdown(fd, SHUT_WR) == 0 &&
              ReadAll(fd, answer, kMaxInput, deadline);
  int error = errno;
  close(fd);
  // An agent that ended in the middle has not answered.
  if (done && !Scanner(*answer).Whole()) done = false, error = ECONNRESET;
  errno = error;
  return done;
}

// Asks until there is an answer or the time is over: an agent that restarts is back within seconds.
bool AskPatiently(const string &path, string_view question, string *answer, long deadline) {
  for (;;) {
    if (Ask(path, question, answer, deadline)) return true;
    bool away = errno == ENOENT || errno == ECONNREFUSED || errno == ECONNRESET || errno == EPIPE || errno == EAGAIN;
    if (!away || NowMs() + kRetryMs >= deadline) return false;
    timespec pause{0, kRetryMs * 1000000};
    nanosleep(&pause, nullptr);
  }
}

}  // namespace

int main() {
  string command = Environment("CNI_COMMAND");
  string input;
  if (!ReadAll(STDIN_FILENO, &input, kMaxInput, NowMs() + 5000))
    return Fail("1.0.0", kIo, "osg: the network configuration cannot be read from standard input", strerror(errno));
  Scanner config(input);
  string version = Unquoted(config.Find("cniVersion"), "1.0.0");
  if (command == "VERSION")
    return Print("{\"cniVersion\": " + Quote(version) +
                 ", \"supportedVersions\": [\"0.3.0\", \"0.3.1\", \"0.4.0\", \"1.0.0\", \"1.1.0\"]}");
  // Health is the agent's readiness: a STATUS that fails makes the whole node NotReady.
  if (command == "STATUS" || command == "GC") return 0;
  if (command != "ADD" && command != "DEL" && command != "CHECK")
    return Fail(version, kInvalidEnvironment, "osg: unknown CNI_COMMAND",
                command.empty() ? "it is not set: this program is run by a container runtime" : command);
  if (!config.Whole()) {
    if (command == "DEL") return 0;
    return Fail(version, kDecode, "osg: the network configuration is no JSON object", "");
  }
  string_view previous = config.Find("prevResult");
  if (command == "ADD" && (previous.empty() || previous.front() != '{'))
    return Fail(version, kInvalidConfig, "osg: prevResult is missing",
                "osg-cni makes no interface: it must stand behind the primary plugin in \"plugins\" of the conflist");

  string socket_path = Unquoted(config.Find("agentSocket"), kDefaultSocket);
  long seconds = strtol(string(config.Find("timeoutSeconds")).c_str(), nullptr, 10);
  if (seconds < 1 || seconds > kLongestTimeout) seconds = kDefaultTimeout;
  bool fail_open = config.Find("failOpen") == "true";

  string question = "{\"command\":" + Quote(command) + ",\"containerId\":" + Quote(Environment("CNI_CONTAINERID")) +
                    ",\"netns\":" + Quote(Environment("CNI_NETNS")) + ",\"ifName\":" + Quote(Environment("CNI_IFNAME")) +
                    ",\"args\":" + Quote(Environment("CNI_ARGS")) + ",\"config\":" + input + "}";
  long deadline = NowMs() + (command == "DEL" ? kDelTimeoutMs : seconds * 1000);
  string answer;
  if (command == "DEL") {
    // An interface that is gone needs no policy; the agent sees it go by itself.
    Ask(socket_path, question, &answer, deadline);
    return 0;
  }
  if (!AskPatiently(socket_path, question, &answer, deadline)) {
    string why = strerror(errno);
    if (fail_open) {
      fprintf(stderr, "osg: the agent does not answer at %s (%s): the pod starts without policy, as failOpen says\n",
              socket_path.c_str(), why.c_str());
      return command == "ADD" ? Print(previous) : 0;
    }
    return Fail(version, kTryLater,
                "osg: the agent of this node did not take the pod under policy within " + std::to_string(seconds) +
                    " s: the pod does not start; kubelet tries again by itself",
                "no answer at " + socket_path + " (" + why +
                    "): is the osg agent's pod on this node running and ready? kubectl get pods -A -o wide "
                    "-l app.kubernetes.io/name=osg,app.kubernetes.io/component=agent");
  }
  Scanner said(answer);
  string_view error = said.Find("error");
  if (!error.empty() && error.front() == '{') {
    Print(error);
    return 1;
  }
  if (command == "CHECK") return 0;
  string_view result = said.Find("result");
  if (result.empty() || result.front() != '{')
    return Fail(version, kDecode, "osg: the agent's answer has neither result nor error", answer.substr(0, 200));
  return Print(result);
}
