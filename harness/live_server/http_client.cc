// Requests to a live server, over sockets of our own: an HTTP library would change the path, the
// headers or the framing that a case tests. LiveServer is its only caller.
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

// How often waiting is interrupted to look at the deadline, in milliseconds.
constexpr int kSlice = 50;
// A slowed-down exchange transfers this much in each fifth of a second.
constexpr int kSlicesBetweenPieces = 4;
constexpr std::size_t kPieceSent = 16;
constexpr std::size_t kPieceRead = std::size_t{4} << 10;
// The receive buffer of a slowed-down exchange, so that the server cannot send everything at once.
constexpr int kSmallReceiveBuffer = 64 << 10;

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
  IoResult Write(std::string_view bytes) override {
    return From(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), IoStatus::kWantWrite);
  }

 private:
  static IoResult From(ssize_t bytes, IoStatus if_blocked) {
    if (bytes >= 0) return {IoStatus::kDone, static_cast<std::size_t>(bytes), {}};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {if_blocked, 0, {}};
    return {IoStatus::kFailed, 0, std::strerror(errno)};
  }

  int socket_;
};

// Waits until the socket is ready. False: the deadline has passed.
bool WaitUntilReady(int socket, short events, const RequestDeadline& deadline) {
  while (!deadline.Over()) {
    pollfd entry{socket, events, 0};
    if (poll(&entry, 1, kSlice) > 0) return true;
  }
  return false;
}

std::optional<std::string> Connect(const Address& address, const Socket& socket,
                                   const RequestDeadline& deadline) {
  const auto* name = reinterpret_cast<const sockaddr*>(address.bytes.data());
  if (connect(socket.get(), name, static_cast<socklen_t>(address.bytes.size())) == 0) {
    return std::nullopt;
  }
  if (errno != EINPROGRESS) return std::strerror(errno);
  if (!WaitUntilReady(socket.get(), POLLOUT, deadline)) return "timed out";
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return std::strerror(error);
  return std::nullopt;
}

// A connection to the first address that accepts one.
std::variant<Socket, std::string> ConnectAny(const std::vector<Address>& addresses,
                                             const RequestDeadline& deadline, bool slow) {
  std::string reason = "the host has no address";
  for (const Address& address : addresses) {
    Socket socket(::socket(address.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) {
      reason = std::strerror(errno);
      continue;
    }
    const int no_delay = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
    if (slow) {
      setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &kSmallReceiveBuffer,
                 sizeof kSmallReceiveBuffer);
    }
    const auto error = Connect(address, socket, deadline);
    if (!error) return socket;
    reason = *error;
  }
  return reason;
}

// HttpExchange is one request and its response over one stream.
class HttpExchange {
 public:
  HttpExchange(int socket, ByteStream& stream, const RequestDeadline& deadline,
               const TransferControl& control)
      : socket_(socket), stream_(stream), deadline_(deadline), control_(control) {}

  std::optional<std::string> Begin() {
    IoResult handshake = Wait([&] { return stream_.Handshake(); });
    if (handshake.status == IoStatus::kDone) return std::nullopt;
    return handshake.error.empty() ? "the connection ended" : handshake.error;
  }

  // A server may respond and close the connection before it has read everything. That counts as its
  // response, so errors are left to Receive().
  void Send(std::string_view request) {
    const std::size_t head = std::min(request.find("\r\n\r\n"), request.size() - 4) + 4;
    const std::size_t half = head + (request.size() - head) / 2;
    if (head == request.size() || !control_.may_go_on) return (void)SendAll(request);
    if (!SendAll(request.substr(0, half))) return;
    request.remove_prefix(half);
    while (HoldBack()) {
      const std::string_view piece = request.substr(0, kPieceSent);
      if (!SendAll(piece) || HasResponse()) return;
      request.remove_prefix(piece.size());
    }
    SendAll(request);
  }

