#include "corpus/truth.h"

#include <algorithm>
#include <optional>

#include "mutants/mutant.h"
#include "suite/json_place.h"
#include "suite/select.h"

namespace countersign {
namespace {

std::vector<std::string> Mutants(const std::optional<JsonPlace>& place) {
  if (!place) return {};
  std::vector<std::string> names = Texts(*place);
  for (const std::string& name : names) {
    if (FindMutant(name) == nullptr) place->AddError("no mutant is named " + Quoted(name));
  }
  return names;
}

Truth ReadTruth(const JsonPlace& place) {
  JsonObject object(place);
  Truth truth;
  if (const std::optional<JsonPlace> ids = object.Required("ids")) truth.ids = Texts(*ids);
  if (truth.ids.empty()) place.AddError("ids must not be empty");
  truth.causes = Mutants(object.Required("causes"));
  if (const std::optional<JsonPlace> also = object.Optional("also")) truth.also = Texts(*also);
  if (const std::optional<JsonPlace> why = object.Required("why")) {
    truth.why = Text(*why).value_or("");
  }
  object.RefuseOthers();
  return truth;
}

}  // namespace

std::variant<std::vector<Truth>, LoadErrors> ReadTruths(std::string_view file,
                                                        std::string_view document) {
  LoadErrors errors;
  JsonFile json;
  const std::optional<JsonPlace> root = json.Parse(file, document, errors);
  if (!root) return errors;
  JsonObject object(*root);
  ReadFormat(object);
  std::vector<Truth> truths;
  if (const std::optional<JsonPlace> list = object.Required("truths")) {
    for (const JsonPlace& place : Elements(*list)) truths.push_back(ReadTruth(place));
  }
  object.RefuseOthers();
  if (!errors.empty()) return errors;
  return truths;
}

const Truth* TruthOf(const std::vector<Truth>& truths, std::string_view id) {
  for (const Truth& truth : truths) {
    const bool covers = std::any_of(truth.ids.begin(), truth.ids.end(),
                                    [&](const std::string& glob) { return GlobMatches(glob, id); });
    if (covers) return &truth;
  }
  return nullptr;
}

}  // namespace countersign
