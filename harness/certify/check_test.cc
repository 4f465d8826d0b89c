// Bundles that somebody changed. Each change is found, and named by file and place; also if the
// digests are computed again, as far as somebody without the signer's key can.
#include "certify/check.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "certify/sample_bundle_test.h"
#include "certify/statement.h"
#include "protocol/base64.h"
#include "sigv4/digest.h"

namespace countersign {
namespace {

const Ed25519Key& SignersKey() {
  static const Ed25519Key kKey = MakeEd25519Key();
  return kKey;
}

// The reference, but it accepts what must be refused: there is something to hide.
const Implementation& TooKind() {
  static const Implementation kWrong = [] {
    Implementation wrong = ReferenceImplementation();
    wrong.verify = [right = wrong.verify](VerifyMessage message) -> Answer {
      Answer answer = right(std::move(message));
      const auto* reject = std::get_if<RejectAnswer>(&answer);
      if (reject != nullptr) return OkAnswer{};
      return answer;
    };
    return wrong;
  }();
  return kWrong;
}

// Seal is what an attacker computes again after a change.
enum class Seal {
  kNothing,
  kDigests,  // numbers and chain of the transcript, digests in the manifest
  kResigned  // those, and the statement with a key of their own
};

// ChangedBundle is a bundle under attack.
class ChangedBundle {
 public:
  explicit ChangedBundle(std::vector<NamedText> files) : files_(std::move(files)) {}

  std::string& operator[](std::string_view name) {
    for (NamedText& one : files_) {
      if (one.name == name) return one.text;
    }
    ADD_FAILURE() << "no file " << name;
    return files_.front().text;
  }
  void Replace(std::string_view file, std::string_view from, std::string_view to) {
    std::string& text = (*this)[file];
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << " has no " << from;
    text.replace(at, from.size(), to);
  }
  std::vector<std::string> LinesOf(std::string_view file) {
    std::vector<std::string> lines;
    const std::string& text = (*this)[file];
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin) + 1;
      lines.push_back(text.substr(begin, end - begin));
      begin = end;
    }
    return lines;
  }
  void EachLine(std::string_view file, const std::function<void(std::vector<std::string>&)>& edit) {
    std::vector<std::string> lines = LinesOf(file);
    edit(lines);
    std::string text;
    for (const std::string& line : lines) text += line;
    (*this)[file] = std::move(text);
  }

  void Apply(Seal seal) {
    if (seal == Seal::kNothing) return;
    Chain();
    auto parsed = ParseManifest(kManifestFile, (*this)[kManifestFile]);
    ASSERT_TRUE(std::holds_alternative<Manifest>(parsed));
    Manifest manifest = std::get<Manifest>(std::move(parsed));
    const Ed25519Key own = MakeEd25519Key();
    if (seal == Seal::kResigned) manifest.public_key = own.public_pem;
    std::vector<NamedText> listed;
    for (const BundleFile& one : manifest.files) listed.push_back({one.name, (*this)[one.name]});
    manifest.files = FilesOf(listed);
    (*this)[kManifestFile] = ManifestText(manifest);
    if (seal != Seal::kResigned) return;
    (*this)[kStatementFile] =
        EnvelopeText(StatementText(manifest, (*this)[kManifestFile], FullStanding()), own);
  }

  std::vector<std::string> Problems(const CheckOptions& options) const {
    return CheckBundle(files_, SmallSuite(), options).problems;
  }

