// What an HTTP response means: did the server accept or reject the signature? LiveServer asks here
// after each request. Servers have their own words, so the codes stand in two lists.
#include "live_server/outcome.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "live_server/error_document.h"
#include "live_server/server_reply.h"

namespace countersign {
namespace {

// Codes that S3 uses only after it has authenticated and authorised a request.
constexpr std::array<std::string_view, 23> kAfterAuthentication = {
    "NoSuchKey",
    "NoSuchVersion",
    "NoSuchUpload",
    "NoSuchTagSet",
    "NoSuchTagSetError",
    "NoSuchObjectLockConfiguration",
    "ObjectLockConfigurationNotFoundError",
    "NoSuchBucketPolicy",
    "NoSuchLifecycleConfiguration",
    "PreconditionFailed",
    "NotModified",
    "InvalidRange",
    "InvalidPart",
    "InvalidPartOrder",
    "InvalidPartNumber",
    "EntityTooSmall",
    "MissingContentLength",
    "MissingRequestBodyError",
    "MalformedXML",
    "BadDigest",
    "InvalidDigest",
    "KeyTooLongError",
    "InvalidObjectState",
};

// Codes of S3, and of servers with their own words, for a request whose authentication is wrong.
constexpr std::array<std::string_view, 22> kOfAuthentication = {
    "SignatureDoesNotMatch",
    "AuthorizationQueryParametersError",
    "AuthorizationHeaderMalformed",
    "InvalidAccessKeyId",
    "InvalidToken",
    "InvalidTokenId",
    "ExpiredToken",
    "TokenRefreshRequired",
    "RequestTimeTooSkewed",
    "RequestExpired",
    "ExpiredPresignRequest",
    "InvalidSignature",
    "InvalidCredentials",
    "MissingSecurityHeader",
    "MissingFields",
    "XAmzContentSHA256Mismatch",
    "XAmzContentChecksumMismatch",
    "CredentialsNotSupported",
    "InvalidSecurity",
    "NotSignedUp",
    "AccountProblem",
    "InvalidURI",
};

// Codes that are about the operation, not about who asks. Some servers send them before they look
// at the signature.
constexpr std::array<std::string_view, 4> kOfTheOperation = {
    "NoSuchBucket",
    "InvalidStorageClass",
    "InvalidTag",
    "InvalidEncryptionAlgorithmError",
};

template <std::size_t kSize>
bool Has(const std::array<std::string_view, kSize>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The first line of a body, printable ASCII only.
std::string FirstLine(std::string_view text) {
  constexpr std::size_t kShown = 200;
  std::string line;
  for (const char c : text.substr(0, std::min(text.find('\n'), kShown))) {
    if (c >= ' ' && c <= '~') line += c;
  }
  return line;
}

std::string Describe(const HttpResponse& response, const std::optional<ReceivedError>& error) {
  std::string text = "HTTP " + std::to_string(response.status);
  if (error) {
    text += " " + error->code;
    if (error->message) text += ": " + *error->message;
  } else if (!response.body.empty()) {
    text += ", without an S3 error document: " + FirstLine(response.body);
  }
  return text;
}

}  // namespace

Outcome OutcomeOf(const HttpResponse& response) {
  const std::optional<ReceivedError> error = ParseErrorDocument(response.body);
  return OutcomeOf(response.status, error ? std::optional(error->code) : std::nullopt);
}

Outcome OutcomeOf(int status, const std::optional<std::string>& code) {
  if (status < 300 || status == 304) return Outcome::kAccepted;
  if (status == 501) return Outcome::kNotImplemented;
  if (status >= 502 && status <= 504) return Outcome::kBroken;
  if (!code) {
    // Servers check conditions and ranges only after authentication.
    const bool after = status == 404 || status == 412 || status == 416;
    return after ? Outcome::kAccepted : Outcome::kRejected;
  }
  if (Has(kAfterAuthentication, *code)) return Outcome::kAccepted;
  if (status >= 400 && status < 500 && !Has(kOfAuthentication, *code)) return Outcome::kUnclear;
  return Outcome::kRejected;
}

bool IsOfTheOperation(const HttpResponse& response) {
  const std::optional<ReceivedError> error = ParseErrorDocument(response.body);
  return error && Has(kOfTheOperation, error->code);
}

bool IsOfAProxy(const HttpResponse& response) {
  return response.status >= 502 && response.status <= 504 && !ParseErrorDocument(response.body);
}

RejectAnswer RejectOf(const HttpResponse& response, std::string_view method) {
  RejectAnswer reject;
  reject.status = response.status;
  if (method == "HEAD") return reject;  // no body, so no code
  std::optional<ReceivedError> error = ParseErrorDocument(response.body);
  if (!error) {
    reject.code = "";
    reject.message = Describe(response, error);
  } else {
    reject.code = std::move(error->code);
    reject.message = std::move(error->message);
    reject.canonical_request = std::move(error->canonical_request);
    reject.string_to_sign = std::move(error->string_to_sign);
  }
  if (const std::string* location = response.Header("location")) {
    reject.message =
        reject.message.value_or("") + " It redirects to " + *location + ", which was not followed.";
  }
  return reject;
}

bool Succeeded(const HttpResponse& response) {
  return response.status >= 200 && response.status < 300;
}

std::string Describe(const HttpResponse& response) {
  return Describe(response, ParseErrorDocument(response.body));
}

Answer AnswerOf(const HttpResponse& response, std::string_view method) {
  switch (OutcomeOf(response)) {
    case Outcome::kAccepted: return OkAnswer{};
    case Outcome::kNotImplemented: return SkipAnswer{{}, Describe(response)};
    case Outcome::kBroken:
      return FaultAnswer{(IsOfAProxy(response) ? kOfAProxy : "the endpoint answered ") +
                         Describe(response)};
    case Outcome::kRejected:
    case Outcome::kUnclear: break;
  }
  return RejectOf(response, method);
}

}  // namespace countersign
