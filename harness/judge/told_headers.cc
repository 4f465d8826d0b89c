// Judges `ok.headers` of a presign answer. Without it the holder is taken to send the headers
// asked, which query_matches_request.cc compares with the signed ones; with it he sends what it
// says.
#include "judge/told_headers.h"

#include <string>
#include <string_view>

#include "judge/url_matches_request.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

constexpr const char* kToldHeaders = "headers";

std::vector<HeaderField> FieldsOf(const std::vector<NameValue>& pairs) {
  std::vector<HeaderField> fields;
  for (const NameValue& pair : pairs) fields.push_back({pair.first, pair.second});
  return fields;
}

std::string Named(std::string_view name) { return "The header \"" + LowerCase(name) + "\""; }

// The values as they are signed: joined, trimmed, folded; nullopt if there is no such header.
std::optional<std::string> ValueIn(const std::vector<HeaderField>& fields, std::string_view name) {
  return SignedValue(name, fields, QueryString{});
}

void CheckToldHost(const SignedUrl& url, std::string_view value, std::vector<Finding>& findings) {
  const std::string sent = LowerCase(HostToSend(url.url.scheme, url.url.authority));
  if (LowerCase(HostToSend(url.url.scheme, value)) == sent) return;
  findings.push_back({"The answer tells its user to send the Host " + std::string(value) +
                          "; the URL's is " + sent + ".",
                      kToldHeaders, sent, std::string(value)});
}

}  // namespace

void CheckToldHeaders(const SignedUrl& url, const PresignMessage& asked,
                      const std::vector<NameValue>& told, std::vector<Finding>& findings) {
  const std::vector<std::string_view> names = SignedHeaderNames(url.signed_headers);
  const std::vector<HeaderField> told_fields = FieldsOf(told);
  const std::vector<HeaderField> asked_fields = FieldsOf(asked.headers);
  //= signed-headers/told
  for (const HeaderField& field : told_fields) {
    if (SameHeaderName(field.name, "host")) {
      CheckToldHost(url, field.value, findings);
      continue;
    }
    if (FindHeader(told_fields, field.name) != &field) continue;  // repeated: judged already
    const std::optional<std::string> meant = ValueIn(asked_fields, field.name);
    const std::optional<std::string> value = ValueIn(told_fields, field.name);
    if (!IsSigned(field.name, names)) {
      findings.push_back({Named(field.name) +
                              " is among those that the answer tells its user to send, and is not "
                              "signed.",
                          kToldHeaders, "", LowerCase(field.name)});
    } else if (value != meant) {
      findings.push_back({Named(field.name) + " is told as \"" + value.value_or("") + "\", \"" +
                              meant.value_or("") + "\" was asked.",
                          kToldHeaders, meant.value_or(""), value.value_or("")});
    }
  }
  for (const std::string_view name : names) {
    if (SameHeaderName(name, "host") || FindHeader(told_fields, name) != nullptr) continue;
    if (FindAmzParameter(url.query, name) != nullptr) continue;
    findings.push_back(
        {Named(name) + " is signed, and the answer does not tell its user to send it.",
         kToldHeaders, LowerCase(name), ""});
  }
}

}  // namespace countersign
