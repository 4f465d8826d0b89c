// Edits to the path. Part of Edits() (scene/edits.h), from which the mutator chooses.
#include "scene/edits.h"
#include "scene/parameters.h"

namespace countersign::fuzz {
namespace {

// Separators, dot segments, escapes and other text that careless normalisation changes.
constexpr std::string_view kPieces[] = {
    "/",   "//",      "/./",      "/../",   "/..",     "/.",        "%2F",
    "%2f", "%2E%2E/", "%2e",      "+",      "%2B",     "%20",       " ",
    "%25", "%",       "%2525",    "%00",    ";",       ":",         "@",
    "~",   "%7E",     "!",        "*",      "'",       "(",         ")",
    "$",   "&",       "=",        ",",      "#",       "%23",       "%3F",
    "\\",  "%5C",     "\xC3\xA9", "%C3%A9", "e%CC%81", "%E2%82%AC", "%F0%9F%98%80",
    "%FF", "%C0%AF",  "a",        "A",      "0",       "-",         "_",
    ".",   "%zz",     "\t",       "|"};

template <void (*kChange)(std::string& path, Random& random)>
void OnPath(Scene& scene, Random& random) {
  RawTarget target = SplitRawTarget(scene.request.target);
  kChange(target.path, random);
  scene.request.target = JoinRawTarget(target);
}

void InsertPiece(std::string& path, Random& random) {
  const std::string_view piece = random.Of(kPieces);
  // Usually after the first slash, because a path must begin with one.
  const std::size_t at = path.empty() || random.OneIn(16) ? 0 : 1 + random.Below(path.size());
  path.insert(at, piece);
}

void RepeatPiece(std::string& path, Random& random) {
  const std::string_view piece = random.Of(kPieces);
  for (std::size_t i = 1 + random.Below(32); i > 0; --i) path += piece;
}

void DropByte(std::string& path, Random& random) {
  if (path.size() > 1) path.erase(1 + random.Below(path.size() - 1), 1);
}

void DropSegment(std::string& path, Random&) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string::npos && slash > 0) path.erase(slash);
}

void Truncate(std::string& path, Random& random) {
  if (!path.empty()) path.resize(1 + random.Below(path.size()));
}

void RespellAll(std::string& path, Random& random) {
  for (std::size_t i = path.size(); i > 0; --i) RespellOnce(path, random);
}

}  // namespace

std::vector<Edit> PathEdits() {
  return {
      {"path-insert", OnPath<InsertPiece>},     {"path-repeat", OnPath<RepeatPiece>},
      {"path-drop-byte", OnPath<DropByte>},     {"path-drop-segment", OnPath<DropSegment>},
      {"path-truncate", OnPath<Truncate>},      {"path-respell", OnPath<RespellOnce>},
      {"path-respell-all", OnPath<RespellAll>},
  };
}

}  // namespace countersign::fuzz
