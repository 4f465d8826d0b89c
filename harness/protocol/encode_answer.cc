#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"

namespace countersign {
namespace {

void Write(const OkAnswer& ok, JsonWriter& json) {
  json.BeginObject("ok");
  json.OptionalText("url", ok.url);
  if (ok.headers) json.Pairs("headers", *ok.headers);
  json.OptionalText("principal", ok.principal);
  json.OptionalText("canonical_request", ok.canonical_request);
  json.OptionalText("string_to_sign", ok.string_to_sign);
}

void Write(const RejectAnswer& reject, JsonWriter& json) {
  json.BeginObject("reject");
  if (reject.status) json.Integer("status", *reject.status);
  json.OptionalText("code", reject.code);
  json.OptionalText("class", reject.rejection_class);
  json.OptionalText("message", reject.message);
  json.OptionalText("canonical_request", reject.canonical_request);
  json.OptionalText("string_to_sign", reject.string_to_sign);
}

void Write(const SkipAnswer& skip, JsonWriter& json) {
  json.BeginObject("skip");
  json.OptionalText("feature", skip.feature);
  json.OptionalText("issue", skip.issue);
}

void Write(const FaultAnswer& fault, JsonWriter& json) {
  json.BeginObject("fault");
  json.Text("message", fault.message);
}

}  // namespace

std::string EncodeAnswer(const AnswerLine& line) {
  std::string out;
  out.reserve(2048);
  JsonWriter json(out);
  json.BeginObject();
  json.Integer("id", line.id);
  std::visit([&json](const auto& answer) { Write(answer, json); }, line.answer);
  json.EndObject();
  json.EndObject();
  return out;
}

void WriteAdapterInfo(std::string_view key, const AdapterInfo& adapter_info, JsonWriter& json) {
  json.BeginObject(key);
  json.Integer("protocol", adapter_info.protocol);
  json.Text("name", adapter_info.name);
  json.Text("version", adapter_info.version);
  json.Text("language", adapter_info.language);
  json.Texts("ops", adapter_info.ops);
  json.Texts("features", adapter_info.features);
  json.Text("clock", ClockName(adapter_info.clock));
  json.Text("errors", ErrorLevelName(adapter_info.errors));
  json.Integer("max_inflight", adapter_info.max_inflight);
  json.EndObject();
}

std::string EncodeHelloAnswer(const AdapterInfo& adapter_info) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Integer("id", 0);
  WriteAdapterInfo("ok", adapter_info, json);
  json.EndObject();
  return out;
}

}  // namespace countersign
