// Reads S3's error documents strictly, so that another server's error page is not mistaken for one.
// outcome.cc calls it. (explain/server_answer.cc reads what users paste, and is lenient.)
#include "live_server/error_document.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "s3_http/xml_text.h"

namespace countersign {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
// No element of an error document is nested deeper.
constexpr std::size_t kDeepest = 16;

// Reader goes through a document and keeps the text of the elements directly below the root.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  std::optional<ReceivedError> Read() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    while (!rest_.empty()) {
      if (!ReadNext()) return std::nullopt;
    }
    if (!open_.empty() || document_.code.empty()) return std::nullopt;
    return document_;
  }

 private:
  bool ReadNext() {
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
      if (!AppendXmlReference(text.substr(at + 1, semicolon - at - 1), text_)) return false;
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
