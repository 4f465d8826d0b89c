// Writes a list of known deviations from a run, for `countersign run --write-expected`: the list is
// a draft, in which a person replaces each reason.
#include "judge/list_deviations.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <variant>

#include "judge/case_globs.h"
#include "judge/judgement.h"
#include "protocol/json_writer.h"
#include "suite/write.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestReason = 400;

// Kind is what is wrong with an answer: in detail, by folder of the suite, and at all. Each is a
// sentence, and kinds with the same sentence are one.
struct Kind {
  std::array<std::string, 3> sentences;  // the finest first
  bool fault = false;
};

// "presign/path" of "presign/path/double-slash" and of the members of families below it.
std::string FolderOfStep(const std::string& id) {
  const std::size_t slash = id.find('/', id.find('/') + 1);
  return id.substr(0, slash);
}

// One line of characters that stand for themselves in a terminal.
std::string OneLine(std::string text) {
  constexpr std::string_view kEllipsis = "\u2026";
  for (std::size_t at; (at = text.find(kEllipsis)) != std::string::npos;) {
    text.replace(at, kEllipsis.size(), "...");
  }
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) c = ' ';
  }
  if (text.size() > kLongestReason) text = text.substr(0, kLongestReason) + "...";
  return text;
}

// Without digits, so that lengths and times do not separate what is alike.
std::string WithoutDigits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

std::string FirstSentence(const std::string& text) {
  const std::size_t end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

std::string AnswerName(const RejectAnswer& answer) {
  std::string name = answer.status ? std::to_string(*answer.status) : "";
  if (answer.code && !answer.code->empty()) name += (name.empty() ? "" : " ") + *answer.code;
  if (name.empty()) name = answer.rejection_class.value_or("a refusal without a reason");
  return name;
}

std::string RuleOfCase(const Case& c) {
  if (c.refused_by) return *c.refused_by;
  return c.rules.empty() ? "no rule" : c.rules.front();
}

const char* Does(Op op, bool accepts) {
  if (op == Op::kPresign) return accepts ? "Signs" : "Refuses to sign";
  return accepts ? "Accepts" : "Refuses";
}

Kind WronglyAccepted(const Case& c) {
  const std::string does = Does(OpOf(c), true);
  return {{does + " what the rule " + RuleOfCase(c) + " refuses.",
           does + " what must be refused in " + FolderOfStep(c.id) + ".",
           does + " what must be refused."}};
}

Kind WronglyRefused(const Case& c, const RejectAnswer& answer) {
  const std::string does = Does(OpOf(c), false);
  return {{does + " what is right in " + FolderOfStep(c.id) + ", with " + AnswerName(answer) + ".",
           does + " what is right in " + FolderOfStep(c.id) + ".", does + " what is right."}};
}

Kind WrongCode(const Case& c, const RejectAnswer& answer) {
  const std::string answers = "Answers " + AnswerName(answer) + ", expected ";
  return {{answers + DescribeAnswers(c) + ".",
           "Refuses with other codes in " + FolderOfStep(c.id) + ".",
           "Refuses with other codes than S3."}};
}

Kind WrongUrl(const CaseResult& result) {
  const std::string where = " in " + FolderOfStep(result.vector->id);
  std::string stage = result.difference ? result.difference->stage : "its parts";
  if (stage.starts_with("The ")) stage[0] = 't';
  return {
      {"A wrong URL" + where + ": " + stage + ".", "A wrong URL" + where + ".", "A wrong URL."}};
}

Kind Breaks(const CaseResult& result) {
  const std::string how = FirstSentence(result.explanation);
  return {{"Breaks: " + how, "Breaks in " + FolderOfStep(result.vector->id) + ".", "Breaks."},
          true};
}

Kind KindOfFailure(const CaseResult& result) {
  const Case& c = *result.vector;
  if (result.verdict == Verdict::kFault) return Breaks(result);
  if (!result.likely_causes.empty()) {
    const Cause& cause = result.likely_causes.front();
    const std::string text = "it looks like " + cause.name + ". " + cause.text;
    return {{text, text, text}};
  }
  const auto* answer = result.observed ? std::get_if<Answer>(&*result.observed) : nullptr;
  if (answer == nullptr) return WrongUrl(result);
  if (const auto* reject = std::get_if<RejectAnswer>(answer)) {
    return AllowsReject(c) ? WrongCode(c, *reject) : WronglyRefused(c, *reject);
  }
  return AllowsAccept(c) ? WrongUrl(result) : WronglyAccepted(c);
}

bool IsDeviation(const CaseResult& result) {
  return result.verdict == Verdict::kFail || result.verdict == Verdict::kFault;
}

// Groups are the cases of each entry, by what makes them alike.
struct Group {
  bool fault = false;
  std::string sentence;
  std::vector<const CaseResult*> results;
};
using Groups = std::map<std::string, Group>;

Groups GroupBy(const std::vector<CaseResult>& results, std::size_t coarseness) {
  Groups groups;
  for (const CaseResult& result : results) {
    if (!IsDeviation(result)) continue;
    const Kind kind = KindOfFailure(result);
    const std::string& sentence = kind.sentences[coarseness];
    const std::string key = kind.fault ? "fault " + WithoutDigits(sentence) : sentence;
    Group& group = groups[key];
    group.fault = kind.fault;
    if (group.results.empty()) group.sentence = sentence;
    group.results.push_back(&result);
  }
  return groups;
}

// The groups of the finest kinds, or coarser ones if those are too many.
Groups FewGroups(const std::vector<CaseResult>& results, std::size_t most) {
  Groups groups;
  for (std::size_t coarseness = 0; coarseness < 3; ++coarseness) {
    groups = GroupBy(results, coarseness);
    if (groups.size() <= most) break;
  }
  return groups;
}

std::string Draft(const Group& group) {
  std::string reason = kReasonToFillIn + group.sentence;
  const CaseResult& first = *group.results.front();
  if (first.likely_causes.empty() && !group.fault) {
    reason += " Such as: " + FirstSentence(first.explanation);
  }
  return OneLine(reason) + " Not reported yet.";
}

using Uses = std::map<std::string, MayMatch>;

// What the globs may match: a case that was not judged may pass or fail one day, and a case that
// did not run is not known to fail.
Uses UsesOf(const std::vector<CaseResult>& results, const Suite& suite) {
  Uses uses;
  for (const Case& c : suite.cases) uses.emplace(c.id, MayMatch::kMustNot);
  for (const CaseResult& result : results) {
    const bool judged = IsDeviation(result) || result.verdict == Verdict::kPass ||
                        result.verdict == Verdict::kExpectedFailure ||
                        result.verdict == Verdict::kUnexpectedPass;
    if (!judged) uses[result.vector->id] = MayMatch::kMay;
  }
  return uses;
}

std::vector<std::string> GlobsOf(const std::vector<const CaseResult*>& results, const Uses& uses) {
  std::set<std::string> must;
  for (const CaseResult* result : results) must.insert(result->vector->id);
  std::vector<IdWithUse> ids;
  for (const auto& [id, use] : uses) ids.push_back({id, must.contains(id) ? MayMatch::kMust : use});
  return GlobsFor(ids);
}

// The entries of the earlier list that still occur.
std::vector<Deviation> StillOccurring(const std::vector<CaseResult>& results, const Uses& uses,
                                      const std::vector<Deviation>& known) {
  std::vector<std::vector<const CaseResult*>> failing(known.size());
  std::vector<bool> narrower(known.size(), false);
  for (const CaseResult& result : results) {
    const Deviation* entry = EntryOf(known, result.vector->id);
    if (entry == nullptr) continue;
    const auto index = static_cast<std::size_t>(entry - known.data());
    if (result.verdict == Verdict::kExpectedFailure) failing[index].push_back(&result);
    if (result.verdict == Verdict::kUnexpectedPass || IsDeviation(result)) narrower[index] = true;
  }
  std::vector<Deviation> kept;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (failing[i].empty() && narrower[i]) continue;
    kept.push_back(known[i]);
    if (narrower[i]) kept.back().ids = GlobsOf(failing[i], uses);
  }
  return kept;
}

}  // namespace

