// The result as a picture, for an issue or a README; the HTML report opens with it. It loads
// nothing, has colours of its own, and can be read when it is 360 pixels wide.
#include <algorithm>
#include <array>

#include "suite/select.h"
#include "writers/formats.h"
#include "writers/kinds.h"
#include "writers/layout.h"
#include "writers/left_out.h"
#include "writers/markup.h"
#include "writers/outline.h"
#include "writers/text.h"

namespace countersign {
namespace {

constexpr int kWidth = 480;  // of the picture, in its own units
constexpr int kMargin = 24;
constexpr int kInner = kWidth - 2 * kMargin;
constexpr std::size_t kTextColumns = 58;  // that surely fit at 14 units a letter
constexpr std::size_t kRowsShown = 6;

constexpr const char* kGood = "#1a7f37";
constexpr const char* kBad = "#c62828";
constexpr const char* kOdd = "#b7791f";
constexpr const char* kInk = "#1c2127";
constexpr const char* kSoft = "#5b6570";

const char* ColourOf(Wrong wrong) {
  if (wrong == Wrong::kOtherCode || wrong == Wrong::kUnexpectedPass) return kOdd;
  return kBad;
}

// Picture grows downwards, a row at a time.
class Picture {
 public:
  void Write(const std::string& text, int size, const char* colour, bool bold = false) {
    y_ += size + size / 2;
    const auto fits = kTextColumns * 14 / static_cast<std::size_t>(size);
    body_ += "<text x=\"" + std::to_string(kMargin) + "\" y=\"" + std::to_string(y_) +
             "\" font-size=\"" + std::to_string(size) + "\" fill=\"" + colour + "\"" +
             (bold ? " font-weight=\"700\"" : "") + ">" +
             Escaped(Clipped(Printable(text), bold ? fits * 9 / 10 : fits)) + "</text>\n";
  }
  // A line behind a square of a colour.
  void Entry(const std::string& count, const std::string& text, const char* colour) {
    y_ += 22;
    body_ += "<rect x=\"" + std::to_string(kMargin) + "\" y=\"" + std::to_string(y_ - 11) +
             "\" width=\"12\" height=\"12\" rx=\"2\" fill=\"" + colour + "\"/>\n";
    body_ += "<text x=\"" + std::to_string(kMargin + 64) + "\" y=\"" + std::to_string(y_) +
             "\" font-size=\"14\" font-weight=\"700\" text-anchor=\"end\" fill=\"" + kInk + "\">" +
             Escaped(count) + "</text>\n";
    body_ += "<text x=\"" + std::to_string(kMargin + 74) + "\" y=\"" + std::to_string(y_) +
             "\" font-size=\"14\" fill=\"" + kInk + "\">" +
             Escaped(Clipped(Printable(text), kTextColumns - 10)) + "</text>\n";
  }
  struct Part {
    int count = 0;
    const char* colour = nullptr;
  };
  // One bar of all parts, each as long as its share, and at least visible.
  void Bar(const std::vector<Part>& parts) {
    int total = 0;
    for (const Part& part : parts) total += part.count;
    y_ += 14;
    if (total == 0) return;
    int x = kMargin;
    for (const Part& part : parts) {
      if (part.count == 0) continue;
      const int left = kMargin + kInner - x;
      const int width = std::min(left, std::max(3, part.count * kInner / total));
      body_ += "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y_) + "\" width=\"" +
               std::to_string(width) + "\" height=\"14\" fill=\"" + part.colour + "\"/>\n";
      x += width;
    }
    y_ += 16;
  }
  void Space(int units) { y_ += units; }
  std::string Whole(const std::string& title) const {
    const std::string height = std::to_string(y_ + kMargin);
    const std::string width = std::to_string(kWidth);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height +
           "\" width=\"" + width + "\" height=\"" + height +
           "\" role=\"img\" font-family=\"system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, "
           "sans-serif\">\n<title>" +
           Escaped(Printable(title)) + "</title>\n<rect x=\"0.5\" y=\"0.5\" width=\"" +
           std::to_string(kWidth - 1) + "\" height=\"" + std::to_string(y_ + kMargin - 1) +
           "\" rx=\"8\" fill=\"#ffffff\" stroke=\"#c9d0d8\"/>\n" + body_ + "</svg>\n";
  }

