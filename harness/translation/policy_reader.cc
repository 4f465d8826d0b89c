#include "translation/policy_reader.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/arn.h"
#include "policy/condition.h"
#include "protocol/json_reader.h"

namespace countersign {
namespace {

using Element = JsonReader::Element;

constexpr std::string_view kOlderVersion = "2008-10-17";
constexpr std::string_view kVersion = "2012-10-17";
constexpr std::size_t kAccountDigits = 12;

// PolicyReader reads one document. Every Read returns false where it failed.
class PolicyReader {
 public:
  explicit PolicyReader(AttachedTo attached_to) : attached_to_(attached_to) {}

  PolicyDocument Read(std::string_view json) {
    Element root;
    Policy policy;
    if (reader_.Parse(json, root) && ReadRoot(root, policy)) return policy;
    return UnreadablePolicy{reader_.TakeError().message};
  }

 private:
  // An object's members: each key at most once, and `read` knows it.
  using ReadMember = std::function<bool(std::string_view key, const Element& value)>;
  bool ReadMembers(const Element& element, const ReadMember& read);
  // One value or a list of at least one.
  using ReadValue = std::function<bool(const Element& value)>;
  bool ReadOneOrMore(const Element& element, const ReadValue& read);

  bool ReadRoot(const Element& root, Policy& out);
  bool ReadVersion(const Element& element);
  bool ReadStatement(const Element& element, Statement& out);
  bool ReadStatementMember(std::string_view key, const Element& value, Statement& out);
  bool ReadEffect(const Element& element, Effect& out);
  bool ReadAction(const Element& element, std::string& out);
  bool ReadResource(const Element& element, std::string& out, Variables& variables);
  bool ReadPrincipals(const Element& element, std::vector<Principal>& out);
  bool CheckPrincipals(const std::vector<Principal>& principals);
  bool ReadAwsPrincipal(const Element& element, Principal& out);
  bool ReadConditions(const Element& element, std::vector<Condition>& out);
  bool ReadCondition(const ConditionOperator& op, std::string_view key, const Element& element,
                     std::vector<Condition>& out);
  bool ReadOperand(const Element& element, Condition& out);
  bool HasPrincipals() const;
  // Sets `variables` to kReplaced if the text has variables.
  bool ReadTextWithVariables(const Element& element, std::string& out, Variables& variables);
  bool Require(bool present, std::string_view key) {
    if (present) return true;
    reader_.Fail("missing");
    return reader_.Within(key);
  }

