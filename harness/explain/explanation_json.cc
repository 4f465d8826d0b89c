// Writes an explanation as JSON, for `countersign explain --json`.
#include "explain/explain.h"
#include "protocol/json_writer.h"

namespace countersign {
namespace {

const char* StateName(SignatureState state) {
  switch (state) {
    case SignatureState::kUnreadable: return "unreadable";
    case SignatureState::kNotChecked: return "not-checked";
    case SignatureState::kRight: return "right";
    case SignatureState::kExplained: return "explained";
    case SignatureState::kUnexplained: break;
  }
  return "unexplained";
}

const char* StateOfUrl(UrlState state) {
  switch (state) {
    case UrlState::kSound: return "sound";
    case UrlState::kUnknown: return "unknown";
    case UrlState::kWrong: break;
  }
  return "wrong";
}

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kNote: return "note";
    case Severity::kSuspicion: return "suspicion";
    case Severity::kWrong: break;
  }
  return "wrong";
}

void WriteFacts(const UrlFacts& facts, JsonWriter& writer) {
  writer.BeginObject("url");
  const std::pair<const char*, const std::string&> kMembers[] = {
      {"method", facts.method},
      {"host", facts.host},
      {"path", facts.path},
      {"access_key_id", facts.access_key_id},
      {"key_kind", facts.key_kind},
      {"region", facts.region},
      {"service", facts.service},
      {"signed_at", facts.signed_at},
      {"valid_until", facts.valid_until},
      {"signed_headers", facts.signed_headers}};
  for (const auto& [name, value] : kMembers) {
    if (!value.empty()) writer.Text(name, value);
  }
  writer.EndObject();
}

void WriteCauses(const char* name, const std::vector<Cause>& causes, JsonWriter& writer) {
  writer.BeginArray(name);
  for (const Cause& cause : causes) {
    writer.BeginObject();
    writer.Text("name", cause.name);
    writer.Text("text", cause.text);
    writer.Texts("seen", cause.seen);
    writer.EndObject();
  }
  writer.EndArray();
}

void WriteDerivation(const Derivation& derivation, JsonWriter& writer) {
  const auto write = [&writer](const char* name, const std::string& value) {
    if (!value.empty()) writer.Text(name, value);
  };
  write("canonical_request", derivation.canonical_request);
  write("string_to_sign", derivation.string_to_sign);
  write("signature", derivation.signature);
}

// For the matches of a server, `with_stages` is false: their signature is not the server's.
void WriteMatches(const std::vector<MistakeMatch>& matches, bool with_stages, JsonWriter& writer) {
  writer.BeginArray("readings");
  for (const MistakeMatch& match : matches) {
    writer.BeginObject();
    WriteCauses("causes", match.causes, writer);
    if (with_stages) WriteDerivation(match.derivation, writer);
    writer.EndObject();
  }
  writer.EndArray();
}

void WriteDifference(const std::optional<StageDifference>& difference, const char* observed,
                     JsonWriter& writer) {
  if (!difference) return;
  writer.BeginObject("first_difference");
  writer.Text("stage", difference->stage);
  writer.Integer("offset", static_cast<std::int64_t>(difference->offset));
  writer.Text("should_be", difference->expected);
  writer.Text(observed, difference->observed);
  writer.EndObject();
}

void WriteServer(const ServerView& server, JsonWriter& writer) {
  writer.BeginObject("server");
  writer.Text("code", server.code);
  writer.Text("message", server.message);
  if (!server.request_id.empty()) writer.Text("request_id", server.request_id);
  if (!server.host_id.empty()) writer.Text("host_id", server.host_id);
  writer.Flag("other_request", server.other_request);
  writer.Flag("authenticated", server.authenticated);
  if (server.agrees) writer.Flag("agrees", *server.agrees);
  if (server.secret_fits) writer.Flag("secret_fits", *server.secret_fits);
  writer.Texts("differences", server.differences);
  WriteMatches(server.matches, false, writer);
  WriteDifference(server.difference, "server", writer);
  writer.EndObject();
}

void WriteUnknowns(const std::vector<UnknownInput>& unknowns, JsonWriter& writer) {
  writer.BeginArray("unknown");
  for (const UnknownInput& one : unknowns) {
    writer.BeginObject();
    writer.Text("what", one.what);
    writer.Text("text", one.text);
    writer.EndObject();
  }
  writer.EndArray();
}

void WriteRemarks(const std::vector<Remark>& remarks, JsonWriter& writer) {
  writer.BeginArray("remarks");
  for (const Remark& remark : remarks) {
    writer.BeginObject();
    writer.Text("severity", SeverityName(remark.severity));
    writer.Text("what", remark.what);
    writer.Text("text", remark.text);
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace

std::string ExplanationJson(const Explanation& e) {
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  writer.Flag("sound", e.sound());
  writer.Text("state", StateOfUrl(e.state));
  writer.Text("summary", e.summary);
  WriteFacts(e.facts, writer);
  WriteCauses("damages", e.damages, writer);
  WriteRemarks(e.remarks, writer);
  if (e.predicted_refusal) {
    writer.BeginObject("would_answer");
    writer.Integer("status", e.predicted_refusal->status);
    writer.Text("code", e.predicted_refusal->code);
    writer.Text("message", e.predicted_refusal->message);
    writer.Text("rule", e.predicted_refusal->rule);
    writer.EndObject();
  }
  writer.Text("signature", StateName(e.signature));
  writer.BeginObject("expected");
  WriteDerivation(e.expected, writer);
  writer.EndObject();
  WriteMatches(e.matches, true, writer);
  WriteUnknowns(e.unknowns, writer);
  writer.Integer("tried", static_cast<std::int64_t>(e.tried));
  WriteDifference(e.difference, "signed", writer);
  if (e.server) WriteServer(*e.server, writer);
  writer.EndObject();
  return json;
}

}  // namespace countersign
