// Reads clues out of a server's error document: what it received, where the bucket is, which key
// and which time it saw, and whether it had accepted the signature. explain.cc calls it.
#include "explain/server_clues.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

#include "s3/endpoint.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

struct KnownError {
  std::string_view code;
  const char* meaning;
};

// S3 looks at these after the signature: existence, conditions, ranges, the body, the operation.
constexpr KnownError kLateErrors[] = {
    {"NoSuchKey", "The bucket has no object with this key."},
    {"NoSuchBucket", "There is no bucket with this name at this host."},
    {"NoSuchVersion", "The object has no version with this id."},
    {"NoSuchUpload", "There is no multipart upload with this id; it may be ended."},
    {"InvalidArgument", "A parameter or header of the operation has a value that it cannot have."},
    {"InvalidStorageClass", "x-amz-storage-class names a storage class that does not exist."},
    {"InvalidTag", "A tag is not allowed."},
    {"InvalidPart", "A part of the multipart upload was not found or has another ETag."},
    {"InvalidPartOrder", "The parts of the multipart upload are not in order."},
    {"InvalidObjectState", "The object is archived and must be restored first."},
    {"InvalidRange", "The Range asks for bytes that the object does not have."},
    {"PreconditionFailed", "A condition such as If-Match or If-None-Match does not hold."},
    {"NotModified", "The object is as the condition says; it was not sent again."},
    {"BadDigest", "The body does not have the digest that the request names."},
    {"InvalidDigest", "Content-MD5 or a checksum is not a digest of the right length."},
    {"XAmzContentSHA256Mismatch",
     "The body does not have the hash that x-amz-content-sha256 says."},
    {"EntityTooLarge", "The body is larger than S3 accepts in one request."},
    {"EntityTooSmall", "A part of the multipart upload is smaller than S3 accepts."},
    {"MalformedXML", "The XML in the body is not what the operation expects."},
    {"ObjectLockConfigurationNotFoundError", "The bucket has no object lock."},
};

// These come before the signature is looked at, or are about the key itself.
constexpr KnownError kOtherErrors[] = {
    {"AccessDenied", "For example, the key may not do this."},
    {"InvalidAccessKeyId", "The server does not know this key, or it was removed."},
    {"InvalidToken", "The session token does not belong to this key, or was changed."},
    {"ExpiredToken", "The session of the temporary key has ended, before the URL does."},
    {"RequestTimeTooSkewed", "The clocks of the signer and the server differ too much."},
};

const KnownError* FindLate(std::string_view code) {
  const auto* found = std::find_if(std::begin(kLateErrors), std::end(kLateErrors),
                                   [code](const KnownError& one) { return one.code == code; });
  return found == std::end(kLateErrors) ? nullptr : found;
}

// Clues compares one answer with one URL.
class Clues {
 public:
  Clues(const ServerAnswer& answer, const UrlParts& parts, const ExplainInput& input,
        Explanation& explanation)
      : answer_(answer),
        parts_(parts),
        input_(input),
        facts_(explanation.facts),
        remarks_(explanation.remarks) {}

  void Run() {
    if (!answer_.problem.empty()) Add(Severity::kNote, "error document", answer_.problem);
    Key();
    Place();
    Object();
    NotSigned();
    Mechanisms();
    Time();
  }

 private:
  void Add(Severity severity, const char* what, std::string text) {
    remarks_.push_back({severity, what, std::move(text)});
  }

  bool Is(std::string_view code) const { return answer_.code && *answer_.code == code; }

  void Key() {
    if (!answer_.access_key_id || facts_.access_key_id.empty()) return;
    if (*answer_.access_key_id == facts_.access_key_id || answer_.access_key_id->empty()) return;
    Add(Severity::kWrong, "AWSAccessKeyId",
        "The server's answer is about the key " + *answer_.access_key_id + ", and the URL has " +
            facts_.access_key_id + ": it answers another request.");
  }

