#include "explain/likeness.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include "judge/grants.h"
#include "judge/presigned_url.h"
#include "sigv4/service.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

const std::string* UrlOf(const Answer& answer) {
  const auto* ok = std::get_if<OkAnswer>(&answer);
  return ok != nullptr && ok->url ? &*ok->url : nullptr;
}

// What an implementation does not tell, a suspect does not tell either.
template <typename T>
void KeepIfToldBy(const std::optional<T>& told, std::optional<T>& value) {
  if (!told) value.reset();
}

template <typename Told>
void KeepStages(const Told& told, Told& answer) {
  KeepIfToldBy(told.canonical_request, answer.canonical_request);
  KeepIfToldBy(told.string_to_sign, answer.string_to_sign);
}

void KeepWhatIsTold(const Answer& told, Answer& answer) {
  if (told.index() != answer.index()) return;
  if (const auto* ok = std::get_if<OkAnswer>(&told)) {
    KeepStages(*ok, std::get<OkAnswer>(answer));
  } else if (const auto* reject = std::get_if<RejectAnswer>(&told)) {
    auto& refusal = std::get<RejectAnswer>(answer);
    KeepStages(*reject, refusal);
    KeepIfToldBy(reject->code, refusal.code);
    KeepIfToldBy(reject->rejection_class, refusal.rejection_class);
  }
}

bool SameDifference(const std::optional<StageDifference>& a,
                    const std::optional<StageDifference>& b) {
  if (!a || !b) return !a && !b;
  return a->stage == b->stage && a->expected == b->expected && a->observed == b->observed;
}

bool ChangesSigning(const SigningChange& change) {
  return change.lines != nullptr || change.string_to_sign != nullptr || change.signature != nullptr;
}

std::optional<Signing> SigningOfPresigned(const PresignMessage& asked, const UrlParts& url) {
  const bool usual = (asked.path_encoding == "once") == IsS3Service(asked.service) &&
                     asked.normalize_path != IsS3Service(asked.service);
  if (!usual) return std::nullopt;
  std::vector<HeaderField> headers = {{"host", std::string(HostToSend(url.scheme, url.authority))}};
  for (const NameValue& one : asked.headers) headers.push_back({one.first, one.second});
  auto signing = SigningOf(url, asked.method, headers, asked.credentials.secret_access_key);
  if (signing) signing->payload = asked.payload;
  return signing;
}

std::optional<Signing> SigningOfReceived(const VerifyMessage& asked) {
  const Target target = SplitTarget(asked.request.target);
  UrlParts url;
  url.raw_path = target.raw_path;
  url.raw_query = target.raw_query;
  std::vector<HeaderField> headers;
  for (const NameValue& one : asked.request.headers) headers.push_back({one.first, one.second});
  return SigningOf(url, asked.request.method, headers, "");
}

const std::string* CanonicalRequestTold(const Answer& answer) {
  const std::optional<std::string>* told = nullptr;
  if (const auto* ok = std::get_if<OkAnswer>(&answer)) told = &ok->canonical_request;
  if (const auto* reject = std::get_if<RejectAnswer>(&answer)) told = &reject->canonical_request;
  return told != nullptr && *told ? &**told : nullptr;
}

}  // namespace

bool Evidence::ShowsStage() const {
  if (!ShowsOctets()) return false;
  const std::string& stage = judgement.difference->stage;
  return stage == "canonical request" || stage == "string to sign" || stage == "signature";
}

// A message is for people, and which of the other members are judged depends on the level.
void Lineup::KeepWhatIsJudged(Op op, Answer& answer) const {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr) return;
  reject->message.reset();
  const bool by_code = op == Op::kVerify && hello_.errors == ErrorLevel::kCode;
  if (!by_code) {
    reject->status.reset();
    reject->code.reset();
  }
  if (by_code || hello_.errors == ErrorLevel::kOutcome) reject->rejection_class.reset();
}

std::optional<Judgement> Lineup::Judged(const Case& c, const Answer& answer, Clock clock) {
  const bool presign = OpOf(c) == Op::kPresign;
  if (const auto* ok = std::get_if<OkAnswer>(&answer)) {
    return presign ? JudgePresign(c, *ok, clock, keys_) : JudgeVerify(c, *ok, keys_);
  }
  if (const auto* reject = std::get_if<RejectAnswer>(&answer)) {
    return presign ? JudgePresign(c, *reject, hello_.errors)
                   : JudgeVerify(c, *reject, hello_.errors, keys_);
  }
  return std::nullopt;
}

