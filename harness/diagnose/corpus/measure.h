#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/recording.h"
#include "corpus/truth.h"
#include "diagnose/failures_of_mutants.h"
#include "suite/case.h"

namespace countersign {

// CorpusEntry is one implementation of the corpus.
struct CorpusEntry {
  RecordedRun recording;
  std::vector<Truth> truths;
};

struct Corpus {
  std::map<std::string, CaseDigests> digests;  // by the name of their file
  std::vector<CorpusEntry> entries;            // sorted by name
  // Filled while it is measured, with cases of one suite.
  std::shared_ptr<FailuresOfMutants> known = std::make_shared<FailuresOfMutants>();
};

// ReadCorpus reads the folder that holds NAME.jsonl and NAME.truth.json of each implementation, and
// the files of digests.
std::variant<Corpus, LoadErrors> ReadCorpus(const std::string& folder);

// Score is how well the diagnosis did.
struct Score {
  std::size_t failures = 0;
  std::size_t in_catalogue = 0;     // failures whose true cause is in the catalogue
  std::size_t explained = 0;        // failures for which every mutant of the true cause is named
  std::size_t named = 0;            // causes that were named, over all failures
  std::size_t right = 0;            // of these, those that the truth holds
  std::size_t deviations = 0;       // entries of the truth that have failures
  double deviations_explained = 0;  // the share of its failures that is explained, summed up

  Score& operator+=(const Score& other);
  double Precision() const;  // right / named, from 0 to 1; 1 if nothing was named
  double Recall() const;     // explained / failures; 1 if nothing failed
};

struct ScoredFailure {
  std::string id;
  std::string explanation;  // the judge's
  std::vector<std::string> named;
  const Truth* truth = nullptr;  // nullptr: no entry covers it, which is a mistake of the corpus
};

struct Measured {
  std::string name;  // of the implementation, its version, and the error level if it is not its own
  Score score;
  std::vector<ScoredFailure> failures;  // sorted by id
  std::size_t further = 0;              // cases that were asked only to tell causes apart
};

// Measure diagnoses the recorded answers to the selected cases and compares the causes with the
// truth, which the result points to. `errors` is the level at which they are judged, if it is not
// the implementation's own.
Measured Measure(const CorpusEntry& entry, const Corpus& corpus,
                 const std::vector<const Case*>& selected,
                 std::optional<ErrorLevel> errors = std::nullopt);

// MeasureGroup measures a run of the cases below `group` that asks further cases to tell causes
// apart, as `countersign run --select GROUP` does.
Measured MeasureGroup(const CorpusEntry& entry, const Corpus& corpus, const Suite& suite,
                      const std::string& group, std::optional<ErrorLevel> errors = std::nullopt);

// GroupsOf returns the first two folders of the ids of the failures, those with most failures
// first.
std::vector<std::string> GroupsOf(const Measured& measured);

// Agreement compares the causes of a run of other cases with those of the usual one. Each failure
// of both is counted once.
struct Agreement {
  std::size_t same = 0;
  std::size_t other = 0;
  std::size_t plus = 0;     // the usual causes, and others
  std::size_t missing = 0;  // none, where the usual run names some
  std::size_t further = 0;  // further cases that were asked

  void Add(const Measured& usual, const Measured& run);
  std::size_t Changed() const { return other + plus + missing; }
  std::string Text() const;
  Agreement& operator+=(const Agreement& one);
};

// MeasureAll measures every entry, at the level that a run has if none is given. A verifier that
// answers with codes is measured once more as if it answered with outcomes only.
std::vector<Measured> MeasureAll(const Corpus& corpus, const Suite& suite);

Score Sum(const std::vector<Measured>& all);
// WithoutTheLargest is the sum without the entry of the truths that has most failures: one mistake
// of one implementation can have more than all others.
Score WithoutTheLargest(const std::vector<Measured>& all);

// FiguresTable is a table in Markdown: a row for each measurement, and the two sums.
std::string FiguresTable(const std::vector<Measured>& all);

}  // namespace countersign
