// Checks before presigning: input that no request can carry, and lifetimes that S3 would not
// accept. Presign (presign.cc) calls both before it builds a URL.

#include "presign_input.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "s3/credential_limits.h"
#include "sigv4/algorithm.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/region_set.h"
#include "sigv4/service.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

Rejection BadInput(std::string detail) { return {Rule::kPresignInput, std::move(detail)}; }

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool HasControl(std::string_view text) { return std::any_of(text.begin(), text.end(), IsControl); }

bool IsLetterOrDigit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// HasOnly tells whether text is not empty and has only letters, digits and the characters in
// `others`.
bool HasOnly(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [others](char c) {
    return IsLetterOrDigit(c) || others.find(c) != std::string_view::npos;
  });
}

bool IsMethod(std::string_view text) {
  return !text.empty() && !HasControl(text) && text.find(' ') == std::string_view::npos;
}

// IsHeaderName: a token of RFC 9110, section 5.6.2.
bool IsHeaderName(std::string_view text) { return HasOnly(text, "!#$%&'*+-.^_`|~"); }

// IsHost: a host, with or without a port, as in a URL that names no user (RFC 3986, section 3.2).
bool IsHost(std::string_view text) { return HasOnly(text, "!$%&'()*+,-.:;=[]_~"); }

// IsScopePart: text that can stand between two slashes of X-Amz-Credential.
bool IsScopePart(std::string_view text) {
  return !text.empty() && text.find('/') == std::string_view::npos;
}

bool IsLineBreak(char c) { return c == '\r' || c == '\n' || c == '\0'; }

Refusal CheckRegionSet(const std::vector<std::string>& regions) {
  if (regions.empty()) return BadInput("region_set is empty");
  for (const std::string& region : regions) {
    //= region-set/entries
    if (!IsRegionPattern(region)) {
      return BadInput("region_set has \"" + region +
                      "\"; expected letters, digits, '-' and '*' only");
    }
  }
  return std::nullopt;
}

Refusal CheckNames(const PresignRequest& request) {
  if (!IsMethod(request.method)) {
    return BadInput("method is empty or contains a space or a control character");
  }
  if (request.scheme != "http" && request.scheme != "https") {
    return BadInput("scheme is neither http nor https");
  }
  if (!IsHost(request.host)) return BadInput("invalid host");
  const Credentials& credentials = request.credentials;
  if (!IsScopePart(credentials.access_key_id)) {
    return BadInput("access_key_id is empty or contains a slash");
  }
  if (credentials.secret_access_key.empty()) return BadInput("secret_access_key is empty");
  if (credentials.session_token && credentials.session_token->empty()) {
    return BadInput("session_token is empty");
  }
  if (credentials.session && request.service != "s3express") {
    return BadInput("a session of a directory bucket signs for s3express only");
  }
  if (!IsScopePart(request.service)) return BadInput("service is empty or contains a slash");
  return std::nullopt;
}

// A signature is for one region, or for the regions of a set: the algorithm decides.
Refusal CheckAlgorithm(const PresignRequest& request) {
  const std::optional<SigningAlgorithm> algorithm = ReadAlgorithm(request.algorithm);
  if (!algorithm) {
    return BadInput("algorithm is neither AWS4-HMAC-SHA256 nor AWS4-ECDSA-P256-SHA256");
  }
  if (!Supports(request.service, *algorithm)) {
    return BadInput("service " + request.service + " does not support " + request.algorithm);
  }
  switch (*algorithm) {
    case SigningAlgorithm::kHmacSha256:
      if (!request.region_set.empty()) return BadInput("region_set is for AWS4-ECDSA-P256-SHA256");
      if (!IsScopePart(request.region)) return BadInput("region is empty or contains a slash");
      return std::nullopt;
    case SigningAlgorithm::kEcdsaP256Sha256:
      if (!request.region.empty()) return BadInput("region is for AWS4-HMAC-SHA256");
      return CheckRegionSet(request.region_set);
  }
  return std::nullopt;
}

