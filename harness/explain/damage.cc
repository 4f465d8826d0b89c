// Undoes damage to the text of a URL, so that the rest of it can be read. The order of the table
// matters: each row sees the text that the rows above it have repaired.
#include "explain/damage.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include "judge/presigned_url.h"
#include "s3/endpoint.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

constexpr std::string_view kSignature = "X-Amz-Signature=";
constexpr std::size_t kSignatureDigits = 64;

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  bool any = false;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
    any = true;
  }
  return any;
}

// White space that line breaks add to a text.
bool IsLineSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Round quotes of word processors, a byte order mark, and spaces that are not seen.
constexpr std::string_view kUnseen[] = {"\u201c", "\u201d", "\u2018", "\u2019",
                                        "\ufeff", "\u200b", "\u00a0"};

// Removes one character from the ends of a text that belongs to what was around it.
bool UnwrapOne(std::string_view& text) {
  constexpr std::string_view kAround = " \t\r\n\"'<>`";
  if (text.empty()) return false;
  const std::size_t before = text.size();
  if (Contains(kAround, text.substr(0, 1))) text.remove_prefix(1);
  if (!text.empty() && Contains(kAround, text.substr(text.size() - 1))) text.remove_suffix(1);
  for (const std::string_view unseen : kUnseen) {
    if (text.starts_with(unseen)) text.remove_prefix(unseen.size());
    if (text.ends_with(unseen)) text.remove_suffix(unseen.size());
  }
  return text.size() < before;
}

bool Unwrap(std::string& url) {
  std::string_view text = url;
  while (UnwrapOne(text)) {
  }
  if (text.empty() || text.size() == url.size()) return false;
  url = std::string(text);
  return true;
}

// Where a URL begins in a text, and how often it was percent-encoded as a whole.
struct Beginning {
  std::size_t at = std::string::npos;
  int layers = 0;
};

// FindBeginning returns where the last URL in `text` begins, at `from` or after it.
Beginning FindBeginning(std::string_view text, std::size_t from) {
  constexpr std::string_view kAfterScheme[] = {"://", "%3A%2F%2F", "%253A%252F%252F"};
  const std::string lower = LowerCase(text);
  Beginning last;
  for (std::size_t at = from; (at = lower.find("http", at)) != std::string::npos; ++at) {
    for (int layers = 0; const std::string_view after : kAfterScheme) {
      const std::string sign = LowerCase(after);
      const std::size_t end = at + (lower.compare(at, 5, "https") == 0 ? 5 : 4);
      if (lower.compare(end, sign.size(), sign) == 0) last = {at, layers};
      ++layers;
    }
  }
  return last;
}

bool IsPresigned(std::string_view url) {
  const std::size_t query = url.find('?');
  return query != std::string_view::npos && query < url.find("X-Amz-") && Contains(url, kSignature);
}

// Takes the URL out of the text around it: a Markdown link, a command, a sentence.
bool TakeOutOfText(std::string& url) {
  const std::size_t at = FindBeginning(url, 0).at;
  if (at == std::string::npos || at == 0 || Contains(url.substr(0, at), "://")) return false;
  const std::string before = url.substr(0, at);
  const bool words = std::any_of(before.begin(), before.end(),
                                 [](unsigned char c) { return std::isalnum(c) != 0; });
  std::string inner = url.substr(at);
  if (!words || !IsPresigned(inner)) return false;
  constexpr std::string_view kOpening = "\"'`<(";
  constexpr std::string_view kClosing = "\"'`>)";
  const std::size_t bracket = kOpening.find(before.back());
  if (bracket != std::string_view::npos) {
    inner.resize(std::min(inner.find(kClosing[bracket], inner.find(kSignature)), inner.size()));
  }
  url = std::move(inner);
  return true;
}

bool IsOfAws(std::string_view url) {
  const std::optional<UrlParts> parts = SplitUrl(url);
  return parts && ParseEndpoint(parts->authority).kind != EndpointKind::kOther;
}

