// Property: once a response is complete, more bytes after it do not change it. An error document is
// equal to itself after writing and reading.
//
// Input: a line with the request's method; a line whose bytes are the lengths of the pieces, used
// in turn; then the bytes that arrive.
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

constexpr std::size_t kMostPieces = 32;  // the last one is all the rest

bool NeedsMore(const Parsed& parsed) { return std::holds_alternative<MoreNeeded>(parsed); }

bool Same(const Parsed& a, const Parsed& b) {
  if (a.index() != b.index()) return false;
  const auto* one = std::get_if<HttpResponse>(&a);
  const auto* other = std::get_if<HttpResponse>(&b);
  return one == nullptr || (one->status == other->status && one->headers == other->headers &&
                            one->body == other->body);
}

void CheckResponse(const HttpResponse& response, std::string_view bytes) {
  const auto details = [&] { return Shown(bytes); };
  Require(response.status >= 200 && response.status <= 599, "responses-are-final", details);
  Require(response.body.size() <= bytes.size(), "bodies-are-not-longer-than-what-came", details);
  for (const auto& [name, value] : response.headers) {
    Require(bytes.find(name) != std::string_view::npos &&
                bytes.find(value) != std::string_view::npos && response.Header(name) != nullptr,
            "every-header-is-kept", details);
  }
}

// A decision does not change, whatever else arrives and when the connection ends.
void CheckArrival(std::string_view bytes, std::string_view method, std::string_view lengths) {
  const Parsed ended = ParseResponse(bytes, method, true);
  const auto details = [&] { return Shown(bytes) + " in pieces of " + Shown(lengths); };
  Require(!NeedsMore(ended), "no-more-bytes-are-needed-at-the-end", details);
  std::size_t received = 0;
  std::optional<Parsed> decided;
  ResponseParser in_pieces(method);
  for (std::size_t piece = 0; received < bytes.size(); ++piece) {
    const std::size_t left = bytes.size() - received;
    const std::size_t size =
        piece + 1 < kMostPieces ? std::min(PieceLength(lengths, piece), left) : left;
    in_pieces.Take(bytes.substr(received, size));
    received += size;
    Parsed now = ParseResponse(bytes.substr(0, received), method, false);
    Require(!decided || Same(*decided, now), "decisions-do-not-change", details);
    if (!NeedsMore(now)) decided = std::move(now);
  }
  Require(!decided || Same(*decided, ended), "the-end-does-not-change-a-decision", details);
  in_pieces.End();
  Require(Same(in_pieces.Result(), ended), "pieces-do-not-matter", details);
  const auto* bad = std::get_if<BadResponse>(&ended);
  Require(bad == nullptr || !bad->reason.empty(), "bad-responses-have-a-reason", details);
  if (bad == nullptr) CheckResponse(std::get<HttpResponse>(ended), bytes);
}

std::string Written(const ReceivedError& error) {
  ErrorDocument document{error.code, error.message.value_or(""), {}};
  if (error.canonical_request) {
    document.details.push_back({"CanonicalRequest", *error.canonical_request});
  }
  if (error.string_to_sign) document.details.push_back({"StringToSign", *error.string_to_sign});
  return ErrorXml(document, "request", "host");
}

// A document that was read can be written and read again. The second writing gives the same text;
// the first one may differ, because it replaces what XML cannot hold by U+FFFD.
void CheckDocument(std::string_view body) {
  const std::optional<ReceivedError> read = ParseErrorDocument(body);
  const auto details = [&] { return Shown(body); };
  if (!read) return;
  Require(!read->code.empty(), "errors-have-a-code", details);
  const std::string written = Written(*read);
  const std::optional<ReceivedError> again = ParseErrorDocument(written);
  Require(again.has_value() && Written(*again) == written, "documents-are-written-the-same-again",
          details);
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