void Lineup::ReadSigning(Evidence& evidence) {
  if (const auto* asked = std::get_if<PresignMessage>(&evidence.asked.request)) {
    const std::string* text = UrlOf(evidence.answer);
    const std::optional<UrlParts> url = text != nullptr ? SplitUrl(*text) : std::nullopt;
    if (!url) return;
    evidence.signing = SigningOfPresigned(*asked, *url);
    const std::string in_url =
        DecodedValue(ParseQueryString(url->raw_query), "X-Amz-Signature").value_or("");
    evidence.fits = [in_url](const Derivation& one) { return one.signature == in_url; };
  } else if (const std::string* told = CanonicalRequestTold(evidence.answer)) {
    evidence.signing = SigningOfReceived(std::get<VerifyMessage>(evidence.asked.request));
    evidence.fits = [told = *told](const Derivation& one) { return one.canonical_request == told; };
  }
  // What is right already needs no mistake.
  if (evidence.signing && Fits(*evidence.signing, nullptr, evidence)) evidence.signing.reset();
}

Evidence Lineup::Read(const Failure& failure) {
  Evidence evidence{&failure, failure.Asked(), failure.answer, {}, {}, {}};
  auto* presign = std::get_if<PresignMessage>(&evidence.asked.request);
  const std::string* url = UrlOf(failure.answer);
  if (presign != nullptr && url != nullptr && hello_.clock == Clock::kAmbient) {
    const auto read = ReadSignedUrl(*url);
    const auto* parts = std::get_if<SignedUrl>(&read);
    const auto date = parts != nullptr ? ParseAmzDate(parts->date) : std::nullopt;
    if (date) presign->now = FormatRfc3339(*date);
  }
  KeepWhatIsJudged(OpOf(evidence.asked), evidence.answer);
  evidence.judgement = Judged(evidence.asked, evidence.answer, hello_.clock).value_or(Judgement{});
  ReadSigning(evidence);
  return evidence;
}

Answer Lineup::AnswerOf(const Suspect& suspect, const Case& c) {
  ++asked_;
  Answer answer = OpOf(c) == Op::kPresign
                      ? suspect.implementation.presign(std::get<PresignMessage>(c.request), keys_)
                      : suspect.implementation.verify(std::get<VerifyMessage>(c.request), keys_);
  KeepWhatIsJudged(OpOf(c), answer);
  return answer;
}

Likeness Lineup::Compare(const Suspect& suspect, const Evidence& evidence) {
  Answer answer = AnswerOf(suspect, evidence.asked);
  KeepWhatIsTold(evidence.answer, answer);
  const std::optional<Judgement> judged = Judged(evidence.asked, answer, hello_.clock);
  if (!judged || judged->verdict != Verdict::kFail) return Likeness::kPasses;
  if (judged->explanation != evidence.judgement.explanation) return Likeness::kOtherwise;
  if (SameDifference(judged->difference, evidence.judgement.difference)) return Likeness::kSame;
  // A URL that is as good as the suspect's, but not the same one, has another signature.
  const bool signs_alike = evidence.signing && ChangesSigning(suspect.fault->signing) &&
                           Fits(*evidence.signing, &suspect.fault->signing, evidence);
  return signs_alike ? Likeness::kSame : Likeness::kOtherwise;
}

bool Lineup::Fails(const Suspect& suspect, const Case& c) {
  const std::optional<Judgement> judged = Judged(c, AnswerOf(suspect, c), Clock::kInjected);
  return judged && judged->verdict == Verdict::kFail;
}

bool Lineup::Fits(const Signing& signing, const SigningChange* change, const Evidence& evidence) {
  ++asked_;
  try {
    const std::size_t count = change != nullptr ? 1 : 0;
    return evidence.fits(DeriveWith(signing, std::span(&change, count), keys_));
  } catch (const std::out_of_range&) {
    return false;  // the fault looks for what this request does not have
  }
}

}  // namespace countersign
