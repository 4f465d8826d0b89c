// Reads the known deviations that `countersign run --expected FILE` names, and changes the verdicts
// of the cases that they list. The run calls it after judging, before the reports are written.
#include "judge/deviations.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

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

// Reads one id, and checks it against the entries before this one and the ids before it in this
// one.
void ReadId(const JsonPlace& place, const std::vector<Deviation>& earlier, const Suite& suite,
            Deviation& deviation) {
  const std::optional<std::string_view> text = Text(place);
  if (!text) return;
  const std::string id(*text);
  if (Find(earlier, id) || Find({deviation}, id)) {
    place.AddError("an earlier id matches " + id);
  } else if (!MatchesAny(id, suite)) {
    place.AddError("no case of the suite matches " + id);
  } else {
    deviation.ids.push_back(id);
  }
}

void ReadIds(JsonObject& object, const std::vector<Deviation>& earlier, const Suite& suite,
             Deviation& deviation) {
  const std::optional<JsonPlace> id = object.Optional("id");
  const std::optional<JsonPlace> ids = object.Optional("ids");
  if (id.has_value() == ids.has_value()) {
    object.place().AddError("expected either id or ids");
  } else if (id) {
    ReadId(*id, earlier, suite, deviation);
  } else {
    const std::vector<JsonPlace> places = Elements(*ids);
    if (ids->element.is_array() && places.empty()) ids->AddError("must not be empty");
    for (const JsonPlace& place : places) ReadId(place, earlier, suite, deviation);
  }
}

void ReadText(const std::optional<JsonPlace>& place, std::string& out) {
  if (place) out = Text(*place).value_or("");
}

// The globs of the file that match a case that failed.
std::set<std::string> FailingGlobs(const std::vector<Deviation>& deviations,
                                   const std::vector<CaseResult>& results) {
  std::set<std::string> globs;
  for (const CaseResult& result : results) {
    if (result.verdict != Verdict::kFail) continue;
    if (const auto match = Find(deviations, result.vector->id)) globs.insert(*match->glob);
  }
  return globs;
}

std::string WhyUnexpected(const std::string& glob, bool others_fail) {
  if (!others_fail) return "This deviation no longer occurs: remove it. (" + glob + ")";
  return "This case passes, but other cases that match " + glob +
         " fail: list those instead of the glob.";
}

Deviation ReadDeviation(const JsonPlace& place, const std::vector<Deviation>& earlier,
                        const Suite& suite) {
  JsonObject object(place);
  Deviation deviation;
  ReadIds(object, earlier, suite, deviation);
  ReadText(object.Required("reason"), deviation.reason);
  const std::optional<JsonPlace> link = object.Required("link");
  ReadText(link, deviation.link);
  object.RefuseOthers();
  if (!deviation.link.empty() && !deviation.link.starts_with("https://")) {
    link->AddError("expected an address that begins with https://, found " +
                   Quoted(deviation.link));
  }
  return deviation;
}

}  // namespace

Read ParseDeviations(std::string_view document, const std::string& file, const Suite& suite) {
  LoadErrors errors;
  JsonFile json;
  const std::optional<JsonPlace> root = json.Parse(file, document, errors);
  if (!root) return errors;
  JsonObject object(*root);
  ReadFormat(object);
  std::vector<Deviation> deviations;
  if (const std::optional<JsonPlace> list = object.Required("deviations")) {
    for (const JsonPlace& place : Elements(*list)) {
      deviations.push_back(ReadDeviation(place, deviations, suite));
    }
  }
  object.RefuseOthers();
  if (!errors.empty()) return errors;
  return deviations;
}

Read ReadDeviations(const std::string& path, const Suite& suite) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream document;
  if (!stream || !(document << stream.rdbuf())) {
    return LoadErrors{{path, "", "cannot be read"}};
  }
  return ParseDeviations(document.str(), path, suite);
}

void ApplyDeviations(const std::vector<Deviation>& deviations, std::vector<CaseResult>& results) {
  const std::set<std::string> failing = FailingGlobs(deviations, results);
  for (CaseResult& result : results) {
    if (result.verdict != Verdict::kFail && result.verdict != Verdict::kPass) continue;
    const std::optional<Match> match = Find(deviations, result.vector->id);
    if (!match) continue;
    result.deviation = match->deviation->reason + " " + match->deviation->link;
    if (result.verdict == Verdict::kFail) {
      result.verdict = Verdict::kExpectedFailure;
    } else {
      result.verdict = Verdict::kUnexpectedPass;
      result.explanation = WhyUnexpected(*match->glob, failing.count(*match->glob) > 0);
    }
  }
}

}  // namespace countersign
