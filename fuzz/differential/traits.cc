// Names what is unusual about a question, and describes it in one line. sample.cc and findings.cc
// group examples by traits; `countersign fuzz` prints the line.
#include "differential/traits.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

#include "scene/parameters.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/service.h"

namespace countersign::fuzz {
namespace {

constexpr std::string_view kMarks = "-._~";

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool IsUnreserved(char c) {
  return IsAscii(c) && (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                        kMarks.find(c) != std::string_view::npos);
}

class Collector {
 public:
  void Add(bool holds, const std::string& trait) {
    if (holds) traits_.insert(trait);
  }

  // Adds the kinds of characters that have to be encoded.
  void AddBytes(std::string_view decoded, const std::string& of) {
    Add(!IsUtf8(decoded), "invalid-utf-8-in-" + of);
    Add(IsUtf8(decoded) && !std::all_of(decoded.begin(), decoded.end(), IsAscii),
        "not-ascii-in-" + of);
    const auto has = [&](std::string_view any) {
      return decoded.find_first_of(any) != std::string_view::npos;
    };
    Add(has(" "), "space-in-" + of);
    Add(has("+"), "plus-in-" + of);
    Add(has("%"), "percent-in-" + of);
    Add(has("!'()*"), "javascript-leftovers-in-" + of);
    const auto is_other = [](char c) {
      return IsAscii(c) && !IsUnreserved(c) &&
             std::string_view(" +%!'()*/").find(c) == std::string_view::npos;
    };
    Add(std::any_of(decoded.begin(), decoded.end(), is_other), "reserved-in-" + of);
  }

  void AddPath(std::string_view raw) {
    const std::string path = UriDecode(raw, Plus::kLiteral);
    Add(path.find("//") != std::string::npos, "double-slash");
    const std::string closed = path + "/";
    Add(closed.find("/./") != std::string::npos || closed.find("/../") != std::string::npos,
        "dot-segment");
    AddBytes(path, "path");
  }

  void AddParameters(const std::vector<NameValue>& parameters) {
    std::set<std::string> names;
    for (const auto& [name, value] : parameters) {
      Add(!names.insert(name).second, "repeated-parameter");
      Add(value.empty(), "parameter-without-value");
      Add(IsAmzHeader(name), "x-amz-parameter");
      AddBytes(name, "parameter-name");
      AddBytes(value, "parameter");
      Add(value.find('/') != std::string::npos, "slash-in-parameter");
    }
    Add(!parameters.empty(), "parameter");
  }

  void AddHeaders(const std::vector<NameValue>& headers) {
    std::set<std::string> names;
    for (const auto& [name, value] : headers) {
      const std::string lower = LowerCase(name);
      Add(!names.insert(lower).second, "repeated-header");
      if (lower == "host") continue;
      Add(true, IsAmzHeader(name) ? "x-amz-header" : "header");
      Add(lower != name, "upper-case-header-name");
      Add(value.empty(), "header-without-value");
      Add(value.find("  ") != std::string::npos, "spaces-in-header");
      Add(value.starts_with(' ') || value.ends_with(' '), "header-to-trim");
      Add(value.find('\t') != std::string::npos, "tab-in-header");
      Add(!std::all_of(value.begin(), value.end(), IsAscii), "not-ascii-in-header");
    }
  }

  void AddHost(std::string_view host) {
    Add(host.find(':') != std::string_view::npos, "port");
    Add(LowerCase(host) != host, "upper-case-host");
  }

  void AddKey(const CredentialMessage& key) {
    Add(key.session_token.has_value(), "token");
    AddBytes(key.access_key_id, "key-id");
    AddBytes(key.session_token.value_or(""), "token");
  }

  // Adds how the target of a received request is spelled.
  void AddSpelling(const RawTarget& target) {
    for (const std::string& piece : target.pieces) {
      Add(piece.empty(), "empty-piece");
      Add(!piece.empty() && piece.find('=') == std::string::npos, "no-equals-sign");
      Add(piece.find('+') != std::string::npos, "literal-plus");
      AddEscapes(piece, "query");
    }
    AddEscapes(target.path, "path");
  }

  std::vector<std::string> Sorted() const { return {traits_.begin(), traits_.end()}; }

