// Groups results by what is wrong: by cause if one is known, otherwise by rule and kind of
// difference. The explanation does not tell kinds apart, because it quotes the input of the case.
#include "writers/kinds.h"

#include <algorithm>
#include <tuple>
#include <variant>

#include "suite/select.h"
#include "writers/outline.h"

namespace countersign {
namespace {

// A text without what differs from case to case: what is in quotes, and numbers.
std::string Shape(std::string_view text) {
  std::string shape;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      i = std::min(text.find('"', i + 1), text.size());
      shape += "\"…\"";
    } else if (c >= '0' && c <= '9') {
      if (!shape.ends_with('#')) shape += '#';
    } else {
      shape += c;
    }
  }
  return shape;
}

std::string StatusAndCode(const std::optional<int>& status,
                          const std::optional<std::string>& code) {
  std::string text = status ? std::to_string(*status) : "";
  if (!code || code->empty()) return text.empty() ? "no code" : text + " without a code";
  return text + (text.empty() ? "" : " ") + *code;
}

// As it is judged: a class, or status and code.
std::string RefusalText(const RejectAnswer& answer, ErrorLevel errors) {
  if (errors != ErrorLevel::kCode && answer.rejection_class) return *answer.rejection_class;
  return StatusAndCode(answer.status, answer.code);
}

std::string AllowedText(const CaseResult& result, ErrorLevel errors) {
  std::string text;
  if (!result.expected) return text;
  for (const ExpectedAnswer& one : result.expected->answers) {
    std::string part = "accept";
    if (!one.accept && errors == ErrorLevel::kCode && (one.status || one.code)) {
      part = (one.status ? std::to_string(*one.status) + " " : "") + one.code.value_or("");
    } else if (!one.accept) {
      part = one.rejection_class.value_or("a refusal");
    }
    if (text.find(part) == std::string::npos) text += (text.empty() ? "" : " or ") + part;
  }
  return text;
}

std::string ObservedRefusal(const CaseResult& result, ErrorLevel errors) {
  const auto* answer = result.observed ? std::get_if<Answer>(&*result.observed) : nullptr;
  const auto* refusal = answer != nullptr ? std::get_if<RejectAnswer>(answer) : nullptr;
  return refusal != nullptr ? RefusalText(*refusal, errors) : "";
}

// "query parameter versionId" is the same kind of difference as any other query parameter.
std::string PartOfUrl(const CaseResult& result) {
  if (!result.difference) return Shape(result.explanation);
  constexpr std::string_view kParameter = "query parameter";
  const std::string& stage = result.difference->stage;
  return stage.starts_with(kParameter) ? std::string(kParameter) : stage;
}

std::string DifferenceOf(const CaseResult& result, Wrong wrong, ErrorLevel errors) {
  switch (wrong) {
    case Wrong::kLetIn:
    case Wrong::kSigned:
    case Wrong::kUnexpectedPass: return "";
    case Wrong::kServerBroke:
    case Wrong::kBroke: return Shape(result.explanation);
    case Wrong::kTurnedAway:
    case Wrong::kServerError:
    case Wrong::kNotSigned: return ObservedRefusal(result, errors);
    case Wrong::kOtherCode:
      return ObservedRefusal(result, errors) + " for " + AllowedText(result, errors);
    case Wrong::kWrongUrl: break;
  }
  return PartOfUrl(result);
}

// Whether the rule belongs to the kind. The same code is wrong for one reason, whatever the rule;
// and a URL without its parameters, or with a malformed one, is the same for all of them.
bool IsOfOneRule(const CaseResult& result, Wrong wrong) {
  if (wrong == Wrong::kWrongUrl) return result.difference.has_value();
  return wrong == Wrong::kLetIn || wrong == Wrong::kTurnedAway || wrong == Wrong::kSigned ||
         wrong == Wrong::kNotSigned;
}

Kind KindOf(const CaseResult& result, Wrong wrong, ErrorLevel errors) {
  Kind kind;
  kind.wrong = wrong;
  kind.results = {&result};
  if (!result.likely_causes.empty()) {
    kind.cause = &result.likely_causes.front();
    return kind;
  }
  if (IsOfOneRule(result, wrong)) kind.rule = BrokenRule(result);
  kind.difference = DifferenceOf(result, wrong, errors);
  return kind;
}

