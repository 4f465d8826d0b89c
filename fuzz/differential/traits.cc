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

  // What a text holds that has to be encoded.
  void AddOctets(std::string_view decoded, const std::string& of) {
    Add(!IsUtf8(decoded), "no-utf-8-in-" + of);
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
    AddOctets(path, "path");
  }

  void AddParameters(const std::vector<NameValue>& parameters) {
    std::set<std::string> names;
    for (const auto& [name, value] : parameters) {
      Add(!names.insert(name).second, "repeated-parameter");
      Add(value.empty(), "parameter-without-value");
      Add(IsAmzHeader(name), "x-amz-parameter");
      AddOctets(name, "parameter-name");
      AddOctets(value, "parameter");
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
    AddOctets(key.access_key_id, "key-id");
    AddOctets(key.session_token.value_or(""), "token");
  }

  // How the query of a request that was received is spelled.
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
      const std::string octet = UriDecode(escape, Plus::kLiteral);
      Add(octet.size() == 1 && IsUnreserved(octet.front()), "needless-escape-in-" + of);
    }
  }

  std::set<std::string> traits_;
};

std::vector<std::string> TraitsOfPresign(const PresignMessage& asked) {
  Collector collector;
  collector.Add(asked.method != "GET", "method-other-than-get");
  collector.Add(asked.payload != kUnsignedPayload, "payload-hash");
  collector.Add(!IsS3Service(asked.service), "other-service");
  collector.Add(asked.service != "s3" && IsS3Service(asked.service), "other-s3-service");
  collector.Add(asked.path.empty(), "no-path");
  collector.AddHost(asked.host);
  collector.AddPath(asked.path);
  collector.AddParameters(asked.query);
  collector.AddHeaders(asked.headers);
  collector.AddKey(asked.credentials);
  return collector.Sorted();
}

std::vector<std::string> TraitsOfVerify(const VerifyMessage& scene) {
  Collector collector;
  collector.Add(scene.request.method != "GET", "method-other-than-get");
  collector.Add(!IsS3Service(scene.server.service), "other-service");
  collector.Add(scene.request.body_sha256.has_value(), "body");
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

std::string SketchOf(const PresignMessage& asked) {
  std::string query;
  for (const auto& [name, value] : asked.query) {
    query += (query.empty() ? "?" : "&") + UriEncode(name, Slash::kEncode) + "=" +
             UriEncode(value, Slash::kEncode);
  }
  std::string text = "presign " + asked.method + " " + asked.scheme + "://" + asked.host +
                     asked.path + query + " for " + std::to_string(asked.expires) + " s" +
                     HeadersText(asked.headers);
  if (asked.payload != kUnsignedPayload) text += ", payload " + asked.payload;
  if (asked.region != "us-east-1") text += ", region " + asked.region.value_or("");
  if (asked.service != "s3") text += ", service " + asked.service;
  if (asked.credentials.session_token) text += ", token " + *asked.credentials.session_token;
  return text;
}

// Without the parameters that every presigned URL has alike.
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
  if (const auto* asked = std::get_if<PresignMessage>(&question.request)) {
    return TraitsOfPresign(*asked);
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
