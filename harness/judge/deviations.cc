#include "judge/deviations.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "suite/select.h"

namespace countersign {
namespace {

using Json = nlohmann::json;
using Read = std::variant<std::vector<Deviation>, DeviationsError>;

DeviationsError Error(const std::string& file, const std::string& pointer,
                      const std::string& expected) {
  return {file + ": " + (pointer.empty() ? "/" : pointer) + ": " + expected};
}

// The first key of the object that is not one of these.
std::optional<std::string> UnknownKey(const Json& object,
                                      std::initializer_list<const char*> known) {
  for (const auto& [key, value] : object.items()) {
    const auto is_it = [&key = key](const char* one) { return key == one; };
    if (std::none_of(known.begin(), known.end(), is_it)) return key;
  }
  return std::nullopt;
}

std::optional<DeviationsError> ReadText(const Json& entry, const std::string& file,
                                        const std::string& pointer, const char* key,
                                        std::string& out) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_string() || found->get_ref<const std::string&>().empty()) {
    return Error(file, pointer + "/" + key, "expected a text that is not empty");
  }
  out = found->get<std::string>();
  return std::nullopt;
}

std::optional<DeviationsError> ReadEntry(const Json& entry, const std::string& file,
                                         const std::string& pointer, Deviation& out) {
  if (!entry.is_object()) return Error(file, pointer, "expected an object");
  if (const auto key = UnknownKey(entry, {"id", "reason", "link"})) {
    return Error(file, pointer + "/" + *key, "unknown key; expected id, reason and link");
  }
  if (auto error = ReadText(entry, file, pointer, "id", out.id)) return error;
  if (auto error = ReadText(entry, file, pointer, "reason", out.reason)) return error;
  if (auto error = ReadText(entry, file, pointer, "link", out.link)) return error;
  if (out.link.rfind("https://", 0) != 0 && out.link.rfind("http://", 0) != 0) {
    return Error(file, pointer + "/link", "expected an address that begins with https://");
  }
  return std::nullopt;
}

bool MatchesAny(const Deviation& deviation, const Suite& suite) {
  return std::any_of(suite.cases.begin(), suite.cases.end(),
                     [&deviation](const Case& c) { return GlobMatches(deviation.id, c.id); });
}

std::optional<DeviationsError> CheckHead(const Json& root, const std::string& file) {
  if (!root.is_object()) return Error(file, "", "expected an object");
  if (const auto key = UnknownKey(root, {"format", "deviations"})) {
    return Error(file, "/" + *key, "unknown key; expected format and deviations");
  }
  if (root.value("format", Json()) != 1) return Error(file, "/format", "expected 1");
  if (!root.contains("deviations") || !root.at("deviations").is_array()) {
    return Error(file, "/deviations", "expected a list");
  }
  return std::nullopt;
}

const Deviation* Find(const std::vector<Deviation>& deviations, const std::string& id) {
  for (const Deviation& deviation : deviations) {
    if (GlobMatches(deviation.id, id)) return &deviation;
  }
  return nullptr;
}

}  // namespace

Read ParseDeviations(std::string_view document, const std::string& file, const Suite& suite) {
  Json root;
  try {
    root = Json::parse(document);
  } catch (const Json::parse_error& error) {
    return DeviationsError{file + ": no JSON: " + error.what()};
  }
  if (auto error = CheckHead(root, file)) return *error;
  std::vector<Deviation> deviations;
  for (const Json& entry : root.at("deviations")) {
    const std::string pointer = "/deviations/" + std::to_string(deviations.size());
    Deviation deviation;
    if (auto error = ReadEntry(entry, file, pointer, deviation)) return *error;
    if (Find(deviations, deviation.id) != nullptr) {
      return Error(file, pointer + "/id", "an entry before this one matches " + deviation.id);
    }
    if (!MatchesAny(deviation, suite)) {
      return Error(file, pointer + "/id", "no case of the suite matches " + deviation.id);
    }
    deviations.push_back(std::move(deviation));
  }
  return deviations;
}

Read ReadDeviations(const std::string& path, const Suite& suite) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream document;
  if (!stream || !(document << stream.rdbuf())) {
    return DeviationsError{path + ": cannot be read"};
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
