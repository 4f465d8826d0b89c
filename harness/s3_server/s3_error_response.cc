// What S3 sends for each rejection of the reference verifier. S3Service calls it. The elements are
// those of documents recorded from S3.
#include "s3_server/s3_error_response.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "s3/checksum.h"
#include "s3/error.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/query_string.h"
#include "sigv4/region_set.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

using Elements = std::vector<XmlElement>;

constexpr std::string_view kContentMd5 = "content-md5";
constexpr std::string_view kNoSuchKeyId =
    "The AWS Access Key Id you provided does not exist in our records.";

// S3's wording, which often says less than the rejection's detail.
std::string MessageOf(const Rejection& rejection) {
  const std::string& detail = rejection.detail;
  switch (rejection.rule) {
    case Rule::kNotSigned: return "Access Denied";
    case Rule::kUnknownKey:
    case Rule::kInactiveKey:
    case Rule::kTokenMissing: return std::string(kNoSuchKeyId);
    case Rule::kSignedHeaderArrives:
      return "The request signature we calculated does not match the signature you provided. "
             "Check your key and signing method.";
    case Rule::kExpired:
    case Rule::kNotYetValid:
    case Rule::kHostSigned:
    case Rule::kAmzHeadersSigned:
    case Rule::kContentMd5Signed:
    case Rule::kIfRangeSigned:
    case Rule::kExpectedOwner:
    case Rule::kPolicyDenies:
    case Rule::kPolicyUnreadable:
    case Rule::kPolicyAllowsNothing:
    case Rule::kPayload:
      return detail.substr(0, detail.find(": ")) + (rejection.rule == Rule::kPayload ? "." : "");
    default: return detail;
  }
}

// Details collects the elements that a document has besides code and message.
class Details {
 public:
  Details(const Rejection& rejection, const RefusedRequest& refused)
      : rejection_(rejection),
        refused_(refused),
        query_(ParseQueryString(SplitTarget(refused.request.target).raw_query)),
        parameters_(FindAuthenticationParameters(query_)) {}

  Elements Collect() const;

 private:
  static std::string Value(const QueryParameter* parameter) {
    return parameter == nullptr ? "" : DecodedValue(*parameter);
  }
  std::string AccessKeyId() const {
    const std::string credential = Value(parameters_.credential);
    return credential.substr(0, credential.find('/'));
  }
  std::string AfterColon() const {
    const std::size_t colon = rejection_.detail.find(": ");
    return colon == std::string::npos ? "" : rejection_.detail.substr(colon + 2);
  }

  Elements Signature() const;
  Elements Window() const;
  Elements Authorization() const;
  Elements Payload() const;
  Elements OtherMd5() const;

  const Rejection& rejection_;
  const RefusedRequest& refused_;
  const QueryString query_;
  const AuthenticationParameters parameters_;
};

Elements Details::Signature() const {
  return {{"AWSAccessKeyId", AccessKeyId()},
          {"StringToSign", rejection_.string_to_sign},
          {"SignatureProvided", Value(parameters_.signature)},
          {"StringToSignBytes", HexPairs(rejection_.string_to_sign)},
          {"CanonicalRequest", rejection_.canonical_request},
          {"CanonicalRequestBytes", HexPairs(rejection_.canonical_request)}};
}

Elements Details::Window() const {
  const std::optional<Timestamp> date = ParseAmzDate(Value(parameters_.date));
  const Result<std::int64_t> expires = ReadExpires(Value(parameters_.expires));
  if (!date || !expires.ok()) return {};
  Elements elements;
  if (rejection_.rule == Rule::kExpired) {
    elements.push_back({"X-Amz-Expires", Value(parameters_.expires)});
  } else {
    const std::chrono::milliseconds since_epoch = date->time_since_epoch();
    elements.push_back({"X-Amz-Date", std::to_string(since_epoch.count())});
  }
  elements.push_back({"Expires", FormatRfc3339(*date + std::chrono::seconds(expires.value()))});
  elements.push_back({"ServerTime", FormatRfc3339(refused_.now)});
  return elements;
}

