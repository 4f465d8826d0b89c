// One connection of a client: reads requests, gives them to S3Service, writes responses, and
// enforces timeouts, limits and the rate. Asynchronous, on one thread: each step starts the next.
// HttpServer starts one for each socket.
#include "s3_server/http_connection.h"

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
#include "sigv4/header_name.h"

namespace countersign {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

// The unread body of a refused request is skipped if it has at most this many bytes, so that the
// connection can be used again.
constexpr std::uint64_t kLargestSkipped = 262144;
// Before a connection is closed, what still arrives is read, up to this many bytes and for this
// long. Otherwise the operating system would reset the connection, and the client could lose the
// response.
constexpr std::uint64_t kLargestLingering = 4194304;
constexpr std::chrono::seconds kLingering(2);

bool Expects100(const RequestHead& head) {
  return head.http_version == 11 &&
         beast::iequals(std::string(HeaderValue(head.request, "expect")), "100-continue");
}

// An IPv4 client of an IPv6 socket gets its IPv4 address, which policies expect. The network
// interface of an IPv6 address is removed.
std::string IpOf(const net::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()).to_string();
  }
  const std::string text = address.to_string();
  return text.substr(0, text.find('%'));
}

// Whether responses with this status have a body, even if it is empty.
bool HasBody(int status) { return status != 204 && status != 304; }

std::uint64_t SizeOf(const S3Response& response) {
  if (const auto* slice = std::get_if<ObjectSlice>(&response.body)) return slice->length;
  return std::get<std::string>(response.body).size();
}

// Copies the part of a response's body at `offset`. False if it cannot be read.
bool FillFrom(const S3Response& response, std::uint64_t offset, std::span<char> out) {
  if (const auto* slice = std::get_if<ObjectSlice>(&response.body)) {
    return slice->object->Read(slice->offset + offset, out);
  }
  const std::string& text = std::get<std::string>(response.body);
  std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
  return true;
}

std::string HeadText(const S3Response& response, bool keep_alive) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
  text.append(reason.data(), reason.size()).append("\r\n");
  for (const HeaderField& header : response.headers) {
    text.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  if (HasBody(response.status))
    text += "Content-Length: " + std::to_string(SizeOf(response)) + "\r\n";
  text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return text;
}

// Whether the received bytes begin with a line of three words, of which the last is a version of
// HTTP. Beast has the same error for another version and for a line without one.
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

// What an error while a head is read means; nullopt if the client has just gone.
std::optional<HttpError> HttpErrorOf(const beast::error_code& error, std::string_view received) {
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

// What is wrong with a head's Transfer-Encoding; nullopt if nothing is. If chunked is not the last
// coding, nobody knows where the body ends (RFC 9112, section 6.3), so what follows must not be
// read as a request.
std::optional<HttpError> CodingErrorOf(const RequestHead& head) {
  std::optional<std::string> codings;
  for (const HeaderField& header : head.request.headers) {
    if (!SameHeaderName(header.name, "transfer-encoding")) continue;
    codings = (codings ? *codings + "," : "") + LowerCase(header.value);
  }
  if (!codings || *codings == "chunked") return std::nullopt;
  return head.chunked ? HttpError::kTransferCoding : HttpError::kMalformed;
}

// HttpConnection lives until its last operation ends: each operation holds a reference.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(net::ip::tcp::socket socket, S3Service& service, const ConnectionLimits& limits,
                 std::function<void()> on_end)
      : stream_(std::move(socket)),
        timer_(stream_.get_executor()),
        service_(service),
        limits_(limits),
        on_end_(std::move(on_end)) {}
  ~HttpConnection() { on_end_(); }

  void Start();

 private:
  using Error = beast::error_code;
  using Step = void (HttpConnection::*)(Error, std::size_t);
  std::string Detail(Error error) const { return error.message() + ", from " + client_ip_; }
  auto Then(Step step) { return beast::bind_front_handler(step, shared_from_this()); }

  void ReadHead();
  void OnHeadRead(Error error, std::size_t);
  void OnHeadError(Error error);
  void Refuse(HttpError error, const std::string& detail);
  void HandleRequest(RequestHead& head);

  void ReadBody();
  void OnContinueSent(Error error, std::size_t);
  void TakeBodyFromBuffer();
  void OnBodyRead(Error error, std::size_t bytes);

  void Send(S3Response response);
  void SendPortion();
  void Write();
  void OnWritten(Error error, std::size_t bytes);
  void OnPortionWritten();

  void SkipBody();
  void OnSkipped(Error error, std::size_t bytes);
  void Linger();
  void ReadWhileLingering();
  void OnLingering(Error error, std::size_t bytes);

  beast::tcp_stream stream_;
  net::steady_timer timer_;
  S3Service& service_;
  const ConnectionLimits limits_;
  const std::function<void()> on_end_;
  std::string client_ip_;

  beast::flat_buffer buffer_{2 * kLargestHead};  // bytes that arrived and are not used yet
  std::optional<RequestParser> parser_;

  bool is_head_ = false;      // HEAD: the response's body is not sent
  bool keep_alive_ = false;   // another request may follow
  std::uint64_t unread_ = 0;  // bytes of the request's body that have not been read

  std::optional<BodyNeeded> body_needed_;
  std::string body_;

  S3Response response_;
  std::optional<Pacer> pacer_;
  std::uint64_t filled_ = 0;   // bytes of the response's body that were copied to out_
  std::uint64_t portion_ = 0;  // of these, in the last portion
  std::string out_;            // what is being written
  std::size_t written_ = 0;    // how many bytes of out_ have been written

  std::uint64_t lingered_ = 0;
};

