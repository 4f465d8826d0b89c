// Text for the writers of reports; how a character is made safe to print is in
// protocol/printable.cc.
#include "writers/text.h"

#include "protocol/json_string.h"

namespace countersign {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string JsonText(std::string_view bytes) {
  std::string json;
  AppendJsonString(PrintableLines(bytes), json);
  return json;
}

}  // namespace countersign
