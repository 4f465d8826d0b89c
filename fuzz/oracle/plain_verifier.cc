// The conditions of an acceptance, checked a second time and as simply as possible. It must stay
// independent of reference/, or both would make the same mistakes. So it shares code only within
// fuzz/oracle: splitting, lower-casing and escaping are those of canonical_form.h, which are not
// the reference's; only SHA-256 and HMAC are. The scene targets and `countersign fuzz` call it.
#include "oracle/plain_verifier.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "oracle/calendar.h"
#include "oracle/canonical_form.h"
#include "sigv4/digest.h"

namespace countersign::fuzz {
namespace {

constexpr const char* kSix[] = {"X-Amz-Algorithm", "X-Amz-Credential",    "X-Amz-Date",
                                "X-Amz-Expires",   "X-Amz-SignedHeaders", "X-Amz-Signature"};
constexpr const char* kTokens[] = {"X-Amz-Security-Token", "X-Amz-S3session-Token"};

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Returns the lifetime in seconds, or nullopt if it is not a number from 0 to a week.
std::optional<std::int64_t> LifetimeOf(std::string_view text) {
  // "-0" is zero, and S3 was seen to read "+60" as 60.
  std::string digits(text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0));
  if (!IsDigits(digits)) return std::nullopt;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits.size() > 6) return std::nullopt;
  const std::int64_t seconds = std::stoi(digits);
  if (seconds > 604'800 || (text.starts_with('-') && seconds > 0)) return std::nullopt;
  return seconds;
}

bool IsS3(const Scene& scene) {
  const std::string& service = scene.server.service;
  return service == "s3" || service == "s3express" || service == "s3-outposts" ||
         service == "s3-object-lambda";
}

bool HasLoneEscape(std::string_view text) {
  const auto hex = [&](std::size_t at) {
    return at < text.size() &&
           std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && !(hex(i + 1) && hex(i + 2))) return true;
  }
  return false;
}

