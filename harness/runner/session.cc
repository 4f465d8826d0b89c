#include "runner/session.h"

#include <algorithm>

#include "protocol/codec.h"
#include "runner/patience.h"

namespace countersign {
namespace {

// What is offered in the hello. More does not help: an adapter with 64 requests is never idle.
constexpr int kMaxInFlight = 64;
constexpr std::chrono::milliseconds kGraceForMore{50};
constexpr std::chrono::milliseconds kGraceForEnd{2000};
// Of what was said on stderr beside an answer, so much is kept.
constexpr std::size_t kStderrBesideAnswer = std::size_t{4} << 10;

std::string Last(std::string text, std::size_t octets) {
  if (text.size() > octets) text.erase(0, text.size() - octets);
  return text;
}

}  // namespace

Session::Session(std::unique_ptr<Door> door, const Options& options, std::int64_t first_id)
    : door_(std::move(door)), options_(options), first_id_(first_id) {}

std::variant<std::unique_ptr<Session>, AdapterFailure> Session::Open(const Opener& opener,
                                                                     const Options& options,
                                                                     std::int64_t first_id) {
  auto opened = opener();
  if (auto* failure = std::get_if<AdapterFailure>(&opened)) return std::move(*failure);
  std::unique_ptr<Session> session(
      new Session(std::get<std::unique_ptr<Door>>(std::move(opened)), options, first_id));
  if (auto failure = session->ShakeHands()) return *std::move(failure);
  return session;
}

std::optional<AdapterFailure> Session::ShakeHands() {
  door_->Send(EncodeHelloRequest(kMaxInFlight));
  const auto received = ReceiveWithin(*door_, options_.startup_timeout, *options_.stop);
  if (const auto* failure = std::get_if<AdapterFailure>(&received)) return *failure;
  const std::string_view line = std::get<std::string_view>(received);
  Decoded<Hello> decoded = DecodeHelloAnswer(line);
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    return BrokeBecause("its first line is no answer to the hello: " + error->message +
                        ", in: " + Excerpt(line))
        .failure;
  }
  hello_ = std::get<Hello>(std::move(decoded));
  hello_.max_inflight = std::clamp(hello_.max_inflight, 1, kMaxInFlight);
  return std::nullopt;
}

void Session::Ask(std::size_t tag, const RequestMessage& request) {
  const Op op = std::holds_alternative<PresignMessage>(request) ? Op::kPresign : Op::kVerify;
  door_->Send(RequestLine(NextId(), EncodeRequestBody(request)));
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
  auto received = ReceiveWithin(*door_, options_.case_timeout, *options_.stop);
  if (auto* failure = std::get_if<AdapterFailure>(&received)) return Broke{std::move(*failure), {}};
  return Interpret(std::get<std::string_view>(received));
}

Event Session::Interpret(std::string_view line) {
  // What an answer may carry depends on its request, which its id names. Mostly all requests in
  // flight are of one kind: one look at the line is enough.
  const Op likely = oldest_ < sent_.size() ? sent_[oldest_].op : Op::kPresign;
  Decoded<AnswerLine> decoded = DecodeAnswer(line, likely);
  Decoded<std::int64_t> id = std::int64_t{0};
  if (const auto* answer = std::get_if<AnswerLine>(&decoded)) {
    id = answer->id;
  } else {
    id = DecodeAnswerId(line);
  }
  if (const auto* error = std::get_if<ProtocolError>(&id)) {
    return BrokeBecause("sent a line that is no answer: " + error->message +
                        ", in: " + Excerpt(line));
  }
  const std::string number = std::to_string(std::get<std::int64_t>(id));
  Sent* sent = Find(std::get<std::int64_t>(id));
  if (sent == nullptr) return BrokeBecause("answered id " + number + ", which was not asked");
  if (sent->answered) {
    Broke broke = BrokeBecause("answered id " + number + " twice");
    broke.repeated = sent->tag;
    return broke;
  }
  if (sent->op != likely) decoded = DecodeAnswer(line, sent->op);
  MarkAnswered(*sent);
  Observed observed{sent->tag, {}, Last(door_->TakeStderr(), kStderrBesideAnswer)};
  if (auto* answer = std::get_if<AnswerLine>(&decoded)) {
    observed.observation = std::move(answer->answer);
  } else {
    observed.observation =
        Broken{"broke the protocol: " + std::get<ProtocolError>(decoded).message +
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

Broke Session::BrokeBecause(std::string reason) {
  return {AdapterFailure{std::move(reason), door_->TakeStderr()}, {}};
}

std::optional<Broke> Session::AwaitMore() {
  auto received = ReceiveWithin(*door_, kGraceForMore, *options_.stop);
  if (const auto* line = std::get_if<std::string_view>(&received)) {
    return std::get<Broke>(Interpret(*line));  // nothing is in flight: it answers no request
  }
  auto& failure = std::get<AdapterFailure>(received);
  if (failure.timed_out || options_.stop->IsSet()) return std::nullopt;
  return Broke{std::move(failure), {}};
}

std::optional<Broke> Session::End() {
  door_->EndInput();
  const auto received = ReceiveWithin(*door_, kGraceForEnd, *options_.stop);
  if (const auto* line = std::get_if<std::string_view>(&received)) {
    return std::get<Broke>(Interpret(*line));
  }
  std::optional<AdapterFailure> failure = door_->Close();
  if (!failure) return std::nullopt;
  return Broke{*std::move(failure), {}};
}

}  // namespace countersign
