#include "s3_server/connection.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "s3_server/pacer.h"
#include "s3_server/request_parser.h"
#include "s3_server/s3_error_response.h"

namespace countersign {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

// A body that nobody wants is read up to here, in octets, so that the connection can be used again.
constexpr std::uint64_t kLargestSkipped = 262144;
// Before a connection is closed, what still arrives is read, up to here and for so long: closing
// with octets unread would take from the peer the answer that it has not read yet.
constexpr std::uint64_t kLargestLingering = 4194304;
constexpr std::chrono::seconds kLingering(2);

bool Expects100(const RequestHead& head) {
  return head.http_version == 11 &&
         beast::iequals(std::string(HeaderValue(head.request, "expect")), "100-continue");
}

// IpOf: an IPv4 peer of an IPv6 socket is one of IPv4 to whoever reads it, policies included, and
// the network interface is no part of an address.
std::string IpOf(const net::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()).to_string();
  }
  const std::string text = address.to_string();
  return text.substr(0, text.find('%'));
}

// HasBody: a status whose answer has one, be it empty.
bool HasBody(int status) { return status != 204 && status != 304; }

std::uint64_t SizeOf(const HttpAnswer& answer) {
  if (const auto* slice = std::get_if<ObjectSlice>(&answer.body)) return slice->length;
  return std::get<std::string>(answer.body).size();
}

// FillFrom copies the part of an answer's body at `offset`; false where it cannot be read.
bool FillFrom(const HttpAnswer& answer, std::uint64_t offset, std::span<char> out) {
  if (const auto* slice = std::get_if<ObjectSlice>(&answer.body)) {
    return slice->object->Read(slice->offset + offset, out);
  }
  const std::string& text = std::get<std::string>(answer.body);
  std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
  return true;
}

std::string HeadText(const HttpAnswer& answer, bool keep_alive) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  text.append(reason.data(), reason.size()).append("\r\n");
  for (const HeaderField& header : answer.headers) {
    text.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  if (HasBody(answer.status)) text += "Content-Length: " + std::to_string(SizeOf(answer)) + "\r\n";
  text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return text;
}

// NamesVersion tells whether what arrived begins with a line of three words, the last a version of
// HTTP. Beast has one error for other versions and for none.
bool NamesVersion(std::string_view received) {
  constexpr std::string_view kForm = "HTTP/0.0";
  const std::string_view line =
      received.substr(0, std::min(received.find("\r\n"), received.size()));
  if (line.size() == received.size() || line.size() < kForm.size() ||
      std::count(line.begin(), line.end(), ' ') != 2) {
    return false;
  }
  const std::string_view version = line.substr(line.size() - kForm.size());
  return std::equal(version.begin(), version.end(), kForm.begin(), [](char c, char form) {
    return form == '0' ? c >= '0' && c <= '9' : c == form;
  });
}

// FaultOf is what the handler is told of an error while a head is read; nothing where the peer is
// simply gone.
std::optional<HttpError> FaultOf(const beast::error_code& error, std::string_view received) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return HttpError::kHeadTooLarge;
  }
  if (error == http::error::bad_version && NamesVersion(received)) return HttpError::kVersion;
  if (error == http::error::partial_message) return HttpError::kIncompleteHead;
  if (error == http::error::end_of_stream) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_method).category()) {
    return HttpError::kMalformed;
  }
  return std::nullopt;
}

