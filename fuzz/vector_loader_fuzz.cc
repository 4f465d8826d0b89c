// Property: any files load, or are refused with errors that name file and place. Files that load
// also load in any order and layout, and are refused once a key is repeated or unknown.
//
// Input: files, each after a line `@path`. If rules.json or sources.json is not among them, a
// small one is added.
#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "engine/take_line.h"
#include "engine/target.h"
#include "sigv4/percent_encoding.h"
#include "suite/load.h"
#include "suite/write.h"

namespace countersign::fuzz {
namespace {

using Loaded = std::variant<Suite, LoadErrors>;

constexpr std::string_view kRulesPath = "rules.json";
constexpr std::string_view kRules = R"({"format": 1, "rules": [
  {"id": "r/a", "text": "t", "source": "s", "link": "", "confidence": "A", "level": "must"}]})";
constexpr std::string_view kSourcesPath = "sources.json";
constexpr std::string_view kSources = R"({"format": 1, "sources": [
  {"id": "s/a", "kind": "published", "document": "d", "place": "p", "url": "https://e"},
  {"id": "s/b", "kind": "reported", "thread": "o/r#1", "shows": "answer"}]})";
constexpr std::size_t kMostCases = 64;
constexpr std::size_t kMostFiles = 4;  // more files are ignored, and so are repeated paths

// OwnedFile owns the text of a vector file that a check has made.
struct OwnedFile {
  std::string_view path;
  std::string text;
};

void AddIfMissing(std::vector<VectorFile>& files, const VectorFile& added) {
  const bool again = std::any_of(files.begin(), files.end(),
                                 [&](const VectorFile& file) { return file.path == added.path; });
  if (!again) files.push_back(added);
}

std::vector<VectorFile> FilesOf(Input input) {
  std::vector<VectorFile> files;
  std::string_view path = "presign/step/name.json";
  const char* begin = input.data();
  for (std::string_view rest = input;;) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const bool is_path = line.starts_with('@');
    if (is_path || rest.empty()) {
      const std::string_view text(begin, static_cast<std::size_t>(rest.data() - begin));
      if (!text.empty() && files.size() < kMostFiles) AddIfMissing(files, {path, text});
    }
    if (rest.empty()) break;
    TakeLine(rest);
    if (!is_path) continue;
    path = line.substr(1);
    begin = rest.data();
  }
  AddIfMissing(files, {kRulesPath, kRules});
  AddIfMissing(files, {kSourcesPath, kSources});
  return files;
}

auto Parts(const ExpectedAnswer& a) {
  return std::tie(a.accept, a.rejection_class, a.status, a.code);
}

auto Parts(const Signed& s) {
  return std::tie(s.method, s.target, s.headers, s.payload, s.secret_access_key);
}

auto Parts(const Witness& i) { return std::tie(i.name, i.version, i.input); }

auto Parts(const RuleEntry& r) {
  return std::tie(r.id, r.text, r.source, r.link, r.confidence, r.level);
}

auto Parts(const FamilyDigest& f) { return std::tie(f.id, f.sha256, f.members); }

auto PlainParts(const Case& c) {
  return std::tie(c.id, c.why, c.rules, c.level, c.status, c.features, c.request, c.refused_by,
                  c.pinned_url, c.stages, c.signature_source, c.file, c.needs_exact_clock);
}

auto PlainParts(const Source& s) { return std::tie(s.id, s.kind, s.citation, s.url, s.shown); }

template <typename T>
bool SameAll(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& x, const T& y) { return Parts(x) == Parts(y); });
}

bool SameSources(const Provenance& a, const Provenance& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return PlainParts(*x) == PlainParts(*y) && SameAll(x->implementations, y->implementations);
  });
}

bool SameCase(const Case& a, const Case& b) {
  return PlainParts(a) == PlainParts(b) && SameAll(a.expected, b.expected) &&
         SameSources(a.provenance, b.provenance) &&
         a.signed_as.has_value() == b.signed_as.has_value() &&
         (!a.signed_as || Parts(*a.signed_as) == Parts(*b.signed_as));
}

bool SameSuite(const Suite& a, const Suite& b) {
  return std::equal(a.cases.begin(), a.cases.end(), b.cases.begin(), b.cases.end(), SameCase) &&
         SameAll(a.rules, b.rules) && SameSources(a.sources, b.sources) &&
         SameAll(a.families, b.families) && a.digest == b.digest;
}

