// Mistakes of people, proxies and frameworks with the path after the URL was signed: slashes folded
// or doubled, a prefix added or cut off, one more or one less layer of percent-encoding.
#include <algorithm>
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

void AddPath(const Signing& sent, const char* name, const char* text, std::string path,
             std::vector<Mistake>& mistakes, Likelihood likelihood = Likelihood::kUsual) {
  if (path == sent.raw_path) return;
  Mistake mistake{{name, text}, sent, likelihood};
  mistake.signing.raw_path = std::move(path);
  mistakes.push_back(std::move(mistake));
}

void AddPaths(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string& path = sent.raw_path;
  AddPath(sent, "path-encoded-again", "The path was percent-encoded once more after it was signed.",
          WithAll(path, "%25", "%"), mistakes);
  AddPath(sent, "path-space-as-plus",
          "A space in the path was signed as a space and sent as '+', which is a plus for services "
          "other than S3.",
          WithAll(path, "+", "%20"), mistakes);
  AddPath(sent, "path-plus-sent-raw",
          "A plus in the key was signed as %2B and sent as '+', which S3 reads as a space.",
          WithAll(path, "+", "%2B"), mistakes);
  AddPath(sent, "path-space-sent-as-plus",
          "The path was signed with '+' for a space and sent with %2B, which is a plus.",
          WithAll(path, "%2B", "+"), mistakes, Likelihood::kLessThanAMutant);
  AddPath(sent, "path-plus-as-space", "A plus in the key was signed as a plus and sent as a space.",
          WithAll(path, "%20", "%2B"), mistakes);
  AddPath(sent, "path-slash-added", "A slash was put at the end of the path after it was signed.",
          path.ends_with('/') && path.size() > 1 ? path.substr(0, path.size() - 1) : path,
          mistakes);
  AddPath(sent, "path-slash-lost",
          "The slash at the end of the path was removed after it was signed.",
          path.ends_with('/') ? path : path + "/", mistakes);
  AddPath(sent, "path-decoded-again",
          "The path was percent-decoded once after it was signed, as proxies do.",
          WithAll(path, "%", "%25"), mistakes, Likelihood::kLessThanAMutant);
  AddPath(sent, "path-decoded-again",
          "Only %25 in the path was percent-decoded once after it was signed, as some proxies do.",
          WithAll(path, "%25", "%2525"), mistakes, Likelihood::kLessThanAMutant);
  for (const char* end : {"%0A", "%0D%0A", "%20"}) {
    if (path.ends_with(end)) {
      AddPath(sent, "path-end-added", "White space was put at the end of the key.",
              path.substr(0, path.size() - std::string_view(end).size()), mistakes);
    }
    AddPath(sent, "path-end-lost",
            "The key was signed with white space at its end, such as the line break of a file.",
            path + end, mistakes);
  }
}

// A URL with very many slashes must not make the search endless.
constexpr std::size_t kMostSlashes = 24;

// Each slash alone: two of them were folded into it, or it was doubled.
void AddSlashes(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string& path = sent.raw_path;
  AddPath(sent, "path-slash-doubled", "A second slash was put in front of the key.",
          WithAll(path, "//", "/"), mistakes);
  AddPath(sent, "path-slash-folded", "The key begins with a slash, which is missing from the URL.",
          "/" + path, mistakes);
  std::size_t slashes = 0;
  for (std::size_t at = path.find('/', 1); at != std::string::npos && slashes < kMostSlashes;
       at = path.find('/', at + 1), ++slashes) {
    std::string two = path;
    two.insert(at, 1, '/');
    AddPath(sent, "path-slash-folded",
            "Two slashes inside the path were folded into one after it was signed.", two, mistakes);
    if (path[at - 1] != '/') continue;
    std::string one = path;
    one.erase(at, 1);
    AddPath(sent, "path-slash-doubled", "A slash inside the path was doubled after it was signed.",
            one, mistakes);
  }
}

// A proxy at a path of its own puts that path in front, or cuts it off.
void AddPrefixes(const Signing& sent, std::vector<Mistake>& mistakes) {
  constexpr int kMostPrefixes = 3;
  const std::string& path = sent.raw_path;
  std::size_t key = path.find('/', 1);
  for (int i = 0; i < kMostPrefixes && key != std::string::npos; ++i) {
    if (path[key - 1] != '/') {  // two slashes are no part of a path: AddSlashes
      AddPath(sent, "path-prefix-added",
              "The first part of the path was put in front of it after it was signed.",
              path.substr(key), mistakes);
    }
    key = path.find('/', key + 1);
  }
  if (!sent.clues.bucket.empty()) {
    AddPath(sent, "path-bucket-cut",
            "The bucket in front of the path was cut off after it was signed.",
            "/" + sent.clues.bucket + path, mistakes);
  }
}

// Some servers and frameworks change the case of a path.
void AddCase(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string path = UriDecode(sent.raw_path, Plus::kSpace);
  AddPath(sent, "path-case-changed",
          "The path was in lower case when it was signed, and has capital letters now.",
          UriEncode(LowerCase(path), Slash::kKeep), mistakes, Likelihood::kLessThanAMutant);
}

// What the server says that it received.
void AddClues(const Signing& sent, std::vector<Mistake>& mistakes) {
  constexpr const char* kText =
      "The path was the one that the server names, and another was asked.";
  const SigningClues& clues = sent.clues;
  if (!clues.resource.empty()) {
    AddPath(sent, "other-path", kText, UriEncode(clues.resource, Slash::kKeep), mistakes);
  }
  if (clues.key.empty()) return;
  const std::string key = "/" + UriEncode(clues.key, Slash::kKeep);
  AddPath(sent, "other-path", kText, key, mistakes);
  if (!clues.bucket.empty()) {
    AddPath(sent, "other-path", kText, "/" + clues.bucket + key, mistakes);
  }
}

}  // namespace

void AddPathMistakes(const Signing& sent, std::vector<Mistake>& mistakes) {
  AddPaths(sent, mistakes);
  AddSlashes(sent, mistakes);
  AddPrefixes(sent, mistakes);
  AddCase(sent, mistakes);
  AddClues(sent, mistakes);
}

}  // namespace countersign
