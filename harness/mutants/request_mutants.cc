#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

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

bool HasHeader(const VerifyMessage& message, std::string_view name) {
  return std::any_of(
      message.request.headers.begin(), message.request.headers.end(),
      [name](const NameValue& header) { return SameHeaderName(header.first, name); });
}

Refusal AuthorizationIgnored(VerifyState& v) {
  Refusal refusal = TheReferences("mode", v);
  const bool one = v.given.algorithm != nullptr && FindParameter(v.query, "Signature") == nullptr;
  return refusal && refusal->rule == Rule::kOneMechanismOnly && one ? std::nullopt : refusal;
}

Refusal ForeignAuthorizationIgnored(VerifyState& v) {
  Refusal refusal = TheReferences("mode", v);
  if (!refusal || refusal->rule != Rule::kOneMechanismOnly) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "authorization") && header.value.starts_with("AWS")) {
      return refusal;
    }
  }
  return FindParameter(v.query, "Signature") == nullptr ? std::nullopt : refusal;
}

Refusal SigV2Ignored(VerifyState& v) {
  Refusal refusal = TheReferences("mode", v);
  const bool one = FindParameter(v.query, "Signature") != nullptr && v.given.algorithm != nullptr;
  return refusal && refusal->rule == Rule::kOneMechanismOnly && one ? std::nullopt : refusal;
}

Refusal EmptyAuthorizationIsNone(VerifyState& v) {
  Refusal refusal = TheReferences("mode", v);
  if (!refusal || refusal->rule != Rule::kOneMechanismOnly) return refusal;
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "authorization") && header.value.empty()) return std::nullopt;
  }
  return refusal;
}

Refusal NoDateMeansNow(VerifyState& v) {
  Refusal refusal = TheReferences("completeness", v);
  AuthenticationParameters given = v.given;
  if (given.date == nullptr) given.date = given.algorithm;
  return refusal && CheckCompleteness(given) ? refusal : std::nullopt;
}

// A missing X-Amz-Date is the present, on the scope's day.
std::vector<VerifyStep> MissingDateIsNow() {
  std::vector<VerifyStep> steps = Replaced("completeness", NoDateMeansNow);
  for (VerifyStep& step : steps) {
    if (step.name == "date") {
      step.check = [](VerifyState& v) -> Refusal {
        if (v.given.date != nullptr) return TheReferences("date", v);
        v.date_text = FormatAmzDate(v.context.now);
        for (const HeaderField& header : v.request.headers) {
          if (SameHeaderName(header.name, "x-amz-date")) v.date_text = header.value;
        }
        v.date = v.context.now;
        return std::nullopt;
      };
    }
    if (step.name == "headers-signed") {
      step.check = [](VerifyState& v) -> Refusal {
        const Refusal refusal = TheReferences("headers-signed", v);
        return v.given.date == nullptr ? std::nullopt : refusal;
      };
    }
  }
  return steps;
}

Refusal PathMustBeAscii(VerifyState& v) {
  if (Refusal refusal = TheReferences("target", v)) return refusal;
  const std::string path = UriDecode(v.target.raw_path, Plus::kLiteral);
  const bool ascii = std::all_of(path.begin(), path.end(),
                                 [](char c) { return static_cast<signed char>(c) >= 0; });
  if (ascii) return std::nullopt;
  return Rejection{Rule::kMalformedUri, "not ASCII"};
}

