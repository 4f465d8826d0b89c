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

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool IsDigits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// Lifetime in seconds; nothing where it is no number from 0 to a week.
std::optional<std::int64_t> LifetimeOf(const std::string& text) {
  // "-0" is zero, which lives no time at all.
  std::string digits = text.starts_with('-') ? text.substr(1) : text;
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

bool HasLoneEscape(const std::string& text) {
  const auto hex = [&](std::size_t at) {
    return at < text.size() &&
           std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && !(hex(i + 1) && hex(i + 2))) return true;
  }
  return false;
}

// Well-formed UTF-8, one code point after the other.
bool IsText(const std::string& octets) {
  for (std::size_t i = 0; i < octets.size();) {
    const auto lead = static_cast<unsigned char>(octets[i]);
    const int more = lead < 0x80   ? 0
                     : lead < 0xC2 ? -1
                     : lead < 0xE0 ? 1
                     : lead < 0xF0 ? 2
                     : lead < 0xF5 ? 3
                                   : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= octets.size()) return false;
    std::uint32_t point = more == 0 ? lead : lead & (0x3FU >> more);
    for (int k = 1; k <= more; ++k) {
      const auto octet = static_cast<unsigned char>(octets[i + static_cast<std::size_t>(k)]);
      if ((octet & 0xC0) != 0x80) return false;
      point = point << 6 | (octet & 0x3F);
    }
    constexpr std::uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    if (point < kLeast[more] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
      return false;
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

// Verifier asks one condition after the other; each says what is missing, or nothing.
class Verifier {
 public:
  explicit Verifier(const Scene& scene) : scene_(scene) {
    const std::size_t query = scene.request.target.find('?');
    path_ = scene.request.target.substr(0, query);
    if (query == std::string::npos) return;
    raw_query_ = scene.request.target.substr(query + 1);
    for (const Pair& one : PlainQueryPairs(raw_query_)) {
      parameters_.emplace_back(PlainlyDecoded(one.first, true), PlainlyDecoded(one.second, true));
    }
  }

  std::string Missing() {
    for (const auto condition : {&Verifier::Uri, &Verifier::Parameters, &Verifier::OneMechanism,
                                 &Verifier::Scope, &Verifier::Window, &Verifier::Key,
                                 &Verifier::Token, &Verifier::Headers, &Verifier::Signature}) {
      const std::string missing = (this->*condition)();
      if (!missing.empty()) return missing;
    }
    return "";
  }

  std::string computed() const { return computed_; }

  PlainRequest Request() const {
    PlainRequest request;
    request.method = scene_.request.method;
    request.raw_path = path_;
    request.raw_query = raw_query_;
    for (const NameValue& one : scene_.request.headers) request.headers.push_back(one);
    const std::string names = Lower(First("X-Amz-SignedHeaders"));
    if (!names.empty()) request.signed_headers = Split(names, ';');
    request.is_s3 = IsS3(scene_);
    request.payload = Payload(request.signed_headers);
    return request;
  }

 private:
  std::size_t Count(const std::string& name) const {
    return static_cast<std::size_t>(
        std::count_if(parameters_.begin(), parameters_.end(),
                      [&](const Pair& one) { return one.first == name; }));
  }
  std::string First(const std::string& name) const {
    for (const Pair& one : parameters_) {
      if (one.first == name) return one.second;
    }
    return "";
  }
  // The header's values joined, and whether there is one.
  std::optional<std::string> Header(const std::string& lower_name) const {
    std::optional<std::string> joined;
    for (const NameValue& header : scene_.request.headers) {
      if (Lower(header.first) != lower_name) continue;
      joined = joined ? *joined + "," + Words(header.second) : Words(header.second);
    }
    return joined;
  }
  std::optional<std::string> Parameter(const std::string& lower_name) const {
    for (const Pair& one : parameters_) {
      if (Lower(one.first) == lower_name) return one.second;
    }
    return std::nullopt;
  }
  static std::string Words(const std::string& value) {
    std::string words;
    bool gap = false;
    for (const char c : value) {
      const bool white = c == ' ' || (c >= '\t' && c <= '\r');
      if (!white && gap && !words.empty()) words += ' ';
      if (!white) words += c;
      gap = white;
    }
    return words;
  }
  std::string Payload(const std::vector<std::string>& names) const {
    const std::string name = "x-amz-content-sha256";
    if (!IsS3(scene_)) return scene_.request.body_sha256.value_or(Hex(Sha256("")));
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      if (const auto value = Header(name)) return *value;
      if (const auto value = Parameter(name)) return Words(*value);
    }
    return Parameter(name).value_or("UNSIGNED-PAYLOAD");
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
    return sigv2 || Header("authorization") ? "one mechanism alone" : "";
  }
  std::string Scope() {
    scope_ = Split(First("X-Amz-Credential"), '/');
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
    if (*lifetime == 0 || *now > *date + *lifetime) return "life";
    return *date > *now + 900 ? "its time to come" : "";
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
    const bool express = scene_.server.service == "s3express";
    const std::string own = kTokens[express ? 1 : 0];
    if (Count(kTokens[express ? 0 : 1]) > 0) return "no foreign token";
    if ((Count(own) > 0) != key_->session_token.has_value()) return "a token where one belongs";
    if (key_->session_token && (First(own) != *key_->session_token || First(own).empty())) {
      return "the key's token";
    }
    if (!key_->expires_at) return "";
    return *SecondsAt(scene_.now, kRfc3339Picture) < SecondsAt(*key_->expires_at, kRfc3339Picture)
               ? ""
               : "a living key";
  }
  std::string Headers() {
    const std::vector<std::string> names = Request().signed_headers;
    const auto is_signed = [&](const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (!is_signed("host")) return "a signed host";
    for (const NameValue& header : scene_.request.headers) {
      const std::string name = Lower(header.first);
      if (name.starts_with("x-amz-") && name != "x-amz-content-sha256" && !is_signed(name)) {
        return "a signature over " + name;
      }
    }
    for (const std::string& name : names) {
      const bool amz = name.starts_with("x-amz-");
      const auto header = Header(name);
      const auto parameter = amz ? Parameter(name) : std::nullopt;
      if (!header && !parameter) return "header " + name;
      if (header && parameter && *header != Words(*parameter)) return "one value of " + name;
    }
    return "";
  }
  std::string Signature() {
    const std::string to_sign = "AWS4-HMAC-SHA256\n" + First("X-Amz-Date") + "\n" + scope_[1] +
                                "/" + scope_[2] + "/" + scope_[3] + "/aws4_request\n" +
                                Hex(Sha256(PlainCanonicalRequest(Request())));
    computed_ = Hex(HmacSha256(SigningKey(), to_sign));
    return computed_ == First("X-Amz-Signature") ? "" : "the signature";
  }

  // The last one is remembered: most scenes are signed on the day of the one before.
  const std::string& SigningKey() const {
    static std::pair<std::string, std::string> last;
    const std::string made_of =
        scope_[1] + "/" + scope_[2] + "/" + scope_[3] + "/" + key_->secret_access_key;
    if (last.first == made_of) return last.second;
    std::string key = "AWS4" + key_->secret_access_key;
    for (const std::string& part : {scope_[1], scope_[2], scope_[3], std::string("aws4_request")}) {
      const Digest digest = HmacSha256(key, part);
      key = std::string(Octets(digest));
    }
    last = {made_of, key};
    return last.second;
  }

  const Scene& scene_;
  std::string path_;
  std::string raw_query_;
  std::vector<Pair> parameters_;  // decoded
  std::vector<std::string> scope_ = {};
  const CredentialMessage* key_ = nullptr;
  std::string computed_ = {};
};

// Speaks: S3's path rules, or those of all other services.
bool Speaks(const Scene& scene) {
  const bool s3 = IsS3(scene);
  return scene.server.normalize_path.value_or(!s3) == !s3 &&
         scene.server.path_encoding.value_or(s3 ? "once" : "twice") == (s3 ? "once" : "twice");
}

}  // namespace

Reading ReadPlainly(const Scene& scene) {
  if (!Speaks(scene)) return {false, ""};
  Verifier verifier(scene);
  std::string missing = verifier.Missing();
  return {true, std::move(missing), verifier.computed()};
}

std::optional<std::string> PlainCanonicalRequestOf(const Scene& scene) {
  if (!Speaks(scene)) return std::nullopt;
  return PlainCanonicalRequest(Verifier(scene).Request());
}

}  // namespace countersign::fuzz
