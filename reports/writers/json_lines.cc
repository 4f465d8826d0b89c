#include <nlohmann/json.hpp>

#include "writers/answer_view.h"
#include "writers/text.h"
#include "writers/writers.h"

namespace countersign {
namespace {

using Json = nlohmann::ordered_json;

const char* ClockName(Clock clock) { return clock == Clock::kAmbient ? "ambient" : "injected"; }

const char* ErrorLevelName(ErrorLevel level) {
  switch (level) {
    case ErrorLevel::kOutcome:
      return "outcome";
    case ErrorLevel::kClass:
      return "class";
    case ErrorLevel::kCode:
      break;
  }
  return "code";
}

const char* LevelName(Level level) {
  switch (level) {
    case Level::kMust:
      return "must";
    case Level::kShould:
      return "should";
    case Level::kMay:
      break;
  }
  return "may";
}

Json Names(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const std::string& name : names) list.push_back(PrintableLines(name));
  return list;
}

// As in the hello's ok; null where the adapter never got as far as one.
Json AdapterJson(const AdapterInfo& adapter_info) {
  if (adapter_info.protocol == 0) return nullptr;
  return {{"protocol", adapter_info.protocol},
          {"name", PrintableLines(adapter_info.name)},
          {"version", PrintableLines(adapter_info.version)},
          {"language", PrintableLines(adapter_info.language)},
          {"ops", Names(adapter_info.ops)},
          {"features", Names(adapter_info.features)},
          {"clock", ClockName(adapter_info.clock)},
          {"errors", ErrorLevelName(adapter_info.errors)},
          {"max_inflight", adapter_info.max_inflight}};
}

std::string Header(const Report& report) {
  const Json header = {{"type", "header"},
                       {"suite", report.suite_version},
                       {"suite_digest", report.suite != nullptr ? report.suite->digest : ""},
                       {"adapter", AdapterJson(report.adapter_info)},
                       {"errors", ErrorLevelName(report.adapter_info.errors)},
                       {"clock", ClockName(report.adapter_info.clock)}};
  return header.dump() + "\n";
}

std::string CauseJson(const Cause& cause) {
  std::string seen;
  for (const std::string& place : cause.seen) seen += (seen.empty() ? "" : ",") + JsonText(place);
  return R"({"name":)" + JsonText(cause.name) + R"(,"text":)" + JsonText(cause.text) +
         R"(,"seen":[)" + seen + "]}";
}

// The answers may hold bytes that are not valid UTF-8, which nlohmann refuses: the line is put
// together from text.
std::string CaseLine(const CaseResult& result) {
  std::string causes;
  for (const Cause& cause : result.likely_causes) {
    causes += causes.empty() ? R"(,"likely_causes":[)" : ",";
    causes += CauseJson(cause);
  }
  if (!causes.empty()) causes += "]";
  return R"({"type":"case","id":)" + JsonText(result.vector->id) + R"(,"level":")" +
         LevelName(result.vector->level) + R"(","verdict":")" + VerdictName(result.verdict) +
         R"(","expected":)" + ExpectedJson(result) + R"(,"observed":)" + ObservedJson(result) +
         R"(,"explanation":)" + JsonText(result.explanation) + causes + "}\n";
}

// Mutants of the run itself count as faults: whoever reads the footer alone must not miss them.
std::string Footer(const Report& report) {
  const Tally tally = Count(report);
  const Json footer = {{"type", "footer"},
                       {"pass", tally.pass},
                       {"fail", tally.fail},
                       {"fault", tally.fault + static_cast<int>(report.faults.size())},
                       {"unsupported", tally.unsupported},
                       {"not_exercised", tally.not_exercised},
                       {"expected_failure", tally.expected_failure},
                       {"unexpected_pass", tally.unexpected_pass},
                       {"disputed", tally.disputed},
                       {"complete", report.complete}};
  return footer.dump() + "\n";
}

}  // namespace

std::string JsonLines(const Report& report) {
  std::string document = Header(report);
  for (const CaseResult& result : report.results) document += CaseLine(result);
  for (const std::string& fault : report.faults) {
    document += R"({"type":"fault","message":)" + JsonText(fault) + "}\n";
  }
  return document + Footer(report);
}

}  // namespace countersign
