// Measures the diagnosis over recorded answers: how many of the causes that it names are true, and
// how many failures get their true cause. The test holds both against floors.
#include "corpus/measure.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "diagnose/diagnose.h"
#include "diagnose/further_cases.h"
#include "protocol/adapter_info.h"
#include "suite/select.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

std::string ContentsOf(const fs::path& path, LoadErrors& errors) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) errors.push_back({path.string(), "", "cannot be read"});
  return {std::istreambuf_iterator<char>(stream), {}};
}

template <typename T>
T ValueOr(std::variant<T, LoadErrors> read, LoadErrors& errors) {
  if (const auto* found = std::get_if<LoadErrors>(&read)) {
    errors.insert(errors.end(), found->begin(), found->end());
    return {};
  }
  return std::get<T>(std::move(read));
}

CorpusEntry ReadEntry(const fs::path& path, LoadErrors& errors) {
  CorpusEntry entry;
  entry.recording = ValueOr(ReadRecordedRun(path.string(), ContentsOf(path, errors)), errors);
  entry.recording.name = path.stem().string();
  const fs::path truth = fs::path(path).replace_extension(".truth.json");
  entry.truths = ValueOr(ReadTruths(truth.string(), ContentsOf(truth, errors)), errors);
  return entry;
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool Explains(const ScoredFailure& failure) {
  const Truth* truth = failure.truth;
  return truth != nullptr && !truth->causes.empty() &&
         std::all_of(truth->causes.begin(), truth->causes.end(),
                     [&](const std::string& name) { return Holds(failure.named, name); });
}

Score ScoreOf(const std::vector<ScoredFailure>& failures) {
  Score score;
  std::map<const Truth*, std::pair<std::size_t, std::size_t>> deviations;  // failures, explained
  for (const ScoredFailure& one : failures) {
    const bool explained = Explains(one);
    ++score.failures;
    score.explained += explained ? 1 : 0;
    score.named += one.named.size();
    if (one.truth == nullptr) continue;
    score.in_catalogue += one.truth->causes.empty() ? 0 : 1;
    for (const std::string& name : one.named) {
      score.right += Holds(one.truth->causes, name) || Holds(one.truth->also, name) ? 1 : 0;
    }
    auto& [all, well] = deviations[one.truth];
    ++all;
    well += explained ? 1 : 0;
  }
  score.deviations = deviations.size();
  for (const auto& [truth, counts] : deviations) {
    score.deviations_explained +=
        static_cast<double>(counts.second) / static_cast<double>(counts.first);
  }
  return score;
}

double Share(double part, double whole) { return whole == 0 ? 1 : part / whole; }

std::string Percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

std::string RowOf(const std::string& name, const Score& score) {
  std::string row = "| " + name;
  for (const std::size_t count :
       {score.failures, score.in_catalogue, score.explained, score.named, score.right}) {
    row += " | " + std::to_string(count);
  }
  return row + " | " + Percent(score.Precision()) + " | " + Percent(score.Recall()) + " | " +
         Percent(Share(score.deviations_explained, static_cast<double>(score.deviations))) +
         " of " + std::to_string(score.deviations) + " |\n";
}

bool AnswersWithCodes(const AdapterInfo& adapter_info) {
  return adapter_info.errors == ErrorLevel::kCode && Serves(adapter_info, Op::kVerify);
}

Replayed ReplayAt(const CorpusEntry& entry, const Corpus& corpus,
                  const std::vector<const Case*>& selected, std::optional<ErrorLevel> errors) {
  RecordedRun recording = entry.recording;
  recording.adapter_info.errors = errors.value_or(recording.adapter_info.errors);
  return Replay(recording, corpus.digests.at(entry.recording.cases), selected);
}

Measured MeasuredOf(const CorpusEntry& entry, const Replayed& replayed) {
  Measured measured;
  measured.name = entry.recording.name + " " + entry.recording.adapter_info.version;
  for (const CaseResult& result : replayed.results) {
    if (result.verdict != Verdict::kFail) continue;
    ScoredFailure failure;
    failure.id = result.vector->id;
    failure.explanation = result.explanation;
    for (const Cause& cause : result.likely_causes) failure.named.push_back(cause.name);
    failure.truth = TruthOf(entry.truths, failure.id);
    measured.failures.push_back(std::move(failure));
  }
  measured.score = ScoreOf(measured.failures);
  return measured;
}

}  // namespace

std::variant<Corpus, LoadErrors> ReadCorpus(const std::string& folder) {
  Corpus corpus;
  LoadErrors errors;
  std::set<fs::path> paths;
  for (const fs::directory_entry& one : fs::directory_iterator(folder)) paths.insert(one.path());
  for (const fs::path& path : paths) {
    if (path.extension() != ".jsonl") continue;
    if (path.filename().string().starts_with("cases-")) {
      corpus.digests[path.filename().string()] =
          ValueOr(ReadDigests(path.string(), ContentsOf(path, errors)), errors);
    } else {
      corpus.entries.push_back(ReadEntry(path, errors));
    }
  }
  for (const CorpusEntry& entry : corpus.entries) {
    if (corpus.digests.count(entry.recording.cases) > 0) continue;
    errors.push_back({entry.recording.name, "/cases",
                      "expected a file of digests, found " + entry.recording.cases});
  }
  if (!errors.empty()) return errors;
  return corpus;
}

