// verdicts.jsonl and deviations.json.
#include "certify/bundle_texts.h"

#include <chrono>

#include "protocol/json_writer.h"
#include "protocol/printable.h"
#include "sigv4/timestamp.h"
#include "suite/select.h"
#include "writers/formats.h"

namespace countersign {
namespace {

void WriteOutcome(const CaseResult& result, std::size_t record, JsonWriter& json) {
  json.Text("verdict", VerdictName(result.verdict));
  if (record != 0) json.Integer("record", static_cast<std::int64_t>(record));
  if (!result.explanation.empty()) json.Text("explanation", PrintableLines(result.explanation));
}

void WriteDeviations(const char* name, Level level, const Plan& plan, const AskedPlan& asked,
                     JsonWriter& json) {
  json.BeginArray(name);
  for (std::size_t i = 0; i < asked.results.size(); ++i) {
    const CaseResult& result = asked.results[i];
    if (result.vector->level != level || !IsDeviation(asked, i)) continue;
    json.BeginObject();
    json.Text("case", result.vector->id);
    json.Text("profile", plan.cases[i].profile);
    WriteOutcome(result, asked.records[i], json);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string VerdictsText(const Plan& plan, const AskedPlan& asked) {
  std::string text;
  for (std::size_t i = 0; i < asked.results.size(); ++i) {
    std::string line;
    JsonWriter json(line);
    json.BeginObject();
    json.Integer("number", static_cast<std::int64_t>(i + 1));
    json.Text("case", asked.results[i].vector->id);
    json.Text("level", LevelName(asked.results[i].vector->level));
    json.Text("profile", plan.cases[i].profile);
    WriteOutcome(asked.results[i], asked.records[i], json);
    json.EndObject();
    text += line + '\n';
  }
  return text;
}

std::string DeviationsJson(const Plan& plan, const AskedPlan& asked) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Integer("format", 1);
  WriteDeviations("must", Level::kMust, plan, asked, json);
  WriteDeviations("should", Level::kShould, plan, asked, json);
  json.EndObject();
  return text + '\n';
}

std::string ReportHtml(const Suite& suite, const CertificateFacts& facts, const AskedPlan& asked) {
  Report report;
  report.suite_version = facts.manifest.countersign;
  report.suite = &suite;
  report.adapter_info = facts.adapter_info;
  report.date = TimeText(facts.manifest.finished_ms);
  report.command = "countersign certify";
  report.results = asked.results;
  report.complete = true;
  return Html(report);
}

std::string TimeText(std::int64_t milliseconds) {
  return FormatRfc3339(Timestamp(std::chrono::seconds(milliseconds / 1000)));
}

}  // namespace countersign