 private:
  int y_ = 8;
  std::string body_;
};

void DrawCounts(const Report& report, Picture& picture) {
  const Tally tally = Count(report);
  const std::vector<WrongCount> counts = CountWrong(report);
  std::vector<Picture::Part> parts = {{tally.pass, kGood}};
  for (const WrongCount& one : counts) parts.push_back({one.count, ColourOf(one.wrong)});
  picture.Bar(parts);
  picture.Entry(std::to_string(tally.pass),
                "passed of " + std::to_string(Required(tally)) + " required", kGood);
  for (const WrongCount& one : counts) {
    const WrongEntry& entry = EntryOf(one.wrong);
    picture.Entry(std::to_string(one.count), one.count == 1 ? entry.one : entry.many,
                  ColourOf(one.wrong));
  }
}

// What a reader asks next: which rules let somebody in; otherwise what is wrong.
void DrawWorst(const Report& report, Picture& picture) {
  const std::vector<RuleCount> rules = RulesOf(LetIn(report), report);
  const std::vector<Kind> kinds = Kinds(report);
  if (kinds.empty()) return;
  picture.Space(6);
  picture.Write(rules.empty() ? "What is wrong" : "Let in what must be refused, by rule", 14, kSoft,
                true);
  const std::size_t count = rules.empty() ? kinds.size() : rules.size();
  for (std::size_t i = 0; i < std::min(count, kRowsShown); ++i) {
    if (rules.empty()) {
      picture.Entry(std::to_string(kinds[i].results.size()), ShortName(kinds[i], report),
                    ColourOf(kinds[i].wrong));
    } else {
      picture.Entry(std::to_string(rules[i].results.size()), RuleTag(rules[i]), kBad);
    }
  }
  if (count > kRowsShown) {
    picture.Write("and " + std::to_string(count - kRowsShown) +
                      (rules.empty() ? " more kinds" : " more rules"),
                  13, kSoft);
  }
}

void DrawLeftOut(const Report& report, Picture& picture) {
  const Tally tally = Count(report);
  std::string line;
  const auto add = [&line](int count, const char* what) {
    if (count > 0) line += (line.empty() ? "" : ", ") + std::to_string(count) + " " + what;
  };
  add(tally.not_exercised, "not exercised");
  add(tally.unsupported - CountNotOffered(report), "unsupported");
  add(tally.expected_failure, "expected to fail");
  add(tally.disputed, "disputed");
  picture.Space(6);
  if (!line.empty()) picture.Write(line, 13, kSoft);
  for (const std::string& one : NotOffered(report)) picture.Write(one, 13, kSoft);
}

}  // namespace

std::string Svg(const Report& report) {
  Picture picture;
  picture.Write(AdapterTitle(report), 20, kInk, true);
  picture.Write(
      "Countersign " + report.suite_version + (report.date.empty() ? "" : ", " + report.date), 13,
      kSoft);
  std::string standing = StandingName(StandingOf(report));
  standing[0] = static_cast<char>(standing[0] - 'a' + 'A');
  const bool good = StandingOf(report) == Standing::kConforming;
  picture.Space(4);
  picture.Write(standing, 18, good ? kGood : kBad, true);
  for (const std::string& problem : RunProblems(report)) picture.Write(problem, 14, kBad);
  DrawCounts(report, picture);
  DrawWorst(report, picture);
  DrawLeftOut(report, picture);
  return picture.Whole(AdapterTitle(report) + ": " + VerdictLine(report));
}

}  // namespace countersign