// Tells whether the bytes are valid UTF-8, by decoding every code point.
bool IsText(const std::string& bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const int more = lead < 0x80   ? 0
                     : lead < 0xC2 ? -1
                     : lead < 0xE0 ? 1
                     : lead < 0xF0 ? 2
                     : lead < 0xF5 ? 3
                                   : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= bytes.size()) return false;
    std::uint32_t point = more == 0 ? lead : lead & (0x3FU >> more);
    for (int k = 1; k <= more; ++k) {
      const auto byte = static_cast<unsigned char>(bytes[i + static_cast<std::size_t>(k)]);
      if ((byte & 0xC0) != 0x80) return false;
      point = point << 6 | (byte & 0x3F);
    }
    constexpr std::uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    if (point < kLeast[more] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
      return false;
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

// Verifier checks one condition after the other. Each returns the missing requirement, or "".
class Verifier {
 public:
  explicit Verifier(const Scene& scene) : scene_(scene) {
    const std::string_view target = scene.request.target;
    const std::size_t query = std::min(target.find('?'), target.size());
    path_ = target.substr(0, query);
    raw_query_ = target.substr(std::min(query + 1, target.size()));
    for (const PairView& one : PlainQueryPairs(raw_query_)) {
      parameters_.emplace_back(PlainlyDecoded(one.first, true), PlainlyDecoded(one.second, true));
    }
    names_text_ = Lowered(First("X-Amz-SignedHeaders"));
    if (!names_text_.empty()) names_ = SplitAt(names_text_, ';');
    payload_ = Payload();
  }
  Verifier(const Verifier&) = delete;  // members are views of other members
  Verifier& operator=(const Verifier&) = delete;

  std::string Missing() {
    for (const auto condition : {&Verifier::Uri, &Verifier::Parameters, &Verifier::OneMechanism,
                                 &Verifier::Scope, &Verifier::Window, &Verifier::Key,
                                 &Verifier::Token, &Verifier::Headers, &Verifier::Signature}) {
      std::string missing = (this->*condition)();
      if (!missing.empty()) return missing;
    }
    return "";
  }

  std::string computed() const { return computed_; }

  PlainRequest Request() const {
    const std::vector<NameValue>& headers = scene_.request.headers;
    return {scene_.request.method,
            path_,
            raw_query_,
            {headers.begin(), headers.end()},
            names_,
            payload_,
            IsS3(scene_)};
  }

 private:
  std::size_t Count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(parameters_.begin(), parameters_.end(),
                      [&](const Pair& one) { return one.first == name; }));
  }
  // Returns "" if the parameter is missing.
  std::string_view First(std::string_view name) const {
    for (const Pair& one : parameters_) {
      if (one.first == name) return one.second;
    }
    return "";
  }
  bool IsSigned(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }
  // Returns the values of the header joined by commas, or nullopt if it is missing.
  std::optional<std::string> Header(std::string_view lower_name) const {
    std::optional<std::string> joined;
    for (const NameValue& header : scene_.request.headers) {
      if (!IsLowered(header.first, lower_name)) continue;
      joined = joined ? *joined + "," + Folded(header.second) : Folded(header.second);
    }
    return joined;
  }
  std::optional<std::string> Parameter(std::string_view lower_name) const {
    for (const Pair& one : parameters_) {
      if (IsReadAsHeader(one.first, lower_name)) return one.second;
    }
    return std::nullopt;
  }
  std::string Payload() const {
    constexpr std::string_view kName = "x-amz-content-sha256";
    if (!IsS3(scene_)) {
      return scene_.request.body_sha256.value_or(Hex(Sha256(scene_.request.body.value_or(""))));
    }
    if (IsSigned(kName)) {
      if (const auto value = Header(kName)) return *value;
      if (const auto value = Parameter(kName)) return Folded(*value);
    }
    return Parameter(kName).value_or("UNSIGNED-PAYLOAD");
  }

  std::string Uri() {
    const std::string& target = scene_.request.target;
    if (!path_.empty() && path_.front() != '/') return "a path";
    if (HasLoneEscape(target)) return "well-formed escapes";
    return IsText(PlainlyDecoded(path_, false)) ? "" : "UTF-8 in the path";
  }
  std::string Parameters() {
    for (const char* name : kSix) {
      if (Count(name) == 0) return name;
      if (Count(name) > 1) return std::string(name) + " once";
    }
    for (const char* name : kTokens) {
      if (Count(name) > 1) return std::string(name) + " once";
    }
    return First("X-Amz-Algorithm") == "AWS4-HMAC-SHA256" ? "" : "the algorithm";
  }
  std::string OneMechanism() {
    const bool sigv2 =
        Count("AWSAccessKeyId") > 0 && Count("Signature") > 0 && Count("Expires") > 0;
    return sigv2 || Header("authorization") ? "one authentication mechanism" : "";
  }
  std::string Scope() {
    scope_ = SplitAt(First("X-Amz-Credential"), '/');
    if (scope_.size() != 5) return "five parts of the credential";
    const std::string& region = scene_.bucket ? scene_.bucket->region : scene_.server.region;
    if (scope_[2] != region) return "the region";
    if (scope_[3] != scene_.server.service) return "the service";
    if (scope_[4] != "aws4_request") return "the terminator";
    return scope_[1] == First("X-Amz-Date").substr(0, 8) ? "" : "the day of X-Amz-Date";
  }
  std::string Window() {
    const auto date = SecondsAt(First("X-Amz-Date"), kAmzDatePicture);
    const auto lifetime = LifetimeOf(First("X-Amz-Expires"));
    const auto now = SecondsAt(scene_.now, kRfc3339Picture);
    if (!date || !lifetime || !now) return "a date and a lifetime";
    if (*lifetime == 0 || *now > *date + *lifetime) return "a URL that has not expired";
    return *date > *now + 900 ? "a date that is not in the future" : "";
  }
  std::string Key() {
    for (const CredentialMessage& one : scene_.credentials) {
      if (one.access_key_id != scope_[0]) continue;
      key_ = &one;
      return one.status == "inactive" ? "an active key" : "";
    }
    return "a known key";
  }
  std::string Token() {
    const bool express = key_->session.has_value();
    if (express && scene_.server.service != "s3express") return "no session of S3 Express";
    const std::string own = kTokens[express ? 1 : 0];
    if (Count(kTokens[express ? 0 : 1]) > 0) return "no token of another service";
    if ((Count(own) > 0) != key_->session_token.has_value())
      return "a token if and only if the key has one";
    if (key_->session_token && (First(own) != *key_->session_token || First(own).empty())) {
      return "the key's token";
    }
    if (!key_->expires_at) return "";
    return *SecondsAt(scene_.now, kRfc3339Picture) < SecondsAt(*key_->expires_at, kRfc3339Picture)
               ? ""
               : "a key that has not expired";
  }
  std::string Headers() {
    if (!IsSigned("host")) return "a signed host";
    for (const NameValue& header : scene_.request.headers) {
      const std::string name = Lowered(header.first);
      if (name.starts_with("x-amz-") && name != "x-amz-content-sha256" && !IsSigned(name)) {
        return "a signature over " + name;
      }
    }
    if (Header("content-md5") && !IsSigned("content-md5")) return "a signature over content-md5";
    if (IsSigned("range") && !IsSigned("if-range") && Header("if-range")) {
      return "a signature over if-range";
    }
    for (const std::string_view name : names_) {
      const bool amz = name.starts_with("x-amz-");
      const auto header = Header(name);
      const auto parameter = amz ? Parameter(name) : std::nullopt;
      if (!header && !parameter) return "header " + std::string(name);
      if (header && parameter && *header != Folded(*parameter)) {
        return "one value of " + std::string(name);
      }
    }
    return "";
  }
  std::string Signature() {
    std::string to_sign = "AWS4-HMAC-SHA256\n";
    to_sign.append(First("X-Amz-Date")).append("\n");
    for (std::size_t part = 1; part < scope_.size(); ++part) {
      to_sign.append(scope_[part]).append(part + 1 < scope_.size() ? "/" : "\n");
    }
    to_sign += Hex(Sha256(PlainCanonicalRequest(Request())));
    computed_ = Hex(HmacSha256(SigningKey(), to_sign));
    return computed_ == First("X-Amz-Signature") ? "" : "the signature";
  }

  // Remembers the last key: most scenes have the same day and secret as the one before.
  const std::string& SigningKey() const {
    static std::pair<std::string, std::string> last;
    std::string made_of;
    for (std::size_t part = 1; part < 4; ++part) made_of.append(scope_[part]).append("/");
    made_of += key_->secret_access_key;
    if (last.first == made_of) return last.second;
    std::string key = "AWS4" + key_->secret_access_key;
    for (std::size_t part = 1; part < scope_.size(); ++part) {
      const Digest digest = HmacSha256(key, scope_[part]);
      key = std::string(Bytes(digest));
    }
    last = {made_of, key};
    return last.second;
  }

  const Scene& scene_;
  std::string_view path_;
  std::string_view raw_query_;
  std::vector<Pair> parameters_ = {};  // decoded
  std::string names_text_ = {};
  std::vector<std::string_view> names_ = {};  // of the signed headers, in lower case
  std::string payload_ = {};
  std::vector<std::string_view> scope_ = {};
  const CredentialMessage* key_ = nullptr;
  std::string computed_ = {};
};

