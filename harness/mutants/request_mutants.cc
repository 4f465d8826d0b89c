// Mutants of the request as a whole: its method, how it says that it is presigned, its required
// parameters, how it is answered, whether the endpoint is right, and in which order the checks run.
// Listed by catalogue.h.
#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

constexpr char kAccepted[] = "anonymous";

void Accept(Answer& answer) {
  OkAnswer ok;
  ok.principal = kAccepted;
  answer = ok;
}

void AcceptClass(Answer& answer, std::string_view rejection_class) {
  const auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject != nullptr && reject->rejection_class == rejection_class) Accept(answer);
}

void Refuse(Answer& answer, int status, const std::string& code) {
  RejectAnswer reject;
  reject.status = status;
  reject.code = code;
  reject.rejection_class = "unsupported-auth";
  answer = reject;
}

void RefuseClass(Answer& answer, std::string_view rejection_class) {
  const auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->rejection_class != rejection_class) return;
  Refuse(answer, 403, "AccessDenied");
}

bool HasHeader(const VerifyMessage& message, std::string_view name) {
  return FindHeader(message.request.headers, name) != nullptr;
}

Refusal AuthorizationIgnored(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kMode, v);
  const bool one = v.given.algorithm != nullptr && FindParameter(v.query, "Signature") == nullptr;
  return refusal && refusal->rule == Rule::kOneMechanismOnly && one ? std::nullopt : refusal;
}

Refusal ForeignAuthorizationIgnored(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kMode, v);
  if (!refusal || refusal->rule != Rule::kOneMechanismOnly) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "authorization") && header.value.starts_with("AWS")) {
      return refusal;
    }
  }
  return FindParameter(v.query, "Signature") == nullptr ? std::nullopt : refusal;
}

Refusal SigV2Ignored(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kMode, v);
  const bool one = FindParameter(v.query, "Signature") != nullptr && v.given.algorithm != nullptr;
  return refusal && refusal->rule == Rule::kOneMechanismOnly && one ? std::nullopt : refusal;
}

Refusal EmptyAuthorizationIsMissing(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kMode, v);
  if (!refusal || refusal->rule != Rule::kOneMechanismOnly) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "authorization") && header.value.empty()) return std::nullopt;
  }
  return refusal;
}

Refusal CompleteWithoutDate(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kCompleteness, v);
  AuthenticationParameters given = v.given;
  if (given.date == nullptr) given.date = given.algorithm;
  return refusal && CheckCompleteness(given) ? refusal : std::nullopt;
}

Refusal MissingDateIsNow(VerifyState& v) {
  if (v.given.date != nullptr) return RunReferenceStep(StepId::kDate, v);
  v.date_text = FormatAmzDate(v.context.now);
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "x-amz-date")) v.date_text = header.value;
  }
  v.date = v.context.now;
  return std::nullopt;
}

Refusal DateHeaderMayBeUnsigned(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  return v.given.date == nullptr ? std::nullopt : refusal;
}

Refusal PathMustBeAscii(VerifyState& v) {
  if (Refusal refusal = RunReferenceStep(StepId::kTarget, v)) return refusal;
  const std::string path = UriDecode(v.target.raw_path, Plus::kLiteral);
  const bool ascii = std::all_of(path.begin(), path.end(),
                                 [](char c) { return static_cast<signed char>(c) >= 0; });
  if (ascii) return std::nullopt;
  return Rejection{Rule::kMalformedUri, "not ASCII"};
}

Refusal AnyBytesAreAPath(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kTarget, v);
  if (!refusal || HasMalformedEscape(v.request.target)) return refusal;
  v.query = ParseQueryString(v.target.raw_query);
  v.given = FindAuthenticationParameters(v.query);
  return std::nullopt;
}

void UpperCaseMethod(HttpRequest& request, VerifyContext&) {
  for (char& c : request.method) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
}

void UnescapeAmpersands(HttpRequest& request, VerifyContext&) {
  request.target = WithAll(request.target, "&amp;", "&");
}

void MethodGetAndHeadOnly(Answer& answer, const VerifyMessage& message) {
  if (message.request.method != "GET" && message.request.method != "HEAD") {
    Refuse(answer, 405, "MethodNotAllowed");
  }
}

