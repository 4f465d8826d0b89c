#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sigv4/canonical_query.h"
#include "sigv4/canonical_uri.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/service.h"

namespace countersign {

// CanonicalRequestParts is what a canonical request is made of. Everything is as it travels, still
// encoded. The query may contain X-Amz-Signature; the canonical form leaves it out.
struct CanonicalRequestParts {
  std::string_view method;
  std::string_view raw_path;
  const QueryString& query;
  // Names as SignedHeaders lists them, in that order; the canonical form has them in lower case.
  std::span<const std::string_view> signed_headers;
  std::span<const HeaderField> headers;
  std::string_view payload_line;  // UNSIGNED-PAYLOAD or the body's SHA-256 in lower-case hex
  PathEncoding path_encoding = PathEncoding::kOnce;
  PathNormalization path_normalization = PathNormalization::kNever;
};

// CanonicalLines is a canonical request, part by part, in this order.
struct CanonicalLines {
  std::string method;
  std::string uri;
  std::string query;
  std::string headers;  // `name:value` and a line break for each signed header
  std::string signed_headers;
  std::string payload;
};

CanonicalLines CanonicalLinesOf(const CanonicalRequestParts& parts);

// CanonicalRequest joins the lines with line breaks. So an empty line follows the headers, which
// end with a line break of their own.
std::string CanonicalRequest(const CanonicalLines& lines);
std::string CanonicalRequest(const CanonicalRequestParts& parts);

}  // namespace countersign
