#include "live_server/error_document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

namespace countersign {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
// Nothing in an error document lies deeper.
constexpr std::size_t kDeepest = 16;

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

bool AppendUtf8(std::uint32_t point, std::string& out) {
  if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
  if (point < 0x80) {
    out += static_cast<char>(point);
    return true;
  }
  const int tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(kLead[static_cast<std::size_t>(tail)] | point >> (6 * tail));
  for (int i = tail - 1; i >= 0; --i) out += static_cast<char>(0x80 | (point >> (6 * i) & 0x3f));
  return true;
}

bool AppendEntity(std::string_view name, std::string& out) {
  for (const auto& [entity, octet] : kEntities) {
    if (entity != name) continue;
    out += octet;
    return true;
  }
  if (!name.starts_with('#')) return false;
  const bool hex = name.starts_with("#x");
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t point = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, point, hex ? 16 : 10);
  return error == std::errc() && end == last && AppendUtf8(point, out);
}

// Reader walks through a document and keeps the text of the elements right below the root.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  std::optional<ReceivedError> Read() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    while (!rest_.empty()) {
      if (!IoStatus()) return std::nullopt;
    }
    if (!open_.empty() || document_.code.empty()) return std::nullopt;
    return document_;
  }

 private:
  bool IoStatus() {
    if (rest_.starts_with("<?")) return Skip("?>");
    if (rest_.starts_with("<!--")) return Skip("-->");
    if (rest_.starts_with("<![CDATA[")) return TakeCharacterData();
    if (rest_.starts_with("</")) return Close();
    if (rest_.starts_with("<!")) return false;
    if (rest_.starts_with("<")) return Open();
    return TakeText();
  }

  bool Skip(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  bool TakeCharacterData() {
    constexpr std::string_view kBegin = "<![CDATA[";
    const std::size_t end = rest_.find("]]>");
    if (open_.empty() || end == std::string_view::npos) return false;
    text_ += rest_.substr(kBegin.size(), end - kBegin.size());
    rest_.remove_prefix(end + 3);
    return true;
  }

  bool Open() {
    const std::size_t end = rest_.find('>');
    if (end == std::string_view::npos || open_.size() == kDeepest) return false;
    std::string_view tag = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    const bool closed = tag.ends_with('/');
    if (closed) tag.remove_suffix(1);
    const std::string_view name = tag.substr(0, tag.find_first_of(kBlanks));
    if (name.empty() || (open_.empty() && (name != "Error" || std::exchange(root_seen_, true)))) {
      return false;
    }
    text_.clear();
    open_.push_back(name);
    return !closed || End();
  }

  bool Close() {
    const std::size_t end = rest_.find('>');
    if (end == std::string_view::npos || open_.empty()) return false;
    std::string_view name = rest_.substr(2, end - 2);
    name = name.substr(0, name.find_first_of(kBlanks));
    if (name != open_.back()) return false;
    rest_.remove_prefix(end + 1);
    return End();
  }

  bool End() {
    if (open_.size() == 2) {
      const std::string_view name = open_.back();
      if (name == "Code") document_.code = text_;
      if (name == "Message") document_.message = text_;
      if (name == "CanonicalRequest") document_.canonical_request = text_;
      if (name == "StringToSign") document_.string_to_sign = text_;
    }
    open_.pop_back();
    text_.clear();
    return true;
  }

  bool TakeText() {
    const std::size_t end = std::min(rest_.find('<'), rest_.size());
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (open_.empty()) return text.find_first_not_of(kBlanks) == std::string_view::npos;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] != '&') {
        text_ += text[at++];
        continue;
      }
      const std::size_t semicolon = text.find(';', at);
      if (semicolon == std::string_view::npos) return false;
      if (!AppendEntity(text.substr(at + 1, semicolon - at - 1), text_)) return false;
      at = semicolon + 1;
    }
    return true;
  }

  std::string_view rest_;
  std::vector<std::string_view> open_;
  std::string text_;  // of the innermost element, so far
  bool root_seen_ = false;
  ReceivedError document_;
};

}  // namespace

std::optional<ReceivedError> ParseErrorDocument(std::string_view body) {
  return Reader(body).Read();
}

}  // namespace countersign
