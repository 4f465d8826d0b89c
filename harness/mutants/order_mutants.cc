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

// The step "headers-signed" once the signature is known to match.
std::vector<VerifyStep> UnsignedHeadersLast() {
  std::vector<VerifyStep> steps = Replaced("headers-signed", SplitSignedHeaders);
  steps.push_back(
      {"headers-signed", [](VerifyState& v) { return TheReferences("headers-signed", v); }});
  return steps;
}

void Redirect(Answer& answer, std::string_view from, int status, const char* code) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->code != from) return;
  reject->status = status;
  reject->code = code;
}

std::vector<Mutant> EndpointMutants() {
  return {
      {"endpoint-not-looked-at",
       Side::kVerify,
       "Serves a bucket of another region as if it were at home.",
       {"endpoint/temporary-redirect", "endpoint/permanent-redirect", "endpoint/newer-region"},
       {},
       {},
       {},
       {.steps = Without("place")}},
      {"endpoint-looked-at-last",
       Side::kVerify,
       "Tells where a bucket lives once the signature matches.",
       {"endpoint/before-the-signature"},
       {},
       {},
       {},
       {.steps = Moved("place", "payload")}},
      {"endpoint-redirects-all-permanent",
       Side::kVerify,
       "Redirects for good where the redirect is to be temporary.",
       {"endpoint/temporary-redirect"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              Redirect(answer, "TemporaryRedirect", 301, "PermanentRedirect");
            }}},
      {"endpoint-redirects-all-temporary",
       Side::kVerify,
       "Redirects for now where the redirect is to be permanent.",
       {"endpoint/permanent-redirect"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              Redirect(answer, "PermanentRedirect", 307, "TemporaryRedirect");
            }}},
      {"endpoint-newer-regions-redirected",
       Side::kVerify,
       "Redirects to regions that were launched too late for that.",
       {"endpoint/newer-region"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              Redirect(answer, "IllegalLocationConstraintException", 307, "TemporaryRedirect");
            }}},
      {"endpoint-scope-of-the-server",
       Side::kVerify,
       "Expects the region where the request arrived in the scope, not the bucket's.",
       {"endpoint/global-already-routed", "endpoint/resolves-to-its-region", "endpoint/any-region",
        "credential/region"},
       {},
       {},
       {},
       {.request =
            [](HttpRequest&, VerifyContext& context) {
              if (!context.server_region.empty()) context.region = "us-east-1";
            }}},
  };
}

}  // namespace

std::vector<Mutant> OrderMutants() {
  std::vector<Mutant> mutants = {
      {"order-expiry-after-signature",
       Side::kVerify,
       "Looks at the window once the signature matches.",
       {"window/expired"},
       {},
       {},
       {},
       {.steps = Moved("window", "signature")}},
      {"order-completeness-before-algorithm",
       Side::kVerify,
       "Asks for all six parameters before it looks at the algorithm.",
       {"algorithm/before-completeness"},
       {},
       {},
       {},
       {.steps = Moved("algorithm", "completeness")}},
      {"order-unsigned-headers-after-signature",
       Side::kVerify,
       "Looks for unsigned headers once the signature matches.",
       {"signed-headers/unsigned-before-signature"},
       {},
       {},
       {},
       {.steps = UnsignedHeadersLast()}},
  };
  for (Mutant& mutant : EndpointMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