Elements Details::Authorization() const {
  const HeaderField* header = FindHeader(refused_.request.headers, "authorization");
  if (header == nullptr) return {};
  return {{"ArgumentName", "Authorization"}, {"ArgumentValue", header->value}};
}

Elements Details::Payload() const {
  const QueryParameter* parameter = FindParameter(query_, "X-Amz-Content-Sha256");
  const std::string_view header = HeaderValue(refused_.request, "x-amz-content-sha256");
  return {{"ClientComputedContentSHA256", header.empty() ? Value(parameter) : std::string(header)},
          {"S3ComputedContentSHA256", refused_.request.body_sha256.value_or("")}};
}

// S3 prints the digest that was sent in hex and its own in base64.
Elements Details::OtherMd5() const {
  const std::string_view sent = HeaderValue(refused_.request, kContentMd5);
  return {{"ExpectedDigest", Hex(BytesOfBase64(CanonicalValue(sent)).value_or(""))},
          {"CalculatedDigest", Base64(Md5(refused_.request.body.value_or("")))}};
}

Elements Details::Collect() const {
  if (const auto& redirect = rejection_.redirect) {
    return {{"Endpoint", redirect->endpoint}, {"Bucket", redirect->bucket}};
  }
  switch (rejection_.rule) {
    case Rule::kSignature: return Signature();
    case Rule::kSignedHeaderArrives:
      return {{"AWSAccessKeyId", AccessKeyId()},
              {"SignatureProvided", Value(parameters_.signature)}};
    case Rule::kExpired:
    case Rule::kNotYetValid: return Window();
    case Rule::kUnknownKey:
    case Rule::kInactiveKey:
    case Rule::kTokenMissing: return {{"AWSAccessKeyId", AccessKeyId()}};
    case Rule::kTokenMalformed:
    case Rule::kTokenExpired: return {{"Token-0", Value(parameters_.security_token)}};
    case Rule::kHostSigned:
    case Rule::kAmzHeadersSigned:
    case Rule::kContentMd5Signed:
    case Rule::kIfRangeSigned: return {{"HeadersNotSigned", AfterColon()}};
    case Rule::kRegionSetMismatch:
      return {{"RequestedRegion", std::string(refused_.bucket_region)},
              {"RegionSet", Value(FindParameter(query_, kRegionSetParameter))}};
    case Rule::kRegion: return {{"Region", std::string(refused_.bucket_region)}};
    case Rule::kOneMechanismOnly:
    case Rule::kUnsupportedAuthorization: return Authorization();
    case Rule::kPayload: return Payload();
    case Rule::kMd5Form:
      return {{"Content-MD5", std::string(HeaderValue(refused_.request, kContentMd5))}};
    case Rule::kMd5: return OtherMd5();
    default: return {};
  }
}

// A request in the wrong region gets a header that names the right one.
std::vector<HeaderField> HeadersFor(const Rejection& rejection, const RefusedRequest& refused) {
  constexpr char kBucketRegion[] = "x-amz-bucket-region";
  if (rejection.rule == Rule::kRegion) {
    return {{kBucketRegion, std::string(refused.bucket_region)}};
  }
  const auto& redirect = rejection.redirect;
  if (!redirect) return {};
  std::vector<HeaderField> headers = {{kBucketRegion, redirect->bucket_region}};
  if (!redirect->location.empty()) headers.push_back({"Location", redirect->location});
  return headers;
}

}  // namespace

S3ErrorResponse S3ErrorResponseOf(const Rejection& rejection, const RefusedRequest& refused) {
  const S3Error error = ErrorFor(rejection.rule);
  S3ErrorResponse response;
  response.status = error.status;
  response.document.code = error.code;
  response.document.message = MessageOf(rejection);
  response.document.details = Details(rejection, refused).Collect();
  response.rule = RuleId(rejection.rule);
  if (rejection.detail != response.document.message) response.reason = rejection.detail;
  response.headers = HeadersFor(rejection, refused);
  return response;
}

std::string_view HeaderValue(const HttpRequest& request, std::string_view name) {
  const HeaderField* header = FindHeader(request.headers, name);
  return header == nullptr ? std::string_view() : header->value;
}

}  // namespace countersign
