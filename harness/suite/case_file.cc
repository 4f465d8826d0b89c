#include "suite/case_file.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/rejection_class.h"
#include "suite/case_consistency.h"

namespace countersign {
namespace {

constexpr std::string_view kExtension = ".json";
constexpr std::string_view kTransferNames[] = {"outlives", "used-before", "broken-off"};
constexpr TransferScenario kTransferScenarios[] = {
    TransferScenario::kOutlives, TransferScenario::kUsedBefore, TransferScenario::kBrokenOff};

bool IsName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

void ReadRuleIds(const JsonPlace& place, const RuleIds& rules, std::vector<std::string>& out) {
  out = Texts(place);
  if (place.element.is_array() && out.empty()) place.AddError("rules must not be empty");
  for (const std::string& id : out) {
    if (rules.count(id) == 0) place.AddError("unknown rule: " + Quoted(id));
  }
}

void CheckFeatures(const JsonPlace& place, std::span<const std::string> features, Op op) {
  const std::span<const std::string_view> known = Features(op);
  for (const std::string& feature : features) {
    if (std::find(known.begin(), known.end(), feature) != known.end()) continue;
    place.AddError("expected features of " + std::string(OpName(op)) + " (" + Joined(known) +
                   "), without a prefix, found " + Quoted(feature));
  }
}

// The codec's errors begin with a pointer below the message's own.
void AddMessageError(const JsonPlace& place, const ProtocolError& error) {
  const std::size_t colon = error.message.starts_with('/') ? error.message.find(": ") : 0;
  JsonPlace at = place;
  if (colon != 0 && colon != std::string::npos) {
    at.pointer += error.message.substr(0, colon);
    at.AddError(error.message.substr(colon + 2));
  } else {
    at.AddError(error.message);
  }
}

void ReadRequest(const JsonPlace& place, Op op, std::string_view json, RequestMessage& out) {
  if (op == Op::kPresign) {
    simdjson::dom::element expires;
    if (!place.element["expires"].get(expires) && expires.is_number()) {
      Integer({expires, place.file, place.pointer + "/expires", place.errors},
              std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
    }
    Decoded<PresignMessage> decoded = DecodePresign(json, Unknown::kRefused);
    if (const auto* error = std::get_if<ProtocolError>(&decoded))
      return AddMessageError(place, *error);
    out = std::get<PresignMessage>(std::move(decoded));
  } else {
    Decoded<VerifyMessage> decoded = DecodeVerify(json, Unknown::kRefused);
    if (const auto* error = std::get_if<ProtocolError>(&decoded))
      return AddMessageError(place, *error);
    out = std::get<VerifyMessage>(std::move(decoded));
  }
}

std::optional<std::string> ReadOctets(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Optional(key);
  return place ? Octets(*place) : std::nullopt;
}

std::vector<NameValue> ReadHeaders(const JsonPlace& place) {
  std::vector<NameValue> headers;
  for (const JsonPlace& header : Elements(place)) {
    const std::vector<JsonPlace> pair = Elements(header);
    if (pair.size() == 2) {
      headers.emplace_back(Octets(pair[0]).value_or(""), Octets(pair[1]).value_or(""));
    } else if (header.element.is_array()) {
      header.AddError("expected [name, value]");
    }
  }
  return headers;
}

Signed ReadSigned(const JsonPlace& place) {
  Signed s;
  JsonObject object(place);
  s.method = ReadOctets(object, "method");
  s.target = ReadOctets(object, "target");
  if (const auto headers = object.Optional("headers")) s.headers = ReadHeaders(*headers);
  s.payload = ReadOctets(object, "payload");
  s.secret_access_key = ReadOctets(object, "secret_access_key");
  object.RefuseOthers();
  simdjson::dom::object members;
  if (!place.element.get(members) && members.size() == 0) {
    place.AddError("must have at least one member: what was signed differently");
  }
  return s;
}

ExpectedAnswer ReadAnswer(const JsonPlace& place, Op op) {
  constexpr std::string_view kOutcomes[] = {"accept", "reject"};
  ExpectedAnswer answer;
  JsonObject object(place);
  if (const auto outcome = object.Required("outcome")) {
    answer.accept = OneOf(*outcome, kOutcomes) == std::size_t{0};
  }
  if (answer.accept) {
    const auto expires = op == Op::kPresign ? object.Optional("expires") : std::nullopt;
    if (expires) answer.longest_life = Integer(*expires, 1, 604800);
    object.RefuseOthers();
    return answer;
  }
  if (const auto name = object.Optional("class")) {
    const std::vector<std::string_view> known = RejectionClassNames(op);
    if (const auto index = OneOf(*name, known)) answer.rejection_class = known[*index];
  }
  if (op == Op::kVerify) {
    if (const auto status = object.Optional("status")) {
      if (const auto number = Integer(*status, 300, 599)) answer.status = static_cast<int>(*number);
    }
    if (const auto code = object.Optional("code")) answer.code = Text(*code);
    const bool lone = object.Optional("status").has_value() != object.Optional("code").has_value();
    if (lone) place.AddError("expected status and code together, or neither");
  }
  object.RefuseOthers();
  return answer;
}

void ReadAbsent(JsonObject& object, Case& c) {
  const std::optional<JsonPlace> names = object.Optional("absent");
  if (!names) return;
  for (const JsonPlace& name : Elements(*names)) {
    if (const auto text = Text(name)) c.absent.emplace_back(*text);
  }
  if (names->element.is_array() && c.absent.empty()) names->AddError("absent must not be empty");
}

void ReadExpectation(const JsonPlace& place, const RuleIds& rules, Case& c) {
  JsonObject object(place);
  if (const auto answers = object.Required("answers")) {
    for (const JsonPlace& answer : Elements(*answers)) {
      c.expected.push_back(ReadAnswer(answer, OpOf(c)));
    }
    if (answers->element.is_array() && c.expected.empty()) {
      answers->AddError("answers must not be empty");
    }
  }
  if (const auto rule = object.Optional("refused_by")) {
    if (const auto id = Text(*rule)) {
      c.refused_by = *id;
      if (rules.count(*id) == 0) rule->AddError("unknown rule: " + Quoted(*id));
    }
  }
  if (const auto url = object.Optional("url")) c.pinned_url = Text(*url);
  if (OpOf(c) == Op::kPresign) ReadAbsent(object, c);
  object.RefuseOthers();
}

Stages ReadStages(const JsonPlace& place) {
  Stages stages;
  JsonObject object(place);
  if (const auto text = object.Required("canonical_request")) {
    stages.canonical_request = Octets(*text).value_or("");
  }
  if (const auto text = object.Required("string_to_sign")) {
    stages.string_to_sign = Octets(*text).value_or("");
  }
  if (const auto text = object.Optional("signature")) {
    stages.signature = Sha256Hex(*text).value_or("");
  }
  object.RefuseOthers();
  return stages;
}

// Reads a key that is either absent or "word".
bool ReadMark(JsonObject& object, std::string_view key, std::string_view word) {
  const std::optional<JsonPlace> place = object.Optional(key);
  return place && OneOf(*place, std::span(&word, 1));
}

void ReadExactClock(JsonObject& object, Case& c) {
  const std::optional<JsonPlace> place = object.Optional("exact_clock");
  bool exact = false;
  if (!place) return;
  if (place->element.get(exact) || !exact) place->AddError("expected true or a missing key");
  c.needs_exact_clock = true;
}

void ReadTransferScenario(JsonObject& object, Case& c) {
  const std::optional<JsonPlace> place = object.Optional("live");
  if (!place) return;
  if (const auto index = OneOf(*place, kTransferNames)) c.live = kTransferScenarios[*index];
}

// Reads the keys that say what a case tests and how it is counted.
void ReadPurpose(JsonObject& object, const CaseContext& context, Op op, Case& c) {
  ReadFormat(object);
  if (const auto why = object.Required("why")) c.why = Text(*why).value_or("");
  if (const auto ids = object.Required("rules")) ReadRuleIds(*ids, context.rules, c.rules);
  ReadLevel(object, c.level);
  if (ReadMark(object, "status", "disputed")) c.status = CaseStatus::kDisputed;
  if (const auto features = object.Required("requires")) {
    c.features = Texts(*features);
    CheckFeatures(*features, c.features, op);
  }
  ReadExactClock(object, c);
  if (const auto list = object.Required("provenance")) {
    c.provenance = ReadProvenance(*list, context.sources);
  }
}

// The requests of a crossed family's members, up to the first error. `place` is the pattern's.
std::vector<RequestMessage> ReadRequests(const JsonPlace& place, const Family& family, Op op) {
  std::vector<RequestMessage> requests;
  const std::size_t before = place.errors->size();
  for (const FamilyMember& member : family.members) {
    CheckFeatures(place, member.features, op);
    if (member.request.empty() || place.errors->size() > before) break;
    ReadRequest(place, op, member.request, requests.emplace_back());
  }
  return requests;
}

Family ReadFamilyOf(const JsonPlace& place, const JsonPlace& request,
                    const std::optional<JsonPlace>& signed_as, Op op) {
  Family family = ReadFamily(place, request.element);
  family.requests = ReadRequests(request, family, op);
  std::size_t variables = CheckVariables(request, family);
  if (signed_as) variables += CheckVariables(*signed_as, family);
  if (variables == 0 && family.requests.empty()) {
    place.AddError("the request contains no variable of the family");
  }
  return family;
}

}  // namespace

std::optional<std::string_view> IdOf(std::string_view path) {
  if (!path.ends_with(kExtension)) return std::nullopt;
  const std::string_view id = path.substr(0, path.size() - kExtension.size());
  const std::size_t first = id.find('/');
  const std::size_t last = id.rfind('/');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const std::string_view op = id.substr(0, first);
  if (op != OpName(Op::kPresign) && op != OpName(Op::kVerify)) return std::nullopt;
  if (!IsName(id.substr(first + 1, last - first - 1)) || !IsName(id.substr(last + 1))) {
    return std::nullopt;
  }
  return id;
}

CaseFile ReadCaseFile(const JsonPlace& root, std::string_view id, const CaseContext& context) {
  CaseFile result;
  Case& c = result.pattern;
  c.id = id;
  c.file = root.file;
  const Op op = id.starts_with(OpName(Op::kPresign)) ? Op::kPresign : Op::kVerify;
  if (op == Op::kVerify) c.request = VerifyMessage{};

  JsonObject object(root);
  ReadPurpose(object, context, op, c);
  const std::optional<JsonPlace> request = object.Required(OpName(op));
  if (request) ReadRequest(*request, op, simdjson::minify(request->element), c.request);
  const std::optional<JsonPlace> signed_as =
      op == Op::kVerify ? object.Optional("signed") : std::nullopt;
  if (signed_as) c.signed_as = ReadSigned(*signed_as);
  if (op == Op::kVerify && ReadMark(object, "signature", "literal")) {
    c.signature_source = SignatureSource::kLiteral;
  }
  if (op == Op::kVerify) ReadTransferScenario(object, c);
  if (const auto expect = object.Required("expect")) ReadExpectation(*expect, context.rules, c);
  if (const auto stages = object.Optional("stages")) c.stages = ReadStages(*stages);
  if (const auto family = object.Optional("family")) {
    if (request) result.family = ReadFamilyOf(*family, *request, signed_as, op);
  }
  object.RefuseOthers();
  CheckConsistency(root, result);
  return result;
}

}  // namespace countersign