// A second ECDSA that shares nothing with the reference's would be OpenSSL again, so SigV4A is left
// to the known answers of reference/crt_suite_test.cc.
bool IsSigV4A(const Scene& scene) {
  const std::string_view target = scene.request.target;
  const std::size_t query = std::min(target.find('?'), target.size());
  for (const PairView& one : PlainQueryPairs(target.substr(std::min(query + 1, target.size())))) {
    if (PlainlyDecoded(one.first, true) == "X-Amz-Algorithm" &&
        PlainlyDecoded(one.second, true) == "AWS4-ECDSA-P256-SHA256") {
      return true;
    }
  }
  return false;
}

// Tells whether the server uses S3's path rules for S3, and those of other services for others.
bool IsCovered(const Scene& scene) {
  const bool s3 = IsS3(scene);
  return scene.server.normalize_path.value_or(!s3) == !s3 &&
         scene.server.path_encoding.value_or(s3 ? "once" : "twice") == (s3 ? "once" : "twice");
}

}  // namespace

Reading ReadPlainly(const Scene& scene) {
  if (!IsCovered(scene) || IsSigV4A(scene)) return {false, ""};
  Verifier verifier(scene);
  std::string missing = verifier.Missing();
  return {true, std::move(missing), verifier.computed()};
}

std::optional<std::string> PlainCanonicalRequestOf(const Scene& scene) {
  if (!IsCovered(scene)) return std::nullopt;
  return PlainCanonicalRequest(Verifier(scene).Request());
}

}  // namespace countersign::fuzz
