// Prints a report full of hostile text in the format named: formats_test.py reads it back.
#include <cstdio>

#include "writers/sample_report_test.h"

int main(int argc, char** argv) {
  countersign::SampleReport sample;
  sample.report.adapter_info.name = countersign::kHostile;
  sample.report.faults = {countersign::kHostile};
  sample.report.target = countersign::kHostile;
  sample.AddEveryVerdict(countersign::kHostile);
  const auto document = countersign::Render(argc > 1 ? argv[1] : "", sample.report);
  if (!document) return 2;
  std::fwrite(document->data(), 1, document->size(), stdout);
  return 0;
}
