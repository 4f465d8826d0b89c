// Writes evidence files: one JSON object a line. `countersign record` is the only caller.
#include "evidence/write_evidence.h"

#include <cerrno>
#include <cstring>

#include "protocol/json_writer.h"

namespace countersign {
namespace {

void WriteAnswer(const StatusAndCode& answer, JsonWriter& json) {
  json.Integer("status", answer.status);
  json.OptionalText("code", answer.code);
}

}  // namespace

std::string EncodeHeader(const EvidenceHeader& header) {
  std::string line;
  JsonWriter json(line);
  json.BeginObject();
  json.Text("type", "evidence");
  json.Integer("format", 1);
  json.Text("countersign", header.recorder);
  json.Text("suite", header.suite);
  json.Text("server", header.server);
  json.Text("date", header.date);
  json.EndObject();
  return line;
}

std::string EncodeRecorded(const RecordedAnswer& recorded) {
  std::string line;
  JsonWriter json(line);
  json.BeginObject();
  json.Text("type", "answer");
  json.Text("case", recorded.case_id);
  json.Text("content", recorded.content);
  json.Text("suite", recorded.suite);
  json.Text("date", recorded.date);
  json.Text("region", recorded.region);
  json.Text("endpoint", recorded.place);
  json.BeginObject("request");
  json.Text("method", recorded.method);
  json.Text("scheme", recorded.scheme);
  json.Text("target", recorded.target);
  json.Pairs("headers", recorded.request_headers);
  json.EndObject();
  WriteAnswer(recorded.answer, json);
  json.OptionalText("message", recorded.message);
  json.Pairs("headers", recorded.headers);
  if (recorded.with_wrong_signature) {
    json.BeginObject("with_wrong_signature");
    WriteAnswer(*recorded.with_wrong_signature, json);
    json.EndObject();
  }
  json.EndObject();
  return line;
}

std::string EncodeFooter(const EvidenceFooter& footer) {
  std::string line;
  JsonWriter json(line);
  json.BeginObject();
  json.Text("type", "end");
  json.Integer("answers", static_cast<std::int64_t>(footer.answers));
  json.Integer("unanswered", static_cast<std::int64_t>(footer.unanswered));
  json.Flag("complete", footer.complete);
  if (!footer.complete) json.Text("reason", footer.reason);
  json.EndObject();
  return line;
}

std::variant<EvidenceFile, std::string> EvidenceFile::Create(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wxe");
  if (file == nullptr) return path + ": " + std::strerror(errno);
  return EvidenceFile(path, file);
}

std::optional<std::string> EvidenceFile::Write(const std::string& line) {
  const std::string whole = line + '\n';
  const bool written = std::fwrite(whole.data(), 1, whole.size(), file_.get()) == whole.size();
  if (written && std::fflush(file_.get()) == 0) return std::nullopt;
  return path_ + ": cannot be written: " + std::strerror(errno);
}

void EvidenceFile::Remove() { std::remove(path_.c_str()); }

}  // namespace countersign