using KindKey = std::tuple<Wrong, std::string, std::string, std::string>;

KindKey KeyOf(const Kind& kind) {
  return {kind.wrong, kind.cause != nullptr ? kind.cause->name : "", kind.rule, kind.difference};
}

Level MostBinding(const std::vector<const CaseResult*>& results) {
  Level level = Level::kMay;
  for (const CaseResult* result : results) level = std::min(level, result->vector->level);
  return level;
}

std::vector<Kind> Grouped(const std::vector<Kind>& single) {
  std::map<KindKey, Kind> by_key;
  for (const Kind& one : single) {
    const auto [at, is_new] = by_key.emplace(KeyOf(one), one);
    if (!is_new) at->second.results.push_back(one.results.front());
  }
  std::vector<Kind> kinds;
  for (auto& [key, kind] : by_key) kinds.push_back(std::move(kind));
  const auto rank = [](const Kind& kind) {
    return std::tuple(kind.wrong, MostBinding(kind.results),
                      -static_cast<int>(kind.results.size()));
  };
  std::stable_sort(kinds.begin(), kinds.end(),
                   [&rank](const Kind& a, const Kind& b) { return rank(a) < rank(b); });
  return kinds;
}

template <typename Condition>
std::vector<Kind> KindsIf(const Report& report, const Condition& condition) {
  std::vector<Kind> single;
  for (const CaseResult& result : report.results) {
    if (!condition(result)) continue;
    const Wrong wrong = WrongOf(result).value_or(Wrong::kBroke);
    single.push_back(KindOf(result, wrong, report.adapter_info.errors));
  }
  return Grouped(single);
}

std::string OfRule(const Kind& kind, const Report& report) {
  const std::vector<RuleCount> rules = RulesOf(kind.results, report);
  std::string text = RuleTag(rules.front());
  if (rules.front().rule != nullptr) text += ": " + rules.front().rule->text;
  return text;
}

// The folders above an id: "verify" and "verify/window" for "verify/window/late".
std::vector<std::string> FoldersOf(const std::string& id) {
  std::vector<std::string> folders;
  for (std::size_t at = id.find('/'); at != std::string::npos; at = id.find('/', at + 1)) {
    folders.push_back(id.substr(0, at));
  }
  return folders;
}

}  // namespace

std::vector<Kind> Kinds(const Report& report) { return KindsIf(report, IsProblem); }

std::vector<Kind> OptionalKinds(const Report& report) {
  return KindsIf(report, [](const CaseResult& result) {
    return result.verdict == Verdict::kFail && !IsProblem(result);
  });
}

std::vector<Kind> DisputedKinds(const Report& report) {
  std::vector<Kind> single;
  for (const CaseResult& result : report.results) {
    if (result.verdict != Verdict::kDisputed) continue;
    Kind kind;
    kind.difference = Shape(result.explanation);
    kind.results = {&result};
    single.push_back(kind);
  }
  return Grouped(single);
}

std::string KindText(const Kind& kind, const Report& report) {
  if (kind.wrong == Wrong::kUnexpectedPass) {
    return report.expected.empty() ? "take it off the list" : "take it off " + report.expected;
  }
  if (kind.cause != nullptr) return "looks like " + CauseText(*kind.cause);
  const bool is_shape = kind.wrong == Wrong::kWrongUrl && kind.rule.empty();
  if (kind.wrong == Wrong::kServerBroke || kind.wrong == Wrong::kBroke || is_shape)
    return kind.results.front()->explanation;
  if (kind.rule.empty()) return kind.difference;
  return (kind.difference.empty() ? "" : kind.difference + ": ") + OfRule(kind, report);
}

std::string ShortName(const Kind& kind, const Report& report) {
  if (kind.cause != nullptr) return kind.cause->name;
  if (kind.rule.empty()) return kind.difference.empty() ? KindText(kind, report) : kind.difference;
  return RuleTag(RulesOf(kind.results, report).front());
}

