// The offline check: makes the plan again from suite and challenge, asks the transcript as the
// implementation was asked, and compares every file with the one that follows from it.
#include "certify/check.h"

#include <algorithm>
#include <utility>

#include "certify/bundle_texts.h"
#include "certify/certify.h"
#include "certify/statement.h"
#include "certify/transcript.h"
#include "protocol/printable.h"

namespace countersign {
namespace {

std::string PlaceOf(const LoadError& error) {
  return Printable(error.file) + (error.pointer.empty() ? "" : " " + Printable(error.pointer)) +
         ": " + Printable(error.expected);
}

class Checking {
 public:
  Checking(const std::vector<NamedText>& files, const Suite& suite, const CheckOptions& options)
      : files_(files), suite_(suite), options_(options) {}

  BundleCheck Run() && {
    // Without a manifest, a plan and answers to all of it there is nothing to compare with.
    if (ReadManifest()) {
      CheckChallenge();
      if (MakePlanAgain() && ReplayAnswers()) {
        CompareFiles();
        CheckTimes();
        CheckStanding();
      }
      CheckSignature();
      CheckProduct();
    }
    return std::move(check_);
  }

 private:
  void Problem(std::string text) { check_.problems.push_back(std::move(text)); }
  bool ProblemAnd(std::string text) {
    Problem(std::move(text));
    return false;
  }
  void Recomputed(std::string text) { check_.recomputed.push_back(std::move(text)); }
  void Believed(std::string text) { check_.believed.push_back(std::move(text)); }
  bool AddErrors(const LoadErrors& errors) {
    for (const LoadError& error : errors) Problem(PlaceOf(error));
    return false;
  }
  const std::string& TextOf(std::string_view name) const {
    static const std::string kAbsent;
    const auto found = std::find_if(files_.begin(), files_.end(),
                                    [name](const NamedText& one) { return one.name == name; });
    return found == files_.end() ? kAbsent : found->text;
  }

  bool ReadManifest() {
    auto read = ParseManifest(kManifestFile, TextOf(kManifestFile));
    if (const auto* errors = std::get_if<LoadErrors>(&read)) return AddErrors(*errors);
    manifest_ = std::get<Manifest>(std::move(read));
    if (ManifestText(manifest_) != TextOf(kManifestFile)) {
      Problem("manifest.json: is not written as this program writes it");
    }
    if (manifest_.suite == suite_.digest) return true;
    return ProblemAnd("manifest.json /suite: is about another suite, " +
                      Printable(manifest_.suite) + "; this program has " + suite_.digest +
                      ". Check it with countersign " + Excerpt(manifest_.countersign));
  }

  void CheckChallenge() {
    if (options_.challenge && options_.challenge->bytes != manifest_.challenge.bytes) {
      Problem("manifest.json /challenge: expected " + options_.challenge->HexText() + ", found " +
              manifest_.challenge.HexText() + ": other questions were asked than yours");
    } else if (options_.challenge) {
      Recomputed("the challenge is yours");
    } else {
      Believed(manifest_.challenge.is_given
                   ? "that a certifier sent the challenge (--challenge compares it)"
                   : "that the challenge is random: the program that asked made it itself");
    }
  }

  bool MakePlanAgain() {
    plan_ = MakePlan(suite_, manifest_.challenge, AskedOfKind(manifest_));
    plan_text_ = PlanText(plan_);
    if (!Compare({std::string(kPlanFile), plan_text_})) {
      if (manifest_.countersign != COUNTERSIGN_VERSION) {
        Problem("manifest.json /countersign: is " + Excerpt(manifest_.countersign) +
                ", and this program is " COUNTERSIGN_VERSION ", which may ask otherwise");
      }
      return false;
    }
    Recomputed(std::to_string(plan_.cases.size()) + " questions follow from suite and challenge");
    return true;
  }

  // A live server's questions follow from what the manifest says of it, too.
  bool ReadQuestions() {
    if (!manifest_.endpoint) {
      return !options_.credentials ||
             ProblemAnd("manifest.json /kind: no live server was asked, so no --secret-file fits");
    }
    if (manifest_.endpoint->prefix != PrefixOf(manifest_.challenge)) {
      return ProblemAnd("manifest.json /endpoint/prefix: does not follow from the challenge");
    }
    auto made = EndpointQuestions::Make(*manifest_.endpoint, options_.credentials);
    if (const auto* why = std::get_if<std::string>(&made)) {
      return ProblemAnd("manifest.json " + Printable(*why));
    }
    questions_ = std::get<EndpointQuestions>(std::move(made));
    if (questions_->KnowsSecrets()) {
      Recomputed("the signatures of all requests to the server");
    } else {
      Believed(
          "that the requests to the server carried the signatures that they are said to "
          "(--secret-file computes them again)");
    }
    Believed("that the answers are the server's: they are what this program read of its responses");
    return true;
  }