  void Place() {
    const bool scope =
        Is("AuthorizationHeaderMalformed") || Is("AuthorizationQueryParametersError");
    if (scope && answer_.region && !answer_.region->empty() && *answer_.region != facts_.region) {
      Add(Severity::kWrong, "X-Amz-Credential",
          "The server says that the region is " + *answer_.region +
              ", and the URL was signed for " + facts_.region + ": sign for " + *answer_.region +
              ".");
    }
    const bool redirect = Is("PermanentRedirect") || Is("TemporaryRedirect") || Is("Redirect");
    if (redirect && answer_.endpoint && !answer_.endpoint->empty()) {
      Add(Severity::kWrong, "host",
          "The server says that the bucket must be asked at " + *answer_.endpoint +
              ": sign for that host, because a redirect changes the host that was signed.");
    }
  }

  // What the server says that it received, against the path of the URL. A virtual-hosted URL has
  // the bucket in its host, so only the end of the resource is compared.
  void Object() {
    const std::string path = UriDecode(parts_.raw_path, Plus::kSpace);
    if (answer_.resource && !answer_.resource->empty()) {
      const std::string resource = UriDecode(*answer_.resource, Plus::kSpace);
      if (!Ends(resource, path)) return Other("the resource " + *answer_.resource);
      const std::string before = resource.substr(0, resource.size() - path.size());
      const EndpointName endpoint = ParseEndpoint(parts_.authority);
      // In path style nothing may be in front; otherwise only the bucket.
      const bool bucket = before == "/" + answer_.bucket.value_or(endpoint.name);
      if (!before.empty() && !bucket && path != "/") Other("the resource " + *answer_.resource);
      return;
    }
    if (!answer_.key || answer_.key->empty()) return;
    const bool raw = Ends(path, *answer_.key);
    if (!raw && !Ends(path, UriDecode(*answer_.key, Plus::kLiteral))) {
      Other("the key " + *answer_.key);
    }
  }

  static bool Ends(std::string_view text, std::string_view end) { return text.ends_with(end); }

  void Other(const std::string& what) {
    Add(Severity::kSuspicion, kReceived,
        "The server received " + what + ", and the path of the URL is " +
            std::string(parts_.raw_path) +
            ": something on the way changed the path, or the answer is about another request.");
  }

  void NotSigned() {
    if (!answer_.headers_not_signed) return;
    std::string_view rest = *answer_.headers_not_signed;
    while (!rest.empty()) {
      const std::size_t begin = rest.find_first_not_of(" ,;\t\r\n");
      if (begin == std::string_view::npos) return;
      rest.remove_prefix(begin);
      const std::string name(rest.substr(0, rest.find_first_of(" ,;\t\r\n")));
      rest.remove_prefix(name.size());
      const bool given = FindHeader(input_.headers, name) != nullptr;
      Add(Severity::kWrong, "HeadersNotSigned",
          "The server received the header " + name + ", which was not signed" +
              (given ? ". Sign it, or do not send it."
                     : "; it is not among the headers given, so the client or something on the way "
                       "added it."));
    }
  }

  void Mechanisms() {
    if (!Is("InvalidArgument") || answer_.argument_name != "Authorization") return;
    Add(Severity::kWrong, "Authorization",
        "The server received an Authorization header besides the signature in the URL. The client "
        "or something on the way added it; send the URL without.");
  }

  void Time() {
    const std::optional<Timestamp> server = TimeIn(answer_.server_time);
    const std::optional<Timestamp> start = ParseRfc3339(facts_.signed_at);
    const std::optional<Timestamp> end = ParseRfc3339(facts_.valid_until);
    constexpr auto kSkew = std::chrono::minutes(15);
    if (const auto expires = TimeIn(answer_.expires); expires && end && *expires != *end) {
      Add(Severity::kSuspicion, "X-Amz-Expires",
          "The server's answer is about a URL that ends at " + FormatRfc3339(*expires) +
              ", and this one ends at " + facts_.valid_until + ": another request.");
    }
    if (!server) return;
    const std::string at = FormatRfc3339(*server);
    if (start && *server < *start - kSkew) {
      Add(Severity::kWrong, "ServerTime",
          "The server's clock said " + at + ", before the URL was signed at " + facts_.signed_at +
              ": the signer's clock is ahead, or the server's is behind.");
    } else if (end && *server > *end) {
      Add(Severity::kWrong, "ServerTime",
          "The server's clock said " + at + ", after the URL's end at " + facts_.valid_until + ".");
    }
    if (*server > input_.now + kSkew) {
      Add(Severity::kWrong, "ServerTime",
          "The server's clock said " + at + ", and here it is only " + FormatRfc3339(input_.now) +
              ": one of the two clocks is wrong.");
    }
  }