Score& Score::operator+=(const Score& other) {
  failures += other.failures;
  in_catalogue += other.in_catalogue;
  explained += other.explained;
  named += other.named;
  right += other.right;
  deviations += other.deviations;
  deviations_explained += other.deviations_explained;
  return *this;
}

double Score::Precision() const {
  return Share(static_cast<double>(right), static_cast<double>(named));
}

double Score::Recall() const {
  return Share(static_cast<double>(explained), static_cast<double>(failures));
}

Measured Measure(const CorpusEntry& entry, const Corpus& corpus,
                 const std::vector<const Case*>& selected, std::optional<ErrorLevel> errors) {
  Replayed replayed = ReplayAt(entry, corpus, selected, errors);
  Diagnose(replayed.adapter_info, replayed.failed_answers, replayed.results, {}, *corpus.known);
  return MeasuredOf(entry, replayed);
}

Measured MeasureGroup(const CorpusEntry& entry, const Corpus& corpus, const Suite& suite,
                      const std::string& group, std::optional<ErrorLevel> errors) {
  Selection selection;
  selection.select = {group};
  Replayed replayed = ReplayAt(entry, corpus, Select(suite, selection), errors);
  Selection rest;
  rest.exclude = {group};
  std::vector<const Case*> others;
  for (const CaseResult& one : ReplayAt(entry, corpus, Select(suite, rest), errors).results) {
    others.push_back(one.vector);
  }
  const std::vector<const Case*> chosen = FurtherCases(
      replayed.adapter_info, replayed.failed_answers, replayed.results, others, *corpus.known);
  Replayed further = ReplayAt(entry, corpus, chosen, errors);
  Diagnose(replayed.adapter_info, replayed.failed_answers, replayed.results,
           {std::move(further.results), std::move(further.failed_answers)}, *corpus.known);
  Measured measured = MeasuredOf(entry, replayed);
  measured.further = chosen.size();
  return measured;
}

std::vector<std::string> GroupsOf(const Measured& measured) {
  std::map<std::string, std::size_t> sizes;
  for (const ScoredFailure& one : measured.failures) {
    ++sizes[one.id.substr(0, one.id.find('/', one.id.find('/') + 1))];
  }
  std::vector<std::string> groups;
  for (const auto& [group, size] : sizes) groups.push_back(group);
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const auto& a, const auto& b) { return sizes[a] > sizes[b]; });
  return groups;
}

void Agreement::Add(const Measured& usual, const Measured& run) {
  std::map<std::string, std::set<std::string>> expected;
  for (const ScoredFailure& one : usual.failures) {
    expected[one.id] = {one.named.begin(), one.named.end()};
  }
  for (const ScoredFailure& one : run.failures) {
    const auto found = expected.find(one.id);
    if (found == expected.end()) continue;
    const std::set<std::string> named(one.named.begin(), one.named.end());
    const std::set<std::string>& before = found->second;
    const bool holds = std::includes(named.begin(), named.end(), before.begin(), before.end());
    ++(named == before ? same : named.empty() ? missing : holds && !before.empty() ? plus : other);
  }
  further += run.further;
}

std::string Agreement::Text() const {
  return "same causes " + std::to_string(same) + ", other " + std::to_string(other) + ", plus " +
         std::to_string(plus) + ", missing " + std::to_string(missing) + "; further cases " +
         std::to_string(further);
}

Agreement& Agreement::operator+=(const Agreement& one) {
  same += one.same;
  other += one.other;
  plus += one.plus;
  missing += one.missing;
  further += one.further;
  return *this;
}

std::vector<Measured> MeasureAll(const Corpus& corpus, const Suite& suite) {
  const std::vector<const Case*> selected = Select(suite, Selection{});
  std::vector<Measured> all;
  for (const CorpusEntry& entry : corpus.entries) {
    all.push_back(Measure(entry, corpus, selected));
    if (!AnswersWithCodes(entry.recording.adapter_info)) continue;
    all.push_back(Measure(entry, corpus, selected, ErrorLevel::kOutcome));
    all.back().name += ", outcomes only";
  }
  return all;
}

Score Sum(const std::vector<Measured>& all) {
  Score sum;
  for (const Measured& one : all) sum += one.score;
  return sum;
}

Score WithoutTheLargest(const std::vector<Measured>& all) {
  std::map<std::pair<std::string, std::string>, std::size_t> sizes;
  for (const Measured& one : all) {
    for (const ScoredFailure& failure : one.failures) {
      if (failure.truth != nullptr) ++sizes[{one.name, failure.truth->why}];
    }
  }
  const auto largest = std::max_element(
      sizes.begin(), sizes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  Score sum;
  for (const Measured& one : all) {
    std::vector<ScoredFailure> kept;
    std::copy_if(one.failures.begin(), one.failures.end(), std::back_inserter(kept),
                 [&](const ScoredFailure& failure) {
                   return failure.truth == nullptr || largest == sizes.end() ||
                          largest->first != std::pair(one.name, failure.truth->why);
                 });
    sum += ScoreOf(kept);
  }
  return sum;
}

std::string FiguresTable(const std::vector<Measured>& all) {
  std::string text =
      "| implementation | failures | in the catalogue | explained | causes named | of them right | "
      "precision | recall | deviations explained |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
  for (const Measured& one : all) text += RowOf(one.name, one.score);
  text += RowOf("all", Sum(all));
  return text + RowOf("all without the largest deviation", WithoutTheLargest(all));
}

}  // namespace countersign
