#include "differential/divergence.h"

#include <algorithm>
#include <cctype>

#include "sigv4/rule.h"

namespace countersign::fuzz {
namespace {

// Words makes lower-case words joined by hyphens of a text: no digits, no punctuation.
std::string Words(std::string_view text) {
  std::string words;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isalpha(octet) != 0 && octet < 0x80) {
      words += static_cast<char>(std::tolower(octet));
    } else if (!words.empty() && words.back() != '-') {
      words += '-';
    }
  }
  while (words.ends_with('-')) words.pop_back();
  return words.empty() ? "unnamed" : words;
}

// The six lines of a canonical request; a signed header more or less moves the later ones.
std::string CanonicalLine(const StageDifference& difference) {
  const std::string_view before =
      std::string_view(difference.expected).substr(0, difference.offset);
  const auto line = std::count(before.begin(), before.end(), '\n');
  constexpr const char* kFirst[] = {"canonical-method", "canonical-uri", "canonical-query"};
  if (line < 3) return kFirst[line];
  const std::string_view rest = std::string_view(difference.expected).substr(difference.offset);
  const auto lines_left = std::count(rest.begin(), rest.end(), '\n');
  if (lines_left >= 2) return "canonical-headers";
  return lines_left == 1 ? "canonical-signed-headers" : "payload-line";
}

// What a sentence begins with, before any quotation: at most six words.
std::string FirstWords(std::string_view sentence) {
  const std::string words = Words(sentence.substr(0, sentence.find_first_of(":'\"(")));
  std::size_t end = 0;
  for (int i = 0; i < 6 && end != std::string::npos; ++i) end = words.find('-', end + 1);
  return words.substr(0, end);
}

std::string Reason(const RejectAnswer& refusal) {
  const std::string theirs = Words(refusal.rejection_class.value_or("no-class"));
  return refusal.message ? theirs + "/" + FirstWords(*refusal.message) : theirs;
}

// The stage, or what is said of the URL. Names of parameters are the question's own: left out.
std::string PlaceOf(const CaseResult& judged) {
  constexpr const char* kParameter = "query parameter";
  if (!judged.difference) {
    // "The query parameter "k" is not …": as where there is a difference to show.
    const std::string words = FirstWords(judged.explanation);
    return words.starts_with("the-") ? words.substr(4) : words;
  }
  const std::string& stage = judged.difference->stage;
  if (stage == "canonical request") return CanonicalLine(*judged.difference);
  return Words(stage.starts_with(kParameter) ? kParameter : stage);
}

}  // namespace

std::optional<std::string> ClassOf(const Case& question, const Observation& observation,
                                   const CaseResult& judged) {
  if (judged.verdict != Verdict::kFail && judged.verdict != Verdict::kFault) return std::nullopt;
  if (const auto* broken = std::get_if<AdapterBroke>(&observation)) {
    // Neither the details nor the answer that is quoted behind them.
    return "breaks/" + Words(broken->reason.substr(0, broken->reason.find(':')));
  }
  // A signer is free to sign what no URL can grant, and to refuse it by any name.
  if (question.refused_by == RuleId(Rule::kPresignInput)) return std::nullopt;
  const std::string op = OpOf(question) == Op::kVerify ? "verify/" : "presign/";
  const auto* answer = std::get_if<Answer>(&observation);
  if (answer == nullptr || judged.verdict == Verdict::kFault) return op + "no-answer";
  const bool must_accept = question.expected.front().accept;
  if (const auto* refusal = std::get_if<RejectAnswer>(answer)) {
    const bool presign = OpOf(question) == Op::kPresign;
    // It saw something else first.
    if (presign && !must_accept && refusal->rejection_class == "bad-input") return std::nullopt;
    if (presign && must_accept) return op + "refuses/" + Reason(*refusal);
    const std::string theirs = Words(refusal->rejection_class.value_or(
        refusal->code.value_or(refusal->message.value_or("no-reason"))));
    if (must_accept) return op + "refuses/" + theirs;
    return op + "refuses-as/" + theirs + "/" +
           Words(question.expected.front().rejection_class.value_or(""));
  }
  if (!must_accept) return op + "accepts/" + Words(question.refused_by.value_or(""));
  return op + "differs/" + PlaceOf(judged);
}

}  // namespace countersign::fuzz
