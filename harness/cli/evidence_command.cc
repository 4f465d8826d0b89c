// `countersign vectors evidence`: what a recorded file says of the expectations in the vectors.
#include <iostream>
#include <map>
#include <variant>

#include "cli/command.h"
#include "evidence/read_evidence.h"
#include "evidence/weigh.h"
#include "protocol/printable.h"

namespace countersign {
namespace {

// What matters most is printed last, where people look first.
constexpr Weight kOrder[] = {Weight::kConfirms, Weight::kSaysNothing, Weight::kSettles,
                             Weight::kContradicts};

void PrintHeading(const std::string& file, const RecordedEvidence& evidence) {
  std::cout << Printable(file) << ": " << evidence.answers.size() << " answers of "
            << (evidence.header.server == kAws ? std::string("AWS")
                                               : Printable(evidence.header.server) + " (not AWS)")
            << " from " << Printable(evidence.header.date) << " on, ";
  if (evidence.footer.complete) {
    std::cout << "complete\n";
  } else {
    std::cout << "not complete: " << Printable(evidence.footer.reason) << '\n';
  }
}

}  // namespace

int WeighEvidence(const EvidenceArguments& arguments) {
  const std::optional<Suite> suite = LoadVectors(arguments.vectors);
  if (!suite) return kUsage;
  const auto read = ReadEvidenceFile(arguments.file);
  if (const auto* errors = std::get_if<LoadErrors>(&read)) {
    PrintLoadErrors(*errors);
    return kUsage;
  }
  const RecordedEvidence& evidence = std::get<RecordedEvidence>(read);
  const OtherSuite other = arguments.other_suite ? OtherSuite::kTaken : OtherSuite::kRefused;
  const LoadErrors errors = CheckEvidence(arguments.file, evidence, *suite, other);
  if (!errors.empty()) {
    PrintLoadErrors(errors);
    return kUsage;
  }
  const std::vector<Weighed> all = Weigh(evidence, *suite);
  std::map<Weight, std::size_t> counts;
  for (const Weight weight : kOrder) {
    for (const Weighed& one : all) {
      if (one.weight != weight) continue;
      ++counts[weight];
      std::cout << WeightName(weight) << "  " << Printable(one.vector->id + ": " + one.text)
                << '\n';
    }
  }
  PrintHeading(arguments.file, evidence);
  std::cout << "confirms " << counts[Weight::kConfirms] << ", contradicts "
            << counts[Weight::kContradicts] << ", settles " << counts[Weight::kSettles]
            << ", says nothing of " << counts[Weight::kSaysNothing] << '\n';
  return counts[Weight::kContradicts] == 0 ? kConforming : kNotConforming;
}

}  // namespace countersign
