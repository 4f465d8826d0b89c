// Recorded answers: made of a run by the program diagnosis_corpus, kept in recordings/, and
// replayed by the test and by that program as if the implementation answered now.
#include "corpus/recording.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "judge/judge.h"
#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"
#include "sigv4/digest.h"
#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::size_t kAnswerDigits = 4;

std::string HexDigits(std::string_view text, std::size_t count) {
  return Hex(Sha256(text)).substr(0, count);
}

std::string AllowedAnswers(const Case& c) {
  std::string text;
  for (const ExpectedAnswer& one : c.expected) {
    text += one.accept ? "accept " : "reject ";
    text += one.rejection_class.value_or("-") + ' ' + std::to_string(one.status.value_or(0)) + ' ' +
            one.code.value_or("-") + ' ' + std::to_string(one.longest_life.value_or(0)) + '\n';
  }
  for (const std::string& name : c.absent) text += name + '\n';
  return text + c.pinned_url.value_or("");
}

std::string FolderOf(std::string_view id) {
  const std::size_t slash = id.rfind('/');
  return std::string(slash == std::string_view::npos ? "" : id.substr(0, slash));
}

// Names whole folders instead of each of their cases.
std::vector<std::string> Folded(const std::set<std::string>& ids, const Suite& suite) {
  std::map<std::string, std::size_t> in_suite;
  std::map<std::string, std::size_t> in_ids;
  const auto count = [](const std::string& id, std::map<std::string, std::size_t>& folders) {
    for (std::string at = FolderOf(id); !at.empty(); at = FolderOf(at)) ++folders[at];
  };
  for (const Case& c : suite.cases) count(c.id, in_suite);
  for (const std::string& id : ids) count(id, in_ids);
  std::set<std::string> folded;
  for (const std::string& id : ids) {
    std::string name = id;
    for (std::string at = FolderOf(id); !at.empty(); at = FolderOf(at)) {
      if (in_suite[at] == in_ids[at]) name = at;
    }
    folded.insert(name);
  }
  return {folded.begin(), folded.end()};
}

Op OpOfId(std::string_view id) { return id.starts_with("presign/") ? Op::kPresign : Op::kVerify; }

// An answer or hello is kept as the line of the protocol, with id 0.
template <typename T>
std::optional<T> DecodedIn(const JsonPlace& place, std::variant<T, ProtocolError> decoded) {
  if (const auto* error = std::get_if<ProtocolError>(&decoded)) {
    place.AddError(error->message);
    return std::nullopt;
  }
  return std::get<T>(std::move(decoded));
}

std::string TextOf(const std::optional<JsonPlace>& place) {
  return place ? std::string(Text(*place).value_or("")) : "";
}

void ReadHeader(JsonObject& object, RecordedRun& recording) {
  recording.day = TextOf(object.Required("day"));
  recording.cases = TextOf(object.Required("cases"));
  const std::optional<JsonPlace> left_out = object.Required("left_out");
  if (left_out) recording.left_out = Texts(*left_out);
  const std::optional<JsonPlace> hello = object.Required("hello");
  if (!hello) return;
  auto decoded =
      DecodedIn<AdapterInfo>(*hello, DecodeHelloAnswer(simdjson::minify(hello->element)));
  if (decoded) recording.adapter_info = *std::move(decoded);
}

void ReadFailure(JsonObject& object, RecordedRun& recording) {
  RecordedFailure failure;
  failure.id = TextOf(object.Required("id"));
  const std::optional<JsonPlace> answer = object.Required("answer");
  if (!answer) return;
  auto decoded = DecodedIn<AnswerLine>(
      *answer, DecodeAnswer(simdjson::minify(answer->element), OpOfId(failure.id)));
  if (!decoded) return;
  failure.answer = std::move(decoded->answer);
  recording.failures.push_back(std::move(failure));
}

// Calls `read` with each line's object.
template <typename Read>
LoadErrors ForEachLine(std::string_view file, std::string_view text, Read read) {
  LoadErrors errors;
  JsonFile json;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string name = std::string(file) + ":" + std::to_string(number);
    if (const auto root = json.Parse(name, text.substr(0, end), errors)) {
      JsonObject object(*root);
      read(number, object);
      object.RefuseOthers();
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return errors;
}

// What has become of a recorded answer.
enum class Fate { kNotRecorded, kSkipped, kPassed, kFailed };

// Fates tells it for each case of a recording.
class Fates {
 public:
  Fates(const RecordedRun& recording, const CaseDigests& digests)
      : recording_(recording),
        digests_(digests),
        left_out_(recording.left_out.begin(), recording.left_out.end()) {
    for (const RecordedFailure& one : recording.failures) failures_.emplace(one.id, &one);
  }

  bool IsRecorded(const std::string& id) const {
    if (failures_.count(id) > 0) return true;
    return Serves(recording_.adapter_info, OpOfId(id)) && !IsLeftOut(id);
  }

  const RecordedFailure* FailureOf(const std::string& id) const {
    const auto found = failures_.find(id);
    return found == failures_.end() ? nullptr : found->second;
  }

  // A pass was judged by the answers that the case allowed then; a failure is judged again.
  Fate Of(const Case& c) const {
    const auto digest = digests_.find(c.id);
    if (digest == digests_.end() || !IsRecorded(c.id)) return Fate::kNotRecorded;
    const bool failed = FailureOf(c.id) != nullptr;
    const std::size_t digits = kRequestDigits + (failed ? 0 : kAnswerDigits);
    const bool same = digest->second.substr(0, digits) == DigestOfCase(c).substr(0, digits);
    if (!same) return Fate::kSkipped;
    return failed ? Fate::kFailed : Fate::kPassed;
  }

 private:
  // Whether the case or a folder around it was left out.
  bool IsLeftOut(std::string_view id) const {
    for (std::string at(id); !at.empty(); at = FolderOf(at)) {
      if (left_out_.count(at) > 0) return true;
    }
    return false;
  }

  const RecordedRun& recording_;
  const CaseDigests& digests_;
  std::set<std::string> left_out_;
  std::map<std::string, const RecordedFailure*, std::less<>> failures_;
};

CaseResult Passed(const Case& c) {
  CaseResult result;
  result.vector = &c;
  return result;
}

}  // namespace

