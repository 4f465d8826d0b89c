// Listens on a socket and starts an HttpConnection for each client, for `countersign serve`.
#include "s3_server/http_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <csignal>
#include <system_error>

namespace countersign {
namespace {

namespace net = boost::asio;
using net::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t kOtherFiles = 64;  // standard streams, timers, objects being read
// After a failed accept.
constexpr std::chrono::milliseconds kPause(100);

// Raises the limit of open files: each connection may need one for its socket and one for an
// object.
void RaiseFileLimit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = 2 * connections + kOtherFiles;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

std::optional<ListenAddress> ParseListenAddress(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  ListenAddress address;
  const std::string_view port = text.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (read.ec != std::errc() || read.ptr != port.data() + port.size()) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  address.ip = host == "localhost" ? "127.0.0.1" : std::string(host);
  Error error;
  const net::ip::address ip = net::ip::make_address(address.ip, error);
  if (error || ip.is_v6() != bracketed) return std::nullopt;
  return address;
}

bool IsLoopback(const ListenAddress& address) {
  Error error;
  const net::ip::address ip = net::ip::make_address(address.ip, error);
  return !error && ip.is_loopback();
}

std::string Authority(const ListenAddress& address) {
  const bool is_v6 = address.ip.find(':') != std::string::npos;
  return (is_v6 ? "[" + address.ip + "]" : address.ip) + ":" + std::to_string(address.port);
}

class HttpServer::Impl {
 public:
  Impl(Options options, S3Service& service) : options_(std::move(options)), service_(service) {}
  ~Impl() { stopping_ = true; }

  std::optional<std::string> Listen(ListenAddress& bound);
  void Run();

 private:
  void Accept();
  void OnAccepted(const Error& error, tcp::socket socket);
  void OnEnd();

  const Options options_;
  S3Service& service_;
  std::size_t open_ = 0;
  bool waiting_ = false;   // for a connection to end, before the next is accepted
  bool stopping_ = false;  // connections that end now must not use the members below
  net::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  net::signal_set signals_{io_};
  net::steady_timer timer_{io_};
};

std::optional<std::string> HttpServer::Impl::Listen(ListenAddress& bound) {
  RaiseFileLimit(options_.max_connections);
  // Registered before the address is known, because a signal may come as soon as it is.
  signals_.add(SIGINT);
  signals_.add(SIGTERM);
  const tcp::endpoint endpoint(net::ip::make_address(options_.address.ip), options_.address.port);
  Error error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
  if (error) return error.message();
  bound = options_.address;
  bound.port = acceptor_.local_endpoint().port();
  return std::nullopt;
}

void HttpServer::Impl::Run() {
  signals_.async_wait([this](const Error& error, int) {
    if (error) return;
    stopping_ = true;
    io_.stop();
  });
  Accept();
  io_.run();
}

void HttpServer::Impl::Accept() {
  waiting_ = open_ >= options_.max_connections;
  if (waiting_) return;
  acceptor_.async_accept(
      [this](const Error& error, tcp::socket socket) { OnAccepted(error, std::move(socket)); });
}

void HttpServer::Impl::OnAccepted(const Error& error, tcp::socket socket) {
  if (error == net::error::operation_aborted) return;
  if (error) {  // probably too many open files: try again when some have been closed
    timer_.expires_after(kPause);
    timer_.async_wait([this](const Error& cancelled) {
      if (!cancelled) Accept();
    });
    return;
  }
  ++open_;
  ServeConnection(std::move(socket), service_, options_.connection, [this] { OnEnd(); });
  Accept();
}

void HttpServer::Impl::OnEnd() {
  if (stopping_) return;
  --open_;
  if (waiting_) Accept();
}

HttpServer::HttpServer(Options options, S3Service& service)
    : impl_(std::make_unique<Impl>(std::move(options), service)) {}
HttpServer::~HttpServer() = default;

std::optional<std::string> HttpServer::Listen(ListenAddress& bound) { return impl_->Listen(bound); }

void HttpServer::Run() { impl_->Run(); }

}  // namespace countersign
