// The files of a bundle.
#include "certify/bundle.h"

#include "certify/bundle_texts.h"
#include "certify/statement.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

constexpr BundleFileKind kBundleFiles[] = {
    {kManifestFile, kMiB},         {kStatementFile, 4 * kMiB},    {kPlanFile, 64 * kMiB},
    {kTranscriptFile, 128 * kMiB}, {"verdicts.jsonl", 64 * kMiB}, {"deviations.json", 64 * kMiB},
    {"certificate.json", kMiB},    {"certificate.md", kMiB},      {"certificate.svg", kMiB},
    {"report.html", 64 * kMiB},
};

}  // namespace

std::span<const BundleFileKind> BundleFileKinds() { return kBundleFiles; }

std::vector<NamedText> DerivedTexts(const Manifest& manifest, const JudgedRun& run) {
  const CertifiedStanding standing = StandingOfPlan(run.plan, run.asked);
  const CertificateFacts facts{manifest, run.asked.adapter_info, standing};
  return {
      {std::string(kPlanFile), run.plan_text},
      {std::string(kTranscriptFile), run.transcript},
      {"verdicts.jsonl", VerdictsText(run.plan, run.asked)},
      {"deviations.json", DeviationsJson(run.plan, run.asked)},
      {"certificate.json", CertificateJson(facts)},
      {"certificate.md", CertificateMarkdown(facts)},
      {"certificate.svg", CertificateSvg(facts)},
      {"report.html", ReportHtml(run.suite, facts, run.asked)},
  };
}

std::vector<BundleFile> FilesOf(const std::vector<NamedText>& texts) {
  std::vector<BundleFile> files;
  for (const NamedText& one : texts) {
    files.push_back({one.name, Hex(Sha256(one.text)), static_cast<std::int64_t>(one.text.size())});
  }
  return files;
}

std::vector<NamedText> BundleTexts(Manifest manifest, const JudgedRun& run, const Ed25519Key& key) {
  manifest.public_key = key.public_pem;
  std::vector<NamedText> texts = DerivedTexts(manifest, run);
  manifest.files = FilesOf(texts);
  const std::string manifest_text = ManifestText(manifest);
  const std::string statement =
      StatementText(manifest, manifest_text, StandingOfPlan(run.plan, run.asked));
  texts.push_back({std::string(kManifestFile), manifest_text});
  texts.push_back({std::string(kStatementFile), EnvelopeText(statement, key)});
  return texts;
}

}  // namespace countersign