  // Servers write times with and without fractions of a second.
  static std::optional<Timestamp> TimeIn(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    std::string whole = *text;
    if (const std::size_t dot = whole.find('.'); dot != std::string::npos) {
      whole = whole.substr(0, dot) + "Z";
    }
    return ParseRfc3339(whole);
  }

  const ServerAnswer& answer_;
  const UrlParts& parts_;
  const ExplainInput& input_;
  const UrlFacts& facts_;
  std::vector<Remark>& remarks_;
};

// A canonical request taken apart into its lines. Empty if it is not one.
struct CanonicalLines {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  std::vector<std::string_view> headers;
  std::string_view payload;
};

std::optional<CanonicalLines> LinesOf(std::string_view canonical_request) {
  std::vector<std::string_view> lines;
  for (std::string_view rest = canonical_request;;) {
    const std::size_t end = rest.find('\n');
    lines.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  constexpr std::size_t kFewest = 6;  // with no header line
  if (lines.size() < kFewest) return std::nullopt;
  CanonicalLines parts{lines[0], lines[1], lines[2], {}, lines.back()};
  parts.headers.assign(lines.begin() + 3, lines.end() - 3);
  return parts;
}

std::string Quoted(std::string_view text) { return text.empty() ? "none" : std::string(text); }

void AddOther(const char* what, std::string_view theirs, std::string_view ours,
              std::vector<std::string>& differences) {
  if (theirs == ours) return;
  differences.push_back("the server computed with the " + std::string(what) + " " + Quoted(theirs) +
                        ", and it should be " + Quoted(ours));
}

// Each piece of one list that is not in the other.
void AddMissing(const std::vector<std::string_view>& of, const std::vector<std::string_view>& in,
                const std::string& before, std::vector<std::string>& differences) {
  for (const std::string_view one : of) {
    if (one.empty() || std::find(in.begin(), in.end(), one) != in.end()) continue;
    differences.push_back(before + std::string(one));
  }
}

std::vector<std::string_view> Pieces(std::string_view query) {
  std::vector<std::string_view> pieces;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    pieces.push_back(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return pieces;
}

}  // namespace

std::vector<std::string> DifferencesOf(std::string_view theirs, std::string_view ours) {
  const auto server = LinesOf(theirs);
  const auto expected = LinesOf(ours);
  std::vector<std::string> differences;
  if (!server || !expected) return differences;
  AddOther("method", server->method, expected->method, differences);
  AddOther("path", server->path, expected->path, differences);
  const std::vector<std::string_view> of_server = Pieces(server->query);
  const std::vector<std::string_view> of_url = Pieces(expected->query);
  AddMissing(of_url, of_server, "the server did not receive the parameter ", differences);
  AddMissing(of_server, of_url, "the server received the parameter ", differences);
  AddMissing(server->headers, expected->headers, "the server received the header ", differences);
  AddMissing(expected->headers, server->headers, "the server did not receive the header ",
             differences);
  AddOther("payload line", server->payload, expected->payload, differences);
  return differences;
}

void AddServerClues(const ServerAnswer& answer, const UrlParts& parts, const ExplainInput& input,
                    Explanation& explanation) {
  Clues(answer, parts, input, explanation).Run();
}

bool ComesAfterTheSignature(const ServerAnswer& answer) {
  if (!answer.code || FindLate(*answer.code) == nullptr) return false;
  if (*answer.code != "InvalidArgument") return true;
  // Two ways to authenticate in one request have this code, too, and come first.
  const std::string message = answer.message.value_or("");
  const std::string name = answer.argument_name.value_or("");
  return name != "Authorization" && !name.starts_with("X-Amz-") &&
         message.find("auth mechanism") == std::string::npos &&
         message.find("Authorization Type") == std::string::npos;
}

std::string MeaningOf(const std::string& code) {
  if (const KnownError* late = FindLate(code)) return late->meaning;
  for (const KnownError& one : kOtherErrors) {
    if (one.code == code) return one.meaning;
  }
  return "";
}

}  // namespace countersign
