// The certificate as data, as a page and as a picture.
#include <algorithm>

#include "certify/bundle_texts.h"
#include "certify/ed25519.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"
#include "protocol/printable.h"
#include "writers/markup.h"

namespace countersign {
namespace {

// What a certificate does not say, on each of them.
constexpr std::string_view kLimitsOfCertificates[] = {
    "That the answers came from the artefact that is named: the person who ran the program could "
    "answer "
    "with another implementation. Ask the artefact again to be sure.",
    "Anything about versions other than this one, or about features that are not listed.",
    "That AWS endorses it. Expectations are those of the suite, each with its source.",
};

std::string TitleLine(const CertifiedStanding& standing) {
  if (!standing.IsCertifiable()) return "Not certified";
  std::string text = "Certified ";
  for (std::size_t i = 0; i < standing.titles.size(); ++i) {
    text += (i == 0 ? "" : " and ") + standing.titles[i];
  }
  return text;
}

std::string ProductLine(const Product& product) {
  return product.vendor + " " + product.name + " " + product.version;
}

// A text of the vendor in a Markdown page: no markup of its own.
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : Escaped(Printable(text))) {
    if (std::string_view("\\`*_{}[]()#+!|~").find(c) != std::string_view::npos) plain += '\\';
    plain += c;
  }
  return plain;
}

void WriteProfiles(const CertifiedStanding& standing, JsonWriter& json) {
  json.BeginArray("profiles");
  for (const ProfileStanding& one : standing.profiles) {
    json.BeginObject();
    json.Text("name", one.profile->name);
    json.Text("standing", one.Word());
    json.Integer("must_passed", one.must_passed);
    json.Integer("must_failed", one.must_failed);
    json.Integer("should_passed", one.should_passed);
    json.Integer("should_failed", one.should_failed);
    json.Integer("faults", one.faults);
    json.Integer("left_out", one.left_out);
    json.Integer("not_exercised", one.not_exercised);
    json.EndObject();
  }
  json.EndArray();
}

std::string ArtefactText(const Artefact& artefact) {
  return artefact.name + ", SHA-256 " + artefact.sha256 +
         (artefact.is_declared ? ", as the vendor declares" : "");
}

std::string ChallengeText(const Challenge& challenge) {
  return challenge.HexText() + (challenge.is_given ? ", given by the certifier"
                                                   : ", made at random by the program itself");
}

}  // namespace

std::string CertificateJson(const CertificateFacts& facts) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Integer("format", 1);
  json.Text("vendor", facts.manifest.product.vendor);
  json.Text("product", facts.manifest.product.name);
  json.Text("version", facts.manifest.product.version);
  json.Flag("certifiable", facts.standing.IsCertifiable());
  json.Texts("titles", facts.standing.titles);
  json.Text("date", TimeText(facts.manifest.finished_ms));
  json.Text("suite", facts.manifest.suite);
  json.Text("countersign", facts.manifest.countersign);
  json.Text("challenge", facts.manifest.challenge.HexText());
  json.Flag("challenge_given", facts.manifest.challenge.is_given);
  json.Text("key_id", KeyIdOf(facts.manifest.public_key));
  WriteProfiles(facts.standing, json);
  WriteAdapterInfo("implementation", facts.adapter_info, json);
  json.EndObject();
  return text + '\n';
}

std::string CertificateMarkdown(const CertificateFacts& facts) {
  const Manifest& manifest = facts.manifest;
  std::string page =
      "# " + TitleLine(facts.standing) + ": " + Plain(ProductLine(manifest.product)) + "\n\n";
  page += "| | |\n|---|---|\n";
  const auto row = [&page](std::string_view name, const std::string& value) {
    page += "| " + std::string(name) + " | " + value + " |\n";
  };
  row("date", TimeText(manifest.finished_ms));
  for (const Artefact& artefact : manifest.product.artefacts) {
    row("artefact", Plain(ArtefactText(artefact)));
  }
  if (manifest.product.link) row("link", Plain(*manifest.product.link));
  row("asked", Plain(manifest.kind + " " + manifest.asked));
  row("suite", manifest.suite + ", countersign " + Plain(manifest.countersign));
  row("challenge", ChallengeText(manifest.challenge));
  row("signed by", manifest.is_one_time_key
                       ? "a key made for this bundle, which says nothing about the signer"
                       : "key " + KeyIdOf(manifest.public_key));
  page +=
      "\n| profile | standing | must passed | must failed | should passed | should failed | "
      "left out | not exercised |\n|---|---|---|---|---|---|---|---|\n";
  for (const ProfileStanding& one : facts.standing.profiles) {
    page += "| " + std::string(one.profile->name) + " | " + one.Word();
    for (const int count : {one.must_passed, one.must_failed, one.should_passed, one.should_failed,
                            one.left_out, one.not_exercised}) {
      page += " | " + std::to_string(count);
    }
    page += " |\n";
  }
  page +=
      "\nNot claimed: the implementation does not declare it. Left out: it needs a feature that "
      "is not declared. Not exercised: it needs a clock that can be set. The failures of level "
      "should are listed in deviations.json.\n\nIt does not say:\n\n";
  for (const std::string_view limit : kLimitsOfCertificates)
    page += "- " + std::string(limit) + "\n";
  return page + "\nCheck it: `countersign certify check FOLDER`\n";
}

std::string CertificateSvg(const CertificateFacts& facts) {
  std::vector<std::string> lines = {Excerpt(ProductLine(facts.manifest.product), 60),
                                    TimeText(facts.manifest.finished_ms)};
  for (const ProfileStanding& one : facts.standing.profiles) {
    if (one.is_claimed) lines.push_back(std::string(one.profile->name) + ": " + one.Word());
  }
  lines.push_back("suite " + facts.manifest.suite.substr(0, 23) + "…");
  const int height = 70 + 22 * static_cast<int>(lines.size());
  const bool good = facts.standing.IsCertifiable();
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"480\" height=\"" +
                    std::to_string(height) + "\" font-family=\"sans-serif\" role=\"img\">\n" +
                    "<rect width=\"480\" height=\"" + std::to_string(height) +
                    "\" rx=\"8\" fill=\"#ffffff\" stroke=\"" + (good ? "#1a7f37" : "#c62828") +
                    "\" stroke-width=\"3\"/>\n";
  svg += "<text x=\"24\" y=\"40\" font-size=\"20\" font-weight=\"700\" fill=\"" +
         std::string(good ? "#1a7f37" : "#c62828") + "\">" + Escaped(TitleLine(facts.standing)) +
         "</text>\n";
  int y = 66;
  for (const std::string& line : lines) {
    svg += "<text x=\"24\" y=\"" + std::to_string(y) + "\" font-size=\"14\" fill=\"#1c2127\">" +
           Escaped(line) + "</text>\n";
    y += 22;
  }
  return svg + "</svg>\n";
}

}  // namespace countersign