void HttpConnection::Start() {
  Error ignored;
  stream_.socket().set_option(net::ip::tcp::no_delay(true), ignored);
  const auto peer = stream_.socket().remote_endpoint(ignored);
  if (!ignored) client_ip_ = IpOf(peer.address());
  ReadHead();
}

void HttpConnection::ReadHead() {
  parser_.emplace();
  stream_.expires_after(limits_.timeout);
  http::async_read_header(stream_, buffer_, *parser_, Then(&HttpConnection::OnHeadRead));
}

void HttpConnection::OnHeadRead(Error error, std::size_t) {
  if (error) return OnHeadError(error);
  RequestHead& head = parser_->head();
  head.client_ip = client_ip_;
  head.request.scheme = "http";
  head.chunked = parser_->chunked();
  if (const auto length = parser_->content_length()) head.content_length = *length;
  if (const auto coding_error = CodingErrorOf(head)) {
    return Refuse(*coding_error, "its Transfer-Encoding is not chunked, from " + client_ip_);
  }
  HandleRequest(head);
}

void HttpConnection::OnHeadError(Error error) {
  if (error == beast::error::timeout) {  // the stream has closed itself
    if (parser_->got_some() || buffer_.size() > 0) {
      service_.RespondToHttpError(HttpError::kTimeout, Detail(error));  // for the log
    }
    return;
  }
  const std::optional<HttpError> http_error =
      HttpErrorOf(error, {static_cast<const char*>(buffer_.data().data()), buffer_.size()});
  if (http_error) Refuse(*http_error, Detail(error));
}

// Answers what is not a request and closes the connection.
void HttpConnection::Refuse(HttpError error, const std::string& detail) {
  is_head_ = false;
  keep_alive_ = false;
  unread_ = 0;
  Send(service_.RespondToHttpError(error, detail));
}

void HttpConnection::HandleRequest(RequestHead& head) {
  is_head_ = head.request.method == "HEAD";
  unread_ = head.content_length.value_or(0);
  keep_alive_ = parser_->keep_alive() && !head.chunked;
  auto outcome = service_.Respond(head);
  if (auto* needed = std::get_if<BodyNeeded>(&outcome)) {
    body_needed_ = std::move(*needed);
    return ReadBody();
  }
  // A client that waits for "100 Continue" may or may not send its body after a refusal.
  if (unread_ > kLargestSkipped || (unread_ > 0 && Expects100(head))) keep_alive_ = false;
  Send(std::get<S3Response>(std::move(outcome)));
}

void HttpConnection::ReadBody() {
  body_.clear();
  if (unread_ == 0 || buffer_.size() > 0 || !Expects100(parser_->head()))
    return TakeBodyFromBuffer();
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.expires_after(limits_.timeout);
  net::async_write(stream_, net::buffer(out_), Then(&HttpConnection::OnContinueSent));
}

void HttpConnection::OnContinueSent(Error error, std::size_t) {
  if (!error) TakeBodyFromBuffer();
}