 private:
  // Numbers the records and computes each one's digest again.
  void Chain() {
    std::string link = FirstLink((*this)[kPlanFile]);
    std::size_t number = 0;
    EachLine(kTranscriptFile, [&](std::vector<std::string>& lines) {
      for (std::string& line : lines) {
        const std::string name = "\"previous\":\"";
        const std::size_t at = line.find(name);
        if (at == std::string::npos) continue;
        line = "{\"number\":" + std::to_string(++number) + "," + name + link +
               line.substr(at + name.size() + 64);
        link = Hex(Sha256(line.substr(0, line.size() - 1)));
      }
    });
  }
  static const CertifiedStanding& FullStanding() {
    static const CertifiedStanding kStanding = [] {
      const Plan plan = MakePlan(SmallSuite(), SampleChallenge());
      AskOptions options;
      options.about = [](std::string_view) {};
      options.last_record = [] { return std::size_t{1}; };
      return StandingOfPlan(plan,
                            AskPlan(plan, InProcessConnector(ReferenceImplementation()), options));
    }();
    return kStanding;
  }

  std::vector<NamedText> files_;
};

const std::vector<NamedText>& GoodBundle() {
  static const std::vector<NamedText> kFiles =
      SampleBundle(SmallSuite(), ReferenceImplementation(), SignersKey());
  return kFiles;
}
// Of another challenge.
const std::vector<NamedText>& OtherBundle() {
  static const std::vector<NamedText> kFiles =
      SampleBundle(SmallSuite(), ReferenceImplementation(), SignersKey(), SampleChallenge('8'));
  return kFiles;
}
const std::vector<NamedText>& WrongBundle() {
  static const std::vector<NamedText> kFiles = SampleBundle(SmallSuite(), TooKind(), SignersKey());
  return kFiles;
}

CheckOptions KnowsSignerAndChallenge() {
  CheckOptions options;
  options.public_key = SignersKey().public_pem;
  options.challenge = SampleChallenge();
  return options;
}

struct Attack {
  const char* name;
  std::function<void(ChangedBundle&)> change;
  Seal seal;
  const char* found;  // part of a problem
};

using Lines = std::vector<std::string>;

// A change of one line of a file.
std::function<void(ChangedBundle&)> Line(const char* file, std::size_t index, const char* from,
                                         const char* to) {
  return [=](ChangedBundle& bundle) {
    bundle.EachLine(file, [&](Lines& lines) {
      const std::size_t at = lines.at(index).find(from);
      ASSERT_NE(at, std::string::npos) << lines[index];
      lines[index].replace(at, std::string(from).size(), to);
    });
  };
}
std::function<void(ChangedBundle&)> LinesOf(const char* file, std::function<void(Lines&)> edit) {
  return [=](ChangedBundle& bundle) { bundle.EachLine(file, edit); };
}
std::function<void(ChangedBundle&)> In(std::string_view file, const char* from, const char* to) {
  return [=](ChangedBundle& bundle) { bundle.Replace(file, from, to); };
}
std::function<void(ChangedBundle&)> Whole(std::string_view file, std::string text) {
  return [=](ChangedBundle& bundle) { bundle[file] = text; };
}

void Remove(Lines& lines) { lines.erase(lines.begin() + 20); }
void Double(Lines& lines) { lines.insert(lines.begin() + 20, lines[20]); }
// Where the times of a record end.
std::size_t AfterTimes(const std::string& line) { return line.find("\"connection\""); }
void SwapWithoutTimes(Lines& lines) {
  const std::string first = lines[20].substr(AfterTimes(lines[20]));
  const std::string second = lines[21].substr(AfterTimes(lines[21]));
  lines[20].replace(AfterTimes(lines[20]), std::string::npos, second);
  lines[21].replace(AfterTimes(lines[21]), std::string::npos, first);
}
void Swap(Lines& lines) { std::swap(lines[20], lines[21]); }
void Truncate(Lines& lines) { lines.resize(20); }

constexpr const char* kFiles[] = {"plan.jsonl", "transcript.jsonl", "verdicts.jsonl"};

void ChangePayload(ChangedBundle& bundle, const char* from, const char* to) {
  auto read = ParseEnvelope(kStatementFile, bundle[kStatementFile]);
  std::string payload = std::get<Envelope>(read).payload;
  std::string before;
  AppendBase64(payload, before);
  const std::size_t at = payload.find(from);
  ASSERT_NE(at, std::string::npos);
  payload.replace(at, std::string(from).size(), to);
  std::string after;
  AppendBase64(payload, after);
  bundle.Replace(kStatementFile, before, after);
}

