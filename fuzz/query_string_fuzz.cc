// Property: a request target is split without losing a byte, and all orders and spellings of a
// query have one canonical query, which equals that of the oracle.
//
// Input: a request target.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/take_line.h"
#include "engine/target.h"
#include "oracle/canonical_form.h"
#include "sigv4/canonical_query.h"
#include "sigv4/query_string.h"

namespace countersign::fuzz {
namespace {

bool IsAllSeparators(const char* from, const char* to) {
  return std::all_of(from, to, [](char c) { return c == '&'; });
}

// CheckBytes walks over a query: at least one '&' separates two pieces, at most one '=' separates
// name and value within a piece, and every byte belongs to one of these.
void CheckBytes(std::string_view raw_query, const QueryString& query) {
  const char* at = raw_query.data();
  const char* const end = at + raw_query.size();
  for (const QueryParameter& one : query.parameters) {
    const auto details = [&] { return Shown(one.raw_name) + " of " + Shown(raw_query); };
    const bool first = &one == query.parameters.data();
    Require(IsWithin(one.raw_name, raw_query), "views-lie-inside-the-query", details);
    const char* const name = one.raw_name.data();
    Require(name >= at && (first || name > at) && IsAllSeparators(at, name),
            "only-ampersands-between-pieces", details);
    at = name + one.raw_name.size();
    Require(one.raw_name.find_first_of("&=") == std::string_view::npos, "names-end-at-equals",
            details);
    if (at == end || *at == '&') {
      Require(one.raw_value.empty() && !one.raw_name.empty(), "no-value-without-equals", details);
      continue;
    }
    Require(*at == '=' && one.raw_value.data() == at + 1 && IsWithin(one.raw_value, raw_query),
            "values-follow-the-first-equals", details);
    Require(one.raw_value.find('&') == std::string_view::npos, "values-end-at-ampersands", details);
    at += 1 + one.raw_value.size();
  }
  Require(IsAllSeparators(at, end), "every-byte-survives", [&] { return Shown(raw_query); });
}

std::string Printed(const QueryString& query) {
  std::string text;
  for (const QueryParameter& one : query.parameters) {
    text.append("&").append(one.raw_name).append("=").append(one.raw_value);
  }
  return text;
}

void CheckPrinting(const QueryString& query) {
  const std::string text = Printed(query);
  const QueryString again = ParseQueryString(text);
  const bool same =
      std::equal(again.parameters.begin(), again.parameters.end(), query.parameters.begin(),
                 query.parameters.end(), [](const QueryParameter& a, const QueryParameter& b) {
                   return a.raw_name == b.raw_name && a.raw_value == b.raw_value;
                 });
  Require(same, "parse-after-print", [&] { return Shown(text); });
}

void CheckLookup(const QueryString& query, const std::vector<std::string>& names,
                 std::string_view name) {
  const auto details = [&] { return Shown(name) + " in " + Shown(Printed(query)); };
  const auto first = std::find(names.begin(), names.end(), name);
  const QueryParameter* const found = FindParameter(query, name);
  if (first == names.end()) {
    Require(found == nullptr && !DecodedValue(query, name), "only-what-is-there-is-found", details);
    return;
  }
  Require(found == query.parameters.data() + (first - names.begin()),
          "the-first-of-a-name-is-found", details);
  Require(DecodedValue(query, name) == PlainlyDecoded(found->raw_value, true),
          "values-are-decoded-once", details);
}

void CheckLookups(const QueryString& query) {
  std::vector<std::string> names;
  for (const QueryParameter& one : query.parameters) {
    names.push_back(PlainlyDecoded(one.raw_name, true));
  }
  CheckLookup(query, names, "X-Amz-Signature");
  if (!names.empty()) CheckLookup(query, names, names.back());
}

// CheckOrder checks that parameters are sorted by name, then by value, and that none but signatures
// are lost.
void CheckOrder(const QueryString& sorted, const QueryString& query) {
  const auto comes_after = [](const QueryParameter& a, const QueryParameter& b) {
    return a.raw_name != b.raw_name ? a.raw_name > b.raw_name : a.raw_value > b.raw_value;
  };
  const auto details = [&] { return Shown(Printed(sorted)) + " of " + Shown(Printed(query)); };
  for (std::size_t i = 1; i < sorted.parameters.size(); ++i) {
    Require(!comes_after(sorted.parameters[i - 1], sorted.parameters[i]),
            "canonical-query-is-sorted", details);
  }
  const auto signatures =
      std::count_if(query.parameters.begin(), query.parameters.end(),
                    [](const QueryParameter& one) { return NameIs(one, "X-Amz-Signature"); });
  Require(
      sorted.parameters.size() + static_cast<std::size_t>(signatures) == query.parameters.size(),
      "canonical-query-keeps-all-but-signatures", details);
}

void CheckCanonical(std::string_view raw_query, QueryString query) {
  const std::string canonical = CanonicalQueryString(query);
  const auto details = [&] { return Shown(canonical) + " of " + Shown(raw_query); };
  Require(canonical == PlainCanonicalQuery(raw_query), "canonical-query-differs-from-the-oracle",
          details);
  const QueryString again = ParseQueryString(canonical);
  CheckOrder(again, query);
  Require(CanonicalQueryString(again) == canonical, "canonical-query-is-a-fixed-point", details);
  std::reverse(query.parameters.begin(), query.parameters.end());
  Require(CanonicalQueryString(query) == canonical, "canonical-query-of-any-order", details);
}

}  // namespace

Taken Execute(Input input) {
  const Target target = SplitTarget(input);
  const bool has_query = target.raw_path.size() < input.size();
  Require(input.starts_with(target.raw_path) && IsWithin(target.raw_path, input) &&
              target.raw_path.find('?') == std::string_view::npos &&
              (!has_query || (input[target.raw_path.size()] == '?' &&
                              input.substr(target.raw_path.size() + 1) == target.raw_query)) &&
              (has_query || target.raw_query.empty()),
          "a-target-splits-at-its-first-mark", [&] { return Shown(input); });
  const QueryString query = ParseQueryString(target.raw_query);
  CheckBytes(target.raw_query, query);
  CheckPrinting(query);
  CheckLookups(query);
  CheckCanonical(target.raw_query, query);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