  bool ReplayAnswers() {
    if (!ReadQuestions()) return false;
    auto judged = JudgeTranscript(plan_, plan_text_, TextOf(kTranscriptFile),
                                  questions_ ? &*questions_ : nullptr);
    if (auto* problems = std::get_if<std::vector<std::string>>(&judged)) {
      for (std::string& problem : *problems) Problem(std::move(problem));
      return false;
    }
    exchanges_ = std::move(std::get<JudgedTranscript>(judged).exchanges);
    asked_ = std::move(std::get<JudgedTranscript>(judged).asked);
    if (asked_.bad_end) {
      Problem("transcript.jsonl record " + std::to_string(exchanges_.size()) +
              ": the implementation did not end in order: " + Excerpt(*asked_.bad_end));
    }
    Recomputed(std::to_string(exchanges_.size()) +
               " records are in one chain, in the order of the plan, and complete");
    return true;
  }

  // Compares a file with what it must be; names the first line that differs.
  bool Compare(const NamedText& expected) {
    const std::string& found = TextOf(expected.name);
    if (found == expected.text) return true;
    std::size_t line = 1;
    std::size_t begin = 0;
    const std::size_t common = std::min(found.size(), expected.text.size());
    for (std::size_t i = 0; i < common && found[i] == expected.text[i]; ++i) {
      if (found[i] != '\n') continue;
      ++line;
      begin = i + 1;
    }
    const auto line_at = [begin](const std::string& text) {
      const std::string rest = text.substr(std::min(begin, text.size()));
      return rest.empty() ? std::string("its end") : Excerpt(rest.substr(0, rest.find('\n')));
    };
    return ProblemAnd(expected.name + " line " + std::to_string(line) +
                      ": is not what follows from the transcript: expected " +
                      line_at(expected.text) + ", found " + line_at(found));
  }

  void CompareFiles() {
    const std::vector<NamedText> derived =
        DerivedTexts(manifest_, {suite_, plan_, plan_text_, TextOf(kTranscriptFile), asked_});
    bool same = true;
    for (const NamedText& one : derived) same = Compare(one) && same;
    CompareDigests();
    if (same) {
      Recomputed(std::to_string(asked_.results.size()) +
                 " verdicts, the deviations and the certificate follow from the recorded answers");
    }
  }

  void CompareDigests() {
    std::vector<NamedText> listed;
    for (const BundleFileKind& kind : BundleFileKinds()) {
      if (kind.name == kManifestFile || kind.name == kStatementFile) continue;
      listed.push_back({std::string(kind.name), TextOf(kind.name)});
    }
    const std::vector<BundleFile> expected = FilesOf(listed);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const std::string place = "manifest.json /files/" + std::to_string(i) + ": ";
      if (i >= manifest_.files.size() || manifest_.files[i].name != expected[i].name) {
        return Problem(place + "expected " + expected[i].name);
      }
      if (manifest_.files[i].sha256 != expected[i].sha256 ||
          manifest_.files[i].bytes != expected[i].bytes) {
        Problem(place + expected[i].name + " has another digest: " + expected[i].sha256 + ", " +
                std::to_string(expected[i].bytes) + " bytes");
      }
    }
    if (manifest_.files.size() > expected.size()) {
      Problem("manifest.json /files: names more files than a bundle has");
    }
  }

  void CheckTimes() {
    if (exchanges_.empty()) return;
    if (manifest_.started_ms > exchanges_.front().time_ms ||
        manifest_.finished_ms < exchanges_.back().time_ms) {
      Problem(
          "manifest.json /started_ms: expected a run that lasts from before the first record "
          "to after the last");
    }
    Believed("the times, " + TimeText(manifest_.started_ms) + " to " +
             TimeText(manifest_.finished_ms) + ", and the platform, " +
             Excerpt(manifest_.platform));
  }

