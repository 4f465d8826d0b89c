#include "suite/load.h"

#include <algorithm>

#include "suite/case_file.h"
#include "suite/digest.h"
#include "suite/embedded.h"
#include "suite/json_place.h"
#include "suite/read_directory.h"
#include "suite/rules.h"
#include "suite/sources.h"

namespace countersign {
namespace {

// Loading is one load: the suite so far, and what is wrong with it.
class Loading {
 public:
  std::variant<Suite, LoadErrors> Result(std::span<const VectorFile> files) && {
    LoadRules(files);
    LoadSources(files);
    const CaseContext context{IdsOf(suite_.rules), ById(suite_.sources)};
    for (const VectorFile& file : files) {
      if (errors_.size() >= kMostErrors) break;
      if (file.path != kRulesFile && file.path != kSourcesFile) LoadCase(file, context);
    }
    RefuseDuplicates();
    if (errors_.empty()) return std::move(suite_);
    if (errors_.size() > kMostErrors) errors_.resize(kMostErrors);
    return std::move(errors_);
  }

 private:
  void LoadRules(std::span<const VectorFile> files) {
    const auto root = ParseList(files, kRulesFile, "missing: the file with every rule");
    if (root) suite_.rules = ReadRules(*root);
  }

  void LoadSources(std::span<const VectorFile> files) {
    const auto root = ParseList(files, kSourcesFile, "missing: the file with every source");
    if (root) suite_.sources = ReadSources(*root);
  }

  // Parses a file that the cases refer to.
  std::optional<JsonPlace> ParseList(std::span<const VectorFile> files, std::string_view path,
                                     const char* missing) {
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const VectorFile& f) { return f.path == path; });
    if (file != files.end()) return json_.Parse(file->path, file->text, errors_);
    Add(path, missing);
    return std::nullopt;
  }

  void LoadCase(const VectorFile& file, const CaseContext& context) {
    const std::optional<std::string_view> id = IdOf(file.path);
    if (!id) {
      return Add(
          file.path,
          "expected the name presign/STEP/NAME.json or verify/STEP/FAULT.json, in lower-case "
          "letters, digits and hyphens");
    }
    const std::size_t before = errors_.size();
    const std::optional<JsonPlace> root = json_.Parse(file.path, file.text, errors_);
    if (!root) return;
    CaseFile read = ReadCaseFile(*root, *id, context);
    if (errors_.size() > before) return;
    if (!read.family) {
      suite_.cases.push_back(std::move(read.pattern));
    } else {
      AddFamily(read.pattern, *read.family);
    }
  }

  void AddFamily(const Case& pattern, const Family& family) {
    FamilyDigest& digest = suite_.families.emplace_back();
    digest.id = pattern.id;
    digest.sha256 = family.digest;
    for (Case& member : Expand(pattern, family)) {
      digest.members.push_back(member.id);
      suite_.cases.push_back(std::move(member));
    }
  }

  // Sorts the cases on the way.
  void RefuseDuplicates() {
    std::sort(suite_.cases.begin(), suite_.cases.end(),
              [](const Case& a, const Case& b) { return a.id < b.id; });
    for (std::size_t i = 1; i < suite_.cases.size(); ++i) {
      const Case& c = suite_.cases[i];
      if (suite_.cases[i - 1].id == c.id) Add(c.file, "a case of this id came before: " + c.id);
    }
  }

  void Add(std::string_view file, std::string expected) {
    errors_.push_back({std::string(file), "", std::move(expected)});
  }

  JsonFile json_;
  Suite suite_;
  LoadErrors errors_;
};

}  // namespace

std::variant<Suite, LoadErrors> Load(std::span<const VectorFile> files) {
  return Loading().Result(files);
}

std::variant<Suite, LoadErrors> LoadEmbedded() {
  std::variant<Suite, LoadErrors> loaded = Load(EmbeddedVectors());
  if (Suite* suite = std::get_if<Suite>(&loaded)) suite->digest = EmbeddedDigest();
  return loaded;
}

std::variant<Suite, LoadErrors> LoadDirectory(const std::string& folder) {
  std::variant<VectorFolder, LoadErrors> read = ReadDirectory(folder);
  if (LoadErrors* errors = std::get_if<LoadErrors>(&read)) return std::move(*errors);
  const VectorFolder& vectors = std::get<VectorFolder>(read);
  std::variant<Suite, LoadErrors> loaded = Load(vectors.files);
  if (Suite* suite = std::get_if<Suite>(&loaded)) suite->digest = DigestOf(vectors.files);
  return loaded;
}

}  // namespace countersign