std::string TextOf(const LoadErrors& errors) {
  std::string text;
  for (const LoadError& one : errors) {
    text += Shown(one.file) + " " + Shown(one.pointer) + ": " + Shown(one.expected) + "\n";
  }
  return text;
}

void CheckErrors(const LoadErrors& errors, const std::vector<VectorFile>& files) {
  const auto details = [&] { return TextOf(errors); };
  Require(!errors.empty() && errors.size() <= kMostErrors, "errors-are-some-but-not-too-many",
          details);
  for (const LoadError& one : errors) {
    const bool known = std::any_of(files.begin(), files.end(),
                                   [&](const VectorFile& file) { return file.path == one.file; });
    Require(known, "errors-name-a-file", details);
    Require(one.pointer.empty() || one.pointer.starts_with('/'), "errors-name-a-place", details);
    Require(!one.expected.empty() && IsUtf8(one.pointer) && IsUtf8(one.expected), "errors-are-text",
            details);
  }
}

void CheckIds(const Suite& suite) {
  for (std::size_t i = 1; i < suite.cases.size(); ++i) {
    Require(suite.cases[i - 1].id < suite.cases[i].id, "ids-are-sorted-and-each-once",
            [&] { return Shown(suite.cases[i].id); });
  }
}

const Suite& RequireLoads(const Loaded& loaded, std::string_view finding) {
  Require(std::holds_alternative<Suite>(loaded), finding,
          [&] { return TextOf(std::get<LoadErrors>(loaded)); });
  return std::get<Suite>(loaded);
}

std::vector<VectorFile> Views(const std::vector<OwnedFile>& owned) {
  std::vector<VectorFile> files;
  for (const OwnedFile& one : owned) files.push_back({one.path, one.text});
  return files;
}

// Loading the files in reverse order and in the canonical layout gives the same suite.
void CheckAgain(const std::vector<VectorFile>& files, const Suite& suite) {
  std::vector<OwnedFile> laid_out;
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    const auto formatted = FormatJson(file->text);
    const auto* text = std::get_if<std::string>(&formatted);
    Require(text != nullptr, "files-that-load-can-be-formatted", [&] { return Shown(file->text); });
    const auto twice = FormatJson(*text);
    Require(twice == formatted, "formatting-twice-changes-nothing", [&] { return Shown(*text); });
    laid_out.push_back({file->path, *text});
  }
  const Loaded again = Load(Views(laid_out));
  Require(SameSuite(RequireLoads(again, "files-load-in-any-layout"), suite),
          "files-mean-the-same-in-any-layout", [&] { return Shown(files.front().text); });
}

// CheckRefused adds a repeated and an unknown key to the first file, which must be refused for
// both.
void CheckRefused(std::vector<VectorFile> files) {
  std::string changed(files.front().text);
  changed.insert(changed.find('{') + 1, R"("format": 1, "not/known": 1,)");
  files.front().text = changed;
  const Loaded loaded = Load(files);
  const auto* errors = std::get_if<LoadErrors>(&loaded);
  for (const std::string_view pointer : {"/format", "/not~1known"}) {
    const bool named =
        errors != nullptr && std::any_of(errors->begin(), errors->end(), [&](const LoadError& one) {
          return one.file == files.front().path && one.pointer == pointer;
        });
    Require(named, "keys-given-twice-or-unknown-are-named", [&] { return Shown(changed); });
  }
}

}  // namespace

Taken Execute(Input input) {
  const std::vector<VectorFile> files = FilesOf(input);
  const Loaded loaded = Load(files);
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) {
    CheckErrors(*errors, files);
    return Taken::kKept;
  }
  // A family of thousands shows no more than a small one, but takes a hundred times as long.
  if (std::get<Suite>(loaded).cases.size() > kMostCases) return Taken::kNotWorthKeeping;
  CheckIds(std::get<Suite>(loaded));
  for (const VectorFile& file : files) {
    Require(IsUtf8(file.text), "files-that-load-are-utf-eight", [&] { return Shown(file.text); });
  }
  CheckAgain(files, std::get<Suite>(loaded));
  CheckRefused(files);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
