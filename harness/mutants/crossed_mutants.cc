// Mutants of presigners that do each thing right, but not two or three of them together. Cases that
// vary one thing at a time do not find them. Listed by catalogue.h.
#include <algorithm>

#include "mutants/catalogue.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

bool IsPathStyle(const PresignRequest& request) { return request.host.starts_with("s3."); }

void QueryLostInPathStyleUploads(PresignRequest& request) {
  if (IsPathStyle(request) && request.method != "GET") request.query.clear();
}

void PathDecodedBesideAQuery(Lines& lines, const Parts& parts) {
  const std::vector<QueryParameter>& all = parts.query.parameters;
  const bool has_callers = std::any_of(all.begin(), all.end(), [](const QueryParameter& one) {
    return !one.raw_name.starts_with("X-Amz-");
  });
  if (has_callers) lines.uri = UriDecode(parts.raw_path, Plus::kLiteral);
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

constexpr Mutant kCrossed[] = {
    {.name = "query-lost-in-path-style-uploads",
     .mistake = "Drops the caller's parameters if the URL is in path style and not for GET.",
     .rules = {"query/as-asked"},
     .presign = {.request = QueryLostInPathStyleUploads}},
    {.name = "path-decoded-beside-a-query",
     .side = Side::kPresign,
     .mistake = "Signs the decoded path if the caller adds a parameter.",
     .rules = {"path/encoded-once"},
     .signing = {.lines = PathDecodedBesideAQuery}},
    {.name = "port-lost-beside-a-token",
     .side = Side::kPresign,
     .mistake = "Signs the host without its port if there is a session token.",
     .rules = {"host/port"},
     .signing = {.lines = PortLostBesideAToken}},
};

}  // namespace

MutantTables CrossedMutants() { return {kCrossed}; }

}  // namespace countersign