constexpr Mutant kMethods[] = {
    {.name = "method-not-signed",
     .mistake = "Leaves the line of the method empty.",
     .rules = {"method/is-signed", "method/any"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.method.clear(); }}},
    {.name = "method-always-get",
     .mistake = "Always signs GET, not the requested method.",
     .rules = {"method/any"},
     .references = {"boto/botocore@62081b5d3"},
     .presign = {.request = [](PresignRequest& r) { r.method = "GET"; }}},
    {.name = "method-put-for-post",
     .mistake = "Signs PUT instead of POST for uploads.",
     .rules = {"method/any"},
     .presign = {.request =
                     [](PresignRequest& r) { r.method = r.method == "POST" ? "PUT" : r.method; }}},
    {.name = "method-in-lower-case",
     .mistake = "Signs the method in lower case.",
     .rules = {"method/any", "method/is-signed"},
     .references = {"mhart/aws4fetch@23925f2"},
     .signing = {.lines = [](Lines& l, const Parts&) { l.method = LowerCase(l.method); }}},
    {.name = "method-in-any-case-accepted",
     .mistake = "Upper-cases the method before it verifies.",
     .rules = {"method/is-signed"},
     .references = {"openstack/swift@b2386b994"},
     .verify = {.request = UpperCaseMethod}},
    {.name = "method-get-and-head-only",
     .mistake = "Accepts presigned URLs only for GET and HEAD.",
     .rules = {"method/any"},
     .verify = {.answer = MethodGetAndHeadOnly}},
};

void ModeSigv2Instead(std::string& url, const PresignRequest& r) {
  url = url.substr(0, url.find('?')) +
        "?AWSAccessKeyId=" + UriEncode(r.credentials.access_key_id, Slash::kEncode) +
        "&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D&Expires=1369440000";
}

void ModeQueryAuthenticationUnknown(Answer& answer, const VerifyMessage& message) {
  if (!HasHeader(message, "authorization")) Refuse(answer, 403, "AccessDenied");
}

void ModeSigningParametersUnknown(Answer& answer, const VerifyMessage& message) {
  if (message.request.target.find("X-Amz-Expires") != std::string::npos) {
    Refuse(answer, 501, "NotImplemented");
  }
}

void ModeSigv2Accepted(Answer& answer, const VerifyMessage& message) {
  if (message.request.target.find("AWSAccessKeyId=") != std::string::npos) {
    AcceptClass(answer, "unsupported-auth");
  }
}

void ModeAuthorizationAloneAccepted(Answer& answer, const VerifyMessage& message) {
  if (HasHeader(message, "authorization")) AcceptClass(answer, "unsupported-auth");
}

constexpr Mutant kModes[] = {
    {.name = "mode-sigv2-instead",
     .mistake = "Signs with SigV2 instead of SigV4.",
     .rules = {"algorithm/hmac-sha256"},
     .references = {"aws/aws-cli#10663", "boto/botocore#3550"},
     .presign = {.signed_url = ModeSigv2Instead}},
    {.name = "mode-query-authentication-unknown",
     .mistake = "Reads only the Authorization header: presigned requests count as unsigned.",
     .rules = {"mode/query-authentication"},
     .references = {"dabeecao/telecloud-go#31"},
     .verify = {.answer = ModeQueryAuthenticationUnknown}},
    {.name = "mode-signing-parameters-unknown",
     .mistake = "Treats X-Amz-Expires as a sub-resource that it does not implement.",
     .rules = {"mode/query-authentication"},
     .references = {"gaul/s3proxy#160"},
     .verify = {.answer = ModeSigningParametersUnknown}},
    {.name = "mode-authorization-ignored",
     .mistake = "Ignores an Authorization header if the query is signed as well.",
     .rules = {"mode/one-mechanism-only"},
     .references = {"supabase/storage#1311"},
     .verify = {.steps = {Replace(StepId::kMode, AuthorizationIgnored)}}},
    {.name = "mode-foreign-authorization-ignored",
     .mistake = "Ignores an Authorization header whose scheme is not AWS's.",
     .rules = {"mode/one-mechanism-only"},
     .references = {"supabase/storage#1311"},
     .verify = {.steps = {Replace(StepId::kMode, ForeignAuthorizationIgnored)}}},
    {.name = "mode-empty-authorization-is-none",
     .mistake = "Treats an empty Authorization header as missing.",
     .rules = {"mode/empty-authorization-header"},
     .verify = {.steps = {Replace(StepId::kMode, EmptyAuthorizationIsMissing)}}},
    {.name = "mode-sigv2-ignored",
     .mistake = "Ignores a SigV2 signature if there is a SigV4 signature as well.",
     .rules = {"mode/one-mechanism-only"},
     .verify = {.steps = {Replace(StepId::kMode, SigV2Ignored)}}},
    {.name = "mode-sigv2-accepted",
     .mistake = "Accepts every SigV2 URL without checking its signature.",
     .rules = {"mode/sigv2-query"},
     .verify = {.answer = ModeSigv2Accepted}},
    {.name = "mode-authorization-alone-accepted",
     .mistake = "Accepts an Authorization header with an unknown scheme.",
     .rules = {"mode/unsupported-authorization-type"},
     .verify = {.answer = ModeAuthorizationAloneAccepted}},
    {.name = "mode-unsigned-accepted",
     .mistake = "Accepts requests that are not signed.",
     .rules = {"mode/unsigned-request-is-refused"},
     .verify = {.answer = [](Answer& answer,
                             const VerifyMessage&) { AcceptClass(answer, "not-signed"); }}},
    {.name = "mode-html-escapes-read",
     .mistake = "Reads &amp; as &, as in HTML.",
     .rules = {"algorithm/only-hmac-sha256", "parameters/all-six-required"},
     .verify = {.request = UnescapeAmpersands}},
};

