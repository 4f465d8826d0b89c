// Mutants of the order of checks, and of the check that the request is at the right endpoint.
// Listed by catalogue.h.
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

Refusal SplitSignedHeaders(VerifyState& v) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  return std::nullopt;
}

void ReplaceRedirect(Answer& answer, std::string_view from, int status, const char* code) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->code != from) return;
  reject->status = status;
  reject->code = code;
}

void EndpointRedirectsAllPermanent(Answer& answer, const VerifyMessage&) {
  ReplaceRedirect(answer, "TemporaryRedirect", 301, "PermanentRedirect");
}

void EndpointRedirectsAllTemporary(Answer& answer, const VerifyMessage&) {
  ReplaceRedirect(answer, "PermanentRedirect", 307, "TemporaryRedirect");
}

void EndpointNewerRegionsRedirected(Answer& answer, const VerifyMessage&) {
  ReplaceRedirect(answer, "IllegalLocationConstraintException", 307, "TemporaryRedirect");
}

void EndpointScopeOfTheServer(HttpRequest&, VerifyContext& context) {
  if (!context.server_region.empty()) context.region = "us-east-1";
}

constexpr Mutant kEndpoint[] = {
    {.name = "endpoint-not-looked-at",
     .side = Side::kVerify,
     .mistake = "Serves a bucket of another region as if it were in its own.",
     .rules = {"endpoint/temporary-redirect", "endpoint/permanent-redirect",
               "endpoint/newer-region"},
     .verify = {.steps = {LeaveOut(StepId::kPlace)}}},
    {.name = "endpoint-looked-at-last",
     .side = Side::kVerify,
     .mistake = "Redirects to the bucket's region only after the signature matches.",
     .rules = {"endpoint/before-the-signature"},
     .verify = {.steps = {MoveBehind(StepId::kPlace, StepId::kPayload)}}},
    {.name = "endpoint-redirects-all-permanent",
     .side = Side::kVerify,
     .mistake = "Answers a permanent redirect instead of a temporary one.",
     .rules = {"endpoint/temporary-redirect"},
     .verify = {.answer = EndpointRedirectsAllPermanent}},
    {.name = "endpoint-redirects-all-temporary",
     .side = Side::kVerify,
     .mistake = "Answers a temporary redirect instead of a permanent one.",
     .rules = {"endpoint/permanent-redirect"},
     .verify = {.answer = EndpointRedirectsAllTemporary}},
    {.name = "endpoint-newer-regions-redirected",
     .side = Side::kVerify,
     .mistake = "Redirects to newer regions, for which AWS answers an error instead.",
     .rules = {"endpoint/newer-region"},
     .verify = {.answer = EndpointNewerRegionsRedirected}},
    {.name = "endpoint-scope-of-the-server",
     .side = Side::kVerify,
     .mistake =
         "Expects the scope to name the region where the request arrived, not the bucket's region.",
     .rules = {"endpoint/global-already-routed", "endpoint/resolves-to-its-region",
               "endpoint/any-region", "credential/region"},
     .verify = {.request = EndpointScopeOfTheServer}},
};

constexpr Mutant kOrder[] = {
    {.name = "order-expiry-after-signature",
     .side = Side::kVerify,
     .mistake = "Checks the validity window only after the signature matches.",
     .rules = {"window/expired"},
     .verify = {.steps = {MoveBehind(StepId::kWindow, StepId::kSignature)}}},
    {.name = "order-completeness-before-algorithm",
     .side = Side::kVerify,
     .mistake = "Checks that all six parameters are present before it checks the algorithm.",
     .rules = {"algorithm/before-completeness"},
     .verify = {.steps = {MoveBehind(StepId::kAlgorithm, StepId::kCompleteness)}}},
    {.name = "order-unsigned-headers-after-signature",
     .side = Side::kVerify,
     .mistake = "Checks for unsigned headers only after the signature matches.",
     .rules = {"signed-headers/unsigned-before-signature"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, SplitSignedHeaders),
                          Append(StepId::kHeadersSigned)}}},
};

}  // namespace

MutantTables OrderMutants() { return {kOrder, kEndpoint}; }

}  // namespace countersign
