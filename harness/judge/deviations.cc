#include "judge/deviations.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "suite/json_place.h"
#include "suite/select.h"

namespace countersign {
namespace {

using Read = std::variant<std::vector<Deviation>, LoadErrors>;

const Deviation* Find(const std::vector<Deviation>& deviations, const std::string& id) {
  for (const Deviation& deviation : deviations) {
    if (GlobMatches(deviation.id, id)) return &deviation;
  }
  return nullptr;
}

bool MatchesAny(const Deviation& deviation, const Suite& suite) {
  return std::any_of(suite.cases.begin(), suite.cases.end(),
                     [&deviation](const Case& c) { return GlobMatches(deviation.id, c.id); });
}

void ReadText(const std::optional<JsonPlace>& place, std::string& out) {
  if (place) out = Text(*place).value_or("");
}

Deviation ReadDeviation(const JsonPlace& place, const std::vector<Deviation>& earlier,
                        const Suite& suite) {
  JsonObject object(place);
  Deviation deviation;
  const std::optional<JsonPlace> id = object.Required("id");
  ReadText(id, deviation.id);
  ReadText(object.Required("reason"), deviation.reason);
  const std::optional<JsonPlace> link = object.Required("link");
  ReadText(link, deviation.link);
  object.RefuseOthers();
  if (!deviation.link.empty() && !deviation.link.starts_with("https://")) {
    link->AddError("expected an address that begins with https://, found " +
                   Quoted(deviation.link));
  }
  if (deviation.id.empty()) return deviation;
  if (Find(earlier, deviation.id) != nullptr) {
    id->AddError("an entry before this one matches " + deviation.id);
  } else if (!MatchesAny(deviation, suite)) {
    id->AddError("no case of the suite matches " + deviation.id);
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
  for (CaseResult& result : results) {
    if (result.verdict != Verdict::kFail && result.verdict != Verdict::kPass) continue;
    const Deviation* deviation = Find(deviations, result.vector->id);
    if (deviation == nullptr) continue;
    result.deviation = deviation->reason + " " + deviation->link;
    if (result.verdict == Verdict::kFail) {
      result.verdict = Verdict::kExpectedFailure;
    } else {
      result.verdict = Verdict::kUnexpectedPass;
      result.explanation = "This deviation no longer occurs: remove it. (" + deviation->id + ")";
    }
  }
}

}  // namespace countersign
