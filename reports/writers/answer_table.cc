#include "writers/answer_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "writers/text.h"

namespace countersign {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kColumn = 36;  // the widest value that still stands side by side

constexpr std::string_view kAlternatives = "or";

struct Row {
  std::string name;
  std::string expected;
  std::string observed;
};

// One line for the other answers that are right as well: "reject expired 403 AccessDenied, accept".
std::string Alternatives(const Json& answers) {
  std::string text;
  for (const Json& answer : answers) {
    std::string words;
    for (const auto& [name, value] : answer.items()) {
      words += (words.empty() ? "" : " ") +
               (value.is_string() ? value.get<std::string>() : value.dump());
    }
    text += (text.empty() ? "" : ", ") + words;
  }
  return text;
}

std::string Text(const Json& object, const std::string& name) {
  const auto found = object.find(name);
  if (found == object.end()) return name == kAlternatives ? "" : "-";
  if (name == kAlternatives) return Printable(Alternatives(*found));
  return Printable(found->is_string() ? found->get<std::string>() : found->dump());
}

bool IsStage(const std::string& name) {
  return name == "canonical_request" || name == "string_to_sign";
}

std::vector<Row> Rows(const Json& expected, const Json& observed) {
  std::vector<std::string> names;
  for (const Json* object : {&expected, &observed}) {
    for (const auto& [name, value] : object->items()) {
      if (IsStage(name) || std::find(names.begin(), names.end(), name) != names.end()) continue;
      names.push_back(name);
    }
  }
  std::vector<Row> rows;
  for (const std::string& name : names) {
    rows.push_back({Printable(name), Text(expected, name), Text(observed, name)});
  }
  return rows;
}

Json Object(const std::string& text) {
  Json object = Json::parse(text, nullptr, false);
  return object.is_object() ? object : Json::object();
}

std::string Padded(const std::string& text, std::size_t width) {
  const std::size_t columns = Cells(text).size();
  return text + std::string(columns < width ? width - columns : 1, ' ');
}

}  // namespace

std::string AnswerTable(const std::string& expected_json, const std::string& observed_json) {
  const std::vector<Row> rows = Rows(Object(expected_json), Object(observed_json));
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