std::vector<Deviation> ListDeviations(const std::vector<CaseResult>& results, const Suite& suite,
                                      const std::vector<Deviation>& known) {
  const Uses uses = UsesOf(results, suite);
  std::vector<Deviation> list = StillOccurring(results, uses, known);
  const std::size_t most = kMostDeviations - std::min(list.size(), kMostDeviations - 1);
  std::vector<Deviation> added;
  for (const auto& [key, group] : FewGroups(results, most)) {
    added.push_back({GlobsOf(group.results, uses), Draft(group), {}, group.fault});
  }
  std::sort(added.begin(), added.end(),
            [](const Deviation& a, const Deviation& b) { return a.ids < b.ids; });
  list.insert(list.end(), added.begin(), added.end());
  return list;
}

std::size_t CountToFillIn(const std::vector<Deviation>& deviations) {
  constexpr std::string_view kBegin(kReasonToFillIn, sizeof kReasonToFillIn - 2);  // without " "
  return static_cast<std::size_t>(
      std::count_if(deviations.begin(), deviations.end(),
                    [=](const Deviation& one) { return one.reason.starts_with(kBegin); }));
}

std::string DeviationsText(const std::vector<Deviation>& deviations) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Integer("format", 1);
  writer.BeginArray("deviations");
  for (const Deviation& deviation : deviations) {
    writer.BeginObject();
    if (deviation.ids.size() == 1) {
      writer.Text("id", deviation.ids.front());
    } else {
      writer.Texts("ids", deviation.ids);
    }
    if (deviation.fault) writer.Flag("fault", true);
    writer.Text("reason", deviation.reason);
    if (!deviation.link.empty()) writer.Text("link", deviation.link);
    if (!deviation.severity.empty()) writer.Text("severity", deviation.severity);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  const auto text = FormatJson(json);
  return std::get<std::string>(text);
}

}  // namespace countersign