  void CheckStanding() {
    const CertifiedStanding standing = StandingOfPlan(plan_, asked_);
    standing_ = standing;
    for (const std::string& title : standing.titles) {
      check_.title += (check_.title.empty() ? "" : " and ") + title;
    }
    for (const std::string& missed : standing.missed) Problem(WhyNot(missed, standing));
    if (standing.titles.empty() && standing.missed.empty()) {
      Problem("certificate.json /titles: it declares no operation");
    }
    if (!check_.title.empty()) check_.title += ": ";
    check_.title += Excerpt(manifest_.product.vendor) + " " + Excerpt(manifest_.product.name) +
                    " " + Excerpt(manifest_.product.version);
  }

  // Names the profiles that were needed and not passed, each with its first failure.
  std::string WhyNot(const std::string& missed, const CertifiedStanding& standing) const {
    std::string why = "certificate.json /titles: it is no " + missed;
    for (const ProfileStanding& one : standing.profiles) {
      const std::string name(one.profile->name);
      const auto titles = Titles();
      const bool is_needed = std::any_of(titles.begin(), titles.end(), [&](const Title& title) {
        return title.name == missed && std::find(title.profiles.begin(), title.profiles.end(),
                                                 name) != title.profiles.end();
      });
      if (is_needed && !one.Passed()) why += "; " + name + " " + one.Word() + FirstFailure(name);
    }
    return why;
  }

  std::string FirstFailure(const std::string& profile) const {
    for (std::size_t i = 0; i < asked_.results.size(); ++i) {
      const CaseResult& result = asked_.results[i];
      if (plan_.cases[i].profile != profile || !IsDeviation(asked_, i)) continue;
      if (result.vector->level != Level::kMust && result.verdict != Verdict::kFault) continue;
      return ": transcript.jsonl record " + std::to_string(asked_.records[i]) + ", " +
             result.vector->id;
    }
    return "";
  }

  void CheckSignature() {
    auto read = ParseEnvelope(kStatementFile, TextOf(kStatementFile));
    if (const auto* errors = std::get_if<LoadErrors>(&read)) {
      AddErrors(*errors);
      return;
    }
    const Envelope& envelope = std::get<Envelope>(read);
    if (options_.public_key && *options_.public_key != manifest_.public_key) {
      Problem("manifest.json /public_key: is not yours: the bundle is signed with another key, " +
              KeyIdOf(manifest_.public_key));
    }
    if (KeyIdOf(manifest_.public_key) != envelope.key_id) {
      Problem("statement.dsse.json /signatures/0/keyid: expected " + KeyIdOf(manifest_.public_key) +
              ", found " + Excerpt(envelope.key_id));
    }
    if (!IsSignedBy(envelope, options_.public_key.value_or(manifest_.public_key))) {
      return Problem(
          "statement.dsse.json /signatures/0/sig: is not the key's signature of the "
          "statement");
    }
    if (!standing_) return;
    if (envelope.payload != StatementText(manifest_, TextOf(kManifestFile), *standing_)) {
      return Problem(
          "statement.dsse.json /payload: is not the statement that follows from the "
          "bundle");
    }
    Recomputed("the statement and its signature");
    if (!options_.public_key) {
      Believed(manifest_.is_one_time_key
                   ? "nothing about the signer: the key was made for this bundle"
                   : "that key " + KeyIdOf(manifest_.public_key) + " is the signer's (--key)");
    }
  }

  void CheckProduct() {
    const std::vector<Artefact>& artefacts = manifest_.product.artefacts;
    if (!options_.product) {
      for (const Artefact& one : artefacts) {
        Believed("that the answers are those of " + Excerpt(one.name) + ", SHA-256 " + one.sha256 +
                 (one.is_declared ? ", which the vendor declares" : ""));
      }
      return;
    }
    if (options_.product->artefacts == artefacts) {
      return Recomputed("the digests of the product's files");
    }
    Problem("manifest.json /product/artefacts: are not the files of your --product");
  }

  const std::vector<NamedText>& files_;
  const Suite& suite_;
  const CheckOptions& options_;
  BundleCheck check_;
  Manifest manifest_;
  Plan plan_;
  std::string plan_text_;
  std::vector<Exchange> exchanges_;
  AskedPlan asked_;
  std::optional<EndpointQuestions> questions_;
  std::optional<CertifiedStanding> standing_;
};

}  // namespace

BundleCheck CheckBundle(const std::vector<NamedText>& files, const Suite& suite,
                        const CheckOptions& options) {
  return Checking(files, suite, options).Run();
}

}  // namespace countersign
