// The file transcript.jsonl: everything that was said to an implementation, in order.
#include "certify/transcript.h"

#include <utility>

#include "protocol/json_writer.h"
#include "sigv4/digest.h"
#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::int64_t kLargest = std::int64_t{1} << 53;
constexpr std::size_t kMostTranscriptErrors = 10;

std::string LinkOf(std::string_view line) { return Hex(Sha256(line)); }

std::int64_t NumberAt(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  return place ? Integer(*place, 0, kLargest).value_or(0) : 0;
}

std::optional<std::string> BytesAt(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Optional(key);
  return place ? Octets(*place) : std::nullopt;
}

// TranscriptReading reads a transcript line by line.
class TranscriptReading {
 public:
  TranscriptReading(std::string_view file, std::string_view text, std::string_view first_link)
      : file_(file), rest_(text), link_(first_link) {}

  std::variant<ReadExchanges, LoadErrors> Result() && {
    while (!rest_.empty() && errors_.size() < kMostTranscriptErrors) ReadNext();
    if (!errors_.empty()) return std::move(errors_);
    read_.last_link = std::move(link_);
    return std::move(read_);
  }

 private:
  void ReadNext() {
    const std::string name = file_ + " record " + std::to_string(++line_);
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) {
      errors_.push_back(
          {name, "", "expected a line break at its end: the transcript is truncated"});
      rest_ = {};
      return;
    }
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (const auto root = json_.Parse(name, line, errors_)) ReadRecord(*root);
    link_ = LinkOf(line);
  }

  void ReadRecord(const JsonPlace& root) {
    JsonObject object(root);
    Exchange one;
    const std::size_t before = errors_.size();
    CheckNumber(object, one);
    CheckLink(object);
    one.time_ms = NumberAt(object, "time_ms");
    one.elapsed_us = NumberAt(object, "elapsed_us");
    one.connection = NumberAt(object, "connection");
    if (const auto about = object.Required("about")) one.about = Text(*about).value_or("");
    one.sent = BytesAt(object, "sent").value_or("");
    one.received = BytesAt(object, "received");
    one.not_asked = BytesAt(object, "not_asked");
    one.broke = BytesAt(object, "broke");
    object.RefuseOthers();
    CheckClocks(root, one);
    read_.exchanges.push_back(std::move(one));
    // What follows a record that was changed or left out is wrong for the same reason.
    if (errors_.size() > before) rest_ = {};
  }

  void CheckNumber(JsonObject& object, Exchange& one) {
    one.number = NumberAt(object, "number");
    const std::optional<JsonPlace> place = object.Optional("number");
    if (!place || static_cast<std::size_t>(one.number) == line_) return;
    place->AddError("expected " + std::to_string(line_) + ", found " + std::to_string(one.number));
  }

  void CheckLink(JsonObject& object) {
    const std::optional<JsonPlace> place = object.Required("previous");
    const auto link = place ? Sha256Hex(*place) : std::nullopt;
    if (!link || *link == link_) return;
    place->AddError("expected " + link_ +
                    (line_ == 1 ? ", which names the plan: the transcript is of another run"
                                : ", the digest of the line before: a record was changed, added, "
                                  "left out or moved"));
  }

  void CheckClocks(const JsonPlace& root, const Exchange& one) {
    if (read_.exchanges.empty()) return;
    const Exchange& before = read_.exchanges.back();
    if (one.time_ms < before.time_ms) {
      root.AddError("the machine's clock moved back by " +
                    std::to_string(before.time_ms - one.time_ms) +
                    " ms after the record before: the times of this run prove nothing");
    }
    if (one.elapsed_us < before.elapsed_us) {
      root.AddError("expected elapsed_us of at least " + std::to_string(before.elapsed_us) +
                    ", as in the record before, found " + std::to_string(one.elapsed_us));
    }
  }

  const std::string file_;
  std::string_view rest_;
  std::string link_;
  JsonFile json_;
  ReadExchanges read_;
  LoadErrors errors_;
  std::size_t line_ = 0;
};

}  // namespace

std::string FirstLink(std::string_view plan_text) {
  return LinkOf("countersign transcript 1\n" + Hex(Sha256(plan_text)) + "\n");
}

Transcript::Transcript(std::string first_link) : link_(std::move(first_link)) {}

void Transcript::Add(int connection, std::string_view sent, std::optional<std::string> received,
                     std::optional<std::string> broke) {
  Exchange rest;
  rest.received = std::move(received);
  rest.broke = std::move(broke);
  AddLine(connection, sent, rest);
}

void Transcript::AddNotAsked(std::string_view reason) {
  Exchange rest;
  rest.not_asked = reason;
  AddLine(connections_, "", rest);
}

void Transcript::AddLine(int connection, std::string_view sent, const Exchange& rest) {
  using std::chrono::duration_cast;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto elapsed = std::chrono::steady_clock::now() - start_;
  std::string line;
  JsonWriter json(line);
  json.BeginObject();
  json.Integer("number", static_cast<std::int64_t>(++size_));
  json.Text("previous", link_);
  json.Integer("time_ms", duration_cast<std::chrono::milliseconds>(now).count());
  json.Integer("elapsed_us", duration_cast<std::chrono::microseconds>(elapsed).count());
  json.Integer("connection", connection);
  json.Text("about", about_);
  if (!sent.empty()) json.Text("sent", sent);
  json.OptionalText("received", rest.received);
  json.OptionalText("not_asked", rest.not_asked);
  json.OptionalText("broke", rest.broke);
  json.EndObject();
  link_ = LinkOf(line);
  text_ += line + '\n';
}

std::variant<ReadExchanges, LoadErrors> ReadTranscript(std::string_view file, std::string_view text,
                                                       std::string_view first_link) {
  return TranscriptReading(file, text, first_link).Result();
}

}  // namespace countersign