const Attack kAttacks[] = {
    // The transcript.
    {"its last byte is missing", [](ChangedBundle& b) { b["transcript.jsonl"].pop_back(); },
     Seal::kNothing, "truncated"},
    {"truncated", LinesOf(kFiles[1], Truncate), Seal::kNothing, "the transcript ends before it"},
    {"truncated, sealed", LinesOf(kFiles[1], Truncate), Seal::kResigned,
     "record 21: the transcript ends before it"},
    {"a record left out", LinesOf(kFiles[1], Remove), Seal::kNothing,
     "transcript.jsonl record 21 /number"},
    {"a record left out, sealed", LinesOf(kFiles[1], Remove), Seal::kResigned,
     "record 21: expected the exchange about"},
    {"a record doubled", LinesOf(kFiles[1], Double), Seal::kNothing, "record 22 /number"},
    {"a record doubled, sealed", LinesOf(kFiles[1], Double), Seal::kResigned,
     "record 22: expected the exchange about"},
    {"records swapped", LinesOf(kFiles[1], Swap), Seal::kNothing, "record 21 /number"},
    {"records swapped, sealed", LinesOf(kFiles[1], Swap), Seal::kDigests,
     "record 22: expected elapsed_us"},
    {"records swapped, their times not, sealed", LinesOf(kFiles[1], SwapWithoutTimes),
     Seal::kResigned, "record 21: expected the exchange about"},
    {"a record added", LinesOf(kFiles[1], [](Lines& l) { l.push_back(l.back()); }), Seal::kResigned,
     "expected the end of the transcript"},
    {"an answer edited", Line(kFiles[1], 20, "\"received\":\"{", "\"received\":\" {"),
     Seal::kNothing, "record 22 /previous"},
    {"an answer edited, sealed", Line(kFiles[1], 20, "X-Amz-Signature=", "X-Amz-Signature=0"),
     Seal::kDigests, "verdicts.jsonl line"},
    {"an answer replaced by a break, sealed", Line(kFiles[1], 20, "\"received\"", "\"broke\""),
     Seal::kResigned, "record 22: expected"},
    {"an answer and a break", Line(kFiles[1], 20, "\"received\"", "\"broke\":\"x\",\"received\""),
     Seal::kResigned, "record 21: about"},
    {"no answer", Line(kFiles[1], 20, "\"received\"", "\"received2\""), Seal::kResigned,
     "record 21 /received2"},
    {"a request edited, sealed", Line(kFiles[1], 20, "\\\"method\\\"", "\\\"Method\\\""),
     Seal::kResigned, "what was sent is not what the plan asks"},
    {"a subject edited, sealed", Line(kFiles[1], 20, "\"about\":\"", "\"about\":\"x"),
     Seal::kResigned, "record 21: expected the exchange about"},
    {"a connection edited, sealed", Line(kFiles[1], 20, "\"connection\":1", "\"connection\":2"),
     Seal::kResigned, "expected connection 1"},
    {"the machine's clock moved back", Line(kFiles[1], 20, "\"time_ms\":1", "\"time_ms\":"),
     Seal::kResigned, "record 21: the machine's clock moved back"},
    {"a steady clock that moves back",
     Line(kFiles[1], 20, "\"elapsed_us\":", "\"elapsed_us\":999999"), Seal::kResigned,
     "expected elapsed_us"},
    {"the hello edited, sealed", Line(kFiles[1], 0, "\\\"sigv4a\\\",", ""), Seal::kResigned,
     "expected the exchange about"},
    {"a record of another run",
     [](ChangedBundle& b) {
       ChangedBundle other(OtherBundle());
       const Lines lines = other.LinesOf(kFiles[1]);
       b.EachLine(kFiles[1], [&](Lines& own) {
         own[20].replace(AfterTimes(own[20]), std::string::npos,
                         lines[20].substr(AfterTimes(lines[20])));
       });
     },
     Seal::kResigned, "record 21: about"},
    {"the transcript of another run",
     [](ChangedBundle& b) { b[kFiles[1]] = ChangedBundle(OtherBundle())[kFiles[1]]; },
     Seal::kNothing, "of another run"},
    {"plan and transcript of another run",
     [](ChangedBundle& b) {
       for (const char* file : kFiles) b[file] = ChangedBundle(OtherBundle())[file];
     },
     Seal::kResigned, "plan.jsonl line 1"},
    {"an unknown key in a record", Line(kFiles[1], 20, "\"about\"", "\"x\":1,\"about\""),
     Seal::kResigned, "record 21 /x"},
    {"a repeated key in a record", Line(kFiles[1], 20, "\"about\"", "\"about\":\"x\",\"about\""),
     Seal::kResigned, "record 21"},
    {"a record that is not JSON", Line(kFiles[1], 20, "\"about\"", "about"), Seal::kDigests,
     "record 21"},
    {"a blank line", LinesOf(kFiles[1], [](Lines& l) { l.insert(l.begin() + 20, "\n"); }),
     Seal::kDigests, "record 21"},
    {"an empty transcript", Whole(kFiles[1], ""), Seal::kNothing, "record 1: "},
    // The plan.
    {"a case left out of the plan", LinesOf(kFiles[0], Remove), Seal::kNothing,
     "plan.jsonl line 21"},
    {"a case left out everywhere, sealed",
     [](ChangedBundle& b) {
       b.EachLine("plan.jsonl", Remove);
       b.EachLine("verdicts.jsonl", Remove);
     },
     Seal::kResigned, "plan.jsonl line 21"},
    {"the plan's order", LinesOf(kFiles[0], Swap), Seal::kResigned, "plan.jsonl line 21"},
    {"a case doubled in the plan", LinesOf(kFiles[0], Double), Seal::kResigned,
     "plan.jsonl line 22"},
    {"a profile edited", Line(kFiles[0], 2, "presigner/", "verifier/"), Seal::kResigned,
     "plan.jsonl line 3"},
    {"the plan's end", LinesOf(kFiles[0], Truncate), Seal::kResigned, "plan.jsonl line 21"},
    // What follows from them.
    {"a verdict edited", Line(kFiles[2], 20, "\"pass\"", "\"fail\""), Seal::kNothing,
     "verdicts.jsonl line 21"},
    {"a verdict edited, sealed", Line(kFiles[2], 20, "\"pass\"", "\"unsupported\""),
     Seal::kResigned, "verdicts.jsonl line 21"},
    {"a verdict's record edited", Line(kFiles[2], 20, "\"record\":", "\"record\":1"),
     Seal::kResigned, "verdicts.jsonl line 21"},
    {"a verdict left out", LinesOf(kFiles[2], Remove), Seal::kResigned, "verdicts.jsonl line 21"},
    {"deviations edited", In("deviations.json", "[]", "[{}]"), Seal::kResigned,
     "deviations.json line 1"},
    {"a standing edited", In("certificate.json", "\"passed\"", "\"failed\""), Seal::kResigned,
     "certificate.json line 1"},
    {"a title added", In("certificate.json", "\"presigner\"", "\"presigner\",\"saint\""),
     Seal::kResigned, "certificate.json line 1"},
    {"a script in the page", In("certificate.md", "\n", "\n<script>alert(1)</script>\n"),
     Seal::kResigned, "certificate.md line 2"},
    {"a script in the picture", In("certificate.svg", "</svg>", "<script>1</script></svg>"),
     Seal::kResigned, "certificate.svg line"},
    {"a script in the report", In("report.html", "</body>", "<script>1</script></body>"),
     Seal::kResigned, "report.html line"},
    // The manifest.
    {"another vendor", In(kManifestFile, "Acme", "Ecma"), Seal::kNothing, "certificate.json"},
    {"another vendor, sealed", In(kManifestFile, "Acme", "Ecma"), Seal::kResigned,
     "certificate.json"},
    {"another version", In(kManifestFile, "\"version\":\"1\"", "\"version\":\"2\""),
     Seal::kResigned, "certificate.json"},
    {"another artefact", In(kManifestFile, "aaaaaaaa", "bbbbbbbb"), Seal::kDigests,
     "certificate.md"},
    {"another challenge", In(kManifestFile, "77777777", "88888888"), Seal::kResigned,
     "other questions were asked"},
    {"a challenge that nobody gave",
     In(kManifestFile, "\"challenge_given\":true", "\"challenge_given\":false"), Seal::kNothing,
     "certificate.json"},
    {"another suite", In(kManifestFile, "sha256:", "sha256:0"), Seal::kResigned,
     "is about another suite"},
    {"another program", In(kManifestFile, "\"countersign\":\"", "\"countersign\":\"9"),
     Seal::kNothing, "certificate.json"},
    {"another platform", In(kManifestFile, "Linux", "Plan9"), Seal::kNothing,
     "statement.dsse.json"},
    {"it began after the first record", In(kManifestFile, "\"started_ms\":1", "\"started_ms\":2"),
     Seal::kDigests, "/started_ms"},
    {"it was finished before the last", In(kManifestFile, "\"finished_ms\":1", "\"finished_ms\":"),
     Seal::kDigests, "manifest.json"},
    {"a digest edited", In(kManifestFile, "\"bytes\":", "\"bytes\":1"), Seal::kNothing,
     "manifest.json /files/0"},
    {"a file that is not listed", In(kManifestFile, "plan.jsonl", "pain.jsonl"), Seal::kNothing,
     "expected plan.jsonl"},
    {"a path out of the folder", In(kManifestFile, "plan.jsonl", "../../plan.jsonl"),
     Seal::kNothing, "expected plan.jsonl"},
    {"an unknown key", In(kManifestFile, "\"suite\"", "\"x\":1,\"suite\""), Seal::kNothing,
     "manifest.json /x"},
    {"a repeated key", In(kManifestFile, "\"suite\"", "\"suite\":\"x\",\"suite\""), Seal::kNothing,
     "manifest.json"},
    {"an empty manifest", Whole(kManifestFile, ""), Seal::kNothing, "manifest.json"},
    {"a manifest that is a list", Whole(kManifestFile, "[]\n"), Seal::kNothing, "manifest.json"},
    {"a manifest that is deep", Whole(kManifestFile, std::string(100'000, '[')), Seal::kNothing,
     "manifest.json"},
    {"a space in the manifest", In(kManifestFile, "\"suite\":", "\"suite\": "), Seal::kNothing,
     "manifest.json: is not written"},
    {"no artefact", In(kManifestFile, "\"artefacts\":[{", "\"artefacts\":[],\"x\":[{"),
     Seal::kNothing, "artefacts must not be empty"},
    // The statement.
    {"a key replaced",
     [](ChangedBundle& b) {
       auto read = ParseManifest(kManifestFile, b[kManifestFile]);
       Manifest manifest = std::get<Manifest>(read);
       manifest.public_key = MakeEd25519Key().public_pem;
       b[kManifestFile] = ManifestText(manifest);
     },
     Seal::kNothing, "/public_key: is not yours"},
    {"signed with another key", [](ChangedBundle&) {}, Seal::kResigned,
     "/public_key: is not yours"},
    {"no key", In(kManifestFile, "BEGIN PUBLIC KEY", "BEGIN PUBLIC DOOR"), Seal::kNothing,
     "/public_key"},
    {"a key of another kind", Whole(kStatementFile, "{}\n"), Seal::kNothing, "statement.dsse.json"},
    {"the signature edited", In(kStatementFile, "\"sig\":\"", "\"sig\":\"AAAA"), Seal::kNothing,
     "/signatures/0/sig"},
    {"the signature is not base64", In(kStatementFile, "\"sig\":\"", "\"sig\":\"!"), Seal::kNothing,
     "expected base64"},
    {"the key's id edited", In(kStatementFile, "\"keyid\":\"", "\"keyid\":\"0"), Seal::kNothing,
     "/signatures/0/keyid"},
    {"no signature", In(kStatementFile, "\"signatures\":[", "\"signatures\":[],\"x\":["),
     Seal::kNothing, "expected one signature"},
    {"another type of payload", In(kStatementFile, "in-toto", "out-toto"), Seal::kNothing,
     "/payloadType"},
    {"another result", [](ChangedBundle& b) { ChangePayload(b, "PASSED", "WARNED"); },
     Seal::kNothing, "/signatures/0/sig"},
    {"another subject", [](ChangedBundle& b) { ChangePayload(b, "mine.py", "yours"); },
     Seal::kNothing, "/signatures/0/sig"},
    {"the statement of another run",
     [](ChangedBundle& b) { b[kStatementFile] = ChangedBundle(OtherBundle())[kStatementFile]; },
     Seal::kNothing, "/payload: is not the statement"},
};

TEST(CheckBundle, PassesABundleThatNobodyChanged) {
  const BundleCheck check = CheckBundle(GoodBundle(), SmallSuite(), KnowsSignerAndChallenge());
  EXPECT_TRUE(check.problems.empty()) << check.problems.front();
  EXPECT_EQ(check.title, "presigner and verifier: Acme SDK 1");
}

TEST(CheckBundle, FindsEachChange) {
  EXPECT_GE(std::size(kAttacks), 40U);
  for (const Attack& attack : kAttacks) {
    SCOPED_TRACE(attack.name);
    ChangedBundle bundle(GoodBundle());
    attack.change(bundle);
    bundle.Apply(attack.seal);
    std::string all;
    for (const std::string& problem : bundle.Problems(KnowsSignerAndChallenge())) {
      all += problem + "\n";
    }
    EXPECT_NE(all.find(attack.found), std::string::npos) << "found: " << all;
  }
}

// The implementation was wrong. Somebody who has the bundle but not the key cannot hide it.
TEST(CheckBundle, FindsAWrongAnswerThatWasMadeRight) {
  const std::vector<std::string> before =
      ChangedBundle(WrongBundle()).Problems(KnowsSignerAndChallenge());
  ASSERT_EQ(before.size(), 1U);
  EXPECT_NE(before[0].find("it is no verifier; verifier/core failed: transcript.jsonl record "),
            std::string::npos)
      << before[0];
  // The attacker replaces everything by a bundle that is right, signed with another key.
  const std::vector<NamedText> forged =
      SampleBundle(SmallSuite(), ReferenceImplementation(), MakeEd25519Key());
  const std::vector<std::string> after = ChangedBundle(forged).Problems(KnowsSignerAndChallenge());
  ASSERT_FALSE(after.empty());
  EXPECT_NE(after[0].find("is not yours"), std::string::npos) << after[0];
}

TEST(CheckBundle, RefusesAnotherChallenge) {
  CheckOptions options;
  options.challenge = SampleChallenge('9');
  const BundleCheck check = CheckBundle(GoodBundle(), SmallSuite(), options);
  ASSERT_EQ(check.problems.size(), 1U);
  EXPECT_NE(check.problems[0].find("other questions were asked than yours"), std::string::npos);
}

TEST(CheckBundle, PrintsNothingThatControlsATerminal) {
  ChangedBundle bundle(GoodBundle());
  bundle.Replace(kManifestFile, "Acme", "\\u001b[31m\\u202e");
  bundle.Apply(Seal::kDigests);
  for (const std::string& problem : bundle.Problems({})) {
    EXPECT_EQ(problem.find('\x1b'), std::string::npos) << problem;
  }
}

}  // namespace
}  // namespace countersign
