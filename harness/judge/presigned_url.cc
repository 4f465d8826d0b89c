#include "judge/presigned_url.h"

#include <algorithm>
#include <array>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// Bytes that cannot stand in a request line as they are.
std::optional<Finding> CheckBytes(std::string_view url) {
  const auto bad = std::find_if(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte >= 0x7F;
  });
  if (bad == url.end()) return std::nullopt;
  return Finding{"The URL contains a byte that must be percent-encoded, at offset " +
                     std::to_string(bad - url.begin()) + ".",
                 "url", UriEncode(std::string_view(&*bad, 1), Slash::kKeep), std::string(1, *bad)};
}

std::vector<Finding> CheckForm(std::string_view text, const UrlParts& url) {
  std::vector<Finding> findings;
  if (auto finding = CheckBytes(text)) findings.push_back(*finding);
  if (url.has_user_info) {
    findings.push_back({"The URL carries user information before its host.", "host"});
  }
  if (url.has_fragment) {
    findings.push_back(
        {"The URL has a fragment ('#' unescaped): what follows it is never sent.", "url"});
  }
  if (HasMalformedEscape(url.raw_path) || HasMalformedEscape(url.raw_query)) {
    findings.push_back({"The URL holds a '%' that is not followed by two hex digits.", "url"});
  }
  return findings;
}

// The parameter's decoded value, which must be there exactly once.
std::string TakeOnce(const QueryString& query, const char* name, std::vector<Finding>& findings) {
  const auto is_it = [name](const QueryParameter& p) { return NameIs(p, name); };
  const auto count = std::count_if(query.parameters.begin(), query.parameters.end(), is_it);
  if (count == 0) findings.push_back({std::string(name) + " is not in the URL.", name});
  if (count > 1) {
    findings.push_back(
        {std::string(name) + " is in the URL " + std::to_string(count) + " times, once is allowed.",
         name});
  }
  return DecodedValue(query, name).value_or("");
}

}  // namespace

std::optional<UrlParts> SplitUrl(std::string_view url) {
  UrlParts parts;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  parts.scheme = url.substr(0, colon);
  url.remove_prefix(colon + 3);
  const std::size_t hash = url.find('#');
  parts.has_fragment = hash != std::string_view::npos;
  url = url.substr(0, hash);
  const std::size_t authority_end = std::min(url.find_first_of("/?"), url.size());
  parts.authority = url.substr(0, authority_end);
  const std::size_t at = parts.authority.rfind('@');
  parts.has_user_info = at != std::string_view::npos;
  if (parts.has_user_info) parts.authority.remove_prefix(at + 1);
  if (parts.authority.empty()) return std::nullopt;
  const Target target = SplitTarget(url.substr(authority_end));
  parts.raw_path = target.raw_path;
  parts.raw_query = target.raw_query;
  return parts;
}

std::variant<SignedUrl, std::vector<Finding>> ReadSignedUrl(std::string_view text) {
  const std::optional<UrlParts> parts = SplitUrl(text);
  if (!parts) {
    return std::vector<Finding>{
        {"The answer is not an absolute URL (scheme://host/path).", "url", "", std::string(text)}};
  }
  std::vector<Finding> findings = CheckForm(text, *parts);
  SignedUrl url;
  url.url = *parts;
  url.query = ParseQueryString(parts->raw_query);
  url.algorithm = TakeOnce(url.query, "X-Amz-Algorithm", findings);
  url.credential = TakeOnce(url.query, "X-Amz-Credential", findings);
  url.date = TakeOnce(url.query, "X-Amz-Date", findings);
  url.expires = TakeOnce(url.query, "X-Amz-Expires", findings);
  url.signed_headers = TakeOnce(url.query, "X-Amz-SignedHeaders", findings);
  url.signature = TakeOnce(url.query, "X-Amz-Signature", findings);
  if (!findings.empty()) return findings;
  url.signed_with = ReadAlgorithm(url.algorithm).value_or(url.signed_with);
  return url;
}

}  // namespace countersign