Refusal AnyOctetsAreAPath(VerifyState& v) {
  const Refusal refusal = TheReferences("target", v);
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

std::vector<Mutant> MethodMutants() {
  return {
      {"method-not-signed",
       Side::kBoth,
       "Leaves the method's line empty.",
       {"method/is-signed", "method/any"},
       {},
       {.lines = [](Lines& l, const Parts&) { l.method.clear(); }}},
      {"method-always-get",
       Side::kPresign,
       "Signs GET whatever was asked.",
       {"method/any"},
       {"boto/botocore@62081b5d3"},
       {},
       {.request = [](PresignRequest& r) { r.method = "GET"; }}},
      {"method-put-for-post",
       Side::kPresign,
       "Signs PUT where an upload by POST was asked.",
       {"method/any"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.method = r.method == "POST" ? "PUT" : r.method; }}},
      {"method-in-lower-case",
       Side::kBoth,
       "Signs the method in lower case.",
       {"method/any", "method/is-signed"},
       {"mhart/aws4fetch@23925f2"},
       {.lines = [](Lines& l, const Parts&) { l.method = LowerCase(l.method); }}},
      {"method-in-any-case-accepted",
       Side::kVerify,
       "Upper-cases the method before it verifies.",
       {"method/is-signed"},
       {"openstack/swift@b2386b994"},
       {},
       {},
       {.request = UpperCaseMethod}},
      {"method-get-and-head-only",
       Side::kVerify,
       "Knows presigned URLs for reading only.",
       {"method/any"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage& message) {
              if (message.request.method != "GET" && message.request.method != "HEAD") {
                Refuse(answer, 405, "MethodNotAllowed");
              }
            }}},
  };
}

std::vector<Mutant> ModeFaults() {
  return {
      {"mode-sigv2-instead",
       Side::kPresign,
       "Signs with SigV2 where SigV4 was asked.",
       {"algorithm/hmac-sha256"},
       {"aws/aws-cli#10663", "boto/botocore#3550", "boto/botocore#2346"},
       {},
       {.signed_url =
            [](std::string& url, const PresignRequest& r) {
              url = url.substr(0, url.find('?')) +
                    "?AWSAccessKeyId=" + UriEncode(r.credentials.access_key_id, Slash::kEncode) +
                    "&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D&Expires=1369440000";
            }}},
      {"mode-query-authentication-unknown",
       Side::kVerify,
       "Reads authentication from the Authorization header alone: presigned requests are none.",
       {"mode/query-authentication"},
       {"dabeecao/telecloud-go#31"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage& message) {
              if (!HasHeader(message, "authorization")) Refuse(answer, 403, "AccessDenied");
            }}},
      {"mode-signing-parameters-unknown",
       Side::kVerify,
       "Takes X-Amz-Expires for a sub-resource that it does not implement.",
       {"mode/query-authentication"},
       {"gaul/s3proxy#160"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage& message) {
              if (message.request.target.find("X-Amz-Expires") != std::string::npos) {
                Refuse(answer, 501, "NotImplemented");
              }
            }}},
      {"mode-authorization-ignored",
       Side::kVerify,
       "Does not see an Authorization header beside the query's parameters.",
       {"mode/one-mechanism-only"},
       {"supabase/storage#1311"},
       {},
       {},
       {.steps = Replaced("mode", AuthorizationIgnored)}},
      {"mode-foreign-authorization-ignored",
       Side::kVerify,
       "Ignores Authorization headers of schemes other than AWS's.",
       {"mode/one-mechanism-only"},
       {"supabase/storage#1311"},
       {},
       {},
       {.steps = Replaced("mode", ForeignAuthorizationIgnored)}},
      {"mode-empty-authorization-is-none",
       Side::kVerify,
       "Takes an empty Authorization header for none.",
       {"mode/empty-authorization-header"},
       {},
       {},
       {},
       {.steps = Replaced("mode", EmptyAuthorizationIsNone)}},
      {"mode-sigv2-ignored",
       Side::kVerify,
       "Does not see a SigV2 signature beside the SigV4 one.",
       {"mode/one-mechanism-only"},
       {},
       {},
       {},
       {.steps = Replaced("mode", SigV2Ignored)}},
      {"mode-sigv2-accepted",
       Side::kVerify,
       "Still accepts SigV2 URLs, and without looking at them.",
       {"mode/sigv2-query"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage& message) {
              if (message.request.target.find("AWSAccessKeyId=") != std::string::npos) {
                AcceptClass(answer, "unsupported-auth");
              }
            }}},
      {"mode-authorization-alone-accepted",
       Side::kVerify,
       "Accepts an Authorization header of a scheme that it does not know.",
       {"mode/unsupported-authorization-type"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage& message) {
              if (HasHeader(message, "authorization")) AcceptClass(answer, "unsupported-auth");
            }}},
      {"mode-unsigned-accepted",
       Side::kVerify,
       "Serves requests that nobody signed.",
       {"mode/unsigned-request-is-refused"},
       {},
       {},
       {},
       {.answer = [](Answer& answer, const VerifyMessage&) { AcceptClass(answer, "not-signed"); }}},
      {"mode-html-escapes-read",
       Side::kVerify,
       "Reads &amp; as &, as if the URL came out of a page.",
       {"algorithm/only-hmac-sha256", "parameters/all-six-required"},
       {},
       {},
       {},
       {.request = UnescapeAmpersands}},
  };
}

