// Names the class of a divergence. One mistake shows in thousands of inputs; the class makes one
// finding of them. The campaign, the shrinking and the target differential call it.
#include "differential/divergence.h"

#include <algorithm>
#include <cctype>

#include "sigv4/rule.h"

namespace countersign::fuzz {
namespace {

// Words returns the words of a text in lower case, joined by hyphens, without digits and
// punctuation.
std::string Words(std::string_view text) {
  std::string words;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0 && byte < 0x80) {
      words += static_cast<char>(std::tolower(byte));
    } else if (!words.empty() && words.back() != '-') {
      words += '-';
    }
  }
  while (words.ends_with('-')) words.pop_back();
  return words.empty() ? "unnamed" : words;
}

// Names the line of the canonical request. The last three are counted from the end, because the
// number of signed headers may differ.
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

// Returns at most six words from the beginning of a sentence, before any quotation.
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

// The stage that differs, or the first words of the explanation. Names of parameters are left out,
// because they depend on the question.
std::string PlaceOf(const CaseResult& judged) {
  constexpr const char* kParameter = "query parameter";
  if (!judged.difference) {
    // The explanation "The query parameter "k" is not …" gets the same name as the stage below.
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
    // Without the details after the colon, which quote the answer.
    return "breaks/" + Words(broken->reason.substr(0, broken->reason.find(':')));
  }
  // A signer may sign input that no URL can express, or refuse it for any reason.
  if (question.refused_by == RuleId(Rule::kPresignInput)) return std::nullopt;
  const std::string op = OpOf(question) == Op::kVerify ? "verify/" : "presign/";
  const auto* answer = std::get_if<Answer>(&observation);
  if (answer == nullptr || judged.verdict == Verdict::kFault) return op + "no-answer";
  const bool must_accept = question.expected.front().accept;
  if (const auto* refusal = std::get_if<RejectAnswer>(answer)) {
    const bool presign = OpOf(question) == Op::kPresign;
    // It may have found something else first.
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
