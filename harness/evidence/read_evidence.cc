// Reads evidence files, which strangers send: nothing in them is believed that is not checked.
// `countersign vectors evidence` and lint call it.
#include "evidence/read_evidence.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "evidence/redact_answer.h"
#include "protocol/read_file.h"
#include "sigv4/query_string.h"
#include "sigv4/timestamp.h"
#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::size_t kMostEvidenceErrors = 20;
constexpr std::string_view kLineTypes[] = {"evidence", "answer", "end"};

std::string LineName(const std::string& file, std::size_t line) {
  return file + " line " + std::to_string(line);
}

std::string TextAt(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return std::string(place ? Text(*place).value_or("") : "");
}

std::string OctetsAt(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return place ? Octets(*place).value_or("") : "";
}

std::string DigestAt(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  const std::optional<std::string_view> text = place ? Text(*place) : std::nullopt;
  if (!text) return "";
  const bool good = text->size() == 71 && text->starts_with("sha256:") &&
                    text->find_first_not_of("0123456789abcdef", 7) == std::string_view::npos;
  if (!good) place->AddError("expected sha256: and 64 hex digits, found " + Quoted(*text));
  return std::string(*text);
}

std::string DateAt(JsonObject& object) {
  const std::optional<JsonPlace> place = object.Required("date");
  const std::optional<std::string_view> text = place ? Text(*place) : std::nullopt;
  if (!text) return "";
  if (!ParseRfc3339(*text)) {
    place->AddError("expected a time such as 2026-11-30T20:00:00Z, found " + Quoted(*text));
  }
  return std::string(*text);
}

std::size_t CountAt(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return place ? static_cast<std::size_t>(Integer(*place, 0, 1'000'000'000).value_or(0)) : 0;
}

std::vector<NameValue> PairsAt(JsonObject& object, std::string_view key) {
  std::vector<NameValue> pairs;
  const std::optional<JsonPlace> list = object.Optional(key);
  if (!list) return pairs;
  for (const JsonPlace& place : Elements(*list)) {
    const std::vector<JsonPlace> pair = Elements(place);
    if (pair.size() != 2) {
      if (place.element.is_array()) place.AddError("expected [name, value]");
      continue;
    }
    pairs.emplace_back(Octets(pair[0]).value_or(""), Octets(pair[1]).value_or(""));
  }
  return pairs;
}

StatusAndCode AnswerAt(JsonObject& object) {
  StatusAndCode answer;
  if (const auto status = object.Required("status")) {
    answer.status = static_cast<int>(Integer(*status, 100, 999).value_or(0));
  }
  if (const auto code = object.Optional("code")) answer.code = Octets(*code).value_or("");
  return answer;
}

// A recorder that forgot to remove something must not get its file published.
void RefuseSecrets(const JsonPlace& place, const RecordedAnswer& recorded) {
  const auto shown = [](std::string_view value) { return !value.empty() && value != kHidden; };
  const Target target = SplitTarget(recorded.target);
  for (const QueryParameter& one : ParseQueryString(target.raw_query).parameters) {
    if (!IsHiddenParameter(one.raw_name) || !shown(one.raw_value)) continue;
    place.AddError("expected " + std::string(kHidden) + " as the value of " +
                   std::string(one.raw_name) + ", found " + std::to_string(one.raw_value.size()) +
                   " bytes");
  }
  for (const auto& [name, value] : recorded.request_headers) {
    if (!IsHiddenHeader(name) || !shown(value)) continue;
    place.AddError("expected " + std::string(kHidden) + " as the value of the header " + name +
                   ", found " + std::to_string(value.size()) + " bytes");
  }
}

void ReadSent(JsonObject& object, RecordedAnswer& recorded) {
  const auto place = object.Required("request");
  if (!place) return;
  JsonObject request(*place);
  recorded.method = OctetsAt(request, "method");
  recorded.scheme = TextAt(request, "scheme");
  recorded.target = OctetsAt(request, "target");
  recorded.request_headers = PairsAt(request, "headers");
  request.RefuseOthers();
  RefuseSecrets(*place, recorded);
}

RecordedAnswer ReadRecorded(JsonObject& object) {
  RecordedAnswer recorded;
  recorded.case_id = TextAt(object, "case");
  recorded.content = DigestAt(object, "content");
  recorded.suite = DigestAt(object, "suite");
  recorded.date = DateAt(object);
  recorded.region = TextAt(object, "region");
  recorded.place = TextAt(object, "endpoint");
  ReadSent(object, recorded);
  recorded.answer = AnswerAt(object);
  if (const auto message = object.Optional("message")) {
    recorded.message = Octets(*message).value_or("");
  }
  recorded.headers = PairsAt(object, "headers");
  if (const auto second = object.Optional("with_wrong_signature")) {
    JsonObject inner(*second);
    recorded.with_wrong_signature = AnswerAt(inner);
    inner.RefuseOthers();
  }
  return recorded;
}

EvidenceHeader ReadHeader(JsonObject& object) {
  EvidenceHeader header;
  ReadFormat(object);
  header.recorder = TextAt(object, "countersign");
  header.suite = DigestAt(object, "suite");
  header.server = TextAt(object, "server");
  header.date = DateAt(object);
  return header;
}

EvidenceFooter ReadFooter(JsonObject& object) {
  EvidenceFooter footer;
  footer.answers = CountAt(object, "answers");
  footer.unanswered = CountAt(object, "unanswered");
  if (const auto complete = object.Required("complete")) {
    if (complete->element.get(footer.complete)) complete->AddError("expected true or false");
  }
  if (!footer.complete) footer.reason = TextAt(object, "reason");
  return footer;
}

// EvidenceReading is one reading of a file, line by line.
class EvidenceReading {
 public:
  EvidenceReading(std::string file, std::string_view text) : file_(std::move(file)), rest_(text) {}

  std::variant<RecordedEvidence, LoadErrors> Result() && {
    while (!rest_.empty() && errors_.size() < kMostEvidenceErrors) ReadNext();
    if (errors_.empty() && !has_footer_) {
      Add(line_, "the file ends here, expected a last line of the type \"end\": it is truncated");
    }
    if (errors_.empty() && evidence_.footer.answers != evidence_.answers.size()) {
      Add(line_, "expected " + std::to_string(evidence_.answers.size()) +
                     " answers, as many as there are lines, found " +
                     std::to_string(evidence_.footer.answers) + ": lines are missing");
    }
    if (errors_.empty()) return std::move(evidence_);
    return std::move(errors_);
  }

 private:
  void ReadNext() {
    ++line_;
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) {
      Add(line_, "expected a line break at the end of the line: the file is truncated");
      rest_ = {};
      return;
    }
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (has_footer_) return Add(line_, "expected nothing after the line of the type \"end\"");
    const std::string name = LineName(file_, line_);
    if (const auto root = json_.Parse(name, text, errors_)) ReadLine(*root);
    // Without the first line it is another file, and what follows cannot be understood.
    if (line_ == 1 && !errors_.empty()) rest_ = {};
  }

  void ReadLine(const JsonPlace& root) {
    JsonObject object(root);
    const std::span<const std::string_view> all(kLineTypes);
    const auto allowed = line_ == 1 ? all.first(1) : all.subspan(1);
    const auto type = object.Required("type");
    const std::optional<std::size_t> index = type ? OneOf(*type, allowed) : std::nullopt;
    if (!index) return;
    const std::string_view found = allowed[*index];
    if (found == "evidence") {
      evidence_.header = ReadHeader(object);
    } else if (found == "end") {
      evidence_.footer = ReadFooter(object);
      has_footer_ = true;
    } else {
      Take(root, ReadRecorded(object));
    }
    object.RefuseOthers();
  }

  void Take(const JsonPlace& root, RecordedAnswer recorded) {
    recorded.line = line_;
    const auto [first, is_new] = lines_.emplace(recorded.case_id, line_);
    if (!is_new) {
      root.AddError("expected each case once, found " + recorded.case_id + " again after line " +
                    std::to_string(first->second));
    }
    if (recorded.suite != evidence_.header.suite) {
      root.AddError("expected the suite of the first line, " + evidence_.header.suite + ", found " +
                    recorded.suite);
    }
    evidence_.answers.push_back(std::move(recorded));
  }

  void Add(std::size_t line, std::string text) {
    errors_.push_back({LineName(file_, line), "", std::move(text)});
  }

  const std::string file_;
  std::string_view rest_;
  JsonFile json_;
  RecordedEvidence evidence_;
  LoadErrors errors_;
  std::map<std::string, std::size_t> lines_;  // of each case
  std::size_t line_ = 0;
  bool has_footer_ = false;
};

}  // namespace

