#include "writers/answer_table.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "writers/answer_view.h"
#include "writers/text.h"

namespace countersign {
namespace {

constexpr std::size_t kColumn = 36;  // the widest value that is shown side by side

constexpr std::string_view kAlternatives = "or";

struct Row {
  std::string name;
  std::string expected;
  std::string observed;
};

using Members = std::vector<AnswerMember>;

// The other allowed answers have nothing observed to be compared with.
std::string Text(const Members& members, const std::string& name) {
  for (const AnswerMember& member : members) {
    if (member.name == name) return Printable(member.text);
  }
  return name == kAlternatives ? "" : "-";
}

bool IsStage(const std::string& name) {
  return name == "canonical_request" || name == "string_to_sign";
}

std::vector<Row> Rows(const Members& expected, const Members& observed) {
  std::vector<std::string> names;
  for (const Members* members : {&expected, &observed}) {
    for (const AnswerMember& member : *members) {
      if (IsStage(member.name)) continue;
      if (std::find(names.begin(), names.end(), member.name) == names.end()) {
        names.push_back(member.name);
      }
    }
  }
  std::vector<Row> rows;
  for (const std::string& name : names) {
    rows.push_back({name, Text(expected, name), Text(observed, name)});
  }
  return rows;
}

std::string Padded(const std::string& text, std::size_t width) {
  const std::size_t columns = Cells(text).size();
  return text + std::string(columns < width ? width - columns : 1, ' ');
}

}  // namespace

std::string AnswerTable(const CaseResult& result) {
  const std::vector<Row> rows = Rows(ExpectedMembers(result), ObservedMembers(result));
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.name.size() + 2);
  std::string table =
      Padded("", std::max<std::size_t>(width, 1)) + Padded("expected", kColumn) + "observed\n";
  std::string below;
  for (const Row& row : rows) {
    const bool alone = row.observed.empty();
    if (row.expected.size() < kColumn && row.observed.size() < 2 * kColumn) {
      table += Padded(row.name, width) +
               (alone ? row.expected : Padded(row.expected, kColumn) + row.observed) + "\n";
    } else {
      below += row.name + "\n  expected  " + row.expected + "\n" +
               (alone ? "" : "  observed  " + row.observed + "\n");
    }
  }
  return table + below;
}

}  // namespace countersign
