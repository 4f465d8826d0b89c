// `countersign vectors lint` and `countersign vectors accept`, for people who add cases: check a
// folder of vectors, and write into it what the reference computes.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "cli/command.h"
#include "evidence/citations.h"
#include "judge/derive.h"
#include "protocol/printable.h"
#include "protocol/read_file.h"
#include "suite/lint.h"
#include "suite/load.h"
#include "suite/read_directory.h"
#include "suite/write.h"
#include "writers/report.h"

namespace countersign {
namespace {

// The reference is tested with published answers, so it never rewrites them.
bool IsPublished(const Case& c) {
  return std::any_of(c.provenance.begin(), c.provenance.end(), [](const auto& source) {
    return source->kind == ProvenanceKind::kPublished || source->kind == ProvenanceKind::kRecorded;
  });
}

// WithSignature replaces the value of the target's first X-Amz-Signature.
std::string WithSignature(std::string target, const std::string& signature) {
  static constexpr std::string_view kName = "X-Amz-Signature=";
  const std::size_t name = target.find(kName);
  if (name == std::string::npos) return target;
  const std::size_t start = name + kName.size();
  const std::size_t end = std::min(target.find('&', start), target.size());
  return target.replace(start, end - start, signature);
}

Derived DerivedOf(const Case& c) {
  Derived derived;
  const std::string signature = DeriveSignature(c);
  if (signature.empty()) return derived;
  if (c.stages) derived.stages = DeriveStages(c);
  const auto* verify = std::get_if<VerifyMessage>(&c.request);
  // Any right signature of SigV4A may stay, such as a published one.
  if (verify != nullptr && c.signature_source == SignatureSource::kComputed &&
      !CarriesRightSignature(c)) {
    derived.target = WithSignature(verify->request.target, signature);
  }
  return derived;
}

bool Differs(const Case& c, const Derived& derived) {
  if (derived.stages && derived.stages != c.stages) return true;
  const auto* verify = std::get_if<VerifyMessage>(&c.request);
  return derived.target && verify != nullptr && *derived.target != verify->request.target;
}

// Acceptance is one pass of `vectors accept` over a folder.
class Acceptance {
 public:
  explicit Acceptance(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void Accept(const Case& c) {
    const Derived derived = DerivedOf(c);
    if (!IsPublished(c)) return Rewrite(c.file, derived);
    if (!Differs(c, derived)) return Rewrite(c.file, {});  // the layout only
    PrintError(c.file +
               ": not changed: its answer is published, and the reference computes another one");
    ++refused_;
  }
  void Accept(const FamilyDigest& family, const Suite& suite) {
    Derived derived;
    derived.family_digest = DigestOfFamily(family, suite);
    Rewrite(family.id + ".json", derived);
  }

  int rewritten() const { return rewritten_; }
  int refused() const { return refused_; }

 private:
  void Rewrite(const std::string& file, const Derived& derived) {
    const std::filesystem::path path = folder_ / file;
    const auto read = ReadFile(path.string());
    if (const auto* not_read = std::get_if<NotRead>(&read)) {
      PrintLoadErrors({{file, "", not_read->why}});
      ++refused_;
      return;
    }
    const std::string& before = std::get<std::string>(read);
    const auto text = RewriteDerived(before, derived);
    if (const auto* error = std::get_if<LoadError>(&text)) {
      PrintLoadErrors({{file, error->pointer, error->expected}});
      ++refused_;
      return;
    }
    if (std::get<std::string>(text) == before) return;
    if (const auto error = WriteWhole(path.string(), std::get<std::string>(text))) {
      PrintError(file + ": " + *error);
      ++refused_;
      return;
    }
    std::cout << "rewritten " << Printable(file) << '\n';
    ++rewritten_;
  }

  std::filesystem::path folder_;
  int rewritten_ = 0;
  int refused_ = 0;
};

}  // namespace

int AcceptVectors(const std::string& folder) {
  const std::optional<Suite> suite = LoadVectors(folder);
  if (!suite) return kUsage;
  Acceptance acceptance{folder};
  for (const Case& c : suite->cases) {
    if (c.id + ".json" == c.file) acceptance.Accept(c);
  }
  for (const FamilyDigest& family : suite->families) acceptance.Accept(family, *suite);
  std::cout << acceptance.rewritten() << " files rewritten, " << acceptance.refused()
            << " refused\n";
  return acceptance.refused() == 0 ? kConforming : kNotConforming;
}

int LintVectors(const std::string& folder) {
  const std::optional<Suite> suite = LoadVectors(folder);
  if (!suite) return kUsage;
  const auto read = ReadDirectory(folder);
  if (const auto* errors = std::get_if<LoadErrors>(&read)) {
    PrintLoadErrors(*errors);
    return kUsage;
  }
  std::vector<LintProblem> problems = Lint(*suite, std::get<VectorFolder>(read).files);
  for (LintProblem& one : LintEvidence(*suite, folder)) problems.push_back(std::move(one));
  for (const LintProblem& problem : problems) PrintError(problem.where + ": " + problem.text);
  std::cout << suite->cases.size() << " cases, " << suite->rules.size() << " rules, "
            << problems.size() << " problems\n";
  return problems.empty() ? kConforming : kNotConforming;
}

}  // namespace countersign