std::variant<RecordedEvidence, LoadErrors> ParseEvidence(const std::string& name,
                                                         std::string_view text) {
  if (text.empty()) {
    return LoadErrors{{name, "",
                       "expected a first line of the type \"evidence\", found an empty "
                       "file"}};
  }
  return EvidenceReading(name, text).Result();
}

std::variant<RecordedEvidence, LoadErrors> ReadEvidenceFile(const std::string& path) {
  const auto read = ReadFile(path);
  if (const auto* not_read = std::get_if<NotRead>(&read)) {
    return LoadErrors{{path, "", not_read->why}};
  }
  return ParseEvidence(path, std::get<std::string>(read));
}

LoadErrors CheckEvidence(const std::string& name, const RecordedEvidence& evidence,
                         const Suite& suite, OtherSuite other) {
  if (other == OtherSuite::kRefused && evidence.header.suite != suite.digest) {
    return {{LineName(name, 1), "/suite",
             "expected the digest of these vectors, " + suite.digest + ", found " +
                 evidence.header.suite + " (--other-suite takes what asks the same)"}};
  }
  std::unordered_map<std::string_view, const Case*> cases;
  for (const Case& c : suite.cases) cases.emplace(c.id, &c);
  LoadErrors errors;
  for (const RecordedAnswer& recorded : evidence.answers) {
    if (errors.size() >= kMostEvidenceErrors) break;
    const auto found = cases.find(recorded.case_id);
    if (found == cases.end() || OpOf(*found->second) != Op::kVerify) {
      errors.push_back(
          {LineName(name, recorded.line), "/case",
           "expected the id of a verify case of these vectors, found " + Quoted(recorded.case_id)});
    } else if (const std::string content = ContentDigest(*found->second);
               content != recorded.content) {
      errors.push_back({LineName(name, recorded.line), "/content",
                        "expected " + content + ", what " + recorded.case_id +
                            " asks in these vectors, found " + recorded.content});
    }
  }
  return errors;
}

}  // namespace countersign
