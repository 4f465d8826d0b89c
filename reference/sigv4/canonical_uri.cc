// The canonical URI: the path of a request in the one spelling that signer and verifier share. S3
// and the other services differ here, in encoding and in normalisation. canonical_request.cc calls
// it.

#include "sigv4/canonical_uri.h"

#include <cstddef>
#include <vector>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// RemoveDotSegments drops "." and empty segments; ".." drops the segment before it. AWS differs
// from RFC 3986 in two ways: repeated slashes become one, and "/a/b/.." is "/a", not "/a/".
std::string RemoveDotSegments(std::string_view path) {
  const bool ends_with_slash = path.back() == '/';
  std::vector<std::string_view> kept;
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size() < path.size() ? segment.size() + 1 : path.size());
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
  }

  std::string normalised;
  for (const std::string_view segment : kept) {
    normalised += '/';
    normalised += segment;
  }
  if (kept.empty() || ends_with_slash) normalised += '/';
  return normalised;
}

std::string Normalised(std::string_view path, PathNormalization normalization) {
  switch (normalization) {
    case PathNormalization::kNever:
      // S3 keys may contain "//", "." and "..".
      //= path/never-normalised
      break;
    case PathNormalization::kRemoveDotSegments:
      //= path/normalised-elsewhere
      return RemoveDotSegments(path);
  }
  return std::string(path);
}

}  // namespace

std::string CanonicalUri(std::string_view raw_path, PathEncoding encoding,
                         PathNormalization normalization) {
  //= path/empty-is-slash
  if (raw_path.empty()) return "/";
  const std::string path = Normalised(raw_path, normalization);
  switch (encoding) {
    case PathEncoding::kOnce:
      // Decoding first makes every spelling of a key the same: %2F and '/', raw and escaped
      // reserved characters, %c3 and %C3. S3 reads a '+' in the path as a space, as in a query.
      //= path/encoded-once
      //= path/encoded-slash
      //= path/raw-reserved
      //= path/lower-case-hex
      //= path/plus-is-plus
      //= path/raw-plus-is-space
      return UriEncode(UriDecode(path, Plus::kSpace), Slash::kKeep);
    case PathEncoding::kTwice:
      // The path that travels is encoded already: its '%' becomes %25.
      //= path/encoded-twice-elsewhere
      break;
  }
  return UriEncode(path, Slash::kKeep);
}

}  // namespace countersign
