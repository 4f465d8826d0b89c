#include "writers/difference_view.h"

#include <algorithm>

#include "writers/text.h"

namespace countersign {
namespace {

constexpr std::size_t kBefore = 56;  // columns shown before the difference
constexpr std::size_t kAfter = 40;   // and after it
constexpr std::string_view kCut = "...";

struct Line {
  std::string_view text;  // with its line feed only if that is what differs
  std::size_t begin = 0;
};

Line LineAt(std::string_view text, std::size_t offset) {
  const std::size_t before = text.substr(0, offset).rfind('\n');
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  std::size_t end = std::min(text.find('\n', offset), text.size());
  if (end == offset && end < text.size()) ++end;
  return {text.substr(begin, end - begin), begin};
}

// Returns the line as shown, and in `caret` the columns before the byte at `offset` of the line.
std::string Show(std::string_view line, std::size_t offset, std::size_t& caret) {
  const std::vector<Cell> cells = Cells(line);
  std::size_t at = 0;  // the cell that holds the byte
  while (at < cells.size() &&
         (at + 1 < cells.size() ? cells[at + 1].offset : line.size()) <= offset) {
    ++at;
  }
  std::size_t first = at;
  std::size_t columns = 0;
  while (first > 0 && columns < kBefore) columns += cells[--first].columns;
  std::string shown = first > 0 ? std::string(kCut) : std::string();
  caret = shown.size() + columns;
  std::size_t shown_after = 0;
  std::size_t last = first;
  for (; last < cells.size() && (last < at || shown_after < kAfter); ++last) {
    shown += cells[last].text;
    if (last >= at) shown_after += cells[last].columns;
  }
  if (last < cells.size()) shown += kCut;
  return shown;
}

}  // namespace

DifferenceView ViewDifference(const StageDifference& difference) {
  const std::size_t offset =
      std::min({difference.offset, difference.expected.size(), difference.observed.size()});
  const Line expected = LineAt(difference.expected, offset);
  const Line observed = LineAt(difference.observed, offset);
  DifferenceView view;
  std::size_t other_caret = 0;
  view.expected = Show(expected.text, offset - expected.begin, view.caret);
  view.observed = Show(observed.text, offset - observed.begin, other_caret);
  view.caret = std::min(view.caret, other_caret);
  const auto line =
      std::count(difference.expected.begin(),
                 difference.expected.begin() + static_cast<std::ptrdiff_t>(expected.begin), '\n');
  view.heading = Printable(difference.stage);
  if (difference.expected.find('\n') != std::string::npos) {
    view.heading += ", line " + std::to_string(line + 1);
  }
  view.heading += ", byte " + std::to_string(offset - expected.begin + 1);
  return view;
}

std::string CaretText(const DifferenceView& view) {
  return "expected  " + view.expected + "\nobserved  " + view.observed + "\n          " +
         std::string(view.caret, ' ') + "^\n";
}

}  // namespace countersign