void ParameterMissingAnswersAccessDenied(Answer& answer, const VerifyMessage&) {
  RefuseClass(answer, "missing-parameter");
}

void SignatureMissingAccepted(Answer& answer, const VerifyMessage& message) {
  if (message.request.target.find("X-Amz-Signature") == std::string::npos) {
    AcceptClass(answer, "missing-parameter");
  }
}

constexpr Mutant kRequestParameters[] = {
    {.name = "algorithm-not-checked",
     .mistake = "Does not check X-Amz-Algorithm: another algorithm ends as a signature mismatch.",
     .rules = {"algorithm/only-hmac-sha256"},
     .references = {"versity/versitygw#1540"},
     .verify = {.steps = {LeaveOut(StepId::kAlgorithm)}}},
    {.name = "parameter-missing-answers-access-denied",
     .mistake = "Answers a missing parameter with a general AccessDenied.",
     .rules = {"parameters/all-six-required"},
     .verify = {.answer = ParameterMissingAnswersAccessDenied}},
    {.name = "date-missing-means-now",
     .mistake = "If X-Amz-Date is missing, takes the date from the headers or from its own clock.",
     .rules = {"parameters/all-six-required"},
     .verify = {.steps = {Replace(StepId::kCompleteness, CompleteWithoutDate),
                          Replace(StepId::kDate, MissingDateIsNow),
                          Replace(StepId::kHeadersSigned, DateHeaderMayBeUnsigned)}}},
    {.name = "signature-missing-accepted",
     .mistake = "Accepts a URL without X-Amz-Signature.",
     .rules = {"parameters/all-six-required"},
     .verify = {.answer = SignatureMissingAccepted}},
    {.name = "path-beyond-ascii-refused",
     .mistake = "Refuses keys that are not ASCII.",
     .rules = {"path/encoded-once", "path/utf8"},
     .verify = {.steps = {Replace(StepId::kTarget, PathMustBeAscii)}}},
    {.name = "path-of-any-octets-accepted",
     .mistake = "Accepts keys that are not valid UTF-8.",
     .rules = {"path/utf8"},
     .verify = {.steps = {Replace(StepId::kTarget, AnyBytesAreAPath)}}},
};

void MismatchAnswersAccessDenied(Answer& answer, const VerifyMessage&) {
  RefuseClass(answer, "signature-mismatch");
}

void EveryRefusalAnswers400(Answer& answer, const VerifyMessage&) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject != nullptr) reject->status = 400;
}

void EverythingRefused(Answer& answer, const VerifyMessage&) {
  Refuse(answer, 403, "AccessDenied");
}

void AnySignatureAccepted(Answer& answer, const VerifyMessage& message) {
  const bool has_one = message.request.target.find("Signature=") != std::string::npos;
  if (has_one || HasHeader(message, "authorization")) Accept(answer);
}

