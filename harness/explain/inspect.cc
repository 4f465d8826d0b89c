// Inspects a URL without the secret: each method below looks at one aspect and adds facts and
// remarks. explain.cc calls it before it checks the signature.
#include "explain/inspect.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "s3/credential_limits.h"
#include "s3/endpoint.h"
#include "s3/region.h"
#include "sigv4/algorithm.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/region_set.h"
#include "sigv4/service.h"
#include "sigv4/signed_headers.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

constexpr std::array<const char*, 6> kNeeded = {"X-Amz-Algorithm",     "X-Amz-Credential",
                                                "X-Amz-Date",          "X-Amz-Expires",
                                                "X-Amz-SignedHeaders", "X-Amz-Signature"};

// Inspector inspects one URL.
class Inspector {
 public:
  Inspector(const UrlParts& parts, const ExplainInput& input, Explanation& explanation)
      : parts_(parts),
        input_(input),
        facts_(explanation.facts),
        remarks_(explanation.remarks),
        query_(ParseQueryString(parts.raw_query)) {}

  void Run(const std::string& url) {
    facts_.host = parts_.authority;
    facts_.path = parts_.raw_path;
    Form(url);
    Credential();
    Token();
    Lifetime();
    Headers();
    Coverage();
    Path();
    OtherParameters();
    Secret();
  }

 private:
  void Wrong(std::string what, std::string text) {
    remarks_.push_back({Severity::kWrong, std::move(what), std::move(text)});
  }
  void Note(std::string what, std::string text) {
    remarks_.push_back({Severity::kNote, std::move(what), std::move(text)});
  }
  std::string Value(std::string_view name) const { return DecodedValue(query_, name).value_or(""); }
  bool Has(std::string_view name) const { return FindParameter(query_, name) != nullptr; }

  void Form(const std::string& url) {
    if (Has("AWSAccessKeyId") && Has("Signature")) {
      Wrong("url", "This is a URL of Signature Version 2, which most regions refuse.");
    }
    if (Has("X-Amz-Algorithm") && !ReadAlgorithm(Value("X-Amz-Algorithm"))) {
      Wrong("X-Amz-Algorithm",
            "The algorithm is AWS4-HMAC-SHA256, or AWS4-ECDSA-P256-SHA256 for SigV4A, in capital "
            "letters.");
    }
    auto read = ReadSignedUrl(url);
    if (auto* findings = std::get_if<std::vector<Finding>>(&read)) {
      for (Finding& finding : *findings) Wrong(finding.what, finding.text + Hint(finding.what));
    }
    const bool cut = query_.parameters.size() == 1 && Has("X-Amz-Algorithm");
    if (cut) {
      Wrong("url",
            "The URL ends at its first '&': a shell reads that as the end of the command unless "
            "the URL is in quotes.");
    }
    if (Has("X-Amz-Signature")) SignatureForm(Value("X-Amz-Signature"));
  }

  bool IsSigV4A() const {
    return ReadAlgorithm(Value("X-Amz-Algorithm")) == SigningAlgorithm::kEcdsaP256Sha256;
  }

  void SignatureForm(const std::string& signature) {
    const std::string length =
        "; this one has " + std::to_string(signature.size()) + " characters.";
    if (IsSigV4A()) {
      const bool hex = signature.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
      if (signature.size() == 128) {
        Wrong("X-Amz-Signature",
              "A signature of SigV4A is DER in hex digits; this one may be the two numbers side by "
              "side (IEEE P1363), which S3 does not read.");
      } else if (!hex || signature.size() % 2 != 0 || signature.size() > 144) {
        Wrong("X-Amz-Signature",
              "A signature of SigV4A is DER in hex digits, 140 to 144 as a rule" + length);
      }
      return;
    }
    const bool hex = signature.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (signature.size() != 64 || !hex) {
      Wrong("X-Amz-Signature", "A signature has 64 lower-case hex digits" + length);
    }
  }

  // A hint if a missing parameter exists with other upper and lower case.
  std::string Hint(const std::string& name) const {
    if (Has(name)) return "";
    for (const QueryParameter& one : query_.parameters) {
      if (SameHeaderName(UriDecode(one.raw_name, Plus::kSpace), name)) {
        return " " + std::string(one.raw_name) + " is: names of parameters must keep their case.";
      }
    }
    return "";
  }

