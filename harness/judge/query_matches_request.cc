#include "judge/query_matches_request.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/service.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

constexpr std::array<std::string_view, 6> kSigningParameters = {
    "X-Amz-Algorithm", "X-Amz-Credential",    "X-Amz-Date",
    "X-Amz-Expires",   "X-Amz-SignedHeaders", "X-Amz-Signature"};
constexpr std::array<std::string_view, 2> kTokenParameters = {"X-Amz-Security-Token",
                                                              "X-Amz-S3session-Token"};

template <typename Names>
bool Has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The header's values as they are signed: joined, trimmed, folded; nullopt if it was not requested.
std::optional<std::string> AskedHeader(const PresignMessage& asked, std::string_view name) {
  std::vector<HeaderField> headers;
  for (const NameValue& header : asked.headers) headers.push_back({header.first, header.second});
  return SignedValue(name, headers, QueryString{});
}

std::string InQuotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

// What a parameter that was not asked for contradicts, if anything.
std::optional<Finding> CheckExtra(const NameValue& extra, const QueryString& url,
                                  const PresignMessage& asked) {
  const auto& [name, value] = extra;
  const auto is_asked = [&name = name](const NameValue& one) { return one.first == name; };
  if (std::any_of(asked.query.begin(), asked.query.end(), is_asked)) {
    return Finding{"The query parameter " + InQuotes(name) + " is there once more, as " +
                       InQuotes(value) + ", than was asked.",
                   "query parameter " + name, "", value};
  }
  for (const std::string_view signing : kSigningParameters) {
    if (!SameHeaderName(name, signing)) continue;
    return Finding{
        "The query parameter " + InQuotes(name) + " repeats " + std::string(signing) + ".",
        "query parameter " + name, "", value};
  }
  if (IsAmzHeader(name) && LowerCase(name) != name && FindAmzParameter(url, name) != nullptr &&
      !NameIs(*FindAmzParameter(url, name), name)) {
    return Finding{"The query parameter " + InQuotes(name) +
                       " is in the URL in lower case as well: S3 signs both and reads one.",
                   "query parameter " + name, "", value};
  }
  std::optional<std::string> meant = AskedHeader(asked, name);
  if (SameHeaderName(name, "x-amz-content-sha256")) meant = asked.payload;
  if (IsAmzHeader(name) && meant && CanonicalValue(value) != *meant) {
    return Finding{"The query parameter " + InQuotes(name) + " is " + InQuotes(value) + ", " +
                       InQuotes(*meant) + " was asked.",
                   "query parameter " + name, *meant, value};
  }
  return std::nullopt;
}

// What became of a parameter that was asked for. One of its name is taken out of `left`.
Finding NotAsAsked(const NameValue& wanted, std::vector<NameValue>& left) {
  const auto named = std::find_if(left.begin(), left.end(), [&wanted](const NameValue& one) {
    return one.first == wanted.first;
  });
  std::string found = "not in the URL";
  std::string value;
  if (named != left.end()) {
    value = named->second;
    found = InQuotes(value);
    left.erase(named);
  }
  return {"The query parameter " + InQuotes(wanted.first) + " is " + found + ", " +
              InQuotes(wanted.second) + " was asked.",
          "query parameter " + wanted.first, wanted.second, value};
}

// The token that was asked is not there, or under a name in another case, which nobody reads.
Finding TokenMissing(const SignedUrl& url, const std::string& name, const std::string& token) {
  for (const QueryParameter& parameter : url.query.parameters) {
    const std::string found = DecodedName(parameter);
    if (!SameHeaderName(found, name)) continue;
    return {name + " is in the URL as " + found + ", and names are compared with their case.", name,
            token, ""};
  }
  return {name + " is not in the URL.", name, token, ""};
}

bool MovedIntoQuery(const SignedUrl& url, const std::string& name, const PresignMessage& asked) {
  const QueryParameter* parameter = FindAmzParameter(url.query, name);
  return parameter != nullptr &&
         CanonicalValue(DecodedValue(*parameter)) == AskedHeader(asked, name);
}

}  // namespace

void CheckToken(const SignedUrl& url, const PresignMessage& asked, std::vector<Finding>& findings) {
  const std::string name(
      TokenParameter(asked.credentials.session ? TokenIssuer::kCreateSession : TokenIssuer::kSts));
  const std::optional<std::string>& token = asked.credentials.session_token;
  int found = 0;
  for (const QueryParameter& parameter : url.query.parameters) {
    if (NameIs(parameter, name)) {
      ++found;
      const std::string value = DecodedValue(parameter);
      if (token && value != *token) {
        findings.push_back({name + " is not the token that was asked.", name, *token, value});
      }
      continue;
    }
    for (const std::string_view other : kTokenParameters) {
      if (!NameIs(parameter, other)) continue;
      findings.push_back(
          {std::string(other) + " is in the URL; this service's token is " + name + ".",
           std::string(other), "", DecodedValue(parameter)});
    }
  }
  if (token && found == 0) findings.push_back(TokenMissing(url, name, *token));
  if (!token && found > 0) {
    findings.push_back({name + " is in the URL, the credential has no session token.", name});
  }
  if (found > 1) findings.push_back({name + " is in the URL more than once.", name});
}

void CheckSignedHeaders(const SignedUrl& url, const PresignMessage& asked,
                        std::vector<Finding>& findings) {
  const std::string what = kSignedHeaders;
  const std::vector<std::string_view> names = SignedHeaderNames(url.signed_headers);
  if (!IsSigned("host", names)) {
    findings.push_back({what + " does not name host.", what, "host", url.signed_headers});
  }
  for (const std::string_view name : names) {
    if (SameHeaderName(name, "host") || AskedHeader(asked, name) ||
        FindAmzParameter(url.query, name) != nullptr) {
      continue;
    }
    findings.push_back({what + " names " + InQuotes(name) +
                            ", which was not requested: a user of the URL would not send it.",
                        what, "", std::string(name)});
  }
  for (const NameValue& header : asked.headers) {
    const std::string& name = header.first;
    if (IsSigned(name, names) || MovedIntoQuery(url, name, asked)) continue;
    findings.push_back({"The header " + InQuotes(name) + " was asked and is not signed.", what,
                        LowerCase(name), url.signed_headers});
  }
}

void CheckQuery(const SignedUrl& url, const PresignMessage& asked, std::vector<Finding>& findings) {
  std::vector<NameValue> left;
  for (const QueryParameter& parameter : url.query.parameters) {
    left.emplace_back(UriDecode(parameter.raw_name, Plus::kSpace), DecodedValue(parameter));
  }
  std::vector<NameValue> missing;
  for (const NameValue& wanted : asked.query) {
    const auto found = std::find(left.begin(), left.end(), wanted);
    if (found == left.end()) {
      missing.push_back(wanted);
    } else {
      left.erase(found);
    }
  }
  for (const NameValue& wanted : missing) findings.push_back(NotAsAsked(wanted, left));
  for (const NameValue& extra : left) {
    if (Has(kSigningParameters, extra.first) || Has(kTokenParameters, extra.first)) continue;
    if (auto finding = CheckExtra(extra, url.query, asked)) findings.push_back(*finding);
  }
}

}  // namespace countersign
