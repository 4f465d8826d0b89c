#include "oracle/canonical_form.h"

#include <algorithm>

namespace countersign::fuzz {
namespace {

std::string Lowered(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return text;
}

std::vector<std::string_view> SplitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != separator) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

// White space at the ends goes, each run inside becomes one space.
std::string Folded(std::string_view value) {
  std::string folded;
  bool gap = false;
  for (const char c : value) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r') {
      gap = !folded.empty();
      continue;
    }
    if (gap) folded += ' ';
    gap = false;
    folded += c;
  }
  return folded;
}

// Dot segments and repeated slashes removed, AWS's way.
std::string Normalised(const std::string& path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : SplitAt(path, '/')) {
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != "." && !segment.empty()) {
      kept.push_back(segment);
    }
  }
  std::string normalised;
  for (const std::string_view segment : kept) normalised.append("/").append(segment);
  if (kept.empty() || path.back() == '/') normalised += "/";
  return normalised;
}

std::string CanonicalPath(const PlainRequest& request) {
  if (request.raw_path.empty()) return "/";
  if (request.is_s3) return PlainlyEncoded(PlainlyDecoded(request.raw_path, false), true);
  return PlainlyEncoded(Normalised(request.raw_path), true);
}

// The header's values, or, of an x-amz-* header that did not come, the parameter's.
std::string SignedValue(const PlainRequest& request, const std::string& name) {
  std::string joined;
  int count = 0;
  for (const Pair& header : request.headers) {
    if (Lowered(header.first) != name) continue;
    if (count++ > 0) joined += ",";
    joined += Folded(header.second);
  }
  if (count > 0 || name.rfind("x-amz-", 0) != 0) return joined;
  for (const Pair& parameter : PlainQueryPairs(request.raw_query)) {
    if (Lowered(PlainlyDecoded(parameter.first, true)) != name) continue;
    return Folded(PlainlyDecoded(parameter.second, true));
  }
  return "";
}

}  // namespace

std::string PlainlyDecoded(std::string_view text, bool plus_is_space) {
  const std::string_view digits = "0123456789abcdef";
  const auto value = [&](std::size_t at) {
    if (at >= text.size()) return std::string_view::npos;
    const char c = text[at];
    return digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c);
  };
  std::string octets;
  octets.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && value(i + 1) != std::string_view::npos &&
        value(i + 2) != std::string_view::npos) {
      octets += static_cast<char>(16 * value(i + 1) + value(i + 2));
      i += 2;
    } else {
      octets += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return octets;
}

std::string PlainlyEncoded(std::string_view octets, bool keep_slash) {
  const std::string_view digits = "0123456789ABCDEF";
  std::string text;
  text.reserve(3 * octets.size());
  for (const char c : octets) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool stays = letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                       c == '~' || (c == '/' && keep_slash);
    if (stays) {
      text += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    text += '%';
    text += digits[octet / 16];
    text += digits[octet % 16];
  }
  return text;
}

std::vector<Pair> PlainQueryPairs(std::string_view raw_query) {
  std::vector<Pair> pairs;
  for (const std::string_view piece : SplitAt(raw_query, '&')) {
    if (piece.empty()) continue;
    const std::string_view name = SplitAt(piece, '=').front();
    pairs.emplace_back(name, piece.substr(std::min(name.size() + 1, piece.size())));
  }
  return pairs;
}

std::string PlainCanonicalQuery(std::string_view raw_query) {
  std::vector<Pair> spelled;
  for (const Pair& pair : PlainQueryPairs(raw_query)) {
    const std::string name = PlainlyDecoded(pair.first, true);
    if (name == "X-Amz-Signature") continue;
    spelled.emplace_back(PlainlyEncoded(name, false),
                         PlainlyEncoded(PlainlyDecoded(pair.second, true), false));
  }
  std::sort(spelled.begin(), spelled.end());
  std::string query;
  for (std::size_t i = 0; i < spelled.size(); ++i) {
    if (i > 0) query += "&";
    query += spelled[i].first + "=" + spelled[i].second;
  }
  return query;
}

std::string PlainCanonicalRequest(const PlainRequest& request) {
  std::string text = request.method + "\n" + CanonicalPath(request) + "\n" +
                     PlainCanonicalQuery(request.raw_query) + "\n";
  std::string list;
  for (std::size_t i = 0; i < request.signed_headers.size(); ++i) {
    const std::string name = Lowered(request.signed_headers[i]);
    text += name + ":" + SignedValue(request, name) + "\n";
    list += (i > 0 ? ";" : "") + name;
  }
  return text + "\n" + list + "\n" + request.payload;
}

}  // namespace countersign::fuzz