Refusal CheckPath(const PresignRequest& request) {
  const std::string_view path = request.path;
  if (!path.empty() && path.front() != '/') return BadInput("path does not begin with a slash");
  if (HasMalformedEscape(path)) return BadInput("path has a '%' without two hex digits after it");
  // For services other than S3 the path travels as it is, so it must be a valid path. Raw spaces
  // and UTF-8 are signed, as in AWS's own test suite; the HTTP client must escape them.
  if (!IsS3Service(request.service) &&
      (HasControl(path) || path.find_first_of("?#") != std::string_view::npos)) {
    return BadInput("path has characters that must be percent-encoded");
  }
  return std::nullopt;
}

Refusal CheckHeaders(const PresignRequest& request) {
  for (const HeaderField& header : request.headers) {
    if (!IsHeaderName(header.name)) {
      return BadInput("invalid header name \"" + header.name + "\"");
    }
    if (SameHeaderName(header.name, "host")) return BadInput("headers must not include host");
    // S3 accepts one mechanism only (mode/one-mechanism-only).
    if (SameHeaderName(header.name, "authorization")) {
      return BadInput("headers must not include authorization");
    }
    if (std::any_of(header.value.begin(), header.value.end(), IsLineBreak)) {
      return BadInput("header " + header.name + " contains a line break or NUL in its value");
    }
  }
  return std::nullopt;
}

Refusal CheckQuery(const PresignRequest& request) {
  const bool adds_region_set =
      ReadAlgorithm(request.algorithm) == SigningAlgorithm::kEcdsaP256Sha256;
  for (const auto& parameter : request.query) {
    if (IsAuthenticationParameter(parameter.first) ||
        (adds_region_set && parameter.first == kRegionSetParameter)) {
      return BadInput("query must not include " + parameter.first + ", which the signer adds");
    }
    if (parameter.first.empty()) return BadInput("query includes a parameter without a name");
  }
  const auto asks = [&](std::string_view name) {
    return std::any_of(request.query.begin(), request.query.end(),
                       [&](const auto& parameter) { return parameter.first == name; });
  };
  if (asks("AWSAccessKeyId") && asks("Signature") && asks("Expires")) {
    return BadInput(
        "query must not include AWSAccessKeyId, Signature and Expires: that is Signature Version "
        "2");
  }
  return std::nullopt;
}

Refusal CheckTime(Timestamp now) {
  using std::chrono::January;
  using std::chrono::year;
  const Timestamp first = std::chrono::sys_days(year(0) / January / 1);
  const Timestamp past = std::chrono::sys_days(year(10000) / January / 1);
  if (now < first || now >= past) return BadInput("now is not in the years 0000 to 9999");
  return std::nullopt;
}

}  // namespace

Refusal CheckPresignInput(const PresignRequest& request) {
  //= presign/input
  if (Refusal refusal = CheckNames(request)) return refusal;
  if (Refusal refusal = CheckAlgorithm(request)) return refusal;
  if (Refusal refusal = CheckPath(request)) return refusal;
  if (Refusal refusal = CheckHeaders(request)) return refusal;
  if (Refusal refusal = CheckQuery(request)) return refusal;
  return CheckTime(request.now);
}

Refusal CheckLifetime(const PresignRequest& request) {
  const std::string requested = std::to_string(request.expires) + " s requested";
  //= expires/at-least-one
  if (request.expires < 1) {
    return Rejection{Rule::kExpiresAtLeastOne, requested + ", at least 1 required"};
  }
  if (request.expires > kLongestLife) {
    return Rejection{Rule::kExpiresAtMostAWeek, requested + ", at most 604800 allowed"};
  }

  const auto& end = request.credentials.expires_at;
  //= limits/credential-still-valid
  if (end && request.now >= *end) {
    return Rejection{Rule::kCredentialStillValid, "the credential has expired"};
  }
  const CredentialLimit limit = LimitFor(request.credentials.kind);
  if (request.expires > limit.seconds) {
    return Rejection{limit.rule, requested + ", at most " + std::to_string(limit.seconds) +
                                     " allowed for this kind of credential"};
  }
  //= limits/credential-end
  if (end && request.now + std::chrono::seconds(request.expires) > *end) {
    return Rejection{Rule::kNotPastCredentialEnd, requested + ", but the credential ends earlier"};
  }
  return std::nullopt;
}

}  // namespace countersign