// Takes the URL out of another one, of which it is a parameter or the end of the path. A URL that
// is not encoded may be the name of an object, as long as it is not one of AWS.
bool TakeOutOfUrl(std::string& url) {
  const Beginning inner = FindBeginning(url, 1);
  if (inner.at == std::string::npos || !Contains(url.substr(0, inner.at), "://")) return false;
  std::string taken = url.substr(inner.at);
  if (inner.layers > 0) taken.resize(std::min(taken.find('&'), taken.size()));
  for (int layer = 0; layer < inner.layers; ++layer) taken = UriDecode(taken, Plus::kLiteral);
  if (!IsPresigned(taken) || (inner.layers == 0 && (IsOfAws(url) || !IsOfAws(taken)))) return false;
  url = std::move(taken);
  return true;
}

// Word processors make other dashes of hyphens. A dash that stands in a name of a parameter tells.
bool RestoreHyphens(std::string& url) {
  constexpr std::string_view kDashes[] = {"\u2010", "\u2011", "\u2012",
                                          "\u2013", "\u2014", "\u2212"};
  bool any = false;
  for (const std::string_view dash : kDashes) {
    if (Contains(url, std::string("X") + std::string(dash) + "Amz")) {
      any = ReplaceAll(url, dash, "-") || any;
    }
  }
  return any;
}

// The value of X-Amz-Credential as it is in the text.
std::string_view CredentialIn(std::string_view url) {
  const std::size_t at = url.find("X-Amz-Credential=");
  if (at == std::string_view::npos) return "";
  return url.substr(at, std::min(url.find('&', at), url.size()) - at);
}

// Markdown reads underscores as emphasis.
bool RestoreUnderscore(std::string& url) {
  return CredentialIn(url).ends_with("aws4request") &&
         ReplaceAll(url, "aws4request", "aws4_request");
}

bool HalvePercentSigns(std::string& url) {
  return Contains(CredentialIn(url), "%%2F") && ReplaceAll(url, "%%", "%");
}

bool RestoreAmpersands(std::string& url) {
  const std::size_t query = url.find('?');
  if (query == std::string::npos || !Contains(url, ";X-Amz-")) return false;
  std::replace(url.begin() + static_cast<std::ptrdiff_t>(query), url.end(), ';', '&');
  return true;
}

bool JoinLines(std::string& url) {
  // Quoted-printable ends a broken line with '='.
  const bool soft = ReplaceAll(url, "=\r\n", "") || ReplaceAll(url, "=\n", "");
  return std::erase_if(url, IsLineSpace) > 0 || soft;
}

bool Unescape(std::string& url) {
  bool any = false;
  for (const char* escape : {"&amp;", "&#38;", "&#x26;", "&#038;"}) {
    while (ReplaceAll(url, escape, "&")) any = true;  // it may be escaped twice
  }
  return any;
}

bool UnescapeJson(std::string& url) {
  bool any = ReplaceAll(url, "\\/", "/");
  constexpr std::pair<const char*, const char*> kEscapes[] = {
      {"\\u0026", "&"}, {"\\x26", "&"},   {"\\u003d", "="}, {"\\u003D", "="},
      {"\\u003f", "?"}, {"\\u003F", "?"}, {"\\u002f", "/"}, {"\\u002F", "/"}};
  for (const auto& [escape, text] : kEscapes) any = ReplaceAll(url, escape, text) || any;
  return any;
}

bool RemoveBackslashes(std::string& url) { return std::erase(url, '\\') > 0; }

bool DecodeWhole(std::string& url) {
  if (Contains(url, kSignature) || !Contains(url, "X-Amz-Signature%3D")) return false;
  const std::size_t query = url.find("X-Amz-");
  if (query > 2 && url.compare(query - 3, 3, "%3F") == 0) {
    url = UriDecode(url, Plus::kLiteral);
  } else {
    url = url.substr(0, query) + UriDecode(std::string_view(url).substr(query), Plus::kLiteral);
  }
  return true;
}

// Only the ampersands were encoded, as if the query were one value.
bool DecodeAmpersands(std::string& url) {
  return Contains(url, "%26X-Amz-Signature=") && ReplaceAll(url, "%26", "&");
}

bool DecodePercentSigns(std::string& url) {
  if (!Contains(CredentialIn(url), "%252F")) return false;
  return ReplaceAll(url, "%25", "%");
}

bool EscapeHash(std::string& url) {
  const std::size_t hash = url.find('#');
  if (hash == std::string::npos || !Contains(url.substr(hash), kSignature)) return false;
  return ReplaceAll(url, "#", "%23");
}