constexpr Mutant kAnswers[] = {
    {.name = "mismatch-answers-access-denied",
     .mistake = "Answers a wrong signature with a general AccessDenied.",
     .rules = {"signature/match"},
     .verify = {.answer = MismatchAnswersAccessDenied}},
    {.name = "every-refusal-answers-400",
     .mistake = "Answers every refusal with 400 Bad Request.",
     .rules = {"signature/match", "window/expired"},
     .verify = {.answer = EveryRefusalAnswers400}},
    {.name = "everything-refused",
     .mistake = "Refuses everything.",
     .rules = {"mode/query-authentication"},
     .verify = {.answer = EverythingRefused}},
    {.name = "everything-accepted",
     .mistake = "Accepts any signature, and requests without one: it checks nothing.",
     .rules = {"signature/match"},
     .references = {"localstack/localstack#3980"},
     .verify = {.answer = [](Answer& answer, const VerifyMessage&) { Accept(answer); }}},
    {.name = "any-signature-accepted",
     .mistake = "Accepts any signature: it looks whether there is one and checks nothing.",
     .rules = {"signature/match"},
     .references = {"getmoto/moto"},
     .verify = {.answer = AnySignatureAccepted}},
};

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
     .mistake = "Serves a bucket of another region as if it were in its own.",
     .rules = {"endpoint/temporary-redirect", "endpoint/permanent-redirect",
               "endpoint/newer-region"},
     .verify = {.steps = {LeaveOut(StepId::kPlace)}}},
    {.name = "endpoint-looked-at-last",
     .mistake = "Redirects to the bucket's region only after the signature matches.",
     .rules = {"endpoint/before-the-signature"},
     .verify = {.steps = {MoveBehind(StepId::kPlace, StepId::kPayload)}}},
    {.name = "endpoint-redirects-all-permanent",
     .mistake = "Answers a permanent redirect instead of a temporary one.",
     .rules = {"endpoint/temporary-redirect"},
     .verify = {.answer = EndpointRedirectsAllPermanent}},
    {.name = "endpoint-redirects-all-temporary",
     .mistake = "Answers a temporary redirect instead of a permanent one.",
     .rules = {"endpoint/permanent-redirect"},
     .verify = {.answer = EndpointRedirectsAllTemporary}},
    {.name = "endpoint-newer-regions-redirected",
     .mistake = "Redirects to newer regions, for which AWS answers an error instead.",
     .rules = {"endpoint/newer-region"},
     .verify = {.answer = EndpointNewerRegionsRedirected}},
    {.name = "endpoint-scope-of-the-server",
     .mistake =
         "Expects the scope to name the region where the request arrived, not the bucket's region.",
     .rules = {"endpoint/global-already-routed", "endpoint/resolves-to-its-region",
               "endpoint/any-region", "credential/region"},
     .verify = {.request = EndpointScopeOfTheServer}},
};

constexpr Mutant kOrder[] = {
    {.name = "order-scope-date-before-expiry",
     .mistake =
         "Compares the scope's date with X-Amz-Date before it looks whether the URL expired.",
     .rules = {"window/expired"},
     .references = {"versity/versitygw#2116"},
     .verify = {.steps = {MoveBehind(StepId::kWindow, StepId::kScopeDate)}}},
    {.name = "order-expiry-after-signature",
     .mistake = "Checks the validity window only after the signature matches.",
     .rules = {"window/expired"},
     .verify = {.steps = {MoveBehind(StepId::kWindow, StepId::kSignature)}}},
    {.name = "order-completeness-before-algorithm",
     .mistake = "Checks that all six parameters are present before it checks the algorithm.",
     .rules = {"algorithm/before-completeness"},
     .verify = {.steps = {MoveBehind(StepId::kAlgorithm, StepId::kCompleteness)}}},
    {.name = "order-unsigned-headers-after-signature",
     .mistake = "Checks for unsigned headers only after the signature matches.",
     .rules = {"signed-headers/unsigned-before-signature"},
     .verify = {.steps = {Replace(StepId::kHeadersSigned, SplitSignedHeaders),
                          Append(StepId::kHeadersSigned)}}},
};

}  // namespace

MutantTables RequestMutants() { return {kMethods, kModes, kRequestParameters, kAnswers}; }

MutantTables OrderMutants() { return {kOrder, kEndpoint}; }

}  // namespace countersign
