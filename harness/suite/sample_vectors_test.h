#pragma once

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "suite/case.h"
#include "suite/load.h"

namespace countersign {

using Json = nlohmann::ordered_json;

// MalformedCases is malformed_cases.json: what the loader and the schemas must refuse alike.
inline const Json& MalformedCases() {
  static const Json table = Json::parse(std::ifstream(COUNTERSIGN_MALFORMED_CASES));
  return table;
}

// MalformedSources is malformed_sources.json, the same for the entries of sources.json.
inline const Json& MalformedSources() {
  static const Json table = Json::parse(std::ifstream(COUNTERSIGN_MALFORMED_SOURCES));
  return table;
}

// SampleSource is a valid source: one of that table's bases. Its id is "sample/" and the name.
inline Json SampleSource(const std::string& base) {
  return MalformedSources().at("bases").at(base);
}

// SampleCase is a valid case file: one of that table's bases.
inline Json SampleCase(const std::string& base) { return MalformedCases().at("bases").at(base); }

inline Json SampleRule(const std::string& id) {
  return {{"id", id},   {"text", "A rule."}, {"source", "A document."},
          {"link", ""}, {"confidence", "A"}, {"level", "must"}};
}

// SampleVectors is a folder of vectors in memory: the rules and the source that the sample cases
// name, and what a test puts in.
class SampleVectors {
 public:
  SampleVectors() {
    PutRules({SampleRule("sample/foremost"), SampleRule("sample/other")});
    PutSources(Json::array({SampleSource("published")}));
  }

  void PutRules(const Json& rules) { Put("rules.json", {{"format", 1}, {"rules", rules}}); }
  void PutSources(const Json& sources) {
    Put("sources.json", {{"format", 1}, {"sources", sources}});
  }
  void Put(const std::string& path, const Json& document) { PutText(path, document.dump()); }
  void PutText(const std::string& path, std::string text) { texts_[path] = std::move(text); }
  void Remove(const std::string& path) { texts_.erase(path); }
  const std::string& TextOf(const std::string& path) const { return texts_.at(path); }

  // The files, sorted by path, good until the next change.
  std::vector<VectorFile> Files() const {
    std::vector<VectorFile> files;
    for (const auto& [path, text] : texts_) files.push_back({path, text});
    return files;
  }
  Suite Loaded() const { return std::get<Suite>(Load(Files())); }
  // The errors of Load; empty if it succeeds.
  LoadErrors Errors() const {
    const std::variant<Suite, LoadErrors> loaded = Load(Files());
    const LoadErrors* errors = std::get_if<LoadErrors>(&loaded);
    return errors == nullptr ? LoadErrors{} : *errors;
  }

 private:
  std::map<std::string, std::string> texts_;
};

}  // namespace countersign
