// Reads the known deviations that `countersign run --expected FILE` names, and changes the verdicts
// of the cases that they list. The run calls it after judging, before the reports are written.
#include "judge/deviations.h"

#include <algorithm>
#include <optional>
#include <set>

#include "protocol/read_file.h"
#include "suite/json_place.h"
#include "suite/select.h"

namespace countersign {
namespace {

using Read = std::variant<std::vector<Deviation>, LoadErrors>;

// Match is the entry that covers a case, and which of its globs does.
struct Match {
  const Deviation* deviation;
  const std::string* glob;
};

std::optional<Match> Find(const std::vector<Deviation>& deviations, const std::string& id) {
  for (const Deviation& deviation : deviations) {
    for (const std::string& glob : deviation.ids) {
      if (GlobMatches(glob, id)) return Match{&deviation, &glob};
    }
  }
  return std::nullopt;
}

bool MatchesAny(const std::string& glob, const Suite& suite) {
  return std::any_of(suite.cases.begin(), suite.cases.end(),
                     [&glob](const Case& c) { return GlobMatches(glob, c.id); });
}

// DeviationReader reads the entries of one file, in order.
class DeviationReader {
 public:
  explicit DeviationReader(const Suite& suite) : suite_(suite) {}

  void Read(const JsonPlace& place);
  // Finish adds the errors about the file as a whole, and returns the entries.
  std::vector<Deviation> Finish(const std::string& file, LoadErrors& errors) &&;

 private:
  void ReadIds(JsonObject& object, Deviation& deviation);
  void ReadId(const JsonPlace& place, Deviation& deviation);