void HttpConnection::TakeBodyFromBuffer() {
  const std::size_t taken = std::min<std::uint64_t>(unread_, buffer_.size());
  body_.append(static_cast<const char*>(buffer_.data().data()), taken);
  buffer_.consume(taken);
  unread_ -= taken;
  if (unread_ == 0) {
    const BodyNeeded needed = *std::exchange(body_needed_, std::nullopt);
    return Send(needed.respond(std::exchange(body_, {})));
  }
  stream_.expires_after(limits_.timeout);
  stream_.async_read_some(buffer_.prepare(kLargestHead), Then(&HttpConnection::OnBodyRead));
}

void HttpConnection::OnBodyRead(Error error, std::size_t bytes) {
  if (error == net::error::eof) {
    body_needed_.reset();
    keep_alive_ = false;
    return Send(service_.RespondToHttpError(HttpError::kIncompleteBody, Detail(error)));
  }
  if (error) return;
  buffer_.commit(bytes);
  TakeBodyFromBuffer();
}

void HttpConnection::Send(S3Response response) {
  response_ = std::move(response);
  out_ = HeadText(response_, keep_alive_);
  written_ = 0;
  filled_ = 0;
  pacer_.emplace(limits_.bytes_per_second);
  SendPortion();
}

// Appends the next bytes of the body to what is being written.
void HttpConnection::SendPortion() {
  const std::uint64_t size = is_head_ || !HasBody(response_.status) ? 0 : SizeOf(response_);
  portion_ = std::min(pacer_->Portion(), size - filled_);
  if (portion_ == 0 && out_.empty()) {
    response_ = {};
    return keep_alive_ ? SkipBody() : Linger();
  }
  const std::size_t start = out_.size();
  out_.resize(start + portion_);
  // If the object cannot be read, the connection ends here. The client sees that the body is
  // shorter than its Content-Length.
  if (!FillFrom(response_, filled_, std::span(out_).subspan(start))) return;
  filled_ += portion_;
  Write();
}

void HttpConnection::Write() {
  stream_.expires_after(limits_.timeout);
  stream_.async_write_some(net::buffer(out_) + written_, Then(&HttpConnection::OnWritten));
}

void HttpConnection::OnWritten(Error error, std::size_t bytes) {
  if (error) return;
  written_ += bytes;
  if (written_ < out_.size()) return Write();
  out_.clear();
  written_ = 0;
  OnPortionWritten();
}

void HttpConnection::OnPortionWritten() {
  const auto wait = pacer_->Sent(portion_, Pacer::Clock::now());
  if (wait <= Pacer::Clock::duration::zero()) return SendPortion();
  timer_.expires_after(wait);
  timer_.async_wait([self = shared_from_this()](Error error) {
    if (!error) self->SendPortion();
  });
}

// Reads and drops the rest of a refused request's body; then the next request can be read.
void HttpConnection::SkipBody() {
  const std::size_t skipped = std::min<std::uint64_t>(unread_, buffer_.size());
  buffer_.consume(skipped);
  unread_ -= skipped;
  if (unread_ == 0) return ReadHead();
  stream_.expires_after(limits_.timeout);
  stream_.async_read_some(buffer_.prepare(kLargestHead), Then(&HttpConnection::OnSkipped));
}

void HttpConnection::OnSkipped(Error error, std::size_t bytes) {
  if (error) return;
  buffer_.commit(bytes);
  SkipBody();
}

void HttpConnection::Linger() {
  Error ignored;
  stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  buffer_.clear();
  stream_.expires_after(kLingering);  // for all of it
  ReadWhileLingering();
}

void HttpConnection::ReadWhileLingering() {
  stream_.async_read_some(buffer_.prepare(kLargestHead), Then(&HttpConnection::OnLingering));
}

void HttpConnection::OnLingering(Error error, std::size_t bytes) {
  lingered_ += bytes;
  if (!error && lingered_ < kLargestLingering) ReadWhileLingering();
}

}  // namespace

void ServeConnection(net::ip::tcp::socket socket, S3Service& service,
                     const ConnectionLimits& limits, std::function<void()> on_end) {
  std::make_shared<HttpConnection>(std::move(socket), service, limits, std::move(on_end))->Start();
}

}  // namespace countersign
