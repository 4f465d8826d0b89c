#include "suite/case_consistency.h"

#include <algorithm>
#include <initializer_list>

#include "suite/rfc3339.h"

namespace countersign {
namespace {

constexpr std::string_view kFamilySignature = "X-Amz-Signature=${signature}";
constexpr std::string_view kSigV4A = "AWS4-ECDSA-P256-SHA256";

// Contradictions complains of places in the file, by pointer.
class Contradictions {
 public:
  explicit Contradictions(const JsonPlace& root) : root_(root) {}
  void Add(std::string pointer, std::string expected) const {
    JsonPlace place = root_;
    place.pointer = std::move(pointer);
    place.AddError(std::move(expected));
  }

 private:
  const JsonPlace& root_;
};

bool SameAnswer(const ExpectedAnswer& a, const ExpectedAnswer& b) {
  return a.accept == b.accept && a.rejection_class == b.rejection_class && a.status == b.status &&
         a.code == b.code && a.longest_life == b.longest_life;
}

void CheckAnswers(const Case& c, const Contradictions& found) {
  if (c.expected.empty()) return;
  const bool accept = c.expected.front().accept;
  if (accept && c.refused_by) {
    found.Add("/expect/refused_by", "expected only where the first answer is a reject");
  }
  if (!accept && !c.refused_by) {
    found.Add("/expect/refused_by", "missing: the rule that must refuse first");
  }
  for (std::size_t i = 1; i < c.expected.size(); ++i) {
    const auto end = c.expected.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(c.expected.begin(), end,
                    [&](const ExpectedAnswer& a) { return SameAnswer(a, c.expected[i]); })) {
      found.Add("/expect/answers/" + std::to_string(i), "expected once, found again");
    }
  }
}

void CheckPinnedUrl(const Case& c, const Contradictions& found) {
  if (!c.pinned_url) return;
  if (OpOf(c) != Op::kPresign || c.level != Level::kMay) {
    found.Add("/expect/url", "expected only on a presign case of level may");
  }
}

bool IsSigV4A(const Case& c) {
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    return presign->algorithm == kSigV4A;
  }
  const std::string parameter = "X-Amz-Algorithm=" + std::string(kSigV4A);
  return std::get<VerifyMessage>(c.request).request.target.find(parameter) != std::string::npos;
}

void CheckStages(const CaseFile& file, const Contradictions& found) {
  const Case& c = file.pattern;
  if (file.family && c.stages) {
    found.Add("/stages", "expected on a single case only: a family has a digest instead");
  }
  const bool accept = !c.expected.empty() && c.expected.front().accept;
  if (!file.family && accept && !c.stages) {
    found.Add("/stages",
              "missing: expected if the first answer is accept. Copy those of another case; "
              "'countersign vectors accept' corrects them");
  }
  if (!c.stages) return;
  // SigV4A has no single right signature.
  const bool is_sigv4a = IsSigV4A(c);
  if (is_sigv4a && !c.stages->signature.empty()) {
    found.Add("/stages/signature", "expected only where one signature is right: not for SigV4A");
  }
  if (!is_sigv4a && c.stages->signature.empty()) found.Add("/stages/signature", "missing");
}

void CheckSignature(const CaseFile& file, const Contradictions& found) {
  const Case& c = file.pattern;
  const auto* verify = std::get_if<VerifyMessage>(&c.request);
  if (verify == nullptr) return;
  const bool literal = c.signature_source == SignatureSource::kLiteral;
  if (literal && c.signed_as) {
    found.Add("/signed", "expected only where the signature follows from it, not a literal one");
  }
  if (file.family && !literal && !verify->request.target.ends_with(kFamilySignature)) {
    found.Add("/verify/request/target",
              "expected to end in " + std::string(kFamilySignature) + " in a family");
  }
}

bool IsOneOf(std::string_view service, std::initializer_list<std::string_view> services) {
  return std::find(services.begin(), services.end(), service) != services.end();
}

// An adapter that does not know the kinds of bucket beside the ordinary one is not asked about
// them.
void CheckFeatures(const Case& c, const Contradictions& found) {
  std::string_view service;
  bool access_point = false;
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    service = presign->service;
    access_point = presign->bucket && presign->bucket->starts_with("arn:");
  } else {
    const auto& verify = std::get<VerifyMessage>(c.request);
    service = verify.server.service;
    access_point = verify.bucket && verify.bucket->access_point;
  }
  const auto require = [&](bool needed, std::string_view feature) {
    const bool has = std::find(c.features.begin(), c.features.end(), feature) != c.features.end();
    if (needed && !has) found.Add("/requires", "expected " + Quoted(feature) + " as well");
  };
  require(access_point || IsOneOf(service, {"s3-outposts", "s3-object-lambda"}), "access-points");
  require(service == "s3express", "s3-express");
}

void CheckTime(const std::string& time, std::string pointer, const Contradictions& found) {
  if (IsTime(time)) return;
  found.Add(std::move(pointer),
            "expected a time such as 2013-05-24T00:00:00Z, found " + Quoted(time));
}

void CheckTimes(const CredentialMessage& credential, const std::string& pointer,
                const Contradictions& found) {
  if (credential.expires_at) CheckTime(*credential.expires_at, pointer + "/expires_at", found);
  if (credential.issued_at) CheckTime(*credential.issued_at, pointer + "/issued_at", found);
}

void CheckMessage(const PresignMessage& m, const Contradictions& found) {
  CheckTime(m.now, "/presign/now", found);
  CheckTimes(m.credentials, "/presign/credentials", found);
  if (m.region.has_value() == !m.region_set.empty()) {
    found.Add("/presign/region", "expected region or region_set, one of the two");
  }
}

void CheckMessage(const VerifyMessage& m, const Contradictions& found) {
  CheckTime(m.now, "/verify/now", found);
  for (std::size_t i = 0; i < m.credentials.size(); ++i) {
    CheckTimes(m.credentials[i], "/verify/credentials/" + std::to_string(i), found);
  }
  if (m.request.endpoint_policy && !m.request.source_vpce) {
    found.Add("/verify/request/endpoint_policy", "expected only with source_vpce");
  }
  if (m.request.body && m.request.body_sha256) {
    found.Add("/verify/request/body_sha256", "expected only without body");
  }
}

// CheckRequest looks at what is sent: for a family, by each member up to the first that is wrong.
void CheckRequest(const JsonPlace& root, const CaseFile& file, const Contradictions& found) {
  const auto check = [&found](const RequestMessage& request) {
    std::visit([&found](const auto& message) { CheckMessage(message, found); }, request);
  };
  if (!file.family) return check(file.pattern.request);
  const std::size_t before = root.errors->size();
  for (const Case& member : Expand(file.pattern, *file.family)) {
    if (root.errors->size() > before) return;
    check(member.request);
  }
}

}  // namespace

void CheckConsistency(const JsonPlace& root, const CaseFile& file) {
  // What could not be read at all would only be called inconsistent as well.
  for (const LoadError& error : *root.errors) {
    if (error.file == root.file) return;
  }
  const Contradictions found(root);
  CheckAnswers(file.pattern, found);
  CheckPinnedUrl(file.pattern, found);
  CheckStages(file, found);
  CheckSignature(file, found);
  CheckFeatures(file.pattern, found);
  CheckRequest(root, file, found);
}

}  // namespace countersign