  void Credential() {
    const std::string text = Value("X-Amz-Credential");
    if (text.empty()) return;
    facts_.access_key_id = text.substr(0, text.find('/'));
    const auto algorithm = ReadAlgorithm(Value("X-Amz-Algorithm"));
    const Result<CredentialParameter> credential =
        ParseCredential(text, algorithm.value_or(SigningAlgorithm::kHmacSha256));
    if (!credential.ok()) {
      if (text.find('/') == std::string::npos && text.ends_with("Faws4_request")) {
        Wrong("X-Amz-Credential",
              "Each %2F has lost its '%2': a batch file of Windows reads that as its second "
              "argument. Write %% for each % there.");
      }
      Wrong("X-Amz-Credential", credential.rejection().detail);
      return;
    }
    const CredentialScope& scope = credential.value().scope;
    facts_.access_key_id = credential.value().access_key_id;
    facts_.region = IsSigV4A() ? Value(kRegionSetParameter) : std::string(scope.region);
    facts_.service = scope.service;
    if (Refusal refusal = CheckScope(credential.value(), scope.service, scope.region)) {
      Wrong("X-Amz-Credential", refusal->detail);
    }
    if (Has("X-Amz-Date")) {
      if (Refusal refusal = CheckScopeDate(scope, Value("X-Amz-Date"))) {
        Wrong("X-Amz-Credential", refusal->detail);
      }
    }
    Place();
  }

  // What SigV4A says about regions: which of them the host is in.
  void RegionSet(const EndpointName& endpoint) {
    const bool regional = endpoint.kind == EndpointKind::kRegional;
    const std::string region = regional ? endpoint.region : "";
    const Refusal refusal = CheckRegionSet(query_, region);
    if (!refusal || (refusal->rule == Rule::kRegionSetMismatch && !regional)) return;
    const bool outside = refusal->rule == Rule::kRegionSetMismatch;
    Wrong(std::string(kRegionSetParameter),
          outside
              ? "The host is in " + region + ", and the URL was signed for " + facts_.region + "."
              : refusal->detail);
  }

  void Place() {
    const EndpointName endpoint = ParseEndpoint(parts_.authority);
    if (IsSigV4A()) return RegionSet(endpoint);
    if (endpoint.kind == EndpointKind::kOther) return;
    if (endpoint.kind == EndpointKind::kAnyRegion && IsMultiRegion(endpoint)) {
      Note("host",
           "The host is of a multi-Region access point, and the URL was signed with SigV4 for " +
               facts_.region +
               ": S3 refuses it wherever another region serves the request. SigV4A signs for all.");
    }
    if (endpoint.kind == EndpointKind::kRegional && endpoint.region != facts_.region) {
      Wrong("host", "The host is in " + endpoint.region + ", and the URL was signed for " +
                        facts_.region + ".");
    }
    if (endpoint.kind == EndpointKind::kGlobal && facts_.region != "us-east-1") {
      Note("host", "The host names no region, and the URL was signed for " + facts_.region +
                       ": S3 may redirect to another host, for which it is not signed.");
    }
    if (FindRegion(facts_.region) == nullptr) {
      Note("X-Amz-Credential", facts_.region + " is not a known AWS region.");
    }
    if (facts_.service != endpoint.service) {
      Wrong("X-Amz-Credential", "The host is one of the service " + std::string(endpoint.service) +
                                    ", and the URL was signed for " + facts_.service + ".");
    }
  }

  // Acceleration has no access point in its name.
  bool IsMultiRegion(const EndpointName& endpoint) const {
    return endpoint.name.ends_with(".mrap");
  }

  void Token() {
    const bool token = Has("X-Amz-Security-Token") || Has("X-Amz-S3session-Token");
    const std::string& id = facts_.access_key_id;
    if (id.starts_with("ASIA")) {
      facts_.key_kind = "temporary";
      if (!token) {
        Wrong("X-Amz-Security-Token",
              "The key is a temporary one (ASIA...), so its session token must be in the URL, but "
              "it is missing.");
      }
      Note("X-Amz-Credential",
           "URLs of a temporary key stop working when its session ends, even before they expire.");
    } else if (id.starts_with("AKIA")) {
      facts_.key_kind = "long-term";
      if (token) {
        Wrong("X-Amz-Security-Token",
              "The key is a long-term one (AKIA...), but the URL has a session token, which "
              "belongs to "
              "another key: perhaps from an old setting, such as AWS_SESSION_TOKEN.");
      }
    }
  }

