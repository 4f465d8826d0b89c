#include "suite/lint.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "protocol/codec.h"
#include "suite/case_content.h"
#include "suite/proof.h"
#include "suite/select.h"
#include "suite/test_credentials.h"
#include "suite/write.h"

namespace countersign {
namespace {

constexpr std::ptrdiff_t kMostLines = 100;  // a printed policy has up to thirty

// The rules that can refuse a request for no other fault than that it was altered after signing.
constexpr std::string_view kRefuseAlteration[] = {
    "signature/match",       "services/object-lambda-signature", "signed-headers/must-arrive",
    "parameters/given-once",  // a parameter was added
    "token/required",         // it was removed
    "keys/unknown",           // no secret of the request's is its own
};

bool Contains(std::span<const std::string_view> texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// IsWitness: one computation alone proves nothing.
bool IsWitness(const Source& source) {
  return source.kind != ProvenanceKind::kDerived || source.implementations.size() >= 2;
}

int MembersOf(const Signed& s) {
  return s.method.has_value() + s.target.has_value() + s.headers.has_value() +
         s.payload.has_value() + s.secret_access_key.has_value();
}

bool IsMember(const Case& c) {
  return c.id.size() + std::string_view(".json").size() > c.file.size();
}

// FactKeys are the condition keys of the feature principal-facts.
constexpr std::string_view kFactKeys[] = {"aws:PrincipalTag/", "aws:PrincipalOrgID",
                                          "aws:ResourceOrgID", "aws:ResourceAccount",
                                          "aws:TokenIssueTime"};

// FeaturesOf returns the features that a request with policies or a body needs.
std::vector<std::string_view> FeaturesOf(const VerifyMessage& m) {
  bool has_facts = m.bucket && (m.bucket->account || m.bucket->organization);
  std::string organization;
  std::string documents = m.request.endpoint_policy.value_or("");
  for (const CredentialMessage& one : m.credentials) {
    has_facts = has_facts || !one.tags.empty() || one.organization || one.issued_at;
    documents += one.policy.value_or("");
    for (const std::string& policy : one.service_control_policies) organization += policy;
  }
  if (m.bucket) {
    documents += m.bucket->policy.value_or("");
    for (const std::string& policy : m.bucket->resource_control_policies) organization += policy;
  }
  documents += organization;
  const auto mentions = [&](std::string_view text) {
    return documents.find(text) != std::string::npos;
  };
  has_facts = has_facts || std::any_of(std::begin(kFactKeys), std::end(kFactKeys), mentions);
  std::vector<std::string_view> features;
  if (!documents.empty()) features.push_back("policy");
  if (mentions("${")) features.push_back("policy-variables");
  if (has_facts) features.push_back("principal-facts");
  if (!organization.empty()) features.push_back("organization-policies");
  if (m.request.endpoint_policy || mentions("aws:VpcSourceIp")) {
    features.push_back("endpoint-policies");
  }
  if (m.request.body) features.push_back("body");
  return features;
}

class Linter {
 public:
  explicit Linter(const Suite& suite) : suite_(suite) {
    for (const RuleEntry& rule : suite.rules) rules_[rule.id] = {&rule, 0, false};
  }

  std::vector<LintProblem> Result(std::span<const VectorFile> files) && {
    std::string_view last;
    for (const Case& c : suite_.cases) {
      CheckContent(c);
      CheckBytes(c);
      // The members of a family share everything else.
      if (c.file != last) CheckFile(c);
      last = c.file;
    }
    for (const RuleEntry& rule : suite_.rules) CheckRule(rule);
    for (const auto& source : suite_.sources) {
      if (cited_.count(source.get()) == 0) Add(source->id, "a source that no case cites");
    }
    for (const FamilyDigest& family : suite_.families) {
      if (family.sha256.empty()) Add(family.id + ".json", "a family without a digest");
    }
    for (const VectorFile& file : files) CheckLayout(file);
    std::sort(problems_.begin(), problems_.end(), [](const LintProblem& a, const LintProblem& b) {
      return std::tie(a.where, a.text) < std::tie(b.where, b.text);
    });
    return std::move(problems_);
  }

 private:
  struct RuleUse {
    const RuleEntry* entry = nullptr;
    int cases = 0;
    bool witnessed = false;
    Proof best = Proof::kHint;  // of its cases
  };

  void CheckFile(const Case& c) {
    CheckSources(c);
    CheckFaults(c);
    CheckCredentials(c);
    CheckFeatures(c);
    const bool witnessed = std::any_of(c.provenance.begin(), c.provenance.end(),
                                       [](const auto& source) { return IsWitness(*source); });
    for (const std::string& id : c.rules) {
      RuleUse& rule = rules_[id];
      ++rule.cases;
      rule.witnessed = rule.witnessed || witnessed;
      rule.best = std::max(rule.best, BestProof(c));
    }
  }

  void CheckSources(const Case& c) {
    for (const auto& source : c.provenance) cited_.insert(source.get());
    CheckProof(c);
    if (c.level != Level::kMust) return;
    for (const std::string& id : c.rules) {
      const RuleEntry* rule = rules_[id].entry;
      if (rule == nullptr) continue;
      if (rule->source.empty()) Add(c.file, "a must whose rule has no source: " + id);
      const bool foremost = id == c.rules.front();
      if (foremost && rule->confidence == "D" && c.status != CaseStatus::kDisputed) {
        Add(c.file,
            "a must that is not disputed, though AWS's answer is unknown (confidence D): " + id);
      }
    }
  }

  void CheckProof(const Case& c) {
    const RuleEntry* rule = rules_[c.rules.front()].entry;
    if (rule == nullptr || c.status == CaseStatus::kDisputed) return;
    const Level strongest = StrongestLevel(c, rule->confidence);
    if (c.level >= strongest) return;
    Add(c.file, "a " + std::string(LevelName(c.level)) + " whose sources carry " +
                    std::string(LevelName(strongest)) + " at most: its foremost rule " + rule->id +
                    " has confidence " + rule->confidence);
  }

  void CheckFaults(const Case& c) {
    if (c.expected.empty() || c.expected.front().accept) return;
    // Where any refusal will do, it does not matter which rule is the first.
    const bool any = !c.expected.front().rejection_class && !c.expected.front().status;
    if (!c.refused_by) {
      Add(c.file, "a refusal without refused_by");
    } else if (c.signed_as && !any && !Contains(kRefuseAlteration, *c.refused_by)) {
      Add(c.file, "two faults: what was signed is not what is sent, and " + *c.refused_by);
    }
    if (c.signed_as && MembersOf(*c.signed_as) > 1) {
      Add(c.file, "two faults: more than one member in signed");
    }
  }

  void CheckCredentials(const Case& c) {
    if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
      CheckCredential(c, presign->credentials);
    } else {
      for (const CredentialMessage& credential : std::get<VerifyMessage>(c.request).credentials) {
        CheckCredential(c, credential);
      }
    }
    if (c.signed_as && c.signed_as->secret_access_key &&
        !IsTestCredential(*c.signed_as->secret_access_key)) {
      Add(c.file, "a secret access key that is not known to be a test's");
    }
  }

  void CheckCredential(const Case& c, const CredentialMessage& credential) {
    if (!IsTestCredential(credential.access_key_id)) {
      Add(c.file, "an access key id that is not known to be a test's: " + credential.access_key_id);
    }
    if (!IsTestCredential(credential.secret_access_key)) {
      Add(c.file, "a secret access key that is not known to be a test's");
    }
  }

  // A family covers a domain whole, so it may meet a case of its own file or another family there.
  void CheckContent(const Case& c) {
    const std::string scope = IsMember(c) ? c.file : "";
    const auto [found, inserted] = contents_.emplace(scope + ContentOf(c), &c);
    if (!inserted) Add(c.file, c.id + " asks the same as " + found->second->id);
  }

  void CheckBytes(const Case& c) {
    if (NeedsBytes(c.request) &&
        std::find(c.features.begin(), c.features.end(), "bytes") == c.features.end()) {
      Add(c.file,
          c.id + " has bytes that are not valid UTF-8, but does not require the feature bytes");
    }
  }

  void CheckFeatures(const Case& c) {
    const auto* verify = std::get_if<VerifyMessage>(&c.request);
    if (verify == nullptr) return;
    for (const std::string_view feature : FeaturesOf(*verify)) {
      if (std::find(c.features.begin(), c.features.end(), feature) != c.features.end()) continue;
      Add(c.file, "does not require the feature " + std::string(feature));
    }
  }

  void CheckRule(const RuleEntry& rule) {
    const RuleUse& use = rules_[rule.id];
    if (use.cases == 0) {
      Add(rule.id, "a rule without a case");
    } else if (!use.witnessed) {
      Add(rule.id, "a rule whose only witness is derived, by one implementation");
    } else if (rule.confidence < BestConfidence(use.best)) {
      Add(rule.id, "a rule of confidence " + rule.confidence + ", though its cases show " +
                       std::string(BestConfidence(use.best)) + " at most");
    }
  }

  void CheckLayout(const VectorFile& file) {
    const std::variant<std::string, LoadError> layout = FormatJson(file.text);
    const std::string* canonical = std::get_if<std::string>(&layout);
    if (canonical == nullptr || *canonical != file.text) {
      Add(std::string(file.path), "not in canonical form; run countersign vectors accept");
    }
    const std::ptrdiff_t lines = std::count(file.text.begin(), file.text.end(), '\n');
    if (IsSingleCase(file) && lines > kMostLines) {
      Add(std::string(file.path),
          std::to_string(lines) + " lines; a case has at most " + std::to_string(kMostLines));
    }
  }

  // Rules and families are as long as what they list.
  bool IsSingleCase(const VectorFile& file) const {
    return file.path.find('/') != std::string_view::npos &&
           std::none_of(suite_.families.begin(), suite_.families.end(),
                        [&](const FamilyDigest& one) { return one.id + ".json" == file.path; });
  }

  void Add(std::string where, std::string text) {
    problems_.push_back({std::move(where), std::move(text)});
  }

  const Suite& suite_;
  std::unordered_map<std::string, RuleUse> rules_;
  std::unordered_set<const Source*> cited_;
  std::unordered_map<std::string, const Case*> contents_;
  std::vector<LintProblem> problems_;
};

}  // namespace

std::vector<LintProblem> Lint(const Suite& suite, std::span<const VectorFile> files) {
  return Linter(suite).Result(files);
}

}  // namespace countersign
