#include "suite/family.h"

#include <algorithm>

#include "suite/generators.h"

namespace countersign {
namespace {

constexpr std::string_view kSignature = "signature";
constexpr std::string_view kTarget = "/verify/request/target";

const Variable* Find(std::span<const Variable> variables, std::string_view name) {
  for (const Variable& variable : variables) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

// NextVariable finds the next "${name}" at or after `from`: where it begins, and its name. The name
// is empty where the text ends before the brace is closed.
struct Found {
  std::size_t begin;
  std::string_view name;
};
std::optional<Found> NextVariable(std::string_view text, std::size_t from) {
  const std::size_t begin = text.find("${", from);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = text.find('}', begin);
  if (end == std::string_view::npos) return Found{begin, {}};
  return Found{begin, text.substr(begin + 2, end - begin - 2)};
}

void Substitute(std::string& text, std::span<const Variable> variables) {
  std::size_t at = 0;
  while (const std::optional<Found> found = NextVariable(text, at)) {
    const std::size_t length = found->name.size() + std::string_view("${}").size();
    const Variable* variable = Find(variables, found->name);
    if (variable == nullptr) {
      at = found->begin + 2;
    } else {
      text.replace(found->begin, length, variable->value);
      at = found->begin + variable->value.size();
    }
  }
}

void Substitute(std::optional<std::string>& text, std::span<const Variable> variables) {
  if (text) Substitute(*text, variables);
}
void Substitute(std::vector<NameValue>& pairs, std::span<const Variable> variables) {
  for (NameValue& pair : pairs) {
    Substitute(pair.first, variables);
    Substitute(pair.second, variables);
  }
}
void Substitute(std::optional<std::vector<NameValue>>& pairs, std::span<const Variable> variables) {
  if (pairs) Substitute(*pairs, variables);
}
void Substitute(std::vector<std::string>& texts, std::span<const Variable> variables) {
  for (std::string& text : texts) Substitute(text, variables);
}

template <typename... Parts>
void SubstituteAll(std::span<const Variable> variables, Parts&... parts) {
  (Substitute(parts, variables), ...);
}

// A policy is left alone: it has variables of its own (${aws:username}), and is JSON, in which
// octets cannot be replaced unescaped.
void Substitute(CredentialMessage& c, std::span<const Variable> variables) {
  SubstituteAll(variables, c.access_key_id, c.secret_access_key, c.session_token, c.expires_at,
                c.arn, c.tags, c.organization, c.issued_at);
}

void Substitute(PresignMessage& m, std::span<const Variable> variables) {
  SubstituteAll(variables, m.now, m.method, m.scheme, m.host, m.bucket, m.key, m.path, m.query,
                m.headers, m.payload, m.region, m.region_set, m.service, m.algorithm);
  Substitute(m.credentials, variables);
}

void Substitute(VerifyMessage& m, std::span<const Variable> variables) {
  SubstituteAll(variables, m.now, m.request.method, m.request.scheme, m.request.target,
                m.request.headers, m.request.source_ip, m.request.source_vpc, m.request.source_vpce,
                m.request.body_sha256, m.request.body, m.server.service, m.server.region,
                m.server.hosts);
  for (CredentialMessage& credential : m.credentials) Substitute(credential, variables);
  if (m.bucket) {
    SubstituteAll(variables, m.bucket->name, m.bucket->region, m.bucket->account,
                  m.bucket->organization);
  }
}

void Substitute(Signed& s, std::span<const Variable> variables) {
  SubstituteAll(variables, s.method, s.target, s.headers, s.payload, s.secret_access_key);
}

// IsPolicy tells whether a member holds a policy document or a list of them.
bool IsPolicy(std::string_view key) {
  return key == "policy" || key.ends_with("_policy") || key.ends_with("_policies");
}

std::size_t CheckText(const JsonPlace& place, std::string_view text,
                      std::span<const Variable> variables) {
  std::size_t known = 0;
  std::size_t at = 0;
  while (const std::optional<Found> found = NextVariable(text, at)) {
    at = found->begin + 2;
    if (Find(variables, found->name) != nullptr) {
      ++known;
    } else if (found->name != kSignature || place.pointer != kTarget) {
      std::vector<std::string_view> names;
      for (const Variable& variable : variables) names.push_back(variable.name);
      place.AddError("expected a variable of the family (" + Joined(names) + "), found " +
                     Quoted(text.substr(found->begin)));
    }
  }
  return known;
}

}  // namespace

Family ReadFamily(const JsonPlace& place, simdjson::dom::element request) {
  Family family;
  JsonObject object(place);
  if (const auto over = object.Required("over")) family.members = ReadGenerator(*over, request);
  if (const auto digest = object.Optional("digest")) {
    family.digest = Sha256Hex(*digest).value_or("");
  }
  object.RefuseOthers();
  return family;
}

std::size_t CheckVariables(const JsonPlace& place, const Family& family) {
  if (family.members.empty()) return 0;
  const std::vector<Variable>& variables = family.members.front().variables;
  std::size_t known = 0;
  std::string_view text;
  simdjson::dom::object object;
  simdjson::dom::array array;
  if (!place.element.get(text)) {
    known = CheckText(place, text, variables);
  } else if (!place.element.get(array)) {
    for (const JsonPlace& element : Elements(place)) known += CheckVariables(element, family);
  } else if (!place.element.get(object)) {
    JsonObject members(place);
    for (const simdjson::dom::key_value_pair member : object) {
      if (IsPolicy(member.key)) continue;
      known += CheckVariables(*members.Optional(member.key), family);
    }
  }
  return known;
}

std::vector<Case> Expand(const Case& pattern, const Family& family) {
  std::vector<Case> cases;
  cases.reserve(family.members.size());
  for (std::size_t i = 0; i < family.members.size(); ++i) {
    const FamilyMember& member = family.members[i];
    Case& c = cases.emplace_back(pattern);
    c.id += '/' + member.suffix;
    c.features.insert(c.features.end(), member.features.begin(), member.features.end());
    if (i < family.requests.size()) c.request = family.requests[i];
    std::visit([&member](auto& message) { Substitute(message, member.variables); }, c.request);
    if (c.signed_as) Substitute(*c.signed_as, member.variables);
  }
  return cases;
}

}  // namespace countersign
