// Changes a case to a live server's host, keys and time. The runner calls it before it asks each
// case; the judge then expects the same answer as for the original. Everything that the case tests
// has to survive, so each part of the target and the headers is replaced by itself, in its own
// spelling.
#include "live_server/adapt_case.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "judge/derive.h"
#include "live_server/adapt_host.h"
#include "live_server/adapt_keys.h"
#include "live_server/body.h"
#include "live_server/cannot_ask.h"
#include "live_server/legal_values.h"
#include "live_server/same_edit.h"
#include "live_server/wrong_signer.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestKey = 1024;  // bytes

// What separates the components of a credential in a query, raw.
constexpr std::string_view kSeparators[] = {"%252F", "%2F", "%2f", "/", ","};

std::string_view SeparatorAt(std::string_view text) {
  for (const std::string_view separator : kSeparators) {
    if (text.starts_with(separator)) return separator;
  }
  return {};
}

std::string ParameterName(std::string_view raw_name) {
  std::string name = LowerCase(UriDecode(raw_name, Plus::kSpace));
  // From a URL that was copied out of HTML.
  if (name.starts_with("amp;")) name.erase(0, 4);
  return name;
}

bool IsSegmentOfDots(std::string_view raw) {
  const std::string segment = UriDecode(raw, Plus::kLiteral);
  return segment == "." || segment == "..";
}

