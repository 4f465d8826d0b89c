#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "certify/ask_plan.h"
#include "certify/ed25519.h"
#include "certify/manifest.h"
#include "certify/plan.h"

namespace countersign {

// NamedText is one file of a bundle.
struct NamedText {
  std::string name;
  std::string text;
};

// BundleFileKind is one entry of the list of files that a bundle has: these and no others.
struct BundleFileKind {
  std::string_view name;
  std::size_t most;  // bytes
};
std::span<const BundleFileKind> BundleFileKinds();

inline constexpr std::string_view kManifestFile = "manifest.json";
inline constexpr std::string_view kStatementFile = "statement.dsse.json";
inline constexpr std::string_view kPlanFile = "plan.jsonl";
inline constexpr std::string_view kTranscriptFile = "transcript.jsonl";

// Judged is what a bundle is made of, besides its manifest.
struct JudgedRun {
  const Suite& suite;
  const Plan& plan;
  const std::string& plan_text;
  const std::string& transcript;  // the file
  const AskedPlan& asked;
};

// DerivedTexts are the files that the manifest lists, in its order. manifest.files is not read.
std::vector<NamedText> DerivedTexts(const Manifest& manifest, const JudgedRun& run);
// FilesOf lists texts by their digests.
std::vector<BundleFile> FilesOf(const std::vector<NamedText>& texts);
// BundleTexts are all files of a bundle, signed. It fills in the manifest's list of files.
std::vector<NamedText> BundleTexts(Manifest manifest, const JudgedRun& run, const Ed25519Key& key);

// WriteBundle makes a folder with these files: in a temporary one beside it, which is renamed at
// the end. It returns what failed, for people; then nothing is left.
std::optional<std::string> WriteBundle(const std::string& folder,
                                       const std::vector<NamedText>& files);
// WhyNoBundleAt says, for people, why no bundle can be written there; nullopt if one can.
std::optional<std::string> WhyNoBundleAt(const std::string& folder);

// ReadBundle reads a folder of strangers: exactly the files of the list, each a regular file of
// that folder and not too long. It returns what is wrong, a line for each.
std::variant<std::vector<NamedText>, std::vector<std::string>> ReadBundle(
    const std::string& folder);

}  // namespace countersign
