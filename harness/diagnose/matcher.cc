// Compares the answer of a mutant with the answer of an implementation that failed the same case.
// diagnose.cc asks it for every pair of candidate and failed case.
#include "diagnose/matcher.h"

#include <charconv>
#include <map>
#include <utility>
#include <variant>

#include "judge/presigned_url.h"
#include "judge/url_matches_request.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/service.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

const std::string* UrlOf(const Answer& answer) {
  const auto* ok = std::get_if<OkAnswer>(&answer);
  return ok != nullptr && ok->url ? &*ok->url : nullptr;
}

// Removes from the candidate's answer what the implementation's answer leaves out.
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

// InputShown is what a URL says about the request that it was made from, and how its signature is
// written. A URL that must not exist is judged by nothing else.
struct InputShown {
  std::string host;
  std::string path;                                    // decoded
  std::multimap<std::string, std::string> parameters;  // ShowsInput

  bool operator==(const InputShown&) const = default;
};

// Whether an SDK takes the parameter's value from its caller, or from the clock.
bool ShowsInput(std::string_view name) {
  return name == "X-Amz-Credential" || name == "X-Amz-Date" || name == "X-Amz-Expires" ||
         name == "X-Amz-Security-Token" || name == "X-Amz-SignedHeaders";
}

// RoundedNumber rounds a number to the precision that JSON numbers have in many languages. Any
// other text stays.
std::string RoundedNumber(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::to_string(value) : text;
}

// SignatureForm tells a signature in DER (SigV4A) from one that is written in another way.
std::string SignatureForm(const std::string& signature) {
  constexpr std::size_t kDigitsBefore = 4;  // 30, and the length of the rest in bytes
  unsigned length = 0;
  const bool read =
      signature.size() > kDigitsBefore && signature.starts_with("30") &&
      std::from_chars(signature.data() + 2, signature.data() + kDigitsBefore, length, 16).ec ==
          std::errc();
  const bool der = read && signature.size() == kDigitsBefore + 2 * std::size_t{length};
  return der ? "DER" : std::to_string(signature.size());
}

std::optional<InputShown> InputShownBy(const Answer& answer) {
  const std::string* text = UrlOf(answer);
  const std::optional<UrlParts> url = text != nullptr ? SplitUrl(*text) : std::nullopt;
  if (!url) return std::nullopt;
  InputShown shown{LowerCase(url->authority), UriDecode(url->raw_path, Plus::kLiteral), {}};
  for (const QueryParameter& one : ParseQueryString(url->raw_query).parameters) {
    std::string name = DecodedName(one);
    std::string value = DecodedValue(one);
    if (name == "X-Amz-Signature")
      value = SignatureForm(value);
    else if (!ShowsInput(name))
      continue;
    if (name == "X-Amz-Expires") value = RoundedNumber(value);
    shown.parameters.emplace(std::move(name), std::move(value));
  }
  return shown;
}

// ShowSameInput tells whether two URLs were made from the same path, lifetime, credential and so
// on. It is true for two answers without a URL.
bool ShowSameInput(const Answer& a, const Answer& b) { return InputShownBy(a) == InputShownBy(b); }

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

// Whether a request was accepted that must be refused. What is said about it may quote the URL, and
// a number there may be rounded.
bool IsAcceptance(const FailedCase& failed) {
  return std::holds_alternative<OkAnswer>(failed.answer) && !AllowsAccept(failed.asked);
}

const std::string* CanonicalRequestTold(const Answer& answer) {
  const std::optional<std::string>* told = nullptr;
  if (const auto* ok = std::get_if<OkAnswer>(&answer)) told = &ok->canonical_request;
  if (const auto* reject = std::get_if<RejectAnswer>(&answer)) told = &reject->canonical_request;
  return told != nullptr && *told ? &**told : nullptr;
}

}  // namespace

bool FailedCase::ShowsUrl() const { return UrlOf(answer) != nullptr; }

// The message is never judged. Which other members are judged depends on the error level.
void Matcher::KeepWhatIsJudged(Op op, Answer& answer) const {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr) return;
  reject->message.reset();
  const bool by_code = op == Op::kVerify && adapter_info_.errors == ErrorLevel::kCode;
  if (!by_code) {
    reject->status.reset();
    reject->code.reset();
  }
  if (by_code || adapter_info_.errors == ErrorLevel::kOutcome) reject->rejection_class.reset();
}

std::optional<Judgement> Matcher::Judged(const Case& c, const Answer& answer, Clock clock) {
  const bool presign = OpOf(c) == Op::kPresign;
  if (const auto* ok = std::get_if<OkAnswer>(&answer)) {
    return presign ? JudgePresign(c, *ok, clock) : JudgeVerify(c, *ok);
  }
  if (const auto* reject = std::get_if<RejectAnswer>(&answer)) {
    return presign ? JudgePresign(c, *reject, adapter_info_.errors)
                   : JudgeVerify(c, *reject, adapter_info_.errors);
  }
  return std::nullopt;
}

