// Canonical requests, computed a second time without reference/, so that the targets can find its
// mistakes. Its lower-casing, splitting and escaping are its own for that reason; other files of
// fuzz/ that need an independent computation use these. The targets canonical_request and
// query_string and the plain verifier call it.
#include "oracle/canonical_form.h"

#include <algorithm>

namespace countersign::fuzz {
namespace {

// Removes dot segments and repeated slashes, as AWS does for services other than S3.
std::string Normalised(std::string_view path) {
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
  if (request.is_s3) return PlainlyEncoded(PlainlyDecoded(request.raw_path, true), true);
  return PlainlyEncoded(Normalised(request.raw_path), true);
}

// Appends the values of the header or, if an x-amz-* header is missing, the value of the parameter.
void AppendSignedValue(const PlainRequest& request, std::string_view name, std::string& text) {
  int count = 0;
  for (const PairView& header : request.headers) {
    if (!IsLowered(header.first, name)) continue;
    if (count++ > 0) text += ',';
    text += Folded(header.second);
  }
  if (count > 0 || !name.starts_with("x-amz-")) return;
  for (const PairView& parameter : PlainQueryPairs(request.raw_query)) {
    const std::string given = PlainlyDecoded(parameter.first, true);
    if (!IsReadAsHeader(given, name)) continue;
    text += Folded(PlainlyDecoded(parameter.second, true));
    return;
  }
}

}  // namespace

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return lowered;
}

bool IsLowered(std::string_view text, std::string_view lowered) {
  return text.size() == lowered.size() && Lowered(text) == lowered;
}

bool IsReadAsHeader(std::string_view parameter, std::string_view lower_name) {
  constexpr std::string_view kInCapitals[] = {
      "X-Amz-Algorithm",     "X-Amz-Credential", "X-Amz-Date",           "X-Amz-Expires",
      "X-Amz-SignedHeaders", "X-Amz-Signature",  "X-Amz-Security-Token", "X-Amz-S3session-Token"};
  if (parameter == lower_name) return true;
  if (!IsLowered(parameter, lower_name)) return false;
  return lower_name == "x-amz-content-sha256" ||
         std::find(std::begin(kInCapitals), std::end(kInCapitals), parameter) !=
             std::end(kInCapitals);
}

std::vector<std::string_view> SplitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  parts.reserve(1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), separator)));
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != separator) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

std::string Folded(std::string_view value) {
  std::string folded;
  folded.reserve(value.size());
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

std::string PlainlyDecoded(std::string_view text, bool plus_is_space) {
  const std::string_view digits = "0123456789abcdef";
  const auto value = [&](std::size_t at) {
    if (at >= text.size()) return std::string_view::npos;
    const char c = text[at];
    return digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c);
  };
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && value(i + 1) != std::string_view::npos &&
        value(i + 2) != std::string_view::npos) {
      bytes += static_cast<char>(16 * value(i + 1) + value(i + 2));
      i += 2;
    } else {
      bytes += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return bytes;
}

std::string PlainlyEncoded(std::string_view bytes, bool keep_slash) {
  const std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool stays = letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                       c == '~' || (c == '/' && keep_slash);
    if (stays) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += digits[byte / 16];
    text += digits[byte % 16];
  }
  return text;
}

std::vector<PairView> PlainQueryPairs(std::string_view raw_query) {
  std::vector<PairView> pairs;
  for (const std::string_view piece : SplitAt(raw_query, '&')) {
    if (piece.empty()) continue;
    const std::string_view name = piece.substr(0, piece.find('='));
    pairs.emplace_back(name, piece.substr(std::min(name.size() + 1, piece.size())));
  }
  return pairs;
}

std::string PlainCanonicalQuery(std::string_view raw_query) {
  const std::vector<PairView> pairs = PlainQueryPairs(raw_query);
  std::vector<Pair> spelled;
  spelled.reserve(pairs.size());
  for (const PairView& pair : pairs) {
    const std::string name = PlainlyDecoded(pair.first, true);
    if (name == "X-Amz-Signature") continue;
    spelled.emplace_back(PlainlyEncoded(name, false),
                         PlainlyEncoded(PlainlyDecoded(pair.second, true), false));
  }
  std::sort(spelled.begin(), spelled.end());
  std::string query;
  query.reserve(3 * raw_query.size());
  for (const Pair& pair : spelled) {
    if (&pair != spelled.data()) query += '&';
    query.append(pair.first).append("=").append(pair.second);
  }
  return query;
}

std::string PlainCanonicalRequest(const PlainRequest& request) {
  std::string text(request.method);
  text.append("\n").append(CanonicalPath(request)).append("\n");
  text.append(PlainCanonicalQuery(request.raw_query)).append("\n");
  std::string list;
  for (const std::string_view& one : request.signed_headers) {
    const std::string name = Lowered(one);
    text.append(name).append(":");
    AppendSignedValue(request, name, text);
    text += '\n';
    if (&one != request.signed_headers.data()) list += ';';
    list += name;
  }
  return text.append("\n").append(list).append("\n").append(request.payload);
}

}  // namespace countersign::fuzz
