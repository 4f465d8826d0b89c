#include "reference_adapter/implementation.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/codec.h"
#include "s3/error.h"
#include "translation/reference_request.h"
#include "translation/rejection_class.h"

namespace countersign {
namespace {

std::optional<std::string> IfAny(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

// MessageOf also tells where a redirect points, but not its Location: the endpoint and the
// request's own target, signature and token included.
std::string MessageOf(Rejection& rejection) {
  std::string message = std::move(rejection.detail);
  if (const auto& redirect = rejection.redirect) {
    message += " Endpoint: " + redirect->endpoint + "; Bucket: " + redirect->bucket +
               "; x-amz-bucket-region: " + redirect->bucket_region;
  }
  return message;
}

RejectAnswer Rejected(Rejection rejection) {
  const S3Error error = ErrorFor(rejection.rule);
  RejectAnswer reject;
  reject.status = error.status;
  reject.code = error.code;
  reject.rejection_class = RejectionClassOf(rejection.rule);
  reject.message = MessageOf(rejection);
  reject.canonical_request = IfAny(std::move(rejection.canonical_request));
  reject.string_to_sign = IfAny(std::move(rejection.string_to_sign));
  return reject;
}

}  // namespace

AdapterInfo ReferenceAdapterInfo() {
  AdapterInfo adapter_info;
  adapter_info.protocol = 1;
  adapter_info.name = "countersign reference";
  adapter_info.version = COUNTERSIGN_VERSION;
  adapter_info.language = "c++";
  adapter_info.ops = {"presign", "verify"};
  adapter_info.features = {"session-token",
                           "path-style",
                           "virtual-hosted",
                           "signed-headers",
                           "payload-hash",
                           "non-s3",
                           "sigv4a",
                           "bytes",
                           "access-points",
                           "s3-express",
                           "presign:extra-query",
                           "presign:credential-limits",
                           "verify:region",
                           "verify:redirects",
                           "verify:policy",
                           "verify:network-policy",
                           "verify:policy-variables",
                           "verify:principal-facts",
                           "verify:organization-policies",
                           "verify:endpoint-policies",
                           "verify:body"};
  adapter_info.errors = ErrorLevel::kCode;
  adapter_info.max_inflight = 64;
  return adapter_info;
}

Answer AnswerPresign(PresignMessage message, const Signer& signer) {
  Decoded<PresignRequest> request = ToPresignRequest(std::move(message));
  if (auto* error = std::get_if<ProtocolError>(&request)) {
    return FaultAnswer{std::move(error->message)};
  }
  Result<PresignedUrl> result = signer(std::get<PresignRequest>(request));
  if (!result.ok()) {
    RejectAnswer reject;
    reject.rejection_class = RejectionClassOf(result.rejection().rule);
    reject.message = std::move(result).rejection().detail;
    return reject;
  }
  PresignedUrl presigned = std::move(result).value();
  OkAnswer ok;
  ok.url = std::move(presigned.url);
  std::vector<NameValue>& told = ok.headers.emplace();
  for (HeaderField& header : presigned.headers) {
    told.emplace_back(std::move(header.name), std::move(header.value));
  }
  ok.canonical_request = std::move(presigned.derivation.canonical_request);
  ok.string_to_sign = std::move(presigned.derivation.string_to_sign);
  return ok;
}

Answer AnswerVerify(VerifyMessage message, const Verifier& verifier) {
  Decoded<VerifyInput> decoded = ToVerifyInput(std::move(message));
  if (auto* error = std::get_if<ProtocolError>(&decoded)) {
    return FaultAnswer{std::move(error->message)};
  }
  const VerifyInput& question = std::get<VerifyInput>(decoded);
  const VerifyContext context = ContextOf(question);
  Result<Accepted> result = verifier(question.request, context);
  if (!result.ok()) return Rejected(std::move(result).rejection());
  Accepted accepted = std::move(result).value();
  OkAnswer ok;
  ok.principal = std::move(accepted.principal);
  ok.canonical_request = std::move(accepted.derivation.canonical_request);
  ok.string_to_sign = std::move(accepted.derivation.string_to_sign);
  return ok;
}

}  // namespace countersign
