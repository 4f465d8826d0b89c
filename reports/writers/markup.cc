#include "writers/markup.h"

#include <utility>

namespace countersign {

std::string Escaped(std::string_view text) {
  static constexpr std::pair<char, std::string_view> kEntities[] = {
      {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    std::string_view written(&c, 1);
    for (const auto& [character, entity] : kEntities) {
      if (c == character) written = entity;
    }
    out += written;
  }
  return out;
}

}  // namespace countersign