 private:
  void AddEscapes(std::string_view text, const std::string& of) {
    for (std::size_t at = text.find('%'); at != std::string_view::npos;
         at = text.find('%', at + 1)) {
      const std::string_view escape = text.substr(at, 3);
      Add(HasMalformedEscape(escape), "malformed-escape-in-" + of);
      Add(escape.find_first_of("abcdef") != std::string_view::npos, "lower-case-escape-in-" + of);
      const std::string byte = UriDecode(escape, Plus::kLiteral);
      Add(byte.size() == 1 && IsUnreserved(byte.front()), "needless-escape-in-" + of);
    }
  }

  std::set<std::string> traits_;
};

std::vector<std::string> TraitsOfPresign(const PresignMessage& message) {
  Collector collector;
  collector.Add(message.method != "GET", "method-other-than-get");
  collector.Add(message.payload != kUnsignedPayload, "payload-hash");
  collector.Add(!IsS3Service(message.service), "other-service");
  collector.Add(message.service != "s3" && IsS3Service(message.service), "other-s3-service");
  collector.Add(message.path.empty(), "no-path");
  collector.AddHost(message.host);
  collector.AddPath(message.path);
  collector.AddParameters(message.query);
  collector.AddHeaders(message.headers);
  collector.AddKey(message.credentials);
  return collector.Sorted();
}

std::vector<std::string> TraitsOfVerify(const VerifyMessage& scene) {
  Collector collector;
  collector.Add(scene.request.method != "GET", "method-other-than-get");
  collector.Add(!IsS3Service(scene.server.service), "other-service");
  collector.Add(scene.request.body_sha256 || scene.request.body, "body");
  const RawTarget target = SplitRawTarget(scene.request.target);
  std::vector<NameValue> parameters;
  for (const QueryParameter& one :
       ParseQueryString(SplitTarget(scene.request.target).raw_query).parameters) {
    std::string name = UriDecode(one.raw_name, Plus::kSpace);
    collector.Add(name == "X-Amz-Security-Token", "token");
    if (!IsAuthenticationParameter(name))
      parameters.emplace_back(std::move(name), DecodedValue(one));
  }
  collector.AddSpelling(target);
  collector.AddPath(target.path);
  collector.AddParameters(parameters);
  collector.AddHeaders(scene.request.headers);
  for (const NameValue& header : scene.request.headers) {
    if (SameHeaderName(header.first, "host")) collector.AddHost(header.second);
  }
  return collector.Sorted();
}

std::string HeadersText(const std::vector<NameValue>& headers) {
  std::string text;
  for (const auto& [name, value] : headers) {
    if (!SameHeaderName(name, "host")) text += ", " + name + ": " + value;
  }
  return text;
}

std::string SketchOf(const PresignMessage& message) {
  std::string query;
  for (const auto& [name, value] : message.query) {
    query += (query.empty() ? "?" : "&") + UriEncode(name, Slash::kEncode) + "=" +
             UriEncode(value, Slash::kEncode);
  }
  std::string text = "presign " + message.method + " " + message.scheme + "://" + message.host +
                     message.path + query + " for " + std::to_string(message.expires) + " s" +
                     HeadersText(message.headers);
  if (message.payload != kUnsignedPayload) text += ", payload " + message.payload;
  if (message.region != "us-east-1") text += ", region " + message.region.value_or("");
  if (message.service != "s3") text += ", service " + message.service;
  if (message.credentials.session_token) text += ", token " + *message.credentials.session_token;
  return text;
}

// Without the parameters that are the same in every presigned URL or say nothing.
std::string SketchOf(const VerifyMessage& scene) {
  RawTarget target = SplitRawTarget(scene.request.target);
  std::erase_if(target.pieces, [](const std::string& piece) {
    return piece == "X-Amz-Algorithm=AWS4-HMAC-SHA256" || piece.starts_with("X-Amz-Signature=");
  });
  return scene.now + " " + scene.request.method + " " + JoinRawTarget(target) +
         HeadersText(scene.request.headers);
}

}  // namespace

std::vector<std::string> TraitsOf(const Case& question) {
  if (const auto* message = std::get_if<PresignMessage>(&question.request)) {
    return TraitsOfPresign(*message);
  }
  return TraitsOfVerify(std::get<VerifyMessage>(question.request));
}

bool IsWithin(const std::vector<std::string>& fewer, const std::vector<std::string>& more) {
  return std::includes(more.begin(), more.end(), fewer.begin(), fewer.end());
}

std::string Sketch(const Case& question) {
  return std::visit([](const auto& message) { return SketchOf(message); }, question.request);
}

}  // namespace countersign::fuzz
