#include "live_server/adapt_case.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "judge/derive.h"
#include "live_server/adapt_host.h"
#include "live_server/adapt_keys.h"
#include "live_server/body.h"
#include "live_server/same_edit.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr std::size_t kLongestKey = 1024;  // octets

// The pieces of a credential as it stands in a query are parted by one of these.
constexpr std::string_view kSeparators[] = {"%252F", "%2F", "%2f", "/", ","};

std::string_view SeparatorAt(std::string_view text) {
  for (const std::string_view separator : kSeparators) {
    if (text.starts_with(separator)) return separator;
  }
  return {};
}

std::string ParameterName(std::string_view raw_name) {
  std::string name = LowerCase(UriDecode(raw_name, Plus::kSpace));
  // A URL that went through HTML.
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

// Whether octets can stand in a request line, or a header line, and be those that were meant.
bool Travels(std::string_view octets, bool in_header) {
  return std::none_of(octets.begin(), octets.end(), [in_header](char c) {
    const auto octet = static_cast<unsigned char>(c);
    if (in_header && (c == ' ' || c == '\t')) return false;
    return octet <= 0x20 || octet == 0x7f;
  });
}

bool IsHash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsOneDigitRepeated(std::string_view text) {
  return text.find_first_not_of(text.front()) == std::string_view::npos;
}

class Poser {
 public:
  Poser(const Case& c, const EndpointConfig& live) : case_(c), live_(live), adapted_(c) {}

  std::variant<Case, NotAsked> Run(EndpointClock clock, Timestamp present) {
    if (PoseServer() && PoseMoment(clock, present) && PoseRequest() && PoseSigned() && Sign()) {
      return std::move(adapted_);
    }
    return NotAsked{Verdict::kNotExercised, "Cannot be posed to this endpoint: " + why_ + "."};
  }

 private:
  bool Cannot(std::string why) {
    why_ = std::move(why);
    return false;
  }
  const VerifyMessage& From() const { return std::get<VerifyMessage>(case_.request); }
  VerifyMessage& To() { return std::get<VerifyMessage>(adapted_.request); }

  bool PoseServer() {
    if (OpOf(case_) != Op::kVerify) return Cannot("it asks for a URL");
    if (From().server.service != "s3" || !From().bucket) return Cannot("it needs another service");
    if (From().bucket->region != From().server.region) {
      return Cannot("it needs a bucket in another region");
    }
    if (auto why = hosts_.Read(case_, live_)) return Cannot(*why);
    if (auto why = keys_.Read(case_, live_.credentials)) return Cannot(*why);
    To().server.region = live_.region;
    To().server.hosts = {LowerCase(live_.url.HostText())};
    To().bucket->name = live_.bucket;
    To().bucket->region = live_.region;
    To().credentials = keys_.Live();
    To().request.scheme = live_.url.scheme;
    return true;
  }

  bool PoseMoment(EndpointClock clock, Timestamp present) {
    if (clock == EndpointClock::kSettable) {
      moment_ = TimeShift::Own(case_);
    } else {
      std::optional<std::string> why;
      moment_ = TimeShift::Present(case_, present, why);
      if (why) return Cannot(*why);
    }
    To().now = FormatRfc3339(moment_.now());
    return true;
  }

  bool PoseRequest() {
    VerifyMessage::Request& request = To().request;
    ReadBody();
    if (!PoseTarget(request.target) || !PoseHeaders(request.headers)) return false;
    const Target target = SplitTarget(request.target);
    if (Writes(request.method) && HasDotSegments(target.raw_path)) {
      return Cannot("a server that resolves its dot segments would write outside of the prefix");
    }
    if (request.method == "POST" && HasParameter(target, "uploads")) {
      return Cannot("it would leave an unfinished upload behind");
    }
    if (!Travels(request.method, false) || !Travels(request.target, false)) {
      return Cannot("its octets end a request line");
    }
    for (const auto& [name, value] : request.headers) {
      if (!Travels(name, false) || !Travels(value, true)) {
        return Cannot("its octets end a header line");
      }
      if (SameHeaderName(name, "transfer-encoding")) return Cannot("it frames its body otherwise");
    }
    if (!BodyOf(request)) return Cannot("its body and its Content-Length disagree");
    return true;
  }

  static bool HasParameter(const Target& target, std::string_view name) {
    return FindParameter(ParseQueryString(target.raw_query), name) != nullptr;
  }

  // A body of which only the hash is known is another one, and its hash another wherever it stands.
  void ReadBody() {
    std::optional<std::string>& hash = To().request.body_sha256;
    if (!hash || KnownBody(*hash)) return;
    unknown_hash_ = *hash;
    hash = Hex(Sha256(kAnotherBody));
  }
  std::string PoseHash(std::string_view text) const {
    if (!unknown_hash_.empty() && text == unknown_hash_) return Hex(Sha256(kAnotherBody));
    return std::string(text);
  }

  bool PoseSigned() {
    if (!adapted_.signed_as) return true;
    Signed& as = *adapted_.signed_as;
    if (as.target && !PoseTarget(*as.target)) return false;
    if (as.headers && !PoseHeaders(*as.headers)) return false;
    if (as.payload) as.payload = PoseHash(*as.payload);
    if (!as.secret_access_key) return true;
    as.secret_access_key = keys_.Secret(*as.secret_access_key);
    return as.secret_access_key || Cannot("the endpoint's secret access key looks the same so");
  }

  bool PoseHeaders(std::vector<NameValue>& headers) {
    for (auto& [name, value] : headers) {
      const std::string lower = LowerCase(name);
      if (lower == "host") {
        value = hosts_.Map(value);
      } else if (lower == "date" || lower == "x-amz-date") {
        value = moment_.HeaderDate(value);
      } else if (lower == "x-amz-security-token") {
        value = keys_.Token(value);
      } else if (lower == "x-amz-copy-source") {
        value = PoseCopySource(value);
      } else {
        value = PoseHash(value);
      }
    }
    return true;
  }

  std::string PoseCopySource(const std::string& source) const {
    for (const std::string& start : {"/" + From().bucket->name + "/", From().bucket->name + "/"}) {
      if (!source.starts_with(start)) continue;
      return (start.front() == '/' ? "/" : "") + live_.bucket + "/" + live_.prefix +
             source.substr(start.size());
    }
    return source;
  }

  bool PoseTarget(std::string& target) {
    const Target parts = SplitTarget(target);
    std::optional<std::string> path = PosePath(parts.raw_path);
    if (!path) return false;
    std::optional<std::string> query = PoseQuery(parts.raw_query);
    if (!query) return false;
    const bool has_query = parts.raw_path.size() < target.size();
    target = *path + (has_query ? "?" + *query : "");
    return true;
  }

  std::optional<std::string> PosePath(std::string_view path) {
    const std::string bucket = "/" + From().bucket->name;
    const std::string in_path = bucket + "/";
    std::string_view key;
    std::string start = live_.PathStart();
    if (hosts_.addressing() == Addressing::kPath) {
      if (!path.starts_with(in_path)) return CannotPath("it is about no key of its bucket");
      key = path.substr(in_path.size());
    } else if (path.starts_with(in_path)) {
      // Virtual-hosted, and yet the bucket in the path as well: that is what it is about.
      if (live_.addressing != Addressing::kVirtual) {
        return CannotPath("it needs a virtual-hosted bucket");
      }
      start = "/" + live_.bucket + "/" + live_.prefix;
      key = path.substr(in_path.size());
    } else {
      key = path.substr(std::min<std::size_t>(1, path.size()));
    }
    if (key.empty()) return CannotPath("it asks for more than one object");
    if (UriDecode(key, Plus::kLiteral).size() + live_.prefix.size() > kLongestKey) {
      return CannotPath("its key leaves no room for the prefix");
    }
    return start + std::string(key);
  }

  std::optional<std::string> CannotPath(std::string why) {
    Cannot(std::move(why));
    return std::nullopt;
  }

  std::optional<std::string> PoseQuery(std::string_view query) {
    std::string out;
    for (std::size_t begin = 0; begin <= query.size();) {
      const std::size_t end = std::min(query.find('&', begin), query.size());
      const std::string_view piece = query.substr(begin, end - begin);
      const std::size_t equals = piece.find('=');
      if (begin > 0) out += '&';
      if (equals == std::string_view::npos) {
        out += piece;
      } else {
        const auto value =
            PoseValue(ParameterName(piece.substr(0, equals)), piece.substr(equals + 1));
        if (!value) return std::nullopt;
        out += piece.substr(0, equals + 1);
        out += *value;
      }
      begin = end + 1;
    }
    return out;
  }

  std::optional<std::string> PoseValue(const std::string& name, std::string_view raw) {
    if (name == "x-amz-credential") return PoseCredential(raw);
    if (name == "x-amz-date") {
      auto date = moment_.Date(raw);
      if (!date) Cannot("its date cannot be moved to the present");
      return date;
    }
    if (name == "x-amz-security-token" || name == "x-amz-s3session-token") return PoseToken(raw);
    if (name == "awsaccesskeyid") return keys_.Id(raw);
    return PoseHash(raw);
  }

  // Keeps the way in which the token is escaped: as AWS does it, or less.
  std::string PoseToken(std::string_view raw) const {
    const std::string decoded = UriDecode(raw, Plus::kLiteral);
    std::string live = keys_.Token(decoded);
    if (live == decoded) return std::string(raw);
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

  std::optional<std::string> PoseCredential(std::string_view raw) {
    std::string out;
    for (std::size_t index = 0, begin = 0; begin <= raw.size(); ++index) {
      std::size_t end = begin;
      while (end < raw.size() && SeparatorAt(raw.substr(end)).empty()) ++end;
      const std::string_view separator =
          end < raw.size() ? SeparatorAt(raw.substr(end)) : std::string_view();
      const auto component = PoseComponent(index, raw.substr(begin, end - begin));
      if (!component) return std::nullopt;
      out += *component;
      out += separator;
      if (separator.empty()) break;
      begin = end + separator.size();
    }
    return out;
  }

  std::optional<std::string> PoseComponent(std::size_t index, std::string_view raw) {
    const std::string text = UriDecode(raw, Plus::kLiteral);
    if (text.empty()) return std::string(raw);
    if (index == 0 || keys_.KnowsId(text)) {
      if (keys_.IsTaken(text)) {
        Cannot("it needs an access key id that nobody has");
        return std::nullopt;
      }
      const std::string id = keys_.Id(text);
      return id == text ? std::string(raw) : UriEncode(id, Slash::kEncode);
    }
    const bool begins_like_a_day = text.size() >= 6 && text[0] >= '0' && text[0] <= '9';
    if (begins_like_a_day) {
      auto day = moment_.Day(raw);
      if (!day) Cannot("the day of its scope cannot be moved to the present");
      return day;
    }
    const std::string& region = From().bucket->region;
    // Another region of the same length is another region, not this one changed.
    const bool another =
        text != region && text.size() == region.size() && LowerCase(text) != region;
    const std::string live =
        another ? text : ApplySameEdit(region, text, live_.region).value_or(text);
    if (text != region && live == live_.region) {
      Cannot("it needs a region that is not the endpoint's");
      return std::nullopt;
    }
    return live == text ? std::string(raw) : UriEncode(live, Slash::kEncode);
  }

  // Puts the signature that follows into the request, and what the case made of its own likewise.
  bool Sign() {
    std::string& target = To().request.target;
    const Target parts = SplitTarget(target);
    if (parts.raw_path.size() == target.size()) return true;
    const std::string original = DeriveStages(case_).signature;
    adapted_.stages = DeriveStages(adapted_);
    std::string out(target.substr(0, parts.raw_path.size() + 1));
    const std::string_view query = parts.raw_query;
    for (std::size_t begin = 0; begin <= query.size();) {
      const std::size_t end = std::min(query.find('&', begin), query.size());
      const std::string_view piece = query.substr(begin, end - begin);
      const std::size_t equals = std::min(piece.find('='), piece.size());
      if (begin > 0) out += '&';
      begin = end + 1;
      if (equals == piece.size() || ParameterName(piece.substr(0, equals)) != "x-amz-signature") {
        out += piece;
        continue;
      }
      const auto value = PoseSignature(original, piece.substr(equals + 1));
      if (!value) return false;
      out += piece.substr(0, equals + 1);
      out += *value;
    }
    target = std::move(out);
    return true;
  }

  std::optional<std::string> PoseSignature(const std::string& original, std::string_view raw) {
    const std::string& signature = adapted_.stages->signature;
    if (original.empty() || signature.empty() || raw.empty()) return std::string(raw);
    if (auto made = ApplySameEdit(original, raw, signature)) return made;
    if (!IsHash(raw) || IsOneDigitRepeated(raw)) return std::string(raw);
    Cannot("its signature is the outcome of another computation, which is not made anew");
    return std::nullopt;
  }

  const Case& case_;
  const EndpointConfig& live_;
  Case adapted_;
  HostMap hosts_;
  KeyMap keys_;
  TimeShift moment_;
  std::string unknown_hash_;
  std::string why_;
};

}  // namespace

std::variant<Case, NotAsked> AdaptCase(const Case& c, const EndpointConfig& live,
                                       EndpointClock clock, Timestamp present) {
  return Poser(c, live).Run(clock, present);
}

}  // namespace countersign
