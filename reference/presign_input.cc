#include "presign_input.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "s3/credential_limits.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/service.h"
#include "sigv4/string_to_sign.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

Rejection BadInput(std::string detail) { return {Rule::kPresignInput, std::move(detail)}; }

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool IsVisible(char c) { return c > 0x20 && c < 0x7F; }

bool HasControl(std::string_view text) { return std::any_of(text.begin(), text.end(), IsControl); }

// IsWord: there is something, and it ends neither a line nor a field of one.
bool IsWord(std::string_view text) {
  return !text.empty() && !HasControl(text) && text.find(' ') == std::string_view::npos;
}

// IsToken: could be a header's name (RFC 9110, section 5.6.2).
bool IsToken(std::string_view text) {
  const auto is_token_octet = [](char c) {
    return IsVisible(c) &&
           std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_octet);
}

// IsScopePart: could stand between two slashes of X-Amz-Credential.
bool IsScopePart(std::string_view text) {
  return !text.empty() && text.find('/') == std::string_view::npos;
}

// IsAuthority: could be the host, with or without a port, of a URL that holds no user (RFC 3986).
bool IsAuthority(std::string_view text) {
  const auto is_octet = [](char c) {
    return IsVisible(c) && std::string_view("\"#/<>?@\\^`{|}").find(c) == std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_octet);
}

bool IsLineBreak(char c) { return c == '\r' || c == '\n' || c == '\0'; }

Refusal CheckNames(const PresignRequest& request) {
  if (request.algorithm != kAlgorithm) return BadInput("algorithm is not AWS4-HMAC-SHA256");
  if (!IsWord(request.method)) return BadInput("method is no word");
  if (request.scheme != "http" && request.scheme != "https") {
    return BadInput("scheme is neither http nor https");
  }
  if (!IsAuthority(request.host)) return BadInput("host is no authority");
  const Credentials& credentials = request.credentials;
  if (!IsScopePart(credentials.access_key_id)) {
    return BadInput("access_key_id is empty or holds a slash");
  }
  if (credentials.secret_access_key.empty()) return BadInput("secret_access_key is empty");
  if (credentials.session_token && credentials.session_token->empty()) {
    return BadInput("session_token is empty");
  }
  if (!IsScopePart(request.region)) return BadInput("region is empty or holds a slash");
  if (!IsScopePart(request.service)) return BadInput("service is empty or holds a slash");
  return std::nullopt;
}

Refusal CheckPath(const PresignRequest& request) {
  const std::string_view path = request.path;
  if (!path.empty() && path.front() != '/') return BadInput("path does not begin with a slash");
  if (HasMalformedEscape(path)) return BadInput("path has a '%' without two hex digits after it");
  // Elsewhere than in S3 the path travels as it is, so it must be one. Raw spaces and UTF-8 are
  // signed, as in the cases of AWS's signature suite; what sends them has to escape them.
  if (!IsS3Service(request.service) &&
      (HasControl(path) || path.find_first_of("?#") != std::string_view::npos)) {
    return BadInput("path has characters that must be percent-encoded");
  }
  return std::nullopt;
}

Refusal CheckHeaders(const PresignRequest& request) {
  for (const HeaderField& header : request.headers) {
    if (!IsToken(header.name)) return BadInput("a header's name is no name");
    if (SameHeaderName(header.name, "host")) return BadInput("host is among the headers");
    // S3 takes one mechanism only (mode/one-mechanism-only).
    if (SameHeaderName(header.name, "authorization")) {
      return BadInput("authorization is among the headers");
    }
    if (std::any_of(header.value.begin(), header.value.end(), IsLineBreak)) {
      return BadInput("header " + header.name + " has a line break or NUL in its value");
    }
  }
  return std::nullopt;
}

Refusal CheckQuery(const PresignRequest& request) {
  for (const auto& parameter : request.query) {
    if (IsAuthenticationParameter(parameter.first)) {
      return BadInput("query has " + parameter.first + ", which the signer itself writes");
    }
  }
  const auto asks = [&](std::string_view name) {
    return std::any_of(request.query.begin(), request.query.end(),
                       [&](const auto& parameter) { return parameter.first == name; });
  };
  if (asks("AWSAccessKeyId") && asks("Signature") && asks("Expires")) {
    return BadInput(
        "query has AWSAccessKeyId, Signature and Expires, which is Signature Version 2");
  }
  return std::nullopt;
}

Refusal CheckTime(Timestamp now) {
  using std::chrono::January;
  using std::chrono::year;
  const Timestamp first = std::chrono::sys_days(year(0) / January / 1);
  const Timestamp past = std::chrono::sys_days(year(10000) / January / 1);
  if (now < first || now >= past) return BadInput("now has no year of four digits");
  return std::nullopt;
}

}  // namespace

Refusal CheckPresignInput(const PresignRequest& request) {
  //= presign/input
  if (Refusal refusal = CheckNames(request)) return refusal;
  if (Refusal refusal = CheckPath(request)) return refusal;
  if (Refusal refusal = CheckHeaders(request)) return refusal;
  if (Refusal refusal = CheckQuery(request)) return refusal;
  return CheckTime(request.now);
}

Refusal CheckLifetime(const PresignRequest& request) {
  const std::string asked = std::to_string(request.expires) + " s asked";
  //= expires/at-least-one
  if (request.expires < 1) {
    return Rejection{Rule::kExpiresAtLeastOne, asked + ", at least 1 needed"};
  }
  if (request.expires > kLongestLife) {
    return Rejection{Rule::kExpiresAtMostAWeek, asked + ", at most 604800 allowed"};
  }

  const auto& end = request.credentials.expires_at;
  //= limits/credential-still-valid
  if (end && request.now >= *end) {
    return Rejection{Rule::kCredentialStillValid, "the credential ended before now"};
  }
  const CredentialLimit limit = LimitFor(request.credentials.kind);
  if (request.expires > limit.seconds) {
    return Rejection{limit.rule, asked + ", at most " + std::to_string(limit.seconds) +
                                     " allowed to this kind of credential"};
  }
  //= limits/credential-end
  if (end && request.now + std::chrono::seconds(request.expires) > *end) {
    return Rejection{Rule::kNotPastCredentialEnd, asked + ", which is past the credential's end"};
  }
  return std::nullopt;
}

}  // namespace countersign
