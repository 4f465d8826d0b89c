// Property: a response is the same once it is whole, however much has arrived behind it; and an
// error document says the same once it was written and read again.
//
// Input: the request's method; a line whose octets are the lengths of the pieces that arrive, over
// and over; then what arrives.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "engine/take_line.h"
#include "engine/target.h"
#include "live_server/error_document.h"
#include "live_server/http_response.h"
#include "s3_server/error_xml.h"

namespace countersign::fuzz {
namespace {

using Parsed = std::variant<HttpResponse, MoreNeeded, BadResponse>;

constexpr std::size_t kMostPieces = 32;  // the last is all the rest

bool NeedsMore(const Parsed& parsed) { return std::holds_alternative<MoreNeeded>(parsed); }

bool Same(const Parsed& a, const Parsed& b) {
  if (a.index() != b.index()) return false;
  const auto* one = std::get_if<HttpResponse>(&a);
  const auto* other = std::get_if<HttpResponse>(&b);
  return one == nullptr || (one->status == other->status && one->headers == other->headers &&
                            one->body == other->body);
}

void CheckResponse(const HttpResponse& response, std::string_view octets) {
  const auto details = [&] { return Shown(octets); };
  Require(response.status >= 200 && response.status <= 599, "responses-are-final", details);
  Require(response.body.size() <= octets.size(), "bodies-are-not-longer-than-what-came", details);
  for (const auto& [name, value] : response.headers) {
    Require(octets.find(name) != std::string_view::npos &&
                octets.find(value) != std::string_view::npos && response.Header(name) != nullptr,
            "every-header-is-kept", details);
  }
}

// What is decided stays decided, whatever else arrives, the end included.
void CheckArrival(std::string_view octets, std::string_view method, std::string_view lengths) {
  const Parsed ended = ParseResponse(octets, method, true);
  const auto details = [&] { return Shown(octets) + " in pieces of " + Shown(lengths); };
  Require(!NeedsMore(ended), "nothing-more-is-needed-at-the-end", details);
  std::size_t received = 0;
  std::optional<Parsed> decided;
  for (std::size_t piece = 0; received < octets.size(); ++piece) {
    const std::size_t left = octets.size() - received;
    received += piece + 1 < kMostPieces ? std::min(PieceLength(lengths, piece), left) : left;
    Parsed now = ParseResponse(octets.substr(0, received), method, false);
    Require(!decided || Same(*decided, now), "what-is-decided-stays-decided", details);
    if (!NeedsMore(now)) decided = std::move(now);
  }
  Require(!decided || Same(*decided, ended), "the-end-changes-nothing-that-is-decided", details);
  const auto* bad = std::get_if<BadResponse>(&ended);
  Require(bad == nullptr || !bad->reason.empty(), "bad-responses-say-why", details);
  if (bad == nullptr) CheckResponse(std::get<HttpResponse>(ended), octets);
}

std::string Written(const ReceivedError& error) {
  ErrorDocument document{error.code, error.message.value_or(""), {}};
  if (error.canonical_request) {
    document.details.push_back({"CanonicalRequest", *error.canonical_request});
  }
  if (error.string_to_sign) document.details.push_back({"StringToSign", *error.string_to_sign});
  return ErrorXml(document, "request", "host");
}

// What is written of a document that was read is read again, and settles: the first writing makes
// U+FFFD of what XML cannot hold.
void CheckDocument(std::string_view body) {
  const std::optional<ReceivedError> read = ParseErrorDocument(body);
  const auto details = [&] { return Shown(body); };
  if (!read) return;
  Require(!read->code.empty(), "errors-have-a-code", details);
  const std::string written = Written(*read);
  const std::optional<ReceivedError> again = ParseErrorDocument(written);
  Require(again.has_value() && Written(*again) == written, "documents-settle", details);
  Require(again->canonical_request.has_value() == read->canonical_request.has_value() &&
              again->string_to_sign.has_value() == read->string_to_sign.has_value(),
          "documents-keep-their-elements", details);
  Require(!ParseErrorDocument(std::string(body) + "x").has_value(), "nothing-follows-a-document",
          details);
  const std::string commented =
      "<?xml version=\"1.0\"?><!-- - -->" + written.substr(written.find('\n'));
  Require(ParseErrorDocument(commented).has_value(), "documents-may-have-comments", details);
}

}  // namespace

Taken Execute(Input input) {
  const std::string_view method = TakeLine(input);
  const std::string_view lengths = TakeLine(input);
  CheckArrival(input, method, lengths);
  CheckDocument(input.substr(std::min(input.find("<"), input.size())));
  return Taken::kKept;
}

}  // namespace countersign::fuzz