  const Suite& suite_;
  std::vector<Deviation> deviations_;
  std::size_t ids_ = 0;
  LoadErrors unmatched_;
  std::string first_unmatched_;
};

// Reads one id, and checks it against the entries before this one and the ids before it in this
// one.
void DeviationReader::ReadId(const JsonPlace& place, Deviation& deviation) {
  const std::optional<std::string_view> text = Text(place);
  if (!text) return;
  const std::string id(*text);
  ++ids_;
  if (Find(deviations_, id) || Find({deviation}, id)) {
    place.AddError("an earlier id matches " + id);
  } else if (!MatchesAny(id, suite_)) {
    if (unmatched_.empty()) first_unmatched_ = id;
    unmatched_.push_back(
        {std::string(place.file), place.pointer, "no case of the suite matches " + id});
  } else {
    deviation.ids.push_back(id);
  }
}

void DeviationReader::ReadIds(JsonObject& object, Deviation& deviation) {
  const std::optional<JsonPlace> id = object.Optional("id");
  const std::optional<JsonPlace> ids = object.Optional("ids");
  if (id.has_value() == ids.has_value()) {
    object.place().AddError("expected either id or ids");
  } else if (id) {
    ReadId(*id, deviation);
  } else {
    const std::vector<JsonPlace> places = Elements(*ids);
    if (ids->element.is_array() && places.empty()) ids->AddError("must not be empty");
    for (const JsonPlace& place : places) ReadId(place, deviation);
  }
}

void ReadText(const std::optional<JsonPlace>& place, std::string& out) {
  if (place) out = Text(*place).value_or("");
}

// Only `true` is allowed. An entry without the key expects a failure.
void ReadFault(JsonObject& object, Deviation& deviation) {
  const std::optional<JsonPlace> fault = object.Optional("fault");
  if (!fault) return;
  bool value = false;
  deviation.fault = fault->element.get(value) == simdjson::SUCCESS && value;
  if (!deviation.fault) fault->AddError("expected true");
}

bool SaysNotReported(std::string_view reason) {
  constexpr std::string_view kWords = "not reported yet";
  return std::search(reason.begin(), reason.end(), kWords.begin(), kWords.end(),
                     [](char a, char b) { return (a == 'N' ? 'n' : a) == b; }) != reason.end();
}

void ReadLink(JsonObject& object, Deviation& deviation) {
  const std::optional<JsonPlace> link = object.Optional("link");
  if (!link) {
    if (!deviation.reason.empty() && !SaysNotReported(deviation.reason)) {
      object.place().AddError("expected a link, or a reason that says \"Not reported yet\"");
    }
    return;
  }
  ReadText(link, deviation.link);
  if (!deviation.link.empty() && !deviation.link.starts_with("https://")) {
    link->AddError("expected an address that begins with https://, found " +
                   Quoted(deviation.link));
  }
}

void ReadSeverity(JsonObject& object, Deviation& deviation) {
  const std::optional<JsonPlace> severity = object.Optional("severity");
  if (!severity) return;
  ReadText(severity, deviation.severity);
  const bool known =
      std::find(kSeverities.begin(), kSeverities.end(), deviation.severity) != kSeverities.end();
  if (known || deviation.severity.empty()) return;
  std::string names;
  for (const std::string_view name : kSeverities) {
    if (!names.empty()) names += ", ";
    names += name;
  }
  severity->AddError("expected one of " + names);
}

void DeviationReader::Read(const JsonPlace& place) {
  JsonObject object(place);
  Deviation deviation;
  ReadIds(object, deviation);
  ReadFault(object, deviation);
  ReadText(object.Required("reason"), deviation.reason);
  ReadLink(object, deviation);
  ReadSeverity(object, deviation);
  object.RefuseOthers();
  deviations_.push_back(std::move(deviation));
}

std::vector<Deviation> DeviationReader::Finish(const std::string& file, LoadErrors& errors) && {
  if (unmatched_.size() == 1) errors.push_back(unmatched_.front());
  if (unmatched_.size() > 1) {
    errors.push_back({file, "",
                      std::to_string(unmatched_.size()) + " of its " + std::to_string(ids_) +
                          " ids match no case of this suite, " + first_unmatched_ +
                          " first: the list is for another suite or version. Remove them, or "
                          "write a new list with --write-expected"});
  }
  return std::move(deviations_);
}

bool Occurs(const Deviation& deviation, Verdict verdict) {
  return verdict == (deviation.fault ? Verdict::kFault : Verdict::kFail);
}

// The globs of the file that match a case with a deviation.
std::set<std::string> OccurringGlobs(const std::vector<Deviation>& deviations,
                                     const std::vector<CaseResult>& results) {
  std::set<std::string> globs;
  for (const CaseResult& result : results) {
    if (result.verdict != Verdict::kFail && result.verdict != Verdict::kFault) continue;
    const auto match = Find(deviations, result.vector->id);
    if (match && Occurs(*match->deviation, result.verdict)) globs.insert(*match->glob);
  }
  return globs;
}

std::string WhyUnexpected(const std::string& glob, bool others_fail) {
  if (!others_fail) return "This deviation no longer occurs: remove it. (" + glob + ")";
  return "This case passes, but other cases that match " + glob +
         " fail: list those instead of the glob.";
}

}  // namespace

Read ParseDeviations(std::string_view document, const std::string& file, const Suite& suite) {
  LoadErrors errors;
  JsonFile json;
  const std::optional<JsonPlace> root = json.Parse(file, document, errors);
  if (!root) return errors;
  JsonObject object(*root);
  ReadFormat(object);
  DeviationReader reader(suite);
  if (const std::optional<JsonPlace> list = object.Required("deviations")) {
    for (const JsonPlace& place : Elements(*list)) reader.Read(place);
  }
  object.RefuseOthers();
  std::vector<Deviation> deviations = std::move(reader).Finish(file, errors);
  if (!errors.empty()) return errors;
  return deviations;
}

Read ReadDeviations(const std::string& path, const Suite& suite) {
  const auto read = ReadFile(path);
  if (const auto* not_read = std::get_if<NotRead>(&read)) {
    return LoadErrors{{path, "", not_read->why}};
  }
  return ParseDeviations(std::get<std::string>(read), path, suite);
}

const Deviation* EntryOf(const std::vector<Deviation>& deviations, const std::string& id) {
  const std::optional<Match> match = Find(deviations, id);
  return match ? match->deviation : nullptr;
}

const Deviation* ExpectedBy(const std::vector<Deviation>& deviations, const CaseResult& result) {
  if (result.verdict != Verdict::kFail && result.verdict != Verdict::kFault) return nullptr;
  const Deviation* entry = EntryOf(deviations, result.vector->id);
  return entry != nullptr && Occurs(*entry, result.verdict) ? entry : nullptr;
}

void ApplyDeviations(const std::vector<Deviation>& deviations, std::vector<CaseResult>& results) {
  const std::set<std::string> occurring = OccurringGlobs(deviations, results);
  for (CaseResult& result : results) {
    const bool passed = result.verdict == Verdict::kPass;
    const std::optional<Match> match = passed || ExpectedBy(deviations, result)
                                           ? Find(deviations, result.vector->id)
                                           : std::nullopt;
    if (!match) continue;
    const std::string& link = match->deviation->link;
    result.deviation = match->deviation->reason + (link.empty() ? "" : " " + link);
    result.verdict = passed ? Verdict::kUnexpectedPass : Verdict::kExpectedFailure;
    if (passed) {
      result.explanation = WhyUnexpected(*match->glob, occurring.count(*match->glob) > 0);
    }
  }
}

}  // namespace countersign