std::string DigestOfCase(const Case& c) {
  return HexDigits(EncodeRequestBody(c.request), kRequestDigits) +
         HexDigits(AllowedAnswers(c), kAnswerDigits);
}

RecordedRun RecordedRunOf(const RunResult& run, const Suite& suite) {
  RecordedRun recording;
  recording.adapter_info = run.adapter_info;
  std::set<std::string> left_out;
  for (const CaseResult& one : run.results) {
    if (!Serves(run.adapter_info, OpOf(*one.vector))) continue;
    if (one.verdict != Verdict::kPass && one.verdict != Verdict::kFail) {
      left_out.insert(one.vector->id);
    }
  }
  recording.left_out = Folded(left_out, suite);
  for (const FailedAnswer& one : run.failed_answers) {
    if (left_out.count(one.vector->id) == 0) {
      recording.failures.push_back({one.vector->id, one.answer});
    }
  }
  return recording;
}

std::string WriteRecordedRun(const RecordedRun& recording) {
  std::string text;
  JsonWriter header(text);
  header.BeginObject();
  header.Text("day", recording.day);
  header.Text("cases", recording.cases);
  header.Raw("hello", EncodeHelloAnswer(recording.adapter_info));
  header.Texts("left_out", recording.left_out);
  header.EndObject();
  text += '\n';
  for (const RecordedFailure& one : recording.failures) {
    std::string line;
    JsonWriter json(line);
    json.BeginObject();
    json.Text("id", one.id);
    json.Raw("answer", EncodeAnswer({0, one.answer}));
    json.EndObject();
    text += line + '\n';
  }
  return text;
}

std::variant<RecordedRun, LoadErrors> ReadRecordedRun(std::string_view file,
                                                      std::string_view text) {
  RecordedRun recording;
  LoadErrors errors = ForEachLine(file, text, [&](std::size_t number, JsonObject& object) {
    if (number == 1) {
      ReadHeader(object, recording);
    } else {
      ReadFailure(object, recording);
    }
  });
  if (!errors.empty()) return errors;
  return recording;
}

std::string WriteDigests(const Suite& suite) {
  std::map<std::string, std::string> folders;  // the open object of each
  for (const Case& c : suite.cases) {
    const std::string folder = FolderOf(c.id);
    std::string& text = folders[folder];
    if (text.empty()) {
      JsonWriter json(text);
      json.BeginObject();
      json.Text("folder", folder);
      json.BeginObject("cases");
    }
    JsonWriter(text).Text(c.id.substr(folder.size() + 1), DigestOfCase(c));
  }
  std::string all;
  for (const auto& [folder, text] : folders) all += text + "}}\n";
  return all;
}

std::variant<CaseDigests, LoadErrors> ReadDigests(std::string_view file, std::string_view text) {
  CaseDigests digests;
  LoadErrors errors = ForEachLine(file, text, [&](std::size_t, JsonObject& object) {
    const std::string folder = TextOf(object.Required("folder"));
    const std::optional<JsonPlace> cases = object.Required("cases");
    simdjson::dom::object members;
    if (!cases || cases->element.get(members)) return;
    for (const simdjson::dom::key_value_pair one : members) {
      std::string_view digest;
      if (!one.value.get(digest)) {
        digests[folder + "/" + std::string(one.key)] = std::string(digest);
      }
    }
  });
  if (!errors.empty()) return errors;
  return digests;
}

Replayed Replay(const RecordedRun& recording, const CaseDigests& digests,
                const std::vector<const Case*>& selected) {
  const Fates fates(recording, digests);
  Replayed replayed;
  replayed.adapter_info = recording.adapter_info;
  Judge judge(recording.adapter_info);
  for (const Case* c : selected) {
    const Fate fate = fates.Of(*c);
    if (fate == Fate::kPassed) replayed.results.push_back(Passed(*c));
    if (fate != Fate::kFailed) continue;
    const Answer& answer = fates.FailureOf(c->id)->answer;
    replayed.results.push_back(judge.Brief(*c, answer));
    if (replayed.results.back().verdict != Verdict::kFail) continue;
    FailedAnswer failed;
    failed.vector = c;
    failed.answer = answer;
    replayed.failed_answers.push_back(std::move(failed));
  }
  return replayed;
}

Staleness StalenessOf(const RecordedRun& recording, const CaseDigests& digests,
                      const Suite& suite) {
  const Fates fates(recording, digests);
  Staleness staleness;
  for (const auto& [id, digest] : digests) staleness.recorded += fates.IsRecorded(id) ? 1 : 0;
  std::size_t kept = 0;
  for (const Case& c : suite.cases) {
    const Fate fate = fates.Of(c);
    kept += fate == Fate::kPassed || fate == Fate::kFailed ? 1 : 0;
  }
  staleness.skipped = staleness.recorded - kept;
  return staleness;
}

}  // namespace countersign
