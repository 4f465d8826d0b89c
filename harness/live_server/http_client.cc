#include "live_server/http_client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

namespace countersign {
namespace {

// How long the end of patience may go unnoticed, in milliseconds.
constexpr int kSlice = 50;
// What a trickling exchange does in each fifth of a second.
constexpr int kSlicesBetweenMorsels = 4;
constexpr std::size_t kMorselSent = 16;
constexpr std::size_t kMorselRead = std::size_t{4} << 10;
// So much may wait here to be read, where that is to be little.
constexpr int kNarrowBuffer = 64 << 10;

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

class Plain : public ByteStream {
 public:
  explicit Plain(int socket) : socket_(socket) {}

  IoResult Read(std::span<char> into) override {
    const ssize_t got = recv(socket_, into.data(), into.size(), 0);
    if (got == 0) return {IoStatus::kEnded, 0, {}};
    return From(got, IoStatus::kWantRead);
  }
  IoResult Write(std::string_view octets) override {
    return From(send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL), IoStatus::kWantWrite);
  }

 private:
  static IoResult From(ssize_t moved, IoStatus otherwise) {
    if (moved >= 0) return {IoStatus::kDone, static_cast<std::size_t>(moved), {}};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {otherwise, 0, {}};
    return {IoStatus::kFailed, 0, std::strerror(errno)};
  }

  int socket_;
};

// Waits until the socket can go on. False: patience is over.
bool Await(int socket, short events, const RequestDeadline& deadline) {
  while (!deadline.Over()) {
    pollfd one{socket, events, 0};
    if (poll(&one, 1, kSlice) > 0) return true;
  }
  return false;
}

std::optional<std::string> Connect(const Address& address, const Socket& socket,
                                   const RequestDeadline& deadline) {
  const auto* name = reinterpret_cast<const sockaddr*>(address.octets.data());
  if (connect(socket.get(), name, static_cast<socklen_t>(address.octets.size())) == 0) {
    return std::nullopt;
  }
  if (errno != EINPROGRESS) return std::strerror(errno);
  if (!Await(socket.get(), POLLOUT, deadline)) return "no answer in time";
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return std::strerror(error);
  return std::nullopt;
}

// The first address that takes the connection.
std::variant<Socket, std::string> ConnectAny(const std::vector<Address>& addresses,
                                             const RequestDeadline& deadline, bool narrow) {
  std::string reason = "it has no address";
  for (const Address& address : addresses) {
    Socket socket(::socket(address.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) {
      reason = std::strerror(errno);
      continue;
    }
    const int at_once = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    if (narrow) {
      setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &kNarrowBuffer, sizeof kNarrowBuffer);
    }
    const auto error = Connect(address, socket, deadline);
    if (!error) return socket;
    reason = *error;
  }
  return reason;
}

// Conversation is one request and its response over one transport.
class Conversation {
 public:
  Conversation(int socket, ByteStream& stream, const RequestDeadline& deadline,
               const TransferControl& control)
      : socket_(socket), transport_(stream), patience_(deadline), course_(control) {}

  std::optional<std::string> Begin() {
    IoResult attempt = Patiently([&] { return transport_.Handshake(); });
    if (attempt.step == IoStatus::kDone) return std::nullopt;
    return attempt.error.empty() ? "the connection ended" : attempt.error;
  }

  // A server may answer and close before it has read everything: its answer counts.
  void Send(std::string_view octets) {
    const std::size_t head = std::min(octets.find("\r\n\r\n"), octets.size() - 4) + 4;
    const std::size_t half = head + (octets.size() - head) / 2;
    if (head == octets.size() || !course_.may_go_on) return (void)SendAll(octets);
    if (!SendAll(octets.substr(0, half))) return;
    octets.remove_prefix(half);
    while (Trickles()) {
      const std::string_view morsel = octets.substr(0, kMorselSent);
      if (!SendAll(morsel) || Answers()) return;
      octets.remove_prefix(morsel.size());
    }
    SendAll(octets);
  }

  std::variant<HttpResponse, ExchangeError> Receive(std::string_view method) {
    std::array<char, 16384> buffer;
    for (IoResult last;;) {
      const bool ended = last.step != IoStatus::kDone;
      if (ended || !received_.empty()) {
        if (received_.size() >= course_.enough) method = "HEAD";
        auto parsed = ParseResponse(received_, method, ended);
        if (auto* response = std::get_if<HttpResponse>(&parsed)) return std::move(*response);
        if (auto* bad = std::get_if<BadResponse>(&parsed)) return FailureOf(*bad, last);
      }
      const bool slow = !received_.empty() && Trickles();
      const auto into = std::span(buffer).first(slow ? kMorselRead : buffer.size());
      last = Patiently([&] { return transport_.Read(into); });
      received_.append(buffer.data(), last.octets);
    }
  }