  void Lifetime() {
    if (!Has("X-Amz-Date") || !Has("X-Amz-Expires")) return;
    const Result<Timestamp> date = ReadDate(Value("X-Amz-Date"));
    if (!date.ok()) Wrong("X-Amz-Date", date.rejection().detail);
    const Result<std::int64_t> expires = ReadExpires(Value("X-Amz-Expires"));
    if (!expires.ok()) Wrong("X-Amz-Expires", expires.rejection().detail);
    if (!date.ok()) return;
    facts_.signed_at = FormatRfc3339(date.value());
    if (!expires.ok()) return;
    const Timestamp end = date.value() + std::chrono::seconds(expires.value());
    facts_.valid_until = FormatRfc3339(end);
    if (Refusal refusal = CheckWindow(date.value(), expires.value(), input_.now)) {
      const bool over = input_.now > end;
      Wrong(over ? "X-Amz-Expires" : "X-Amz-Date",
            over ? "The URL expired at " + facts_.valid_until + "; it is " +
                       FormatRfc3339(input_.now) + " now."
                 : "The URL was signed at " + facts_.signed_at + ", and it is only " +
                       FormatRfc3339(input_.now) + " now: a clock is wrong.");
    }
    if (expires.value() == 0)
      Wrong("X-Amz-Expires", "A URL with a lifetime of 0 seconds is useless.");
    if (facts_.key_kind == "temporary" &&
        expires.value() > LimitFor(CredentialKind::kSts).seconds) {
      Note("X-Amz-Expires", "No temporary key is valid as long as this URL.");
    }
  }

  void Headers() {
    if (!Has("X-Amz-SignedHeaders")) return;
    facts_.signed_headers = Value("X-Amz-SignedHeaders");
    const std::vector<std::string_view> names = SignedHeaderNames(facts_.signed_headers);
    if (!IsSigned("host", names)) {
      Wrong("X-Amz-SignedHeaders", "The host is not among the signed headers, but must be.");
    }
    if (!std::is_sorted(names.begin(), names.end())) {
      Note("X-Amz-SignedHeaders", "The names of the signed headers are not sorted.");
    }
    for (const std::string_view name : names) {
      const bool sent = FindHeader(input_.headers, name) != nullptr;
      const bool in_query = FindAmzParameter(query_, name) != nullptr;
      if (sent || in_query || SameHeaderName(name, "host")) continue;
      Wrong(std::string(name), "The header " + std::string(name) +
                                   " was signed, so it must be sent, with the value that was "
                                   "signed; it is not among the headers given.");
    }
  }

  void Coverage() {
    const std::vector<std::string_view> names = SignedHeaderNames(facts_.signed_headers);
    for (const HeaderField& one : input_.headers) {
      if (IsSigned(one.name, names) || SameHeaderName(one.name, "host")) continue;
      if (IsAmzHeader(one.name)) {
        Wrong(one.name, "The header " + one.name +
                            " is sent but not signed: S3 refuses that. A server that accepts it "
                            "lets everybody who has the URL choose its value.");
      } else {
        Note(one.name, "The header " + one.name +
                           " is not covered by the signature: everybody who has the URL can "
                           "choose it.");
      }
    }
    if (facts_.signed_headers.empty()) return;
    const bool body = !Has("X-Amz-Content-Sha256") && !IsSigned("x-amz-content-sha256", names) &&
                      IsS3Service(facts_.service);
    Note("coverage", std::string("The signature covers the method, the path, every parameter and "
                                 "these headers: ") +
                         facts_.signed_headers + "; it covers no other header" +
                         (body ? " and no body." : "."));
  }

  void Path() {
    if (!IsS3Service(facts_.service) || facts_.path.find('+') == std::string::npos) return;
    Note("path", "The path has a '+', which S3 reads as a space; a plus of a key is %2B in a URL.");
  }

  // Parameters that occur twice.
  void OtherParameters() {
    std::vector<std::string> seen;
    for (const QueryParameter& one : query_.parameters) {
      const std::string name = UriDecode(one.raw_name, Plus::kSpace);
      const bool twice = std::find(seen.begin(), seen.end(), name) != seen.end();
      const bool of_six = std::find(kNeeded.begin(), kNeeded.end(), name) != kNeeded.end();
      if (twice && !of_six && IsAuthenticationParameter(name)) {
        Wrong(name, "The parameter " + name + " occurs twice.");
      } else if (twice && !of_six) {
        Note(name, "The parameter " + name + " occurs twice.");
      }
      seen.push_back(name);
    }
  }

  void Secret() {
    if (!input_.secret) return;
    const std::string& secret = *input_.secret;
    if (secret.starts_with("AKIA") || secret.starts_with("ASIA")) {
      Wrong("secret", "The given secret looks like an access key id.");
    } else if (facts_.key_kind != "" && secret.size() != 40) {
      Note("secret", "Secrets of AWS have 40 characters; the given one has " +
                         std::to_string(secret.size()) + ".");
    }
  }

  const UrlParts& parts_;
  const ExplainInput& input_;
  UrlFacts& facts_;
  std::vector<Remark>& remarks_;
  QueryString query_;
};

}  // namespace

void Inspect(const std::string& url, const UrlParts& parts, const ExplainInput& input,
             Explanation& explanation) {
  Inspector(parts, input, explanation).Run(url);
}

}  // namespace countersign
