// Writes an explanation as text for the console, for `countersign explain`.
#include <algorithm>
#include <string>
#include <string_view>

#include "explain/explain.h"
#include "writers/difference_view.h"
#include "writers/text.h"

namespace countersign {
namespace {

constexpr std::size_t kWidth = 96;  // bytes
constexpr std::size_t kMostSeen = 3;

// Wrapped breaks text into lines, each after `indent` spaces.
std::string Wrapped(std::string_view text, std::size_t indent) {
  const std::string printable = Printable(text);  // its only white space is spaces
  std::string out(indent, ' ');
  std::size_t used = indent;  // bytes of the line
  for (std::string_view rest = printable;;
       rest.remove_prefix(std::min(rest.find(' '), rest.size()))) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    // A word that the wrapping has put at the start of a line may be a command to GitHub's runner.
    if (rest.empty()) return PrintableLines(out + '\n');
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (used > indent && used + 1 + word.size() > kWidth) {
      out += '\n' + std::string(indent, ' ');
      used = indent;
    } else if (used > indent) {
      out += ' ';
      ++used;
    }
    out += word;
    used += word.size();
  }
}

std::string Row(std::string_view name, std::string_view value) {
  if (value.empty()) return "";
  std::string row = "  " + std::string(name);
  row.resize(18, ' ');
  return row + Printable(value) + '\n';
}

std::string FactsText(const UrlFacts& facts) {
  const std::string kind = facts.key_kind.empty() ? "" : " (" + facts.key_kind + ")";
  const std::string scope = facts.region.empty() ? "" : facts.region + ", service " + facts.service;
  return Row("request", facts.method + " " + facts.path) + Row("host", facts.host) +
         Row("key", facts.access_key_id.empty() ? "" : facts.access_key_id + kind) +
         Row("signed for", scope) + Row("signed at", facts.signed_at) +
         Row("valid until", facts.valid_until) + Row("signed headers", facts.signed_headers);
}

std::string CausesText(const MistakeMatch& match) {
  std::string text;
  for (const Cause& cause : match.causes) {
    text += Wrapped((text.empty() ? "" : "and: ") + cause.text + " [" + cause.name + "]", 2);
    std::string seen;
    for (std::size_t i = 0; i < cause.seen.size() && i < kMostSeen; ++i) {
      seen += (seen.empty() ? "known from " : ", ") + cause.seen[i];
    }
    if (!seen.empty()) text += Wrapped(seen, 4);
  }
  return text;
}

std::string MatchesText(const std::vector<MistakeMatch>& matches) {
  std::string text;
  for (const MistakeMatch& match : matches) {
    if (!text.empty()) text += "  or, with the same result:\n";
    text += CausesText(match);
  }
  return text;
}

std::string DifferenceText(const StageDifference& difference, std::string_view observed_name) {
  const DifferenceView view = ViewDifference(difference);
  std::string name(observed_name);
  name.resize(10, ' ');
  return "\nFirst difference: " + view.heading + "\n  should be " + view.expected + "\n  " + name +
         view.observed + "\n            " + std::string(view.caret, ' ') + "^\n";
}

std::string RemarksText(const Explanation& e, Severity severity, std::string_view heading) {
  std::string text;
  if (severity == Severity::kWrong) {
    for (const Cause& damage : e.damages) text += Wrapped("- " + damage.text, 2);
  }
  for (const Remark& remark : e.remarks) {
    if (remark.severity == severity) text += Wrapped("- " + remark.text, 2);
  }
  return text.empty() ? "" : "\n" + std::string(heading) + ":\n" + text;
}

std::string UnknownsText(const std::vector<UnknownInput>& unknowns) {
  std::string text;
  for (const UnknownInput& one : unknowns) text += Wrapped("- " + one.text, 2);
  return text.empty() ? "" : "\nUnknown:\n" + text;
}

std::string StageText(std::string_view heading, std::string_view bytes) {
  if (bytes.empty()) return "";
  std::string text = "\n" + std::string(heading) + ":\n";
  for (const std::string_view line : Lines(bytes))
    text += (line.empty() ? "" : "  ") + Printable(line) + '\n';
  return text;
}

std::string SignatureText(const Explanation& e) {
  switch (e.signature) {
    case SignatureState::kExplained: {
      const Derivation& as_signed = e.matches.front().derivation;
      const bool other_request = as_signed.canonical_request != e.expected.canonical_request;
      std::string text =
          "\nThis gives exactly the signature in the URL:\n" + MatchesText(e.matches);
      if (e.difference) text += DifferenceText(*e.difference, "signed");
      if (other_request) text += StageText("What was signed", as_signed.canonical_request);
      return text + StageText("Expected for this request", e.expected.canonical_request);
    }
    case SignatureState::kUnexplained:
      return "\nTried without success: " + std::to_string(e.tried) +
             " mistakes and pairs of them.\n" +
             StageText("Expected for this request", e.expected.canonical_request) +
             StageText("String to sign", e.expected.string_to_sign);
    case SignatureState::kNotChecked:
      return StageText("Expected for this request", e.expected.canonical_request);
    case SignatureState::kRight:
    case SignatureState::kUnreadable: break;
  }
  return "";
}

std::string ServerText(const ServerView& server) {
  std::string text = "\nThe server's answer:\n" + Row("code", server.code) +
                     Row("message", server.message) + Row("request id", server.request_id) +
                     Row("host id", server.host_id);
  if (server.authenticated) {
    text += Wrapped("- S3 gives this code only after it has found the signature right.", 2);
  }
  if (server.other_request) {
    text += Wrapped("- It is about another signature than the URL's, so about another request.", 2);
  }
  if (server.agrees == true) {
    text += Wrapped("- It computed the same canonical request and string to sign as we do.", 2);
  }
  for (const std::string& one : server.differences) text += Wrapped("- " + one, 2);
  if (!server.matches.empty()) {
    text += "  This gives exactly its canonical request, in the server or on the way to it:\n" +
            MatchesText(server.matches);
  }
  if (server.difference) text += DifferenceText(*server.difference, "server");
  return text;
}

}  // namespace

std::string ExplanationText(const Explanation& e) {
  std::string text = Wrapped(e.summary, 0) + '\n' + FactsText(e.facts);
  text += RemarksText(e, Severity::kWrong, "Wrong");
  text += RemarksText(e, Severity::kSuspicion, "Suspicious");
  text += UnknownsText(e.unknowns);
  if (e.predicted_refusal && e.predicted_refusal->status != 0) {
    text += "\nS3 would answer " + std::to_string(e.predicted_refusal->status) + ' ' +
            e.predicted_refusal->code + ":\n" + Wrapped(e.predicted_refusal->message, 2);
  }
  text += SignatureText(e);
  if (e.server) text += ServerText(*e.server);
  return text + RemarksText(e, Severity::kNote, "Good to know");
}

}  // namespace countersign