 private:
  bool SendAll(std::string_view octets) {
    while (!octets.empty()) {
      const IoResult attempt = Patiently([&] { return transport_.Write(octets); });
      if (attempt.step != IoStatus::kDone) return false;
      octets.remove_prefix(attempt.octets);
    }
    return true;
  }

  // Whether there is an answer already, or the end of the connection.
  bool Answers() {
    std::array<char, 1024> buffer;
    const IoResult attempt = transport_.Read(buffer);
    received_.append(buffer.data(), attempt.octets);
    return attempt.step != IoStatus::kWantRead && attempt.step != IoStatus::kWantWrite;
  }

  // Waits a little where the exchange is not to go on yet.
  bool Trickles() {
    if (may_go_on_ || !course_.may_go_on || course_.may_go_on()) {
      may_go_on_ = true;
      return false;
    }
    for (int i = 0; i < kSlicesBetweenMorsels && !patience_.Over(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(kSlice));
    }
    return !patience_.Over();
  }

  ExchangeError FailureOf(const BadResponse& bad, const IoResult& last) const {
    ExchangeError failure{bad.reason};
    if (!last.error.empty()) failure.reason += " (" + last.error + ")";
    const bool broke_off = last.step != IoStatus::kDone && !patience_.Over();
    const auto head = ParseResponse(received_, "HEAD", false);
    const auto* response = std::get_if<HttpResponse>(&head);
    if (broke_off && response != nullptr) failure.status = response->status;
    return failure;
  }

  template <typename Try>
  IoResult Patiently(Try attempt_once) {
    for (;;) {
      IoResult attempt = attempt_once();
      if (attempt.step != IoStatus::kWantRead && attempt.step != IoStatus::kWantWrite) {
        return attempt;
      }
      const short events = attempt.step == IoStatus::kWantRead ? POLLIN : POLLOUT;
      if (!Await(socket_, events, patience_)) return {IoStatus::kFailed, 0, "no answer in time"};
    }
  }

  int socket_;
  ByteStream& transport_;
  const RequestDeadline& patience_;
  const TransferControl& course_;
  bool may_go_on_ = false;
  std::string received_;
};

}  // namespace

std::unique_ptr<ByteStream> PlainStream(int socket) { return std::make_unique<Plain>(socket); }

std::variant<std::vector<Address>, std::string> Resolve(const EndpointUrl& url) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  // localhost is the loopback, whatever a resolver knows (RFC 6761, 6.3); so is no name at all.
  const char* name = url.host == "localhost" ? nullptr : url.host.c_str();
  const int error = getaddrinfo(name, std::to_string(url.port).c_str(), &hints, &found);
  if (error != 0) return "cannot look up " + url.host + ": " + gai_strerror(error);
  std::vector<Address> addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    const auto* octets = reinterpret_cast<const unsigned char*>(one->ai_addr);
    addresses.push_back({{octets, octets + one->ai_addrlen}, one->ai_family});
  }
  freeaddrinfo(found);
  return addresses;
}

std::variant<HttpResponse, ExchangeError> HttpClient::Exchange(
    std::string_view octets, std::string_view method, const RequestDeadline& deadline,
    const TransferControl& control) const {
  const auto failed = [this](const std::string& reason) {
    return ExchangeError{"cannot connect to " + url_.HostText() + ":" + std::to_string(url_.port) +
                         ": " + reason};
  };
  auto connected = ConnectAny(addresses_, deadline, control.may_go_on != nullptr);
  if (const auto* reason = std::get_if<std::string>(&connected)) return failed(*reason);
  const Socket socket = std::get<Socket>(std::move(connected));
  std::unique_ptr<ByteStream> stream;
  if (url_.scheme == "https") {
    auto tls = TlsStream(socket.get(), url_.host, certificates_);
    if (const auto* reason = std::get_if<std::string>(&tls)) return failed(*reason);
    stream = std::get<std::unique_ptr<ByteStream>>(std::move(tls));
  } else {
    stream = PlainStream(socket.get());
  }
  Conversation conversation(socket.get(), *stream, deadline, control);
  if (const auto reason = conversation.Begin()) return failed(*reason);
  conversation.Send(octets);
  return conversation.Receive(method);
}

}  // namespace countersign
