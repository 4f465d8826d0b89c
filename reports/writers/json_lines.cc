// JSON Lines, the result file that harness/protocol/protocol.md describes: a header, one line for
// each case, one for each fault of the run, a footer.
#include <array>
#include <cstdint>
#include <cstdio>

#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"
#include "suite/select.h"
#include "writers/answer_view.h"
#include "writers/formats.h"
#include "writers/text.h"
#include "writers/wrong.h"

namespace countersign {
namespace {

// JsonLine is one object of the document. Text is made printable first.
class JsonLine {
 public:
  explicit JsonLine(std::string_view type) : json_(text_) {
    json_.BeginObject();
    json_.Text("type", type);
  }
  void Text(std::string_view name, std::string_view bytes) {
    json_.Text(name, PrintableLines(bytes));
  }
  void Texts(std::string_view name, const std::vector<std::string>& texts) {
    std::vector<std::string> printable;
    for (const std::string& text : texts) printable.push_back(PrintableLines(text));
    json_.Texts(name, printable);
  }
  JsonWriter& json() { return json_; }
  std::string End() {
    json_.EndObject();
    return text_ + "\n";
  }

 private:
  std::string text_;
  JsonWriter json_;
};

// The code point of one character of valid UTF-8.
std::uint32_t CodePointOf(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return lead;
  std::uint32_t code_point = lead & (0xFFu >> (character.size() + 1));
  for (const char next : character.substr(1)) {
    code_point = code_point << 6 | (static_cast<unsigned char>(next) & 0x3Fu);
  }
  return code_point;
}

std::string UnicodeEscape(std::uint32_t code_point) {
  std::array<char, 16> text{};
  if (code_point < 0x10000) {
    std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(code_point));
  } else {
    const std::uint32_t above = code_point - 0x10000;
    std::snprintf(text.data(), text.size(), "\\u%04x\\u%04x",
                  static_cast<unsigned>(0xD800 + (above >> 10)),
                  static_cast<unsigned>(0xDC00 + (above & 0x3FF)));
  }
  return text.data();
}

// An answer is shown exactly, but no character in it may control a terminal: JSON has an escape for
// each, with the same value.
std::string Harmless(const std::string& json) {
  if (PrintableLines(json) == json) return json;
  const std::vector<Cell> cells = Cells(json);
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t end = i + 1 < cells.size() ? cells[i + 1].offset : json.size();
    const auto bytes = std::string_view(json).substr(cells[i].offset, end - cells[i].offset);
    out += cells[i].text == bytes ? cells[i].text : UnicodeEscape(CodePointOf(bytes));
  }
  return out;
}

// The same members as in the answer to the hello; null if the adapter did not answer it.
void AddAdapter(AdapterInfo adapter_info, JsonLine& line) {
  if (adapter_info.protocol == 0) return line.json().Raw("adapter", "null");
  for (std::string* text : {&adapter_info.name, &adapter_info.version, &adapter_info.language}) {
    *text = PrintableLines(*text);
  }
  for (std::string& feature : adapter_info.features) feature = PrintableLines(feature);
  WriteAdapterInfo("adapter", adapter_info, line.json());
}

std::string Header(const Report& report) {
  JsonLine line("header");
  line.Text("suite", report.suite_version);
  line.Text("suite_digest", report.suite != nullptr ? report.suite->digest : "");
  AddAdapter(report.adapter_info, line);
  line.Text("errors", ErrorLevelName(report.adapter_info.errors));
  line.Text("clock", ClockName(report.adapter_info.clock));
  return line.End();
}

void AddCauses(const std::vector<Cause>& causes, JsonLine& line) {
  if (causes.empty()) return;
  line.json().BeginArray("likely_causes");
  for (const Cause& cause : causes) {
    line.json().BeginObject();
    line.Text("name", cause.name);
    line.Text("text", cause.text);
    line.Texts("seen", cause.seen);
    line.json().EndObject();
  }
  line.json().EndArray();
}

std::string CaseLine(const CaseResult& result) {
  JsonLine line("case");
  line.Text("id", result.vector->id);
  line.Text("level", LevelName(result.vector->level));
  line.Text("verdict", VerdictName(result.verdict));
  line.json().Raw("expected", Harmless(ExpectedJson(result)));
  line.json().Raw("observed", Harmless(ObservedJson(result)));
  line.Text("explanation", result.explanation);
  if (const auto wrong = WrongOf(result)) line.Text("wrong", EntryOf(*wrong).name);
  AddCauses(result.likely_causes, line);
  return line.End();
}

// The faults of the run are counted with those of the cases, so that nobody who reads only the
// footer misses them.
std::string Footer(const Report& report) {
  Tally tally = Count(report);
  tally.fault += static_cast<int>(report.faults.size());
  JsonLine line("footer");
  for (const TallyColumn& column : kTallyColumns) {
    line.json().Integer(column.member, tally.*column.count);
  }
  line.json().Flag("complete", report.complete);
  line.json().BeginObject("wrong");
  for (const WrongCount& one : CountWrong(report)) {
    line.json().Integer(EntryOf(one.wrong).name, one.count);
  }
  line.json().EndObject();
  return line.End();
}

}  // namespace

std::string JsonLines(const Report& report) {
  std::string document = Header(report);
  for (const CaseResult& result : report.results) document += CaseLine(result);
  for (const std::string& fault : report.faults) {
    JsonLine line("fault");
    line.Text("message", fault);
    document += line.End();
  }
  return document + Footer(report);
}

}  // namespace countersign