// Connection lives as long as an operation of its own is under way: each holds a reference.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(net::ip::tcp::socket socket, HttpHandler& handler, const ConnectionLimits& limits,
             std::function<void()> on_end)
      : stream_(std::move(socket)),
        timer_(stream_.get_executor()),
        handler_(handler),
        limits_(limits),
        on_end_(std::move(on_end)) {}
  ~Connection() { on_end_(); }

  void Start();

 private:
  using Error = beast::error_code;
  using Step = void (Connection::*)(Error, std::size_t);
  std::string Detail(Error error) const { return error.message() + ", from " + peer_ip_; }
  auto Then(Step step) { return beast::bind_front_handler(step, shared_from_this()); }

  void ReadHead();
  void OnHead(Error error, std::size_t);
  void OnBrokenHead(Error error);
  void Decide(RequestHead& head);

  void ReadBody();
  void OnContinued(Error error, std::size_t);
  void TakeBuffered();
  void OnBody(Error error, std::size_t octets);

  void Send(HttpAnswer answer);
  void SendPortion();
  void Write();
  void OnWritten(Error error, std::size_t octets);
  void OnPortion();

  void Skip();
  void OnSkipped(Error error, std::size_t octets);
  void Linger();
  void ReadOn();
  void OnLingering(Error error, std::size_t octets);

  beast::tcp_stream stream_;
  net::steady_timer timer_;
  HttpHandler& handler_;
  const ConnectionLimits limits_;
  const std::function<void()> on_end_;
  std::string peer_ip_;

  beast::flat_buffer buffer_{2 * kLargestHead};  // octets that arrived and are not used yet
  std::optional<RequestParser> parser_;

  bool is_head_ = false;      // HEAD: the answer's body is not sent
  bool keep_alive_ = false;   // another request may follow
  std::uint64_t unread_ = 0;  // octets of the request's body that have not been read

  std::optional<BodyWanted> wanted_;
  std::string body_;

  HttpAnswer answer_;
  std::optional<Pacer> pacer_;
  std::uint64_t filled_ = 0;   // octets of the answer's body taken into out_
  std::uint64_t portion_ = 0;  // of these, with the last portion
  std::string out_;            // what is to be written,
  std::size_t written_ = 0;    // and how much of it has been
  std::uint64_t lingered_ = 0;
};

void Connection::Start() {
  Error ignored;
  stream_.socket().set_option(net::ip::tcp::no_delay(true), ignored);
  const auto peer = stream_.socket().remote_endpoint(ignored);
  if (!ignored) peer_ip_ = IpOf(peer.address());
  ReadHead();
}

void Connection::ReadHead() {
  parser_.emplace();
  stream_.expires_after(limits_.timeout);
  http::async_read_header(stream_, buffer_, *parser_, Then(&Connection::OnHead));
}

void Connection::OnHead(Error error, std::size_t) {
  if (error) return OnBrokenHead(error);
  RequestHead& head = parser_->head();
  head.peer_ip = peer_ip_;
  head.request.scheme = "http";
  head.chunked = parser_->chunked();
  if (const auto length = parser_->content_length()) head.content_length = *length;
  Decide(head);
}

void Connection::OnBrokenHead(Error error) {
  if (error == beast::error::timeout) {  // the stream has closed itself
    if (parser_->got_some() || buffer_.size() > 0)
      handler_.OnHttpError(HttpError::kTimeout, Detail(error));
    return;
  }
  const std::optional<HttpError> fault =
      FaultOf(error, {static_cast<const char*>(buffer_.data().data()), buffer_.size()});
  if (!fault) return;
  is_head_ = false;
  keep_alive_ = false;
  unread_ = 0;
  Send(handler_.OnHttpError(*fault, Detail(error)));
}

void Connection::Decide(RequestHead& head) {
  is_head_ = head.request.method == "HEAD";
  unread_ = head.content_length.value_or(0);
  keep_alive_ = parser_->keep_alive() && !head.chunked;
  auto decision = handler_.OnHead(head);
  if (auto* wanted = std::get_if<BodyWanted>(&decision)) {
    wanted_ = std::move(*wanted);
    return ReadBody();
  }
  // Who waits for our word to send a body may, or may not, send it after a refusal.
  if (unread_ > kLargestSkipped || (unread_ > 0 && Expects100(head))) keep_alive_ = false;
  Send(std::get<HttpAnswer>(std::move(decision)));
}

void Connection::ReadBody() {
  body_.clear();
  if (unread_ == 0 || buffer_.size() > 0 || !Expects100(parser_->head())) return TakeBuffered();
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.expires_after(limits_.timeout);
  net::async_write(stream_, net::buffer(out_), Then(&Connection::OnContinued));
}

