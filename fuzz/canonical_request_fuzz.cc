// Property: all orders and spellings of a request have one canonical request. It is its own
// canonical form, and a second computation gives the same.
//
// Input, line by line: method, space, target; headers `name: value`; an empty line; the names of
// the signed headers, separated by semicolons; the payload line; the service.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/take_line.h"
#include "engine/target.h"
#include "oracle/canonical_form.h"
#include "sigv4/canonical_request.h"
#include "sigv4/signed_headers.h"

namespace countersign::fuzz {
namespace {

// Request owns the text of a request as it was received.
struct Request {
  std::string method;
  std::string path;
  std::string query;
  std::vector<HeaderField> headers;
  std::string signed_headers;
  std::string payload;
  bool is_s3 = true;
};

Request ReadRequest(Input input) {
  Request request;
  const std::string_view line = TakeLine(input);
  const std::size_t space = std::min(line.find(' '), line.size());
  request.method = line.substr(0, space);
  const Target target = SplitTarget(line.substr(std::min(space + 1, line.size())));
  request.path = target.raw_path;
  request.query = target.raw_query;
  while (!input.empty()) {
    const std::string_view header = TakeLine(input);
    if (header.empty()) break;
    const std::size_t colon = std::min(header.find(':'), header.size());
    request.headers.push_back({std::string(header.substr(0, colon)),
                               std::string(header.substr(std::min(colon + 1, header.size())))});
  }
  request.signed_headers = TakeLine(input);
  request.payload = TakeLine(input);
  const std::string_view service = TakeLine(input);
  request.is_s3 = service.empty() || IsS3Service(service);
  return request;
}

CanonicalLines Canonical(const Request& request) {
  const QueryString query = ParseQueryString(request.query);
  const std::vector<std::string_view> names = SignedHeaderNames(request.signed_headers);
  return CanonicalLinesOf(
      {request.method, request.path, query, names, request.headers, request.payload,
       request.is_s3 ? PathEncoding::kOnce : PathEncoding::kTwice,
       request.is_s3 ? PathNormalization::kNever : PathNormalization::kRemoveDotSegments});
}

std::string SecondComputation(const Request& request) {
  std::vector<PairView> headers;
  headers.reserve(request.headers.size());
  for (const HeaderField& one : request.headers) headers.emplace_back(one.name, one.value);
  return PlainCanonicalRequest({request.method, request.path, request.query, std::move(headers),
                                SignedHeaderNames(request.signed_headers), request.payload,
                                request.is_s3});
}

void RequireSame(const std::string& canonical, const std::string& other, std::string_view finding) {
  Require(canonical == other, finding, [&] { return Shown(canonical) + "\n" + Shown(other); });
}

// Escaped writes every byte as %xx in lower-case hex, except slashes if `keep_slash`.
std::string Escaped(std::string_view bytes, bool keep_slash) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(3 * bytes.size());
  for (const char c : bytes) {
    if (c == '/' && keep_slash) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    const char escape[] = {'%', kHex[byte >> 4], kHex[byte & 15]};
    text.append(escape, sizeof escape);
  }
  return text;
}

// ComesAfter compares names and ignores the case of ASCII letters.
bool ComesAfter(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end(),
                                      [&](char x, char y) { return lower(x) < lower(y); });
}

// Respelled is the request with query and headers in another order, and with everything escaped
// that may be. Parameters with the same name keep their order, and so do headers: their order
// matters.
Request Respelled(Request request) {
  std::vector<Pair> pieces;
  for (const QueryParameter& one : ParseQueryString(request.query).parameters) {
    pieces.emplace_back(PlainlyDecoded(one.raw_name, true), PlainlyDecoded(one.raw_value, true));
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Pair& a, const Pair& b) { return ComesAfter(a.first, b.first); });
  request.query.clear();
  for (const auto& [name, value] : pieces) {
    request.query += "&" + Escaped(name, false) + "=" + Escaped(value, false);
  }
  std::stable_sort(
      request.headers.begin(), request.headers.end(),
      [](const HeaderField& a, const HeaderField& b) { return ComesAfter(a.name, b.name); });
  for (HeaderField& one : request.headers) one.value = " \t" + one.value + "  ";
  if (request.is_s3) request.path = Escaped(PlainlyDecoded(request.path, true), true);
  return request;
}

// AsRequest reads canonical lines as a request, with one header for each name.
Request AsRequest(const CanonicalLines& lines) {
  Request request{lines.method, lines.uri, lines.query, {}, lines.signed_headers, lines.payload};
  std::string_view rest = lines.headers;
  for (const std::string_view name : SignedHeaderNames(lines.signed_headers)) {
    const std::string_view line = TakeLine(rest);
    Require(line.starts_with(name) && line.substr(name.size()).starts_with(':'),
            "a-line-for-each-signed-header", [&] { return Shown(lines.headers); });
    const bool again = std::any_of(request.headers.begin(), request.headers.end(),
                                   [&](const HeaderField& one) { return one.name == name; });
    if (again) continue;
    request.headers.push_back({std::string(name), std::string(line.substr(name.size() + 1))});
  }
  Require(rest.empty(), "a-line-for-each-signed-header", [&] { return Shown(lines.headers); });
  return request;
}

}  // namespace

Taken Execute(Input input) {
  const Request request = ReadRequest(input);
  const CanonicalLines lines = Canonical(request);
  const std::string canonical = CanonicalRequest(lines);
  RequireSame(canonical, SecondComputation(request), "canonical-request-differs-from-the-oracle");
  // For S3, the canonical form is itself one spelling of the request. Other services encode the
  // path once more each time.
  RequireSame(canonical,
              CanonicalRequest(Canonical(Respelled(request.is_s3 ? AsRequest(lines) : request))),
              "canonical-request-of-any-spelling");
  return Taken::kKept;
}

}  // namespace countersign::fuzz