std::string BrokenRule(const CaseResult& result) {
  const Case& vector = *result.vector;
  if (vector.refused_by) return *vector.refused_by;
  return vector.rules.empty() ? "" : vector.rules.front();
}

std::vector<RuleCount> RulesOf(const std::vector<const CaseResult*>& results,
                               const Report& report) {
  std::map<std::string, RuleCount> by_id;
  for (const CaseResult* result : results) by_id[BrokenRule(*result)].results.push_back(result);
  std::vector<RuleCount> rules;
  for (auto& [id, rule] : by_id) {
    rule.id = id;
    rule.level = MostBinding(rule.results);
    rule.rule = FindRule(report, id);
    rules.push_back(std::move(rule));
  }
  std::stable_sort(rules.begin(), rules.end(), [](const RuleCount& a, const RuleCount& b) {
    return std::tuple(a.level, b.results.size()) < std::tuple(b.level, a.results.size());
  });
  return rules;
}

std::string ConfidenceOf(const RuleCount& rule) {
  return rule.rule == nullptr || rule.rule->confidence.empty() ? "-" : rule.rule->confidence;
}

std::string RuleTag(const RuleCount& rule) {
  return (rule.id.empty() ? "no rule" : rule.id) + " (" + std::string(LevelName(rule.level)) +
         ", " + ConfidenceOf(rule) + ")";
}

std::vector<const CaseResult*> LetIn(const Report& report) {
  std::vector<const CaseResult*> results;
  for (const CaseResult& result : report.results) {
    if (IsProblem(result) && WrongOf(result) == Wrong::kLetIn) results.push_back(&result);
  }
  return results;
}

Folding::Folding(const Report& report) {
  for (const CaseResult& result : report.results) {
    if (result.verdict == Verdict::kUnsupported || result.verdict == Verdict::kNotExercised) {
      continue;
    }
    for (const std::string& folder : FoldersOf(result.vector->id)) ++ran_[folder];
  }
}

std::vector<IdFolder> Folding::Fold(const std::vector<const CaseResult*>& results) const {
  std::map<std::string, int> these;
  for (const CaseResult* result : results) {
    for (const std::string& folder : FoldersOf(result->vector->id)) ++these[folder];
  }
  std::map<std::string, IdFolder> folds;
  const auto add = [&folds](const std::string& folder, const std::string& name) {
    IdFolder& fold = folds[folder];
    fold.folder = folder;
    ++fold.count;
    if (!name.empty()) fold.names.push_back(name);
  };
  for (const CaseResult* result : results) {
    const std::string& id = result->vector->id;
    const std::vector<std::string> folders = FoldersOf(id);
    const auto whole = std::find_if(folders.begin(), folders.end(), [&](const auto& folder) {
      const auto ran = ran_.find(folder);
      return these[folder] > 1 && ran != ran_.end() && ran->second == these[folder];
    });
    if (whole != folders.end()) {
      add(*whole, "");
    } else {
      add(folders.empty() ? "" : folders.back(), id.substr(id.rfind('/') + 1));
    }
  }
  std::vector<IdFolder> sorted;
  for (auto& [folder, fold] : folds) sorted.push_back(std::move(fold));
  return sorted;
}

std::vector<IdFolder> Folding::Names(const std::vector<const CaseResult*>& results) {
  return Folding(Report()).Fold(results);
}

std::string IdsText(const std::vector<IdFolder>& folders, std::size_t shown) {
  std::string text;
  for (const IdFolder& one : folders) {
    if (!text.empty()) text += ", ";
    if (!one.folder.empty()) text += one.folder + "/";
    if (one.names.empty()) {
      text += "* (" + std::to_string(one.count) + ")";
      continue;
    }
    if (one.names.size() > 1) text += "{";
    for (std::size_t i = 0; i < std::min(one.names.size(), shown); ++i) {
      text += (i == 0 ? "" : ", ") + one.names[i];
    }
    if (one.names.size() > shown) {
      text += (shown == 0 ? "" : " and ") + std::to_string(one.names.size() - shown) + " more";
    }
    if (one.names.size() > 1) text += "}";
  }
  return text;
}

}  // namespace countersign
