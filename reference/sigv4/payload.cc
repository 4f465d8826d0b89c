// The payload line of a canonical request, and the check of a declared hash against the body. A
// presigned URL of S3 usually signs UNSIGNED-PAYLOAD; other services sign the hash of the body.
// Steps "signature" and "payload" of verify.cc; presign.cc checks that both sides agree.

#include "sigv4/payload.h"

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/service.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

constexpr std::string_view kContentSha256 = "x-amz-content-sha256";
constexpr std::string_view kSha256OfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

}  // namespace

bool CarriesBody(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "DELETE";
}

std::string PayloadLine(std::string_view service, std::span<const std::string_view> signed_headers,
                        std::span<const HeaderField> headers, const QueryString& query,
                        const std::optional<std::string>& body_sha256) {
  //= payload/body-hash-elsewhere
  if (!IsS3Service(service)) return body_sha256.value_or(std::string(kSha256OfNothing));

  //= payload/signed-header
  if (IsSigned(kContentSha256, signed_headers)) {
    if (const auto declared = SignedValue(kContentSha256, headers, query)) return *declared;
  }
  //= payload/query-unsigned
  //= payload/query-hash
  const QueryParameter* parameter = FindAmzParameter(query, kContentSha256);
  if (parameter != nullptr) return DecodedValue(*parameter);
  //= payload/unsigned
  return std::string(kUnsignedPayload);
}

Refusal CheckPayload(std::string_view method, std::string_view payload_line,
                     const std::optional<std::string>& body_sha256) {
  // S3 ignores the body of a GET, and so the hash that was declared for it.
  //= payload/not-checked-on-get
  if (!CarriesBody(method) || !body_sha256) return std::nullopt;
  if (payload_line == kUnsignedPayload) return std::nullopt;
  // Hex digits may have either case.
  //= payload/hash-matches-body
  if (LowerCase(payload_line) == LowerCase(*body_sha256)) return std::nullopt;
  return Rejection{
      Rule::kPayload,
      "The provided 'x-amz-content-sha256' header does not match what was computed: declared " +
          std::string(payload_line) + ", computed " + *body_sha256};
}

}  // namespace countersign