  std::variant<HttpResponse, ExchangeError> Receive(std::string_view method) {
    ResponseParser parser(method);
    std::array<char, 16384> buffer;
    IoResult last;
    std::size_t received = early_.size();
    parser.Take(early_);
    while (!parser.IsDecided() && last.status == IoStatus::kDone) {
      if (received >= control_.enough && parser.Status() != 0) {
        return HttpResponse{parser.Status(), {}, {}};
      }
      const bool slow = received > 0 && HoldBack();
      const auto into = std::span(buffer).first(slow ? kPieceRead : buffer.size());
      last = Wait([&] { return stream_.Read(into); });
      received += last.bytes;
      parser.Take({buffer.data(), last.bytes});
    }
    if (!parser.IsDecided() && parser.Status() != 0 && deadline_.Over()) {
      return ExchangeError{"the response had not ended (timed out)"};
    }
    parser.End();
    auto parsed = parser.Result();
    if (auto* response = std::get_if<HttpResponse>(&parsed)) return std::move(*response);
    return ErrorOf(std::get<BadResponse>(parsed), parser.Status(), last);
  }

 private:
  bool SendAll(std::string_view bytes) {
    while (!bytes.empty()) {
      const IoResult result = Wait([&] { return stream_.Write(bytes); });
      if (result.status != IoStatus::kDone) return false;
      bytes.remove_prefix(result.bytes);
    }
    return true;
  }

  // Whether a response has begun to arrive, or the connection has ended.
  bool HasResponse() {
    std::array<char, 1024> buffer;
    const IoResult result = stream_.Read(buffer);
    early_.append(buffer.data(), result.bytes);
    return result.status != IoStatus::kWantRead && result.status != IoStatus::kWantWrite;
  }

  // Pauses and returns true while the exchange must not yet go on at full speed.
  bool HoldBack() {
    if (may_go_on_ || !control_.may_go_on || control_.may_go_on()) {
      may_go_on_ = true;
      return false;
    }
    for (int i = 0; i < kSlicesBetweenPieces && !deadline_.Over(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(kSlice));
    }
    return !deadline_.Over();
  }

  ExchangeError ErrorOf(const BadResponse& bad, int status, const IoResult& last) const {
    ExchangeError error{bad.reason};
    if (!last.error.empty()) error.reason += " (" + last.error + ")";
    const bool cut_off = last.status != IoStatus::kDone && !deadline_.Over();
    if (cut_off && status != 0) error.status = status;
    return error;
  }

  // Repeats an operation of the stream until it does not block, or the deadline has passed. A
  // server that never stops sending must not be able to ignore the deadline.
  template <typename Operation>
  IoResult Wait(Operation operation) {
    for (;;) {
      if (deadline_.Over()) return {IoStatus::kFailed, 0, "timed out"};
      IoResult result = operation();
      if (result.status != IoStatus::kWantRead && result.status != IoStatus::kWantWrite) {
        return result;
      }
      const short events = result.status == IoStatus::kWantRead ? POLLIN : POLLOUT;
      if (!WaitUntilReady(socket_, events, deadline_)) return {IoStatus::kFailed, 0, "timed out"};
    }
  }

  int socket_;
  ByteStream& stream_;
  const RequestDeadline& deadline_;
  const TransferControl& control_;
  bool may_go_on_ = false;
  std::string early_;  // of the response, while the request was being sent
};

}  // namespace

std::unique_ptr<ByteStream> PlainStream(int socket) { return std::make_unique<Plain>(socket); }

std::variant<std::vector<Address>, std::string> Resolve(const EndpointUrl& url) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  // localhost is always the loopback (RFC 6761, 6.3), which getaddrinfo returns for a null name.
  const char* name = url.host == "localhost" ? nullptr : url.host.c_str();
  const int error = getaddrinfo(name, std::to_string(url.port).c_str(), &hints, &found);
  if (error != 0) return "cannot look up " + url.host + ": " + gai_strerror(error);
  std::vector<Address> addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(entry->ai_addr);
    addresses.push_back({{bytes, bytes + entry->ai_addrlen}, entry->ai_family});
  }
  freeaddrinfo(found);
  return addresses;
}

std::variant<HttpResponse, ExchangeError> HttpClient::Exchange(
    std::string_view request, std::string_view method, const RequestDeadline& deadline,
    const TransferControl& control) const {
  const auto failed = [this](const std::string& reason) {
    return ExchangeError{
        "cannot connect to " + url_.HostText() + ":" + std::to_string(url_.port) + ": " + reason,
        std::nullopt, false};
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
  HttpExchange exchange(socket.get(), *stream, deadline, control);
  if (const auto reason = exchange.Begin()) return failed(*reason);
  exchange.Send(request);
  return exchange.Receive(method);
}

}  // namespace countersign
