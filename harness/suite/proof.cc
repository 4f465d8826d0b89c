// Weighs the sources of a case, for lint: a vendor who fails a must asks where AWS says so.
#include "suite/proof.h"

#include <algorithm>

namespace countersign {
namespace {

// kCarries has a row for each kind of proof and a column for each confidence, A to D.
constexpr Level kCarries[][4] = {
    {Level::kShould, Level::kShould, Level::kMay, Level::kMay},    // hint
    {Level::kMust, Level::kShould, Level::kShould, Level::kMay},   // statement
    {Level::kMust, Level::kMust, Level::kShould, Level::kMay},     // computed
    {Level::kMust, Level::kMust, Level::kShould, Level::kShould},  // documented
    {Level::kMust, Level::kMust, Level::kMust, Level::kShould},    // answer
};

// Implementations that were given an encoded path prove nothing about its encoding.
bool TestsEncodingOfThePath(const Case& c) {
  const auto* presign = std::get_if<PresignMessage>(&c.request);
  return presign != nullptr && c.rules.front().starts_with("path/") &&
         presign->path.find('%') != std::string::npos;
}

// A signature proves that a request is right, not how a wrong one is refused.
Proof WeighSignature(const Case& c, Proof of_a_right_one) {
  return c.expected.front().accept ? of_a_right_one : Proof::kHint;
}

Proof WeighDerived(const Case& c, const Source& source) {
  const bool encoding = TestsEncodingOfThePath(c);
  const auto count = std::count_if(
      source.implementations.begin(), source.implementations.end(),
      [&](const Witness& one) { return !encoding || one.input == PathInput::kUnencoded; });
  return count >= 2 ? WeighSignature(c, Proof::kComputed) : Proof::kHint;
}

Proof Weigh(const Case& c, const Source& source) {
  switch (source.kind) {
    case ProvenanceKind::kPublished: return WeighSignature(c, Proof::kAnswer);
    case ProvenanceKind::kRecorded: return Proof::kAnswer;
    case ProvenanceKind::kDocumented: return Proof::kDocumented;
    case ProvenanceKind::kReported:
      return source.shown == Reported::kAnswer ? Proof::kAnswer : Proof::kStatement;
    case ProvenanceKind::kDerived: return WeighDerived(c, source);
    case ProvenanceKind::kCompared: return Proof::kHint;
  }
  return Proof::kHint;
}

std::size_t Column(std::string_view confidence) {
  const std::size_t column = std::string_view("ABCD").find(confidence);
  return confidence.size() != 1 || column == std::string_view::npos ? 3 : column;
}

}  // namespace

Proof BestProof(const Case& c) {
  Proof best = Proof::kHint;
  for (const auto& source : c.provenance) best = std::max(best, Weigh(c, *source));
  return best;
}

std::string_view BestConfidence(Proof proof) {
  switch (proof) {
    case Proof::kAnswer: return "A";
    case Proof::kDocumented: return "B";
    case Proof::kComputed:
    case Proof::kStatement: return "C";
    case Proof::kHint: return "D";
  }
  return "D";
}

Level StrongestLevel(const Case& c, std::string_view confidence) {
  return kCarries[static_cast<std::size_t>(BestProof(c))][Column(confidence)];
}

}  // namespace countersign
