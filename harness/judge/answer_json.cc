#include "judge/answer_json.h"

#include "protocol/codec.h"

namespace countersign {
namespace {

// JsonObject writes one object, member by member, every text redacted.
class JsonObject {
 public:
  explicit JsonObject(const Redactor& redactor) : redactor_(redactor) {}

  void Text(const char* name, const std::string& value) {
    Name(name);
    AppendJsonString(redactor_.Apply(value), json_);
  }
  void Text(const char* name, const std::optional<std::string>& value) {
    if (value) Text(name, *value);
  }
  void Number(const char* name, const std::optional<int>& value) {
    if (!value) return;
    Name(name);
    json_ += std::to_string(*value);
  }
  void Raw(const char* name, const std::string& json) {
    Name(name);
    json_ += json;
  }
  std::string Close() { return json_ + "}"; }

 private:
  void Name(const char* name) {
    if (json_.size() > 1) json_ += ',';
    json_ += '"';
    json_ += name;
    json_ += "\":";
  }

  const Redactor& redactor_;
  std::string json_ = "{";
};

void Fill(const ExpectedAnswer& answer, JsonObject& object) {
  object.Text("outcome", std::string(answer.accept ? "accept" : "reject"));
  object.Text("class", answer.rejection_class);
  object.Number("status", answer.status);
  object.Text("code", answer.code);
}

std::string Pairs(const std::vector<NameValue>& pairs, const Redactor& redactor) {
  std::string json = "[";
  for (const NameValue& pair : pairs) {
    if (json.size() > 1) json += ',';
    json += '[';
    AppendJsonString(redactor.Apply(pair.first), json);
    json += ',';
    AppendJsonString(redactor.Apply(pair.second), json);
    json += ']';
  }
  return json + "]";
}

std::string Json(const OkAnswer& answer, const Redactor& redactor) {
  JsonObject object(redactor);
  object.Text("outcome", std::string("accept"));
  object.Text("url", answer.url);
  if (!answer.headers.empty()) object.Raw("headers", Pairs(answer.headers, redactor));
  object.Text("principal", answer.principal);
  object.Text("canonical_request", answer.canonical_request);
  object.Text("string_to_sign", answer.string_to_sign);
  return object.Close();
}

std::string Json(const RejectAnswer& answer, const Redactor& redactor) {
  JsonObject object(redactor);
  object.Text("outcome", std::string("reject"));
  object.Text("class", answer.rejection_class);
  object.Number("status", answer.status);
  object.Text("code", answer.code);
  object.Text("message", answer.message);
  object.Text("canonical_request", answer.canonical_request);
  object.Text("string_to_sign", answer.string_to_sign);
  return object.Close();
}

std::string Json(const SkipAnswer& answer, const Redactor& redactor) {
  JsonObject inner(redactor);
  inner.Text("feature", answer.feature);
  inner.Text("issue", answer.issue);
  JsonObject object(redactor);
  object.Raw("skip", inner.Close());
  return object.Close();
}

std::string Json(const FaultAnswer& answer, const Redactor& redactor) {
  JsonObject inner(redactor);
  inner.Text("message", answer.message);
  JsonObject object(redactor);
  object.Raw("fault", inner.Close());
  return object.Close();
}

std::string Json(const Answer& answer, const Redactor& redactor) {
  return std::visit([&redactor](const auto& one) { return Json(one, redactor); }, answer);
}

std::string Json(const AdapterBroke& broken, const Redactor& redactor) {
  JsonObject object(redactor);
  object.Text("broken", broken.reason);
  return object.Close();
}

std::string Json(const NotAsked& not_asked, const Redactor& redactor) {
  JsonObject object(redactor);
  object.Text("not_asked", not_asked.reason);
  return object.Close();
}

}  // namespace

std::string ExpectedJson(const Case& c, const std::optional<std::string>& url,
                         const Redactor& redactor) {
  JsonObject object(redactor);
  Fill(c.expected.front(), object);
  object.Text("url", url);
  std::string others;
  for (std::size_t i = 1; i < c.expected.size(); ++i) {
    JsonObject other(redactor);
    Fill(c.expected[i], other);
    others += (others.empty() ? "" : ",") + other.Close();
  }
  if (!others.empty()) object.Raw("or", "[" + others + "]");
  return object.Close();
}

std::string ObservedJson(const Observation& observation, const Redactor& redactor) {
  return std::visit([&redactor](const auto& one) { return Json(one, redactor); }, observation);
}

}  // namespace countersign