std::vector<Mutant> ParameterMutants() {
  return {
      {"algorithm-not-checked",
       Side::kVerify,
       "Does not look at X-Amz-Algorithm: another one ends as a mismatch.",
       {"algorithm/only-hmac-sha256"},
       {"versity/versitygw#1540"},
       {},
       {},
       {.steps = Without("algorithm")}},
      {"parameter-missing-answers-access-denied",
       Side::kVerify,
       "Answers a missing parameter with a general refusal.",
       {"parameters/all-six-required"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              auto* reject = std::get_if<RejectAnswer>(&answer);
              if (reject == nullptr || reject->rejection_class != "missing-parameter") return;
              Refuse(answer, 403, "AccessDenied");
            }}},
      {"date-missing-means-now",
       Side::kVerify,
       "Takes a missing X-Amz-Date from the headers or from its own clock.",
       {"parameters/all-six-required"},
       {},
       {},
       {},
       {.steps = MissingDateIsNow()}},
      {"signature-missing-accepted",
       Side::kVerify,
       "Serves a URL whose signature was cut off.",
       {"parameters/all-six-required"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage& message) {
              if (message.request.target.find("X-Amz-Signature") == std::string::npos) {
                AcceptClass(answer, "missing-parameter");
              }
            }}},
      {"path-beyond-ascii-refused",
       Side::kVerify,
       "Refuses keys that are not ASCII.",
       {"path/encoded-once", "path/utf8"},
       {},
       {},
       {},
       {.steps = Replaced("target", PathMustBeAscii)}},
      {"path-of-any-octets-accepted",
       Side::kVerify,
       "Accepts keys that are no UTF-8.",
       {"path/utf8"},
       {},
       {},
       {},
       {.steps = Replaced("target", AnyOctetsAreAPath)}},
      {"mismatch-answers-access-denied",
       Side::kVerify,
       "Answers a wrong signature with a general refusal.",
       {"signature/match"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              const auto* reject = std::get_if<RejectAnswer>(&answer);
              if (reject == nullptr || reject->rejection_class != "signature-mismatch") return;
              Refuse(answer, 403, "AccessDenied");
            }}},
      {"every-refusal-answers-400",
       Side::kVerify,
       "Answers every refusal with 400 Bad Request.",
       {"signature/match", "window/expired"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              auto* reject = std::get_if<RejectAnswer>(&answer);
              if (reject != nullptr) reject->status = 400;
            }}},
      {"everything-refused",
       Side::kVerify,
       "Refuses everything.",
       {"mode/query-authentication"},
       {},
       {},
       {},
       {.answer = [](Answer& answer,
                     const VerifyMessage&) { Refuse(answer, 403, "AccessDenied"); }}},
      {"everything-accepted",
       Side::kVerify,
       "Accepts everything.",
       {"signature/match"},
       {"localstack/localstack#3980"},
       {},
       {},
       {.answer = [](Answer& answer, const VerifyMessage&) { Accept(answer); }}},
  };
}

}  // namespace

std::vector<Mutant> RequestMutants() {
  std::vector<Mutant> mutants = MethodMutants();
  for (Mutant& mutant : ModeFaults()) mutants.push_back(std::move(mutant));
  for (Mutant& mutant : ParameterMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