void Matcher::ReadSigning(FailedCase& failed) {
  if (const auto* asked = std::get_if<PresignMessage>(&failed.asked.request)) {
    const std::string* text = UrlOf(failed.answer);
    const std::optional<UrlParts> url = text != nullptr ? SplitUrl(*text) : std::nullopt;
    if (!url) return;
    failed.signing = SigningOfPresigned(*asked, *url);
    const std::string in_url =
        DecodedValue(ParseQueryString(url->raw_query), "X-Amz-Signature").value_or("");
    failed.fits = [in_url](const Signing& signing, const Derivation& one) {
      return SignatureFits(signing, one, in_url);
    };
  } else if (const std::string* told = CanonicalRequestTold(failed.answer)) {
    failed.signing = SigningOfReceived(std::get<VerifyMessage>(failed.asked.request));
    failed.fits = [told = *told](const Signing&, const Derivation& one) {
      return one.canonical_request == told;
    };
  }
  // A right signature needs no explanation.
  if (failed.signing && Fits(*failed.signing, nullptr, failed)) failed.signing.reset();
}

FailedCase Matcher::Read(const FailedAnswer& failure) {
  FailedCase failed{&failure, failure.Asked(), failure.answer, {}, {}, {}, {}};
  auto* presign = std::get_if<PresignMessage>(&failed.asked.request);
  const std::string* url = UrlOf(failure.answer);
  if (presign != nullptr && url != nullptr && adapter_info_.clock == Clock::kAmbient) {
    const auto read = ReadSignedUrl(*url);
    const auto* parts = std::get_if<SignedUrl>(&read);
    const auto date = parts != nullptr ? ParseAmzDate(parts->date) : std::nullopt;
    if (date) presign->now = FormatRfc3339(*date);
  }
  KeepWhatIsJudged(OpOf(failed.asked), failed.answer);
  failed.judgement = Judged(failed.asked, failed.answer, adapter_info_.clock).value_or(Judgement{});
  failed.right = AnswerOf(reference_, failed.asked);
  ReadSigning(failed);
  return failed;
}

Answer Matcher::AnswerOf(const Implementation& implementation, const Case& c) const {
  Answer answer = OpOf(c) == Op::kPresign
                      ? implementation.presign(std::get<PresignMessage>(c.request))
                      : implementation.verify(std::get<VerifyMessage>(c.request));
  KeepWhatIsJudged(OpOf(c), answer);
  return answer;
}

MatchResult Matcher::Compare(const Candidate& candidate, const FailedCase& failed) {
  Answer answer = AnswerOf(candidate.implementation, failed.asked);
  if (answer == failed.right) return MatchResult::kPasses;
  KeepWhatIsTold(failed.answer, answer);
  const std::optional<Judgement> judged = Judged(failed.asked, answer, adapter_info_.clock);
  if (!judged || judged->verdict != Verdict::kFail) return MatchResult::kPasses;
  if (answer.index() != failed.answer.index()) return MatchResult::kOtherOutcome;
  if (!IsAcceptance(failed) && judged->explanation != failed.judgement.explanation) {
    return MatchResult::kOtherFailure;
  }
  if (SameDifference(judged->difference, failed.judgement.difference)) {
    return ShowSameInput(answer, failed.answer) ? MatchResult::kSameFailure
                                                : MatchResult::kOtherFailure;
  }
  // Another URL for the same request has another signature, so the texts can differ although the
  // mistake is the same.
  const bool signs_alike = failed.signing && ChangesSigning(candidate.mutant->signing) &&
                           Fits(*failed.signing, &candidate.mutant->signing, failed);
  return signs_alike ? MatchResult::kSameFailure : MatchResult::kOtherFailure;
}

bool Matcher::IsFailed(const Case& c, const Answer& answer) {
  const std::optional<Judgement> judged = Judged(c, answer, Clock::kInjected);
  return judged && judged->verdict == Verdict::kFail;
}

const Matcher::Right& Matcher::RightOf(const Case& c) {
  const auto [place, is_new] = right_.try_emplace(&c);
  if (is_new) {
    place->second.answer = AnswerOf(reference_, c);
    place->second.fails = IsFailed(c, place->second.answer);
  }
  return place->second;
}

// To most cases most mutants answer as the reference does, and judging takes as long as answering.
bool Matcher::Fails(const Candidate& candidate, const Case& c) {
  return known_.Fails(adapter_info_.errors, *candidate.mutant, c, [&] {
    const Right& right = RightOf(c);
    const Answer answer = AnswerOf(candidate.implementation, c);
    return answer == right.answer ? right.fails : IsFailed(c, answer);
  });
}

bool Matcher::Fits(const Signing& signing, const SigningChange* change, const FailedCase& failed) {
  const std::size_t count = change != nullptr ? 1 : 0;
  return failed.fits(signing, DeriveWith(signing, std::span(&change, count)));
}

}  // namespace countersign