void Connection::OnContinued(Error error, std::size_t) {
  if (!error) TakeBuffered();
}

void Connection::TakeBuffered() {
  const std::size_t taken = std::min<std::uint64_t>(unread_, buffer_.size());
  body_.append(static_cast<const char*>(buffer_.data().data()), taken);
  buffer_.consume(taken);
  unread_ -= taken;
  if (unread_ == 0) {
    const BodyWanted wanted = *std::exchange(wanted_, std::nullopt);
    return Send(wanted.answer(std::exchange(body_, {})));
  }
  stream_.expires_after(limits_.timeout);
  stream_.async_read_some(buffer_.prepare(kLargestHead), Then(&Connection::OnBody));
}

void Connection::OnBody(Error error, std::size_t octets) {
  if (error == net::error::eof) {
    wanted_.reset();
    keep_alive_ = false;
    return Send(handler_.OnHttpError(HttpError::kIncompleteBody, Detail(error)));
  }
  if (error) return;
  buffer_.commit(octets);
  TakeBuffered();
}

void Connection::Send(HttpAnswer answer) {
  answer_ = std::move(answer);
  out_ = HeadText(answer_, keep_alive_);
  written_ = 0;
  filled_ = 0;
  pacer_.emplace(limits_.octets_per_second);
  SendPortion();
}

// SendPortion puts the next octets of the body behind what is left to be written.
void Connection::SendPortion() {
  const std::uint64_t size = is_head_ || !HasBody(answer_.status) ? 0 : SizeOf(answer_);
  portion_ = std::min(pacer_->Portion(), size - filled_);
  if (portion_ == 0 && out_.empty()) {
    answer_ = {};
    return keep_alive_ ? Skip() : Linger();
  }
  const std::size_t start = out_.size();
  out_.resize(start + portion_);
  // An answer that is cut off is shorter than it said, which no client takes for the whole.
  if (!FillFrom(answer_, filled_, std::span(out_).subspan(start))) return;
  filled_ += portion_;
  Write();
}

void Connection::Write() {
  stream_.expires_after(limits_.timeout);
  stream_.async_write_some(net::buffer(out_) + written_, Then(&Connection::OnWritten));
}

void Connection::OnWritten(Error error, std::size_t octets) {
  if (error) return;
  written_ += octets;
  if (written_ < out_.size()) return Write();
  out_.clear();
  written_ = 0;
  OnPortion();
}

void Connection::OnPortion() {
  const auto wait = pacer_->Sent(portion_, Pacer::Clock::now());
  if (wait <= Pacer::Clock::duration::zero()) return SendPortion();
  timer_.expires_after(wait);
  timer_.async_wait([self = shared_from_this()](Error error) {
    if (!error) self->SendPortion();
  });
}

// Skip reads what is left of a body that nobody wanted; then comes the next request.
void Connection::Skip() {
  const std::size_t skipped = std::min<std::uint64_t>(unread_, buffer_.size());
  buffer_.consume(skipped);
  unread_ -= skipped;
  if (unread_ == 0) return ReadHead();
  stream_.expires_after(limits_.timeout);
  stream_.async_read_some(buffer_.prepare(kLargestHead), Then(&Connection::OnSkipped));
}

void Connection::OnSkipped(Error error, std::size_t octets) {
  if (error) return;
  buffer_.commit(octets);
  Skip();
}

void Connection::Linger() {
  Error ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  buffer_.clear();
  stream_.expires_after(kLingering);  // for all of it
  ReadOn();
}

void Connection::ReadOn() {
  stream_.async_read_some(buffer_.prepare(kLargestHead), Then(&Connection::OnLingering));
}

void Connection::OnLingering(Error error, std::size_t octets) {
  lingered_ += octets;
  if (!error && lingered_ < kLargestLingering) ReadOn();
}

}  // namespace

void StartConnection(net::ip::tcp::socket socket, HttpHandler& handler,
                     const ConnectionLimits& limits, std::function<void()> on_end) {
  std::make_shared<Connection>(std::move(socket), handler, limits, std::move(on_end))->Start();
}

}  // namespace countersign
