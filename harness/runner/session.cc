// Speaks the adapter protocol on one connection: sends requests, matches each line to its request,
// and decides when an adapter has broken the protocol. Workers and the clock probe use it.
#include "runner/session.h"

#include <algorithm>

#include "protocol/codec.h"
#include "protocol/printable.h"
#include "runner/receive_with_deadline.h"

namespace countersign {
namespace {

// The hello's max_inflight. More does not help: an adapter with 64 requests is never idle.
constexpr int kMaxInFlight = 64;
constexpr std::chrono::milliseconds kGraceForMore{50};
constexpr std::chrono::milliseconds kGraceForEnd{2000};
// So many bytes that were written to stderr before an answer are kept.
constexpr std::size_t kStderrBesideAnswer = std::size_t{4} << 10;

std::string Last(std::string text, std::size_t bytes) {
  if (text.size() > bytes) text.erase(0, text.size() - bytes);
  return text;
}

}  // namespace

Session::Session(std::unique_ptr<Connection> connection, const Options& options,
                 std::int64_t first_id)
    : connection_(std::move(connection)), options_(options), first_id_(first_id) {}

std::variant<std::unique_ptr<Session>, AdapterBroke> Session::Open(const ConnectFn& connect,
                                                                   const Options& options,
                                                                   std::int64_t first_id) {
  auto opened = connect();
  if (auto* broke = std::get_if<AdapterBroke>(&opened)) return std::move(*broke);
  std::unique_ptr<Session> session(
      new Session(std::get<std::unique_ptr<Connection>>(std::move(opened)), options, first_id));
  if (auto broke = session->SendHello()) return *std::move(broke);
  return session;
}

std::optional<AdapterBroke> Session::SendHello() {
  connection_->Send(EncodeHelloRequest(kMaxInFlight));
  const auto received = ReceiveWithDeadline(*connection_, options_.startup_timeout, *options_.stop);
  if (const auto* broke = std::get_if<AdapterBroke>(&received)) return *broke;
  const std::string_view line = std::get<std::string_view>(received);
  Decoded<AdapterInfo> decoded = DecodeHelloAnswer(line);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    return BrokeBecause("its first line is not an answer to the hello: " + error->message +
                        ", in: " + Excerpt(line))
        .broke;
  }
  adapter_info_ = std::get<AdapterInfo>(std::move(decoded));
  adapter_info_.max_inflight = std::clamp(adapter_info_.max_inflight, 1, kMaxInFlight);
  return std::nullopt;
}

void Session::Ask(std::size_t tag, const RequestMessage& request) {
  const Op op = std::holds_alternative<PresignMessage>(request) ? Op::kPresign : Op::kVerify;
  connection_->SendRequest(NextId(), request);
  sent_.push_back({tag, op});
  ++in_flight_;
}

std::vector<std::size_t> Session::Unanswered() const {
  std::vector<std::size_t> tags;
  for (std::size_t i = oldest_; i < sent_.size(); ++i) {
    if (!sent_[i].answered) tags.push_back(sent_[i].tag);
  }
  return tags;
}

Event Session::Next() {
  auto received = ReceiveWithDeadline(*connection_, options_.case_timeout, *options_.stop);
  if (auto* broke = std::get_if<AdapterBroke>(&received))
    return SessionEnded{std::move(*broke), {}};
  return Interpret(std::get<std::string_view>(received));
}

Event Session::Interpret(std::string_view line) {
  // Which members an answer may have depends on the operation of its request. Mostly all requests
  // in flight have the same operation, so that the line is decoded once.
  const Op likely = oldest_ < sent_.size() ? sent_[oldest_].op : Op::kPresign;
  Decoded<AnswerLine> decoded = DecodeAnswer(line, likely);
  Decoded<std::int64_t> id = std::int64_t{0};
  if (const auto* answer = std::get_if<AnswerLine>(&decoded)) {
    id = answer->id;
  } else {
    id = DecodeAnswerId(line);
  }
  if (const auto* error = std::get_if<ProtocolError>(&id)) {
    return BrokeBecause("sent a line that is not an answer: " + error->message +
                        ", in: " + Excerpt(line));
  }
  const std::string number = std::to_string(std::get<std::int64_t>(id));
  Sent* sent = Find(std::get<std::int64_t>(id));
  if (sent == nullptr) return BrokeBecause("answered id " + number + ", which was not asked");
  if (sent->answered) {
    SessionEnded broke = BrokeBecause("answered id " + number + " twice");
    broke.repeated = sent->tag;
    return broke;
  }
  if (sent->op != likely) decoded = DecodeAnswer(line, sent->op);
  MarkAnswered(*sent);
  Observed observed{sent->tag, {}, Last(connection_->TakeStderr(), kStderrBesideAnswer)};
  if (auto* answer = std::get_if<AnswerLine>(&decoded)) {
    observed.observation = std::move(answer->answer);
  } else {
    observed.observation =
        AdapterBroke{"broke the protocol: " + std::get<ProtocolError>(decoded).message +
                         ", in: " + Excerpt(line),
                     observed.stderr_text};
  }
  return observed;
}

Session::Sent* Session::Find(std::int64_t id) {
  if (id < first_id_ || id - first_id_ >= static_cast<std::int64_t>(sent_.size())) return nullptr;
  return &sent_[static_cast<std::size_t>(id - first_id_)];
}

void Session::MarkAnswered(Sent& sent) {
  sent.answered = true;
  --in_flight_;
  while (oldest_ < sent_.size() && sent_[oldest_].answered) ++oldest_;
}

SessionEnded Session::BrokeBecause(std::string reason) {
  return {AdapterBroke{std::move(reason), connection_->TakeStderr()}, {}};
}

std::optional<SessionEnded> Session::AwaitMore() {
  auto received = ReceiveWithDeadline(*connection_, kGraceForMore, *options_.stop);
  if (const auto* line = std::get_if<std::string_view>(&received)) {
    return std::get<SessionEnded>(
        Interpret(*line));  // nothing is in flight, so it is not an answer
  }
  auto& broke = std::get<AdapterBroke>(received);
  if (broke.timed_out || options_.stop->IsSet()) return std::nullopt;
  return SessionEnded{std::move(broke), {}};
}

std::optional<SessionEnded> Session::End() {
  connection_->EndInput();
  const auto received = ReceiveWithDeadline(*connection_, kGraceForEnd, *options_.stop);
  if (const auto* line = std::get_if<std::string_view>(&received)) {
    return std::get<SessionEnded>(Interpret(*line));
  }
  std::optional<AdapterBroke> broke = connection_->Close();
  if (!broke) return std::nullopt;
  return SessionEnded{*std::move(broke), {}};
}

}  // namespace countersign