  JsonReader reader_{Unknown::kRefused};
  AttachedTo attached_to_;
  bool has_variables_ = false;  // since 2012-10-17, `${…}` is one
};

bool PolicyReader::ReadMembers(const Element& element, const ReadMember& read) {
  simdjson::dom::object object;
  if (element.get(object)) return reader_.FailType("an object", element);
  std::vector<std::string_view> seen;
  for (const simdjson::dom::key_value_pair member : object) {
    if (std::find(seen.begin(), seen.end(), member.key) != seen.end()) {
      reader_.Fail("given twice");
      return reader_.Within(member.key);
    }
    seen.push_back(member.key);
    if (!read(member.key, member.value)) return reader_.Within(member.key);
  }
  return true;
}

bool PolicyReader::ReadOneOrMore(const Element& element, const ReadValue& read) {
  simdjson::dom::array array;
  if (element.get(array)) return read(element);
  if (array.size() == 0) return reader_.Fail("expected a value at least, found an empty array");
  std::size_t index = 0;
  for (const Element item : array) {
    if (!read(item)) return reader_.Within(index);
    ++index;
  }
  return true;
}

bool PolicyReader::HasPrincipals() const {
  return attached_to_ != AttachedTo::kPrincipal && attached_to_ != AttachedTo::kAccounts;
}

bool PolicyReader::ReadTextWithVariables(const Element& element, std::string& out,
                                         Variables& variables) {
  if (!ReadText(element, out, reader_)) return false;
  if (!has_variables_ || !HasVariables(out)) return true;
  variables = Variables::kReplaced;
  //= policy/unknown-variable
  const std::optional<std::string> unknown = FindUnknownVariable(out);
  return !unknown || reader_.Fail("unknown policy variable, found " + *unknown);
}

bool PolicyReader::ReadVersion(const Element& element) {
  std::string version;
  if (!ReadText(element, version, reader_)) return false;
  has_variables_ = version == kVersion;
  if (has_variables_ || version == kOlderVersion) return true;
  return reader_.Fail("expected 2012-10-17 or 2008-10-17, found " + version);
}

bool PolicyReader::ReadRoot(const Element& root, Policy& out) {
  // Blocks may come in any order, and the version decides on how the others are read.
  Element version;
  if (root.is_object() && !root["Version"].get(version) && !ReadVersion(version)) {
    return reader_.Within("Version");
  }
  bool has_statement = false;
  const auto read_statement = [&](const Element& value) {
    return ReadStatement(value, out.statements.emplace_back());
  };
  const bool read = ReadMembers(root, [&](std::string_view key, const Element& value) {
    std::string id;
    if (key == "Version") return true;
    if (key == "Id") return ReadText(value, id, reader_);
    if (key != "Statement") return reader_.Fail("unknown element, expected Version, Id, Statement");
    has_statement = true;
    return ReadOneOrMore(value, read_statement);
  });
  return read && Require(has_statement, "Statement");
}

bool PolicyReader::ReadStatementMember(std::string_view key, const Element& value, Statement& out) {
  if (key == "Sid") return ReadText(value, out.sid, reader_);
  if (key == "Effect") return ReadEffect(value, out.effect);
  if (key == "Action" || key == "NotAction") {
    if (!out.actions.patterns.empty()) return reader_.Fail("Action is given as well");
    out.actions.listed = key == "Action" ? Listed::kNamed : Listed::kAllButNamed;
    return ReadOneOrMore(value, [&](const Element& item) {
      return ReadAction(item, out.actions.patterns.emplace_back());
    });
  }
  if (key == "Resource" || key == "NotResource") {
    if (!out.resources.patterns.empty()) return reader_.Fail("Resource is given as well");
    out.resources.listed = key == "Resource" ? Listed::kNamed : Listed::kAllButNamed;
    return ReadOneOrMore(value, [&](const Element& item) {
      return ReadResource(item, out.resources.patterns.emplace_back(), out.variables);
    });
  }
  if (key == "Condition") return ReadConditions(value, out.conditions);
  if (key == "Principal" && HasPrincipals()) {
    return ReadPrincipals(value, out.principals.emplace()) && CheckPrincipals(*out.principals);
  }
  if (key == "Principal")
    return reader_.Fail("expected only in a policy of a bucket, of resources or of a VPC endpoint");
  if (key == "NotPrincipal") return reader_.Fail("not supported");
  return reader_.Fail(
      "unknown element, expected Sid, Effect, Principal, Action, NotAction, Resource, NotResource, "
      "Condition");
}

bool PolicyReader::ReadStatement(const Element& element, Statement& out) {
  bool has_effect = false;
  const bool read = ReadMembers(element, [&](std::string_view key, const Element& value) {
    has_effect = has_effect || key == "Effect";
    return ReadStatementMember(key, value, out);
  });
  return read && Require(has_effect, "Effect") &&
         Require(!out.actions.patterns.empty(), "Action") &&
         Require(!out.resources.patterns.empty(), "Resource") &&
         Require(!HasPrincipals() || out.principals, "Principal");
}

bool PolicyReader::ReadEffect(const Element& element, Effect& out) {
  std::string effect;
  if (!ReadText(element, effect, reader_)) return false;
  out = effect == "Allow" ? Effect::kAllow : Effect::kDeny;
  if (attached_to_ == AttachedTo::kResources && effect == "Allow") {
    return reader_.Fail("expected Deny in a resource control policy, found Allow");
  }
  if (effect == "Allow" || effect == "Deny") return true;
  return reader_.Fail("expected Allow or Deny, found " + effect);
}

bool PolicyReader::ReadAction(const Element& element, std::string& out) {
  if (!ReadText(element, out, reader_)) return false;
  const std::size_t colon = out.find(':');
  const bool named = colon != std::string::npos && colon > 0 && colon + 1 < out.size();
  if (out == "*" || named) return true;
  return reader_.Fail("expected * or SERVICE:ACTION, found \"" + out + "\"");
}

bool PolicyReader::ReadResource(const Element& element, std::string& out, Variables& variables) {
  if (!ReadTextWithVariables(element, out, variables)) return false;
  if (variables == Variables::kReplaced &&
      HasVariables(std::string_view(out).substr(0, out.size() - ArnPart(out, 5).size()))) {
    return reader_.Fail("expected policy variables after the fifth colon only, found " + out);
  }
  if (out == "*" || IsArn(out)) return true;
  return reader_.Fail("expected * or an ARN, found \"" + out + "\"");
}

bool PolicyReader::ReadAwsPrincipal(const Element& element, Principal& out) {
  std::string name;
  if (!ReadText(element, name, reader_)) return false;
  const auto is_account = [](std::string_view text) {
    return text.size() == kAccountDigits &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (name == "*") {
    out = {PrincipalKind::kEveryone, name};
  } else if (is_account(name)) {
    out = {PrincipalKind::kAccount, name};
  } else if (ArnPart(name, 2) == "iam" && ArnPart(name, 5) == "root") {
    out = {PrincipalKind::kAccount, std::string(ArnPart(name, 4))};
  } else if (IsArn(name) && name.find('*') == std::string::npos) {
    out = {PrincipalKind::kArn, name};
  } else {
    return reader_.Fail("expected *, an account's number or an ARN without wildcards, found \"" +
                        name + "\"");
  }
  return true;
}

bool PolicyReader::ReadPrincipals(const Element& element, std::vector<Principal>& out) {
  if (element.is_string()) {
    std::string everyone;
    if (!ReadText(element, everyone, reader_)) return false;
    if (everyone != "*") {
      return reader_.Fail("expected * or an object such as {\"AWS\": …}, found " + everyone);
    }
    out = {{PrincipalKind::kEveryone, everyone}};
    return true;
  }
  const bool read = ReadMembers(element, [&](std::string_view kind, const Element& value) {
    return ReadOneOrMore(value, [&](const Element& item) {
      Principal& principal = out.emplace_back();
      if (kind == "AWS") return ReadAwsPrincipal(item, principal);
      principal.kind = PrincipalKind::kService;
      if (kind == "Service" || kind == "Federated") return ReadText(item, principal.name, reader_);
      return reader_.Fail("not supported, expected AWS, Service or Federated");
    });
  });
  return read && (!out.empty() || reader_.Fail("expected a principal at least"));
}

bool PolicyReader::CheckPrincipals(const std::vector<Principal>& principals) {
  const bool everyone = std::all_of(
      principals.begin(), principals.end(),
      [](const Principal& principal) { return principal.kind == PrincipalKind::kEveryone; });
  return everyone || attached_to_ == AttachedTo::kBucket ||
         reader_.Fail("expected * in a policy of resources or of a VPC endpoint");
}

bool PolicyReader::ReadConditions(const Element& element, std::vector<Condition>& out) {
  return ReadMembers(element, [&](std::string_view name, const Element& keys) {
    //= policy/unknown-operator
    const std::optional<ConditionOperator> op = ParseConditionOperator(name);
    if (!op) return reader_.Fail("unknown condition operator");
    return ReadMembers(keys, [&](std::string_view key, const Element& values) {
      return ReadCondition(*op, key, values, out);
    });
  });
}

bool PolicyReader::ReadCondition(const ConditionOperator& op, std::string_view key,
                                 const Element& element, std::vector<Condition>& out) {
  //= policy/unknown-key
  const std::optional<NamedKey> known = FindConditionKey(key);
  if (!known) return reader_.Fail("unknown condition key");
  if (!CanBeReadAs(known->key, op.kind)) return reader_.Fail("not a key for this operator");
  Condition& condition = out.emplace_back(Condition{op, known->key, {}, known->tag});
  condition.service = known->service;
  return ReadOneOrMore(element,
                       [&](const Element& value) { return ReadOperand(value, condition); });
}

bool PolicyReader::ReadOperand(const Element& element, Condition& out) {
  // Quotation marks around numbers and truth are optional.
  std::string text;
  if (element.is_string()) {
    if (!ReadTextWithVariables(element, text, out.variables)) return false;
    const bool replaces = out.op.kind == ValueKind::kText || out.op.kind == ValueKind::kArn;
    if (out.variables == Variables::kReplaced &&
        (!replaces || out.op.relation == Relation::kIsNull)) {
      return reader_.Fail("expected policy variables with string and ARN operators only, found " +
                          text);
    }
  } else if (element.is_bool() || element.is_number()) {
    text = simdjson::minify(element);
  } else {
    return reader_.FailType("a string, a number or a boolean", element);
  }
  const std::optional<Operand> operand = ParseOperand(out.op, text);
  if (!operand) return reader_.Fail("not a value for this operator, found \"" + text + "\"");
  out.operands.push_back(*operand);
  return true;
}

}  // namespace

PolicyDocument ReadPolicy(std::string_view json, AttachedTo attached_to) {
  return PolicyReader(attached_to).Read(json);
}

}  // namespace countersign
