#include "sigv4/verify.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "s3/endpoint_check.h"
#include "sigv4/access_key.h"
#include "sigv4/authentication_mode.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/credential_scope.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/signature.h"
#include "sigv4/signed_headers.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

// Verification is one request on its way through the checks. Octets stay as they came until the
// check whose rule says to decode them; each check leaves behind what later ones need.
class Verification {
 public:
  Verification(const HttpRequest& request, const VerifyContext& context, SigningKeyCache& keys)
      : request_(request), context_(context), keys_(keys) {}

  Result<Accepted> Run();

 private:
  using Check = Refusal (Verification::*)();
  static const Check kChecks[];

  Refusal Place();
  Refusal Target();
  Refusal Mode();
  Refusal Algorithm();
  Refusal Completeness();
  Refusal Credential();
  Refusal Date();
  Refusal Expires();
  Refusal ScopeDate();
  Refusal Window();
  Refusal AccessKey();
  Refusal Token();
  Refusal HeadersSigned();
  Refusal SignedHeadersArrived();
  Refusal Signature();
  Refusal Payload();

  const HttpRequest& request_;
  const VerifyContext& context_;
  SigningKeyCache& keys_;

  countersign::Target target_;  // from Target on
  QueryString query_;
  AuthenticationParameters given_;
  std::string credential_text_;  // from Credential on
  CredentialParameter credential_;
  std::string date_text_;  // from Date on
  Timestamp date_;
  std::int64_t expires_ = 0;             // from Expires on
  const Credentials* signer_ = nullptr;  // from AccessKey on
  std::string signed_headers_text_;      // from HeadersSigned on
  std::vector<std::string_view> signed_headers_;
  std::string payload_line_;  // from Signature on
  Derivation derivation_;
};

// The table of contents: AWS's order of checks, as well as it is known. The first to refuse
// answers.
const Verification::Check Verification::kChecks[] = {
    //= endpoint/before-the-signature
    &Verification::Place,
    &Verification::Target,
    &Verification::Mode,
    //= algorithm/before-completeness
    &Verification::Algorithm,
    &Verification::Completeness,
    &Verification::Credential,
    &Verification::Date,
    &Verification::Expires,
    &Verification::ScopeDate,
    &Verification::Window,
    &Verification::AccessKey,
    &Verification::Token,
    //= signed-headers/unsigned-before-signature
    &Verification::HeadersSigned,
    &Verification::SignedHeadersArrived,
    &Verification::Signature,
    &Verification::Payload,
};

Result<Accepted> Verification::Run() {
  for (const Check check : kChecks) {
    if (Refusal refusal = (this->*check)()) return *std::move(refusal);
  }
  return Accepted{signer_->access_key_id, std::move(derivation_)};
}

Refusal Verification::Place() {
  if (!IsS3Service(context_.service) || context_.server_region.empty()) return std::nullopt;
  const auto host =
      std::find_if(request_.headers.begin(), request_.headers.end(),
                   [](const HeaderField& header) { return SameHeaderName(header.name, "host"); });
  return CheckEndpoint({host == request_.headers.end() ? "" : std::string_view(host->value),
                        context_.server_region, context_.bucket, context_.region, request_.scheme,
                        request_.target});
}

Refusal Verification::Target() {
  target_ = SplitTarget(request_.target);
  const std::string_view path = target_.raw_path;
  // A request line has a path at its front, not a whole URL.
  const bool is_path = path.empty() || path.front() == '/';
  //= path/malformed-escape
  //= path/utf8
  if (!is_path || HasMalformedEscape(request_.target) || !IsUtf8(UriDecode(path, Plus::kLiteral))) {
    return Rejection{Rule::kMalformedUri, "Couldn't parse the specified URI."};
  }
  query_ = ParseQueryString(target_.raw_query);
  given_ = FindAuthenticationParameters(query_);
  return std::nullopt;
}

Refusal Verification::Mode() { return CheckAuthenticationMode(given_, query_, request_.headers); }

Refusal Verification::Algorithm() { return CheckAlgorithm(given_); }

Refusal Verification::Completeness() { return CheckCompleteness(given_); }

Refusal Verification::Credential() {
  // Like any query value: a raw '+' in an access key id is a space.
  //= credential/plus-is-space
  credential_text_ = DecodedValue(*given_.credential);
  Result<CredentialParameter> credential = ParseCredential(credential_text_);
  if (!credential.ok()) return std::move(credential).rejection();
  credential_ = credential.value();
  return CheckScope(credential_, context_.service, context_.region);
}

Refusal Verification::Date() {
  // The one in the query: a Date header says nothing here.
  //= date/date-header-ignored
  date_text_ = DecodedValue(*given_.date);
  Result<Timestamp> date = ReadDate(date_text_);
  if (!date.ok()) return std::move(date).rejection();
  date_ = date.value();
  return std::nullopt;
}

Refusal Verification::Expires() {
  Result<std::int64_t> expires = ReadExpires(DecodedValue(*given_.expires));
  if (!expires.ok()) return std::move(expires).rejection();
  expires_ = expires.value();
  return std::nullopt;
}

Refusal Verification::ScopeDate() { return CheckScopeDate(credential_.scope, date_text_); }

Refusal Verification::Window() { return CheckWindow(date_, expires_, context_.now); }

Refusal Verification::AccessKey() {
  Result<const Credentials*> signer =
      FindCredentials(credential_.access_key_id, context_.credentials);
  if (!signer.ok()) return std::move(signer).rejection();
  signer_ = signer.value();
  return std::nullopt;
}

Refusal Verification::Token() {
  return CheckToken(*signer_, context_.service, given_, context_.now);
}

Refusal Verification::HeadersSigned() {
  signed_headers_text_ = DecodedValue(*given_.signed_headers);
  signed_headers_ = SignedHeaderNames(signed_headers_text_);
  return CheckHeadersAreSigned(signed_headers_, request_.headers);
}

Refusal Verification::SignedHeadersArrived() {
  return CheckSignedHeadersArrived(signed_headers_, request_.headers, query_);
}

Refusal Verification::Signature() {
  payload_line_ = PayloadLine(context_.service, signed_headers_, request_.headers, query_,
                              request_.body_sha256);
  derivation_ =
      Derive({request_.method, target_.raw_path, query_, signed_headers_, request_.headers,
              payload_line_, context_.path_encoding, context_.path_normalization},
             date_text_, credential_.scope, signer_->secret_access_key, keys_);
  // 64 lower-case hex digits, as signers write them; no other spelling is taken.
  //= signature/match
  //= signature/form
  const bool matches = ConstantTimeEquals(DecodedValue(*given_.signature), derivation_.signature);
  const bool contradicts = !ContradictoryHeader(signed_headers_, request_.headers, query_).empty();
  if (matches && !contradicts) return std::nullopt;
  return Rejection{Rule::kSignature,
                   "The request signature we calculated does not match the signature you provided. "
                   "Check your key and signing method.",
                   derivation_.canonical_request, derivation_.string_to_sign};
}

Refusal Verification::Payload() {
  if (!IsS3Service(context_.service)) return std::nullopt;
  return CheckPayload(request_.method, payload_line_, request_.body_sha256);
}

}  // namespace

Result<Accepted> Verify(const HttpRequest& request, const VerifyContext& context,
                        SigningKeyCache& keys) {
  return Verification(request, context, keys).Run();
}

}  // namespace countersign
