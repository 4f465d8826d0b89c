// Writes what harness and implementation say to each other to a file, for `run --trace`. It stands
// between a session and its connection, and changes nothing.
#include "runner/trace.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include "judge/redact.h"
#include "protocol/codec.h"
#include "protocol/open_output.h"
#include "protocol/printable.h"
#include "protocol/write_all.h"
#include "suite/case.h"

namespace countersign {
namespace {

constexpr char kRedacted[] = "[redacted]";
constexpr std::string_view kCutMark = "(the trace ends here: it has reached its longest size)\n";
// More requests than these are never in flight.
constexpr std::size_t kKeptRequests = 64;

void Redact(CredentialMessage& credential) {
  credential.secret_access_key = kRedacted;
  if (credential.session_token) credential.session_token = kRedacted;
}

// A request whose credentials are redacted. A token may still be in its target and headers.
RequestMessage WithoutCredentials(RequestMessage request) {
  if (auto* presign = std::get_if<PresignMessage>(&request)) {
    Redact(presign->credentials);
  } else {
    for (CredentialMessage& one : std::get<VerifyMessage>(request).credentials) Redact(one);
  }
  return request;
}

// A case may lengthen or cut a signature, or spell the parameter's name in another way, so every
// long run of hexadecimal digits goes as well. That takes the hashes of bodies along.
std::string WithoutSignatures(std::string text) {
  constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
  constexpr std::size_t kLongRun = 16;
  text = Redactor(std::vector<CredentialMessage>{}, Redactor::Signatures::kHidden)
             .Apply(std::move(text));
  for (std::size_t at = 0; (at = text.find_first_of(kDigits, at)) != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(kDigits, at), text.size());
    if (end - at < kLongRun) {
      at = end;
      continue;
    }
    text.replace(at, end - at, kRedacted);
    at += std::string_view(kRedacted).size();
  }
  return text;
}

class TracedConnection : public Connection {
 public:
  TracedConnection(std::unique_ptr<Connection> connection, std::shared_ptr<Trace> trace)
      : connection_(std::move(connection)),
        trace_(std::move(trace)),
        number_(trace_->NextConnection()) {}
  ~TracedConnection() override {
    if (!ended_) Write("!!", "the connection was ended");
  }

  bool Send(std::string_view line) override {
    Write("->", line);
    return connection_->Send(line);
  }
  bool SendRequest(std::int64_t id, const RequestMessage& request) override {
    Remember(request);
    Write("->", RequestLine(id, EncodeRequestBody(WithoutCredentials(request))));
    return connection_->SendRequest(id, request);
  }
  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    auto received = connection_->Receive(deadline);
    if (const auto* line = std::get_if<std::string_view>(&received)) {
      Write("<-", *line);
    } else if (const auto& broke = std::get<AdapterBroke>(received); !broke.timed_out) {
      Write("!!", broke.reason);
      ended_ = true;
    }
    return received;
  }
  void EndInput() override {
    connection_->EndInput();
    Write("->", "(end of input)");
  }
  std::optional<AdapterBroke> Close() override {
    auto broke = connection_->Close();
    Write("!!", broke ? broke->reason : "ended in order");
    ended_ = true;
    return broke;
  }
  std::string TakeStderr() override {
    std::string text = connection_->TakeStderr();
    if (!text.empty()) Write("!!", "on stderr: " + text);
    return text;
  }

 private:
  // One redactor for all: a secret that is a part of another must not be redacted before it.
  void Remember(const RequestMessage& request) {
    last_.emplace_back().request = request;
    if (last_.size() > kKeptRequests) last_.pop_front();
    std::vector<const Case*> all;
    for (const Case& one : last_) all.push_back(&one);
    redactor_ = Redactor(all);
  }

  void Write(std::string_view mark, std::string_view line) {
    std::string text = redactor_.Apply(std::string(line));
    if (trace_->keys() == TracedKeys::kReal) text = WithoutSignatures(std::move(text));
    trace_->Write(number_, mark, text);
  }

  const std::unique_ptr<Connection> connection_;
  const std::shared_ptr<Trace> trace_;
  const int number_;
  std::deque<Case> last_;  // requests: an answer may quote any of them
  Redactor redactor_{std::vector<const Case*>{}};
  bool ended_ = false;
};

}  // namespace

std::variant<std::shared_ptr<Trace>, std::string> Trace::Open(const std::string& path,
                                                              TracedKeys keys, std::size_t most) {
  const auto file = OpenOutput(path, O_CREAT | O_TRUNC, 0600);
  if (const auto* why = std::get_if<std::string>(&file)) return "cannot be written: " + *why;
  return std::shared_ptr<Trace>(new Trace(std::get<int>(file), keys, most));
}

Trace::~Trace() { close(file_); }

int Trace::NextConnection() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ++connections_;
}

void Trace::Write(int connection, std::string_view mark, std::string_view line) {
  const std::string text =
      std::to_string(connection) + ' ' + std::string(mark) + ' ' + Printable(line) + '\n';
  const std::lock_guard<std::mutex> lock(mutex_);
  if (error_ || is_cut_) return;
  is_cut_ = text.size() > left_;
  left_ -= is_cut_ ? 0 : text.size();
  if (!WriteAll(file_, is_cut_ ? kCutMark : text)) {
    error_ = "cannot be written: " + std::string(std::strerror(errno));
  }
}

bool Trace::IsCut() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return is_cut_;
}

std::optional<std::string> Trace::Error() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return error_;
}

ConnectFn Traced(ConnectFn connect, std::shared_ptr<Trace> trace) {
  return [connect = std::move(connect),
          trace = std::move(trace)]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    auto opened = connect();
    if (auto* broke = std::get_if<AdapterBroke>(&opened)) return std::move(*broke);
    return std::make_unique<TracedConnection>(
        std::get<std::unique_ptr<Connection>>(std::move(opened)), trace);
  };
}

}  // namespace countersign