bool EscapeQuestionMark(std::string& url) {
  const std::size_t first = url.find('?');
  const std::size_t begin = url.find("?X-Amz-Algorithm=");
  if (begin == std::string::npos || first == begin) return false;
  for (std::size_t at = first; at < url.find("?X-Amz-Algorithm="); at = url.find('?', at)) {
    url.replace(at, 1, "%3F");
  }
  return true;
}

// Removes text after the signature, such as the full stop of a sentence.
bool CutAfterSignature(std::string& url) {
  const std::size_t at = url.find(kSignature);
  if (at == std::string::npos) return false;
  const std::size_t begin = at + kSignature.size();
  const std::size_t end = url.find_first_not_of("0123456789abcdefABCDEF", begin);
  if (end == std::string::npos || end - begin != kSignatureDigits || url[end] == '&') return false;
  url.erase(end, std::min(url.find('&', end), url.size()) - end);
  return true;
}

bool LowerSignature(std::string& url) {
  const std::size_t at = url.find(kSignature);
  if (at == std::string::npos) return false;
  bool any = false;
  for (std::size_t i = at + kSignature.size(); i < url.size() && url[i] != '&'; ++i) {
    if (url[i] < 'A' || url[i] > 'F') continue;
    url[i] = static_cast<char>(url[i] + ('a' - 'A'));
    any = true;
  }
  return any;
}

struct Damage {
  bool (*undo)(std::string& url);
  const char* name;
  const char* text;
};

constexpr Damage kDamages[] = {
    {TakeOutOfText, "text-around", "There is other text around the URL."},
    {TakeOutOfUrl, "inside-another-url",
     "The URL is inside another one, such as that of a mail scanner, a search engine or a proxy."},
    {Unwrap, "wrapped", "The URL has quotes, brackets or white space around it."},
    {RestoreHyphens, "other-dashes",
     "The URL has other dashes for its hyphens, as word processors write them."},
    {Unescape, "html-escaped",
     "The URL was HTML-escaped: it has '&amp;' instead of '&', so the server sees parameters "
     "named 'amp;X-Amz-...'."},
    {UnescapeJson, "json-escaped",
     "The URL was copied out of JSON source: it has '\\u0026' for '&' or '\\/' for '/'."},
    {RemoveBackslashes, "backslashes",
     "The URL has backslashes, which shells put before '?', '&' and '=' in pasted text."},
    {JoinLines, "broken-lines",
     "The URL has white space inside: a mail client or terminal has broken it into lines."},
    {DecodeWhole, "encoded-whole",
     "The query was percent-encoded as a whole: '&' and '=' became %26 and %3D."},
    {DecodeAmpersands, "ampersands-encoded",
     "The '&' between the parameters became %26, so the server sees them as one value."},
    {RestoreAmpersands, "semicolons",
     "The parameters are separated by ';': S3 reads them as one parameter."},
    {RestoreUnderscore, "underscore-lost",
     "X-Amz-Credential ends with aws4request instead of aws4_request: Markdown and chat programs "
     "read underscores as emphasis."},
    {HalvePercentSigns, "percent-signs-doubled",
     "The URL has '%%' for '%', as batch files of Windows and printf want it."},
    {DecodePercentSigns, "encoded-again",
     "The finished URL was percent-encoded once more: X-Amz-Credential has %252F instead of %2F."},
    {EscapeHash, "hash-unescaped",
     "The key has an unescaped '#': the rest of the URL, with the query, is never sent."},
    {EscapeQuestionMark, "question-mark-unescaped",
     "The key has an unescaped '?': the server reads the rest as the query."},
    {CutAfterSignature, "trailing-text",
     "Other text follows the signature, such as a full stop or a bracket."},
    {LowerSignature, "signature-in-upper-case",
     "The signature has upper-case hex digits; S3 accepts only lower case."},
};

}  // namespace

std::vector<Cause> UndoDamage(std::string& url) {
  std::vector<Cause> found;
  for (const Damage& damage : kDamages) {
    if (damage.undo(url)) found.push_back({damage.name, damage.text});
  }
  return found;
}

}  // namespace countersign
