// Takes request targets apart and puts them together again without decoding. The edits use it.
#include "scene/parameters.h"

#include "sigv4/query_string.h"

namespace countersign::fuzz {
namespace {

QueryParameter ParameterOf(std::string_view piece) {
  const std::size_t equals = piece.find('=');
  if (equals == std::string_view::npos) return {piece, {}};
  return {piece.substr(0, equals), piece.substr(equals + 1)};
}

}  // namespace

std::size_t RawTarget::Find(std::string_view name) const {
  std::size_t at = 0;
  while (at < pieces.size() && !NameIs(ParameterOf(pieces[at]), name)) ++at;
  return at;
}

RawTarget SplitRawTarget(std::string_view target) {
  RawTarget split;
  const std::size_t query = target.find('?');
  split.path = target.substr(0, query);
  split.has_query = query != std::string_view::npos;
  if (!split.has_query) return split;
  std::string_view rest = target.substr(query + 1);
  while (true) {
    const std::size_t end = rest.find('&');
    split.pieces.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) return split;
    rest.remove_prefix(end + 1);
  }
}

std::string JoinRawTarget(const RawTarget& target) {
  std::string joined = target.path;
  if (target.has_query || !target.pieces.empty()) joined += '?';
  for (std::size_t i = 0; i < target.pieces.size(); ++i) {
    if (i > 0) joined += '&';
    joined += target.pieces[i];
  }
  return joined;
}

std::optional<std::string> Value(const Scene& scene, std::string_view name) {
  return DecodedValue(ParseQueryString(SplitTarget(scene.request.target).raw_query), name);
}

void SetRawValue(Scene& scene, std::string_view name, std::string_view raw_value) {
  RawTarget target = SplitRawTarget(scene.request.target);
  const std::size_t at = target.Find(name);
  if (at == target.pieces.size()) {
    target.pieces.push_back(std::string(name) + "=" + std::string(raw_value));
  } else {
    std::string& piece = target.pieces[at];
    piece = piece.substr(0, piece.find('=')) + "=" + std::string(raw_value);
  }
  scene.request.target = JoinRawTarget(target);
}

}  // namespace countersign::fuzz
