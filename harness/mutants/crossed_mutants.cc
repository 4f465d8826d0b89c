// Mutants of presigners and verifiers that do each thing right, but not two or three of them
// together. Cases that vary one thing at a time do not find them. Listed by catalogue.h.
#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/signing_key.h"
#include "sigv4/string_to_sign.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

bool IsPathStyle(std::string_view host) { return host.starts_with("s3."); }

void QueryLostInPathStyleUploads(PresignRequest& request) {
  if (IsPathStyle(request.host) && request.method != "GET") request.query.clear();
}

bool IsSentInPathStyle(std::span<const HeaderField> headers) {
  return IsPathStyle(SignedValue("host", headers, {}).value_or(""));
}

bool IsOfTheSignature(std::string_view raw_piece) { return raw_piece.starts_with("X-Amz-"); }

// Leaves only the parameters of the signature in a target.
void DropCallersParameters(std::string& target) {
  const std::size_t begin = target.find('?');
  if (begin == std::string::npos) return;
  std::string kept;
  for (const QueryParameter& one : ParseQueryString(SplitTarget(target).raw_query).parameters) {
    if (!IsOfTheSignature(one.raw_name)) continue;
    kept += kept.empty() ? '?' : '&';
    kept += one.raw_name;
    kept += '=';
    kept += one.raw_value;
  }
  target = target.substr(0, begin) + kept;
}

void QueryIgnoredInPathStyleUploads(HttpRequest& request, VerifyContext&) {
  if (IsSentInPathStyle(request.headers) && request.method != "GET") {
    DropCallersParameters(request.target);
  }
}

bool HasCallersParameters(const QueryString& query) {
  return std::any_of(query.parameters.begin(), query.parameters.end(),
                     [](const QueryParameter& one) { return !IsOfTheSignature(one.raw_name); });
}

void PathDecodedBesideAQuery(Lines& lines, const Parts& parts) {
  if (HasCallersParameters(parts.query)) lines.uri = UriDecode(parts.raw_path, Plus::kLiteral);
}

void PortLostBesideAToken(Lines& lines, const Parts& parts) {
  const std::vector<QueryParameter>& all = parts.query.parameters;
  const bool has_token = std::any_of(all.begin(), all.end(), [](const QueryParameter& one) {
    return one.raw_name == "X-Amz-Security-Token";
  });
  const std::size_t host = lines.headers.starts_with("host:") ? 0 : lines.headers.find("\nhost:");
  if (!has_token || host == std::string::npos) return;
  const std::size_t value = lines.headers.find(':', host) + 1;
  const std::size_t end = lines.headers.find('\n', value);
  const std::size_t port = lines.headers.find(':', value);
  if (port < end) lines.headers.erase(port, end - port);
}

// Compares the signature as the reference does, and then once more with `change` made to the lines.
template <typename Change>
Refusal AcceptAlsoWith(VerifyState& v, Change change) {
  const Refusal refusal = RunReferenceStep(StepId::kSignature, v);
  if (!refusal) return refusal;
  const Parts parts{v.request.method,        v.target.raw_path,           v.query,
                    v.signed_headers,        v.request.headers,           v.payload_line,
                    v.context.path_encoding, v.context.path_normalization};
  CanonicalLines lines = CanonicalLinesOf(parts);
  change(lines, parts);
  const std::string text = StringToSign(v.date_text, v.credential.scope, CanonicalRequest(lines));
  const std::string made = SignatureOf(v.signer->secret_access_key, v.credential.scope, text);
  return made == DecodedValue(*v.given.signature) ? std::nullopt : refusal;
}

Refusal PortOptionalBesideAToken(VerifyState& v) { return AcceptAlsoWith(v, PortLostBesideAToken); }

Refusal MethodForgottenBesideAQuery(VerifyState& v) {
  return AcceptAlsoWith(v, [](Lines& lines, const Parts& parts) {
    if (IsSentInPathStyle(parts.headers) && HasCallersParameters(parts.query)) lines.method = "GET";
  });
}

constexpr Mutant kCrossed[] = {
    {.name = "query-lost-in-path-style-uploads",
     .mistake = "Drops the caller's parameters if the URL is in path style and not for GET.",
     .rules = {"query/as-asked"},
     .presign = {.request = QueryLostInPathStyleUploads},
     .verify = {.request = QueryIgnoredInPathStyleUploads}},
    {.name = "path-decoded-beside-a-query",
     .mistake = "Signs the decoded path if the caller adds a parameter.",
     .rules = {"path/encoded-once"},
     .signing = {.lines = PathDecodedBesideAQuery}},
    {.name = "port-lost-beside-a-token",
     .mistake = "Signs the host without its port if there is a session token.",
     .rules = {"host/port"},
     .signing = {.lines = PortLostBesideAToken}},
    {.name = "port-optional-beside-a-token",
     .mistake = "Also accepts a signature without the host's port if there is a session token.",
     .rules = {"host/port"},
     .verify = {.steps = {Replace(StepId::kSignature, PortOptionalBesideAToken)}}},
    {.name = "method-forgotten-beside-a-query",
     .mistake =
         "Accepts a URL for GET with any method if it is in path style and has a parameter of "
         "its caller.",
     .rules = {"method/is-signed"},
     .verify = {.steps = {Replace(StepId::kSignature, MethodForgottenBesideAQuery)}}},
};

}  // namespace

MutantTables CrossedMutants() { return {kCrossed}; }

}  // namespace countersign