bool HasDotSegments(std::string_view raw_path) {
  for (std::size_t begin = 0; begin <= raw_path.size();) {
    const std::size_t end = std::min(raw_path.find('/', begin), raw_path.size());
    if (IsSegmentOfDots(raw_path.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return UriDecode(raw_path, Plus::kLiteral).find("/../") != std::string::npos;
}

bool Writes(std::string_view method) { return method != "GET" && method != "HEAD"; }

// Whether a text would arrive unchanged as part of a request line or a header line.
bool IsSendable(std::string_view text, bool in_header) {
  return std::none_of(text.begin(), text.end(), [in_header](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (in_header && (c == ' ' || c == '\t')) return false;
    return byte <= 0x20 || byte == 0x7f;
  });
}

bool IsHash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsOneDigitRepeated(std::string_view text) {
  return text.find_first_not_of(text.front()) == std::string_view::npos;
}

// Returns a parameter's new raw value, or nullopt if it cannot be adapted. The name is decoded and
// in lower case.
using MapValue =
    std::function<std::optional<std::string>(const std::string& name, std::string_view raw)>;

// Replaces the value of each parameter of a query. Pieces without `=` stay as they are.
std::optional<std::string> MapValues(std::string_view query, const MapValue& map) {
  std::string out;
  for (std::size_t begin = 0; begin <= query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view piece = query.substr(begin, end - begin);
    const std::size_t equals = piece.find('=');
    if (begin > 0) out += '&';
    begin = end + 1;
    if (equals == std::string_view::npos) {
      out += piece;
      continue;
    }
    const auto value = map(ParameterName(piece.substr(0, equals)), piece.substr(equals + 1));
    if (!value) return std::nullopt;
    out += piece.substr(0, equals + 1);
    out += *value;
  }
  return out;
}

class Adaptation {
 public:
  Adaptation(const Case& c, const EndpointConfig& config)
      : case_(c), config_(config), adapted_(c) {}

  std::variant<Case, NotAsked> Run(EndpointClock clock, Timestamp present) {
    clock_ = clock;
    if (AdaptServer() && AdaptTime(present) && AdaptRequest() && AdaptSigned() && Sign()) {
      return std::move(adapted_);
    }
    return NotAsked{Verdict::kNotExercised,
                    "Cannot be asked of this endpoint: " + ReasonOf(why_) + "."};
  }

 private:
  bool Cannot(CannotAsk why) {
    why_ = why;
    return false;
  }
  const VerifyMessage& From() const { return std::get<VerifyMessage>(case_.request); }
  VerifyMessage& To() { return std::get<VerifyMessage>(adapted_.request); }

  bool AdaptServer() {
    if (OpOf(case_) != Op::kVerify) return Cannot(CannotAsk::kPresign);
    if (From().server.service != "s3" || !From().bucket) return Cannot(CannotAsk::kAnotherService);
    const bool is_elsewhere = From().bucket->region != From().server.region;
    if (is_elsewhere && !config_.endpoint_region) {
      return Cannot(CannotAsk::kBucketElsewhere);
    }
    if (!is_elsewhere && config_.endpoint_region) {
      return Cannot(CannotAsk::kBucketHere);
    }
    if (auto why = hosts_.Read(case_, config_)) return Cannot(*why);
    if (auto why = keys_.Read(case_, config_.credentials)) return Cannot(*why);
    To().server.region = config_.endpoint_region.value_or(config_.region);
    To().server.hosts = {LowerCase(config_.url.HostText())};
    To().bucket->name = config_.bucket;
    To().bucket->region = config_.region;
    To().credentials = keys_.Live();
    To().request.scheme = config_.url.scheme;
    To().transfer = case_.live;
    return true;
  }

  bool AdaptTime(Timestamp present) {
    if (clock_ == EndpointClock::kSettable) {
      time_shift_ = TimeShift::Own(case_);
    } else {
      std::optional<CannotAsk> why;
      time_shift_ = TimeShift::Present(case_, present, why);
      if (why) return Cannot(*why);
    }
    To().now = FormatRfc3339(time_shift_.now());
    return true;
  }

  bool AdaptRequest() {
    VerifyMessage::Request& request = To().request;
    legal_ = LegalValues(From().request.target);
    ReadBody();
    if (!AdaptTarget(request.target) || !AdaptHeaders(request.headers)) return false;
    if (config_.regions == EndpointRegions::kNone && NamesAnotherRegion()) {
      return Cannot(CannotAsk::kNoRegions);
    }
    const Target target = SplitTarget(request.target);
    if (Writes(request.method) && HasDotSegments(target.raw_path)) {
      return Cannot(CannotAsk::kDotSegments);
    }
    if (request.method == "POST" && HasParameter(target, "uploads")) {
      return Cannot(CannotAsk::kUnfinishedUpload);
    }
    if (request.body && HasParameter(target, "uploadId")) {
      return Cannot(CannotAsk::kDigestsOfUpload);
    }
    if (auto why = WhyNoOperation(request.method, request.target)) return Cannot(*why);
    if (!IsSendable(request.method, false) || !IsSendable(request.target, false)) {
      return Cannot(CannotAsk::kNotSendable);
    }
    for (const auto& [name, value] : request.headers) {
      if (!IsSendable(name, false) || !IsSendable(value, true)) {
        return Cannot(CannotAsk::kNotSendable);
      }
      if (SameHeaderName(name, "transfer-encoding")) return Cannot(CannotAsk::kTransferEncoding);
    }
    if (!BodyOf(request)) return Cannot(CannotAsk::kContentLength);
    return true;
  }

  static bool HasParameter(const Target& target, std::string_view name) {
    return FindParameter(ParseQueryString(target.raw_query), name) != nullptr;
  }

  // Whether the case's credential is whole, but its scope names another region than the bucket's.
  bool NamesAnotherRegion() const {
    constexpr std::size_t kRegion = 2;
    constexpr std::size_t kParts = 5;
    const Target target = SplitTarget(From().request.target);
    std::string rest =
        DecodedValue(ParseQueryString(target.raw_query), "X-Amz-Credential").value_or("") + "/";
    std::vector<std::string> parts;
    for (std::size_t slash; (slash = rest.find('/')) != std::string::npos;) {
      parts.push_back(rest.substr(0, slash));
      rest.erase(0, slash + 1);
    }
    return parts.size() == kParts && parts[kRegion] != From().bucket->region;
  }

  // If only the hash of a body is known, another body is sent, and the hash is replaced everywhere.
  void ReadBody() {
    std::optional<std::string>& hash = To().request.body_sha256;
    if (!hash || KnownBody(*hash)) return;
    unknown_hash_ = *hash;
    hash = Hex(Sha256(kAnotherBody));
  }
  std::string AdaptHash(std::string_view text) const {
    if (!unknown_hash_.empty() && text == unknown_hash_) return Hex(Sha256(kAnotherBody));
    return std::string(text);
  }

  bool AdaptSigned() {
    if (!adapted_.signed_as) return true;
    Signed& as = *adapted_.signed_as;
    if (as.target && !AdaptTarget(*as.target)) return false;
    if (as.headers && !AdaptHeaders(*as.headers)) return false;
    if (as.payload) as.payload = AdaptHash(*as.payload);
    if (!as.secret_access_key) return true;
    as.secret_access_key = keys_.Secret(*as.secret_access_key);
    return as.secret_access_key || Cannot(CannotAsk::kSecretUnchanged);
  }

  bool AdaptHeaders(std::vector<NameValue>& headers) {
    for (auto& [name, value] : headers) {
      const std::string lower = LowerCase(name);
      if (lower == "host") {
        value = hosts_.Map(value);
      } else if (lower == "date" || lower == "x-amz-date") {
        value = time_shift_.HeaderDate(value);
      } else if (lower == "x-amz-security-token") {
        value = keys_.Token(value);
      } else if (lower == "x-amz-copy-source") {
        value = AdaptCopySource(value);
      } else {
        value = AdaptHash(legal_.For(lower, value));
      }
    }
    return true;
  }

  // The source becomes an object of the run's own, whatever bucket the case names: a server that
  // wrongly copies must not be saved by the fact that the bucket does not exist. LiveServer puts
  // it.
  std::string AdaptCopySource(const std::string& source) const {
    const std::string text = UriDecode(source, Plus::kLiteral);
    const std::size_t bucket = text.starts_with('/') ? 1 : 0;
    const std::size_t slash = text.find('/', bucket);
    if (slash == std::string::npos || slash == bucket) return source;
    const std::string own =
        text.substr(0, bucket) + config_.bucket + "/" + config_.prefix + text.substr(slash + 1);
    if (source == text) return own;
    const bool is_slash_encoded = source.find('/') == std::string::npos;
    return UriEncode(own, is_slash_encoded ? Slash::kEncode : Slash::kKeep);
  }

  bool AdaptTarget(std::string& target) {
    const Target parts = SplitTarget(target);
    std::optional<std::string> path = AdaptPath(parts.raw_path);
    if (!path) return false;
    std::optional<std::string> query = AdaptQuery(parts.raw_query);
    if (!query) return false;
    const bool has_query = parts.raw_path.size() < target.size();
    target = *path + (has_query ? "?" + *query : "");
    return true;
  }

  std::optional<std::string> AdaptPath(std::string_view path) {
    const std::string bucket = "/" + From().bucket->name;
    const std::string in_path = bucket + "/";
    std::string_view key;
    std::string start = config_.PathStart();
    if (hosts_.addressing() == Addressing::kPath) {
      if (!path.starts_with(in_path)) return CannotPath(CannotAsk::kPathOutsideBucket);
      key = path.substr(in_path.size());
    } else if (path.starts_with(in_path)) {
      // The case tests a bucket that is named both in the host and in the path.
      if (config_.addressing != Addressing::kVirtualHosted) {
        return CannotPath(CannotAsk::kVirtualHosted);
      }
      start = config_.url.path + "/" + config_.bucket + "/" + config_.prefix;
      key = path.substr(in_path.size());
    } else {
      key = path.substr(std::min<std::size_t>(1, path.size()));
    }
    if (key.empty()) return CannotPath(CannotAsk::kNoKey);
    if (UriDecode(key, Plus::kLiteral).size() + config_.prefix.size() > kLongestKey) {
      return CannotPath(CannotAsk::kLongKey);
    }
    return start + std::string(key);
  }

  std::optional<std::string> CannotPath(CannotAsk why) {
    Cannot(why);
    return std::nullopt;
  }

  std::optional<std::string> AdaptQuery(std::string_view query) {
    return MapValues(query, [this](const std::string& name, std::string_view raw) {
      return AdaptValue(name, raw);
    });
  }

  std::optional<std::string> AdaptValue(const std::string& name, std::string_view raw) {
    if (name == "x-amz-credential") return AdaptCredential(raw);
    if (name == "x-amz-date") {
      auto date = time_shift_.Date(raw);
      if (!date) Cannot(CannotAsk::kUnmovableDate);
      return date;
    }
    if (name == "x-amz-security-token" || name == "x-amz-s3session-token") return AdaptToken(raw);
    if (name == "awsaccesskeyid") return keys_.Id(raw);
    return AdaptHash(legal_.For(name, raw));
  }

  // Keeps the way in which the token is escaped: as AWS does it, or with fewer escapes.
  std::optional<std::string> AdaptToken(std::string_view raw) {
    const std::string decoded = UriDecode(raw, Plus::kLiteral);
    std::string live = keys_.Token(decoded);
    if (live == decoded) return std::string(raw);
    const bool tests_plus = raw.find('+') != std::string_view::npos;
    if (tests_plus && live.find('+') == std::string::npos) {
      Cannot(CannotAsk::kTokenWithPlus);
      return std::nullopt;
    }
    std::string encoded = UriEncode(live, Slash::kEncode);
    for (const auto& [escape, plain] :
         {std::pair{"%2F", '/'}, std::pair{"%2B", '+'}, std::pair{"%3D", '='}}) {
      if (raw.find(plain) == std::string_view::npos) continue;
      for (std::size_t at; (at = encoded.find(escape)) != std::string::npos;) {
        encoded.replace(at, 3, 1, plain);
      }
    }
    return encoded;
  }

  std::optional<std::string> AdaptCredential(std::string_view raw) {
    std::string out;
    for (std::size_t index = 0, begin = 0; begin <= raw.size(); ++index) {
      std::size_t end = begin;
      while (end < raw.size() && SeparatorAt(raw.substr(end)).empty()) ++end;
      const std::string_view separator =
          end < raw.size() ? SeparatorAt(raw.substr(end)) : std::string_view();
      const auto component = AdaptComponent(index, raw.substr(begin, end - begin));
      if (!component) return std::nullopt;
      out += *component;
      out += separator;
      if (separator.empty()) break;
      begin = end + separator.size();
    }
    return out;
  }

  std::optional<std::string> AdaptComponent(std::size_t index, std::string_view raw) {
    const std::string text = UriDecode(raw, Plus::kLiteral);
    if (text.empty()) return std::string(raw);
    if (index == 0 || keys_.KnowsId(text)) {
      if (keys_.IsTaken(text)) {
        Cannot(CannotAsk::kKeyIdIsKnown);
        return std::nullopt;
      }
      const std::string id = keys_.Id(text);
      return id == text ? std::string(raw) : UriEncode(id, Slash::kEncode);
    }
    const bool begins_like_a_day = text.size() >= 6 && text[0] >= '0' && text[0] <= '9';
    if (begins_like_a_day) {
      auto day = time_shift_.Day(raw);
      if (!day) Cannot(CannotAsk::kUnmovableScopeDay);
      return day;
    }
    if (config_.endpoint_region && text == From().server.region) return *config_.endpoint_region;
    const std::string& region = From().bucket->region;
    // A different name of the same length is another region, not a changed spelling of this one.
    const bool another =
        text != region && text.size() == region.size() && LowerCase(text) != region;
    const std::string live =
        another ? text : ApplySameEdit(region, text, config_.region).value_or(text);
    if (text != region && live == config_.region) {
      Cannot(CannotAsk::kItsOwnRegion);
      return std::nullopt;
    }
    return live == text ? std::string(raw) : UriEncode(live, Slash::kEncode);
  }

  // Puts the new signature into the request, changed as the case changed its own.
  bool Sign() {
    std::string& target = To().request.target;
    const Target parts = SplitTarget(target);
    if (parts.raw_path.size() == target.size()) return true;
    const std::string original = DeriveSignature(case_);
    adapted_.stages = DeriveStages(adapted_);
    signature_ = DeriveSignature(adapted_);
    const auto query =
        MapValues(parts.raw_query, [&](const std::string& name, std::string_view raw) {
          return name == "x-amz-signature" ? AdaptSignature(original, raw) : std::string(raw);
        });
    if (!query) return false;
    target = target.substr(0, parts.raw_path.size() + 1) + *query;
    return true;
  }

  std::optional<std::string> AdaptSignature(const std::string& original, std::string_view raw) {
    if (original.empty() || signature_.empty() || raw.empty()) return std::string(raw);
    if (auto made = ApplySameEdit(original, raw, signature_)) return made;
    if (!IsHash(raw) || IsOneDigitRepeated(raw)) return std::string(raw);
    auto same = SignatureOfTheSameMistake(case_, raw, adapted_, clock_);
    if (const auto* made = std::get_if<std::string>(&same)) return *made;
    Cannot(std::get<CannotAsk>(same));
    return std::nullopt;
  }

  const Case& case_;
  const EndpointConfig& config_;
  Case adapted_;
  EndpointClock clock_ = EndpointClock::kAmbient;
  LegalValues legal_;
  HostMap hosts_;
  KeyMap keys_;
  TimeShift time_shift_;
  std::string unknown_hash_;
  std::string signature_;  // of the adapted case
  CannotAsk why_ = CannotAsk::kAnotherService;
};

}  // namespace

std::variant<Case, NotAsked> AdaptCase(const Case& c, const EndpointConfig& config,
                                       EndpointClock clock, Timestamp present) {
  return Adaptation(c, config).Run(clock, present);
}

}  // namespace countersign
